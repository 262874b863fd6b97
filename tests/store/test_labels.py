from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from bot.core.cases import State
from bot.core.messages import Place
from bot.ports import Label, Learned
from bot.store import StoreTooOld, open_store
from bot.store import migrate as migrating
from tests.store.people import NOW, a_case, at, sql

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ports import Ledger, Store

WORDS = "de bolder zit los"


def of_table(number: int, **more: Any) -> Label:
    fields: dict[str, Any] = {"language": "nl", "complaint": True, "topic": "", "source": "import", "at": NOW, **more}
    return Label(key=f"text:{number}", text=f"{WORDS} {number}", **fields)


def version(labels: int, **more: Any) -> Learned:
    return Learned(NOW, "base", labels, {"constant": 0.5, "words": {"bolder": 1.0}, "signs": {}}, {}, **more)


async def kept(store: Store) -> list[Label]:
    return await store.read(lambda ledger: ledger.labels(99))


async def test_a_press_takes_the_words_of_its_case_along_and_the_newest_press_counts(store: Store) -> None:
    await store.write(lambda ledger: ledger.save_case(a_case("a", masked=WORDS, topic="other")))
    await store.write(lambda ledger: ledger.label("a", "complaint", "s1", NOW))
    assert await kept(store) == [
        Label(
            "case:a",
            WORDS,
            "nl",
            complaint=True,
            topic="other",
            source="staff",
            at=NOW,
            case="a",
            customer="c1",
            who="s1",
        )
    ]
    await store.write(lambda ledger: ledger.label("a", "topic:billing", "s2", at(minutes=1)))
    assert [(one.complaint, one.topic, one.who) for one in await kept(store)] == [(True, "billing", "s2")]
    await store.write(lambda ledger: ledger.label("a", "not_complaint", "s1", at(minutes=2)))
    assert [(one.complaint, one.topic) for one in await kept(store)] == [(False, "")]
    assert await store.write(lambda ledger: ledger.unlabel("a"))
    assert await kept(store) == []


async def test_the_author_s_own_word_is_told_from_a_press_of_staff(store: Store) -> None:
    await store.write(lambda ledger: ledger.save_case(a_case("a", masked=WORDS, customer="c1")))
    await store.write(lambda ledger: ledger.label("a", "not_complaint", "c1", NOW))
    assert [one.source for one in await kept(store)] == ["customer"]


async def test_nothing_is_learned_from_a_private_chat_or_a_case_that_is_not_known(store: Store) -> None:
    private = a_case("p", masked=WORDS, place=Place("telegram", "77"), private=True, private_channel="77")
    public = a_case("q", masked=WORDS, said="101", private=True, private_channel="77")
    await store.write(lambda ledger: ledger.save_cases([private, public]))
    for case in ("p", "q", "gone"):
        await store.write(lambda ledger, name=case: ledger.label(name, "complaint", "s1", NOW))  # type: ignore[misc]
    assert [one.case for one in await kept(store)] == ["q"]


async def test_labels_taken_in_twice_change_nothing_and_another_word_replaces_the_first(store: Store) -> None:
    batch = [of_table(number) for number in range(1200)]
    assert await store.write(lambda ledger: ledger.keep_labels(batch)) == 1200
    assert await store.write(lambda ledger: ledger.keep_labels(batch)) == 0
    assert await store.write(lambda ledger: ledger.keep_labels([replace(batch[7], complaint=False)])) == 1
    assert await store.read(lambda ledger: ledger.count_labels()) == 1200
    assert [one.complaint for one in await store.read(lambda ledger: ledger.labels(1200))].count(False) == 1


async def test_labels_are_given_newest_last_and_counted_since_a_moment(store: Store) -> None:
    await store.write(lambda ledger: ledger.keep_labels([of_table(n, at=at(hours=-n)) for n in range(5)]))
    newest = await store.read(lambda ledger: ledger.labels(2))
    assert [one.key for one in newest] == ["text:1", "text:0"]
    assert await store.read(lambda ledger: ledger.count_labels(at(hours=-2))) == 2


async def test_labels_are_erased_by_customer_whichever_way_he_is_named(store: Store) -> None:
    person = await store.write(lambda ledger: ledger.customer("telegram", "7", "Sanne"))
    batch = [of_table(1, customer=person.id), of_table(2, customer="other"), of_table(3, case="a"), of_table(4)]
    await store.write(lambda ledger: ledger.keep_labels(batch))
    assert await store.write(lambda ledger: ledger.erase_labels()) == 0
    assert await store.write(lambda ledger: ledger.erase_labels(customer="telegram:7")) == 1
    assert await store.write(lambda ledger: ledger.erase_labels(customer="other")) == 1
    assert await store.write(lambda ledger: ledger.erase_labels(case="a")) == 1
    assert await store.write(lambda ledger: ledger.erase_labels(everything=True)) == 1


