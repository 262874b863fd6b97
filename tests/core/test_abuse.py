from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from bot.core.detection import detect
from bot.lexicons import load_lexicons
from tests.core.speaking import BRAND, said

if TYPE_CHECKING:
    from bot.core.lexicon import Lexicon


@cache
def lexicons() -> dict[str, Lexicon]:
    return load_lexicons()[0]


@pytest.mark.parametrize(
    "text",
    [
        "stelletje lompe varkens bij die balie",
        "wat ben jij toch een sneue clown",
        "hou je kop met je smoesjes",
        "ik hoop dat ze onder een bus lopen daar op kantoor",
        "nog een keer en ik sla die monteur op zijn bek",
        "jullie zijn een stelletje dieven",
        "vieze leugenaar aan de telefoon net",
        "you lot are a bunch of monkeys",
        "your driver is a fat lying pig",
        "i hope your whole office gets run over",
        "someone should slap that manager, I know where you work",
        "shut your mouth you pathetic troll",
    ],
)
def test_insulting_and_threatening_people_is_abuse(text: str) -> None:
    assert detect(said(text), lexicons(), BRAND).abusive


@pytest.mark.parametrize(
    "text",
    [
        "wat een waardeloos bedrijf, ik ben er klaar mee",
        "er lopen ratten over de speelplaats en niemand komt",
        "ik krijg de factuur steeds dubbel",
        "de kast was zo in elkaar gezet",
        "de hond van de buren blaft bij elke bezorger",
        "ik voelde me een idioot met die oude telefoon",
        "rot apparaat, doet het weer niet",
        "what a useless service, total joke",
        "rats in the bin store again, please collect",
        "I ran for the train like an idiot",
        "the conductor sang for a little girl today",
        "no spoilers but they kill him off in episode three",
    ],
)
def test_harsh_words_about_things_or_oneself_are_not(text: str) -> None:
    assert not detect(said(text), lexicons(), BRAND).abusive
