"""A file as text: counted for the progress bar, in whatever encoding it was saved, and never failing on a wrong byte.

Bytes that are no UTF-8 travel as surrogates (PEP 383) to `repaired`, which reads them as Windows-1252: that is what they
are in practice, in tables that came from a spreadsheet.
"""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING

from bot.cli.recordings.recording import Unusable

if TYPE_CHECKING:
    from pathlib import Path

CHUNK = 1 << 18
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WRONG = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile("[\udc80-\udcff]+")
_SNIFFED = 4096


class _Counted(io.RawIOBase):
    """A raw file that counts."""

    def __init__(self, raw: io.FileIO) -> None:
        self._raw = raw
        self.done = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        count = self._raw.readinto(buffer) or 0
        self.done += count
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


class Input:
    """An open file: `head` is its first text, `text` reads it from the start."""

    def __init__(self, path: Path) -> None:
        """Raise Unusable when it cannot be opened or holds nothing."""
        try:
            raw = io.FileIO(path)
            self.size = path.stat().st_size if path.is_file() else 0
        except OSError as error:
            reason = (error.strerror or "no reason given").lower()
            raise Unusable(f"{path} cannot be read: {reason}", "name a file that exists and may be read") from None
        self._counted = _Counted(raw)
        buffered = io.BufferedReader(self._counted, CHUNK)
        head = buffered.peek(_SNIFFED)[:_SNIFFED]
        self.encoding = _encoding(head)
        self.head = head.decode(self.encoding, "ignore").lstrip("\ufeff")
        self.text = io.TextIOWrapper(buffered, self.encoding, errors=_errors(self.encoding), newline="")
        if not self.head.strip("\0 \t\r\n"):
            self.close()
            raise Unusable(f"{path} is empty", "name an export or a table with messages in it")

    @property
    def done(self) -> int:
        """Bytes read so far."""
        return self._counted.done

    def close(self) -> None:
        """Close the file."""
        self.text.close()


def _encoding(head: bytes) -> str:
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    # UTF-16 without a mark: every other byte of plain letters is zero.
    start = head[:64]
    if len(start) > 3 and start[1::2].count(0) > len(start) // 3:  # noqa: PLR2004 - two letters at least
        return "utf-16-le"
    if len(start) > 3 and start[::2].count(0) > len(start) // 3:  # noqa: PLR2004 - idem
        return "utf-16-be"
    return "utf-8"


def _errors(encoding: str) -> str:
    return "surrogateescape" if encoding.startswith("utf-8") else "replace"


def repaired(text: str) -> tuple[str, bool]:
    """The text without zero bytes and stray halves of characters, and whether wrong bytes were read as Windows-1252."""
    if "\0" in text:
        text = text.replace("\0", "")
    if text.isascii() or not _WRONG.search(text):
        return text, False
    fixed = _ESCAPED.sub(lambda run: _windows(run[0]), text)
    # What is left are halves of an emoji, cut by whoever wrote the file.
    return _WRONG.sub("\ufffd", fixed), fixed != text


def _windows(run: str) -> str:
    return run.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
