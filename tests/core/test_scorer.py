from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import sqrt
from typing import TYPE_CHECKING

import pytest

from bot.core.detection import detect
from bot.core.lexicon import Kind
from bot.core.scorer import (
    END,
    MOST_TOKENS,
    START,
    Further,
    Model,
    Reading,
    TopicModel,
    Weights,
    logistic,
    pieces_of,
    score,
    shares_of,
    topic_chances,
    topic_of,
)
from bot.lexicons import load_lexicons
from bot.lexicons.models import MODEL, as_text, read_model
from tests.core.speaking import BRAND, said

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.findings import Finding
    from bot.core.lexicon import Lexicon

TOPICS = TopicModel(
    ("outage", "billing"),
    (0.0, 0.0),
    {"chosen:billing": (0.0, 1.0)},
    {"wifi": (2.0, 0.0), "euro": (0.0, 2.0)},
    {"eur": (0.0, 0.5)},
)
MODEL_OF_TWO = Model(
    languages=frozenset({"nl", "en"}),
    bias=-1.0,
    slope=2.0,
    offset=0.5,
    rules={"trouble": 0.5},
    words={"weer": 1.0, "bedankt": -2.0},
    pairs={("weer", "niet"): 1.5},
    apart={(START, "niet"): 0.75},
    pieces={"<we": 0.25, "wee": 0.25},
    topics=TOPICS,
)
POSTS = replace(MODEL_OF_TWO, post=Weights(bias=3.0), post_languages=frozenset({"en"}))


@cache
def lexicons() -> dict[str, Lexicon]:
    return load_lexicons()[0]


_WITH: list[tuple[Model | None, dict[str, Lexicon]]] = []
"""The lexicons with each model that was asked for: what is compiled for one serves all tests."""


def lexicons_with(model: Model | None) -> dict[str, Lexicon]:
    for known, made in _WITH:
        if known is model:
            return made
    made = {language: replace(lexicon, model=model) for language, lexicon in lexicons().items()}
    _WITH.append((model, made))
    return made


def judge(text: str, model: Model | None = MODEL_OF_TWO) -> Finding:
    return detect(said(text), lexicons_with(model), BRAND)


def reading(*words: str, rules: dict[str, float] | None = None) -> Reading:
    return Reading(rules or {}, list(words), (START, *words, END))


def test_the_score_is_the_sum_that_the_docstring_tells() -> None:
    scored = score(MODEL_OF_TWO, reading("weer", "niet", rules={"trouble": 2.0}))
    total = -1.0 + 0.5 * 2.0 + (1.0 + 0.25 + 0.25 + 1.5 + 0.75) / sqrt(2)
    assert scored.probability == pytest.approx(logistic(2.0 * total + 0.5))
    assert scored.known == 0.5
    assert [word for word, _ in shares_of(MODEL_OF_TWO, reading("weer", "niet"))] == ["weer"]


def test_words_share_by_the_root_of_their_number() -> None:
    plain = replace(MODEL_OF_TWO, pieces={})
    assert shares_of(plain, reading("weer")) == [("weer", 2.0)]
    assert shares_of(plain, reading("weer", "bedankt"))[1][1] == pytest.approx(-2.0 * 2.0 / sqrt(2))


def test_a_word_outside_the_vocabulary_weighs_by_its_pieces_and_is_not_named() -> None:
    with_pieces = score(MODEL_OF_TWO, reading("weerbericht"))
    assert with_pieces.probability > score(replace(MODEL_OF_TWO, pieces={}), reading("weerbericht")).probability
    assert shares_of(MODEL_OF_TWO, reading("weerbericht")) == []
    assert with_pieces.known == 0


def test_a_message_without_words_is_judged_by_the_bias() -> None:
    assert score(MODEL_OF_TWO, reading()).probability == pytest.approx(logistic(-1.5))


def test_posts_of_a_language_with_posts_have_weights_of_their_own() -> None:
    chat = reading("weer")
    assert score(POSTS, chat._replace(language="en")) == score(MODEL_OF_TWO, chat)
    assert score(POSTS, chat._replace(language="nl", post=True)) == score(MODEL_OF_TWO, chat)
    assert score(POSTS, chat._replace(language="en", post=True)).probability == pytest.approx(logistic(3.0))
    assert score(POSTS, chat._replace(language="other", post=True)).probability == pytest.approx(logistic(3.0))


def test_what_looks_like_a_post_is_told_from_the_text_alone() -> None:
    chat, post = "the app you made is not for me", "the app you made is not for me https://t.example/x"
    assert judge(post, POSTS).probability > 0.8
    assert judge(chat, POSTS).probability == judge(chat).probability


def test_the_model_answers_further_questions_about_the_same_words() -> None:
    model = replace(MODEL_OF_TWO, hard=Weights(words={"advocaat": 2.0}), abusive=Weights(bias=-1.0))
    scored = score(model, reading("advocaat"))
    assert scored.further.hard == pytest.approx(logistic(2.0))
    assert scored.further.abusive == pytest.approx(logistic(-1.0))
    assert scored.further.serious < 0.001


def test_a_fair_chance_of_a_hard_case_makes_it_serious_and_a_serious_tone_only_in_a_complaint() -> None:
    assert Further(hard=0.3).says_serious(0.1)
    assert Further(serious=0.6).says_serious(0.6)
    assert not Further(serious=0.6).says_serious(0.4)
    assert judge("ik heb het nu weer", replace(MODEL_OF_TWO, hard=Weights(bias=1.0))).severity == 2


