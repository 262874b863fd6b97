"""A payload of the Bot API in, a value out. The payloads are invented people in real shapes (core.telegram.org/bots/api)."""

from __future__ import annotations

import contextlib
import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.messages import Author, Membership, Message, Moved, Place, Press, Role
from bot.ports import Unreadable
from handlers.telegram.lens import Lens
from handlers.telegram.reading import read

PAYLOADS = Path(__file__).parent / "payloads"
NAMES = sorted(file.stem for file in PAYLOADS.glob("*.json"))
GROUP, DESK = "-1001000000017", "-1001000000099"
LENS = Lens(
    watched=frozenset({GROUP, "-1001000000018", "-4000000017"}),
    staff_channel=DESK,
    bot_id="7000000001",
    username="polderlink_bot",
    listed=frozenset({"4455667788"}),
    admins=frozenset({"5000000201"}),
    official=frozenset({"polderlink_helpt"}),
)
SANNE = Author("5000000101", "Sanne", Role.CUSTOMER, "sanne_verzonnen")
AB = Author("5000000201", "Anouk", Role.STAFF, "anouk_verzonnen")
BOT = Author("7000000001", "Polderlink", Role.SELF, "polderlink_bot")


def raw(name: str) -> str:
    return (PAYLOADS / f"{name}.json").read_text(encoding="utf-8")


def message(name: str) -> Message:
    value = read(raw(name), LENS)
    assert isinstance(value, Message)
    return value


def test_a_plain_message_is_read_whole() -> None:
    assert message("text") == Message(
        place=Place("telegram", GROUP),
        id="41",
        author=SANNE,
        text="Mijn wifi valt elke avond weg",
        at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
        link="https://t.me/c/1000000017/41",
    )


@pytest.mark.parametrize(
    ("name", "to_bot", "mentions"),
    [
        ("text", False, set()),
        ("mention_after_emoji", True, {"polderlink_bot", "polderlink_helpt"}),
        ("mention_of_another", False, {"polderlink_bot_fan"}),
        ("name_without_entity", False, set()),
        ("right_to_left", True, {"polderlink_bot"}),
        ("text_mention", True, {"polderlink_bot"}),
        ("command_to_bot", True, set()),
        ("command_to_nobody", False, set()),
        ("reply_to_bot", True, set()),
        ("reply_to_customer", False, set()),
        ("caption", True, {"polderlink_bot"}),
        ("in_topic", False, set()),
        ("reply_in_topic", True, set()),
        ("broken_entities", False, set()),
        ("private_text", True, set()),
    ],
)
def test_who_is_spoken_to(name: str, to_bot: bool, mentions: set[str]) -> None:
    value = message(name)
    assert (value.to_bot, set(value.mentions)) == (to_bot, mentions)


@pytest.mark.parametrize(
    ("name", "role", "author"),
    [
        ("text", Role.CUSTOMER, "5000000101"),
        ("other_bot", Role.BOT, "7000000777"),
        ("own_message", Role.SELF, "7000000001"),
        ("via_bot", Role.BOT, "5000000101"),
        ("service_account", Role.BOT, "-1001000000055"),
        ("anonymous_admin", Role.STAFF, "1087968824"),
        ("as_channel", Role.CHANNEL, "-1001000000066"),
        ("official_account", Role.STAFF, "5000000301"),
        ("listed_staff", Role.STAFF, "4455667788"),
        ("in_topic", Role.STAFF, "5000000201"),
    ],
)
def test_who_is_speaking(name: str, role: Role, author: str) -> None:
    value = message(name)
    assert (value.author.role, value.author.id) == (role, author)


@pytest.mark.parametrize(
    ("name", "media", "text"),
    [
        ("text", "", "Mijn wifi valt elke avond weg"),
        ("caption", "photo", "Kijk @polderlink_bot"),
        ("voice", "voice", ""),
        ("video_note", "video", ""),
        ("animation", "video", ""),
        ("document", "file", "Mijn rekening"),
        ("sticker", "sticker", ""),
        ("location", "file", ""),
    ],
)
def test_what_came_beside_the_words(name: str, media: str, text: str) -> None:
    value = message(name)
    assert (value.media, value.text) == (media, text)


@pytest.mark.parametrize(
    ("origin", "forwarded"),
    [
        (None, False),
        ({"type": "user", "sender_user": {"id": 5000000101, "is_bot": False, "first_name": "Sanne"}}, False),
        ({"type": "user", "sender_user": {"id": 5000000102, "is_bot": False, "first_name": "Mo"}}, True),
        ({"type": "hidden_user", "sender_user_name": "Mo"}, True),
        (
            {"type": "channel", "chat": {"id": -1001000000066, "type": "channel", "title": "Nieuws"}, "message_id": 7},
            True,
        ),
    ],
)
def test_words_of_somebody_else_are_brought_and_not_said(origin: dict[str, Any] | None, forwarded: bool) -> None:
    update = json.loads(raw("text"))
    if origin is not None:
        update["message"]["forward_origin"] = {"date": 1, **origin}
    value = read(json.dumps(update), LENS)
    assert isinstance(value, Message)
    assert value.forwarded is forwarded


