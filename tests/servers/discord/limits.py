"""Rate limits as Discord tells them: a bucket per route and top-level resource, one global limit.

Time is the machine's, because the client really waits. Source: Discord documentation, "Rate Limits".
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass

_GENEROUS = 10_000


@dataclass(slots=True)
class _Window:
    left: int
    ends: float


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `requests` in `seconds`."""

    requests: int = _GENEROUS
    seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a request stands with its bucket; `retry_after` is set (seconds) when it came too soon."""

    limit: int
    left: int
    reset_after: float
    bucket: str
    retry_after: float | None = None
    everywhere: bool = False

    def headers(self) -> dict[str, str]:
        """The X-RateLimit headers for this answer."""
        # Rounded up: a client that waits as told must not come a fraction too early.
        wait = self.reset_after + 0.001
        found = {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.left),
            "X-RateLimit-Reset": f"{time.time() + wait:.3f}",
            "X-RateLimit-Reset-After": f"{wait:.3f}",
            "X-RateLimit-Bucket": self.bucket,
        }
        if self.retry_after is not None:
            found["Retry-After"] = str(int(self.retry_after) + 1)
            found["X-RateLimit-Scope"] = "global" if self.everywhere else "user"
            if self.everywhere:
                found["X-RateLimit-Global"] = "true"
        return found


class Limits:
    """All buckets; generous until a test sets a route small."""

    def __init__(self) -> None:
        self._limits: dict[str, Limit] = {}
        self._windows: dict[tuple[str, str], _Window] = {}
        self._names: dict[str, str] = {}
        self.overall: Limit | None = None

    def set(self, route: str, limit: Limit) -> None:
        """Give one route (`POST /channels/{channel_id}/messages`) its own limit per channel, guild or webhook."""
        self._limits[route] = limit
        self._windows = {key: window for key, window in self._windows.items() if key[0] != route}

    def take(self, route: str, major: str, bot: str, *, counts_globally: bool) -> Standing:
        """Count one request and say how it stands."""
        bucket = self._names.get(route)
        if bucket is None:
            bucket = self._names[route] = hashlib.blake2s(route.encode(), digest_size=16).hexdigest()
        if self.overall is not None and counts_globally:
            whole = self._count(("", bot), self.overall, bucket)
            if whole.retry_after is not None:
                return Standing(
                    whole.limit, whole.left, whole.reset_after, bucket, retry_after=whole.retry_after, everywhere=True
                )
        return self._count((route, f"{bot}/{major}"), self._limits.get(route, Limit()), bucket)

    def _count(self, key: tuple[str, str], limit: Limit, bucket: str) -> Standing:
        now = time.monotonic()
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            window = self._windows[key] = _Window(limit.requests, now + limit.seconds)
        reset_after = window.ends - now
        if window.left <= 0:
            return Standing(limit.requests, 0, reset_after, bucket, retry_after=reset_after)
        window.left -= 1
        return Standing(limit.requests, window.left, reset_after, bucket)