def test_pieces_mark_the_edges_and_neither_endless_words_nor_numbers_have_any() -> None:
    assert pieces_of("ja") == ["<ja", "ja>", "<ja>"]
    assert pieces_of("x" * 31) == []
    assert pieces_of("nl91abna0417164300") == []


def test_the_topic_is_the_highest_of_signs_words_and_pieces() -> None:
    assert topic_of(TOPICS, {}, ["wifi"]) == "outage"
    assert topic_of(TOPICS, {"chosen:billing": 1.0}, ["euro"]) == "billing"
    assert topic_of(TOPICS, {"chosen:billing": 1.0}, []) == "billing"


def test_the_chances_of_the_topics_add_up_and_a_gentle_slope_brings_them_together() -> None:
    chances = topic_chances(TOPICS, {}, ["wifi"])
    assert sum(chances.values()) == pytest.approx(1)
    assert chances["outage"] > topic_chances(replace(TOPICS, slope=0.5), {}, ["wifi"])["outage"] > 0.5


def test_the_probability_is_the_models_and_its_words_are_named() -> None:
    finding = judge("ik heb het nu weer en de wifi is er")
    assert finding.probability != judge("ik heb het nu weer en de wifi is er", None).probability
    word = next(signal for signal in finding.signals if signal.name == "word:weer")
    assert word.weight > 0
    assert word.text == 'het woord "weer" wijst op een klacht'
    assert finding.signals


def test_words_that_speak_against_say_so_in_the_readers_language() -> None:
    model = replace(MODEL_OF_TWO, words={"thanks": -2.0})
    texts = [signal.text for signal in judge("thanks for that, what do you think of it", model).signals]
    assert 'the word "thanks" points away from a complaint' in texts


def test_only_words_of_the_vocabulary_are_named() -> None:
    finding = judge("ik ben Wilhelmina en ik heb het weer, mail weer@polderlink.example of bel 06-12345678")
    named = [signal.name for signal in finding.signals if signal.name.startswith("word:")]
    assert named == ["word:weer"]


def test_without_a_model_detection_goes_by_the_rules_alone() -> None:
    finding = judge("alweer geen internet en niemand neemt op", None)
    assert finding.probability > 0.9
    assert not any(signal.name.startswith("word:") for signal in finding.signals)


def test_a_language_the_model_does_not_know_is_left_to_the_rules() -> None:
    text = "ich habe das nicht und wir sind auch sehr muede"
    assert judge(text).probability == judge(text, None).probability


def test_an_exit_word_is_no_matter_for_the_model() -> None:
    assert judge("mens graag").probability == judge("mens graag", None).probability


def test_a_hard_reason_stays_with_the_lexicon() -> None:
    calm = replace(MODEL_OF_TWO, bias=-50.0)
    finding = judge("de oplader ontplofte naast het bed, u hoort van mijn advocaat", calm)
    assert "legal" in finding.hard
    assert finding.severity == 3


def test_the_pairs_of_an_endless_text_are_bounded() -> None:
    once, often = "weer niet " * MOST_TOKENS, "weer niet " * MOST_TOKENS * 2
    assert judge(once).probability == judge(often).probability


def test_a_model_is_the_same_after_writing_and_reading(tmp_path: Path) -> None:
    path = tmp_path / MODEL
    path.parent.mkdir()
    model = replace(POSTS, hard=Weights(words={"advocaat": 2.0}))
    path.write_text(as_text(model), encoding="utf-8")
    again = read_model(path)
    assert as_text(again) == as_text(model)
    assert again.topics is not None
    assert again.topics.words == TOPICS.words
    assert again.post_languages == {"en"}
    assert again.hard.words == {"advocaat": 2.0}


@pytest.mark.parametrize("text", ["", "[]", '{"format": 1}', '{"format": 2}', '{"format": 2, "chat": []}'])
def test_a_broken_model_is_told_and_left_out(tmp_path: Path, text: str) -> None:
    path = tmp_path / MODEL
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    found, troubles = load_lexicons(tmp_path)
    assert found == {}
    assert [trouble.file for trouble in troubles] == [str(path)]
    assert "wegwijzer train" in troubles[0].fix


def test_the_packaged_model_is_small_and_speaks_dutch_and_english() -> None:
    model = lexicons()["nl"].model
    assert model is not None
    assert model is lexicons()["en"].model
    assert model.languages == {"nl", "en"}
    assert model.post_languages == {"en"}
    assert len(as_text(model).encode()) <= 4_000_000


def test_the_packaged_vocabulary_has_no_digits_and_no_handles() -> None:
    model = lexicons()["nl"].model
    assert model is not None
    assert model.post is not None
    for weights in (model, model.post, model.serious, model.hard, model.abusive):
        words = {*weights.words, *(word for pair in (*weights.pairs, *weights.apart) for word in pair)}
        assert not any(character.isdigit() for word in words for character in word)
        assert not any("@" in word for word in words)


def test_cues_of_no_kind_are_unknown_to_the_packaged_model() -> None:
    model = lexicons()["nl"].model
    assert model is not None
    kinds = {sign.partition(":")[2] for sign in model.rules if sign.startswith(("kind:", "more:", "negated:"))}
    assert kinds <= set(Kind)
