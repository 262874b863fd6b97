"""Warnings: for how long they count, and which words are an appeal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.house_rules import Appeal, Warned, appeals

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WARNED = Warned("w1", "c1", "someone", 1, "noor", NOON, NOON + timedelta(days=90))


def test_a_warning_counts_until_its_time_is_over() -> None:
    assert WARNED.stands(NOON)
    assert WARNED.stands(NOON + timedelta(days=89))
    assert not WARNED.stands(NOON + timedelta(days=90))


@pytest.mark.parametrize(
    ("appeal", "stands"),
    [(Appeal.NONE, True), (Appeal.ASKED, True), (Appeal.DENIED, True), (Appeal.GRANTED, False)],
)
def test_only_an_appeal_that_was_granted_takes_it_away(appeal: Appeal, stands: bool) -> None:
    assert replace(WARNED, appeal=appeal).stands(NOON) is stands


@pytest.mark.parametrize(
    "text", ["bezwaar", "Bezwaar!", "ik maak bezwaar", "Appeal", "I appeal against this", '"bezwaar"']
)
def test_words_of_appeal(text: str) -> None:
    assert appeals(text)


@pytest.mark.parametrize("text", ["geen bezwaar hoor", "dat is bezwaarlijk", "appealing offer", "wat een onzin", ""])
def test_other_words_are_no_appeal(text: str) -> None:
    assert not appeals(text)
