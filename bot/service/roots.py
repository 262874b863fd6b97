"""Threads that grow from a message: on Discord such a thread has the id of that message, and what people say in it answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.cases import State

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.core.messages import Place
    from bot.service.draft import Draft


def grows_from(place: Place, case: Case) -> bool:
    """Whether a place is the thread that grew from the complaint."""
    return bool(place.thread) and place.thread == case.message and place.channel == case.place.channel


def root_of(draft: Draft, place: Place) -> Case | None:
    """The case about the message that a thread grew from; looked up once a thread and transaction."""
    if not place.thread:
        return None
    fresh = next((case for case in draft.memory.cases.values() if grows_from(place, case)), None)
    if fresh is None and place not in draft.roots:
        found = draft.ledger.case_about(place, place.thread)
        draft.roots[place] = found.id if found is not None else ""
    name = draft.roots.get(place, "")
    return fresh or (draft.ledger.case(name) if name else None)


def waiting_root(draft: Draft, place: Place) -> Case | None:
    """The same where the bot's answer still waits."""
    case = root_of(draft, place)
    return case if case is not None and case.state == State.HEARD else None
