"""Labelled tables → rows that the detection has looked at; what training and its report read."""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.core.detection import look
from bot.core.findings import TOPICS
from bot.core.lexicon import BrandNames, matcher_for
from bot.core.scorer import read, topic_signs
from bot.lexicons.reading import load_examples

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from bot.core.lexicon import Lexicon, Matcher
    from bot.core.scorer import Reading

HAND, TUNED = "hand-written chat", "chat the lexicons were tuned on"
EXAMPLES = "the lexicons' own examples"
TWEETS, NOISY = "tweets", "tweets with noisy labels"
"""Kinds of source; a row's weight in training goes by them."""
ONE_HAND = 500
"""Rows of one writer stand together; a corpus is cut into stretches of so many rows to judge one hand by the others."""
NOBODY = BrandNames("")
_FIFTH = 5


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled message: `complaint` 0 or 1, `topic` empty where unknown, `rules` what the lexicons alone give it."""

    text: str
    complaint: int
    topic: str
    language: str
    source: str
    file: str
    rules: float
    rules_topic: str
    reading: Reading
    signs: dict[str, float]

    @property
    def held_back(self) -> bool:
        """A fixed fifth, by the text alone; the lexicons' examples are theirs to learn by."""
        return (
            self.source != EXAMPLES
            and int(hashlib.blake2b(self.text.encode(), digest_size=8).hexdigest(), 16) % _FIFTH == 0
        )


def rows_of(folders: Iterable[Path], lexicons: Mapping[str, Lexicon]) -> list[Row]:
    """Every row of every `*.tsv` in the folders, each text once. Raises OSError and ValueError (a bad label, with its place)."""
    matcher = matcher_for(tuple(lexicons.values()), NOBODY)
    found: dict[str, Row] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.tsv")):
            with path.open(encoding="utf-8", newline="") as file:
                for number, raw in enumerate(csv.DictReader(file, delimiter="\t"), start=2):
                    row = _row(raw, path.stem, f"{path.name}:{number}", matcher, set(lexicons))
                    if row is not None:
                        hand = f"{path.stem} {number // ONE_HAND}"
                        found.setdefault(row.text, replace(row, file=hand))
    for language, examples in load_examples().items():
        for example in examples:
            raw = {"text": example.text, "complaint": str(int(example.complaint)), "topic": example.topic}
            row = _row(raw, language, f"{language}.yaml:{example.line}", matcher, set(lexicons))
            if row is not None:
                found[row.text] = replace(row, source=EXAMPLES)
    return list(found.values())


def _row(raw: Mapping[str, str], stem: str, place: str, matcher: Matcher, languages: set[str]) -> Row | None:
    text = raw.get("text", "")
    if not text.strip():
        return None
    if "sentiment" in raw:
        reason = raw.get("reason", "").strip() not in {"", "-"}
        if raw["sentiment"] == "negative" and not reason:
            return None
        source, label = NOISY, str(int(raw["sentiment"] == "negative"))
    else:
        tuned = TUNED if stem.endswith("_dev") else HAND
        source, label = (TWEETS if "domain" in raw else tuned), raw.get("complaint", "")
    if label not in {"0", "1"}:
        raise ValueError(f"{place}: `complaint` is {label!r}; write 0 or 1")
    topic = raw.get("topic", "")
    bare, evidence, judgement, asks = look(text, matcher)
    named = [part for part in re.split(r"[-_.]", stem) if part in languages]
    return Row(
        text=text,
        complaint=int(label),
        topic=topic if label == "1" and topic in TOPICS else "",
        language=named[0] if named else evidence.language,
        source=source,
        file=stem,
        rules=judgement.probability,
        rules_topic=judgement.topic or "other",
        reading=read(evidence, judgement, bare, asks=asks),
        signs=topic_signs(evidence, judgement),
    )
