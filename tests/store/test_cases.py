from __future__ import annotations

import asyncio
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from bot.core.cases import Case, Event, State
from bot.core.messages import Place
from tests.store.people import NOW, PLACE, STAFF, a_case, at, seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.ports import Ledger, Store

FULL_CASE = Case(
    id="f00",
    customer="c1",
    place=Place("discord", "c:1", "t1"),
    message="100",
    language="nl",
    opened=NOW,
    updated=at(seconds=1.000001),
    state=State.CLAIMED,
    topic="outage",
    severity=3,
    hard=("legal", "press"),
    probability=0.75,
    masked="mijn nummer is \u2022\u2022\u2022 😀",
    why="because",
    reply="nl/outage#2",
    suggested=("Hoi ", ["hier", "https://community.polderlink.example/t/1"]),
    deadline=at(hours=4),
    answered=at(minutes=1),
    answer="101",
    said="answered",
    owner="s1",
    owner_name="Bo",
    card="55",
    thread=Place("discord", "c:9", "t9"),
    last_message="102",
    private=True,
    private_channel="777",
    pending="relay:1",
    suggestion="nl/picked_up#1",
    media="photo",
    snoozed=at(hours=9),
    merged="f02",
    grouped="f03",
    outside="https://elsewhere.example/post/1",
    follows="f04",
    closing=("opgelost",),
    closing_by="Noor Bos",
    followed=at(hours=30),
    helped="yes",
    comment="netjes",
    withdrawn=True,
    answer_words=("Hoi ", ["hier", "https://polderlink.example"]),
    note_post="m-99",
    team="Netwerk",
)


async def test_a_case_comes_back_as_it_was_saved(store: Store) -> None:
    saved = await store.write(lambda ledger: ledger.save_case(FULL_CASE))
    assert saved == replace(FULL_CASE, number=1)
    assert await store.read(lambda ledger: ledger.case("f00")) == saved
    assert await store.read(lambda ledger: ledger.case("f01")) is None


def test_the_full_case_of_these_tests_leaves_no_field_at_its_default() -> None:
    plain = Case("f00", "", PLACE, "", "", NOW, NOW)
    left = {field.name for field in fields(Case) if getattr(FULL_CASE, field.name) == getattr(plain, field.name)}
    assert left == {"id", "number", "opened"}


async def test_numbers_grow_and_a_number_once_given_stays(store: Store) -> None:
    first, second = await store.write(lambda ledger: ledger.save_cases([a_case("a"), a_case("b")]))
    changed = await store.write(lambda ledger: ledger.save_case(replace(first, topic="price")))
    without_number = await store.write(lambda ledger: ledger.save_case(a_case("b", topic="speed")))
    third = await store.write(lambda ledger: ledger.save_case(a_case("c")))
    assert first.number < second.number < third.number
    assert (changed.number, without_number.number) == (first.number, second.number)
    kept = await store.read(lambda ledger: ledger.cases_of_customer("c1", 10))
    assert [(case.id, case.topic) for case in kept] == [("c", "other"), ("b", "speed"), ("a", "price")]


async def test_many_cases_are_saved_at_once_and_of_one_id_the_last_counts(store: Store) -> None:
    old = await store.write(lambda ledger: ledger.save_case(a_case("old")))
    batch = [replace(old, topic="price"), a_case("new"), a_case("new", topic="speed")]
    saved = await store.write(lambda ledger: ledger.save_cases(batch))
    assert [case.number for case in saved] == [old.number, saved[1].number, saved[1].number]
    topics = await store.read(lambda ledger: {case.id: case.topic for case in ledger.open_cases(10)})
    assert topics == {"old": "price", "new": "speed"}


async def test_open_cases_are_those_that_have_not_ended_oldest_first(store: Store) -> None:
    batch = [a_case(state.value, state=state) for state in State]
    await store.write(lambda ledger: ledger.save_cases(batch))
    opened = await store.read(lambda ledger: ledger.open_cases(10))
    assert [case.state for case in opened] == [
        State.HEARD,
        State.ASKED,
        State.ANSWERED,
        State.HANDED_OVER,
        State.CLAIMED,
    ]
    assert [case.id for case in await store.read(lambda ledger: ledger.open_cases(1))] == ["heard"]


