"""Every refusal in the table, each provoked over the socket; the last test finds rows without a case."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from tests.servers.telegram.refusals import REFUSALS, refuse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.servers.telegram.state import Chat
    from tests.servers.telegram.tests.conftest import Scene

Answer: TypeAlias = dict[str, Any]
Provoke: TypeAlias = "Callable[[Scene], Awaitable[Answer]]"

CASES: dict[str, Provoke] = {}


def case(row: str) -> Callable[[Provoke], Provoke]:
    """Name the row of the table that a way to provoke the server belongs to."""

    def keep(provoke: Provoke) -> Provoke:
        CASES[row] = provoke
        return provoke

    return keep


async def send(scene: Scene, text: str = "Hoi", **params: object) -> Answer:
    return await scene.call("sendMessage", **{"chat_id": scene.group.id, "text": text, **params})


async def button(scene: Scene, **action: object) -> Answer:
    return await send(scene, reply_markup={"inline_keyboard": [[{"text": "Klik", **action}]]})


def forum_of(scene: Scene, *, leads: bool = True) -> Chat:
    return scene.server.add_forum("Team", members=[scene.customer], admins=[scene.account] if leads else [])


def theirs(scene: Scene) -> int:
    message_id: int = scene.server.say(scene.group, scene.customer, "Van een klant")["message_id"]
    return message_id


# Accounts and calls


@case("malformed_token")
async def _(scene: Scene) -> Answer:
    scene.account.token = "no-token-at-all"
    return await scene.call("getMe")


@case("unauthorized")
async def _(scene: Scene) -> Answer:
    scene.server.revoke()
    return await scene.call("getMe")


@case("logged_out")
async def _(scene: Scene) -> Answer:
    await scene.call("logOut")
    return await scene.call("getMe")


@case("method_not_found")
async def _(scene: Scene) -> Answer:
    return await scene.call("sendHologram")


@case("poll_conflict")
async def _(scene: Scene) -> Answer:
    older = asyncio.create_task(scene.call("getUpdates", timeout=20))
    await scene.server.until(lambda: scene.account.queue.poll is not None)
    await scene.call("getUpdates")
    return await older


@case("too_many_requests")
async def _(scene: Scene) -> Answer:
    scene.server.misbehave("429", seconds=3)
    return await send(scene)


@case("internal_error")
async def _(scene: Scene) -> Answer:
    scene.server.misbehave("500")
    return await send(scene)


@case("bad_gateway")
async def _(scene: Scene) -> Answer:
    scene.server.misbehave("502")
    answer = await send(scene)
    return {**answer, "error_code": answer["status"], "description": "Bad Gateway"}


@case("broken_json")
async def _(scene: Scene) -> Answer:
    return await send(scene, reply_markup='{"inline_keyboard": [')


@case("unsupported_parse_mode")
async def _(scene: Scene) -> Answer:
    return await send(scene, parse_mode="BBCode")


# Where to


@case("chat_id_empty")
async def _(scene: Scene) -> Answer:
    return await send(scene, chat_id="")


@case("chat_not_found")
async def _(scene: Scene) -> Answer:
    return await send(scene, chat_id=-1009999999999)


@case("cannot_initiate")
async def _(scene: Scene) -> Answer:
    return await send(scene, chat_id=scene.customer.id)


@case("bot_to_bot")
async def _(scene: Scene) -> Answer:
    other = scene.server.add_user("Hulpbot", is_bot=True)
    scene.server.say(scene.group, other, "Hoi")
    return await send(scene, chat_id=other.id)


@case("blocked")
async def _(scene: Scene) -> Answer:
    scene.server.block(scene.customer)
    return await send(scene, chat_id=scene.customer.id)


@case("deactivated")
async def _(scene: Scene) -> Answer:
    scene.server.say(scene.customer, scene.customer, "/start")
    scene.customer.deactivated = True
    return await send(scene, chat_id=scene.customer.id)


@case("kicked")
async def _(scene: Scene) -> Answer:
    scene.server.kick(scene.group, scene.account, scene.customer)
    return await send(scene)


@case("not_a_member")
async def _(scene: Scene) -> Answer:
    await scene.call("leaveChat", chat_id=scene.group.id)
    return await send(scene)


@case("migrated")
async def _(scene: Scene) -> Answer:
    old = scene.server.add_group("Buurt", members=[scene.customer])
    new = scene.server.migrate(old, scene.customer)
    answer = await send(scene, chat_id=old.id)
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}
    return answer


@case("no_right_to_send")
async def _(scene: Scene) -> Answer:
    scene.server.restrict(scene.group, scene.account, scene.customer, can_send_messages=False)
    return await send(scene)


@case("thread_not_found")
async def _(scene: Scene) -> Answer:
    return await send(scene, chat_id=forum_of(scene).id, message_thread_id=99)


@case("topic_closed")
async def _(scene: Scene) -> Answer:
    forum = forum_of(scene, leads=False)
    topic = scene.server.add_topic(forum, "Zaak", scene.customer)
    scene.server.close_topic(forum, topic.id, scene.customer)
    return await send(scene, chat_id=forum.id, message_thread_id=topic.id)


@case("reply_not_found")
async def _(scene: Scene) -> Answer:
    message_id = theirs(scene)
    scene.server.erase(scene.group, message_id)
    return await send(scene, reply_parameters={"message_id": message_id, "allow_sending_without_reply": False})


# What is said


@case("text_empty")
async def _(scene: Scene) -> Answer:
    return await send(scene, "")


@case("text_blank")
async def _(scene: Scene) -> Answer:
    return await send(scene, " \n ")


@case("text_too_long")
async def _(scene: Scene) -> Answer:
    return await send(scene, "😀" * 2048 + "!")


@case("caption_too_long")
async def _(scene: Scene) -> Answer:
    return await scene.call("sendPhoto", chat_id=scene.group.id, caption="a" * 1025)


@case("entities_unparsable")
async def _(scene: Scene) -> Answer:
    return await send(scene, "<b>Hoi", parse_mode="HTML")


@case("entity_type_unknown")
async def _(scene: Scene) -> Answer:
    return await send(scene, entities=[{"type": "sparkle", "offset": 0, "length": 1}])


@case("entity_beyond_text")
async def _(scene: Scene) -> Answer:
    return await send(scene, entities=[{"type": "bold", "offset": 0, "length": 9}])


@case("entity_after_text")
async def _(scene: Scene) -> Answer:
    return await send(scene, entities=[{"type": "bold", "offset": 9, "length": 1}])


@case("entity_inside_symbol")
async def _(scene: Scene) -> Answer:
    return await send(scene, "😀😀", entities=[{"type": "bold", "offset": 1, "length": 1}])


@case("markup_not_object")
async def _(scene: Scene) -> Answer:
    return await send(scene, reply_markup="[]")


@case("button_without_action")
async def _(scene: Scene) -> Answer:
    return await button(scene)


@case("button_data_invalid")
async def _(scene: Scene) -> Answer:
    assert (await button(scene, callback_data="é" * 32))["ok"]
    return await button(scene, callback_data="é" * 32 + "!")


@case("button_url_invalid")
async def _(scene: Scene) -> Answer:
    return await button(scene, url="javascript:alert(1)")


@case("markup_too_long")
async def _(scene: Scene) -> Answer:
    rows = [[{"text": str(number), "callback_data": "x"}] for number in range(101)]
    return await send(scene, reply_markup={"inline_keyboard": rows})


# Changing and deleting


@case("edit_not_found")
async def _(scene: Scene) -> Answer:
    return await scene.call("editMessageText", chat_id=scene.group.id, message_id=99, text="a")


@case("cannot_edit")
async def _(scene: Scene) -> Answer:
    return await scene.call("editMessageText", chat_id=scene.group.id, message_id=theirs(scene), text="a")


@case("not_modified")
async def _(scene: Scene) -> Answer:
    sent = await scene.sent("Kaart")
    return await scene.call("editMessageText", chat_id=scene.group.id, message_id=sent["message_id"], text="Kaart ")


@case("forward_not_found")
async def _(scene: Scene) -> Answer:
    group = scene.group.id
    return await scene.call("forwardMessage", chat_id=group, from_chat_id=group, message_id=99)


@case("delete_not_found")
async def _(scene: Scene) -> Answer:
    return await scene.call("deleteMessage", chat_id=scene.group.id, message_id=99)


@case("cannot_delete")
async def _(scene: Scene) -> Answer:
    return await scene.call("deleteMessage", chat_id=scene.group.id, message_id=theirs(scene))


@case("cannot_delete_old")
async def _(scene: Scene) -> Answer:
    message = theirs(scene)
    scene.server.promote(scene.group, scene.account, scene.customer)
    scene.server.advance(48 * 60 * 60 + 1)
    return await scene.call("deleteMessage", chat_id=scene.group.id, message_id=message)


# Restricting


async def restrict(scene: Scene, chat: Chat, user: int, **permissions: object) -> Answer:
    params: dict[str, object] = {"permissions": permissions} if permissions else {}
    return await scene.call("restrictChatMember", chat_id=chat.id, user_id=user, **params)


def led(scene: Scene, **people: Any) -> Chat:
    return scene.server.add_supergroup("Klanten", admins=[scene.account], **people)


@case("supergroups_only")
async def _(scene: Scene) -> Answer:
    group = scene.server.add_group("Gewoon", members=[scene.customer], admins=[scene.account])
    return await restrict(scene, group, scene.customer.id, can_send_messages=False)


@case("permissions_not_object")
async def _(scene: Scene) -> Answer:
    return await restrict(scene, led(scene, members=[scene.customer]), scene.customer.id)


@case("cannot_restrict")
async def _(scene: Scene) -> Answer:
    group = scene.server.add_supergroup("Klanten", members=[scene.customer, scene.account])
    return await restrict(scene, group, scene.customer.id, can_send_messages=False)


@case("is_administrator")
async def _(scene: Scene) -> Answer:
    group = led(scene, members=[scene.customer])
    scene.server.promote(group, scene.customer, scene.customer)
    return await restrict(scene, group, scene.customer.id, can_send_messages=False)


@case("is_owner")
async def _(scene: Scene) -> Answer:
    return await restrict(scene, led(scene, owner=scene.customer), scene.customer.id, can_send_messages=False)


@case("is_self")
async def _(scene: Scene) -> Answer:
    return await restrict(scene, led(scene), scene.account.id, can_send_messages=False)


@case("not_a_participant")
async def _(scene: Scene) -> Answer:
    return await restrict(scene, led(scene), scene.customer.id, can_send_messages=False)


@case("react_not_found")
async def _(scene: Scene) -> Answer:
    return await scene.call("setMessageReaction", chat_id=scene.group.id, message_id=99, reaction=[])


@case("reaction_invalid")
async def _(scene: Scene) -> Answer:
    reaction = [{"type": "emoji", "emoji": "🧦"}]
    return await scene.call(
        "setMessageReaction", chat_id=scene.group.id, message_id=theirs(scene), reaction=json.dumps(reaction)
    )


@case("reactions_too_many")
async def _(scene: Scene) -> Answer:
    reaction = [{"type": "emoji", "emoji": "👍"}, {"type": "emoji", "emoji": "👎"}]
    return await scene.call("setMessageReaction", chat_id=scene.group.id, message_id=theirs(scene), reaction=reaction)


# Buttons


@case("query_too_old")
async def _(scene: Scene) -> Answer:
    keyboard = {"inline_keyboard": [[{"text": "Mens", "callback_data": "mens"}]]}
    sent = await scene.sent(reply_markup=keyboard)
    query_id = scene.server.press(scene.customer, scene.group, sent["message_id"], "mens")
    scene.server.advance(scene.server.callback_lifetime + 1)
    return await scene.call("answerCallbackQuery", callback_query_id=query_id)


@case("query_answer_too_long")
async def _(scene: Scene) -> Answer:
    return await scene.call("answerCallbackQuery", callback_query_id="1", text="a" * 201)


# Topics


@case("not_a_forum")
async def _(scene: Scene) -> Answer:
    return await scene.call("createForumTopic", chat_id=scene.group.id, name="Zaak")


@case("no_right_to_topics")
async def _(scene: Scene) -> Answer:
    return await scene.call("createForumTopic", chat_id=forum_of(scene, leads=False).id, name="Zaak")


@case("topic_name_empty")
async def _(scene: Scene) -> Answer:
    return await scene.call("createForumTopic", chat_id=forum_of(scene).id, name=" ")


@case("topic_not_found")
async def _(scene: Scene) -> Answer:
    return await scene.call("closeForumTopic", chat_id=forum_of(scene).id, message_thread_id=99)


@case("topic_not_modified")
async def _(scene: Scene) -> Answer:
    forum = forum_of(scene)
    topic = scene.server.add_topic(forum, "Zaak", scene.customer)
    return await scene.call("reopenForumTopic", chat_id=forum.id, message_thread_id=topic.id)


# Chats, members and files


@case("no_administrators")
async def _(scene: Scene) -> Answer:
    scene.server.say(scene.customer, scene.customer, "/start")
    return await scene.call("getChatAdministrators", chat_id=scene.customer.id)


@case("user_id_invalid")
async def _(scene: Scene) -> Answer:
    return await scene.call("getChatMember", chat_id=scene.group.id, user_id="Sanne")


@case("member_not_found")
async def _(scene: Scene) -> Answer:
    return await scene.call("getChatMember", chat_id=scene.group.id, user_id=1)


@case("cannot_leave")
async def _(scene: Scene) -> Answer:
    scene.server.say(scene.customer, scene.customer, "/start")
    return await scene.call("leaveChat", chat_id=scene.customer.id)


@case("command_invalid")
async def _(scene: Scene) -> Answer:
    return await scene.call("setMyCommands", commands=[{"command": "Mens!", "description": "a"}])


@case("file_missing")
async def _(scene: Scene) -> Answer:
    return await scene.call("sendDocument", chat_id=scene.group.id)


@case("file_id_wrong")
async def _(scene: Scene) -> Answer:
    return await scene.call("sendDocument", chat_id=scene.group.id, document="file-0")


@case("file_id_invalid")
async def _(scene: Scene) -> Answer:
    return await scene.call("getFile", file_id="file-0")


@pytest.mark.parametrize("row", sorted(CASES))
async def test_a_refusal_has_the_code_and_the_words_of_its_row(scene: Scene, row: str) -> None:
    accepted_sends = len(scene.server.judge.calls("sendMessage"))
    answer = await CASES[row](scene)
    words = re.sub(r"\\\{\w+\\\}", ".+", re.escape(REFUSALS[row].description))
    assert answer["error_code"] == answer["status"] == REFUSALS[row].code
    assert re.fullmatch(words, answer["description"]), answer
    assert scene.server.judge.refused[-1][1] == row
    assert len(scene.server.judge.calls("sendMessage")) - accepted_sends <= 1


def test_every_row_of_the_table_is_provoked_by_a_case() -> None:
    assert set(CASES) == set(REFUSALS)


@pytest.mark.parametrize("row", sorted(REFUSALS))
def test_every_row_says_where_it_is_known_from(row: str) -> None:
    assert re.search(r"https://core\.telegram\.org|tdlib/|python-telegram-bot", REFUSALS[row].source)


def test_a_refusal_answers_as_the_bot_api_writes_it() -> None:
    assert refuse("chat_not_found").body() == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: chat not found",
    }
