"""Taking values out of a frame whose shape cannot be trusted; `Unreadable` names what is wrong in a plain sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeAlias

from bot.ports import Unreadable

Json: TypeAlias = dict[str, Any]

EPOCH_MS = 1420070400000
"""The first millisecond of 2015, from which ids count (discord.com/developers/docs/reference#snowflakes)."""
_LATEST_ID = 1 << 64


def is_id(value: object) -> bool:
    """Whether a value is an id: a text of digits that fits in 64 bits."""
    return isinstance(value, str) and value.isascii() and value.isdecimal() and int(value[:21]) < _LATEST_ID


def part(owner: Json, name: str) -> Json:
    """An object that must be there."""
    value = owner.get(name)
    if not isinstance(value, dict):
        raise Unreadable(f'"{name}" is missing or is no object')
    return value


def maybe(owner: Json, name: str) -> Json | None:
    """An object that may be there."""
    value = owner.get(name)
    return value if isinstance(value, dict) else None


def listed(owner: Json, name: str) -> list[Json]:
    """The objects of a list that may be there; what is no object is left out."""
    value = owner.get(name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(owner: Json, name: str) -> str:
    """A text; empty when it is not there."""
    value = owner.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(f'"{name}" is no text')
    return clean(value)


def number(owner: Json, name: str) -> int:
    """A whole number; 0 when it is not there."""
    value = owner.get(name, 0)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def an_id(owner: Json, name: str) -> str:
    """An id that must be there."""
    value = owner.get(name)
    if not is_id(value):
        raise Unreadable(f'"{name}" is missing or is no id')
    return str(value)


def maybe_id(owner: Json, name: str) -> str:
    """An id that may be there, else empty."""
    value = owner.get(name)
    return str(value) if is_id(value) else ""


def born(snowflake: str) -> datetime:
    """When the thing with this id was made; aware, UTC."""
    return datetime.fromtimestamp(((int(snowflake) >> 22) + EPOCH_MS) / 1000, UTC)


def id_at(moment: datetime) -> int:
    """The lowest id of what is made at this moment; 0 before 2015."""
    return max(0, int(moment.timestamp() * 1000) - EPOCH_MS) << 22


def moment(owner: Json, name: str) -> datetime:
    """A time that must be there; aware, UTC."""
    found = maybe_moment(owner, name)
    if found is None:
        raise Unreadable(f'"{name}" is missing or is no time')
    return found


def maybe_moment(owner: Json, name: str) -> datetime | None:
    """A time that may be there; None also where it cannot be read."""
    value = owner.get(name)
    try:
        return datetime.fromisoformat(value).astimezone(UTC) if isinstance(value, str) and value else None
    except (ValueError, OverflowError):
        return None


def version_of(message: Json) -> int:
    """The time of the last edit in Unix milliseconds; 0 for the first version."""
    edited = maybe_moment(message, "edited_timestamp")
    return round(edited.timestamp() * 1000) if edited is not None else 0


def clean(said: str) -> str:
    """A text that every store takes: halves of symbols and zero bytes become a replacement sign."""
    return said.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
