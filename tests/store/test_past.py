from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from bot.core.cases import State
from bot.core.messages import Place
from bot.store import open_store
from tests.store.people import NOW, PLACE, a_case, a_job, ask, at, message, raw, seen, sql

if TYPE_CHECKING:
    from bot.ports import Ledger, Past, PastAsk, Store

OTHER = Place("telegram", "-1009")


async def past(store: Store, *asks: PastAsk) -> list[Past]:
    return await store.write(lambda ledger: ledger.past(asks))


async def sanne(store: Store) -> str:
    return (await store.write(lambda ledger: ledger.customer("telegram", "7", "Sanne"))).id


async def test_who_speaks_for_the_first_time_gets_a_random_id_and_keeps_it(store: Store) -> None:
    first, again, other = await past(store, ask(1), ask(2), ask(3, user="8", name="Mo"))
    assert first.customer == again.customer
    assert other.customer.id != first.customer.id
    assert first.customer.id != "7"
    assert (first.customer.platform, first.customer.user, first.customer.name) == ("telegram", "7", "Sanne")
    (later,) = await past(store, ask(4))
    assert later.customer == first.customer
    assert await store.read(lambda ledger: ledger.customer_of(first.customer.id)) == first.customer
    assert await store.read(lambda ledger: ledger.customer_of("nobody")) is None


async def test_a_new_name_replaces_the_old_one(store: Store) -> None:
    await past(store, ask(1))
    (renamed,) = await past(store, ask(2, name="Sanne van Dijk \0"))
    assert renamed.customer.name == "Sanne van Dijk \ufffd"
    found = await store.write(lambda ledger: ledger.customer("telegram", "7", ""))
    assert found == renamed.customer


async def test_a_customer_who_said_stop_is_known_as_stopped(store: Store) -> None:
    who = await sanne(store)
    await store.write(lambda ledger: ledger.stop_customer(who))
    (known,) = await past(store, ask(1))
    assert known.customer.stopped


async def test_a_read_makes_nobody(store: Store) -> None:
    (known,) = await store.read(lambda ledger: ledger.past([ask(1)]))
    assert known.customer.name == "Sanne"
    assert await store.read(lambda ledger: ledger.customer_of(known.customer.id)) is None


async def test_without_a_past_there_is_nothing_to_tell(store: Store) -> None:
    (known,) = await past(store, ask(1))
    assert (known.open_case, known.replied_case, known.own_case) == (None, None, None)
    assert (known.answered_customer, known.answered_topics, known.contacts) == (None, {}, {})
    assert (known.answers_today, known.retractions_today, known.asks_shift, known.posts_minute) == (0, 0, 0, 0)
    assert known.seen_version == -1
    assert await past(store) == []


async def test_the_open_case_is_the_latest_of_this_customer_in_this_channel(store: Store) -> None:
    who = await sanne(store)
    batch = [
        a_case("old", customer=who, state=State.ANSWERED, said="1"),
        a_case("latest", customer=who, state=State.CLAIMED, said="2"),
        a_case("ended", customer=who, state=State.CLOSED, said="3"),
        a_case("elsewhere", customer=who, place=OTHER, said="4"),
        a_case("somebody else", customer="c9", said="5"),
    ]
    saved = await store.write(lambda ledger: ledger.save_cases(batch))
    (here, there) = await past(store, ask(10), ask(11, place=OTHER))
    assert here.open_case == saved[1]
    assert there.open_case == saved[3]


async def test_in_a_private_chat_the_open_case_is_the_one_that_went_there(store: Store) -> None:
    who = await sanne(store)
    private = Place("telegram", "7")
    await store.write(lambda ledger: ledger.save_case(a_case("a", customer=who, private=True, private_channel="7")))
    (said,) = await past(store, ask(3, place=private))
    assert said.open_case is not None
    assert said.open_case.id == "a"


