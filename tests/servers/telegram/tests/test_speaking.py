"""What a bot sends, and what the judge remembers of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from telegram import (
    BotCommand,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)

if TYPE_CHECKING:
    from tests.servers.telegram.tests.conftest import Scene

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Mens", callback_data="mens:1")]])


async def test_the_library_finds_the_bot(scene: Scene) -> None:
    me = await scene.library.get_me()
    assert (me.id, me.username, me.can_read_all_group_messages) == (7000000001, "polderlink_bot", True)


async def test_a_reply_is_counted_by_the_message_it_answers(scene: Scene) -> None:
    complaint = scene.server.say(scene.group, scene.customer, "Mijn internet doet het niet")
    sent = await scene.library.send_message(
        scene.group.id,
        "Hoi Sanne, ik ben de bot van Polderlink.",
        reply_parameters=ReplyParameters(complaint["message_id"], allow_sending_without_reply=False),
        reply_markup=KEYBOARD,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "Mijn internet doet het niet"
    assert sent.reply_markup == KEYBOARD
    assert scene.server.judge.counts() == {(scene.group.id, complaint["message_id"]): 1}
    (entry,) = scene.server.judge.calls("sendMessage")
    assert (entry.message_id, entry.reply_to, entry.answered) == (sent.message_id, complaint["message_id"], True)


async def test_formatted_text_and_entities_count_utf16(scene: Scene) -> None:
    sent = await scene.library.send_message(scene.group.id, "😀 <b>Let op</b> &amp; lees", parse_mode="HTML")
    assert sent.text == "😀 Let op & lees"
    assert [(one.type, one.offset, one.length) for one in sent.entities] == [("bold", 3, 6)]
    plain = await scene.library.send_message(scene.group.id, "😀 Let op", entities=[MessageEntity("italic", 3, 6)])
    assert plain.parse_entities() == {plain.entities[0]: "Let op"}


async def test_a_text_of_4096_units_after_parsing_is_taken(scene: Scene) -> None:
    sent = await scene.library.send_message(scene.group.id, "<b>" + "😀" * 2048 + "</b>", parse_mode="HTML")
    assert sent.text == "😀" * 2048


async def test_a_force_reply_is_not_shown_in_the_message(scene: Scene) -> None:
    sent = await scene.library.send_message(scene.group.id, "Schrijf je antwoord", reply_markup=ForceReply())
    assert sent.reply_markup is None


async def test_without_the_message_it_answers_a_lenient_reply_is_sent_all_the_same(scene: Scene) -> None:
    sent = await scene.library.send_message(
        scene.group.id, "Los", reply_to_message_id=77, allow_sending_without_reply=True
    )
    assert sent.reply_to_message is None
    assert not scene.server.judge.replies


async def test_parameters_may_come_as_query_form_json_and_multipart(scene: Scene) -> None:
    address = f"{scene.server.base_url}{scene.account.token}/sendMessage"
    fields = {"chat_id": str(scene.group.id), "text": "1 & 2 é"}
    async with scene.http.get(address, params=fields) as answer:
        assert (await answer.json())["result"]["text"] == "1 & 2 é"
    async with scene.http.post(address, data=fields) as answer:
        assert (await answer.json())["result"]["text"] == "1 & 2 é"
    async with scene.http.post(address, json=fields) as answer:
        assert (await answer.json())["result"]["text"] == "1 & 2 é"


async def test_an_edit_changes_the_message_and_loses_buttons_it_does_not_name(scene: Scene) -> None:
    sent = await scene.library.send_message(scene.group.id, "Kaart", reply_markup=KEYBOARD)
    edited = await scene.library.edit_message_text("Kaart 2", scene.group.id, sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("Kaart 2", None)
    assert edited.edit_date is not None
    again = await scene.library.edit_message_reply_markup(scene.group.id, sent.message_id, reply_markup=KEYBOARD)
    assert not isinstance(again, bool)
    assert (again.text, again.reply_markup) == ("Kaart 2", KEYBOARD)


async def test_what_is_deleted_cannot_be_answered(scene: Scene) -> None:
    sent = await scene.library.send_message(scene.group.id, "Weg hiermee")
    assert await scene.library.delete_message(scene.group.id, sent.message_id)
    answer = await scene.call("sendMessage", chat_id=scene.group.id, text="?", reply_to_message_id=sent.message_id)
    assert answer["description"] == "Bad Request: message to be replied not found"


async def test_files_go_up_and_come_down_unchanged(scene: Scene) -> None:
    sent = await scene.library.send_document(
        scene.group.id, b"a;b\n1;2\n", filename="cijfers.csv", caption="De *week*", parse_mode="MarkdownV2"
    )
    assert sent.document is not None
    assert (sent.document.file_name, sent.caption) == ("cijfers.csv", "De week")
    file = await scene.library.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"a;b\n1;2\n"
    photo = await scene.library.send_photo(scene.group.id, b"\x89PNG", caption="Storing")
    again = await scene.library.send_photo(scene.group.id, photo.photo[0].file_id)
    assert again.photo == photo.photo


async def test_commands_reactions_and_farewells_are_accepted(scene: Scene) -> None:
    message = scene.server.say(scene.group, scene.customer, "Ook bij mij!")
    assert await scene.library.set_my_commands([BotCommand("mens", "Praat met een mens")])
    assert await scene.library.set_message_reaction(scene.group.id, message["message_id"], "👀")
    assert await scene.library.close()
    assert await scene.library.leave_chat(scene.group.id)
    assert [one.method for one in scene.server.accepted][1:] == [
        "setMyCommands",
        "setMessageReaction",
        "close",
        "leaveChat",
    ]


async def test_chat_and_members_are_told_in_full(scene: Scene) -> None:
    channel = scene.server.add_channel("Nieuws", linked_to=scene.group)
    chat = await scene.library.get_chat(scene.group.id)
    assert (chat.title, chat.linked_chat_id) == ("Polderlink klanten", channel.id)
    scene.server.promote(scene.group, scene.account, scene.customer, can_delete_messages=False)
    me = await scene.library.get_chat_member(scene.group.id, scene.account.id)
    assert me.status == "administrator"
    assert me.to_dict()["can_delete_messages"] is False
    boss = scene.server.add_user("Mo")
    scene.server.promote(scene.group, boss, scene.customer)
    leaders = await scene.library.get_chat_administrators(scene.group.id)
    assert [one.user.id for one in leaders] == [scene.account.id, boss.id]
    scene.server.restrict(scene.group, boss, scene.customer, can_send_messages=True)
    assert (await scene.library.get_chat_member(scene.group.id, boss.id)).status == "restricted"
    scene.server.kick(scene.group, boss, scene.customer)
    assert (await scene.library.get_chat_member(scene.group.id, boss.id)).status == "kicked"


async def test_in_a_supergroup_a_reply_carries_a_thread_that_is_no_topic(scene: Scene) -> None:
    complaint = scene.server.say(scene.group, scene.customer, "Storing?")
    sent = await scene.sent(reply_parameters=json.dumps({"message_id": complaint["message_id"]}))
    assert sent["message_thread_id"] == complaint["message_id"]
    assert "is_topic_message" not in sent
