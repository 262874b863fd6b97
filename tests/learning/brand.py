"""An invented brand with words of its own: Vaartbuur lets houseboats moor, and its customers complain in the words of the quay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from bot.ports import Label

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
_WHERE = ("aan de kade", "bij steiger vier", "in box twaalf", "achter de sluis", "op de kop", "bij ons", "in de kom")
_WHEN = ("sinds gisteren", "vanochtend", "al de hele week", "na de storm", "weer", "voor het weekend", "nu")
_END = ("hoor", "groet van boord", "mvg", "buren", "", "fijne dag", "tot later")
_COMPLAINTS = (
    "de bolder zit {when} los {where}",
    "er komt {when} geen walstroom {where}",
    "de lier piept {when} {where} en niemand van jullie kijkt",
    "wrijfhout ontbreekt {when} {where}",
    "de springlijn schuurt {when} {where} door jullie kikker",
)
_OTHERS = (
    "de havenmeester zwaait {when} {where}, gezellig",
    "de dagjesmensen zijn er {when} {where}",
    "wij varen {when} uit, wie ziet de zwanen {where}",
    "iemand een kluiverboom over {where}, ik haal hem {when} op",
    "de sloepenrace begint {when} {where}",
)


def vaartbuur(many: int = 250, seed: int = 1, *, by_chance: bool = False) -> list[Label]:
    """So many distinct labels, half complaints, each of another customer; `by_chance`: what they say has nothing to do with the words."""
    dice = Random(seed)
    texts: dict[str, bool] = {}
    while len(texts) < many:
        complaint = len(texts) % 2 == 0
        mould = dice.choice(_COMPLAINTS if complaint else _OTHERS)
        text = f"{mould.format(when=dice.choice(_WHEN), where=dice.choice(_WHERE))} {dice.choice(_END)}".strip()
        texts.setdefault(text, complaint)
    return [
        Label(
            key=f"text:{number}",
            text=text,
            language="nl",
            complaint=dice.random() < 0.5 if by_chance else complaint,
            topic="",
            source="import",
            at=NOW + timedelta(minutes=number),
            customer=f"customer {number}",
        )
        for number, (text, complaint) in enumerate(texts.items())
    ]
