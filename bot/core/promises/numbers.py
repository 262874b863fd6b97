"""Numbers as they are written in chat: "2", "1,5", "anderhalf", "twenty-five"."""

from __future__ import annotations

import re

_NL = {
    "'n": 1, "een": 1, "één": 1, "eén": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9,
    "tien": 10, "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16, "zeventien": 17, "achttien": 18,
    "negentien": 19, "twintig": 20, "eenentwintig": 21, "vierentwintig": 24, "vijfentwintig": 25, "dertig": 30, "veertig": 40,
    "vijfenveertig": 45, "achtenveertig": 48, "vijftig": 50, "zestig": 60, "tweeënzeventig": 72, "negentig": 90,
    "anderhalf": 1.5, "anderhalve": 1.5, "enen": 1, "tweeën": 2, "tweeen": 2, "drieën": 3, "drieen": 3, "vieren": 4, "vijven": 5,
    "zessen": 6, "zevenen": 7, "achten": 8, "negenen": 9, "tienen": 10, "elven": 11, "twaalven": 12,
}  # fmt: skip
_EN = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "twenty-one": 21, "twenty-four": 24, "twenty four": 24, "twenty-five": 25, "twenty five": 25,
    "thirty": 30, "forty": 40, "forty-five": 45, "forty five": 45, "forty-eight": 48, "forty eight": 48, "fifty": 50, "sixty": 60,
    "seventy-two": 72, "ninety": 90,
}  # fmt: skip
_HALVES = re.compile(r"\s*(?:½|en een half|and a half)$")


def _any_of(words: dict[str, int] | dict[str, float]) -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


NL = rf"(?:(?<![\d.,:])\d{{1,3}}(?:[.,]\d)?(?:\s?½)?(?!\d)|(?<!\w)(?:{_any_of(_NL)})(?!\w))(?: en een half)?"
EN = rf"(?:(?<![\d.,:])\d{{1,3}}(?:[.,]\d)?(?:\s?½)?(?!\d)|(?<!\w)(?:{_any_of(_EN)})(?!\w))(?: and a half)?"
"""Patterns for one number."""


def number(words: str) -> float:
    """What was written, as a number. Raises ValueError for anything the patterns above do not match."""
    bare = _HALVES.sub("", words.strip())
    extra = 0.5 if bare != words.strip() else 0.0
    if bare in _NL:
        return _NL[bare] + extra
    if bare in _EN:
        return _EN[bare] + extra
    return float(bare.replace(",", ".")) + extra
