"""What really stands in a message, for staff who ask to see it: its words, and the way to each file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.words import Link, Words
from handlers.discord.shapes import listed

if TYPE_CHECKING:
    from handlers.discord.shapes import Json

FILES_SHOWN = 5
"""Their addresses are long (signed, good for a day), and a post has a limit."""


def unmasked(message: Json, longest: int) -> Words:
    """The beginning of the words of a message in Discord's own form, and the files below them."""
    content = message.get("content")
    parts: list[str | Link] = [content[:longest]] if isinstance(content, str) and content else []
    for file in listed(message, "attachments")[:FILES_SHOWN]:
        address, name = file.get("url"), file.get("filename")
        if isinstance(address, str):
            parts += ["\n"] if parts else []
            parts.append(Link(name if isinstance(name, str) and name else "↗", address))
    return Words(tuple(parts) or ("…",))
