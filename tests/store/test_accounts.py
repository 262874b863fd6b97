"""Links between accounts and forgetting a customer, on both engines."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.messages import Place
from bot.ports import Customer, Label, LinkCode, Relayed
from tests.store.people import NOW, PLACE, a_case, a_job, at, broken_line, raw, seen, sql

if TYPE_CHECKING:
    from bot.ports import Ledger, Store

PUBLIC = {"telegram:-1001", "telegram:-2002"}
PRIVATE = Place("telegram", "7")
WORDS = "kanarie"


def people(ledger: Ledger, *keys: str) -> list[Customer]:
    return [ledger.customer(key.partition(":")[0], key.partition(":")[2], "Sanne") for key in keys]


async def test_linked_accounts_share_their_history_and_unlinked_ones_do_not(store: Store) -> None:
    def work(ledger: Ledger) -> tuple[str, str]:
        one, two = people(ledger, "telegram:7", "discord:8")
        ledger.save_cases([a_case("a", customer=one.id), a_case("b", customer=two.id, place=Place("discord", "1"))])
        assert [case.id for case in ledger.history_of(one.id, 9)] == ["a"]
        ledger.link(one.id, two.id, NOW)
        return one.id, two.id

    one, two = await store.write(work)
    assert [case.id for case in await store.read(lambda ledger: ledger.history_of(one, 9))] == ["b", "a"]
    assert [case.id for case in await store.read(lambda ledger: ledger.history_of(two, 1))] == ["b"]
    assert await store.write(lambda ledger: ledger.unlink(two)) == [one]
    assert await store.read(lambda ledger: ledger.accounts(one)) == [one]
    assert [case.id for case in await store.read(lambda ledger: ledger.history_of(one, 9))] == ["a"]


async def test_a_third_account_joins_and_one_that_leaves_leaves_the_others_linked(store: Store) -> None:
    def work(ledger: Ledger) -> list[str]:
        ids = [person.id for person in people(ledger, "telegram:7", "discord:8", "sandbox:9")]
        ledger.link(ids[0], ids[1], NOW)
        ledger.link(ids[1], ids[2], NOW)
        return ids

    ids = await store.write(work)
    assert await store.read(lambda ledger: ledger.accounts(ids[0])) == sorted(ids)
    await store.write(lambda ledger: ledger.unlink(ids[1]))
    assert await store.read(lambda ledger: ledger.accounts(ids[0])) == sorted([ids[0], ids[2]])


async def test_a_code_is_taken_once_and_a_new_one_replaces_the_old(store: Store) -> None:
    def work(ledger: Ledger) -> None:
        ledger.keep_code(LinkCode("d1", "c1", "telegram:7", "nl", at(minutes=15)))
        ledger.keep_code(LinkCode("d2", "c1", "telegram:7", "nl", at(minutes=15)))

    await store.write(work)
    assert await store.read(lambda ledger: ledger.code("d1")) is None
    assert await store.read(lambda ledger: ledger.code("d2")) is not None
    assert await store.write(lambda ledger: ledger.drop_code("d2"))
    assert not await store.write(lambda ledger: ledger.drop_code("d2"))


async def test_whoever_is_linked_is_not_forgotten_and_old_codes_are(store: Store) -> None:
    def work(ledger: Ledger) -> str:
        one, two = people(ledger, "telegram:7", "discord:8")
        ledger.link(one.id, two.id, NOW)
        ledger.keep_code(LinkCode("d1", one.id, "", "nl", at(minutes=15)))
        ledger.act(one.id, "try", NOW)
        return one.id

    one = await store.write(work)
    await store.write(lambda ledger: ledger.forget(at(days=3), 24, 14, 365))
    assert await store.read(lambda ledger: ledger.customer_of(one)) is not None
    assert await store.read(lambda ledger: ledger.code("d1")) is None
    assert await store.read(lambda ledger: ledger.acted(one, "try", NOW - timedelta(days=9))) == 0


def fill(ledger: Ledger) -> tuple[str, str]:
    """A customer with something in every table, and another one beside him."""
    one, other = people(ledger, "telegram:7", "discord:8")
    stranger = ledger.customer("telegram", "70", "Piet")
    ledger.ingest([raw(100), raw(101), raw(5, channel="7"), raw(6, text='{"id":7}'), raw(7, text='{"id":70}')], (), NOW)
    rows = {row.row.message: row.id for row in ledger.unread(9)}
    ledger.read_done([rows["100"], rows["101"], rows["5"]])
    ledger.park(rows["6"], "unknown")
    ledger.park(rows["7"], "unknown")
    mine = a_case("a", customer=one.id, masked=WORDS, said=WORDS, why=WORDS, suggested=(WORDS,), outside=WORDS)
    private = a_case("p", customer=one.id, place=PRIVATE, private_channel="7", masked=WORDS)
    theirs = a_case("b", customer=stranger.id, said="101", masked="ook wifi")
    ledger.save_cases([mine, private, theirs])
    ledger.remember([seen(100, author=one.id, masked=WORDS, case="a"), seen(101, author=stranger.id, case="b")])
    ledger.remember([seen(5, author=one.id, place=PRIVATE, masked=WORDS, case="p")])
    ledger.note("a", stranger.id, WORDS, NOW)
    ledger.save_relay(Relayed("a", "55", 0, "telegram:-2002", PLACE, "102", NOW))
    ledger.keep_labels([Label("case:a", WORDS, "nl", True, "outage", "staff", NOW, "a", one.id, stranger.id)])
    ledger.add_jobs([a_job("said:7:5", case="p", payload={"text": WORDS}), a_job("one", "two", case="b")], NOW)
    ledger.link(one.id, other.id, NOW)
    ledger.keep_code(LinkCode("d1", one.id, "telegram:7", "nl", at(minutes=15)))
    ledger.audit(one.id, "heard", "a", NOW)
    return one.id, stranger.id


def everything(ledger: Ledger) -> str:
    from bot.store.schema import metadata

    return "\n".join(str(tuple(row)) for table in metadata.sorted_tables for row in sql(ledger).execute(table.select()))


async def test_nothing_of_an_erased_customer_is_left_and_the_chain_is_whole(store: Store) -> None:
    one, stranger = await store.write(fill)
    before = await store.read(lambda ledger: ledger.count_lines())
    assert await store.read(broken_line) is None
    counted = await store.read(lambda ledger: ledger.remains_of(one, PUBLIC))
    removed = await store.write(lambda ledger: dict(ledger.erase(one, PUBLIC)))
    assert removed == counted
    assert {name: counted[name] for name in ("cases", "labels", "notes", "relays", "links", "parked")} == {
        "cases": 2,
        "labels": 1,
        "notes": 1,
        "relays": 1,
        "links": 1,
        "parked": 1,
    }
    left = await store.read(everything)
    assert WORDS not in left
    assert "Sanne" not in left.replace("'discord:8', 'Sanne'", "")
    assert "'telegram:7'" not in left
    assert await store.read(broken_line) is None
    assert await store.read(lambda ledger: ledger.count_lines()) == before
    assert await store.read(lambda ledger: ledger.customer_of(stranger)) is not None
    case = await store.read(lambda ledger: ledger.case("b"))
    assert case is not None
    assert case.masked == "ook wifi"
    shell = await store.read(lambda ledger: ledger.case("p"))
    assert shell is not None
    assert shell.place == Place("telegram", "")


async def test_a_channel_that_the_settings_do_not_name_any_more_is_nobodys_private_chat(store: Store) -> None:
    one, stranger = await store.write(fill)
    await store.write(lambda ledger: ledger.erase(one, set()))
    theirs = await store.read(lambda ledger: ledger.case("b"))
    assert theirs is not None
    assert theirs.place == PLACE
    assert await store.read(lambda ledger: ledger.seen("telegram", PLACE.channel, "101")) is not None
    assert await store.read(lambda ledger: ledger.has_job("one"))
    assert await store.read(lambda ledger: ledger.customer_of(stranger)) is not None


async def test_a_dry_run_changes_nothing(store: Store) -> None:
    one, _ = await store.write(fill)
    before = await store.read(everything)
    await store.read(lambda ledger: ledger.remains_of(one, PUBLIC))
    assert await store.read(everything) == before


async def test_after_erasing_one_of_two_linked_accounts_the_other_stands_alone(store: Store) -> None:
    def work(ledger: Ledger) -> str:
        one, two = people(ledger, "telegram:7", "discord:8")
        ledger.link(one.id, two.id, NOW)
        ledger.erase(one.id, PUBLIC)
        return two.id

    two = await store.write(work)
    assert await store.read(lambda ledger: ledger.accounts(two)) == [two]
    assert await store.read(lambda ledger: ledger.find_customer("telegram:7")) == ""


async def test_cases_of_others_that_were_opened_soon_after_his_words_in_that_place_are_found(store: Store) -> None:
    said = [seen(0, at=at(minutes=0)), *(seen(n, author="c2", at=at(minutes=n)) for n in range(1, 8))]
    batch = [
        a_case("before", customer="c3", said="90", opened=at(minutes=-1)),
        a_case("his own", customer="c1", said="91", opened=at(minutes=1)),
        a_case("soon", customer="c3", said="92", opened=at(minutes=3)),
        a_case("elsewhere", customer="c3", said="93", opened=at(minutes=3), place=Place("telegram", "-1009")),
        a_case("late", customer="c3", said="94", opened=at(minutes=6)),
    ]

    def work(ledger: Ledger) -> None:
        ledger.remember([*said, seen("e", author="c2", at=at(minutes=1), version=1)])
        ledger.save_cases(batch)

    await store.write(work)
    assert [case.id for case in await store.read(lambda ledger: ledger.cases_after("c1", 4))] == ["soon"]
    found = await store.read(lambda ledger: ledger.cases_after("c1", 40))
    assert sorted(case.id for case in found) == ["late", "soon"]
