"""Labelled tables → rows that the detection has looked at; what training and its report read."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.detection import NO_SENTENCE, look
from bot.core.findings import TOPICS
from bot.core.lexicon import BrandNames, matcher_for
from bot.core.scorer import read, topic_signs
from bot.core.weighing import SOME
from bot.lexicons.reading import load_examples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from bot.core.lexicon import Lexicon, Matcher
    from bot.core.scorer import Reading

HAND, TUNED = "hand-written chat", "chat the lexicons were tuned on"
EXAMPLES = "the lexicons' own examples"
POSTS, NOISY = "posts", "posts with noisy labels"
"""Kinds of source; a row's weight in training goes by them."""
ONE_HAND = 500
"""Where a table names no hands, rows that stand together are taken for one: stretches of so many."""
NOBODY = BrandNames("")
_EMPTY = frozenset({"", "-"})
_SENTIMENTS = {"negative": "1", "neutral": "0", "positive": "0"}


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled message. `topic` is empty, `severity` and `abusive` are None where unknown.

    `hand` names who wrote it, alike in every table; `group` is what else its table says of where it comes from. `rules` is the
    probability that the lexicons alone give it, `rules_topic` their topic.
    """

    text: str
    complaint: int
    topic: str
    severity: int | None
    abusive: int | None
    language: str
    source: str
    hand: str
    group: str
    rules: float
    rules_topic: str
    reading: Reading
    signs: dict[str, float]
    left: bool
    """So short that the detection leaves it to the rules."""


def rows_of(folders: Iterable[Path], lexicons: Mapping[str, Lexicon]) -> list[Row]:
    """Every row of every `*.tsv` in the folders and the lexicons' examples, each text once.

    A table has `text`, and either `complaint` (0 or 1) or `sentiment` (positive, neutral, negative: noisy labels); it may have `topic`,
    `severity`, `abusive`, `hand` and `domain` (then it holds posts). The language is in the file's name, else the detection finds it.
    Raises OSError, and ValueError (a bad label, with its file and line).
    """
    matcher = matcher_for(tuple(lexicons.values()), NOBODY)
    found: dict[str, Row] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.tsv")):
            for row in _table(path, matcher, frozenset(lexicons)):
                found.setdefault(row.text, row)
    for language, examples in load_examples().items():
        for example in examples:
            raw = {"text": example.text, "complaint": str(int(example.complaint)), "topic": example.topic}
            place = f"{language}.yaml:{example.line}"
            row = _row(raw, place, EXAMPLES, language, matcher)
            found[row.text] = row
    return list(found.values())


def _table(path: Path, matcher: Matcher, languages: frozenset[str]) -> Iterable[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t")
        columns = set(reader.fieldnames or ())
        if "text" not in columns or columns.isdisjoint({"complaint", "sentiment"}):
            raise ValueError(f"{path.name}:1: a table needs the columns `text` and `complaint`")
        source = _source(columns, path.stem)
        named = [part for part in re.split(r"[-_.]", path.stem) if part in languages]
        for raw in reader:
            if (raw["text"] or "").strip():
                place = f"{path.name}:{reader.line_num}"
                yield _row(raw, place, source, named[0] if named else "", matcher)


def _source(columns: set[str], stem: str) -> str:
    if "complaint" not in columns:
        return NOISY
    if "domain" in columns:
        return POSTS
    return TUNED if stem.endswith("_dev") else HAND


def _row(raw: Mapping[str, str | None], place: str, source: str, language: str, matcher: Matcher) -> Row:
    text = raw["text"] or ""
    complaint = _complaint(raw, place)
    topic = _value(raw, "topic", place, frozenset(TOPICS))
    bare, evidence, judgement, asks = look(text, matcher)
    reading = read(evidence, judgement, bare, asks=asks)
    return Row(
        text=text,
        complaint=complaint,
        topic=topic if complaint else "",
        severity=_number(raw, "severity", place, 3),
        abusive=_number(raw, "abusive", place, 1),
        language=language or evidence.language,
        source=source,
        hand=_hand(raw, place),
        group=(raw.get("domain") or raw.get("kind") or ""),
        rules=judgement.probability,
        rules_topic=judgement.topic or "other",
        reading=reading,
        signs=topic_signs(evidence, judgement),
        left=len(reading.words) <= NO_SENTENCE and judgement.trouble < SOME,
    )


def _hand(raw: Mapping[str, str | None], place: str) -> str:
    return (raw.get("hand") or "").strip() or f"lines from {int(place.rpartition(':')[2]) // ONE_HAND * ONE_HAND}"


def _complaint(raw: Mapping[str, str | None], place: str) -> int:
    if "complaint" not in raw:
        return int(_SENTIMENTS[_value(raw, "sentiment", place, frozenset(_SENTIMENTS), needed=True)])
    return int(_value(raw, "complaint", place, frozenset("01"), needed=True))


def _number(raw: Mapping[str, str | None], column: str, place: str, most: int) -> int | None:
    value = _value(raw, column, place, frozenset(map(str, range(most + 1))))
    return int(value) if value else None


def _value(
    raw: Mapping[str, str | None], column: str, place: str, known: frozenset[str], *, needed: bool = False
) -> str:
    """The value of a column, or empty. Raises ValueError for one that is not known, with its place and what to write."""
    value = (raw.get(column) or "").strip()
    if value in known:
        return value
    if value in _EMPTY and not needed:
        return ""
    raise ValueError(f"{place}: `{column}` is {value!r}; write {' or '.join(sorted(known))}")
