"""Message entities: found in a text as Telegram finds them, and checked when a caller gives them.

Offsets and lengths count UTF-16 code units (https://core.telegram.org/bots/api#messageentity).
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from tests.servers.telegram.params import number
from tests.servers.telegram.refusals import refuse

Entity: TypeAlias = dict[str, Any]

KINDS = frozenset(
    (  # noqa: SIM905 - words read better as words
        "mention hashtag cashtag bot_command url email phone_number bold italic underline strikethrough "
        "spoiler blockquote expandable_blockquote code pre text_link text_mention custom_emoji date_time"
    ).split()
)
_FOUND_BY_SERVER = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})

_AUTOMATIC = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<url>https?://[^\s<>\"]+|(?<![\w@.])(?:[a-z0-9-]+\.)+(?:nl|com|org|net|be|eu|io|example|test)\b(?:/[^\s<>\"]*)?)"
    r"|(?<![\w@/])(?P<mention>@[A-Za-z][A-Za-z0-9_]{2,31})\b"
    r"|(?<![\w@/<])(?P<bot_command>/[A-Za-z0-9_]{1,32}(?:@[A-Za-z][A-Za-z0-9_]{2,31})?)(?![\w/@])"
    r"|(?<![\w#])(?P<hashtag>#\w*[^\W\d]\w*)",
    re.IGNORECASE,
)
_HINT = re.compile(r"[@/#.]")
_LINK_END = ".,:;!?)'"


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def found(text: str) -> list[Entity]:
    """Return the mentions, commands, links, addresses and hashtags of a text."""
    if _HINT.search(text) is None:
        return []
    entities: list[Entity] = []
    for match in _AUTOMATIC.finditer(text):
        value = match.group().rstrip(_LINK_END) if match.lastgroup == "url" else match.group()
        entities.append({"offset": units(text[: match.start()]), "length": units(value), "type": match.lastgroup})
    return entities


def merged(text: str, given: list[Entity]) -> list[Entity]:
    """Add what the server finds by itself to the entities of the caller, code blocks and links left alone."""
    extra = [
        one
        for one in found(text)
        if not any(_overlap(one, other) for other in given if other["type"] in {"code", "pre", "text_link"})
    ]
    return sorted([*given, *extra], key=lambda one: (one["offset"], -one["length"]))


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])


def checked(text: str, given: list[Any]) -> list[Entity]:
    """Check entities that the caller gave; those of empty length are left out, as Telegram does."""
    end = units(text)
    inside = _middles(text)
    kept: list[Entity] = []
    for raw in given:
        if not isinstance(raw, dict) or raw.get("type") not in KINDS:
            raise refuse("entity_type_unknown")
        offset, length = number(raw.get("offset")), number(raw.get("length"))
        if length <= 0 or offset < 0:
            continue
        if offset >= end:
            raise refuse("entity_after_text", offset=offset)
        if offset + length > end:
            raise refuse("entity_beyond_text", offset=offset, end=end)
        if offset in inside or offset + length in inside:
            raise refuse("entity_inside_symbol", offset=inside.get(offset, inside.get(offset + length)))
        if raw["type"] not in _FOUND_BY_SERVER:
            kept.append({**raw, "offset": offset, "length": length})
    return kept


def _middles(text: str) -> dict[int, int]:
    """Return the UTF-16 positions that lie inside a surrogate pair, each with its byte offset in UTF-8."""
    if text.isascii():
        return {}
    middles: dict[int, int] = {}
    position = byte = 0
    for symbol in text:
        if ord(symbol) > 0xFFFF:
            middles[position + 1] = byte
            position += 1
        position += 1
        byte += len(symbol.encode("utf-8", "surrogatepass"))
    return middles


def stripped(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut white space at both ends, as Telegram does, and move the entities along."""
    bare = text.strip()
    if bare == text:
        return text, entities
    lead = units(text[: len(text) - len(text.lstrip())])
    end = units(bare)
    moved: list[Entity] = []
    for entity in entities:
        start = max(entity["offset"] - lead, 0)
        stop = min(entity["offset"] + entity["length"] - lead, end)
        if stop > start:
            moved.append({**entity, "offset": start, "length": stop - start})
    return bare, moved
