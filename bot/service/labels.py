"""What staff click is what the bot learns from: the one door through which such labels go to the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.cases import State

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.service.draft import Draft


def topic_corrected(draft: Draft, case: Case, topic: str, who: str) -> None:
    """Staff say that the case is about this topic."""
    draft.ledger.label(case.id, f"topic:{topic}", who, draft.now)


def not_complaint(draft: Draft, case: Case, who: str) -> None:
    """Staff, or the customer, say that it was no complaint."""
    draft.ledger.label(case.id, "not_complaint", who, draft.now)


def taken_up(draft: Draft, case: Case, who: str) -> None:
    """Staff take up or answer a case as it stands; where they were asked whether it is one, that says yes."""
    if case.state == State.ASKED:
        complaint(draft, case, who)


def taken_back(draft: Draft, case: Case) -> None:
    """A case that ended as no complaint begins again: nobody has said what it is."""
    if case.state == State.DISMISSED:
        draft.ledger.unlabel(case.id)


def complaint(draft: Draft, case: Case, who: str) -> None:
    """Staff treat it as a complaint."""
    draft.ledger.label(case.id, "complaint", who, draft.now)
