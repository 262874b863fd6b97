"""What people do, as the bot is told of it: shapes of messages, service messages, privacy mode, migration."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from telegram import Update

from tests.servers.telegram.state import ANONYMOUS_ADMIN, CHANNEL_BOT, SERVICE_ACCOUNT

if TYPE_CHECKING:
    from tests.servers.telegram.tests.conftest import Scene


async def test_a_message_has_its_mentions_commands_and_links(scene: Scene) -> None:
    message = scene.server.say(
        scene.group, scene.customer, "😀 @polderlink_bot /mens@polderlink_bot zie polderlink.nl."
    )
    found = [(one["type"], one["offset"], one["length"]) for one in message["entities"]]
    assert found == [("mention", 3, 15), ("bot_command", 19, 20), ("url", 44, 13)]
    assert await scene.updates() == [{"update_id": 700_000_001, "message": message}]


async def test_an_edit_carries_both_dates_and_the_update_of_before_stays_as_it_was(scene: Scene) -> None:
    message = scene.server.say(scene.group, scene.customer, "Mijn wfi valt weg")
    scene.server.advance(30)
    edited = scene.server.edit(scene.group, message, "Mijn wifi valt weg")
    first, second = await scene.updates()
    assert first["message"]["text"] == "Mijn wfi valt weg"
    assert second["edited_message"]["edit_date"] == message["date"] + 30
    assert edited["message_id"] == message["message_id"]


async def test_files_carry_a_caption_and_can_be_fetched(scene: Scene) -> None:
    photo = scene.server.say(scene.group, scene.customer, "@polderlink_bot kijk", photo=b"jpeg")
    scene.server.say(scene.group, scene.customer, voice=b"ogg")
    first, second = (Update.de_json(one, scene.library) for one in await scene.updates())
    assert first.message is not None
    assert second.message is not None
    assert (first.message.text, first.message.caption) == (None, "@polderlink_bot kijk")
    assert photo["caption_entities"][0]["type"] == "mention"
    assert second.message.voice is not None
    file = await scene.library.get_file(first.message.photo[0].file_id)
    assert bytes(await file.download_as_bytearray()) == b"jpeg"


async def test_anonymous_administrators_channels_forwards_and_inline_bots_are_marked(scene: Scene) -> None:
    channel = scene.server.add_channel("Nieuws", linked_to=scene.group)
    helper = scene.server.add_user("Hulpbot", username="hulp_bot", is_bot=True)
    said = scene.server
    said.say(scene.group, None, "Als beheer", sender_chat=scene.group)
    said.say(scene.group, None, "Als kanaal", sender_chat=channel)
    said.say(scene.group, scene.customer, "Doorgestuurd", forward_from=helper)
    said.say(scene.group, scene.customer, "Met een bot", via_bot=helper)
    said.post(channel, "Nieuw in de app")
    parsed = [Update.de_json(one, scene.library).message for one in await scene.updates()]
    senders = [one.from_user.id for one in parsed if one is not None and one.from_user is not None]
    assert senders == [ANONYMOUS_ADMIN, CHANNEL_BOT, scene.customer.id, scene.customer.id, SERVICE_ACCOUNT]
    assert parsed[2] is not None
    assert parsed[2].forward_origin is not None
    assert parsed[3] is not None
    assert parsed[3].via_bot is not None
    assert parsed[4] is not None
    assert parsed[4].is_automatic_forward


async def test_with_privacy_mode_on_a_bot_hears_only_what_is_meant_for_it(scene: Scene) -> None:
    shy = scene.server.add_bot("7000000002:invented", "shy_bot")
    group = scene.server.add_supergroup("Stil", members=[scene.customer])
    scene.account = shy
    own = await scene.sent("Hoi", chat_id=group.id)
    scene.server.say(group, scene.customer, "zomaar iets")
    scene.server.say(group, scene.customer, "tegen @polderlink_bot")
    scene.server.say(group, scene.customer, "dag @Shy_Bot")
    scene.server.say(group, scene.customer, "een antwoord", reply_to=own["message_id"])
    scene.server.say(group, scene.customer, "/mens")
    scene.server.join(group, scene.server.add_user("Mo"))
    heard = [one["message"].get("text", "dienst") for one in await scene.updates()]
    assert heard == ["dag @Shy_Bot", "een antwoord", "/mens", "dienst"]
    scene.server.promote(group, shy, scene.customer)
    scene.server.say(group, scene.customer, "weer zomaar iets")
    assert (await scene.updates())[-1]["message"]["text"] == "weer zomaar iets"


async def test_a_press_reaches_the_bot_that_made_the_button(scene: Scene) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Mens", "callback_data": "mens:1"}]]}
    sent = await scene.sent(reply_markup=keyboard)
    query_id = scene.server.press(scene.customer, scene.group, sent["message_id"], "mens:1")
    (raw,) = await scene.updates()
    query = Update.de_json(raw, scene.library).callback_query
    assert query is not None
    assert (query.id, query.data, query.from_user.id) == (query_id, "mens:1", scene.customer.id)
    assert await scene.library.answer_callback_query(query.id, "Een collega kijkt mee")
    assert scene.server.world.presses[query_id].answers == 1


async def test_nobody_can_press_a_button_that_is_not_there(scene: Scene) -> None:
    sent = await scene.sent()
    with pytest.raises(LookupError, match="no button"):
        scene.server.press(scene.customer, scene.group, sent["message_id"], "mens:1")


async def test_a_kicked_and_returning_bot_is_told_of_its_own_membership(scene: Scene) -> None:
    scene.server.kick(scene.group, scene.account, scene.customer)
    scene.server.join(scene.group, scene.account, scene.customer)
    first, second, third = [Update.de_json(one, scene.library) for one in await scene.updates()]
    assert first.my_chat_member is not None
    assert first.my_chat_member.new_chat_member.status == "kicked"
    assert second.my_chat_member is not None
    assert second.my_chat_member.new_chat_member.status == "member"
    assert third.message is not None
    assert third.message.new_chat_members[0].id == scene.account.id


async def test_comings_and_goings_are_service_messages_and_chat_member_for_administrators(scene: Scene) -> None:
    scene.server.promote(scene.group, scene.account, scene.customer)
    await scene.updates(offset=-1, allowed_updates=["message", "chat_member"])
    newcomer = scene.server.add_user("Mo")
    scene.server.join(scene.group, newcomer)
    scene.server.leave(scene.group, newcomer)
    kinds = [list(one)[1] for one in await scene.updates()][1:]
    assert kinds == ["chat_member", "message", "chat_member", "message"]


async def test_a_migration_moves_the_group_and_tells_both_ids(scene: Scene) -> None:
    old = scene.server.add_group("Buurt", members=[scene.customer])
    new = scene.server.migrate(old, scene.customer)
    there, here = await scene.updates()
    assert (there["message"]["chat"]["id"], there["message"]["migrate_to_chat_id"]) == (old.id, new.id)
    assert (here["message"]["chat"]["id"], here["message"]["migrate_from_chat_id"]) == (new.id, old.id)
    refused = await scene.call("sendMessage", chat_id=old.id, text="Hoi")
    assert refused["parameters"] == {"migrate_to_chat_id": new.id}
    assert (await scene.sent(chat_id=new.id))["message_id"] == 2


async def test_a_private_chat_is_opened_by_the_user(scene: Scene) -> None:
    scene.server.say(scene.customer, scene.customer, "/start 12ab")
    (update,) = await scene.updates()
    assert update["message"]["chat"] == {
        "id": scene.customer.id,
        "first_name": "Sanne",
        "username": "sanne_test",
        "type": "private",
    }
    assert (await scene.library.send_message(scene.customer.id, "Hoi")).chat.type == "private"


async def test_a_deleted_message_is_told_to_nobody(scene: Scene) -> None:
    message = scene.server.say(scene.group, scene.customer, "oeps")
    scene.server.erase(scene.group, message)
    assert scene.server.backlog() == 1
