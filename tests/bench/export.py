"""A made-up Telegram Desktop export of any length: distinct messages of at least eight words, a fixed share of them complaints.

Message n is a choice of one phrase from each list, and the choices are the digits of a permuted n: no two are the same, nothing is
remembered, and the same numbers give the same file.
"""

from __future__ import annotations

import json
from math import gcd, prod
from random import Random
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SEED = 20261122
BEGIN = 1_780_000_000
"""Unix seconds of the first message."""
_CUSTOMERS = 40_000
_NAMES = (
    "Bram",
    "Fleur",
    "Joris",
    "Noor",
    "Sem",
    "Tess",
    "Milan",
    "Yara",
    "Koen",
    "Lotte",
    "Ravi",
    "Zoë",
    "Daan",
    "Esra",
)

CHAT: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        (
            "vanmorgen",
            "gisteren",
            "zondag",
            "net",
            "vorige week",
            "op de markt",
            "onderweg",
            "na het eten",
            "in de tuin",
            "bij de vijver",
        ),
        (
            "heeft mijn zus",
            "hebben de buren",
            "heeft opa",
            "heeft onze trainer",
            "heb ik",
            "heeft Kees",
            "hebben we",
            "heeft tante Riet",
        ),
        (
            "een hele grote",
            "een kleine",
            "een blauwe",
            "twee oude",
            "een zelfgemaakte",
            "de mooiste",
            "een houten",
            "een gekke",
        ),
        (
            "appeltaart",
            "vlieger",
            "vogelkast",
            "puzzel",
            "lampion",
            "fietstas",
            "pompoen",
            "tekening",
            "hangmat",
            "gitaar",
        ),
        ("meegenomen", "uitgezocht", "geschilderd", "gekregen", "bekeken", "gevonden", "neergezet", "weggegeven"),
        (
            "voor het feest",
            "voor de kinderen",
            "bij de kringloop",
            "aan het water",
            "naast de kerk",
            "voor Fleur",
            "op het plein",
        ),
        (
            "en iedereen moest lachen",
            "en dat was gezellig",
            "en toen ging de zon onder",
            "wie gaat er mee?",
            "foto volgt",
            "tot straks allemaal",
        ),
    ),
    (
        (
            "this morning",
            "yesterday",
            "on Sunday",
            "just now",
            "after dinner",
            "on the ferry",
            "at the market",
            "before the match",
        ),
        (
            "my sister",
            "our neighbour",
            "the whole team",
            "grandpa",
            "everyone here",
            "the choir",
            "my old teacher",
            "little Sam",
        ),
        ("painted", "found", "carried home", "drew", "baked", "built", "borrowed", "unwrapped"),
        ("a huge", "a tiny", "the funniest", "a wooden", "a bright yellow", "two old", "the nicest", "a paper"),
        (
            "kite",
            "apple pie",
            "guitar",
            "bird house",
            "lantern",
            "puzzle",
            "pumpkin",
            "hammock",
            "tea pot",
            "sail boat",
        ),
        (
            "for the party",
            "near the lake",
            "by the church",
            "in the garden",
            "for the children",
            "next to the bakery",
            "on the lawn",
        ),
        (
            "and we all laughed",
            "and it was lovely",
            "who wants to come along?",
            "photo follows",
            "see you all later",
            "and then it snowed",
        ),
    ),
)
COMPLAINTS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        (
            "Polderlink,",
            "@polderlink",
            "Beste Polderlink,",
            "Hallo Polderlink,",
            "Lieve Polderlink,",
            "Zeg Polderlink,",
        ),
        ("mijn internet", "onze wifi", "de televisie", "mijn verbinding", "het modem", "de vaste lijn", "ons netwerk"),
        ("doet het al", "werkt al", "ligt er al", "hapert al", "valt weg, en dat al"),
        ("twee dagen", "een week", "drie avonden", "sinds maandag", "tien dagen", "de hele maand", "vier weekenden"),
        ("niet", "helemaal niet meer", "nauwelijks", "weer niet", "steeds niet"),
        (
            "bij ons in de straat,",
            "op zolder,",
            "in de keuken,",
            "bij mijn moeder,",
            "op kantoor,",
            "in de woonkamer,",
            "in de schuur,",
        ),
        (
            "wat een waardeloze dienst!",
            "echt belachelijk!",
            "ik ben er klaar mee",
            "dit kan echt niet",
            "ik wil mijn geld terug",
            "los het nu op!",
        ),
    ),
    (
        ("Polderlink,", "@polderlink", "Dear Polderlink,", "Hello Polderlink,", "Hey Polderlink,", "Well Polderlink,"),
        ("my internet", "our wifi", "the television", "my connection", "the modem", "the landline", "our network"),
        ("has been down for", "has not worked for", "keeps dropping, and that for", "is broken again after"),
        ("two days", "a week", "three evenings", "ten days", "a month", "four weekends", "six hours"),
        (
            "in the attic,",
            "in our street,",
            "at my mother's,",
            "in the kitchen,",
            "at the office,",
            "upstairs,",
            "in the barn,",
        ),
        (
            "once again,",
            "as always,",
            "since your update,",
            "without a word from you,",
            "on every device,",
            "day and night,",
        ),
        (
            "what a useless service!",
            "this is ridiculous!",
            "I am done with you",
            "I want my money back",
            "fix it now!",
            "worst provider ever",
        ),
    ),
)


class Phrases:
    """Numbers texts: each number below `size` gives another one."""

    def __init__(self, lists: Sequence[Sequence[str]]) -> None:
        self._lists = lists
        self.size = prod(len(choices) for choices in lists)
        self._step = next(n for n in range(int(self.size * 0.618), self.size) if gcd(n, self.size) == 1)

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < self.size:
            raise IndexError(number)
        rest, words = number * self._step % self.size, []
        for choices in self._lists:
            rest, chosen = divmod(rest, len(choices))
            words.append(choices[chosen])
        return " ".join(words)


def texts(rows: int, complaints: float) -> Iterator[str]:
    """So many texts, this share of them complaints, in Dutch and English."""
    chance = Random(SEED)
    chat, trouble = [Phrases(lists) for lists in CHAT], [Phrases(lists) for lists in COMPLAINTS]
    given = [[0, 0], [0, 0]]
    for _ in range(rows):
        kind, language = int(chance.random() < complaints), int(chance.random() < 0.4)
        yield (trouble if kind else chat)[language][given[kind][language]]
        given[kind][language] += 1


def write_export(file: Path, rows: int, complaints: float) -> None:
    """The export as Telegram Desktop writes it."""
    with file.open("w", encoding="utf-8") as out:
        out.write(
            '{\n "name": "Buurt en verbinding",\n "type": "public_supergroup",\n "id": 1500000001,\n "messages": [\n'
        )
        _messages(out, rows, complaints)
        out.write("\n ]\n}\n")


def _messages(out: TextIO, rows: int, complaints: float) -> None:
    chance = Random(SEED + 1)
    for n, text in enumerate(texts(rows, complaints)):
        who = chance.randrange(_CUSTOMERS)
        message = {
            "id": n + 1,
            "type": "message",
            "date": "2026-05-28T20:26:40",
            "date_unixtime": str(BEGIN + 13 * n),
            "from": f"{_NAMES[who % len(_NAMES)]} {who}",
            "from_id": f"user{100_000 + who}",
            "text": text,
            "text_entities": [{"type": "plain", "text": text}],
        }
        out.write((",\n" if n else "") + "  " + json.dumps(message, ensure_ascii=False))
