"""What customers say in the bench: complaints that are answered in public, and chat that is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.crowd import Line

if TYPE_CHECKING:
    from random import Random

CHANNELS = 8

COMPLAINTS = (
    "@polderlink mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing! Nummer {n}",
    "@polderlink weer storing hier, internet ligt er helemaal uit. Wat een waardeloze dienst. Nummer {n}",
    "@polderlink internet doet het al twee dagen niet, storing na storing. Belachelijk! Nummer {n}",
)
CHAT = (
    "heeft iemand zaterdag zin om mee te wandelen langs de plas? We verzamelen om {n} uur bij de brug",
    "gefeliciteerd met je nieuwe huis Bram, wat een mooie foto's! Ik kom nummer {n} snel een keer kijken",
    "haha die van gisteren was echt goed, ik heb hem aan mijn zus en haar buren doorgestuurd, nummer {n}",
    "we are having a barbecue on Sunday afternoon, bring your own chair and something to share, house {n}",
    "does anybody know a nice place for lunch near the old harbour, for {n} people and two dogs?",
    "de bakker op de hoek heeft weer krentenbollen, ik heb er {n} meegenomen voor de hele straat",
)


def complaints(many: int, first: int, chance: Random) -> list[Line]:
    """`many` complaints, each by somebody else, over all channels; `first` numbers the first of them."""
    return _lines(COMPLAINTS, "answer", many, first, chance)


def chat(many: int, first: int, chance: Random) -> list[Line]:
    """`many` harmless messages, likewise."""
    return _lines(CHAT, "leave", many, first, chance)


def _lines(forms: tuple[str, ...], wanted: str, many: int, first: int, chance: Random) -> list[Line]:
    return [Line(n, n % CHANNELS, chance.choice(forms).format(n=n), wanted) for n in range(first, first + many)]
