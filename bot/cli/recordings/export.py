"""Chat exports in JSON: finds the messages, and gives each to the reader of its platform."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from bot.cli.recordings.discord import DiscordReader
from bot.cli.recordings.recording import PartlyRead, RecordedRow, Recording, Unusable
from bot.cli.recordings.stream import Ended, Malformed, Stream
from bot.cli.recordings.telegram import TelegramReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo
    from pathlib import Path

    from bot.cli.recordings.bytes_in import Input

Reader = TelegramReader | DiscordReader
_ACCOUNT = ("chats", "left_chats")
"""Where an export of a whole Telegram account keeps its chats."""
_FIX = "export the chat again as JSON: Telegram Desktop's result.json, or DiscordChatExporter's JSON"
_HEAD = 20
"""Small values that stand before the messages and say whose they are."""


def reading(path: Path, source: Input, zone: tzinfo) -> Recording:
    """A recording that is sure to be an export: its head is read here, the messages later."""
    recording = Recording(path, "telegram", source)
    walk = _Walk(recording, source, zone, path.stem)
    rows = walk.rows()
    try:
        first = next(rows, None)
    except PartlyRead as cut:
        if walk.reader is None:
            raise Unusable(f"{path} ends before its first message", _FIX) from None
        rows, first = _raising(cut), None
    except Malformed as error:
        raise Unusable(f"{path}, line {walk.line}: {error}", _FIX) from None
    if walk.reader is None:
        raise Unusable(f"{path} is JSON, but no export of a chat: it has no list of messages", _FIX)
    recording.kind = walk.reader.kind
    recording.feed(_with(first, rows))
    return recording


def _raising(error: PartlyRead) -> Iterator[RecordedRow]:
    raise error
    yield  # makes this a generator, so that the rows end as every recording's do


def _with(first: RecordedRow | None, rows: Iterator[RecordedRow]) -> Iterator[RecordedRow]:
    if first is not None:
        yield first
    yield from rows


class _Walk:
    """Through one file."""

    def __init__(self, recording: Recording, source: Input, zone: tzinfo, stem: str) -> None:
        self._recording = recording
        self._source = source
        self._stream = Stream(source.text)
        self._zone = zone
        self._stem = stem
        self._n = 0
        self._private = False
        self.reader: Reader | None = None
        """Set as soon as it is clear whose form this is."""

    @property
    def line(self) -> int:
        """Where the walk is."""
        return self._stream.line

    def rows(self) -> Iterator[RecordedRow]:
        """Every message; PartlyRead at an early end, Malformed only before the first message."""
        try:
            yield from self._chat(top=True)
        except Ended:
            raise self._partly("the file ends in the middle of") from None
        except Malformed:
            if self._n == 0:
                raise
            raise self._partly("the file cannot be read on from") from None

    def _partly(self, what: str) -> PartlyRead:
        row, line = self._n + 1, self._stream.line
        message = f"{what} message {row}, line {line}; the {self._n} before it were read"
        return PartlyRead(message, row=row, line=line, byte=self._source.done)

    def _chat(self, *, top: bool = False) -> Iterator[RecordedRow]:
        """One chat, or the whole account around the chats."""
        head: dict[str, Any] = {}
        for key in self._stream.members():
            first = self._stream.peek()
            if key == "messages" and first == "[":
                yield from self._messages(head, alone=top)
            elif top and key in _ACCOUNT and first == "{":
                yield from self._account()
            elif first == "[" or len(head) > _HEAD:
                self._stream.skip()
            else:
                head[key] = self._stream.value()

    def _account(self) -> Iterator[RecordedRow]:
        for key in self._stream.members():
            if key != "list" or self._stream.peek() != "[":
                self._stream.skip()
                continue
            self.reader = self.reader or TelegramReader({}, self._stem, self._zone)
            for _ in self._stream.items():
                yield from self._chat()

    def _messages(self, head: dict[str, Any], *, alone: bool) -> Iterator[RecordedRow]:
        """The messages of one chat. Where nothing stands before them, the first one says whose form this is."""
        reader = self._begin(head, {}, alone=alone) if head else None
        for _ in self._stream.items():
            value = self._next()
            if value is None:
                continue
            reader = reader or self._begin(head, value, alone=alone)
            if not self._private:
                yield from self._row(reader, value)

    def _begin(self, head: dict[str, Any], first: dict[str, Any], *, alone: bool) -> Reader:
        reader = self.reader = self._reader(head, first)
        self._private = not alone and isinstance(reader, TelegramReader) and reader.is_private
        self._recording.skipped += self._private
        return reader

    def _next(self) -> dict[str, Any] | None:
        """The next message, or None where the next item is none: that is one broken row, which is noted."""
        try:
            value = self._stream.value()
        except Malformed as error:
            self._broken(str(error))
            return self._after_broken()
        if isinstance(value, dict):
            return value
        self._broken("this item is no message")
        return None

    def _after_broken(self) -> dict[str, Any]:
        """The first thing after malformed text that is surely a message; Ended where there is none."""
        while self._stream.resume():
            with contextlib.suppress(Malformed):
                value = self._stream.value()
                if isinstance(value, dict) and _is_message(value):
                    return value
        raise Ended

    def _broken(self, why: str) -> None:
        self._n += 1
        self._recording.note(self._n, self._stream.line, why, broken=True)

    def _reader(self, head: dict[str, Any], first: dict[str, Any]) -> Reader:
        if "guild" in head or "channel" in head or "author" in first:
            return DiscordReader(head, self._stem, self._zone)
        return TelegramReader(head, self._stem, self._zone)

    def _row(self, reader: Reader, value: dict[str, Any]) -> Iterator[RecordedRow]:
        if reader.is_service(value):
            self._recording.skipped += 1
            return
        self._n += 1
        try:
            message = reader.message(value)
        except (KeyError, TypeError, ValueError, OverflowError, OSError) as error:
            why = f'"{error.args[0]}" is missing' if isinstance(error, KeyError) else str(error)
            self._recording.note(self._n, self._stream.line, why, broken=True)
            return
        yield RecordedRow(self._n, message, reader.kind, reader.place_name)


def _is_message(value: dict[str, Any]) -> bool:
    """Whether it is a message and not a part of one: after a broken item the next brace may be anybody's."""
    return "id" in value and ("timestamp" in value or "date" in value)
