"""`wegwijzer cases export`: one row a case, as CSV or JSON Lines."""

from __future__ import annotations

import csv
import json
import os
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.cli.cases import PAGE, chosen, look, records, why_none
from bot.cli.cases_row import COLUMNS, as_cells, as_row
from bot.cli.codes import OK, USAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.cli.cases_choice import Asked
    from bot.config import Config
    from bot.ports import Store

_DELIMITERS = (",", ";")


class Shape(NamedTuple):
    """How a CSV file is written."""

    delimiter: str = ","
    bom: bool = False


def export_cases(path: Path | None, file: Path, asked: Asked, shape: Shape, *, quiet: bool) -> int:
    """Write the cases that fit, oldest first. The file appears when it is whole, readable by its owner alone."""
    kind = file.suffix.lower()
    if kind not in {".csv", ".jsonl"}:
        print(f"cases export: {file} ends neither in .csv nor in .jsonl — name the file so", file=sys.stderr)
        return USAGE
    if shape.delimiter not in _DELIMITERS:
        print(f"cases export: --delimiter is {shape.delimiter!r} — write ',' or ';'", file=sys.stderr)
        return USAGE

    async def work(store: Store, config: Config) -> int:
        house, query, there = await chosen(store, config, asked)
        written = 0
        with (
            _whole(file, bom=shape.bom and kind == ".csv") as out,
            bar("export", there, quiet=quiet or there <= PAGE) as move,
        ):
            put = _csv(out, shape) if kind == ".csv" else _lines(out)
            async for page in records(store, query):
                for record in page:
                    put(as_row(record, house))
                written += len(page)
                move(written)
        print(f"{written} cases written to {file}")
        if not written:
            print(await why_none(store, asked, house), file=sys.stderr)
        return OK

    try:
        return look("cases export", path, work)
    except OSError as error:
        print(f"cases export: {file}: {error.strerror or error} — name a file that can be written", file=sys.stderr)
        return USAGE


def _csv(out: IO[str], shape: Shape) -> Callable[[dict[str, Any]], object]:
    writer = csv.writer(out, delimiter=shape.delimiter)
    writer.writerow(COLUMNS)
    return lambda row: writer.writerow(as_cells(row))


def _lines(out: IO[str]) -> Callable[[dict[str, Any]], object]:
    return lambda row: out.write(json.dumps(row, ensure_ascii=False) + "\n")


@contextmanager
def _whole(file: Path, *, bom: bool) -> Iterator[IO[str]]:
    """A file to write into, beside the named one, which it replaces at the end; nothing is left of it when that is not reached."""
    with tempfile.NamedTemporaryFile(
        "w",
        encoding="utf-8-sig" if bom else "utf-8",
        newline="",
        dir=file.parent,
        prefix=f".{file.name}.",
        delete=False,
    ) as out:
        try:
            yield out
            out.flush()
            os.fsync(out.fileno())
            os.replace(out.name, file)  # noqa: PTH105 - Path.replace says the same at greater length
        except BaseException:
            with suppress(OSError):
                Path(out.name).unlink()
            raise


@contextmanager
def bar(what: str, total: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr; what it gives takes how much is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=quiet, transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.update(task, completed=done)
