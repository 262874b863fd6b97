"""What a closing note in public may not hold: personal data, and the names of those concerned."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.privacy import find_private

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]{3,}")
"""Shorter parts of a name are too often words of the language."""


def refused(text: str, usual: str, customer: str, staff: Iterable[str]) -> str:
    """Why a note cannot be posted: `data`, `customer`, `staff`, or empty when it can.

    `usual` is the note that the templates give: a name that is also a word in it ("Mark", "Bot") does not count.
    """
    if find_private(text):
        return "data"
    words = _words(text)
    known = _words(usual)
    if words & (_words(customer) - known):
        return "customer"
    if any(words & (_words(name) - known) for name in staff):
        return "staff"
    return ""


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
