"""A message cut into sentences and clauses; quoted words are left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.promises.wording import Wording

_QUOTED = re.compile(
    r"\"[^\"\n]{2,300}\"|“[^”\n]{2,300}[”\"]|„[^”“\n]{2,300}[”“\"]|«[^»\n]{2,300}»|"
    r"\u2018[^\u2019\n]{2,300}\u2019(?!\w)|(?<![\w])'(?![sntSNTkK]\b)[^'\n]{2,300}'(?!\w)|^\s*>.*$",
    re.MULTILINE,
)
_END = re.compile(r"(?P<mark>[.!?…]+)(?=[\s\"'”\u2019)]|$|[^\w\s.,!?])|\n+|[;]")
_ABBREVIATION = re.compile(
    r"(?:(?<!')\b[a-tv-z]|\b(?:a\.s|i\.v\.m|o\.a|d\.w\.z|z\.s\.m|m\.b\.t|t\.a\.v|e\.g|i\.e|incl|excl|evt|bijv|bv|nr|tel|"
    r"dhr|mevr|mw|mr|mrs|ms|dr|max|min|ca|approx|resp))$",
    re.IGNORECASE,
)


def unquoted(text: str) -> str:
    """The text with what it quotes blanked out; the length stays."""
    return _QUOTED.sub(lambda match: " " * len(match[0]), text)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the text, from `start` to `end`."""

    start: int
    end: int
    joined: bool = False
    """Begins with "and" or "but": a condition in it does not reach back."""

    def holds(self, place: int) -> bool:
        """Whether this place lies in it."""
        return self.start <= place < self.end


@dataclass(slots=True)
class Sentence:
    """Its clauses, and whether it asks."""

    start: int
    end: int
    question: bool
    clauses: list[Clause] = field(default_factory=list)


def sentences(text: str, wording: Wording) -> list[Sentence]:
    """The sentences of a text, each with its clauses."""
    found: list[Sentence] = []
    start = 0
    for match in _END.finditer(text):
        mark = match["mark"] or ""
        if mark == "." and _ABBREVIATION.search(text[start : match.start()]):
            continue
        _add(found, text, start, match.end(), asks="?" in mark, wording=wording)
        start = match.end()
    _add(found, text, start, len(text), asks=False, wording=wording)
    return found


def _add(found: list[Sentence], text: str, start: int, end: int, *, asks: bool, wording: Wording) -> None:
    if not text[start:end].strip(" \t\r\n.,!?;"):
        return
    sentence = Sentence(start, end, asks)
    at, joined = start, False
    for match in wording.clause.finditer(text, start, end):
        if text[at : match.start()].strip():
            sentence.clauses.append(Clause(at, match.start(), joined))
        # The word that joins belongs to what follows.
        at, joined = match.start(), joined if not match[0].strip(" ,") else bool(re.search(r"\w", match[0]))
    if text[at:end].strip():
        sentence.clauses.append(Clause(at, end, joined))
    found.append(sentence)
