"""A card's post as rows to lay out: the post itself is plain text that survives every platform."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.clock_calls import DOTS
from bot.core.clocks import ClockState
from bot.core.words import Link, Words

if TYPE_CHECKING:
    from datetime import datetime

_TONES = {"⚪": "calm", "❔": "ask", "🔵": "said", "🔴": "new", "🟠": "claimed", "🟢": "solved"}
_CLOCK_DOTS = "".join(DOTS.values()) + " "
_HASTE = {DOTS[ClockState.AMBER]: "soon", DOTS[ClockState.RED]: "late"}
"""What the colour of the clock that presses most says; where it says nothing, the time does."""
_DUE = re.compile(r"(\d{2}):(\d{2})\Z")
_LABEL = re.compile(r"([^:„\n]{3,30}): ?(.*)\Z", re.DOTALL)
SOON = timedelta(minutes=20)
"""From so long before the deadline on a card is due soon."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line below the customer's words; `label` is empty for a line without one."""

    label: str
    words: Words


@dataclass(frozen=True, slots=True)
class CardView:
    """A card laid out.

    `due` is its clock time as the card says it, `haste` is late, soon or empty. `before` is the conversation before the complaint,
    under its own label.
    """

    tone: str
    due: str
    haste: str
    head: tuple[str, ...]
    number: str
    quote: Words
    rows: tuple[Row, ...]
    before: tuple[Words, ...] = ()
    before_label: str = ""


def card_view(words: Words, now: datetime) -> CardView:
    """Lay a card out; `now` is in the brand's time zone. A post of another shape becomes rows without labels."""
    lines = _lines(words)
    first = words_text(lines[0])
    tone = _TONES.get(first[:1], "")
    if not tone or len(lines) == 1:
        return CardView("calm", "", "", (), "", Words(()), tuple(Row("", line) for line in lines))
    head = tuple(part.strip() for part in first[1:].split(" · "))
    number = head[-1] if head[-1].startswith("#") else ""
    head = head[:-1] if number else head
    said = [line for line in lines[2:] if words_text(line).strip()]
    before = tuple(line for line in said if words_text(line).startswith("  "))
    rows = [_row(line) for line in said if line not in before]
    label = words_text(said[said.index(before[0]) - 1]) if before else ""
    rows = [row for row in rows if not before or row.label != label.rstrip(": ")]
    haste = _HASTE.get(head[0][:1]) or (_haste(head[0], now) if tone == "new" else "")
    # The clock's coloured dot is for chat; the page has its own signs, and not every browser has the glyph.
    due = head[0].lstrip(_CLOCK_DOTS)
    return CardView(tone, due, haste, head[1:], number, lines[1], tuple(rows), before, label.rstrip(": "))


def words_text(words: Words) -> str:
    """What it says, links as their labels."""
    return "".join(part if isinstance(part, str) else part.label for part in words.parts)


def _lines(words: Words) -> list[Words]:
    lines: list[list[str | Link]] = [[]]
    for part in words.parts:
        if isinstance(part, Link):
            lines[-1].append(part)
            continue
        first, *more = part.split("\n")
        lines[-1].append(first)
        lines += [[text] for text in more]
    return [Words(tuple(part for part in line if part)) for line in lines]


def _row(line: Words) -> Row:
    text = words_text(line)
    found = _LABEL.match(text)
    if found is None or line.links:
        return Row("", line)
    return Row(found[1], Words.of(found[2]))


def _haste(due: str, now: datetime) -> str:
    found = _DUE.match(due)
    if found is None:
        return ""
    moment = now.replace(hour=int(found[1]), minute=int(found[2]), second=0, microsecond=0)
    if now >= moment:
        return "late"
    return "soon" if moment - now <= SOON else ""
