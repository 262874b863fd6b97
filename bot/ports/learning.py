"""What the brand's learning keeps: labels, and the versions made from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

SOURCES = ("staff", "customer", "rehearsal", "import")
"""Where a label came from: a press of staff, the author's own word, marks on a recording, a table."""


@dataclass(frozen=True, slots=True)
class Label:
    """What people said one message is.

    `text` has its personal data masked. `key` is `case:<id>` or `text:<digest>`; a second label under it replaces the first. `customer`
    and `who` are random ids, empty where not known.
    """

    key: str
    text: str
    language: str
    complaint: bool
    topic: str
    source: str
    at: datetime
    case: str = ""
    customer: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class Learned:
    """A version that was promoted. `weights` and `report` are plain data (see bot.learning); `withdrawn`: when it was taken back.

    `base` names the packaged model for which it was made, `labels` says from how many it was made.
    """

    at: datetime
    base: str
    labels: int
    weights: dict[str, Any] = field(repr=False)
    report: dict[str, Any] = field(repr=False)
    number: int = 0
    withdrawn: datetime | None = None
