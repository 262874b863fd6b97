from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from bot.core.cases import State
from bot.core.messages import Place
from bot.ports import Cursor
from tests.store.people import NOW, PLACE, STAFF, a_case, a_job, ask, at, raw, seen, sql

if TYPE_CHECKING:
    from bot.ports import Ledger, Store

NEW = Place("telegram", "-100777")


def spot(channel: str) -> dict[str, object]:
    return {"platform": "telegram", "channel": channel, "thread": ""}


async def test_figures_name_every_state_also_at_nothing(store: Store) -> None:
    empty = await store.read(lambda ledger: ledger.figures())
    assert set(empty.values()) == {0}
    assert {"unread", "parked", "job.queued", "job.uncertain", "job.dead", "case.heard", "case.dismissed"} <= set(empty)

    def prepare(ledger: Ledger) -> None:
        ledger.ingest([raw(1), raw(2)], (), NOW)
        ledger.save_cases([a_case("a"), a_case("b", state=State.ASKED)])
        ledger.add_jobs([a_job("a"), a_job("b", "2")], NOW)
        ledger.unsure(ledger.claim(NOW, 1, 9.0)[0], "time-out")

    await store.write(prepare)
    figures = await store.read(lambda ledger: ledger.figures())
    counted = {name: number for name, number in figures.items() if number}
    assert counted == {"unread": 2, "case.heard": 1, "case.asked": 1, "job.queued": 1, "job.uncertain": 1}


async def test_words_of_people_who_did_not_complain_go_after_a_day(store: Store) -> None:
    batch = [seen(1, at=at(hours=-25)), seen(2, at=at(hours=-25), case="a"), seen(3, at=at(hours=-23))]
    await store.write(lambda ledger: ledger.save_case(a_case("a")))
    await store.write(lambda ledger: ledger.remember(batch))
    assert await store.write(lambda ledger: ledger.forget(NOW, 24, 7, 180)) == 1
    kept = await store.read(lambda ledger: ledger.context(PLACE, at(hours=1), 9))
    assert [one.id for one in kept] == ["2", "3"]


async def test_an_ended_case_goes_with_all_that_belongs_to_it(store: Store) -> None:
    def prepare(ledger: Ledger) -> None:
        ledger.save_cases([a_case("ended", state=State.CLOSED, masked="hoi"), a_case("open", said="200")])
        ledger.remember([seen(100, case="ended"), seen(200, case="open")])
        ledger.label("ended", "complaint", "s1", NOW)
        ledger.add_jobs([a_job("e", "1", case="ended"), a_job("o", "2", case="open")], NOW)
        for job in ledger.claim(NOW, 9, 9.0):
            ledger.finish(job, "1")

    await store.write(prepare)
    assert await store.write(lambda ledger: ledger.forget(at(days=179), 24, 7, 180)) == 0
    assert await store.write(lambda ledger: ledger.forget(at(days=181), 24, 7, 180)) == 4
    left = await store.read(lambda ledger: ledger.figures())
    assert (left["case.closed"], left["case.heard"], left["job.done"]) == (0, 1, 1)


async def test_a_customer_of_whom_nothing_is_left_is_forgotten_but_a_stop_is_remembered(store: Store) -> None:
    await store.write(lambda ledger: ledger.past([ask(1), ask(2, user="8", name="Mo"), ask(3, user="9", name="Kim")]))
    people = await store.write(lambda ledger: [ledger.customer("telegram", user, "") for user in "789"])
    await store.write(lambda ledger: ledger.stop_customer(people[1].id))
    await store.write(lambda ledger: ledger.save_case(a_case("a", customer=people[2].id)))
    assert await store.write(lambda ledger: ledger.forget(at(hours=20), 24, 7, 180)) == 0
    assert await store.write(lambda ledger: ledger.forget(at(hours=26), 24, 7, 180)) == 1
    found = await store.read(lambda ledger: [ledger.customer_of(one.id) for one in people])
    assert found[0] is None
    assert found[1] is not None
    assert (found[1].name, found[1].stopped) == ("", True)
    assert found[2] == people[2]


async def test_the_text_of_a_job_that_failed_goes_with_the_parked_rows(store: Store) -> None:
    await store.write(lambda ledger: ledger.add_jobs([a_job("a")], NOW))
    await store.write(lambda ledger: ledger.bury(ledger.claim(NOW, 1, 9.0)[0], "refused"))

    def payload(ledger: Ledger) -> object:
        return sql(ledger).execute(text("SELECT payload FROM jobs")).scalar_one()

    await store.write(lambda ledger: ledger.forget(at(days=6), 24, 7, 180))
    assert await store.read(payload) == '{"text":"hoi"}'
    await store.write(lambda ledger: ledger.forget(at(days=8), 24, 7, 180))
    assert await store.read(payload) == "{}"