def test_a_reply_names_the_message_and_its_author_but_no_thread_of_a_group_without_topics() -> None:
    value = message("reply_to_bot")
    assert (value.reply_to, value.reply_to_author, value.place.thread) == ("30", BOT, "")
    value = message("reply_to_customer")
    assert (value.reply_to, value.reply_to_author) == ("12", SANNE)


def test_in_a_topic_the_opening_message_is_not_answered() -> None:
    value = message("in_topic")
    assert (value.place, value.reply_to, value.reply_to_author) == (Place("telegram", DESK, "7"), "", None)
    value = message("reply_in_topic")
    assert (value.place.thread, value.reply_to, value.reply_to_author) == ("7", "9", BOT)


def test_an_edit_has_the_time_of_the_edit_as_its_version() -> None:
    value = message("edited")
    assert (value.id, value.version, value.text) == ("41", 1795176030, "Mijn wifi valt weg")


def test_a_deep_link_brings_its_reference() -> None:
    value = message("private_start")
    assert (value.private, value.start, value.link) == (True, "zaak_17-a", "")
    assert message("private_text").start == ""


def test_links_by_name_by_number_or_none() -> None:
    assert message("public_group").link == "https://t.me/polderlink_klanten/41"
    assert message("basic_group").link == ""


def test_half_symbols_and_the_zero_sign_are_replaced() -> None:
    assert message("half_symbols").text == "half \ufffd nul \ufffd"


def test_a_press_is_read_with_its_secret() -> None:
    assert read(raw("press"), LENS) == Press(
        place=Place("telegram", DESK, "7"),
        message="8",
        author=AB,
        data="zaak:7:answer",
        token="4382bfdwdsb323b2d9",
        at=datetime.fromtimestamp(1795176100, UTC),
    )
    old = read(raw("press_on_old_message"), LENS)
    assert isinstance(old, Press)
    assert (old.place, old.message, old.author) == (Place("telegram", GROUP), "8", SANNE)


@pytest.mark.parametrize(
    ("name", "present", "may_read"),
    [
        ("bot_added", True, False),
        ("bot_promoted", True, True),
        ("bot_kicked", False, False),
        ("bot_restricted_outside", False, False),
    ],
)
def test_news_about_the_bots_own_membership(name: str, present: bool, may_read: bool) -> None:
    at = datetime.fromtimestamp(1795176000, UTC)
    expected = Membership(Place("telegram", GROUP), present, at, "Polderlink klanten", may_read)
    assert read(raw(name), LENS) == expected


@pytest.mark.parametrize("name", ["moved_to", "moved_from"])
def test_both_groups_tell_of_a_move(name: str) -> None:
    assert read(raw(name), LENS) == Moved("telegram", "-4000000017", GROUP)


@pytest.mark.parametrize(
    "name",
    [
        "member_joined",
        "member_left",
        "title_changed",
        "pinned",
        "topic_opened",
        "topic_closed",
        "timer_changed",
        "future_content",
        "future_update",
        "channel_post",
        "reaction",
        "press_of_a_game",
    ],
)
def test_service_messages_and_what_nobody_asked_for_are_nothing(name: str) -> None:
    assert read(raw(name), LENS) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no object"),
        ('{"update_id":1,"keys":["telepathy"]}', "No chat"),
        ('{"message":7}', '"message"'),
        ('{"message":{}}', '"chat"'),
        ('{"message":{"chat":{"id":true},"text":"x"}}', '"id"'),
        ('{"message":{"chat":{"id":1},"text":["x"]}}', '"text"'),
        ('{"message":{"chat":{"id":1},"text":"x"}}', "no sender"),
        ('{"message":{"chat":{"id":1},"text":"x","from":{"id":2}}}', '"message_id"'),
        ('{"message":{"chat":{"id":1},"text":"x","from":{"id":2},"message_id":3}}', '"date"'),
        ('{"message":{"chat":{"id":1},"text":"x","from":{"id":2},"message_id":3,"date":1e99}}', '"date"'),
        ('{"message":{"chat":{"id":1},"text":"x","from":{"id":2},"message_id":3,"date":999999999999999}}', '"date"'),
        ('{"callback_query":{"data":"x"}}', '"message"'),
        ('{"my_chat_member":{}}', '"chat"'),
    ],
)
def test_what_cannot_be_read_says_why(text: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says):
        read(text, LENS)


def test_every_payload_is_read_in_some_test() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in NAMES if f'"{name}"' not in source] == []


def _spots(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [spot for key, one in inner for spot in [(*path, key), *_spots(one, (*path, key))]]


@given(name=st.sampled_from(NAMES), data=st.data())
def test_any_value_in_any_place_is_read_or_called_unreadable(name: str, data: st.DataObject) -> None:
    update = copy.deepcopy(json.loads(raw(name)))
    spot = data.draw(st.sampled_from(_spots(update)))
    owner = update
    for step in spot[:-1]:
        owner = owner[step]
    owner[spot[-1]] = data.draw(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just([]) | st.just({})
    )
    with contextlib.suppress(Unreadable):
        read(json.dumps(update), LENS)
