"""What a batch has already changed, laid over what the store remembered before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.actions import Retract, Timer
from bot.core.cases import State
from bot.core.messages import Role
from bot.ports import Customer, Past, Seen
from bot.service.memory import Memory
from bot.service.plans import job
from tests.core.judged import CASE, NOON, PLACE, case, message

SANNE = Customer("sanne", "sandbox", "7", "Sanne")
KIM = Customer("kim", "sandbox", "8", "Kim")


def seen(version: int) -> Seen:
    """A version of the message."""
    return Seen(PLACE, "m2", version, "sanne", Role.CUSTOMER, NOON, "…")


def test_an_empty_batch_changes_nothing() -> None:
    past = Past(SANNE, CASE, CASE, CASE, NOON, {"outage": NOON}, {"outage": 2}, 3, 1, 2, 4, 5)
    history = Memory().history(message(), past)
    assert (history.open_case, history.replied_case, history.own_case) == (CASE, CASE, CASE)
    assert (history.answered_customer, history.answered_topics, history.contacts) == (
        NOON,
        {"outage": NOON},
        {"outage": 2},
    )
    assert (history.answers_today, history.retractions_today, history.posts_minute, history.asks_shift) == (3, 1, 2, 4)
    assert history.seen_version == 5


def test_a_case_is_seen_as_the_batch_left_it() -> None:
    memory = Memory()
    memory.keep(case(State.CLAIMED))
    history = memory.history(message(), Past(SANNE, open_case=CASE, replied_case=CASE, own_case=CASE))
    assert {c.state for c in (history.open_case, history.replied_case, history.own_case) if c} == {State.CLAIMED}


def test_a_case_that_the_batch_ended_is_not_open_any_more() -> None:
    memory = Memory()
    memory.keep(case(State.CLOSED))
    assert memory.history(message(), Past(SANNE, open_case=CASE)).open_case is None


def test_a_case_that_the_batch_opened_is_found_by_its_customer_its_message_and_replies_to_it() -> None:
    memory = Memory()
    fresh = case(State.HEARD, id="c2", message="m7")
    memory.keep(fresh, new=True)
    assert memory.history(message(), Past(SANNE)).open_case == fresh
    assert memory.history(message(), Past(SANNE)).contacts == {"outage": 1}
    assert memory.history(message(id="m7"), Past(SANNE)).own_case == fresh
    assert memory.history(message(reply_to="m7"), Past(KIM)).replied_case == fresh
    other = memory.history(message(), Past(KIM))
    assert (other.open_case, other.contacts) == (None, {})
    linked = memory.history(message(), Past(KIM, linked=frozenset({"sanne"})))
    assert (linked.open_case, linked.contacts) == (None, {"outage": 1})


def test_a_case_in_another_channel_is_no_case_here() -> None:
    memory = Memory()
    memory.keep(replace(CASE, place=replace(PLACE, channel="elsewhere")), new=True)
    assert memory.history(message(), Past(SANNE)).open_case is None


def test_answers_planned_in_the_batch_count_for_every_brake() -> None:
    memory = Memory()
    memory.answers.append((PLACE.channel, "sanne", "outage", NOON))
    memory.answers.append(("elsewhere", "sanne", "billing", NOON))
    later = NOON + timedelta(seconds=1)
    mine = memory.history(message(at=later), Past(SANNE, answers_today=2, posts_minute=1))
    assert (mine.answered_customer, mine.answered_topics, mine.answers_today, mine.posts_minute) == (
        NOON,
        {"outage": NOON},
        3,
        2,
    )
    hers = memory.history(message(at=later), Past(KIM))
    assert (hers.answered_customer, hers.answered_topics) == (None, {"outage": NOON})


def test_stop_questions_and_versions_of_the_batch_count() -> None:
    memory = Memory()
    memory.stopped.add("sanne")
    memory.asks = 3
    memory.seen += [seen(0), seen(2)]
    history = memory.history(message(), Past(SANNE, asks_shift=1))
    assert (history.stopped, history.asks_shift, history.seen_version) == (True, 4, 2)
    assert not memory.history(message(id="m3"), Past(KIM)).stopped
    assert memory.history(message(id="m3"), Past(KIM)).seen_version == -1


def test_what_the_batch_planned_for_a_case_can_be_dropped() -> None:
    memory = Memory()
    memory.jobs = [job(Retract(PLACE, "b1"), "r", NOON, CASE), job(Timer("silence"), "t", NOON, CASE)]
    memory.drop_jobs("c1", ("timer",))
    assert [planned.kind for planned in memory.jobs] == ["retract"]
