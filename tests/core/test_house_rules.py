"""Warnings: for how long they count, and which words are an appeal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.house_rules import MUTES, Appeal, Measure, Stage, Warned, appeals, read_length

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


@pytest.mark.parametrize("stage", [Stage.PLANNED, Stage.FAILED])
def test_what_the_platform_has_not_done_counts_for_nothing(stage: Stage) -> None:
    assert not replace(WARNED, measure=Measure.REMOVE, stage=stage).stands(NOON)


def test_a_mute_that_is_planned_keeps_another_away_and_one_that_failed_does_not() -> None:
    mute = replace(WARNED, measure=Measure.MUTE, ends=NOON + timedelta(hours=1))
    assert replace(mute, stage=Stage.PLANNED).mutes(NOON)
    assert mute.mutes(NOON)
    assert not mute.mutes(NOON + timedelta(hours=1))
    assert not replace(mute, stage=Stage.FAILED).mutes(NOON)
    assert not WARNED.mutes(NOON)


def test_a_message_is_taken_by_the_warning_that_names_it() -> None:
    taken = replace(WARNED, measure=Measure.REMOVE, message="12")
    assert taken.takes("12")
    assert not taken.takes("13")
    assert not replace(taken, stage=Stage.FAILED).takes("12")


@pytest.mark.parametrize(
    ("text", "length"),
    [("1u", "1h"), ("1h", "1h"), ("24u", "1d"), ("dag", "1d"), ("WEEK", "1w"), (" 7d ", "1w"), ("1d", "1d")],
)
def test_a_length_is_read(text: str, length: str) -> None:
    assert read_length(text) == length
    assert length in MUTES


@pytest.mark.parametrize("text", ["", "0", "altijd", "2u", "h", "1", "forever", "-1d"])
def test_another_length_is_none(text: str) -> None:
    assert read_length(text) == ""


def test_every_length_is_one_that_both_platforms_take_for_a_while() -> None:
    assert all(timedelta(minutes=10) < length < timedelta(days=28) for length in MUTES.values())
