"""Cases and teams: who gets one by its topic, how it moves to another team, and which partners hear of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.actions import Inform
from bot.core.messages import Place
from bot.core.teams import informed, route
from bot.service.plans import job

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.core.teams import Team
    from bot.service.draft import Draft


def assign(draft: Draft, case: Case) -> Case:
    """The team on duty that has the topic takes a case which nobody has yet."""
    if case.team or case.card:
        return case
    teams = draft.house.teams(case.place.platform)
    team = route(teams, case.topic, draft.now, draft.house.zone)
    return replace(case, team=team.name) if team is not None else case


def inform(draft: Draft, case: Case, partner: Team) -> None:
    """Tell a partner once of a case. What was said in private is never told."""
    if not partner.channel:
        return
    platform = case.place.platform
    place = Place(platform, draft.house.channel_now(platform, partner.channel), partner.thread)
    draft.memory.jobs.append(job(Inform(place), f"inform:{case.id}:{partner.channel}:{partner.name}", draft.now, case))


def call(draft: Draft, case: Case) -> None:
    """Call the team that has the case, in its thread, and tell the partners who have its topic."""
    for partner in informed(draft.house.teams(case.place.platform), case.topic):
        inform(draft, case, partner)
    team = draft.house.team(case.place.platform, case.team) if case.team else None
    if team is not None and team.ping:
        text = draft.house.desk("team_called", team=team.name)
        draft.tell_thread(case, text, f"team:{draft.house.new_id()[:8]}", ping=team.ping)


def move(draft: Draft, case: Case, team: Team, who: str) -> Case:
    """The case goes to another team; it keeps one card. Where the card stood it says where it went."""
    house = draft.house
    after = replace(case, team=team.name, updated=draft.now)
    target = house.desk_of(replace(after, thread=None))
    here = house.desk_of(case)
    said = house.desk("team_moved", number=case.number, team=team.name, who=who)
    if case.grouped:
        after = replace(after, grouped="")
    elif target is None or here is None or target.channel == here.channel or not case.card:
        draft.memory.keep(after)
        draft.edit_card(after)
        draft.tell_thread(after, said, f"team:{house.new_id()[:8]}", ping=team.ping)
        return after
    draft.moved_card(case, said)
    after = draft.open_card(replace(after, card="", thread=None), draft.customer_name(case), own=True)
    draft.tell_thread(after, said, f"team:{house.new_id()[:8]}")
    draft.memory.keep(after)
    return after
