"""What only shows something: the second menu, why, earlier cases, the message as it was written, help."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.actions import Reveal
from bot.core.cards import shorten
from bot.core.menus import button, more_buttons
from bot.core.promises.keeping import PromiseState
from bot.core.verbs import BY_NAME, help_text
from bot.service.deeds.deed import Told
from bot.service.plans import job
from bot.service.showing import earlier_line

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.core.messages import Message, Place
    from bot.core.words import Button
    from bot.service.deeds.deed import Deed

_EARLIER, _WORDS = 8, 90
_PRIVATE = "private."
"""Begins what a button carries for a message of the private talk."""


def more(deed: Deed) -> Told:
    """The second menu."""
    back = not deed.house.platforms[deed.place.platform].chat.private_menus
    return Told(deed.house.desk("more_what"), more_buttons(deed.case, deed.language, back=back))


def back(deed: Deed) -> Told:
    """The card's own buttons again."""
    deed.draft.edit_card(deed.case)
    return deed.say("back_again")


def own(deed: Deed) -> Told:
    """A case of a flood gets a card of its own."""
    if not deed.case.grouped:
        return deed.say("has_own_card")
    lead = deed.draft.ledger.case(deed.case.grouped)
    case = replace(deed.case, grouped="", updated=deed.draft.now)
    deed.draft.memory.audit.append((deed.who, "own_card", case.id))
    deed.draft.memory.keep(deed.draft.open_card(case, deed.draft.customer_name(case), own=True))
    if lead is not None:
        deed.draft.edit_card(lead)
    return deed.say("gets_own_card")


def why(deed: Deed) -> Told:
    """The judgement with its scores."""
    case = deed.case
    seen = deed.draft.ledger.seen(case.place.platform, case.place.channel, case.message)
    because = seen.because if seen is not None else []
    scores = [f"{signal.get('weight', 0.0):+.2f} {signal.get('text', signal.get('signal', ''))}" for signal in because]
    lines = [deed.house.desk("why_scores", probability=f"{case.probability:.0%}", why=case.why), *scores]
    return Told("\n".join(lines))


def history(deed: Deed) -> Told:
    """Earlier cases of this customer, and what staff noted in this one."""
    ledger, case = deed.draft.ledger, deed.case
    others = [other for other in ledger.history_of(case.customer, _EARLIER + 1) if other.id != case.id]
    lines = [_told(deed, other) for other in others[:_EARLIER]] or [deed.house.desk("earlier_none")]
    notes = ledger.notes(case.id)
    if notes:
        lines.append(deed.house.desk("notes_are"))
        lines += [f"  {deed.house.day_time(note.at)} {shorten(note.masked, _WORDS)}" for note in notes]
    return Told("\n".join(lines))


def _told(deed: Deed, case: Case) -> str:
    topic = deed.house.library.shelf.desk(deed.language).get(f"topic_{case.topic}", case.topic)
    due = [p.due for p in deed.draft.ledger.promises_of(case.id) if p.state is PromiseState.OPEN]
    line = earlier_line(deed.house, case, beside=deed.case, promised=min(due, default=None))
    return f"{line} · {topic} · „{shorten(case.masked, _WORDS)}”"


def unmask(deed: Deed) -> Told:
    """Show the complaint, or the later message that the button names, as it was sent; who looked is recorded before it is shown."""
    case, draft = deed.case, deed.draft
    place, message = _meant(deed)
    if case.outside or not message:
        return deed.say("nothing_to_unmask", link=case.outside)
    draft.memory.audit.append((deed.who, "unmask", case.id))
    staff = deed.house.desk_of(case)
    reveal = Reveal(deed.token, place, message)
    key = f"reveal:{case.id}:{deed.stamp}"
    draft.memory.jobs.append(job(reveal, key, draft.now, case, staff=staff.channel if staff is not None else ""))
    return Told("")


def button_for(case: Case, message: Message, language: str) -> Button:
    """The button below words of the customer that shows the message itself: there is more in it than words."""
    extra = f"{_PRIVATE}{message.id}" if message.private else message.id
    return button(BY_NAME["unmask"], case.id, language, extra)


def _meant(deed: Deed) -> tuple[Place, str]:
    """Where the message stands that is meant, and its id; empty for one that is not the customer's own in this case."""
    case = deed.case
    if not deed.extra or not deed.token:
        return case.place, case.message
    channel = case.private_channel if deed.extra.startswith(_PRIVATE) else case.place.channel
    message = deed.extra.removeprefix(_PRIVATE)
    seen = deed.draft.ledger.seen(case.place.platform, channel, message) if channel else None
    his = seen is not None and seen.case == case.id and seen.author == case.customer and not seen.posted
    return (seen.place, message) if seen is not None and his else (case.place, "")


def help_(deed: Deed) -> Told:
    """Every command."""
    return Told(help_text(deed.language, deed.house.desk("help_title")))


DEEDS = {"more": more, "back": back, "own": own, "why": why, "history": history, "unmask": unmask, "help": help_}
