"""Taking values out of an update whose shape cannot be trusted; `Unreadable` names what is wrong in a plain sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeAlias

from bot.ports import Unreadable
from handlers.telegram.units import clean

Json: TypeAlias = dict[str, Any]

_LATEST = 253402300799
"""The last second of the year 9999, the last that a date can hold."""


def is_number(value: object) -> bool:
    """Whether a value is a whole number; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


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


def number(owner: Json, name: str) -> int:
    """A whole number that must be there."""
    value = owner.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unreadable(f'"{name}" is missing or is no number')
    return value


def text(owner: Json, name: str) -> str:
    """A text; empty when it is not there."""
    value = owner.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable(f'"{name}" is no text')
    return clean(value)


def moment(owner: Json, name: str = "date") -> datetime:
    """A Unix time that must be there; aware, UTC."""
    seconds = number(owner, name)
    if not 0 <= seconds <= _LATEST:
        raise Unreadable(f'"{name}" is no time')
    return datetime.fromtimestamp(seconds, UTC)


def channel_of(owner: Json) -> str:
    """The id of the chat something is in."""
    return str(number(part(owner, "chat"), "id"))
