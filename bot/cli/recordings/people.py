"""What the forms have in common: authors remembered within bounds, handles in a text, moments."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

from bot.cli.recordings.bytes_in import repaired
from bot.core.messages import Author, Role

_MENTION = re.compile(r"(?<!\w)@(\w{2,64})")
_NOBODY: frozenset[str] = frozenset()
_MOST = 10_000
_MILLISECONDS = 100_000_000_000
"""A larger count of seconds lies beyond the year 5000: it is milliseconds."""


class Authors:
    """One object for each author, so that a million rows do not make a million of them."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, Role, str], Author] = {}

    def get(self, who: str, name: str, role: Role = Role.CUSTOMER, handle: str = "") -> Author:
        """The author with these words."""
        key = (who, name, role, handle)
        author = self._known.get(key)
        if author is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            author = self._known[key] = Author(repaired(who)[0], repaired(name)[0].strip(), role, handle)
        return author


def mentioned(text: str) -> frozenset[str]:
    """Handles in a text, lower case, without @."""
    return frozenset(found.lower() for found in _MENTION.findall(text)) if "@" in text else _NOBODY


def moment(written: str, zone: tzinfo) -> datetime:
    """An ISO time or seconds (or milliseconds) since 1970, as aware UTC. Without an offset it is in `zone`.

    Raises ValueError for anything else.
    """
    text = written.strip()
    if text.replace(".", "", 1).isdecimal() and len(text.partition(".")[0]) > 8:  # noqa: PLR2004 - 20261122 is a date
        count = float(text)
        return datetime.fromtimestamp(count / 1000 if count >= _MILLISECONDS else count, UTC)
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
