"""What brings a case to others: its topic, a team, another case, a note between us."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.cases import Event
from bot.core.findings import TOPICS
from bot.core.menus import Choice
from bot.core.privacy import find_private, mask
from bot.core.words import Words
from bot.service import labels, teaming
from bot.service.deeds.life import choose
from bot.service.relay import take_private

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.core.teams import Team
    from bot.service.deeds.deed import Deed, Told
    from bot.service.draft import Draft

_NUMBER = re.compile(r"#?0*(\d{1,9})\Z")
_CASES_SHOWN = 10


def topic(deed: Deed) -> Told:
    """Correct the topic; the bot learns from it."""
    house, case = deed.house, deed.case
    names = {name: house.library.shelf.desk(deed.language).get(f"topic_{name}", name) for name in TOPICS}
    if not deed.extra:
        return choose(
            deed, "topic", [Choice(label, name) for name, label in names.items() if name != case.topic], "topic_which"
        )
    wanted = deed.extra.strip().casefold()
    chosen = next((name for name, label in names.items() if wanted in {name, label.casefold()}), "")
    if not chosen:
        return deed.say("topic_unknown", topics=", ".join(names.values()))
    after = replace(case, topic=chosen, updated=deed.draft.now)
    labels.topic_corrected(deed.draft, after, chosen, deed.who)
    deed.keep(after, f"topic:{chosen}")
    return deed.say("topic_is", topic=names[chosen])


def escalate(deed: Deed) -> Told:
    """Bring the case to a team, or tell a partner; where the settings name neither, call whom they name in the case's thread."""
    teams = deed.house.teams(deed.case.place.platform)
    if teams:
        return _to_team(deed, teams)
    staff = deed.house.config.staff.get(deed.case.place.platform)
    if staff is None or not staff.escalate:
        return deed.say("nobody_to_escalate_to")
    text = deed.house.desk("escalated", who=deed.author.name, number=deed.case.number)
    deed.draft.tell_thread(deed.case, Words.of(text), f"escalated:{deed.stamp}", ping=staff.escalate)
    deed.draft.memory.audit.append((deed.who, "escalate", deed.case.id))
    return deed.say("escalated_now")


def _to_team(deed: Deed, teams: list[Team]) -> Told:
    if not deed.extra:
        others = [(number, team) for number, team in enumerate(teams) if team.name != deed.case.team or team.partner]
        return choose(deed, "escalate", [Choice(team.name, str(number)) for number, team in others], "escalate_to")
    wanted = deed.extra.strip().casefold()
    found = (team for number, team in enumerate(teams) if wanted in {str(number), team.name.casefold()})
    team = next(found, None)
    if team is None:
        return deed.say("team_unknown", teams=", ".join(team.name for team in teams))
    if team.partner:
        teaming.inform(deed.draft, deed.case, team)
        deed.draft.memory.audit.append((deed.who, "informed", deed.case.id))
        return deed.say("partner_told", team=team.name)
    if team.name == deed.case.team:
        return deed.say("team_has_it", team=team.name)
    deed.draft.memory.audit.append((deed.who, "escalate", deed.case.id))
    deed.case = teaming.move(deed.draft, deed.case, team, deed.author.name)
    return deed.say("team_gets_it", team=team.name)


def merge(deed: Deed) -> Told:
    """Put this case with another open one of the same customer, which goes on alone."""
    draft, case = deed.draft, deed.case
    if not deed.extra:
        mine = draft.ledger.cases_of_customer(case.customer, _CASES_SHOWN) if case.customer else []
        others = [other for other in mine if _fits(other, case)]
        choices = [
            Choice(f"#{other.number:04d} {deed.house.desk(f'state_{other.state}')}", str(other.number))
            for other in others
        ]
        return choose(deed, "merge", choices, "merge_which")
    found = _NUMBER.fullmatch(deed.extra.strip())
    target = draft.ledger.case_numbered(int(found[1])) if found is not None else None
    target = draft.memory.cases.get(target.id, target) if target is not None else None
    if target is None or target.id == case.id:
        return deed.say("merge_unknown", number=deed.extra)
    if not case.customer or target.customer != case.customer:
        return deed.say("merge_other_customer", number=target.number)
    if target.ended:
        return deed.say("merge_ended", number=target.number)
    draft.ledger.cancel_jobs(case.id, ("answer", "timer"))
    if case.pending:
        draft.ledger.cancel_job(case.pending)
    deed.keep(case.after(Event.MERGE, draft.now, merged=target.id, pending="", snoozed=None), "merge")
    same_place = target.place == case.place
    went_on = replace(target, updated=draft.now, last_message=case.last_message if same_place else target.last_message)
    if case.private and not target.private:
        went_on = _in_private(draft, case, went_on)
    draft.memory.keep(went_on)
    draft.edit_card(went_on)
    draft.tell_thread(went_on, _merged_in(deed, case), f"merged:{case.id}")
    return deed.say("merged", number=target.number)


def _in_private(draft: Draft, case: Case, target: Case) -> Case:
    """The customer talks in private about the one, so he does about the other: staff's words go nowhere else from now on."""
    draft.cancel_public(target)
    after = replace(target, private=True, private_channel=case.private_channel)
    if target.place != case.place:
        take_private(draft, after, invite=False)
    return after


def _fits(other: Case, case: Case) -> bool:
    return other.id != case.id and not other.ended


def _merged_in(deed: Deed, case: Case) -> str:
    chat = deed.house.platforms[case.place.platform].chat
    link = case.outside or chat.message_link(case.place, case.message)
    return deed.house.desk("merged_in", who=deed.author.name, number=case.number, text=case.masked, link=link)


def note(deed: Deed) -> Told:
    """Keep something between us."""
    if not deed.extra.strip():
        return deed.say("note_how")
    deed.draft.ledger.note(deed.case.id, deed.who, mask(deed.extra, find_private(deed.extra)), deed.draft.now)
    deed.draft.memory.audit.append((deed.who, "note", deed.case.id))
    return deed.say("noted")


DEEDS = {"topic": topic, "escalate": escalate, "merge": merge, "note": note}
