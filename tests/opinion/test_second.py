"""What a second opinion does to a finding, and to what the bot may do with it."""

from __future__ import annotations

from dataclasses import replace
from math import exp
from typing import TYPE_CHECKING

import pytest

from bot.core.detection import detect
from bot.core.operating import Point, Points
from bot.core.scorer import TopicModel, topic_chances
from bot.core.second import ENCODER, ENDPOINT, NOBODY, UNHEARD, About, Second, View, doubted, plain, topics_with
from bot.core.triage import Rules, thresholds
from bot.lexicons import load_lexicons
from bot.opinion import again_with
from tests.core.speaking import BRAND, said
from tests.opinion.judges import Counting, about, sure

if TYPE_CHECKING:
    from bot.core.findings import Finding

LEXICONS, _ = load_lexicons()
TEXTS = (
    "lekker weer vandaag",
    "factuur klopt volgens mij niet helemaal, of lees ik dat verkeerd?",
    "Derde keer dat de monteur niet is gekomen. Waardeloos!",
    "heeft iemand het nummer van de klantenservice?",
    "my package was supposed to be here on Monday",
    "top geregeld, dank jullie wel",
)


def found(text: str, second: Second | None = None) -> Finding:
    return detect(said(text), LEXICONS, BRAND, second=second)


DOUBTFUL = next(text for text in TEXTS if 0.2 < found(text).probability < 0.8)


def test_only_messages_in_the_band_are_asked_about() -> None:
    judge = Counting()
    findings = [found(text) for text in TEXTS]
    inside = [text for text, finding in zip(TEXTS, findings, strict=True) if 0.1 <= finding.probability <= 0.9]
    again_with(judge, findings, lambda place, second: found(TEXTS[place], second))  # type: ignore[arg-type]
    assert judge.asked == inside
    assert 0 < len(inside) < len(TEXTS)


def test_without_an_encoder_the_findings_stay_as_they_are() -> None:
    findings = [found(text) for text in TEXTS]
    assert again_with(None, findings, lambda place, second: found(TEXTS[place], second)) == findings


def test_an_exit_word_is_never_in_doubt() -> None:
    assert not doubted(replace(found(DOUBTFUL), exit_word="stop"), (0.0, 1.0))


@pytest.mark.parametrize(("shift", "words"), [(3.0, "leest als een klacht"), (-3.0, "leest niet als een klacht")])
def test_a_view_moves_the_probability_and_says_so(shift: float, words: str) -> None:
    dutch = next(text for text in TEXTS if found(text).language == "nl" and 0.2 < found(text).probability < 0.8)
    finding = found(dutch, sure(shift))
    assert finding.second == ENCODER
    assert (finding.probability > 0.5) == (shift > 0)
    signal = next(signal for signal in finding.signals if signal.name == "second:encoder")
    assert signal.fired
    assert signal.text == f"tweede mening: {words}"
    assert (signal.weight > 0) == (shift > 0)


def test_what_it_makes_a_complaint_gets_a_topic_and_a_severity() -> None:
    finding = found(DOUBTFUL, sure(3.0))
    assert finding.topic
    assert finding.severity >= 1


SURE = next(text for text in TEXTS if found(text).probability > 0.9)


def test_of_what_the_word_model_is_sure_of_the_topic_alone_is_asked() -> None:
    judge = Counting(replace(about("privacy"), as_chat=View(0.0, -9.0)))
    judge.tells_topics = True
    (finding,) = again_with(judge, [found(SURE)], lambda _, second: found(SURE, second))  # type: ignore[arg-type]
    assert judge.asked == [found(SURE).masked]
    assert finding.probability == found(SURE).probability
    assert (finding.topic, finding.second) == ("privacy", "")


def test_a_view_that_changes_the_topic_says_so() -> None:
    finding = found(SURE, about("privacy"))
    assert [(signal.weight, signal.text) for signal in finding.signals if signal.name == "second:topic"] == [
        (0.0, "tweede mening: leest een ander onderwerp")
    ]
    same = found(SURE, about(found(SURE).topic))
    assert not any(signal.name == "second:topic" for signal in same.signals)


def test_what_is_no_complaint_gets_no_topic_by_a_view() -> None:
    calm = next(text for text in TEXTS if found(text).probability < 0.1)
    assert found(calm, about("privacy").for_topic()).topic == ""


def test_words_and_view_are_weighed_together() -> None:
    model = TopicModel(("app", "billing"), (2.0, 0.0), {}, {}, {})
    alone = topics_with(model, {}, (), None)
    assert alone == topic_chances(model, {}, ())
    against = topics_with(model, {}, (), About(0.5, {"app": 0.0, "billing": 3.0}))
    assert against["billing"] == pytest.approx(1 / (1 + exp(-2.0)))
    assert topics_with(model, {}, (), About(0.5, {"app": 0.0, "other": 3.0})) == alone


def test_a_view_that_did_not_come_changes_nothing_but_is_told() -> None:
    finding = found(DOUBTFUL, NOBODY)
    assert finding.probability == pytest.approx(found(DOUBTFUL).probability)
    assert finding.second == UNHEARD
    assert any(signal.name == "second:unheard" and not signal.fired for signal in finding.signals)


def test_posts_and_chat_have_views_of_their_own() -> None:
    second = Second(View(0.0, -5.0), View(0.0, 5.0))
    assert second.joined(0.5, post=False) < 0.1
    assert second.joined(0.5, post=True) > 0.9


def _points(answer: float) -> Points:
    return Points(0.95, 0.2, {"nl/chat": Point("nl/chat", answer, 0.4, 0.95, None, 0.3, 0.8, 0.1, 500)})


@pytest.mark.parametrize(("second", "answer"), [("", 0.8), (ENCODER, 0.8), (UNHEARD, 0.9), (ENDPOINT, None)])
def test_each_finding_is_held_to_thresholds_that_were_measured_for_it(second: str, answer: float | None) -> None:
    rules = Rules(points=_points(0.9), with_second=_points(0.8))
    finding = replace(found(DOUBTFUL), second=second, language="nl")
    assert thresholds(said("het werkt niet"), finding, rules) == (answer, 0.4)


def test_where_no_second_opinion_is_set_up_the_ordinary_thresholds_hold() -> None:
    finding = replace(found(DOUBTFUL), language="nl")
    assert thresholds(said("het werkt niet"), finding, Rules(points=_points(0.9))) == (0.9, 0.4)


def test_encoders_read_no_links_no_handles_and_not_too_much() -> None:
    assert plain("@polderlink het is #kapot https://polderlink.example/x") == "het is kapot"
    assert plain("@polderlink") == "."
    assert plain("\ud800\0") not in {"", " "}
    assert len(plain("woord " * 5000)) <= 601
