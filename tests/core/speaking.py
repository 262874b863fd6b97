"""Short ways to say something in a test."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.core.lexicon import BrandNames
from bot.core.messages import Author, Message, Place

BRAND = BrandNames("Polderlink", aliases=("Polder Link",), handles=("polderlink",), domains=("polderlink.example",))
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def said(text: str, mentions: frozenset[str] = frozenset()) -> Message:
    """A customer's message with this text."""
    return Message(Place("sandbox", "square"), "1", Author("7", "Noor"), text, NOON, mentions=mentions)
