"""The judge's book: every write the platform accepted, in order.

What a bot *believes* it sent is in its own log; what counts is here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.servers.discord.state import Json

POST_MESSAGE = "POST /channels/{channel_id}/messages"


@dataclass(frozen=True, slots=True)
class Accepted:
    """One accepted write; `seq` counts from 1, `at` is the platform's clock in Unix seconds."""

    seq: int
    at: float
    route: str
    channel_id: int | None
    author_id: int
    body: Json
    message_id: int | None
    nonce: str | int | None
    reply_to: int | None


@dataclass(slots=True)
class Written:
    """What a handler says about its own write."""

    channel_id: int | None = None
    message_id: int | None = None
    nonce: str | int | None = None
    reply_to: int | None = None
    repeated: bool = False


@dataclass(slots=True)
class Journal:
    """Accepted writes, sends that were recognised by their nonce, and how every call was answered."""

    accepted: list[Accepted] = field(default_factory=list)
    repeated: list[Accepted] = field(default_factory=list)
    calls: Counter[tuple[str, int]] = field(default_factory=Counter)
    unknown_calls: list[str] = field(default_factory=list)

    def write(self, route: str, author_id: int, body: Json, written: Written, at: float) -> None:
        """Record one write; a repeated send goes to its own list, because nothing was created."""
        book = self.repeated if written.repeated else self.accepted
        book.append(
            Accepted(
                seq=len(book) + 1,
                at=at,
                route=route,
                channel_id=written.channel_id,
                author_id=author_id,
                body=body,
                message_id=written.message_id,
                nonce=written.nonce,
                reply_to=written.reply_to,
            )
        )

    def sent(self) -> list[Accepted]:
        """The accepted message sends."""
        return [row for row in self.accepted if row.route == POST_MESSAGE]

    def replies(self) -> Counter[tuple[int | None, int | None]]:
        """How many messages were accepted per (channel, message replied to)."""
        return Counter((row.channel_id, row.reply_to) for row in self.sent())

    def clear(self) -> None:
        """Begin an empty book."""
        self.accepted.clear()
        self.repeated.clear()
        self.calls.clear()
        self.unknown_calls.clear()
