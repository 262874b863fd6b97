"""The judge: what was accepted and what was confirmed, in one order. Tests count here, not in the bot's log."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.telegram.updates import Waiting


@dataclass(slots=True)
class Accepted:
    """One call that was done; `answered` is false when the answer was never sent."""

    sequence: int
    at: float
    bot_id: int
    method: str
    params: dict[str, Any]
    chat_id: int = 0
    message_id: int = 0
    reply_to: int = 0
    thread: int = 0
    answered: bool = True

    def as_json(self) -> dict[str, Any]:
        """Return the entry for the side door."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Confirmed:
    """One update that an offset confirmed."""

    sequence: int
    bot_id: int
    update_id: int
    kind: str
    chat_id: int
    message_id: int

    def as_json(self) -> dict[str, Any]:
        """Return the entry for the side door."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Judge:
    """Everything accepted, confirmed and refused; `sequence` is one count over accepted and confirmed."""

    accepted: list[Accepted] = field(default_factory=list)
    confirmed: list[Confirmed] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    replies: defaultdict[tuple[int, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    sequence: int = 0
    watchers: list[asyncio.Future[None]] = field(default_factory=list)

    def accept(self, entry: Accepted) -> None:
        """Record a call that was done; messages sent are also counted by (chat, message replied to)."""
        self.sequence += 1
        entry.sequence = self.sequence
        self.accepted.append(entry)
        if entry.method.startswith("send") and entry.reply_to:
            self.replies[entry.chat_id, entry.reply_to].append(entry.message_id)
        if self.watchers:
            self.tell()

    def refuse(self, method: str, name: str) -> None:
        """Record a call that was refused, with its row in the table."""
        self.refused.append((method, name))
        self.tell()

    def tell(self) -> None:
        """Let those who wait in `until` look again."""
        for watcher in self.watchers:
            if not watcher.done():
                watcher.set_result(None)
        self.watchers.clear()

    async def until(self, reached: Callable[[], bool], *, seconds: float = 10.0) -> None:
        """Wait until something is true.

        It is looked at whenever a call was accepted, refused or confirmed, and when a poll or a held call
        begins to wait.

        Raises:
            TimeoutError: it was not true within so many seconds.
        """
        async with asyncio.timeout(seconds):
            while not reached():
                watcher = asyncio.get_running_loop().create_future()
                self.watchers.append(watcher)
                await watcher

    def confirm(self, bot_id: int, entries: list[Waiting]) -> None:
        """Record updates that were confirmed."""
        for one in entries:
            self.sequence += 1
            self.confirmed.append(
                Confirmed(self.sequence, bot_id, one.update_id, one.kind, one.chat_id, one.message_id)
            )
        self.tell()

    def counts(self) -> Counter[tuple[int, int]]:
        """Return how many messages were sent in answer to each (chat, message)."""
        return Counter({key: len(ids) for key, ids in self.replies.items()})

    def calls(self, method: str = "") -> list[Accepted]:
        """Return the accepted calls, or those of one method."""
        return [one for one in self.accepted if not method or one.method == method]

    def reset(self) -> None:
        """Forget everything recorded; the count goes on."""
        self.accepted.clear()
        self.confirmed.clear()
        self.refused.clear()
        self.replies.clear()
