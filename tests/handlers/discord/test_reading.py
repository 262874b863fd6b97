"""Frames as Discord documents them → values; and frames of any other shape, which are set aside with a reason."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.messages import Author, Command, LetIn, Membership, Message, Place, Press, Removed, Role, ThreadGone
from bot.ports import Unreadable
from handlers.discord.lens import Lens, Sight
from handlers.discord.reading import read
from handlers.discord.sieve import Heard, concerns_us, is_mute, joined, nameless, rows_of, thread_gone

CHANNEL, DESK, THREAD, GUILD, BOT = "100", "200", "300", "400", "500"
LENS = Lens(
    frozenset({CHANNEL}),
    DESK,
    BOT,
    "501",
    roles=frozenset({"600"}),
    listed=frozenset({"701"}),
    official=frozenset({"polderlink"}),
)
SANNE = {"id": "700", "username": "Sanne_J", "global_name": "Sanne"}
HEARD = 1763805600000
AT = datetime(2025, 11, 22, 10, tzinfo=UTC)

Json = dict[str, Any]


def sight() -> Sight:
    seen = Sight(LENS)
    seen.learn_guild(
        {
            "id": GUILD,
            "channels": [
                {"id": CHANNEL, "type": 0, "name": "hulp"},
                {"id": DESK, "type": 0, "name": "balie"},
                {"id": "900", "type": 0},
            ],
            "threads": [{"id": THREAD, "type": 11, "parent_id": DESK, "name": "zaak"}],
            "roles": [{"id": "600", "name": "Medewerkers"}],
        }
    )
    return seen


def message(**more: Any) -> Json:
    return {
        "id": "1000",
        "channel_id": CHANNEL,
        "guild_id": GUILD,
        "type": 0,
        "author": SANNE,
        "member": {"roles": [], "nick": None, "joined_at": "2025-01-01T00:00:00+00:00"},
        "content": "Mijn wifi valt weg",
        "timestamp": "2025-11-22T10:00:00.123000+00:00",
        "edited_timestamp": None,
        "mentions": [],
        "attachments": [],
        "embeds": [],
        "nonce": "x",
    } | more


def seen(event: str, data: Json) -> Any:
    """Through the sieve and the reader, as in life."""
    heard, where = Heard(event, data, HEARD), sight()
    assert concerns_us(heard, where)
    (row,) = rows_of(heard, where.home(data["channel_id"]) or data["channel_id"], where)
    return read(row.raw, LENS)


def said(**more: Any) -> Message:
    found = seen("MESSAGE_CREATE", message(**more))
    assert isinstance(found, Message)
    return found


def test_a_message_is_read_whole() -> None:
    assert said() == Message(
        place=Place("discord", CHANNEL),
        id="1000",
        author=Author("700", "Sanne", Role.CUSTOMER, "sanne_j"),
        text="Mijn wifi valt weg",
        at=datetime(2025, 11, 22, 10, 0, 0, 123000, tzinfo=UTC),
        link=f"https://discord.com/channels/{GUILD}/{CHANNEL}/1000",
    )


@pytest.mark.parametrize(
    ("more", "role"),
    [
        ({"author": {**SANNE, "id": BOT}}, None),
        ({"author": {**SANNE, "bot": True}}, Role.BOT),
        ({"author": {**SANNE, "system": True}}, Role.BOT),
        ({"webhook_id": "9"}, Role.BOT),
        ({"member": {"roles": ["600"]}}, Role.STAFF),
        ({"author": {**SANNE, "id": "701"}}, Role.STAFF),
        ({"author": {**SANNE, "username": "Polderlink"}}, Role.STAFF),
        ({"member": {"roles": ["601", 600]}}, Role.CUSTOMER),
    ],
)
def test_everybody_is_who_he_is_to_the_brand(more: Json, role: Role | None) -> None:
    if role is None:
        assert rows_of(Heard("MESSAGE_CREATE", message(**more), HEARD), CHANNEL, sight()) == []
        assert read(json.dumps({"t": "MESSAGE_CREATE", "d": message(**more)}), LENS).author.role is Role.SELF  # type: ignore[union-attr]
    else:
        assert said(**more).author.role is role


def test_the_name_of_the_server_goes_before_that_of_the_account() -> None:
    assert said(member={"roles": [], "nick": "Sanne van 12"}).author.name == "Sanne van 12"
    assert said(author={"id": "700", "username": "sanne"}).author.name == "sanne"


def test_ids_in_the_text_become_names() -> None:
    mention = {**SANNE, "id": "702", "username": "mo", "global_name": "Mo", "member": {"nick": "Mo B"}}
    text = "<@702> <@!702> <@703> <#100> <#999> <@&600> <:polder:12345> <a:zwaai:6> <t:1>"
    found = said(content=text, mentions=[mention])
    assert found.text == "@Mo B @Mo B @… #hulp #… @Medewerkers :polder: :zwaai: <t:1>"
    assert found.mentions == {"mo"}


@pytest.mark.parametrize(
    ("more", "media"),
    [
        ({"attachments": [{"content_type": "image/png"}]}, "photo"),
        ({"attachments": [{"content_type": "video/mp4"}]}, "video"),
        ({"attachments": [{"content_type": "audio/ogg"}], "flags": 1 << 13}, "voice"),
        ({"attachments": [{"content_type": "audio/mp3"}]}, "file"),
        ({"attachments": [{}]}, "file"),
        ({"sticker_items": [{"id": "1"}]}, "sticker"),
        ({"poll": {"question": {}}}, "file"),
        ({"message_snapshots": [{}]}, "file"),
        ({}, ""),
    ],
)
def test_what_comes_beside_words_is_named(more: Json, media: str) -> None:
    assert said(**more).media == media


def test_a_reply_names_what_it_answers_and_a_forward_does_not() -> None:
    original = message(id="999", author={**SANNE, "id": BOT})
    reply = said(type=19, message_reference={"message_id": "999"}, referenced_message=original)
    assert (reply.reply_to, reply.to_bot) == ("999", True)
    assert reply.reply_to_author is not None
    assert reply.reply_to_author.role is Role.SELF
    gone = said(type=19, message_reference={"message_id": "999"}, referenced_message=None)
    assert (gone.reply_to, gone.reply_to_author) == ("999", None)
    assert said(message_reference={"type": 1, "message_id": "999"}).reply_to == ""


@pytest.mark.parametrize("kind", [1, 6, 7, 8, 18, 20, 21, 24, 46, 999])
def test_notices_of_the_platform_are_nothing(kind: int) -> None:
    assert rows_of(Heard("MESSAGE_CREATE", message(type=kind), HEARD), CHANNEL, sight()) == []
    assert read(json.dumps({"t": "MESSAGE_CREATE", "d": message(type=kind)}), LENS) is None


def test_who_is_let_into_a_private_talk_is_heard_of_and_elsewhere_it_is_a_notice() -> None:
    looking = sight()
    looking.talks.add("900")
    told = message(
        type=1, content="", channel_id="900", mentions=[{"id": "77", "username": "piet", "global_name": "Piet"}]
    )
    (row,) = rows_of(Heard("MESSAGE_CREATE", told, 0), "900", looking)
    value = read(row.raw, LENS)
    assert isinstance(value, LetIn)
    assert (value.place, value.who.id, value.who.name) == (Place("discord", "900"), "77", "Piet")
    assert rows_of(Heard("MESSAGE_CREATE", {**told, "channel_id": "901"}, 0), "901", looking) == []


def test_an_update_counts_only_when_somebody_just_edited() -> None:
    edited = "2025-11-22T09:59:58.500000+00:00"
    found = seen("MESSAGE_UPDATE", message(content="anders", edited_timestamp=edited))
    assert (found.text, found.version) == ("anders", 1763805598500)
    for stamp in (None, "2025-11-21T10:00:00+00:00", "gisteren"):
        assert rows_of(Heard("MESSAGE_UPDATE", message(edited_timestamp=stamp), HEARD), CHANNEL, sight()) == []
    assert read(json.dumps({"t": "MESSAGE_UPDATE", "d": message()}), LENS) is None


def test_deletions_one_by_one_and_many_at_once() -> None:
    assert seen("MESSAGE_DELETE", {"id": "1000", "channel_id": CHANNEL, "guild_id": GUILD}) == Removed(
        Place("discord", CHANNEL), "1000", AT
    )
    many = {"ids": ["1", "2", "x"], "channel_id": THREAD, "guild_id": GUILD}
    rows = rows_of(Heard("MESSAGE_DELETE_BULK", many, HEARD), DESK, sight())
    assert [row.message for row in rows] == ["removed:1", "removed:2"]
    assert read(rows[1].raw, LENS) == Removed(Place("discord", DESK, THREAD), "2", AT)


def test_a_press_carries_what_is_needed_to_answer_it_and_nothing_else() -> None:
    data = {
        "id": "1441747443302400000",
        "application_id": "501",
        "type": 3,
        "token": "a-secret",
        "channel_id": THREAD,
        "guild_id": GUILD,
        "data": {"custom_id": "w:solve:c1", "component_type": 2},
        "message": message(channel_id=THREAD),
        "member": {"user": SANNE, "roles": ["600"], "nick": None, "permissions": "8"},
        "entitlements": [],
    }
    heard = Heard("INTERACTION_CREATE", data, HEARD)
    (row,) = rows_of(heard, DESK, sight())
    assert row.message == "press:1441747443302400000"
    assert "wifi" not in row.raw
    press = read(row.raw, LENS)
    assert isinstance(press, Press)
    assert (press.place, press.message, press.data) == (Place("discord", DESK, THREAD), "1000", "w:solve:c1")
    assert press.token == "501:1441747443302400000:a-secret"
    assert press.author == Author("700", "Sanne", Role.STAFF, "sanne_j")
    assert press.at.year == 2025
    assert not concerns_us(Heard("INTERACTION_CREATE", {**data, "type": 4}, HEARD), sight())


def test_a_slash_command_carries_its_word_and_what_was_filled_in() -> None:
    data = {
        "id": "1441747443302400000",
        "application_id": "501",
        "type": 2,
        "token": "a-secret",
        "channel_id": THREAD,
        "guild_id": GUILD,
        "data": {"id": "9", "name": "zaak", "options": [{"type": 3, "name": "link", "value": "https://x.example/1"}]},
        "member": {"user": SANNE, "roles": ["600"], "nick": None, "permissions": "8"},
    }
    (row,) = rows_of(Heard("INTERACTION_CREATE", data, HEARD), DESK, sight())
    command = read(row.raw, LENS)
    assert isinstance(command, Command)
    assert (command.place, command.name, command.argument) == (
        Place("discord", DESK, THREAD),
        "zaak",
        "https://x.example/1",
    )
    assert command.author.role == Role.STAFF
    assert command.token == "501:1441747443302400000:a-secret"


def test_news_of_places() -> None:
    thread = Heard("THREAD_DELETE", {"id": THREAD, "parent_id": DESK, "guild_id": GUILD, "type": 11}, HEARD)
    assert read(thread_gone(thread, sight()).raw, LENS) == ThreadGone(Place("discord", DESK, THREAD), AT)
    guild = Heard(
        "GUILD_CREATE",
        {"id": "401", "name": "Vreemd", "joined_at": "2025-11-22T10:00:00+00:00", "members": [SANNE]},
        HEARD,
    )
    row = joined(guild, sight())
    assert "Sanne" not in row.raw
    assert read(row.raw, LENS) == Membership(Place("discord", "401"), present=True, at=AT, title="Vreemd")
    assert read(json.dumps({"t": "TYPING_START", "d": {}}), LENS) is None


def test_only_ordinary_messages_without_anything_are_mute() -> None:
    assert is_mute(message(content=""))
    others: list[Json] = [
        {"content": "x"},
        {"attachments": [{}]},
        {"embeds": [{}]},
        {"type": 7},
        {"author": {"bot": True}},
        {"poll": {"a": 1}},
    ]
    for more in others:
        assert not is_mute(message(**{"content": "", **more}))


@pytest.mark.parametrize(
    "raw", ["", "{", "[]", "null", '"x"', '{"t": 1, "d": {}}', '{"t": "MESSAGE_CREATE"}', '{"keys": []}', "[" * 100_000]
)
def test_rows_that_are_no_frames_are_unreadable(raw: str) -> None:
    with pytest.raises(Unreadable):
        read(raw, LENS)


_ANY = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["1", CHANNEL, THREAD, GUILD, "2025-11-22T10:00:00Z"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_EVENTS = st.sampled_from(
    ["MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK", "INTERACTION_CREATE", "GUILD_CREATE"]
)


@given(
    _EVENTS,
    st.sampled_from(sorted(message())),
    _ANY,
    st.sampled_from(["type", "data", "message", "member", "token", "ids", "flags"]),
    _ANY,
)
def test_no_shape_of_a_frame_breaks_anything(event: str, first: str, one: Any, second: str, two: Any) -> None:
    data = message(edited_timestamp="2025-11-22T10:00:00Z") | {first: one, second: two}
    heard, where = Heard(event, data, HEARD), sight()
    where.learn_guild(data)
    where.learn_channel(data)
    concerns_us(heard, where)
    rows = [joined(heard, where)] if event == "GUILD_CREATE" else rows_of(heard, CHANNEL, where)
    for row in [*rows, nameless(heard, where)]:
        assert row.raw.isascii()
        try:
            read(row.raw, LENS)
        except Unreadable as reason:
            assert str(reason)  # noqa: PT017 - the reason is for people