async def test_a_reply_belongs_to_the_case_of_what_it_replies_to(store: Store) -> None:
    def prepare(ledger: Ledger) -> None:
        ledger.save_cases([a_case("a", said="100", answer="101"), a_case("b", said="200")])
        ledger.remember(
            [
                seen(102, case="a", posted=True),
                seen(201, case="b"),
                seen(201, version=5),
                seen(300),
                seen(100, place=OTHER),
            ]
        )

    await store.write(prepare)
    replies = ["100", "101", "102", "200", "201", "300", "999", ""]
    known = await past(store, *(ask(500 + n, reply_to=reply) for n, reply in enumerate(replies)))
    assert [one.replied_case and one.replied_case.id for one in known] == ["a", "a", "a", "b", "b", None, None, None]
    (elsewhere,) = await past(store, ask(600, reply_to="101", place=OTHER))
    assert elsewhere.replied_case is None


async def test_an_edit_finds_the_case_that_its_first_version_opened(store: Store) -> None:
    await store.write(lambda ledger: ledger.save_case(a_case("a", said="100")))
    await store.write(lambda ledger: ledger.remember([seen(100, version=0), seen(100, version=8)]))
    (edit, other) = await past(store, ask(100, version=9), ask(101))
    assert edit.own_case is not None
    assert (edit.own_case.id, edit.seen_version) == ("a", 8)
    assert (other.own_case, other.seen_version) == (None, -1)


async def test_answers_count_from_the_moment_they_are_planned(store: Store) -> None:
    who = await sanne(store)
    batch = [
        a_case("sent", customer="c2", topic="price", state=State.ANSWERED, answered=at(hours=-1), opened=at(hours=-2)),
        a_case("planned", customer=who, topic="outage", opened=at(minutes=-5)),
        a_case(
            "yesterday", customer="c3", topic="speed", state=State.CLOSED, answered=at(hours=-20), opened=at(hours=-20)
        ),
        a_case(
            "long ago", customer="c4", topic="bill", state=State.CLOSED, answered=at(hours=-49), opened=at(hours=-50)
        ),
        a_case("handed over", customer="c5", topic="mechanic", state=State.HANDED_OVER),
        a_case("elsewhere", customer=who, topic="price", place=OTHER, answered=NOW, state=State.ANSWERED),
    ]
    await store.write(lambda ledger: ledger.save_cases(batch))
    here, there = await past(store, ask(1), ask(2, place=OTHER))
    assert here.answered_topics == {"price": at(hours=-1), "outage": at(minutes=-5), "speed": at(hours=-20)}
    assert here.answered_customer == at(minutes=-5)
    assert here.answers_today == 2
    assert (there.answered_topics, there.answered_customer, there.answers_today) == ({"price": NOW}, NOW, 1)


async def test_contacts_are_counted_by_topic_for_fourteen_days_in_all_channels(store: Store) -> None:
    who = await sanne(store)
    batch = [
        a_case("1", customer=who, topic="outage", opened=at(days=-13)),
        a_case("2", customer=who, topic="outage", opened=at(days=-1), place=OTHER, state=State.CLOSED),
        a_case("3", customer=who, topic="bill", opened=at(days=-15)),
        a_case("4", customer=who, topic="speed"),
        a_case("5", customer="c9", topic="speed"),
    ]
    await store.write(lambda ledger: ledger.save_cases(batch))
    (known,) = await past(store, ask(1))
    assert known.contacts == {"outage": 2, "speed": 1}


async def test_contacts_on_a_linked_account_count_and_answers_there_do_not(store: Store) -> None:
    who = await sanne(store)
    elsewhere = Place("discord", "77")
    other = (await store.write(lambda ledger: ledger.customer("discord", "9", "Sanne"))).id
    stranger = (await store.write(lambda ledger: ledger.customer("discord", "10", "Mo"))).id
    batch = [
        a_case("1", customer=who, topic="outage", opened=at(days=-3)),
        a_case("2", customer=other, topic="outage", place=elsewhere, answered=at(minutes=-5), withdrawn=True),
        a_case("3", customer=other, topic="speed", place=elsewhere, opened=at(days=-15)),
        a_case("4", customer=stranger, topic="outage", place=elsewhere),
    ]
    await store.write(lambda ledger: ledger.save_cases(batch))
    (before,) = await past(store, ask(1))
    assert (before.contacts, before.linked) == ({"outage": 1}, frozenset())
    await store.write(lambda ledger: ledger.link(who, other, NOW))
    (known,) = await past(store, ask(1))
    assert (known.contacts, known.linked) == ({"outage": 2}, frozenset({other}))
    assert known.answered_customer == before.answered_customer
    assert not known.withdrawn
    await store.write(lambda ledger: ledger.unlink(who))
    (after,) = await past(store, ask(1))
    assert (after.contacts, after.linked) == ({"outage": 1}, frozenset())


