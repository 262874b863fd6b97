"""What a recording is, whatever its form, and what can be wrong with it.

Unusable      nothing can be read from it: the command ends with exit code 2
PartlyRead    it ends too early: raised after the last row that could be read; the command ends with exit code 3
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from bot.cli.recordings.bytes_in import Input
    from bot.core.messages import Message

Kind = Literal["telegram", "discord", "table"]
NAMED = 50
"""Rows with something wrong are all counted; this many are named."""


class Unusable(Exception):
    """Nothing can be read from it. The text is a sentence; `fix` says what to do."""

    def __init__(self, message: str, fix: str) -> None:
        """Both are for people."""
        super().__init__(message)
        self.fix = fix


class PartlyRead(Exception):
    """The recording ends too early. Every row before this one has been given; `row` is the one that could not be read."""

    def __init__(self, message: str, *, row: int, line: int, byte: int) -> None:
        """`row` and `line` count from 1, `byte` from 0."""
        super().__init__(message)
        self.row = row
        self.line = line
        self.byte = byte


@dataclass(frozen=True, slots=True)
class RecordedRow:
    """One recorded message. `n` counts the messages in the file from 1, broken ones included and service messages not."""

    n: int
    message: Message
    platform: str
    place_name: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a row that a person should know: `broken` rows could not be given, others were."""

    n: int
    line: int
    message: str
    broken: bool


class Recording:
    """Rows in the order of the file, once. Memory does not grow with the file."""

    def __init__(self, path: Path, kind: Kind, source: Input) -> None:
        """Made by `open_recording`."""
        self.path = path
        self.kind: Kind = kind
        self.notes: list[Note] = []
        """The first `NAMED` notes."""
        self.noted = 0
        self.broken = 0
        """Rows that could not be read; they are counted in `n` and not given."""
        self.skipped = 0
        """Service messages (joined, pinned, …) and, in an export of a whole account, private chats."""
        self._source = source
        self._rows: Iterator[RecordedRow] = iter(())

    def feed(self, rows: Iterator[RecordedRow]) -> None:
        """Where the rows come from; the reader of the file's form calls it once."""
        self._rows = rows

    def note(self, n: int, line: int, message: str, *, broken: bool) -> None:
        """Remember that something is wrong with row `n`."""
        self.noted += 1
        self.broken += broken
        if len(self.notes) < NAMED:
            self.notes.append(Note(n, line, message, broken))

    @property
    def size(self) -> int:
        """Bytes in the file; 0 where that is not known (a pipe)."""
        return self._source.size

    @property
    def done(self) -> int:
        """Bytes read so far, for a progress bar."""
        return self._source.done

    def __iter__(self) -> Iterator[RecordedRow]:
        """Give each row; raise PartlyRead after the last one when the file ends too early."""
        return self._rows

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._source.close()
