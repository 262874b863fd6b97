"""The operating point: thresholds from labelled probabilities, intervals, and which point a message gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.operating import (
    ASKED_AT_MOST,
    ROWS_AT_LEAST,
    Scores,
    group_of,
    interval_at,
    is_post,
    points,
    precision_at,
    wilson,
)

GOOD = Scores(
    complaints=tuple(n / 1000 for n in range(300, 1000)), others=tuple(n / 1000 for n in range(700) if n % 2 == 0)
)
"""Complaints from .3 up, others below .7."""
NOISE = Scores(tuple(n / 500 for n in range(500)), tuple(n / 500 for n in range(500)))
"""The model knows nothing: complaints and others alike."""


def test_the_answer_threshold_is_the_smallest_that_reaches_the_wanted_precision() -> None:
    point = points({"nl/chat": GOOD}, wanted=0.95, share=0.2).groups["nl/chat"]
    assert point.answer is not None
    hits = sum(p >= point.answer for p in GOOD.complaints) / len(GOOD.complaints)
    false = sum(p >= point.answer for p in GOOD.others) / len(GOOD.others)
    assert (precision_at(hits, false, 0.2) or 0) >= 0.95
    lower = point.answer - 0.01
    hits = sum(p >= lower for p in GOOD.complaints) / len(GOOD.complaints)
    false = sum(p >= lower for p in GOOD.others) / len(GOOD.others)
    assert (precision_at(hits, false, 0.2) or 0) < 0.95


def test_the_fewer_complaints_are_expected_the_surer_the_bot_must_be() -> None:
    found = [points({"nl/chat": GOOD}, 0.95, share).groups["nl/chat"].answer for share in (0.5, 0.2, 0.1)]
    assert None not in found
    assert found == sorted(found, key=lambda one: one or 0)
    assert len(set(found)) > 1


def test_where_the_precision_is_never_reached_the_bot_does_not_answer_and_shows_the_best_there_is() -> None:
    point = points({"en/post": NOISE}, 0.95, 0.2).groups["en/post"]
    assert point.answer is None
    assert point.answered == 0
    assert point.precision is not None
    assert point.precision < 0.95
    assert point.interval is not None
    assert point.interval[0] < point.precision < point.interval[1]


def test_a_few_lucky_rows_decide_nothing() -> None:
    lucky = Scores(
        complaints=(*NOISE.complaints, *[0.999] * (ROWS_AT_LEAST // 2)),
        others=NOISE.others,
    )
    assert points({"nl/chat": lucky}, 0.95, 0.2).groups["nl/chat"].answer is None


@pytest.mark.parametrize("form", ["chat", "post"])
def test_no_more_of_the_others_are_asked_than_is_allowed(form: str) -> None:
    point = points({f"nl/{form}": GOOD}, 0.95, 0.2).groups[f"nl/{form}"]
    above = sum(p >= point.ask for p in GOOD.others) / len(GOOD.others)
    assert above <= ASKED_AT_MOST[form]
    assert point.asked <= ASKED_AT_MOST[form]
    below = max(p for p in GOOD.others if p < point.ask)
    assert sum(p >= below for p in GOOD.others) / len(GOOD.others) > ASKED_AT_MOST[form]
    assert point.caught == sum(p >= point.ask for p in GOOD.complaints) / len(GOOD.complaints)


probabilities = st.lists(st.floats(0, 1), min_size=10, max_size=20).map(lambda some: sorted(some * 20))


@given(probabilities, probabilities, st.floats(0.5, 0.99), st.floats(0.01, 0.9))
def test_any_labelled_messages_give_thresholds_in_their_order(
    complaints: list[float], others: list[float], wanted: float, share: float
) -> None:
    scores = Scores(tuple(complaints), tuple(others))
    point = points({"nl/chat": scores}, wanted, share).groups["nl/chat"]
    assert 0 <= point.ask <= 1
    assert point.answer is None or point.ask <= point.answer
    assert 0 <= point.answered <= point.caught <= 1
    if point.answer is not None:
        assert point.precision is not None
        assert point.precision >= wanted


def test_a_small_group_has_no_thresholds_of_its_own() -> None:
    small = Scores((0.9,) * 20, (0.1,) * 20)
    assert points({"nl/post": small}).groups == {}
    both = points({"nl/post": small, "nl/chat": GOOD})
    borrowed = both.of("nl", "kijk @polderlink")
    assert borrowed is not None
    assert borrowed.group == "nl/chat"


def test_a_message_gets_the_point_of_its_language_and_form() -> None:
    found = points({"nl/chat": GOOD, "en/chat": NOISE, "en/post": GOOD})
    groups = {
        (language, text): point.group if (point := found.of(language, text)) else None
        for language, text in [("nl", "hoi"), ("en", "hello"), ("en", "hey @polderlink"), ("mixed", "hoi you")]
    }
    assert list(groups.values()) == ["nl/chat", "en/chat", "en/post", "nl/chat"]


def test_a_language_without_data_gets_the_most_careful_point() -> None:
    careful = points({"nl/chat": GOOD, "en/chat": NOISE}).of("other", "???")
    assert careful is not None
    assert careful.group == "en/chat"
    assert careful.answer is None


def test_without_any_data_there_is_no_point() -> None:
    assert points({}).of("nl", "hoi") is None


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("@polderlink niks doet het", True),
        ("alweer storing #fail", True),
        ("zie https://polderlink.example/x", True),
        ("zie www.polderlink.example", True),
        ("mail naar noor@post.example", False),
        ("huisnummer 12#", False),
        ("niks doet het", False),
        ("", False),
    ],
)
def test_a_handle_a_hashtag_or_a_link_makes_a_post(text: str, *, post: bool) -> None:
    assert is_post(text) is post
    assert group_of("nl", text) == ("nl/post" if post else "nl/chat")


@pytest.mark.parametrize(
    ("right", "rows", "low", "high"), [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (50, 50, 0.9287, 1.0)]
)
def test_wilsons_interval_is_that_of_the_textbook(right: int, rows: int, low: float, high: float) -> None:
    assert wilson(right, rows) == pytest.approx((low, high), abs=5e-5)


def test_the_interval_of_nothing_is_everything() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_at_the_tables_own_share_the_moved_interval_is_wilsons() -> None:
    assert interval_at(90, 10, 300, 700, 0.3) == pytest.approx(wilson(90, 100))
    low, high = interval_at(90, 10, 300, 700, 0.05)
    assert low < wilson(90, 100)[0]
    assert high < wilson(90, 100)[1]


def test_precision_follows_the_share_of_complaints() -> None:
    assert precision_at(0.5, 0.5, 0.2) == pytest.approx(0.2)
    assert precision_at(0.4, 0.0, 0.2) == 1.0
    assert precision_at(0.0, 0.0, 0.2) is None
