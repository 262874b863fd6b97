"""Text as the matcher sees it: lower case, plain letters, single spaces, one token for each break.

A text looks the same here whether it was typed with combining or composed letters, zero-width characters, stretched vowels or
letters borrowed from another script. Digits become `#` (but `1` and `2` stay: twice is not three times).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from bot.core.lookalikes import LOOK_ALIKES
from bot.core.spelling import Spelling

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 8192
"""Longer texts are judged on their first and last `HALF` characters."""
HALF = LONGEST // 2

_SKIN_TONES = range(0x1F3FB, 0x1F400)
_INVISIBLE = frozenset({"Mn", "Me", "Cf", "Cs"})
"""Marks, format characters, and halves of a character that a platform cut in two."""
_MARKS = dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u275d\u275e", '"')
_MARKS |= dict.fromkeys("\u2018\u2019\u201a\u201b\u00b4\u02bc\u02b9\u2032", "'")
_MARKS |= {"\u20ac": " € ", "\u00a3": " £ ", "\u2026": ".", "\u2013": " ", "\u2014": ",", "\u00d7": "x"}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_OTHER_SCRIPT = re.compile(r"([^\x00-\x7f]+)")

_BREAKS = "!?;:\n\r()[]{}|"
_SPACES = "".join(chr(n) for n in range(32) if chr(n) not in "\n\r") + "#%&*+-/<=>@\\^_`~\x7f"
_ASCII = bytes.maketrans((_BREAKS + _SPACES).encode(), b"." * len(_BREAKS) + b" " * len(_SPACES))
_DIGITS = b"0123456789"

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_REPLIED = re.compile(r"^[ \t]*>[^\n]*?(?:\n| / |$)", re.MULTILINE)
_SAID = re.compile(r"(?<!\w)'([^'\n]{6,160})'(?!\w)")
_AS_WRITTEN = Spelling()
_SMALL = {"1": "1", "2": "2", "01": "1", "02": "2"}


class Plain(NamedTuple):
    """Normalised text: `words` in order, break tokens (`.` `,` `"`) among them, and `line`: the same between single spaces."""

    words: list[str]
    line: str


def cut(text: str) -> tuple[str, bool]:
    """The part of the text that is judged, and whether something was left out."""
    if len(text) <= LONGEST:
        return text, False
    return f"{text[:HALF]}\n{text[-HALF:]}", True


def fold(text: str) -> str:
    """Lower case, without marks, format characters and look-alikes. Same for NFC and NFD; linear for any input."""
    lower = text.lower()
    return lower if lower.isascii() else _NOT_ASCII.sub(_folded, lower)[: 2 * LONGEST]


def _folded(match: re.Match[str]) -> str:
    return _fold_character(match[0])


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    """One character: folding is free of context, so that no run of marks can make it slow."""
    if character in _MARKS:
        return _MARKS[character]
    bare = "".join(
        LOOK_ALIKES.get(ord(part), part)
        for part in unicodedata.normalize("NFKD", character).casefold()
        if unicodedata.category(part) not in _INVISIBLE and ord(part) not in _SKIN_TONES
    )
    if bare.isascii():
        return bare
    return bare if bare.isalnum() else f" {bare} "


def normalise(text: str, spelling: Mapping[str, str] = _AS_WRITTEN) -> Plain:
    """Text → tokens, each word as `spelling` says it was meant (bot.core.spelling.Spelling)."""
    folded = fold(text)
    if ">" in folded:
        folded = _without_replied(folded)
    if "://" in folded or "www." in folded:
        folded = _ADDRESS.sub(" ", folded)
    if folded.count("'") > 1:
        folded = _SAID.sub(r' "\1" ', folded)
    # Bytes are translated far quicker than text, so emoji and other scripts are passed around it.
    if folded.isascii():
        coded = folded.encode().translate(_ASCII, b"'")
        folded = coded.decode()
        if len(coded.translate(None, _DIGITS)) != len(coded):
            folded = _NUMBER.sub(_number, folded)
    else:
        parts = _OTHER_SCRIPT.split(folded)
        parts[::2] = [part.encode().translate(_ASCII, b"'").decode() for part in parts[::2]]
        folded = _NUMBER.sub(_number, "".join(parts))
    # Marks that become tokens of their own.
    folded = folded.replace(".", " . ").replace(",", " , ").replace('"', ' " ').replace("$", " $ ")
    words = list(map(spelling.__getitem__, folded.split()))
    return Plain(words, f" {' '.join(words)} ")


def _without_replied(text: str) -> str:
    """Without lines that quote another message (`> …`), unless nothing else is left."""
    rest = _REPLIED.sub(" ", text)
    return rest if rest.strip() else text


def _number(match: re.Match[str]) -> str:
    return _SMALL.get(match[0], "#")
