"""A customer's name in a text about him: covered, where the text leaves the place in which everybody knows it."""

from __future__ import annotations

import re

LABEL = "[naam/name]"
_WORD = re.compile(r"[^\W\d_]+(?:[-'\u2019][^\W\d_]+)*")
_SHORT = 2
"""A part of so many letters is covered only where it is written as a name."""


def without_name(text: str, display: str) -> str:
    """The text with the words of this display name covered. Particles in small letters (`van`, `de`) stay where the name has capitals."""
    parts = [part for part in _WORD.findall(display) if len(part) >= _SHORT]
    named = [part for part in parts if not part.islower()] or parts
    if not text or not named:
        return text
    known = {part.casefold() for part in named}

    def cover(found: re.Match[str]) -> str:
        word = found[0]
        said = word.casefold() in known and (len(word) > _SHORT or word[0].isupper())
        return LABEL if said else word

    return _WORD.sub(cover, text)
