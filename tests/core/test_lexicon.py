from __future__ import annotations

from bot.core.lexicon import BrandNames, Cue, Kind, Lexicon, matcher_for, plain_phrase
from bot.core.normalise import normalise

CUES = (
    Cue("late", Kind.COMPLAINT, (("vertraag*", 2.0), ("*storing", 2.0), ("te laat", 1.0))),
    Cue("third", Kind.HARD, (("#x gebeld", 1.0),), topic="repeated"),
)
TOY = Lexicon("nl", frozenset({"de", "het"}), CUES)
BRAND = BrandNames("Polderlink")


def found(text: str) -> list[str]:
    matcher = matcher_for((TOY,), BRAND)
    plain = normalise(text, matcher.spelling)
    return [" ".join(plain.words[hit.start : hit.end]) for hit in matcher.find(plain)]


def test_a_phrase_is_found_at_word_boundaries_only() -> None:
    assert found("de bus is te laat") == ["te laat"]
    assert found("groote laatste") == []


def test_a_star_lets_the_word_go_on() -> None:
    assert found("vertraagde trein, internetstoring") == ["vertraagde", "internetstoring"]
    assert found("onvertraagd") == []


def test_a_number_sign_stands_for_any_number_above_two() -> None:
    assert found("5x gebeld") == ["5x gebeld".replace("5", "#")]
    assert found("2x gebeld") == []


def test_the_brand_is_a_phrase_like_any_other() -> None:
    assert found("hoi @PolderLink!") == ["polderlink"]


def test_ten_thousand_phrases_compile_and_find_the_same() -> None:
    many = Cue("many", Kind.COMPLAINT, tuple((f"woord{chr(97 + n % 26)}{n}q", 1.0) for n in range(10_000)))
    matcher = matcher_for((Lexicon("nl", frozenset(), (*CUES, many)),), BRAND)
    assert [hit.cue.name for hit in matcher.find(normalise("te laat"))] == ["late"]


def test_a_phrase_is_normalised_like_a_text() -> None:
    assert plain_phrase("Café's*") == "cafes*"
    assert plain_phrase("3 keer") == "# keer"
