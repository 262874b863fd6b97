"""Words → Discord's text. Literal parts are escaped so that nothing in them is a mention, markup, a link or an invitation.

What Discord parses: support.discord.com "Markdown Text 101" and discord.com/developers/docs/reference#message-formatting. A backslash
before a sign shows the sign itself; discord.py's `escape_markdown` leaves addresses, subtext, lists and `<…>` alone, so this is our
own, and its `escape_mentions` comes on top.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from discord.utils import escape_mentions

from handlers.discord.shapes import clean

if TYPE_CHECKING:
    from bot.core.words import Link, Words

LONGEST = 2000
"""Characters in a message, after escaping."""

_SIGNS = re.compile(r"[\\*_~`|\[\]<>]")
_LINE_START = re.compile(r"^([ \t]*)(#{1,3}(?=\s)|-|\+)", re.MULTILINE)
_NUMBERED = re.compile(r"^([ \t]*\d+)([.)])(?=\s)", re.MULTILINE)
_ADDRESS = re.compile(r"(?i)\b(https?|discord)(:)(?=//)")
_INVITATION = re.compile(r"(?i)\b(discord(?:app)?)(\.)(?=gg\b|com\b|new\b|gift\b)")
_WEB = re.compile(r"(?i)https?://[^\s]+")
_UNSAFE = {
    " ": "%20",
    "(": "%28",
    ")": "%29",
    "<": "%3C",
    ">": "%3E",
    "[": "%5B",
    "]": "%5D",
    "\\": "%5C",
    "*": "%2A",
    "|": "%7C",
    "`": "%60",
}


def escaped(literal: str) -> str:
    """A literal text as Discord shows it letter by letter."""
    said = _SIGNS.sub(r"\\\g<0>", clean(literal))
    said = _LINE_START.sub(r"\1\\\2", said)
    said = _NUMBERED.sub(r"\1\\\2", said)
    said = _ADDRESS.sub(r"\1\\\2", said)
    said = _INVITATION.sub(r"\1\\\2", said)
    return escape_mentions(said)


def rendered(words: Words) -> str:
    """The content of a message."""
    return "".join(escaped(part) if isinstance(part, str) else _linked(part) for part in words.parts)


def _linked(link: Link) -> str:
    """A masked link; an address that is not of the web, or no label, cannot be one and is shown as text."""
    address = "".join(_UNSAFE.get(sign, sign) for sign in link.url.strip())
    label = " ".join(link.label.split())
    if not label or not _WEB.fullmatch(address):
        return escaped(f"{link.label} ({link.url})")
    return f"[{escaped(label)}]({address})"


def cut(content: str, longest: int) -> str:
    """The beginning of a text that is too long, never ending in the middle of an escape."""
    if len(content) <= longest:
        return content
    head = content[: longest - 1]
    backslashes = len(head) - len(head.rstrip("\\"))
    return (head[:-1] if backslashes % 2 else head) + "…"
