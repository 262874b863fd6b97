"""From actions to jobs: lanes, channels and order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from bot.core.actions import (
    Action,
    Answer,
    Card,
    CardEdit,
    Leave,
    Mute,
    Notice,
    Relay,
    Retract,
    TakeDown,
    ThreadPost,
    Timer,
    Unmute,
    Whisper,
    kind_of,
)
from bot.core.cases import Case
from bot.core.messages import Place
from bot.core.words import Words
from bot.service.plans import _PRIORITY, job

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
PLACE = Place("telegram", "-100", "7")
CASE = Case("c1", "someone", PLACE, "m1", "nl", NOON, NOON)
HI = Words.of("hoi")
PUBLIC: list[Action] = [Answer(PLACE, "m1", HI, "nl/outage#1"), Relay(PLACE, "m1", "7", HI, "s1"), Retract(PLACE, "b1")]
INSIDE: list[Action] = [Card("-200"), CardEdit(), ThreadPost(HI)]


@pytest.mark.parametrize("action", PUBLIC, ids=kind_of)
def test_public_words_of_a_case_are_one_lane_in_its_channel(action: Action) -> None:
    made = job(action, "k", NOON, CASE)
    assert (made.lane, made.channel, made.case) == ("public:c1", "telegram:-100", "c1")


@pytest.mark.parametrize("action", INSIDE, ids=kind_of)
def test_what_staff_read_of_a_case_is_another_lane_in_the_staff_channel(action: Action) -> None:
    made = job(action, "k", NOON, CASE, staff="-200")
    assert (made.lane, made.channel, made.case) == ("staff:c1", "telegram:-200", "c1")


def test_lifting_a_mute_comes_after_the_mute_whichever_case_it_is_said_in() -> None:
    other = Case("c2", "someone", PLACE, "m9", "nl", NOON, NOON)
    mute = job(Mute(PLACE, "7", NOON + timedelta(hours=1), "w1"), "k1", NOON, CASE)
    unmute = job(Unmute(PLACE, "7", NOON, "w1"), "k2", NOON, other)
    assert mute.lane == unmute.lane == "mute:someone"
    assert mute.channel == "telegram:-100"


def test_what_is_taken_away_is_in_the_lane_of_what_the_public_reads() -> None:
    assert job(TakeDown(PLACE, "m1", "w1"), "k", NOON, CASE).lane == "public:c1"


def test_a_private_relay_uses_the_rate_of_the_private_chat() -> None:
    relay = Relay(Place("telegram", "4455"), "", "4455", HI, "s1")
    assert job(relay, "k", NOON, CASE).channel == "telegram:4455"


@pytest.mark.parametrize("action", [Whisper("t", "hoi"), Leave("-300"), Timer("silence")], ids=kind_of)
def test_presses_leaving_and_timers_wait_for_nobody(action: Action) -> None:
    one, other = job(action, "k1", NOON, CASE), job(action, "k2", NOON, CASE)
    assert one.lane != other.lane
    assert one.channel == "telegram:"


def test_a_notice_has_a_lane_of_its_own_in_the_staff_channel() -> None:
    made = job(Notice("-200", "weg"), "k", NOON, platform="telegram")
    assert (made.lane, made.channel, made.case) == ("notice:k", "telegram:-200", "")


def test_an_answer_that_belongs_to_no_case_has_a_lane_of_its_own() -> None:
    made = job(PUBLIC[0], "answer:telegram:-100:m1", NOON)
    assert (made.lane, made.channel) == ("public:answer:telegram:-100:m1", "telegram:-100")


def test_every_action_has_its_place_in_the_order() -> None:
    assert set(_PRIORITY) == set(get_args(Action))
    assert _PRIORITY[Whisper] < _PRIORITY[Relay] < _PRIORITY[Card] < _PRIORITY[CardEdit] < _PRIORITY[Timer]
