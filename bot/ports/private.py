"""What the store keeps of private talks: ways in, and what is asked and answered there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.intake import Answered, Run
    from bot.core.private import Way


class PrivateTalks(Protocol):
    """The part of the ledger that is about private talks."""

    def save_way(self, way: Way) -> None:
        """A way into a private talk that was made."""
        ...

    def way(self, digest: str) -> Way | None:
        """The way whose token has this hash."""
        ...

    def ways_of(self, case: str) -> list[Way]:
        """Every way that was made into a case, the first one first."""
        ...

    def use_way(self, way: Way, now: datetime) -> Way:
        """Somebody came in this way; it is the only time."""
        ...

    def intake(self, case: str) -> Run | None:
        """How far the questions of a case are."""
        ...

    def save_intake(self, run: Run) -> None:
        """How far they are now."""
        ...

    def intake_answers(self, case: str) -> list[Answered]:
        """What was answered in a case, the first one first."""
        ...

    def save_answer(self, answer: Answered) -> None:
        """An answer; the same question again replaces it."""
        ...
