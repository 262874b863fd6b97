"""Formatted text: HTML, MarkdownV2 and Markdown to plain text with entities.

Rules: https://core.telegram.org/bots/api#formatting-options; words of the errors: tdlib/td MessageEntity.cpp.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from tests.servers.telegram.entities import Entity, units
from tests.servers.telegram.refusals import Refused, refuse

if TYPE_CHECKING:
    from collections.abc import Callable

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
_TAG = re.compile(r"<(/?)([a-zA-Z0-9-]+)((?:\s+[^<>]*?)?)\s*/?>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+)))?")
_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_MARKS = (("||", "spoiler"), ("__", "underline"), ("*", "bold"), ("_", "italic"), ("~", "strikethrough"))
_NAMES = {
    "spoiler": "Spoiler",
    "underline": "Underline",
    "bold": "Bold",
    "italic": "Italic",
    "strikethrough": "Strikethrough",
}


def parsed(text: str, mode: str) -> tuple[str, list[Entity]]:
    """Return plain text and entities of a formatted text; `mode` is as the caller wrote it."""
    parser = _PARSERS.get(mode.lower())
    if parser is None:
        raise refuse("unsupported_parse_mode")
    plain, entities = parser(text)
    return plain, sorted(
        (one for one in entities if one["length"] > 0), key=lambda one: (one["offset"], -one["length"])
    )


def _wrong(why: str) -> Refused:
    return refuse("entities_unparsable", why=why)


def _byte(text: str, position: int) -> int:
    return len(text[:position].encode())


def _html(text: str) -> tuple[str, list[Entity]]:
    reader = _Html(text)
    while reader.position < len(text):
        reader.step()
    return reader.finished()


class _Html:
    """Reads HTML piece by piece; `size` is the length of the text read so far, in UTF-16 units."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = self.size = 0
        self.out: list[str] = []
        self.entities: list[Entity] = []
        self.open: list[tuple[str, int, str]] = []

    def step(self) -> None:
        """Read a tag, or the text up to the next one."""
        if self.text[self.position] != "<":
            stop = self.text.find("<", self.position)
            stop = len(self.text) if stop < 0 else stop
            piece = html.unescape(self.text[self.position : stop])
            self.out.append(piece)
            self.size += units(piece)
            self.position = stop
            return
        match = _TAG.match(self.text, self.position)
        if match is None:
            raise _wrong(f"Unsupported start tag at byte offset {self._byte()}")
        tag = match.group(2).lower()
        if match.group(1):
            self._close(tag)
        elif tag not in _TAGS:
            raise _wrong(f'Unsupported start tag "{tag}" at byte offset {self._byte()}')
        else:
            self.open.append((tag, self.size, match.group(3)))
        self.position = match.end()

    def _byte(self) -> int:
        return _byte(self.text, self.position)

    def _close(self, tag: str) -> None:
        if not self.open:
            raise _wrong(f"Unexpected end tag at byte offset {self._byte()}")
        opened, start, raw = self.open.pop()
        if opened != tag:
            raise _wrong(f'Unmatched end tag at byte offset {self._byte()}, expected "</{opened}>", found "</{tag}>"')
        attributes = {
            match.group(1).lower(): html.unescape(match.group(2) or match.group(3) or match.group(4) or "")
            for match in _ATTRIBUTE.finditer(raw)
        }
        entity: Entity = {"offset": start, "length": self.size - start, "type": _TAGS[tag]}
        if tag == "a":
            entity["url"] = attributes.get("href", "")
            if not entity["url"].startswith(("http://", "https://", "tg://")):
                return
        elif tag == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        elif tag == "tg-emoji":
            entity["custom_emoji_id"] = attributes.get("emoji-id", "")
        self.entities.append(entity)

    def finished(self) -> tuple[str, list[Entity]]:
        """Return what was read; a tag that was never closed is an error."""
        if self.open:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        return "".join(self.out), self.entities


def _markdown_v2(text: str) -> tuple[str, list[Entity]]:
    reader = _MarkdownV2(text)
    while reader.position < len(text):
        reader.step()
    return reader.finished()


