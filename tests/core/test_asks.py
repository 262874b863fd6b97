"""Which questions staff are asked when there are more than a shift bears."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.asks import BELOW, LAST_BAR, OVER, SERIOUS, Ask, bar, doubt, rank, refused, weight

asks = st.lists(st.builds(Ask, st.uuids().map(str), st.integers(0, 3), st.floats(0, 1), st.floats(0, 1e6)), max_size=40)


def test_nothing_is_more_in_doubt_than_one_half() -> None:
    assert doubt(0.5) == 1.0
    assert doubt(0.0) == doubt(1.0) == 0.0
    assert doubt(0.3) == pytest.approx(doubt(0.7))


def test_a_question_weighs_severity_times_doubt() -> None:
    assert weight(Ask("a", 2, 0.5)) == 2.0
    assert weight(Ask("a", 1, 0.5)) > weight(Ask("a", 1, 0.9)) > weight(Ask("a", 0, 0.9)) > 0


def test_the_heaviest_are_shown_and_the_rest_is_listed_with_its_reason() -> None:
    found = rank([Ask("sure", 1, 0.9), Ask("even", 1, 0.5), Ask("calm", 0, 0.45), Ask("odd", 1, 0.6)], budget=2)
    assert [ask.id for ask in found.shown] == ["even", "odd"]
    assert [(ask.id, why) for ask, why in found.overflow] == [("calm", OVER), ("sure", OVER)]


def test_of_equals_the_first_comes_first() -> None:
    found = rank([Ask("late", 1, 0.5, 2.0), Ask("early", 1, 0.5, 1.0)], budget=1)
    assert [ask.id for ask in found.shown] == ["early"]


@given(asks, st.integers(0, 20))
def test_what_is_serious_is_always_shown_and_nothing_is_lost(some: list[Ask], budget: int) -> None:
    found = rank(some, budget)
    left = [ask for ask, _ in found.overflow]
    assert sorted([*found.shown, *left], key=lambda ask: ask.id) == sorted(some, key=lambda ask: ask.id)
    assert all(ask.severity < SERIOUS for ask in left)
    mild = [ask for ask in found.shown if ask.severity < SERIOUS]
    assert len(mild) <= budget
    assert not left or len(mild) == budget
    assert max(map(weight, left), default=0) <= min(map(weight, mild), default=9)
    assert [weight(ask) for ask in found.shown] == sorted(map(weight, found.shown), reverse=True)


def test_the_first_half_of_the_budget_takes_whoever_comes_and_the_bar_then_rises() -> None:
    assert [bar(used, 10) for used in range(6)] == [0.0] * 6
    rising = [bar(used, 10) for used in range(5, 11)]
    assert rising == sorted(set(rising))
    assert rising[-1] == LAST_BAR
    assert bar(0, 0) == LAST_BAR


@pytest.mark.parametrize(
    ("severity", "probability", "used", "why"),
    [
        (1, 0.95, 0, ""),
        (1, 0.95, 12, BELOW),
        (1, 0.5, 12, ""),
        (1, 0.5, 14, ""),
        (1, 0.5, 15, OVER),
        (2, 0.95, 15, ""),
        (3, 0.99, 500, ""),
    ],
)
def test_one_by_one_the_last_places_go_to_what_weighs_most(
    severity: int, probability: float, used: int, why: str
) -> None:
    assert refused(severity, weight(Ask("a", severity, probability)), used, budget=15) == why