async def test_a_label_goes_with_its_case_and_after_a_year_and_holds_its_customer_until_then(store: Store) -> None:
    person = await store.write(lambda ledger: ledger.customer("telegram", "7", "Sanne"))

    def prepare(ledger: Ledger) -> None:
        ledger.save_case(a_case("ended", state=State.CLOSED, masked=WORDS))
        ledger.label("ended", "complaint", "s1", at(days=100))
        ledger.keep_labels([of_table(1, customer=person.id)])

    await store.write(prepare)
    await store.write(lambda ledger: ledger.forget(at(days=179), 24, 7, 180))
    assert len(await kept(store)) == 2
    assert await store.read(lambda ledger: ledger.customer_of(person.id)) is not None
    await store.write(lambda ledger: ledger.forget(at(days=181), 24, 7, 180))
    assert await kept(store) == []
    assert await store.read(lambda ledger: ledger.customer_of(person.id)) is None


async def test_the_newest_version_that_was_not_taken_back_serves(store: Store) -> None:
    assert await store.read(lambda ledger: (ledger.learned(), ledger.learned_number())) == (None, 0)
    assert await store.write(lambda ledger: ledger.withdraw(NOW)) is None
    first = await store.write(lambda ledger: ledger.keep_version(version(200)))
    second = await store.write(lambda ledger: ledger.keep_version(version(250)))
    assert await store.read(lambda ledger: ledger.learned()) == second
    assert await store.write(lambda ledger: ledger.withdraw(at(hours=1))) == second
    assert await store.read(lambda ledger: ledger.learned()) == first
    assert await store.read(lambda ledger: ledger.learned_number()) == first.number
    listed = await store.read(lambda ledger: ledger.versions())
    assert [(one.number, one.withdrawn) for one in listed] == [(second.number, at(hours=1)), (first.number, None)]
    for _ in range(35):
        await store.write(lambda ledger: ledger.keep_version(version(300)))
    assert len(await store.read(lambda ledger: ledger.versions(99))) == 30


async def test_of_many_that_ask_one_is_the_first_of_the_day(store: Store) -> None:
    days = ["2026-03-02", "2026-03-02", "2026-03-01", "2026-03-03"]
    said = [await store.write(lambda ledger, day=day: ledger.first_to("night", day)) for day in days]  # type: ignore[misc]
    assert said == [True, False, False, True]
    assert await store.write(lambda ledger: ledger.first_to("why not", "2026-03-01"))
    weekly = [("2026-03-07", "2026-03-01"), ("2026-03-08", "2026-03-02"), ("2026-03-09", "2026-03-03")]
    said = [await store.write(lambda ledger, ask=ask: ledger.first_to("why not", *ask)) for ask in weekly]  # type: ignore[misc]
    assert said == [False, True, False]


async def test_a_visitor_reads_and_writes_beside_the_process_that_has_the_lock(store_url: str, store: Store) -> None:
    visitor = await open_store(store_url, beside=True)
    try:
        await visitor.write(lambda ledger: ledger.keep_labels([of_table(1)]))
        assert len(await kept(store)) == 1
        await store.write(lambda ledger: ledger.erase_labels(everything=True))
        assert await kept(visitor) == []
    finally:
        await visitor.close()


async def test_a_visitor_makes_nothing(new_url: str) -> None:
    with pytest.raises(StoreTooOld):
        await open_store(new_url, beside=True)


def _migrations() -> Config:
    config = Config()
    config.set_main_option("script_location", ScriptDirectory.from_config(migrating._config()).dir)
    return config


def test_labels_of_the_first_schema_are_carried_over_with_the_words_of_their_cases(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'old.db'}")
    config = _migrations()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        columns = [row[1] for row in connection.execute(text("PRAGMA table_info(cases)")) if row[1] != "number"]
        known = {"id": "a", "customer": "c1", "masked": WORDS, "language": "nl", "topic": "outage", "channel": "t:1"}
        values = {column: known.get(column, 0 if column in {"opened", "updated"} else "") for column in columns}
        names = ", ".join(columns)
        connection.execute(text(f"INSERT INTO cases ({names}) VALUES ({', '.join(':' + c for c in columns)})"), values)  # noqa: S608
        insert = text('INSERT INTO labels (at, "case", label, who) VALUES (:at, :case, :label, :who)')
        for moment, case, word, who in (
            (5, "a", "complaint", "s1"),
            (9, "a", "not_complaint", "c1"),
            (3, "gone", "x", "s"),
        ):
            connection.execute(insert, {"at": moment, "case": case, "label": word, "who": who})
        command.upgrade(config, "0002")
        rows = connection.execute(text("SELECT * FROM labels")).mappings().all()
    engine.dispose()
    assert [dict(row) for row in rows] == [
        {
            "id": 1,
            "key": "case:a",
            "case": "a",
            "customer": "c1",
            "masked": WORDS,
            "language": "nl",
            "complaint": 0,
            "topic": "",
            "source": "customer",
            "who": "c1",
            "at": 9,
        }
    ]


async def test_what_the_ledger_writes_down_of_a_label_is_never_a_name(store: Store) -> None:
    await store.write(lambda ledger: ledger.save_case(a_case("a", masked=WORDS)))
    await store.write(lambda ledger: ledger.label("a", "complaint", "s1", NOW))
    row = await store.read(lambda ledger: dict(sql(ledger).execute(text("SELECT * FROM labels")).mappings().one()))
    assert {row["who"], row["customer"], row["case"]} == {"s1", "c1", "a"}
