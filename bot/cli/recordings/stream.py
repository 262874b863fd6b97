"""JSON, value by value, from text that arrives in pieces.

The standard library's decoder, which is written in C, does the work on one array item at a time; this reads on when an item
is not complete yet. So a file of any length takes the memory of its longest item, and a broken item costs only itself.
"""

from __future__ import annotations

import re
from json import JSONDecodeError, JSONDecoder
from typing import TYPE_CHECKING, Any

from bot.cli.recordings.bytes_in import CHUNK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

LONGEST = 1 << 25
"""Letters in one item; a longer one is no message."""
_MARGIN = 32
"""Where the decoder stumbles over the end of a piece, no more letters than this are left."""
_DEEPEST = 100
_SPACE = re.compile(r"[\s\ufeff\0]*")
_NEXT = re.compile(r"\}\s*,\s*(?=\{)")
_decode = JSONDecoder(strict=False).raw_decode


class Ended(Exception):
    """The text ends in the middle of a value."""


class Malformed(Exception):
    """This is no JSON."""


class Stream:
    """A position in a text that grows at its end and is forgotten at its start."""

    def __init__(self, text: TextIO) -> None:
        """`text` is read from where it stands."""
        self._text = text
        self._buffer = ""
        self._at = 0
        self._lines = 1
        self._whole = False

    @property
    def line(self) -> int:
        """The line of the position, from 1."""
        return self._lines + self._buffer.count("\n", 0, self._at)

    def _more(self) -> bool:
        """Read on; False at the end. What has been passed is forgotten; the longer the item, the longer the piece."""
        if self._whole:
            return False
        self._lines += self._buffer.count("\n", 0, self._at)
        rest = self._buffer[self._at :]
        piece = self._text.read(max(CHUNK, len(rest)))
        self._buffer = rest + piece
        self._at = 0
        self._whole = not piece
        return bool(piece)

    def peek(self) -> str:
        """The next letter that is no space; empty at the end."""
        while True:
            match = _SPACE.match(self._buffer, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return ""

    def take(self, letters: str) -> str:
        """Take the next letter, which must be one of `letters`."""
        found = self.peek()
        if not found:
            raise Ended
        if found not in letters:
            raise Malformed(f"{found!r} stands where one of {letters} was expected")
        self._at += 1
        return found

    def value(self) -> Any:
        """The next value, whole."""
        self.peek()
        while True:
            try:
                value, end = _decode(self._buffer, self._at)
            except (JSONDecodeError, RecursionError) as error:
                if not self._incomplete(error):
                    raise Malformed("this is no JSON") from None
                if len(self._buffer) - self._at > LONGEST:
                    raise Malformed("this item is too long to be a message") from None
                if self._whole:
                    raise Ended from None
                self._more()
                continue
            # A number that ends where the piece ends may go on in the next.
            if end == len(self._buffer) and self._more():
                continue
            self._at = end
            return value

    def _incomplete(self, error: Exception) -> bool:
        """Whether the decoder stumbled over the end of what has been read, and not over something wrong."""
        if not isinstance(error, JSONDecodeError):
            return False
        if error.msg.startswith("Unterminated string"):
            return True
        rest = len(self._buffer) - error.pos
        return rest <= _MARGIN and not (self._whole and "}" in self._buffer[error.pos :])

    def members(self) -> Iterator[str]:
        """The keys of an object; after each, the caller reads or skips its value."""
        self.take("{")
        if self.peek() == "}":
            self.take("}")
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                raise Malformed("a key is no text")
            self.take(":")
            yield key
            if self.take(",}") == "}":
                return

    def items(self) -> Iterator[None]:
        """The items of an array; after each step the caller reads one value."""
        self.take("[")
        if self.peek() == "]":
            self.take("]")
            return
        while True:
            yield
            if self.take(",]") == "]":
                return

    def skip(self, depth: int = 0) -> None:
        """Pass over a value without keeping it; arrays and objects piece by piece."""
        if depth > _DEEPEST:
            raise Malformed("this is nested too deep")
        first = self.peek()
        if first == "[":
            for _ in self.items():
                self.skip(depth + 1)
        elif first == "{":
            for _ in self.members():
                self.skip(depth + 1)
        else:
            self.value()

    def resume(self) -> bool:
        """After a malformed item: go to where the next one seems to begin. False when there is none."""
        while True:
            match = _NEXT.search(self._buffer, self._at + 1)
            if match:
                self._at = match.end()
                return True
            self._at = max(self._at, len(self._buffer) - _MARGIN)
            if not self._more():
                return False
