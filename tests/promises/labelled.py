"""The labelled staff messages, and how many of them are read as their label says.

`python -m tests.promises.labelled [--set first|second] [--rows odd|even|all] [--show]` prints the figures, with --show also the rows that
went wrong.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays

from bot.core.hours import OfficeHours
from bot.core.promises.finding import Promise, find_promise

HERE = Path(__file__).parent
HOURS = OfficeHours(zone=ZoneInfo("Europe/Amsterdam"), free=holidays.country_holidays("NL"))
LANGUAGES = ("nl", "en")
SETS = {"first": "", "second": "-second"}


@dataclass(frozen=True)
class Row:
    id: str
    now: datetime
    language: str
    due: datetime | None
    text: str

    @property
    def odd(self) -> bool:
        """Half of the rows, kept for the final figure: nobody looked at them while the code was made better."""
        return int("".join(c for c in self.id if c.isdigit())) % 2 == 1


@dataclass
class Figures:
    found: int = 0
    wrongly: int = 0
    missed: int = 0
    on_time: int = 0
    rows: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.found / max(1, self.found + self.wrongly)

    @property
    def recall(self) -> float:
        return self.found / max(1, self.found + self.missed)

    @property
    def punctual(self) -> float:
        return self.on_time / max(1, self.found)

    def __str__(self) -> str:
        return (
            f"{self.rows} rows: precision {self.precision:.3f} ({self.wrongly} wrongly), recall {self.recall:.3f} "
            f"({self.missed} missed), due right {self.punctual:.3f} ({self.found - self.on_time} wrong)"
        )


def read(language: str, chosen: str = "first") -> list[Row]:
    lines = (HERE / f"{language}{SETS[chosen]}.tsv").read_text("utf-8").splitlines()
    names = lines[0].split("\t")
    rows = []
    for line in lines[1:]:
        raw = dict(zip(names, line.split("\t"), strict=True))
        due = datetime.fromisoformat(raw["due"]) if raw["promise"] == "1" else None
        rows.append(Row(raw["id"], datetime.fromisoformat(raw["now"]), raw["lang"], due, raw["text"]))
    return rows


Finder = Callable[[str, datetime, str, OfficeHours], Promise | None]


def measure(rows: Iterable[Row], find: Finder = find_promise) -> Figures:
    figures = Figures()
    for row in rows:
        promise = find(row.text, row.now, row.language, HOURS)
        figures.rows += 1
        if row.due is None and promise is None:
            continue
        said = f"{row.id}\t{row.now.isoformat(timespec='minutes')} {row.now:%a}\t{row.text}"
        if row.due is None:
            assert promise is not None
            figures.wrongly += 1
            figures.wrong.append(f"WRONGLY {said}\t[{promise.words}]")
        elif promise is None:
            figures.missed += 1
            figures.wrong.append(f"MISSED  {said}\t{row.due}")
        else:
            figures.found += 1
            on_time = promise.due == row.due.astimezone(
                UTC
            )  # within a doubled hour aware times of two zones are never equal
            figures.on_time += on_time
            if not on_time:
                figures.wrong.append(f"DUE     {said}\twant {row.due} got {promise.due} [{promise.words}]")
    return figures


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--set", choices=SETS, default="first")
    parser.add_argument("--rows", choices=("odd", "even", "all"), default="all")
    parser.add_argument("--show", action="store_true")
    chosen = parser.parse_args()
    for language in LANGUAGES:
        rows = [row for row in read(language, chosen.set) if chosen.rows == "all" or row.odd == (chosen.rows == "odd")]
        figures = measure(rows)
        print(f"{language} {chosen.set} {chosen.rows}: {figures}")
        if chosen.show:
            print("\n".join(figures.wrong))


if __name__ == "__main__":
    main()
