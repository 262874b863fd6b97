"""`wegwijzer rehearse --staff TABLE`: what the desk would have proposed as a promise, row by row. Nothing is promised."""

from __future__ import annotations

import codecs
import json
import os
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.cli.check import as_lines, collect, failed
from bot.cli.codes import MISTAKES, OK, PARTLY, USAGE
from bot.config.hours import office_hours
from bot.core.promises.finding import find_promise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.core.hours import OfficeHours
    from bot.core.promises.finding import Promise

_COLUMNS = ("text", "now", "lang")
_LANGUAGES = ("nl", "en")
_YEARS = range(1900, 2201)
"""Beyond them there are calendars in which no deadline can be counted."""
_NOTES_SHOWN = 20
_TEXT_SHOWN = 90


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A row as it was read. `trouble` says what is wrong with it; it is then listed as no promise."""

    n: int
    id: str
    text: str
    language: str
    now: datetime | None
    trouble: str = ""


class Unusable(Exception):
    """The table cannot be read at all; the message says why and what to write instead."""


def rehearse_staff(table: Path, path: Path | None, *, as_json: bool) -> int:
    """Print an object (or two lines) for every row, and a summary on stderr. Exit code 3 when rows could not be read."""
    config, troubles = collect(path, os.environ)
    if config is None or failed(troubles):
        print(as_lines(troubles), file=sys.stderr)
        return MISTAKES
    hours = office_hours(config.policy)
    try:
        return _rehearse(table, hours, as_json=as_json)
    except Unusable as error:
        print(f"{table}: {error}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        # Whoever read our output has seen enough (`| head`); the interpreter must not complain about it when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _rehearse(table: Path, hours: OfficeHours, *, as_json: bool) -> int:
    rows, found, notes = 0, 0, []
    for row in read_table(table):
        promise = None if row.now is None else find_promise(row.text, row.now, row.language, hours)
        rows += 1
        found += promise is not None
        if row.trouble:
            # The first line names the columns, so row 1 is line 2.
            notes.append(f"{table}:{row.n + 1}: row {row.n} {row.trouble}")
        sys.stdout.write((_as_json if as_json else _as_line)(row, promise, hours) + "\n")
    sys.stdout.flush()
    lines = [f"{table.name}: {rows} messages of staff, {found} promises; nothing was promised", *notes[:_NOTES_SHOWN]]
    if len(notes) > _NOTES_SHOWN:
        lines.append(f"… and {len(notes) - _NOTES_SHOWN} more rows that could not be read")
    print("\n".join(lines), file=sys.stderr)
    return PARTLY if notes else OK


def read_table(table: Path) -> Iterator[StaffRow]:
    """The rows of a table with plain tabs: nothing is quoted, and a quotation mark is a character like any other.

    Raises Unusable when there is no such file, it is not UTF-8, or a column is missing or named twice.
    """
    try:
        raw = table.read_bytes()
    except OSError as error:
        raise Unusable(
            f"cannot be read ({error.strerror}); name a table with the columns text, now and lang"
        ) from error
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = "is UTF-16; save the table as UTF-8"
        raise Unusable(text)
    # Only line feeds part the rows: a text may hold any other character that some call a line break.
    lines = raw.removeprefix(codecs.BOM_UTF8).split(b"\n")
    names = [name.strip().lower() for name in lines[0].rstrip(b"\r").decode("utf-8", "replace").split("\t")]
    if missing := [column for column in _COLUMNS if column not in names]:
        raise Unusable(
            f"has no column {', '.join(missing)}; its first line must name text, now and lang, parted by tabs"
        )
    if twice := [column for column in (*_COLUMNS, "id") if names.count(column) > 1]:
        raise Unusable(f"names the column {', '.join(twice)} twice; keep one of them")
    while len(lines) > 1 and not lines[-1].strip():
        lines.pop()
    for n, line in enumerate(lines[1:], start=1):
        yield _row(n, line.rstrip(b"\r"), names)


def _row(n: int, line: bytes, names: Sequence[str]) -> StaffRow:
    try:
        cells, trouble = line.decode("utf-8").split("\t"), ""
    except UnicodeDecodeError:
        cells, trouble = line.decode("utf-8", "replace").split("\t"), "is not UTF-8; save the table as UTF-8"
    if len(cells) != len(names):
        trouble = trouble or f"has {len(cells)} cells where the first line names {len(names)}"
    values = dict(zip(names, cells, strict=False))
    language = values.get("lang", "").strip().lower().replace("_", "-").partition("-")[0]
    if not trouble and language not in _LANGUAGES:
        trouble = f'lang is "{values["lang"]}"; write nl or en'
    now = _moment(values.get("now", ""))
    if not trouble and now is not None and now.year not in _YEARS:
        trouble = f'now is "{values["now"].strip()}"; write a moment between {_YEARS[0]} and {_YEARS[-1]}'
    if not trouble and now is None:
        trouble = f'now is "{values["now"]}"; write an ISO time with its offset, such as 2026-03-02T09:15+01:00'
    readable = now if not trouble else None
    return StaffRow(n, values.get("id", "") or str(n), values.get("text", ""), language, readable, trouble)


def _moment(words: str) -> datetime | None:
    try:
        now = datetime.fromisoformat(words.strip())
    except ValueError:
        return None
    return now if now.tzinfo is not None else None


def _due(promise: Promise | None, hours: OfficeHours) -> str | None:
    return None if promise is None else promise.due.astimezone(hours.zone).isoformat(timespec="seconds")


def _as_json(row: StaffRow, promise: Promise | None, hours: OfficeHours) -> str:
    record: dict[str, Any] = {
        "n": row.n,
        "id": row.id,
        "promise": promise is not None,
        "due": _due(promise, hours),
        "text": row.text,
    }
    return json.dumps(record, ensure_ascii=False)


def _as_line(row: StaffRow, promise: Promise | None, hours: OfficeHours) -> str:
    text = " ".join(row.text.split())
    shown = text if len(text) <= _TEXT_SHOWN else text[: _TEXT_SHOWN - 1] + "…"
    when = "-" if promise is None else f"{promise.due.astimezone(hours.zone):%a %Y-%m-%d %H:%M}"
    line = f"{row.n:>6}  {when:<21} {shown}"
    if promise is not None:
        line += f'\n{"":>8}{"":<21} read from "{promise.words}"'
    return line
