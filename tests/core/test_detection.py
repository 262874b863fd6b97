from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import pytest

from bot.core.detection import detect
from bot.core.findings import HARD_REASONS, TOPICS
from bot.lexicons import load_lexicons
from tests.core.speaking import BRAND, said

if TYPE_CHECKING:
    from bot.core.findings import Finding
    from bot.core.lexicon import Lexicon


@cache
def lexicons() -> dict[str, Lexicon]:
    found, troubles = load_lexicons()
    assert troubles == []
    return found


def judge(text: str) -> Finding:
    return detect(said(text), lexicons(), BRAND)


def test_one_weak_word_alone_is_no_complaint() -> None:
    for text in ("rekening", "factuur gehad", "vervelend", "raar", "down", "bill", "late", "odd"):
        assert judge(text).probability < 0.5, text


def test_two_sure_signs_are_far_above_asking() -> None:
    """The probability is calibrated: of messages like these, four in five and more are complaints."""
    assert judge("Alweer geen internet en niemand neemt op").probability > 0.9
    assert judge("Polderlink, my parcel never arrived and you ignored me, worst customer service").probability > 0.9


def test_negation_takes_the_force_away() -> None:
    assert judge("hier geen vertraging vandaag").probability < 0.2
    assert judge("no delays on my line today").probability < 0.2


def test_a_negation_inside_the_complaint_does_not() -> None:
    assert judge("mijn wifi doet het weer niet, al drie dagen").probability > 0.8


def test_solved_trouble_is_no_complaint() -> None:
    finding = judge("De storing is opgelost, het werkt weer, bedankt")
    assert finding.probability < 0.5
    assert finding.solved


def test_praise_alone_is_said_as_praise() -> None:
    finding = judge("Wat een fijne monteur, heel tevreden")
    assert finding.praise
    assert finding.probability < 0.2


def test_another_company_is_named_and_left_alone() -> None:
    finding = judge("mijn garage rekende te veel en belt nooit terug")
    assert finding.probability < 0.5
    assert finding.other_company == "mijn garage"


def test_a_reply_that_quotes_trouble_is_judged_on_its_own_words() -> None:
    assert judge("> nog steeds geen internet, waardeloos\nBij mij loopt alles prima").probability < 0.5


def test_capitals_and_marks_make_it_louder() -> None:
    assert (
        judge("GEEN INTERNET IN DE HELE STRAAT!!!").probability > judge("geen internet in de hele straat").probability
    )


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("wifi hapert de hele avond weer", "outage"),
        ("pakket nooit aangekomen", "delivery"),
        ("dubbel afgeschreven deze maand", "billing"),
        ("screen cracked after two days, faulty phone", "product_defect"),
        ("on hold for two hours and nobody answers", "service"),
        ("my promo code doesn't work", "promotion"),
        ("kan niet inloggen in de app", "app"),
        ("opzegging nooit verwerkt", "cancellation"),
        ("you shared my details without my consent", "privacy"),
    ],
)
def test_the_topic_is_what_the_trouble_is_about(text: str, topic: str) -> None:
    assert judge(text).topic == topic


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("U hoort van mijn advocaat over deze rekening", "legal"),
        ("de oplader ontplofte naast het bed", "safety"),
        ("somebody emptied my account and you do nothing", "money"),
        ("mijn man is overleden en jullie blijven facturen sturen", "vulnerable"),
        ("ik ben journalist en werk aan een stuk over jullie", "press"),
        ("vierde keer dat ik bel en nog steeds geen antwoord", "repeated"),
        ("ik weet waar jullie zitten, ik weet jullie te vinden", "safety"),
    ],
)
def test_a_hard_case_names_its_reason_and_is_severity_3(text: str, reason: str) -> None:
    finding = judge(text)
    assert reason in finding.hard
    assert finding.severity == 3


def test_without_a_hard_reason_severity_stays_below_3() -> None:
    finding = judge("WAARDELOOS!!! ALWEER GEEN INTERNET, AL WEKEN, WAT EEN DRAMA 😡😡")
    assert finding.hard == ()
    assert finding.severity == 2


