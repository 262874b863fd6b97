"""A labelled table: TSV or CSV with `text` and `complaint`, and some more where it has them; empty or `-` is no value."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NO_VALUE = frozenset({"", "-"})
WORST = 3
"""The highest severity."""
_LONGEST = 64 * 1024 * 1024
"""Characters in one cell."""
_DELIMITERS = "\t,;|"


class BadTable(Exception):
    """The table cannot be used; the message says where and what to write instead."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """One row. None is no value: it counts in no figure about that label. `addressed` and `lang` are only read for the report."""

    n: int
    text: str
    complaint: bool
    topic: str | None = None
    severity: int | None = None
    abusive: bool | None = None
    pii: bool | None = None
    addressed: bool | None = None
    lang: str | None = None


def read_table(path: Path) -> list[Labelled]:
    """Every row with a value under `complaint`. Raises BadTable, and OSError for a file that cannot be opened."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            return list(_rows(path, file))
        except UnicodeDecodeError as error:
            raise BadTable(f"{path}: the file is not UTF-8 — save it as UTF-8 text") from error
        except csv.Error as error:
            raise BadTable(
                f"{path}: {error} — quote cells that hold quotes or line ends, as spreadsheets do"
            ) from error


def _rows(path: Path, file: TextIO) -> Iterator[Labelled]:
    csv.field_size_limit(_LONGEST)
    first = file.readline()
    delimiter = max(_DELIMITERS, key=lambda sign: (first.count(sign), sign == "\t"))
    file.seek(0)
    reader = csv.DictReader(file, delimiter=delimiter)
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or []]
    missing = [f'"{name}"' for name in ("text", "complaint") if name not in reader.fieldnames]
    if missing:
        there = ", ".join(name for name in reader.fieldnames if name) or "none"
        what = f"{path} has no column {' and no column '.join(missing)}; its columns are: {there[:300]}"
        raise BadTable(f"{what} — name the columns in the first line; complaint is 0 or 1")
    for n, raw in enumerate(reader, start=1):
        row = _row(n, f"{path}:{reader.line_num}", raw)
        if row is not None:
            yield row


def _row(n: int, place: str, raw: Mapping[str | None, str | list[str] | None]) -> Labelled | None:
    cells = {name: value.strip() for name, value in raw.items() if name and isinstance(value, str)}
    complaint = _flag(cells, "complaint", place)
    if complaint is None:
        return None
    text = raw.get("text")
    return Labelled(
        n=n,
        text=text if isinstance(text, str) else "",
        complaint=complaint,
        topic=_value(cells, "topic"),
        severity=_severity(cells, place),
        abusive=_flag(cells, "abusive", place),
        pii=_flag(cells, "pii", place),
        addressed=_flag(cells, "addressed", place),
        lang=_value(cells, "lang"),
    )


def _value(cells: Mapping[str, str], name: str) -> str | None:
    value = cells.get(name, "")
    return None if value in NO_VALUE else value


def _flag(cells: Mapping[str, str], name: str, place: str) -> bool | None:
    value = _value(cells, name)
    if value not in {None, "0", "1"}:
        raise BadTable(f'{place}: "{value}" under {name} — write 0 or 1, or leave it empty')
    return None if value is None else value == "1"


def _severity(cells: Mapping[str, str], place: str) -> int | None:
    value = _value(cells, "severity")
    if value is None:
        return None
    if value not in {str(number) for number in range(WORST + 1)}:
        raise BadTable(f'{place}: "{value}" under severity — write 0, 1, 2 or 3, or leave it empty')
    return int(value)
