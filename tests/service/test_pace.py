"""How fast a channel may be spoken to; seconds of an invented clock."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.service.pace import RATES, Pace

GROUP = "telegram:-100"


def test_a_chat_bears_one_post_a_second() -> None:
    pace = Pace({})
    pace.spoke(GROUP, 10.0)
    assert pace.resting(10.5) == {GROUP}
    assert pace.ready_at(GROUP, 10.5) == 11.0
    assert pace.resting(11.0) == set()


def test_a_chat_bears_twenty_posts_a_minute() -> None:
    pace = Pace({})
    for second in range(20):
        pace.spoke(GROUP, float(second))
    assert pace.ready_at(GROUP, 21.0) == 60.0
    assert pace.resting(59.9) == {GROUP}
    assert pace.resting(60.0) == set()


def test_each_channel_has_a_pace_of_its_own() -> None:
    pace = Pace({})
    pace.spoke(GROUP, 10.0)
    assert pace.ready_at("telegram:-200", 10.0) == 10.0


def test_what_the_platform_asked_for_is_kept_to() -> None:
    pace = Pace({})
    pace.block("discord:7", 40.0)
    pace.block("discord:7", 30.0)
    assert pace.ready_at("discord:7", 10.0) == 40.0
    assert pace.resting(39.0) == {"discord:7"}
    assert pace.resting(40.0) == set()
    assert pace.blocked == {}


@pytest.mark.parametrize("platform", ["telegram", "discord"])
def test_without_pace_only_the_platforms_own_word_counts(platform: str) -> None:
    pace = Pace({platform: False})
    for _ in range(50):
        pace.spoke(f"{platform}:1", 5.0)
    assert pace.resting(5.0) == set()
    pace.block(f"{platform}:1", 9.0)
    assert pace.resting(5.0) == {f"{platform}:1"}


def test_what_goes_to_no_channel_uses_no_rate() -> None:
    pace = Pace({})
    pace.spoke("telegram:", 5.0)
    assert pace.resting(5.0) == set()


def test_the_first_channel_to_be_ready_says_how_long_to_wait() -> None:
    pace = Pace({})
    pace.block("discord:1", 30.0)
    pace.block("discord:2", 20.0)
    assert pace.next_ready(pace.resting(10.0), 10.0) == 20.0
    assert pace.next_ready([], 10.0) is None


def test_a_channel_that_fell_silent_is_forgotten() -> None:
    pace = Pace({})
    for number in range(100):
        pace.spoke(f"telegram:{number}", 1.0)
    pace.resting(1000.0)
    assert pace.posts == {}, "posts of channels that are long ready take room for ever"


@pytest.mark.parametrize("platform", [name for name in RATES if RATES[name]])
@given(waits=st.lists(st.floats(0, 3), min_size=1, max_size=80))
def test_whoever_waits_until_ready_never_breaks_a_rate(platform: str, waits: list[float]) -> None:
    pace, now, sent = Pace({}), 0.0, []
    for wait in waits:
        now = pace.ready_at(f"{platform}:1", now + wait)
        pace.spoke(f"{platform}:1", now)
        sent.append(now)
    for many, seconds in RATES[platform]:
        for first, after in zip(sent, sent[many:], strict=False):
            assert after - first >= seconds - 1e-6