async def test_a_moved_channel_takes_its_rows_along(store: Store) -> None:
    def prepare(ledger: Ledger) -> None:
        ledger.ingest([raw(1)], [Cursor("telegram", "42", "-1001", "9")], NOW)
        ledger.save_cases(
            [
                a_case("public", said="100", answer="101", last_message="102"),
                a_case("desk", place=Place("telegram", "-5"), thread=Place("telegram", "-1001", "7"), card="50"),
                a_case("private", place=Place("telegram", "-5"), private_channel="-1001"),
                a_case("stranger", place=Place("discord", "-1001")),
            ]
        )
        ledger.remember([seen(100, case="public"), seen(103, reply_to="100", at=at(seconds=1))])
        ledger.add_jobs(
            [
                a_job("1", "telegram:-1001:c", payload={"to": [spot("-1001")], "text": "-1001"}),
                a_job("2", "telegram:-10015", channel="telegram:-10015", payload={"place": spot("-10015")}),
                a_job("3", "relay", channel="telegram:-5", payload={"place": {**spot("-1001"), "platform": "discord"}}),
            ],
            NOW,
        )

    await store.write(prepare)
    await store.write(lambda ledger: ledger.move_channel("telegram", "-1001", "-100777"))
    assert await store.read(lambda ledger: ledger.moves("telegram")) == {"-1001": "-100777"}
    assert await store.read(lambda ledger: ledger.cursors("telegram", "42")) == {"-100777": "9"}
    assert [row.row.channel for row in await store.read(lambda ledger: ledger.unread(9))] == ["-100777"]
    cases = {case.id: case for case in await store.read(lambda ledger: ledger.open_cases(9))}
    assert cases["public"].place == NEW
    assert (cases["public"].message, cases["public"].answer, cases["public"].last_message) == ("", "", "")
    assert (cases["desk"].thread, cases["desk"].card) == (Place("telegram", "-100777", "7"), "")
    assert cases["private"].private_channel == "-100777"
    assert cases["stranger"].place == Place("discord", "-1001")
    context = await store.read(lambda ledger: ledger.context(NEW, at(hours=1), 9))
    assert [(one.id, one.reply_to) for one in context] == [("-1001/100", ""), ("-1001/103", "-1001/100")]
    jobs = await store.write(lambda ledger: ledger.claim(NOW, 9, 9.0))
    assert [(job.new.lane, job.new.channel, job.new.payload) for job in jobs] == [
        ("telegram:-100777:c", "telegram:-100777", {"to": [spot("-100777")], "text": "-1001"}),
        ("telegram:-10015", "telegram:-10015", {"place": spot("-10015")}),
        ("relay", "telegram:-5", {"place": {**spot("-1001"), "platform": "discord"}}),
    ]


async def test_message_ids_of_a_moved_channel_are_never_taken_for_new_ones(store: Store) -> None:
    def prepare(ledger: Ledger) -> None:
        ledger.ingest([raw(57)], (), NOW)
        ledger.read_done([row.id for row in ledger.unread(1)])
        ledger.save_case(a_case("old", said="57"))
        ledger.remember([seen(57, case="old")])
        ledger.move_channel("telegram", "-1001", "-100777")

    await store.write(prepare)
    again, fresh = await store.write(
        lambda ledger: (ledger.ingest([raw(57)], (), NOW), ledger.ingest([raw(57, channel="-100777")], (), NOW))
    )
    assert (again, fresh) == (0, 1)
    (known,) = await store.write(lambda ledger: ledger.past([ask(57, place=NEW, reply_to="57")]))
    assert (known.own_case, known.replied_case, known.seen_version) == (None, None, -1)


async def test_a_channel_that_moves_twice_is_found_from_its_first_id(store: Store) -> None:
    await store.write(lambda ledger: ledger.move_channel("telegram", "1", "2"))
    await store.write(lambda ledger: ledger.move_channel("telegram", "2", "3"))
    assert await store.read(lambda ledger: ledger.moves("telegram")) == {"1": "3", "2": "3"}
    assert await store.read(lambda ledger: ledger.moves("discord")) == {}


async def test_two_running_jobs_never_meet_in_one_lane_by_a_move(store: Store) -> None:
    new_lane = a_job("there", "telegram:-100777", channel="telegram:-100777")
    await store.write(lambda ledger: ledger.add_jobs([a_job("here", "telegram:-1001"), new_lane], NOW))
    jobs = await store.write(lambda ledger: ledger.claim(NOW, 9, 9.0))
    await store.write(lambda ledger: ledger.move_channel("telegram", "-1001", "-100777"))
    for job in jobs:
        assert await store.write(lambda ledger, job=job: ledger.finish(job, "1"))  # type: ignore[misc]


async def test_the_desk_of_a_moved_staff_group_is_found(store: Store) -> None:
    await store.write(lambda ledger: ledger.save_case(a_case("a", thread=Place("telegram", "-2002", "7"))))
    await store.write(lambda ledger: ledger.move_channel("telegram", STAFF.channel, "-100888"))
    found = await store.read(lambda ledger: ledger.case_of_thread(Place("telegram", "-100888", "7")))
    assert found is not None
    assert found.id == "a"
