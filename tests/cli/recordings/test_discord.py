from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.core.messages import Role
from tests.cli.recordings.exports import discord_export, discord_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.cli.recordings import Recording

    Record = Callable[..., Recording]


def test_a_message_keeps_who_said_what_where_and_when(record: Record) -> None:
    reference = {"messageId": "42", "channelId": "20", "guildId": "10"}
    named = [{"id": "1", "name": "PolderLink", "isBot": True}]
    recording = record(
        discord_export(discord_message(1, "Derde keer al", type="Reply", reference=reference, mentions=named))
    )
    (row,) = recording
    assert (recording.kind, row.platform, row.place_name) == ("discord", "discord", "Polderlink #hulp")
    message = row.message
    assert (str(message.place), message.id, message.reply_to) == ("discord:20", "900000000000000001", "42")
    assert (message.author.id, message.author.name, message.author.handle) == ("700", "Noor", "noor_v")
    assert message.at == datetime(2026, 11, 20, 10, 15, 0, 500_000, tzinfo=UTC)
    assert message.mentions == {"polderlink"}


def test_bots_are_no_customers(record: Record) -> None:
    message = discord_message(1)
    message["author"]["isBot"] = True
    (row,) = record(discord_export(message))
    assert row.message.author.role is Role.BOT


@pytest.mark.parametrize("form", ["GuildMemberJoin", "ChannelPinnedMessage", "ThreadCreated", "20"])
def test_service_messages_are_passed_over_and_counted(record: Record, form: str) -> None:
    recording = record(discord_export(discord_message(1, type=form), discord_message(2)))
    assert len(list(recording)) == 1
    assert recording.skipped == 1


def test_a_thread_hangs_under_its_channel(record: Record) -> None:
    thread = {"id": "31", "type": "GuildPublicThread", "categoryId": "20", "category": "hulp", "name": "wifi"}
    (row,) = record(discord_export(discord_message(1), channel=thread))
    assert (row.message.place.channel, row.message.place.thread) == ("20", "31")


@pytest.mark.parametrize(
    ("more", "media"),
    [
        ({"attachments": [{"fileName": "kapot.PNG"}]}, "photo"),
        ({"attachments": [{"fileName": "voice-message.ogg"}]}, "voice"),
        ({"attachments": [{"fileName": "brief.pdf"}]}, "file"),
        ({"stickers": [{"name": "boos"}]}, "sticker"),
    ],
)
def test_media_are_named(record: Record, more: dict[str, object], media: str) -> None:
    (row,) = record(discord_export(discord_message(1, "", **more)))
    assert row.message.media == media
