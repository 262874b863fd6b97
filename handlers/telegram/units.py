"""Telegram counts text in UTF-16 units: lengths and offsets here are in those, never in Python's characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.core.words import Link

if TYPE_CHECKING:
    from bot.core.words import Words

_ASTRAL = 0xFFFF
_UNSOUND = re.compile("[\ud800-\udfff\0]")


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Text that every encoder and database takes: halves of a symbol and the zero sign become a replacement mark."""
    if text.isascii() and "\0" not in text:
        return text
    return _UNSOUND.sub("\ufffd", text)


def cut(text: str, most: int) -> str:
    """The text in at most `most` units, with an ellipsis where it was longer."""
    if units(text) <= most:
        return text
    kept, used = [], 1
    for sign in text:
        used += 2 if ord(sign) > _ASTRAL else 1
        if used > most:
            break
        kept.append(sign)
    return "".join(kept).rstrip() + "…"


def pieces(text: str, spots: list[tuple[int, int]]) -> list[str]:
    """The parts of a text at (offset, length) in units; what lies outside the text is empty."""
    if not spots:
        return []
    if text.isascii():
        return [text[offset : offset + length] for offset, length in spots]
    raw = text.encode("utf-16-le", "surrogatepass")
    return [raw[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace") for offset, length in spots]


def with_entities(words: Words) -> tuple[str, list[dict[str, Any]]]:
    """Words as text and entities: links are entities, everything else is literal, and no parse mode ever looks at it."""
    text, offset, entities = [], 0, []
    for part in words.parts:
        shown = clean(part.label if isinstance(part, Link) else part)
        length = units(shown)
        if isinstance(part, Link) and length:
            entities.append({"type": "text_link", "offset": offset, "length": length, "url": part.url})
        text.append(shown)
        offset += length
    return "".join(text), entities
