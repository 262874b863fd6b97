"""`python -m tests.heldout [TABLE …]`: detection on labelled messages that nobody tunes on; prints figures, changes nothing."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.core.detection import detect
from bot.core.lexicon import BrandNames
from bot.core.messages import Author, Message, Place
from bot.lexicons import load_lexicons

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.findings import Finding

HERE = Path(__file__).parent
BRAND = BrandNames("Polderlink", (), ("polderlink",), ("polderlink.example",))
THRESHOLDS = (0.5, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled row and what detection made of it."""

    row: dict[str, str]
    finding: Finding

    @property
    def complaint(self) -> bool:
        """The label."""
        return self.row["complaint"] == "1"


def judged(table: Path) -> list[Judged]:
    """Every row of a tab-separated table with at least `text` and `complaint`."""
    lexicons, _ = load_lexicons()
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    at = datetime(2026, 11, 19, tzinfo=UTC)
    place, author = Place("sandbox", "measure"), Author("1", "")
    return [
        Judged(row, detect(Message(place, str(n), author, row["text"], at), lexicons, BRAND))
        for n, row in enumerate(rows)
    ]


def figures(rows: Sequence[Judged]) -> dict[str, float]:
    """Precision and recall per threshold, macro-F1 at .5, topic accuracy, hard cases found, abuse and personal data."""
    found: dict[str, float] = {"rows": len(rows)}
    for threshold in THRESHOLDS:
        hits = Counter((one.finding.probability >= threshold, one.complaint) for one in rows)
        right, wrong, missed = hits[True, True], hits[True, False], hits[False, True]
        found[f"precision@{threshold}"] = right / (right + wrong) if right + wrong else 1.0
        found[f"recall@{threshold}"] = right / (right + missed) if right + missed else 0.0
        if threshold == THRESHOLDS[0]:
            positive = 2 * right / (2 * right + wrong + missed)
            negative = 2 * hits[False, False] / (2 * hits[False, False] + wrong + missed)
            found["macro_f1"] = (positive + negative) / 2
    topics = [one for one in rows if one.complaint and one.row.get("topic", "-") != "-" and one.finding.topic]
    found["topic_right"] = sum(one.finding.topic == one.row["topic"] for one in topics) / len(topics) if topics else 0.0
    hard = [one for one in rows if one.row.get("severity") == "3"]
    found["hard_found"] = sum(bool(one.finding.hard) for one in hard) / len(hard) if hard else 0.0
    found["abusive_right"] = sum((one.row.get("abusive") == "1") == one.finding.abusive for one in rows) / len(rows)
    found["private_right"] = sum((one.row.get("pii") == "1") == bool(one.finding.private) for one in rows) / len(rows)
    return found


def main(tables: Sequence[str]) -> None:
    """Print the figures of each table."""
    for table in [Path(name) for name in tables] or [HERE / "nl.tsv", HERE / "en.tsv"]:
        rows = judged(table)
        print(table.name)
        for name, value in figures(rows).items():
            print(f"  {name:<16} {value:.3f}" if name != "rows" else f"  {name:<16} {value:.0f}")
        wrong = Counter(
            one.row.get("kind", "-") for one in rows if not one.complaint and one.finding.probability >= THRESHOLDS[1]
        )
        if wrong:
            print(
                "  answered wrongly at .9, by kind: "
                + ", ".join(f"{kind} {count}" for kind, count in wrong.most_common())
            )


if __name__ == "__main__":
    main(sys.argv[1:])