def test_insulting_people_is_abuse_and_swearing_at_the_company_is_not() -> None:
    assert judge("stelletje idioten bij jullie aan de telefoon").abusive
    assert not judge("wat een kutbedrijf, niks werkt").abusive


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("mens", "human"),
        ("Mens graag!", "human"),
        ("I want a human", "human"),
        ("stop", "stop"),
        ("STOP.", "stop"),
        ("dit was geen klacht", "no_complaint"),
        ("this was not a complaint", "no_complaint"),
    ],
)
def test_an_exit_word_is_heard(text: str, word: str) -> None:
    assert judge(text).exit_word == word


@pytest.mark.parametrize(
    "text", ["wat een lief mens was dat gisteren in de winkel", "de bus stopt bij de volgende stop in het dorp"]
)
def test_an_exit_word_inside_a_sentence_is_none(text: str) -> None:
    assert judge(text).exit_word == ""


def test_the_brand_is_seen_by_name_handle_alias_and_domain() -> None:
    for text in ("Polderlink is leuk", "ha @PolderLink", "polder link dus", "zie https://polderlink.example/x"):
        assert judge(text).names_brand, text
    assert detect(said("ha", mentions=frozenset({"polderlink"})), lexicons(), BRAND).names_brand
    assert not judge("de polder is groen").names_brand


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ik heb het nu al gezien en het is mooi", "nl"),
        ("what do you think about the new one", "en"),
        ("ik snap het niet maar anyway what do you think about that", "mixed"),
        ("ich habe das nicht und wir sind auch sehr müde", "other"),
        ("...", "other"),
    ],
)
def test_the_language_is_told(text: str, language: str) -> None:
    assert judge(text).language == language


def test_reasons_are_in_the_readers_language_and_quote_the_words() -> None:
    dutch = [signal.text for signal in judge("mijn wifi valt weg").signals if signal.fired]
    english = [signal.text for signal in judge("my wifi keeps dropping").signals if signal.fired]
    assert any(text.startswith("zegt dat iets uitvalt") and '"wifi valt weg"' in text for text in dutch)
    assert any(text.startswith("says that something is down") for text in english)


def test_what_did_not_fire_is_told_too() -> None:
    silent = [signal for signal in judge("goedemorgen").signals if not signal.fired]
    assert {"trouble", "hard", "solved"} <= {signal.name for signal in silent}
    assert all(signal.text and signal.weight == 0.0 for signal in silent)


def test_no_signal_repeats_personal_data() -> None:
    finding = judge("dubbel afgeschreven van NL91ABNA0417164300, bel 06-12345678, storing@polderlink.example")
    told = " ".join(signal.text for signal in finding.signals)
    assert "0417164300" not in told
    assert "12345678" not in told
    assert "0417164300" not in finding.masked
    assert [span.kind for span in finding.private] == ["iban", "phone", "email"]


def test_letters_of_another_script_and_stretched_letters_hide_nothing() -> None:
    plain = judge("alweer geen internet, waardeloos")
    assert judge("alweer g\u0435\u0435n int\u0435rnet, w\u0430\u0430rdeloos").probability == plain.probability
    assert judge("alweerrrr geeeen internet, waardelooooos").probability == plain.probability


def test_a_slip_of_the_finger_is_read_as_the_word() -> None:
    assert judge("@polderlink de bezorgr is weer niet geweest, mijn pakket is nooit aangekomen").topic == "delivery"


def test_a_long_text_is_judged_on_its_ends_and_says_so() -> None:
    text = "alweer geen internet. " + "la " * 5000 + " mijn IBAN is NL91ABNA0417164300"
    finding = judge(text)
    assert finding.cut
    assert finding.probability > 0.5
    span = finding.private[0]
    assert text[span.start : span.end] == "NL91ABNA0417164300"


def test_composed_and_decomposed_letters_are_the_same() -> None:
    text = "Één grote puinhoop, één uur vertraging én géén bereik"
    assert (
        judge(unicodedata.normalize("NFD", text)).probability
        == judge(unicodedata.normalize("NFC", text)).probability
        > 0.5
    )


def test_topics_and_reasons_come_from_the_contract() -> None:
    for lexicon in lexicons().values():
        for cue in lexicon.cues:
            assert cue.topic in {"", *TOPICS, *HARD_REASONS, "human", "stop", "no_complaint"}


def test_without_any_lexicon_nothing_is_a_complaint() -> None:
    finding = detect(said("alweer geen internet"), {}, BRAND)
    assert finding.probability < 0.1
    assert finding.signals
