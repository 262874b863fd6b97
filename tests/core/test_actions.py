"""Actions as values: each survives the store, and each is known there by one name."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from typing import get_args

import pytest

from bot.core import actions
from bot.core.actions import (
    KINDS,
    Action,
    Amend,
    Answer,
    Card,
    CardEdit,
    CardMoved,
    Enter,
    Inform,
    Leave,
    Mute,
    Notice,
    Relay,
    Restate,
    Retract,
    Reveal,
    TakeDown,
    Tell,
    ThreadPost,
    Timer,
    Unmute,
    Whisper,
    Withdraw,
)
from bot.core.messages import Place
from bot.core.words import Button, Link, Words

PLACE = Place("telegram", "-100123", "7")
WORDS = Words(("Hoi ", Link("hier", "https://polderlink.example"), " {{7*7}} ✓"))
EXAMPLES: tuple[Action, ...] = (
    Answer(PLACE, "12", WORDS, "nl/outage#2"),
    Answer(PLACE, "12", WORDS, "nl/human#1", event=False),
    Relay(PLACE, "12", "4455", WORDS, "press:ab"),
    Card("-100999"),
    Amend("77", 1, WORDS),
    Withdraw("77", 1),
    CardEdit(),
    CardMoved(PLACE, "12", WORDS),
    Inform(PLACE),
    Tell(PLACE, WORDS),
    CardEdit((Button("Heropen", "w:reopen:c1"),)),
    Reveal("token", PLACE, "12"),
    Whisper("token", "Kies.", (Button("Heropen", "w:reopen:c1"),)),
    ThreadPost(WORDS),
    ThreadPost(WORDS, (Button("Ongedaan maken", "w:undo:c1:ab", "danger"), Button("x", "y")), relayed="12"),
    Notice("-100999", "De bot is uit het kanaal gezet."),
    Retract(PLACE, "13"),
    Restate(PLACE, "14", Words.of("opgelost"), (Button("Ja", "f:yes:c1"),)),
    TakeDown(PLACE, "12", "w1", private=True),
    Mute(PLACE, "4455", datetime(2026, 11, 23, 12, 30, tzinfo=UTC), "w1"),
    Unmute(PLACE, "4455", datetime(2026, 11, 23, 12, 30, tzinfo=UTC), "w1"),
    Whisper("token", "Opgelost."),
    Relay(PLACE, "", "4455", WORDS, "intake", buttons=(Button("Overslaan", "p:a:c1:0:skip"),)),
    Enter("token", "4455", "ab" * 32, WORDS),
    Leave("-100777"),
    Timer("silence"),
)


def test_every_action_has_an_example_and_a_name() -> None:
    assert {type(example) for example in EXAMPLES} == set(get_args(Action)) == set(KINDS.values())


@pytest.mark.parametrize("action", EXAMPLES, ids=actions.kind_of)
def test_an_action_survives_the_store(action: Action) -> None:
    kept = json.loads(json.dumps(actions.dump(action)))
    assert actions.load(actions.kind_of(action), kept) == action


@pytest.mark.parametrize("action", EXAMPLES, ids=actions.kind_of)
def test_every_field_is_kept(action: Action) -> None:
    assert set(actions.dump(action)) == {field.name for field in dataclasses.fields(action)}


def test_a_place_is_kept_so_that_a_channel_that_moves_is_found_in_it() -> None:
    assert actions.dump(Retract(PLACE, "13"))["place"] == {"platform": "telegram", "channel": "-100123", "thread": "7"}


def test_an_action_of_a_later_version_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="attach"):
        actions.load("attach", {})


def test_only_a_relay_and_an_answer_are_never_repeated_blindly() -> None:
    from bot.service.acting import REPEATABLE

    assert set(KINDS.values()) - set(REPEATABLE) == {Answer, Relay, Amend, Timer}
