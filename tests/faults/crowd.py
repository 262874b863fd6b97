"""Who says what in a fault test: complaints that must be answered, hard cases, and chat that must be left alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_COMPLAINTS = (
    "mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing! Nummer {n}",
    "weer storing hier, internet ligt er helemaal uit. Wat een waardeloze dienst. Nummer {n}",
    "internet doet het al twee dagen niet, storing na storing. Belachelijk! Nummer {n}",
)
_HARD = ("derde keer dat de monteur niet komt, waardeloze club! Ik schakel nu mijn advocaat in. Nummer {n}",)
_CHAT = ("lekker weer vandaag nummer {n}", "wie gaat er mee naar het park om {n} uur?", "haha goeie, nummer {n}")


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody says, and what must come of it: `answer`, `hand_over` or `leave`."""

    who: int
    channel: int
    text: str
    wanted: str


def crowd(many: int, channels: int, chance: Random) -> list[Line]:
    """`many` lines by as many people over `channels` channels; three in four must be answered."""
    lines = []
    for n in range(many):
        wanted = chance.choices(("answer", "hand_over", "leave"), (75, 10, 15))[0]
        forms = {"answer": _COMPLAINTS, "hand_over": _HARD, "leave": _CHAT}[wanted]
        lines.append(
            Line(n, n % channels, "@polderlink " * (wanted != "leave") + chance.choice(forms).format(n=n), wanted)
        )
    return lines
