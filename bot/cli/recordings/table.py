"""Tables with a `text` column: CSV quoting, any of four delimiters, and rows that are wrong without being fatal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.cli.recordings.bytes_in import repaired
from bot.cli.recordings.people import Authors, mentioned, moment
from bot.cli.recordings.recording import PartlyRead, RecordedRow, Recording, Unusable
from bot.cli.recordings.records import Cut, Record, Records
from bot.core.messages import Message, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo
    from pathlib import Path

    from bot.cli.recordings.bytes_in import Input

_NAMES = {
    "text": ("text",),
    "at": ("time", "at", "date", "timestamp", "datetime", "created_at"),
    "author": ("author", "from", "user", "username", "name"),
    "channel": ("channel", "chat", "group"),
    "id": ("id",),
}
"""Columns by what they are called, the first that is there counts."""
_BEGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
_STEP = timedelta(minutes=31)
"""Rows without a time are taken to be apart by more than the pause between two answers on one topic: each stands for itself."""
_DELIMITERS = "\t;,|"
_NONE = "\x1f"
"""A delimiter that no text has, for a table with one column: commas in it are commas."""


@dataclass(frozen=True, slots=True)
class _Columns:
    """Positions in a row; -1 for a column that is not there."""

    count: int
    text: int
    at: int
    author: int
    channel: int
    id: int


def reading(path: Path, source: Input, zone: tzinfo) -> Recording:
    """A recording that is a table: its header is read here, the rows later. Raises Unusable without a `text` column."""
    delimiter = _delimiter(source.head, path.suffix.lower())
    records = Records(source.text, delimiter)
    try:
        header = next(records, None)
    except Cut:
        header = None
    cells = header.cells if header else []
    columns = _columns(cells)
    if columns is None:
        found = ", ".join(repaired(cell)[0].strip() for cell in cells if cell.strip())[:300]
        fix = 'name the column that holds the messages "text", in the first line'
        raise Unusable(f'{path} has no column "text"; its columns are: {found or "none"}', fix)
    recording = Recording(path, "table", source)
    recording.feed(_Table(recording, columns, zone, delimiter).rows(records, source))
    return recording


def _delimiter(head: str, suffix: str) -> str:
    """The one that stands most often in the first line; of equals the one that the file's name promises."""
    line = head.lstrip("\r\n").splitlines()[0] if head.strip() else ""
    promised = "\t" if suffix in (".tsv", ".tab") else ","
    best = max(_DELIMITERS, key=lambda sign: (line.count(sign), sign == promised))
    return best if best in line else _NONE


def _columns(cells: list[str]) -> _Columns | None:
    names = [cell.strip().strip("\ufeff").lower() for cell in cells]
    where = {what: next((names.index(name) for name in called if name in names), -1) for what, called in _NAMES.items()}
    return None if where["text"] < 0 else _Columns(len(cells), **where)


class _Table:
    """The rows of one table."""

    def __init__(self, recording: Recording, columns: _Columns, zone: tzinfo, delimiter: str) -> None:
        self._recording = recording
        self._columns = columns
        self._zone = zone
        self._delimiter = delimiter
        self._authors = Authors()
        self._short = False
        self._places: dict[str, Place] = {}
        self._stem = recording.path.stem

    def rows(self, records: Records, source: Input) -> Iterator[RecordedRow]:
        n = 0
        try:
            for record in records:
                if not record.cells:
                    continue
                n += 1
                self._whole(record)
                row = self._row(n, record)
                if row is not None:
                    yield row
        except Cut as cut:
            # A row that was cut inside quotes has not been counted yet.
            row_n = n + 1 if cut.in_quotes else n
            message = (
                f"the file ends in the middle of row {row_n}, line {cut.line}; the {row_n - 1} before it were read"
            )
            raise PartlyRead(message, row=row_n, line=cut.line, byte=source.done) from None

    def _whole(self, record: Record) -> None:
        """Raise Cut for a short row without a line end, unless short rows are the habit of this table."""
        if len(record.cells) < self._columns.count:
            if record.last and not self._short:
                raise Cut(record.line)
            self._short = True

    def _row(self, n: int, record: Record) -> RecordedRow | None:
        cells = self._fitted(n, record)
        if cells is None:
            return None
        columns = self._columns
        text, recoded = repaired(cells[columns.text])
        if record.stray:
            self._recording.note(
                n, record.line, "a quote is opened and never closed; it was taken as it stands", broken=False
            )
        if recoded:
            self._recording.note(n, record.line, "this row is not UTF-8; it was read as Windows-1252", broken=False)
        author = cells[columns.author].strip() if columns.author >= 0 else ""
        channel = repaired(cells[columns.channel])[0].strip() if columns.channel >= 0 else ""
        message = Message(
            place=self._place(channel),
            id=(repaired(cells[columns.id])[0].strip() if columns.id >= 0 else "") or str(n),
            author=self._authors.get(author or f"row-{n}", author),
            text=text,
            at=self._at(n, record.line, cells),
            mentions=mentioned(text),
        )
        return RecordedRow(n, message, "table", channel or self._stem)

    def _fitted(self, n: int, record: Record) -> list[str] | None:
        """The cells, as many as the header has; None when they cannot be told apart."""
        cells, count = record.cells, self._columns.count
        if len(cells) == count:
            return cells
        if len(cells) > count:
            if not any(cells[count:]):
                return cells[:count]
            if self._columns.text == count - 1:
                return [*cells[: count - 1], self._delimiter.join(cells[count - 1 :])]
        elif self._columns.text < len(cells):
            return [*cells, *[""] * (count - len(cells))]
        why = f"this row has {len(cells)} columns, and the header names {count}"
        self._recording.note(n, record.line, why, broken=True)
        return None

    def _at(self, n: int, line: int, cells: list[str]) -> datetime:
        written = cells[self._columns.at].strip() if self._columns.at >= 0 else ""
        if written:
            try:
                return moment(written, self._zone)
            except (ValueError, OverflowError, OSError):
                why = f'"{repaired(written)[0][:40]}" is no time; write 2026-11-22T14:05:00'
                self._recording.note(n, line, why, broken=False)
        # A million rows end in 2085.
        return _BEGIN + _STEP * n

    def _place(self, channel: str) -> Place:
        """Few channels are expected; a column with a value of its own in each row must not fill the memory."""
        place = self._places.get(channel)
        if place is None:
            if len(self._places) >= 10_000:  # noqa: PLR2004 - far more channels than a brand has
                self._places.clear()
            place = self._places[channel] = Place("table", channel or self._stem)
        return place
