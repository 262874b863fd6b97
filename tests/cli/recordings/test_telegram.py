from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.core.messages import Role
from tests.cli.recordings.exports import telegram_account, telegram_chat, telegram_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.cli.recordings import Recording

    Record = Callable[..., Recording]


def test_a_message_keeps_who_said_what_where_and_when(record: Record) -> None:
    recording = record(telegram_chat(telegram_message(7, "Mijn wifi valt weg @PolderLink", reply_to_message_id=3)))
    (row,) = recording
    assert (recording.kind, row.n, row.platform, row.place_name) == ("telegram", 1, "telegram", "Klantgroep Utrecht")
    message = row.message
    assert str(message.place) == "telegram:-1001234567890"
    assert (message.id, message.author.id, message.author.name) == ("7", "5001", "Noor")
    assert message.text == "Mijn wifi valt weg @PolderLink"
    assert message.at == datetime.fromtimestamp(1_795_166_107, UTC)
    assert (message.reply_to, set(message.mentions), message.media) == ("3", {"polderlink"}, "")


def test_a_text_in_pieces_is_one_text(record: Record) -> None:
    pieces = ["Kijk op ", {"type": "link", "text": "polderlink.example"}, " of ", {"type": "bold", "text": "bel"}, "."]
    (row,) = record(telegram_chat(telegram_message(1, pieces)))
    assert row.message.text == "Kijk op polderlink.example of bel."


def test_service_messages_are_passed_over_and_counted(record: Record) -> None:
    joined = {"id": 1, "type": "service", "date": "2026-11-20T10:00:00", "action": "invite_members", "text": ""}
    recording = record(telegram_chat(joined, telegram_message(2)))
    assert [row.message.id for row in recording] == ["2"]
    assert (recording.skipped, recording.broken) == (1, 0)


def test_a_time_without_an_offset_is_read_in_the_zone_given(record: Record) -> None:
    message = telegram_message(1)
    del message["date_unixtime"]
    (row,) = record(telegram_chat(message))
    assert row.message.at == datetime(2026, 11, 20, 10, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("more", "media"),
    [
        ({"photo": "photos/1.jpg"}, "photo"),
        ({"media_type": "voice_message", "file": "voice/1.ogg"}, "voice"),
        ({"media_type": "video_file", "file": "1.mp4"}, "video"),
        ({"media_type": "sticker", "file": "1.webp"}, "sticker"),
        ({"file": "1.pdf"}, "file"),
        ({}, ""),
    ],
)
def test_media_are_named(record: Record, more: dict[str, object], media: str) -> None:
    (row,) = record(telegram_chat(telegram_message(1, "", **more)))
    assert (row.message.text, row.message.media) == ("", media)


@pytest.mark.parametrize("more", [{"from_id": "channel77"}, {"via_bot": "@somebot"}, {"from_id": "user777000"}])
def test_posts_of_channels_and_by_way_of_bots_are_no_customers(record: Record, more: dict[str, object]) -> None:
    (row,) = record(telegram_chat(telegram_message(1, **more)))
    assert row.message.author.role is Role.BOT


def test_a_reply_to_the_beginning_of_a_topic_is_said_in_that_topic(record: Record) -> None:
    begun = {"id": 5, "type": "service", "date": "2026-11-20T10:00:00", "action": "topic_created", "title": "Wifi"}
    rows = list(record(telegram_chat(begun, telegram_message(6, reply_to_message_id=5), telegram_message(7))))
    assert [(row.message.place.thread, row.message.reply_to) for row in rows] == [("5", ""), ("", "")]


def test_a_deleted_account_has_no_name(record: Record) -> None:
    (row,) = record(telegram_chat(telegram_message(1, **{"from": None})))
    assert (row.message.author.name, row.message.author.id) == ("", "5001")


def test_of_a_whole_account_the_groups_are_read_and_private_chats_are_not(record: Record) -> None:
    group = telegram_chat(telegram_message(1, "in de groep"))
    private = telegram_chat(telegram_message(2, "onder ons"), form="personal_chat") | {"name": "Kim"}
    other = telegram_chat(telegram_message(3, "elders"), form="private_group") | {"name": "Buurt", "id": 55}
    recording = record(telegram_account(private, group, other))
    assert [(row.n, row.place_name, row.message.text, str(row.message.place)) for row in recording] == [
        (1, "Klantgroep Utrecht", "in de groep", "telegram:-1001234567890"),
        (2, "Buurt", "elders", "telegram:-55"),
    ]
    assert recording.skipped == 1


def test_a_private_chat_that_was_exported_alone_is_read(record: Record) -> None:
    assert len(list(record(telegram_chat(telegram_message(1), form="personal_chat")))) == 1


def test_an_export_without_messages_has_no_rows(record: Record) -> None:
    assert list(record(telegram_chat())) == []
    assert list(record(telegram_account())) == []


def test_keys_in_another_order_do_no_harm(record: Record) -> None:
    chat = telegram_chat(telegram_message(1))
    (row,) = record({key: chat[key] for key in sorted(chat)})
    assert row.message.text == "Hoi"
