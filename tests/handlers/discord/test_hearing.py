"""Frames over a real gateway → rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.core.messages import Membership, Message, Place, Removed, Role, ThreadGone
from tests.handlers.discord.conftest import Memory, running

if TYPE_CHECKING:
    import pytest

    from tests.handlers.discord.conftest import Run, World


async def test_a_customers_message_is_on_disk_and_reads_as_it_was_said(world: World, run: Run) -> None:
    said = world.server.say(world.channel, world.sanne, "Mijn wifi valt elke avond weg")
    (message,) = await run.heard(1)
    assert isinstance(message, Message)
    assert (message.text, message.id, message.place) == (said.content, str(said.id), world.public)
    assert (message.author.role, message.author.name) == (Role.CUSTOMER, "Sanne")
    assert message.link == f"https://discord.com/channels/{world.guild.id}/{world.channel.id}/{said.id}"
    assert run.troubles == []


async def test_channels_that_are_not_ours_leave_no_trace(world: World, run: Run) -> None:
    world.server.say(world.elsewhere, world.sanne, "dit gaat niemand wat aan")
    thread = world.server.start_thread(world.elsewhere, world.sanne, "ook niet")
    world.server.say(thread, world.sanne, "dit ook niet")
    world.server.say(world.channel, world.sanne, "dit wel")
    await run.heard(1)
    assert run.texts() == ["dit wel"]
    assert "niemand" not in "".join(row.raw for row in run.inbox.rows)


async def test_a_thread_belongs_to_the_channel_it_hangs_in(world: World, run: Run) -> None:
    root = world.server.say(world.channel, world.sanne, "Storing?")
    thread = world.server.start_thread(world.channel, world.sanne, "Storing", message=root)
    world.server.say(thread, world.sanne, "bij mij ook")
    await run.inbox.until(lambda: "bij mij ook" in run.texts())
    (inside,) = [one for one in run.read() if isinstance(one, Message) and one.text == "bij mij ook"]
    assert inside.place == Place("discord", str(world.channel.id), str(thread.id))
    assert {row.channel for row in run.inbox.rows} == {str(world.channel.id)}


async def test_staff_are_known_by_their_role(world: World, run: Run) -> None:
    world.server.say(world.channel, world.ayse, "Ik kijk met je mee")
    (message,) = await run.heard(1)
    assert isinstance(message, Message)
    assert message.author.role is Role.STAFF


async def test_the_bots_own_posts_and_notices_are_not_kept(world: World, run: Run) -> None:
    own = world.server.world.users[world.bot.user_id]
    world.server.say(world.channel, own, "ik ben het zelf")
    world.server.say(world.channel, world.sanne, "en ik niet")
    await run.heard(1)
    assert run.texts() == ["en ik niet"]


async def test_an_edit_is_a_new_version_and_a_preview_is_none(world: World, run: Run) -> None:
    said = world.server.say(world.channel, world.sanne, "wifi weg")
    await run.heard(1)
    world.server.start_thread(world.channel, world.sanne, "een draad geeft ook een update", message=said)
    world.server.edit(said, "wifi weer terug")
    _, edited = await run.heard(2)
    assert isinstance(edited, Message)
    assert (edited.id, edited.text) == (str(said.id), "wifi weer terug")
    assert edited.version > 0
    assert [row.version for row in run.inbox.rows] == [0, edited.version]


async def test_a_deletion_is_heard(world: World, run: Run) -> None:
    said = world.server.say(world.channel, world.sanne, "toch niet")
    await run.heard(1)
    world.server.delete(said)
    _, gone = await run.heard(2)
    assert isinstance(gone, Removed)
    assert (gone.id, gone.place) == (str(said.id), world.public)


async def test_a_reply_to_the_bot_and_a_mention_of_it_are_addressed_to_it(world: World, run: Run) -> None:
    own = world.server.world.users[world.bot.user_id]
    post = world.server.say(world.channel, own, "Hoi, ik ben de bot van Polderlink.")
    world.server.say(world.channel, world.sanne, "dank je", reply_to=post)
    world.server.say(world.channel, world.sanne, f"<@{own.id}> help")
    world.server.say(world.channel, world.sanne, "zomaar")
    await run.heard(3)
    replied, mentioned, plain = [one for one in run.read() if isinstance(one, Message)]
    assert (replied.to_bot, replied.reply_to) == (True, str(post.id))
    assert replied.reply_to_author is not None
    assert replied.reply_to_author.role is Role.SELF
    assert mentioned.to_bot
    assert mentioned.text == "@Wegwijzer help"
    assert mentioned.mentions == {"wegwijzer"}
    assert not plain.to_bot


async def test_a_private_message_reaches_the_inbox(world: World, run: Run) -> None:
    said = world.server.direct_message(world.sanne, world.bot, "mag ik iets vragen?")
    (message,) = await run.heard(1)
    assert isinstance(message, Message)
    assert message.private
    assert message.to_bot
    assert message.place == Place("discord", str(said.channel_id))
    assert f"dm:{said.channel_id}" in run.inbox.stored


async def test_a_picture_without_words_is_media(world: World, run: Run) -> None:
    world.server.say(world.channel, world.sanne, "", attachments=[("modem.png", "image/png", b"x")])
    (message,) = await run.heard(1)
    assert isinstance(message, Message)
    assert (message.text, message.media) == ("", "photo")


async def test_a_deleted_staff_thread_is_told(world: World, run: Run) -> None:
    thread = world.server.start_thread(world.desk, world.ayse, "zaak")
    world.server.delete_thread(thread)
    await run.heard(1)
    assert ThreadGone(Place("discord", str(world.desk.id), str(thread.id)), run.read()[-1].at) in run.read()  # type: ignore[union-attr]


async def test_a_foreign_server_is_left_word_for_word_unheard(world: World, run: Run) -> None:
    foreign = world.server.add_guild("Een ander")
    channel = world.server.add_channel(foreign, "hallo")
    world.server.add_member(foreign, world.bot)
    world.server.say(channel, world.server.world.users[foreign.owner_id], "wie ben jij?")
    (joined,) = await run.heard(1)
    assert isinstance(joined, Membership)
    assert (joined.present, joined.place.channel) == (True, str(foreign.id))
    assert "wie ben jij" not in "".join(row.raw for row in run.inbox.rows)
    await run.platform.chat.leave(joined.place.channel)
    await run.platform.chat.leave(joined.place.channel)
    assert world.bot.user_id not in foreign.members


async def test_no_server_is_left_while_a_channel_of_ours_is_missing(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.server.delete_channel(world.channel)
    async with running(world) as run:
        foreign = world.server.add_guild("Misschien toch van ons")
        world.server.add_member(foreign, world.bot)
        world.server.say(world.desk, world.ayse, "we zoeken het uit")
        await run.heard(1)
        assert not any(isinstance(one, Membership) for one in run.read())
    assert "it stays until all of them are found" in caplog.text


async def test_being_put_out_and_a_deleted_channel_are_told(world: World, run: Run) -> None:
    world.server.delete_channel(world.channel)
    await run.heard(1)
    world.server.kick(world.guild, world.bot)
    await run.heard(2)
    lost = [one for one in run.read() if isinstance(one, Membership)]
    assert [(one.place.channel, one.present, one.title) for one in lost] == [
        (str(world.channel.id), False, "klantenservice"),
        (str(world.desk.id), False, "balie"),
    ]


async def test_a_server_that_is_out_of_order_is_not_lost(world: World, run: Run) -> None:
    world.server.outage(world.guild)
    world.server.outage(world.guild, over=True)
    world.server.say(world.channel, world.sanne, "weer terug")
    await run.heard(1)
    assert run.texts() == ["weer terug"]


async def test_empty_messages_raise_one_alarm_about_the_intent(world: World, run: Run) -> None:
    for _ in range(5):
        world.server.odd_event("MESSAGE_CREATE", _empty(world))
    world.server.say(world.channel, world.sanne, "met tekst")
    await run.inbox.until(lambda: "met tekst" in run.texts())
    (alarm,) = run.inbox.alarms.values()
    assert "Message Content Intent" in alarm


async def test_single_empty_messages_are_no_alarm(world: World, run: Run) -> None:
    for text in ("een", "twee"):
        world.server.odd_event("MESSAGE_CREATE", _empty(world))
        world.server.odd_event("MESSAGE_CREATE", _empty(world))
        world.server.say(world.channel, world.sanne, text)
    await run.inbox.until(lambda: "twee" in run.texts())
    assert run.inbox.alarms == {}


def _empty(world: World) -> dict[str, object]:
    message = world.server.ids.next()
    author = {"id": str(world.sanne.id), "username": "sanne"}
    where = {"channel_id": str(world.channel.id), "guild_id": str(world.guild.id)}
    return {
        "id": str(message),
        "type": 0,
        "content": "",
        "author": author,
        "timestamp": "2026-11-22T10:00:00+00:00",
        **where,
    }


async def test_odd_frames_are_parked_or_passed_over_and_the_next_message_is_heard(world: World, run: Run) -> None:
    where = {"channel_id": str(world.channel.id), "guild_id": str(world.guild.id)}
    world.server.odd_event("MESSAGE_CREATE", {"id": "17", **where})
    world.server.odd_event("MESSAGE_CREATE", {"content": "geheim", "guild_id": str(world.guild.id)})
    world.server.odd_event("SOMETHING_NEW", {"surprise": [1, {"deep": None}]})
    world.server.raw_frame({"op": 99, "d": None})
    world.server.say(world.channel, world.sanne, "gewoon")
    rows = 3
    await run.inbox.until(lambda: len(run.inbox.rows) >= rows)
    assert "geheim" not in "".join(row.raw for row in run.inbox.rows)
    nameless = next(row for row in run.inbox.rows if not row.channel)
    assert json.loads(nameless.raw)["keys"] == ["content", "guild_id"]
    assert run.platform.read(run.inbox.rows[-1].raw) is not None


async def test_a_frame_that_is_no_json_costs_a_line_and_no_message(world: World, run: Run) -> None:
    world.server.say(world.channel, world.sanne, "ervoor")
    await run.heard(1)
    world.server.raw_frame("{half")
    world.server.say(world.channel, world.sanne, "erna")
    await run.inbox.until(lambda: "erna" in run.texts())
    assert run.texts() == ["ervoor", "erna"]


async def test_a_message_of_a_megabyte_goes_through(world: World, run: Run) -> None:
    where = {"channel_id": str(world.channel.id), "guild_id": str(world.guild.id)}
    author = {"id": str(world.sanne.id), "username": "sanne"}
    big = "a" * 1_000_000
    world.server.odd_event(
        "MESSAGE_CREATE",
        {"id": "18", "content": big, "author": author, "timestamp": "2026-11-22T10:00:00+00:00", **where},
    )
    await run.heard(1)
    assert run.texts() == [big]


async def test_a_disk_that_waits_loses_nothing(world: World) -> None:
    inbox = Memory()
    inbox.gate.clear()
    async with running(world, inbox, settled=False) as run:
        for number in range(3):
            world.server.say(world.channel, world.sanne, f"bericht {number}")
        inbox.gate.set()
        await run.heard(3)
        assert run.texts() == ["bericht 0", "bericht 1", "bericht 2"]
