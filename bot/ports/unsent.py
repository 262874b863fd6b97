"""What the store says of words of staff that have not left yet."""

from __future__ import annotations

from typing import Protocol


class Unsent(Protocol):
    """The part of the ledger that is about words on their way to a customer."""

    def cancel_words(self, case: str, source: str) -> bool:
        """Cancel what waits of the words of this staff message, changes to them included; whether now none of them can leave.

        False also where none waited: they left before, or were never on their way.
        """
        ...

    def waiting_words(self, case: str) -> str:
        """The staff message whose words wait to go to the customer of this case, the latest one; empty for none."""
        ...

    def case_of_waiting(self, platform: str, source: str) -> str:
        """The case for whose customer the words of this staff message wait; empty for none."""
        ...
