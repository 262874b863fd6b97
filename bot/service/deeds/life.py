"""What changes a case's life: whose it is, when it rests, how it ends and begins again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.cases import Event
from bot.core.menus import Choice, choice_buttons
from bot.core.snooze import CHOICES, read_choice, rests_until
from bot.service import labels
from bot.service.closing import take_back_answers
from bot.service.deeds.deed import Told

if TYPE_CHECKING:
    from bot.ports import Member
    from bot.service.deeds.deed import Deed

_COLLEAGUES = 12


def claim(deed: Deed) -> Told:
    """Take the case without answering."""
    if taken := deed.taken():
        return taken
    deed.claim()
    return deed.say("claimed_now")


def release(deed: Deed) -> Told:
    """Give the case back to everybody; from now on its deadline is watched again."""
    before = deed.case.owner_name
    case = deed.case.after(Event.RELEASE, deed.draft.now, owner="", owner_name="")
    deed.keep(deed.draft.with_deadline(case), "release")
    deed.tell_thread("released", f"released:{deed.stamp}", owner=before, who=deed.author.name)
    return deed.say("released_now")


def assign(deed: Deed) -> Told:
    """Give the case to a colleague: one that was chosen, or whose name was written."""
    colleagues = deed.draft.ledger.staff(deed.case.place.platform, _COLLEAGUES)
    if not deed.extra:
        choices = [Choice(one.name, one.id) for one in colleagues if one.id != deed.case.owner]
        return choose(deed, "assign", choices, "assign_whom")
    chosen = _colleague(deed.extra, colleagues)
    if chosen is None:
        return deed.say("nobody_of_that_name", name=deed.extra)
    deed.draft.cancel_public(deed.case)
    case = deed.case.after(Event.CLAIM, deed.draft.now, owner=chosen.id, owner_name=chosen.name)
    deed.keep(case, "assign")
    deed.tell_thread("assigned", f"assigned:{deed.stamp}", owner=chosen.name, who=deed.author.name)
    return deed.say("assigned", owner=chosen.name, who=deed.author.name)


def _colleague(wanted: str, colleagues: list[Member]) -> Member | None:
    """By id, or by the only name that begins so."""
    name = wanted.removeprefix("@").casefold()
    begins = [one for one in colleagues if one.id == wanted or one.name.casefold().startswith(name)]
    return begins[0] if len(begins) == 1 else None


def snooze(deed: Deed) -> Told:
    """Let the case rest; the reminder waits with it."""
    house, now = deed.house, deed.draft.now
    moments = {name: rests_until(name, now, house.zone, house.config.policy.opening) for name in CHOICES}
    if not deed.extra:
        choices = [Choice(house.desk(f"snooze_{name}", time=house.day_time(moments[name])), name) for name in CHOICES]
        return choose(deed, "snooze", choices, "snooze_how_long")
    chosen = read_choice(deed.extra)
    if not chosen:
        return deed.say("snooze_unknown")
    until = moments[chosen]
    case = replace(deed.case, snoozed=until, updated=now)
    deed.keep(case, "snooze")
    deed.draft.timer(case, "snooze", until)
    deed.tell_thread("snoozed_by", f"snoozed:{deed.stamp}", who=deed.author.name, time=house.day_time(until))
    return deed.say("snoozed_by", who=deed.author.name, time=house.day_time(until))


def not_complaint(deed: Deed) -> Told:
    """It was none: what the bot said by itself is taken back at once, and the click is a label."""
    draft, case = deed.draft, deed.case
    draft.ledger.cancel_jobs(case.id, ("answer", "relay", "timer"))
    after = case.after(Event.NOT_COMPLAINT, draft.now, pending="", snoozed=None)
    take_back_answers(draft, after)
    labels.not_complaint(draft, after, deed.who)
    deed.keep(after, "not_complaint")
    return deed.say("marked_not_complaint")


def reopen(deed: Deed) -> Told:
    """An ended case begins again, with a new deadline and a timer behind it."""
    draft = deed.draft
    draft.ledger.cancel_jobs(deed.case.id, ("timer",))
    labels.taken_back(draft, deed.case)
    case = deed.case.after(
        Event.REOPEN,
        draft.now,
        owner="",
        owner_name="",
        merged="",
        snoozed=None,
        deadline=draft.house.deadline(draft.now),
    )
    if case.card:
        deed.keep(draft.with_deadline(case), "reopen")
    else:
        draft.memory.audit.append((deed.who, "reopen", case.id))
        draft.memory.keep(draft.open_card(case, draft.customer_name(case)))
    deed.tell_thread("reopened", f"reopened:{deed.stamp}", who=deed.author.name)
    return deed.say("reopened", who=deed.author.name)


def choose(deed: Deed, verb: str, choices: list[Choice], question: str) -> Told:
    """Ask for one of a few."""
    if not choices:
        return deed.say("nothing_to_choose")
    back = not deed.house.platforms[deed.place.platform].chat.private_menus
    return Told(deed.house.desk(question), choice_buttons(verb, deed.case, choices, deed.language, back=back))


DEEDS = {
    "claim": claim,
    "release": release,
    "assign": assign,
    "snooze": snooze,
    "not_complaint": not_complaint,
    "reopen": reopen,
}
