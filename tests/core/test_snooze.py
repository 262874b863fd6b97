"""How long a case may rest."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.core.snooze import CHOICES, read_choice, rests_until

UTRECHT = ZoneInfo("Europe/Amsterdam")
NINE = time(9)


@pytest.mark.parametrize(
    ("choice", "now", "until"),
    [
        ("hour", "2026-11-19T13:00", "2026-11-19T14:00"),
        ("tomorrow", "2026-11-19T13:00", "2026-11-20T08:00"),
        ("tomorrow", "2026-11-19T23:30", "2026-11-21T08:00"),  # past midnight in Utrecht
        ("monday", "2026-11-19T13:00", "2026-11-23T08:00"),
        ("monday", "2026-11-23T07:00", "2026-11-30T08:00"),  # never today
        ("tomorrow", "2026-03-28T12:00", "2026-03-29T07:00"),  # the night in which summer begins
        ("tomorrow", "2026-10-24T12:00", "2026-10-25T08:00"),  # and in which it ends
        ("hour", "2026-10-25T00:30", "2026-10-25T01:30"),
    ],
)
def test_a_case_comes_back_when_staff_begin(choice: str, now: str, until: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert rests_until(choice, moment, UTRECHT, NINE) == datetime.fromisoformat(until).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("1u", "hour"),
        ("1 h", "hour"),
        ("Morgen", "tomorrow"),
        ("maandag", "monday"),
        ("monday", "monday"),
        ("ooit", ""),
    ],
)
def test_a_choice_is_read_in_either_language(text: str, choice: str) -> None:
    assert read_choice(text) == choice
    assert choice in {*CHOICES, ""}
