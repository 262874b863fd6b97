"""From the platform to the inbox: nothing is confirmed before it is on disk, nothing foreign is kept."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.messages import Membership, Message, Press
from bot.core.words import Button, Words
from bot.ports import Revoked, Unreadable, Unsure
from tests.handlers.telegram.fakes import DiskFull

if TYPE_CHECKING:
    from tests.handlers.telegram.conftest import Scene


async def test_a_message_of_a_watched_group_is_put_raw_under_its_own_key(scene: Scene) -> None:
    async with scene.listening() as platform:
        said = scene.server.say(scene.group, scene.sanne, "Mijn wifi valt elke avond weg 😤")
        await scene.inbox.until(lambda inbox: bool(inbox.rows))
        row = next(iter(scene.inbox.rows.values()))
        assert (row.platform, row.bot, row.channel, row.message, row.version) == (
            "telegram",
            str(scene.account.id),
            str(scene.group.id),
            str(said["message_id"]),
            0,
        )
        message = platform.read(row.raw)
    assert isinstance(message, Message)
    assert message.text == "Mijn wifi valt elke avond weg 😤"
    assert message.author.name == "Sanne"


async def test_nothing_is_confirmed_before_the_inbox_has_it(scene: Scene) -> None:
    scene.inbox.gate.clear()
    async with scene.listening():
        scene.server.say(scene.group, scene.sanne, "Wifi weg")
        await scene.inbox.until(lambda inbox: inbox.entered > 0)
        assert scene.server.judge.confirmed == []
        assert scene.server.backlog() == 1
        scene.inbox.gate.set()
        await scene.server.until(lambda: len(scene.server.judge.confirmed) == 1)
        assert scene.inbox.messages == ["1"]


async def test_a_crash_between_receiving_and_committing_loses_nothing(scene: Scene) -> None:
    scene.inbox.full = True
    platform = await scene.started()
    scene.server.say(scene.group, scene.sanne, "Wifi weg")
    with pytest.raises(DiskFull):
        await platform.listen(scene.inbox)
    assert scene.server.judge.confirmed == []
    scene.inbox.full = False
    async with scene.listening():
        await scene.inbox.until(lambda inbox: inbox.messages == ["1"])


async def test_a_crash_between_committing_and_confirming_repeats_nothing(scene: Scene) -> None:
    platform = await scene.started()
    scene.server.misbehave("hold", method="getUpdates", skip=1)
    async with scene.listening(platform):
        scene.server.say(scene.group, scene.sanne, "Wifi weg")
        await scene.inbox.until(lambda inbox: inbox.messages == ["1"])
    assert scene.server.judge.confirmed == []
    scene.server.misbehaviour.calm()
    async with scene.listening():
        await scene.server.until(lambda: len(scene.server.judge.confirmed) == 1)
        scene.server.say(scene.group, scene.sanne, "Nog steeds")
        await scene.inbox.until(lambda inbox: len(inbox.rows) == 2)
    assert scene.inbox.batches.count(1) == 2, "the first message was handed over once"


async def test_a_backlog_of_many_batches_arrives_whole_and_in_order(scene: Scene) -> None:
    for n in range(250):
        scene.server.say(scene.group, scene.sanne, f"Bericht {n}")
    async with scene.listening():
        await scene.server.until(lambda: len(scene.server.judge.confirmed) == 250)
    assert scene.inbox.messages == [str(n) for n in range(1, 251)]
    assert max(scene.inbox.batches) == 100


async def test_a_foreign_group_is_dropped_before_anything_is_written(scene: Scene) -> None:
    foreign = scene.server.add_supergroup("Buurtapp", members=[scene.sanne])
    async with scene.listening():
        scene.server.say(foreign, scene.sanne, "CANARY van een andere groep")
        await scene.server.until(lambda: len(scene.server.judge.confirmed) == 1)
    assert not scene.inbox.rows
    assert scene.inbox.cursor_values["telegram", str(scene.account.id), "updates"] == "700000002"


async def test_the_staff_group_private_chats_and_own_membership_anywhere_are_kept(scene: Scene) -> None:
    foreign = scene.server.add_supergroup("Buurtapp", members=[scene.sanne])
    async with scene.listening() as platform:
        scene.server.say(scene.desk, scene.ab, "Ik pak deze")
        scene.server.say(scene.sanne, scene.sanne, "/start zaak-17")
        scene.server.kick(foreign, scene.account, scene.sanne)
        await scene.inbox.until(lambda inbox: len(inbox.rows) == 3)
        desk, private, kicked = [platform.read(row.raw) for row in scene.inbox.rows.values()]
    assert isinstance(desk, Message)
    assert desk.author.role == "staff"
    assert isinstance(private, Message)
    assert (private.private, private.start) == (True, "zaak-17")
    assert isinstance(kicked, Membership)
    assert (kicked.present, kicked.title) == (False, "Buurtapp")


async def test_an_edit_is_a_row_of_its_own_and_a_reaction_is_none(scene: Scene) -> None:
    scene.server.promote(scene.group, scene.account, scene.ab)
    async with scene.listening():
        said = scene.server.say(scene.group, scene.sanne, "Wifi")
        scene.server.edit(scene.group, said, "Wifi weg")
        scene.server.react(scene.sanne, scene.group, said["message_id"])
        await scene.inbox.until(lambda inbox: len(inbox.rows) >= 2)
        await scene.server.until(lambda: scene.server.backlog() == 0)
    kept = [row for row in scene.inbox.rows.values() if row.message == str(said["message_id"])]
    assert [row.version > 0 for row in kept] == [False, True]
    assert not any("message_reaction" in row.raw for row in scene.inbox.rows.values())


async def test_a_press_is_kept_with_the_time_it_was_heard(scene: Scene) -> None:
    async with scene.listening() as platform:
        button = Button("Dit antwoord", "zaak:7:answer")
        thread = await platform.chat.open_thread(scene.private, "Zaak 7", Words.of("Kaart"), key="k", buttons=[button])
        query = scene.server.press(scene.ab, scene.desk, int(thread.card), "zaak:7:answer")
        await scene.inbox.until(lambda inbox: f"press:{query}" in inbox.messages)
        row = next(row for row in scene.inbox.rows.values() if row.message == f"press:{query}")
        press = platform.read(row.raw)
    assert isinstance(press, Press)
    assert (press.data, press.token, press.message, press.place) == ("zaak:7:answer", query, thread.card, thread.place)
    assert press.at == scene.clock.now().replace(microsecond=0)
    assert press.author.role == "staff"


async def test_malformed_and_future_updates_do_not_stop_the_ones_behind_them(scene: Scene) -> None:
    server = scene.server
    server.say(scene.group, scene.sanne, "voor")
    server.raw_update({"telepathy": {"thought": "CANARY geheim", "strength": 3}})
    server.raw_update(
        {"message": {"message_id": "zeven", "chat": {"id": scene.group.id, "type": "supergroup"}, "text": 7}}
    )
    server.raw_update({"message": "CANARY geheim"})
    server.raw_update({"message": {"message_id": 9, "chat": {"id": str(scene.group.id)}, "text": "CANARY geheim"}})
    server.raw_update({"telepathy": {"chat": {"id": scene.group.id}, "thought": "later"}})
    server.raw_update({"telepathy": {"chat": {"id": -5}, "thought": "CANARY geheim"}})
    server.raw_update({})
    server.say(scene.group, scene.sanne, "na")
    async with scene.listening() as platform:
        await server.until(lambda: server.backlog() == 0)
        read = {row.message: _read(platform.read, row.raw) for row in scene.inbox.rows.values()}
    assert [read["1"], read["2"]] == ["voor", "na"]
    assert read["update:700000002"] == "No chat can be read in this update"
    assert read["update:700000003"] == '"text" is no text'
    assert read["update:700000006"] is None
    assert len(read) == 8
    assert not any("CANARY" in row.raw for row in scene.inbox.rows.values())


def _read(read: object, raw: str) -> object:
    try:
        value = read(raw)  # type: ignore[operator]
    except Unreadable as error:
        return str(error)
    return value.text if isinstance(value, Message) else value


async def test_a_megabyte_of_text_comes_through_whole(scene: Scene) -> None:
    long = "é😀" * 150_000
    async with scene.listening() as platform:
        scene.server.say(scene.group, scene.sanne, long)
        await scene.inbox.until(lambda inbox: bool(inbox.rows))
        message = platform.read(next(iter(scene.inbox.rows.values())).raw)
    assert isinstance(message, Message)
    assert message.text == long


async def test_a_second_poller_is_told_once_and_polling_goes_on(scene: Scene) -> None:
    async with scene.listening():
        await scene.server.until(lambda: scene.account.queue.poll is not None)
        scene.account.queue.wake(news=False)
        await scene.inbox.until(lambda inbox: bool(inbox.alarms))
        await scene.server.until(lambda: scene.account.queue.poll is not None)
        scene.account.queue.wake(news=False)
        await scene.server.until(lambda: scene.account.queue.polls >= 3)
        scene.server.say(scene.group, scene.sanne, "hoor je mij")
        await scene.inbox.until(lambda inbox: inbox.messages == ["1"])
    assert list(scene.inbox.alarms) == ["taken:2026-11-20"]
    assert "same token" in scene.inbox.alarms["taken:2026-11-20"]


async def test_a_revoked_token_ends_the_listening(scene: Scene) -> None:
    platform = await scene.started()
    listening = asyncio.create_task(platform.listen(scene.inbox))
    await scene.server.until(lambda: scene.account.queue.poll is not None)
    scene.server.revoke()
    with pytest.raises(Revoked):
        await listening


@pytest.mark.parametrize("fault", ["500", "502", "429", "cut", "drop"])
async def test_an_outage_is_told_in_one_line_and_survived(
    scene: Scene, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    scene.server.misbehave(fault, method="getUpdates", times=8, seconds=2)
    platform = await scene.started()
    scene.server.say(scene.group, scene.sanne, "Wifi weg")
    async with scene.listening(platform):
        await scene.inbox.until(lambda inbox: inbox.messages == ["1"])
    waits = [seconds for seconds in scene.clock.slept if seconds <= 60]
    assert len(waits) == 8
    assert all(0 < seconds <= 30 for seconds in waits)
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("handlers")]
    assert len(lines) == 2, "one when it begins, one when it ends"
    assert "works again" in lines[1]


async def test_a_server_that_is_not_there_is_waited_for(scene: Scene) -> None:
    platform = await scene.started()
    await scene.server.stop()
    listening = asyncio.create_task(platform.listen(scene.inbox))
    await scene.clock.until_slept(4)
    await scene.server.start()
    scene.server.say(scene.group, scene.sanne, "Wifi weg")
    await scene.inbox.until(lambda inbox: inbox.messages == ["1"])
    listening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listening


async def test_more_than_a_day_of_silence_is_shown_to_staff(scene: Scene) -> None:
    mine = ("telegram", str(scene.account.id))
    scene.inbox.cursor_values[*mine, "polled"] = "2026-11-19T11:00:00+00:00"
    async with scene.listening():
        await scene.inbox.until(lambda inbox: bool(inbox.alarms))
    (key, text), *_ = scene.inbox.alarms.items()
    assert key == "gap:2026-11-19T11:00:00"
    assert "2026-11-19 11:00" in text
    assert "2026-11-19 12:00" in text


async def test_less_than_a_day_of_silence_is_no_gap(scene: Scene) -> None:
    mine = ("telegram", str(scene.account.id))
    scene.inbox.cursor_values[*mine, "polled"] = "2026-11-19T13:00:00+00:00"
    async with scene.listening():
        await scene.server.until(lambda: scene.account.queue.poll is not None)
    assert not scene.inbox.alarms


async def test_liveness_is_the_age_of_the_last_poll(scene: Scene) -> None:
    platform = await scene.started()
    assert platform.last_poll is None
    async with scene.listening(platform):
        scene.server.say(scene.group, scene.sanne, "Wifi weg")
        await scene.inbox.until(lambda inbox: inbox.messages == ["1"])
        assert platform.last_poll == datetime(2026, 11, 20, 12, tzinfo=UTC)
    stored = scene.inbox.cursor_values["telegram", str(scene.account.id), "polled"]
    assert datetime.fromisoformat(stored) == datetime(2026, 11, 20, 12, tzinfo=UTC)


async def test_who_becomes_administrator_of_the_staff_group_is_staff_at_once(scene: Scene) -> None:
    async with scene.listening() as platform:
        await scene.server.until(lambda: scene.account.queue.poll is not None)
        scene.server.join(scene.desk, scene.sanne)
        scene.server.promote(scene.desk, scene.sanne, scene.ab)
        scene.server.say(scene.desk, scene.sanne, "ik ook")
        await scene.inbox.until(lambda inbox: any("ik ook" in row.raw for row in inbox.rows.values()))
        await scene.server.until(lambda: scene.server.backlog() == 0)
        row = next(row for row in scene.inbox.rows.values() if "ik ook" in row.raw)
        message = platform.read(row.raw)
        assert isinstance(message, Message)
        assert message.author.role == "staff"
        scene.server.demote(scene.desk, scene.sanne, scene.ab)
        await scene.server.until(lambda: scene.server.backlog() == 0)
        again = platform.read(row.raw)
        assert isinstance(again, Message)
        assert again.author.role == "customer"


async def test_the_staff_list_is_asked_anew_every_five_minutes(scene: Scene) -> None:
    async with scene.listening() as platform:
        await scene.server.until(lambda: scene.account.queue.poll is not None)
        before = len(scene.server.judge.calls("getChatAdministrators"))
        scene.clock.advance(timedelta(minutes=5))
        await scene.server.until(lambda: len(scene.server.judge.calls("getChatAdministrators")) == before + 1)
        assert platform.sight.lens.is_staff(str(scene.ab.id))


async def test_raw_rows_are_plain_ascii_json_of_the_update(scene: Scene) -> None:
    scene.server.raw_update(
        {
            "message": {
                "message_id": 5,
                "date": 1,
                "chat": {"id": scene.group.id, "type": "supergroup"},
                "text": "half \ud83d nul \0",
            }
        }
    )
    async with scene.listening() as platform:
        await scene.inbox.until(lambda inbox: bool(inbox.rows))
        raw = next(iter(scene.inbox.rows.values())).raw
        assert raw.isascii()
        assert json.loads(raw)["update_id"] == 700000001
        with pytest.raises(Unreadable, match="no sender"):
            platform.read(raw)


async def test_no_token_and_no_word_of_a_customer_reaches_the_log(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("aiohttp").setLevel(logging.DEBUG)
    scene.server.misbehave("502", method="getUpdates")
    scene.server.misbehave("drop", method="getUpdates")
    async with scene.listening() as platform:
        scene.server.say(scene.group, scene.sanne, "CANARY")
        scene.server.raw_update({"message": {"text": "CANARY"}})
        scene.server.misbehave("drop", method="sendMessage")
        with pytest.raises(Unsure):
            await platform.chat.post(scene.public, Words.of("CANARY"), key="k")
        await scene.inbox.until(lambda inbox: len(inbox.rows) == 2)
    assert "works again" in caplog.text
    assert "CANARY" not in caplog.text
    assert "invented-token" not in caplog.text
