"""What the store keeps of posts that the bot made for cases: which of them carry words of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.core.messages import Place
    from bot.ports.values import Relayed


class Relays(Protocol):
    """The part of the ledger that is about what went to customers."""

    def save_relay(self, relayed: Relayed) -> None:
        """Remember which post of ours carries which words of staff; the same piece again replaces it."""
        ...

    def relays(self, case: str, source: str) -> list[Relayed]:
        """The posts that carry the words of one staff message, in order; one that was taken back has no message."""
        ...

    def relays_of(self, case: str) -> list[Relayed]:
        """Everything that went to the customer of a case, the latest first."""
        ...

    def case_of_source(self, platform: str, channel: str, source: str) -> str:
        """The case whose customer got the words of this staff message; empty for none."""
        ...

    def posts_of(self, case: str) -> frozenset[str]:
        """Everything that the bot posted for a case, words of staff too, in public and in private: the message ids that it has."""
        ...

    def relay_taken(self, case: str, source: str, since: int) -> None:
        """The pieces from `since` on do not stand there any more."""
        ...

    def own_posts(self, case: str, place: Place) -> list[str]:
        """What the bot said by itself for a case in this channel, oldest first; words of staff are not among it."""
        ...
