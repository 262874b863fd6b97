"""The way into a private talk: a token that is made for one case of one customer, used once, and good for a while."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.core.words import Button

if TYPE_CHECKING:
    from datetime import datetime

PREFIX = "p"
"""Every button for customers begins with `p:`; those of the desk begin otherwise (see verbs)."""
_ENTER = "in"


class Entry(StrEnum):
    """What comes of somebody who follows a way in."""

    OPEN = "open"
    """He is the customer: the talk begins."""
    USED = "used"
    """He is the customer, and came in this way before."""
    EXPIRED = "expired"
    FOREIGN = "foreign"
    """It was made for somebody else: he learns nothing of the case."""
    UNKNOWN = "unknown"
    """No such way, or what it led to has ended."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way in. Only the hash of its token is kept; `customer` is a random id. `used` is when it was taken."""

    hash: str
    case: str
    customer: str
    made: datetime
    expires: datetime
    used: datetime | None = None

    def open_at(self, now: datetime) -> bool:
        """Whether its customer can still come in this way."""
        return self.used is None and now < self.expires


def digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def entry(way: Way | None, customer: str, now: datetime, *, ended: bool) -> Entry:
    """What comes of it when `customer` follows `way` to a case that has `ended` or not. Whose it is comes first."""
    if way is None:
        return Entry.UNKNOWN
    if way.customer != customer:
        return Entry.FOREIGN
    if ended:
        return Entry.UNKNOWN
    if way.used is not None:
        return Entry.USED
    return Entry.OPEN if way.open_at(now) else Entry.EXPIRED


def way_button(label: str, token: str) -> Button:
    """The button under a public post that leads in."""
    return Button(label, f"{PREFIX}:{_ENTER}:{token}", "primary")


def read_way(data: str) -> str:
    """The token that such a button carries; empty for any other button."""
    prefix, _, rest = data.partition(":")
    kind, _, token = rest.partition(":")
    return token if prefix == PREFIX and kind == _ENTER else ""


def is_customers(data: str) -> bool:
    """Whether a button is one for customers."""
    return data.startswith(f"{PREFIX}:")
