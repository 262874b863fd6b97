from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from bot.core.detection import detect
from bot.core.flipping import LONGEST, flip
from bot.core.triage import History, Kind, Rules, triage
from bot.lexicons import load_lexicons
from tests.core.speaking import BRAND, said

if TYPE_CHECKING:
    from bot.core.findings import Finding
    from bot.core.flipping import Flip
    from bot.core.lexicon import Lexicon
    from bot.core.messages import Message
    from bot.core.triage import Verdict

RULES = Rules(mode="all", precision=0.9)


@cache
def lexicons() -> dict[str, Lexicon]:
    return load_lexicons()[0]


def judge(message: Message) -> tuple[Finding, Verdict]:
    finding = detect(message, lexicons(), BRAND)
    return finding, triage(message, finding, History(), RULES)


def changed(text: str) -> Flip | None:
    return flip(said(text), judge, lexicons())


def test_taking_the_words_out_gives_the_verdict_that_is_told() -> None:
    text = "alweer geen internet in de hele straat waardeloos"
    found = changed(text)
    assert found is not None
    assert not found.added
    assert found.words in text
    finding, verdict = judge(said(" ".join(text.replace(found.words, "").split())))
    assert verdict.kind == found.verdict != judge(said(text))[1].kind
    assert finding.probability == found.probability


def test_one_word_is_preferred_to_two() -> None:
    found = changed("de monteur is niet gekomen")
    assert found is not None
    assert len(found.words.split()) == 1


def test_what_is_left_alone_is_told_which_sign_would_have_it_asked() -> None:
    text = "mijn modem staat in de gang"
    found = changed(text)
    assert found is not None
    assert found.added
    assert found.by > 0
    assert judge(said(f"{text}, {found.words}"))[1].kind == found.verdict != Kind.LEAVE


def test_personal_data_goes_as_a_whole_and_stays_covered() -> None:
    found = changed("alweer geen internet, niemand neemt op, mijn rekening is NL91 ABNA 0417 1643 00")
    assert found is not None
    assert found.words == "[IBAN]"
    assert "0417" not in found.say("nl")


def test_it_is_said_in_the_language_of_the_message() -> None:
    dutch, english = changed("alweer geen internet, waardeloos"), changed("my parcel never arrived, useless service")
    assert dutch is not None
    assert english is not None
    assert dutch.say("nl").startswith("zonder ")
    assert english.say("en").startswith("without ")


def test_an_empty_or_endless_text_has_no_small_change() -> None:
    assert changed("") is None
    assert changed("kapot " * LONGEST) is None