class _MarkdownV2:
    """Reads MarkdownV2 symbol by symbol; `size` is the length of the text read so far, in UTF-16 units."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = self.size = 0
        self.out: list[str] = []
        self.entities: list[Entity] = []
        self.open: list[tuple[str, int, int]] = []

    def step(self) -> None:
        """Read one symbol, or one mark, or what belongs together."""
        text, position = self.text, self.position
        symbol = text[position]
        if symbol == "\\" and text[position + 1 : position + 2].isascii() and position + 1 < len(text):
            self._write(text[position + 1], 2)
        elif symbol == "`":
            end, piece, entity = _code(text, position, self.size)
            self.entities.append(entity)
            self._write(piece, end - position)
        elif symbol == "]" and self.open and self.open[-1][0] == "[":
            self._close_link()
        elif symbol == "[" or text.startswith("![", position):
            self.open.append(("[", self.size, position))
            self.position += 1 if symbol == "[" else 2
        elif symbol == ">" and (position == 0 or text[position - 1] == "\n"):
            self._quote()
        else:
            self._mark_or_symbol(symbol)

    def _write(self, piece: str, read: int) -> None:
        self.out.append(piece)
        self.size += units(piece)
        self.position += read

    def _close_link(self) -> None:
        _, start, _ = self.open.pop()
        self.position, address = _address(self.text, self.position)
        if address:
            self.entities.append({"offset": start, "length": self.size - start, "type": "text_link", "url": address})

    def _quote(self) -> None:
        end = self.text.find("\n", self.position)
        stop = len(self.text) if end < 0 else end
        piece, inner = _markdown_v2(self.text[self.position + 1 : stop])
        self.entities.append({"offset": self.size, "length": units(piece), "type": "blockquote"})
        self.entities.extend({**one, "offset": one["offset"] + self.size} for one in inner)
        self._write(piece, stop - self.position)

    def _mark_or_symbol(self, symbol: str) -> None:
        mark = next(((sign, kind) for sign, kind in _MARKS if self.text.startswith(sign, self.position)), None)
        if mark is None:
            if symbol in _RESERVED:
                raise _wrong(f"Character '{symbol}' is reserved and must be escaped with the preceding '\\'")
            self._write(symbol, 1)
            return
        sign, kind = mark
        if self.open and self.open[-1][0] == sign:
            _, start, _ = self.open.pop()
            self.entities.append({"offset": start, "length": self.size - start, "type": kind})
        else:
            self.open.append((sign, self.size, self.position))
        self.position += len(sign)

    def finished(self) -> tuple[str, list[Entity]]:
        """Return what was read; a mark that was never closed is an error."""
        if self.open:
            sign, _, position = self.open[-1]
            name = "TextUrl" if sign == "[" else _NAMES[dict(_MARKS)[sign]]
            raise _wrong(f"Can't find end of {name} entity at byte offset {_byte(self.text, position)}")
        return "".join(self.out), self.entities


def _code(text: str, position: int, size: int) -> tuple[int, str, Entity]:
    """Read `code` or a fenced block from a back-tick on; return the position behind it, its text and entity."""
    fence = "```" if text.startswith("```", position) else "`"
    end = position + len(fence)
    piece = ""
    while end < len(text) and not text.startswith(fence, end):
        if text[end] == "\\" and end + 1 < len(text):
            end += 1
        piece += text[end]
        end += 1
    if end >= len(text):
        name = "Pre" if len(fence) > 1 else "Code"
        raise _wrong(f"Can't find end of {name} entity at byte offset {_byte(text, position)}")
    entity: Entity = {"offset": size, "length": 0, "type": "code" if len(fence) == 1 else "pre"}
    if len(fence) > 1 and "\n" in piece:
        language, _, rest = piece.partition("\n")
        if re.fullmatch(r"[\w+-]*", language):
            piece = rest
            if language:
                entity["language"] = language
    entity["length"] = units(piece)
    return end + len(fence), piece, entity


def _address(text: str, position: int) -> tuple[int, str]:
    """Read the (address) behind a link's text; return the position behind it."""
    if not text.startswith("](", position):
        return position + 1, ""
    end = position + 2
    address = ""
    while end < len(text) and text[end] != ")":
        if text[end] == "\\" and end + 1 < len(text):
            end += 1
        address += text[end]
        end += 1
    if end >= len(text):
        raise _wrong(f"Can't find end of a URL at byte offset {_byte(text, position)}")
    return end + 1, address if re.match(r"(?:https?|tg)://", address) else ""


def _markdown(text: str) -> tuple[str, list[Entity]]:
    """Read legacy Markdown, which cannot be nested."""
    out: list[str] = []
    entities: list[Entity] = []
    position = size = 0
    kinds = {"*": "bold", "_": "italic"}
    while position < len(text):
        symbol = text[position]
        if symbol == "\\" and position + 1 < len(text) and text[position + 1] in "_*`[":
            out.append(text[position + 1])
            size, position = size + 1, position + 2
            continue
        if symbol == "`":
            position, piece, entity = _code(text, position, size)
            entities.append(entity)
        elif symbol in kinds or symbol == "[":
            end = text.find("]" if symbol == "[" else symbol, position + 1)
            if end < 0:
                raise _wrong(f"Can't find end of the entity starting at byte offset {_byte(text, position)}")
            piece = text[position + 1 : end]
            entity = {"offset": size, "length": units(piece), "type": kinds.get(symbol, "text_link")}
            position = end + 1
            if symbol == "[":
                position, entity["url"] = _address(text, end)
            if entity.get("url", "-"):
                entities.append(entity)
        else:
            piece, position = symbol, position + 1
        out.append(piece)
        size += units(piece)
    return "".join(out), entities


_PARSERS: dict[str, Callable[[str], tuple[str, list[Entity]]]] = {
    "html": _html,
    "markdownv2": _markdown_v2,
    "markdown": _markdown,
}