async def test_cases_still_to_be_answered_are_found_in_their_place_alone(store: Store) -> None:
    thread = Place("telegram", "-1001", "7")
    batch = [
        a_case("one"),
        a_case("thread", place=thread),
        a_case("elsewhere", place=Place("discord", "-1001")),
        a_case("answered", state=State.ANSWERED),
        a_case("two"),
    ]
    await store.write(lambda ledger: ledger.save_cases(batch))
    assert [case.id for case in await store.write(lambda ledger: ledger.heard_in(PLACE))] == ["one", "two"]
    assert [case.id for case in await store.read(lambda ledger: ledger.heard_in(thread))] == ["thread"]


async def test_the_thread_says_which_case_staff_talk_about(store: Store) -> None:
    topic = Place("telegram", "-2002", "7")
    await store.write(
        lambda ledger: ledger.save_cases([a_case("a", thread=topic, card="50"), a_case("b", thread=STAFF, card="60")])
    )
    found = await store.read(lambda ledger: [ledger.case_of_thread(topic), ledger.case_of_thread(topic, "999")])
    assert [case and case.id for case in found] == ["a", "a"]


async def test_in_a_reply_chain_only_a_reply_says_which_case_is_meant(store: Store) -> None:
    def prepare(ledger: Ledger) -> None:
        ledger.save_cases([a_case("a", thread=STAFF, card="50"), a_case("b", thread=STAFF, card="60")])
        ledger.remember([seen(61, place=STAFF, case="b", posted=True), seen(62, place=STAFF)])

    await store.write(prepare)

    def ask(ledger: Ledger) -> list[Case | None]:
        return [ledger.case_of_thread(STAFF, reply) for reply in ("50", "60", "61", "62", "63", "")]

    for way in (store.read, store.write):
        assert [case and case.id for case in await way(ask)] == ["a", "b", "b", None, None, None]


async def test_the_context_is_the_last_messages_of_the_place_in_their_latest_words(store: Store) -> None:
    def prepare(ledger: Ledger) -> None:
        ledger.remember([seen(n, at=at(seconds=n), masked=f"m{n}") for n in range(1, 6)])
        ledger.remember([seen(4, version=9, at=at(seconds=4), masked="m4 edited")])
        ledger.remember([seen(70, place=Place("telegram", "-1001", "7"), at=at(seconds=4))])

    await store.write(prepare)
    context = await store.read(lambda ledger: ledger.context(PLACE, at(seconds=5), 3))
    assert [one.masked for one in context] == ["m2", "m3", "m4 edited"]


async def test_a_message_comes_back_as_it_was_remembered(store: Store) -> None:
    because = [{"signal": "outage", "weight": 1.5, "text": "weg \0 \ud83d"}]
    one = seen(5, version=3, verdict="answer", because=because, case="a", reply_to="4", posted=True, role="self")
    await store.write(lambda ledger: ledger.remember([seen(5, version=1), one]))
    assert await store.read(lambda ledger: ledger.seen("telegram", "-1001", "5")) == one
    await store.write(lambda ledger: ledger.remember([replace(one, verdict="leave"), replace(one, verdict="ask")]))
    kept = await store.read(lambda ledger: ledger.seen("telegram", "-1001", "5"))
    assert kept is not None
    assert kept.verdict == "ask"
    assert await store.read(lambda ledger: ledger.seen("telegram", "-1001", "6")) is None


async def test_of_two_presses_that_read_the_case_first_only_one_wins(store: Store) -> None:
    await store.write(lambda ledger: ledger.save_case(a_case("a", state=State.HANDED_OVER)))

    def press(who: str) -> Callable[[Ledger], str]:
        def work(ledger: Ledger) -> str:
            case = ledger.case("a")
            assert case is not None
            if case.owner:
                return case.owner
            ledger.save_case(case.after(Event.CLAIM, NOW, owner=who))
            return who

        return work

    told = await asyncio.gather(*(store.write(press(f"s{n}")) for n in range(12)))
    assert len(set(told)) == 1
