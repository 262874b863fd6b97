"""A flood: further cases on one topic in one channel join the first one's card, and so do mild questions to staff.

After a few cards on a topic, or from the second question "is this a complaint?" within the hour on, a case needs no card of its own.
Each stays a case of its own, with its own deadline; what is said about it stands in the first one's thread with its number before it,
and a button there gives it a card of its own. Hard cases always have their own.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.asks import SERIOUS
from bot.core.cases import WITH_STAFF, State
from bot.core.menus import button
from bot.core.verbs import BY_NAME
from bot.core.words import Link, Words

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.core.cases import Case
    from bot.ports import Ledger
    from bot.service.draft import Draft
    from bot.service.house import House

GRAVE = 3
"""From this severity on a case has a card of its own."""


def lead_of(draft: Draft, case: Case) -> Case | None:
    """The case under whose card this one goes, or None when it gets its own."""
    policy = draft.house.config.policy
    if case.hard or case.severity >= GRAVE or case.private or case.outside:
        return None
    if case.state == State.ASKED and case.severity < SERIOUS and (lead := _question(draft, case)) is not None:
        return lead
    leads = _leads(draft, case)
    return min(leads, key=_first) if len(leads) >= policy.flood else None


def show_incident(draft: Draft, case: Case) -> None:
    """The cards of an incident say how many report it; so they are written anew when one more does."""
    leads = _leads(draft, case)
    if len(leads) + 1 >= draft.house.config.policy.flood:
        for lead in leads:
            draft.edit_card(lead)


def surge_around(ledger: Ledger, house: House, case: Case) -> tuple[int, datetime] | None:
    """How many report the same around the time of this case, in all public channels, and since when; None for a case of none of them."""
    if house.rules(case.place) is None:
        return None
    pause = house.config.policy.topic_pause
    since, until = house.later(case.opened, -pause), house.later(case.opened, pause)
    return ledger.surge(house.public_places(), case.topic, since, until)


def _leads(draft: Draft, case: Case) -> list[Case]:
    """Cases of this time on the same topic in the same channel that have a card of their own."""
    policy = draft.house.config.policy
    since = draft.house.later(draft.now, -policy.topic_pause)
    stored = draft.ledger.flood(case.place, case.topic, since, policy.flood)
    both = {one.id: draft.memory.cases.get(one.id, one) for one in (*stored, *draft.memory.cases.values())}
    return [
        one
        for one in both.values()
        if (one.place.channel, one.topic) == (case.place.channel, case.topic)
        and one.state in WITH_STAFF
        and one.opened >= since
        and not one.grouped
        and one.id != case.id
    ]


def _first(case: Case) -> tuple[datetime, int, str]:
    """What makes a case the first of several; one that is not stored yet has no number."""
    return case.opened, case.number or sys.maxsize, case.id


def _question(draft: Draft, case: Case) -> Case | None:
    """The question whose card stands for all mild ones of this channel and hour."""
    since = draft.house.later(draft.now, -draft.house.config.policy.ask_together)
    stored = draft.ledger.questions(case.place, since, SERIOUS, case.id)
    both = {one.id: draft.memory.cases.get(one.id, one) for one in (*stored, *draft.memory.cases.values())}
    asked = [
        one
        for one in both.values()
        if one.state == State.ASKED
        and one.place.channel == case.place.channel
        and one.severity < SERIOUS
        and since < one.opened
        and not one.grouped
        and one.id != case.id
    ]
    return min(asked, key=_first, default=None)


def join(draft: Draft, case: Case, lead: Case) -> Case:
    """Put the case under the lead's card: a line in its thread, and a name on the card."""
    joined = replace(case, grouped=lead.id)
    link = draft.house.platforms[case.place.platform].chat.message_link(case.place, case.message)
    asks = case.state == State.ASKED and case.severity < SERIOUS
    said = draft.house.desk(
        "joined_ask" if asks else "joined_flood",
        name=draft.customer_name(case) or draft.house.desk("somebody"),
        text=case.masked,
    )
    own = button(BY_NAME["own"], case.id, draft.house.staff_language)
    no = button(BY_NAME["not_complaint"], case.id, draft.house.staff_language)
    buttons = (own, no) if asks else (own,)
    draft.tell_thread(joined, Words((f"{said} ", Link("↗", link)) if link else (said,)), "joined", buttons)
    draft.edit_card(lead)
    return joined


def part(draft: Draft) -> None:
    """Who talks in private has a card and thread of his own: what he says there, and what is answered, is nobody else's."""
    for case in list(draft.memory.cases.values()):
        if not (case.private and case.grouped) or case.ended:
            continue
        lead = draft.memory.cases.get(case.grouped) or draft.ledger.case(case.grouped)
        planned, draft.memory.jobs = draft.memory.jobs, []
        draft.memory.keep(draft.open_card(replace(case, grouped=""), draft.customer_name(case), own=True))
        draft.memory.jobs += planned  # the card comes before what is said in its thread
        if lead is not None:
            draft.edit_card(lead)


def regroup(draft: Draft, ended: Collection[str]) -> None:
    """The first of a group has ended: the next one gets a card of its own, and the others go under that."""
    if not ended:
        return
    followers = [draft.memory.cases.get(one.id, one) for one in draft.ledger.grouped_under(ended)]
    waiting = [one for one in followers if not one.ended and one.grouped in ended]
    if not waiting:
        return
    first, *others = waiting
    draft.memory.keep(draft.open_card(replace(first, grouped=""), draft.customer_name(first), own=True))
    for other in others:
        draft.memory.keep(replace(other, grouped=first.id))