async def test_questions_to_staff_are_counted_for_a_shift_also_when_they_were_answered(store: Store) -> None:
    batch = [
        a_case("open", state=State.ASKED, updated=at(hours=-7)),
        a_case("long ago", state=State.ASKED, updated=at(hours=-9)),
        a_case("clicked", state=State.ASKED, updated=at(hours=-1), place=OTHER),
    ]
    saved = await store.write(lambda ledger: ledger.save_cases(batch))
    dismissed = replace(saved[2], state=State.DISMISSED, updated=NOW)
    await store.write(lambda ledger: ledger.save_case(dismissed))
    (known,) = await past(store, ask(1))
    assert (known.asks_shift, known.retractions_today) == (2, 0)


async def test_a_retraction_counts_in_its_channel_and_on_its_day(store: Store) -> None:
    gone: dict[str, Any] = {"state": State.DISMISSED, "answered": at(hours=-1)}
    batch = [
        a_case("today", **gone),
        a_case("again", **gone, answer="5"),
        a_case("never answered", state=State.DISMISSED),
        a_case("yesterday", **{**gone, "updated": at(days=-1)}),
        a_case("elsewhere", **gone, place=OTHER),
    ]
    await store.write(lambda ledger: ledger.save_cases(batch))
    (known,) = await past(store, ask(1))
    assert known.retractions_today == 2


async def test_our_own_posts_of_the_last_minute_are_counted(store: Store) -> None:
    posts = [seen(n, at=at(seconds=-20 * n), posted=True) for n in range(5)]
    await store.write(lambda ledger: ledger.remember([*posts, seen(50), seen(51, place=OTHER, posted=True)]))
    (known,) = await past(store, ask(1))
    assert known.posts_minute == 3


@pytest.mark.parametrize("size", [1, 64])
async def test_the_number_of_statements_does_not_grow_with_the_batch(sqlite_url: str, size: int) -> None:
    store = await open_store(sqlite_url)
    statements: list[str] = []
    counts: list[int] = []

    def work(ledger: Ledger) -> None:
        ledger.save_cases([a_case(f"k{n}", said=str(n)) for n in range(size)])
        event.listen(sql(ledger), "before_cursor_execute", lambda *call: statements.append(call[2]))
        for _ in range(2):
            counts.append(-len(statements))
            ledger.past([ask(n, user=str(n), reply_to=str(n)) for n in range(size)])
            counts[-1] += len(statements)

    try:
        await store.write(work)
    finally:
        await store.close()
    # Of strangers no case is looked for; of those who are known none is made.
    assert counts == [10, 12]


async def test_a_batch_of_real_size_is_judged_and_recorded_in_one_unit(store: Store) -> None:
    await store.write(lambda ledger: ledger.ingest([raw(n) for n in range(64)], (), NOW))

    def judge(ledger: Ledger) -> int:
        rows = ledger.unread(64)
        said = [message(row.row.message, user=str(row.id)) for row in rows]
        known = ledger.past([ask(m.id, user=m.author.id) for m in said])
        cases = ledger.save_cases(
            [a_case(f"k{m.id}", customer=p.customer.id, said=m.id) for m, p in zip(said, known, strict=True)]
        )
        ledger.remember([seen(m.id, author=p.customer.id) for m, p in zip(said, known, strict=True)])
        ledger.add_jobs(
            [a_job(f"answer:{case.id}", f"case:{case.id}", kind="answer", case=case.id) for case in cases], NOW
        )
        ledger.read_done([row.id for row in rows])
        return len({case.number for case in cases})

    assert await store.write(judge) == 64
    assert len(await store.write(lambda ledger: ledger.claim(NOW, 100, 60.0))) == 64
    assert PLACE.channel == "-1001"
