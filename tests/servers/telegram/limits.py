"""Telegram's send limits, off unless a test asks for them.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this: about 30 messages a second
for a bot, 1 a second in a chat, 20 a minute in a group.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from dataclasses import dataclass, field

from tests.servers.telegram.refusals import refuse


@dataclass(slots=True)
class Limits:
    """How many messages are taken; a limit is (messages, seconds), None switches it off."""

    bot: tuple[int, float] | None = None
    chat: tuple[int, float] | None = None
    group: tuple[int, float] | None = None
    sent: defaultdict[tuple[str, int, int], deque[float]] = field(default_factory=lambda: defaultdict(deque))

    @property
    def on(self) -> bool:
        """Whether any limit is in force."""
        return bool(self.bot or self.chat or self.group)

    def usual(self) -> None:
        """Put the documented limits in force."""
        self.bot, self.chat, self.group = (30, 1.0), (1, 1.0), (20, 60.0)

    def off(self) -> None:
        """Take every limit away."""
        self.bot = self.chat = self.group = None
        self.sent.clear()

    def take(self, bot_id: int, chat_id: int, *, is_group: bool, now: float) -> None:
        """Count one message, or refuse it with the seconds to wait; a refused one is not counted."""
        checks = [(("bot", bot_id, 0), self.bot), (("chat", bot_id, chat_id), self.chat)]
        if is_group:
            checks.append((("group", bot_id, chat_id), self.group))
        for key, limit in checks:
            if limit is None:
                continue
            count, seconds = limit
            times = self.sent[key]
            while times and times[0] <= now - seconds:
                times.popleft()
            if len(times) >= count:
                wait = max(1, math.ceil(times[0] + seconds - now))
                raise refuse("too_many_requests", seconds=wait, parameters={"retry_after": wait})
        for key, limit in checks:
            if limit is not None:
                self.sent[key].append(now)
