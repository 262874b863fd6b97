"""Delimited text → records. A quote that is never closed costs one row, not the rest of the file."""

from __future__ import annotations

import csv
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

_MOST_LINES = 2_000
_MOST_LETTERS = 1 << 25
"""One quoted field longer than this is a quote that was never closed."""


class Cut(Exception):
    """The text ends inside a record that begins in `line`."""

    def __init__(self, line: int, *, in_quotes: bool = False) -> None:
        super().__init__(line)
        self.line = line
        self.in_quotes = in_quotes


class _Runaway(Exception):
    """A quote was opened and is not closed within bounds; `ended` when the text ended first."""

    def __init__(self, *, ended: bool) -> None:
        super().__init__()
        self.ended = ended


@dataclass(frozen=True, slots=True)
class Record:
    """`line` is where it begins; `stray` when it holds a quote that is never closed; `last` when no line end follows it."""

    cells: list[str]
    line: int
    stray: bool = False
    last: bool = False


class Records:
    """An iterator over the records of a text."""

    def __init__(self, text: TextIO, delimiter: str) -> None:
        """`text` is read from where it stands, with line ends untouched."""
        # The module's own bound is 128 KB, which a pasted log already passes.
        csv.field_size_limit(_MOST_LETTERS + 1)
        self._text = text
        self._delimiter = delimiter
        self._again: deque[str] = deque()
        self._pending: list[str] = []
        self._letters = 0
        self._line = 0
        self._width = 0
        self._reader = self._fresh()

    def __iter__(self) -> Iterator[Record]:
        return self

    def _fresh(self) -> Iterator[list[str]]:
        return csv.reader(self._lines(), delimiter=self._delimiter, strict=True)

    def _lines(self) -> Iterator[str]:
        """Lines for the csv module, which asks for another while a record is open."""
        while True:
            if self._pending and (len(self._pending) > _MOST_LINES or self._letters > _MOST_LETTERS):
                raise _Runaway(ended=False)
            line = self._again.popleft() if self._again else self._text.readline()
            if not line:
                if self._pending:
                    raise _Runaway(ended=True)
                return
            self._pending.append(line)
            self._letters += len(line)
            yield line

    def __next__(self) -> Record:
        """The next record; an empty line is a record without cells. Raises Cut when the text ends inside one."""
        try:
            cells = next(self._reader)
        except _Runaway as runaway:
            return self._stray(ended=runaway.ended)
        except csv.Error:
            # A quote in the middle of a field: whoever wrote this line did not mean it as a quote.
            return self._literal()
        begin = self._line + 1
        last = not self._pending[-1].endswith(("\n", "\r")) if self._pending else False
        self._line += len(self._pending)
        self._pending.clear()
        self._letters = 0
        self._width = self._width or len(cells)
        return Record(cells, begin, last=last)

    def _stray(self, *, ended: bool) -> Record:
        """Take the first line of the open record as it stands, if it is a whole row; else the text was cut."""
        first = self._pending[0].rstrip("\r\n")
        whole = len(first.split(self._delimiter)) == self._width
        if ended and (len(self._pending) == 1 or not whole):
            raise Cut(self._line + 1, in_quotes=True)
        return self._literal()

    def _literal(self) -> Record:
        first, *rest = self._pending
        self._again.extendleft(reversed(rest))
        self._pending.clear()
        self._letters = 0
        self._line += 1
        self._reader = self._fresh()
        line = first.rstrip("\r\n")
        cells = line.split(self._delimiter)
        if len(cells) != self._width:
            cells = next(csv.reader([line], delimiter=self._delimiter), cells)
        return Record(cells, self._line, stray=True)
