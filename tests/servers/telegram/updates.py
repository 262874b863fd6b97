"""Updates that wait for a bot: numbered, filtered, kept for a day, forgotten when an offset confirms them."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable

KEPT_SECONDS = 24 * 60 * 60
"""How long an update waits: https://core.telegram.org/bots/api#getting-updates ("not ... longer than 24 hours")."""

ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that are sent only when named: https://core.telegram.org/bots/api#getupdates (allowed_updates)."""

FIRST_UPDATE = 700_000_001

_json = json.JSONEncoder(check_circular=False).encode


def encode(value: object) -> bytes:
    """Return JSON as the real server writes it: what is not ASCII is escaped."""
    return _json(value).encode("ascii")


@dataclass(slots=True)
class Waiting:
    """One update in the queue; `body` is its JSON as it stood when the thing happened."""

    update_id: int
    kind: str
    chat_id: int
    message_id: int
    at: float
    body: bytes


@dataclass(slots=True)
class UpdateQueue:
    """The updates of one bot. `allowed` is None for everything but the kinds sent on request only."""

    waiting: deque[Waiting] = field(default_factory=deque)
    next_id: int = FIRST_UPDATE
    allowed: frozenset[str] | None = None
    poll: asyncio.Future[bool] | None = None
    polls: int = 0
    last_poll: float = 0.0
    expired: int = 0

    def wants(self, kind: str) -> bool:
        """Whether the bot asked for updates of this kind."""
        return kind not in ON_REQUEST_ONLY if self.allowed is None else kind in self.allowed

    def allow(self, kinds: Iterable[str]) -> None:
        """Change the filter for updates to come; an empty list restores the usual one."""
        self.allowed = frozenset(kinds) or None

    def push(self, kind: str, content: dict[str, Any], at: float) -> None:
        """Queue one update and wake the poll that waits for it."""
        update_id = self.next_id
        self.next_id += 1
        body = encode({"update_id": update_id, kind: content})
        place = content.get("chat") or content.get("message", {}).get("chat") or {}
        self.append(Waiting(update_id, kind, place.get("id", 0), content.get("message_id", 0), at, body))

    def push_raw(self, update: dict[str, Any], at: float) -> int:
        """Queue an update as it is, whatever it holds; return its id (its own where it has one)."""
        update_id = update.get("update_id")
        if not isinstance(update_id, int):
            update_id = self.next_id
            update = {"update_id": update_id, **update}
        self.next_id = max(self.next_id, update_id + 1)
        self.append(Waiting(update_id, "raw", 0, 0, at, encode(update)))
        return update_id

    def append(self, entry: Waiting) -> None:
        """Put an entry at the end and wake the poll that waits."""
        self.waiting.append(entry)
        self.wake(news=True)

    def wake(self, *, news: bool) -> None:
        """End the poll under way: with what there is, or (`news` false) as terminated by another one."""
        poll, self.poll = self.poll, None
        if poll is not None and not poll.done():
            poll.set_result(news)

    @staticmethod
    def wake_as_empty(poll: asyncio.Future[bool]) -> None:
        """End a poll whose time is over."""
        if not poll.done():
            poll.set_result(True)

    def expire(self, now: float) -> None:
        """Forget updates that waited for more than a day."""
        while self.waiting and self.waiting[0].at < now - KEPT_SECONDS:
            self.waiting.popleft()
            self.expired += 1

    def confirm(self, offset: int) -> list[Waiting]:
        """Forget what an offset confirms and return it; a negative offset keeps that many from the end."""
        forgotten: list[Waiting] = []
        if offset < 0:
            while len(self.waiting) > -offset:
                forgotten.append(self.waiting.popleft())
        else:
            while self.waiting and self.waiting[0].update_id < offset:
                forgotten.append(self.waiting.popleft())
        return forgotten

    def first(self, limit: int) -> list[bytes]:
        """Return the JSON of the first updates that wait."""
        return [entry.body for entry in islice(self.waiting, limit)]
