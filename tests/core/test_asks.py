"""Which questions staff are asked when there are more than a shift bears."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.core.asks import BELOW, LAST_BAR, OVER, bar, doubt, refused, weight


@dataclass(frozen=True)
class Ask:
    """A question."""

    severity: int
    probability: float


def test_nothing_is_more_in_doubt_than_one_half() -> None:
    assert doubt(0.5) == 1.0
    assert doubt(0.0) == doubt(1.0) == 0.0
    assert doubt(0.3) == pytest.approx(doubt(0.7))


def test_a_question_weighs_severity_times_doubt() -> None:
    assert weight(Ask(2, 0.5)) == 2.0
    assert weight(Ask(1, 0.5)) > weight(Ask(1, 0.9)) > weight(Ask(0, 0.9)) > 0


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
    assert refused(severity, weight(Ask(severity, probability)), used, budget=15) == why
