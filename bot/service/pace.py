"""How fast a channel may be spoken to: token buckets per chat and per bot, with time as an argument."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

RATES: dict[str, tuple[tuple[int, float], ...]] = {
    "telegram": ((1, 1.0), (20, 60.0)),
    "discord": ((5, 5.0),),
    "sandbox": (),
}
"""Posts per seconds that one chat bears (Telegram: Bot API FAQ "My bot is hitting limits"; Discord: the usual bucket of a channel,
where its own headers rule and discord.py obeys them)."""
_REMEMBERED = max(seconds for rates in RATES.values() for _, seconds in rates)


@dataclass
class Pace:
    """Remembers the last posts per channel (`platform:channel`) and what platforms asked to wait. Seconds are of any steady clock."""

    enabled: dict[str, bool]
    posts: dict[str, list[float]] = field(default_factory=dict)
    blocked: dict[str, float] = field(default_factory=dict)

    def spoke(self, channel: str, now: float) -> None:
        """A post left for this channel."""
        platform = channel.partition(":")[0]
        rates = RATES.get(platform, ())
        if not rates or not self.enabled.get(platform, True) or channel.endswith(":"):
            return
        longest = max(seconds for _, seconds in rates)
        recent = [then for then in self.posts.get(channel, ()) if then > now - longest]
        self.posts[channel] = [*recent, now]

    def block(self, channel: str, until: float) -> None:
        """The platform said: not before `until`."""
        self.blocked[channel] = max(until, self.blocked.get(channel, 0.0))

    def ready_at(self, channel: str, now: float) -> float:
        """When the channel may be spoken to again; `now` or earlier means at once."""
        platform = channel.partition(":")[0]
        ready = self.blocked.get(channel, 0.0)
        posts = self.posts.get(channel, ())
        for many, seconds in RATES.get(platform, ()):
            if len(posts) >= many and self.enabled.get(platform, True):
                ready = max(ready, posts[-many] + seconds)
        return max(now, ready)

    def resting(self, now: float) -> set[str]:
        """The channels that must rest now; forgets what is over."""
        self.blocked = {channel: until for channel, until in self.blocked.items() if until > now}
        self.posts = {channel: posts for channel, posts in self.posts.items() if posts[-1] > now - _REMEMBERED}
        return {channel for channel in (*self.blocked, *self.posts) if self.ready_at(channel, now) > now}

    def next_ready(self, channels: Iterable[str], now: float) -> float | None:
        """When the first of these channels may be spoken to again."""
        return min((self.ready_at(channel, now) for channel in channels), default=None)
