"""The server as a process of its own, driven through the side door."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from telegram import Bot as LibraryBot

from tests.servers.telegram.side import Side, SideError, running

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[4]
TOKEN = "7000000001:invented"


@pytest.fixture(scope="module")
def server() -> Iterator[Side]:
    with running("--token", TOKEN, "--username", "polderlink_bot", "--reads-all", root=ROOT) as side:
        yield side


@pytest.fixture
def side(server: Side) -> Side:
    server.reset()
    return server


async def test_a_harness_speaks_and_reads_what_was_sent(side: Side) -> None:
    customer = side.add_user("Sanne")
    group = side.add_chat("supergroup", "Klanten", members=[customer])
    ids = side.say_many(group, customer, ["Wifi weg", "Nog steeds"])
    async with LibraryBot(TOKEN, base_url=side.base_url, base_file_url=side.base_file_url) as bot:
        updates = await bot.get_updates()
        for update in updates:
            assert update.message is not None
            await bot.send_message(group, "Hoi", reply_to_message_id=update.message.message_id)
    side.calm()
    assert side.replies() == {(group, ids[0]): [3], (group, ids[1]): [4]}
    assert [one["method"] for one in side.accepted(after=0)] == ["getMe", "sendMessage", "sendMessage"]
    assert [one["text"] for one in side.messages(group, after=2)] == ["Hoi", "Hoi"]
    assert side.status()["waiting"] == 2


async def test_confirmed_updates_are_listed_with_their_messages(side: Side) -> None:
    customer = side.add_user("Mo")
    group = side.add_chat("forum", "Team", members=[customer])
    topic = side.add_topic(group, "Zaak", customer)
    said = side.say(group, customer, "In de zaak", thread=topic)
    async with LibraryBot(TOKEN, base_url=side.base_url) as bot:
        updates = await bot.get_updates()
        await bot.get_updates(offset=updates[-1].update_id + 1)
    assert [one["message_id"] for one in side.confirmed()] == [topic, said["message_id"]]
    assert side.wait_until(lambda status: status["confirmed"] == 2)["waiting"] == 0


async def test_every_kind_of_visitor_can_be_played(side: Side) -> None:
    customer, boss = side.add_user("Kim"), side.add_user("Baas")
    group = side.add_chat("group", "Buurt", members=[customer, boss])
    first = side.say_each([{"chat": group, "user": customer, "text": "Hoi", "photo": "jpeg"}])[0]
    side.edit(group, first, "Hallo")
    side.react(customer, group, first)
    side.erase(group, first)
    side.member("promote", group, customer, boss, can_pin_messages=False)
    side.member("demote", group, customer, boss)
    side.member("leave", group, customer)
    moved = side.migrate(group, boss)
    channel = side.add_channel("Nieuws", linked_to=moved)
    side.ask("post", channel=channel, text="Storing opgelost")
    side.say(boss, boss, "/start")
    side.block(boss)
    side.raw_update({"hologram": {}})
    keyboard = {"inline_keyboard": [[{"text": "Ja", "callback_data": "ja"}]]}
    side.latency(1)
    side.limits(on=True)
    async with LibraryBot(TOKEN, base_url=side.base_url) as bot:
        sent = await bot.send_message(moved, "Klaar?", api_kwargs={"reply_markup": keyboard})
        side.press(customer, moved, sent.message_id, "ja")
        raw = await bot.request.retrieve(f"{side.base_url}{TOKEN}/getUpdates")
    assert raw.count(b'"update_id"') == side.status()["waiting"]
    kinds = ("edited_message", "my_chat_member", "hologram", "callback_query", "migrate_to_chat_id")
    assert all(kind.encode() in raw for kind in kinds)
    assert {one["id"] for one in side.groups()} >= {group, moved, channel}
    assert side.refused() == []


def test_a_wrong_order_is_told_with_its_reason(side: Side) -> None:
    with pytest.raises(SideError, match="no such verb"):
        side.ask("dance")
    with pytest.raises(SideError, match="KeyError"):
        side.say(-1, 1, "Hoi")


def test_time_moves_when_it_is_told(side: Side) -> None:
    before = side.status()["now"]
    assert side.advance(3600) - before >= 3600
