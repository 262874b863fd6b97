"""Removing and muting on Telegram: what is really done there, and what each refusal is called."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.config.models import HouseRule
from bot.ports import Barred, Gone, Unreachable

if TYPE_CHECKING:
    from tests.handlers.telegram.conftest import Scene


def in_an_hour(scene: Scene) -> datetime:
    """By Telegram's clock: an end that has passed there is no end."""
    return datetime.fromtimestamp(scene.server.world.now(), UTC) + timedelta(hours=1)


async def test_a_message_of_somebody_else_is_deleted_with_the_right(scene: Scene) -> None:
    scene.server.promote(scene.group, scene.account, scene.ab)
    message = scene.server.say(scene.group, scene.sanne, "Onzin")["message_id"]
    chat = (await scene.started()).chat
    await chat.take_down(scene.public, str(message))
    assert message not in scene.group.messages
    with pytest.raises(Gone, match="not there"):
        await chat.take_down(scene.public, str(message))


async def test_a_missing_right_and_a_message_that_is_too_old_are_told_apart(scene: Scene) -> None:
    message = str(scene.server.say(scene.group, scene.sanne, "Onzin")["message_id"])
    chat = (await scene.started()).chat
    with pytest.raises(Barred) as barred:
        await chat.take_down(scene.public, message)
    assert barred.value.why == "right"
    scene.server.promote(scene.group, scene.account, scene.ab)
    scene.server.advance(49 * 3600)
    with pytest.raises(Barred) as barred:
        await chat.take_down(scene.public, message)
    assert barred.value.why == "age"


async def test_a_mute_has_an_end_and_is_lifted_whole(scene: Scene) -> None:
    scene.server.promote(scene.group, scene.account, scene.ab)
    chat, user = (await scene.started()).chat, str(scene.sanne.id)
    until = in_an_hour(scene)
    await chat.mute(scene.public, user, until)
    call = scene.server.judge.calls("restrictChatMember")[-1]
    assert int(call.params["until_date"]) == int(until.timestamp())
    assert scene.group.member(scene.sanne.id).status == "restricted"
    await chat.unmute(scene.public, user, until)
    assert scene.group.member(scene.sanne.id).status == "member"


async def test_what_stands_in_the_way_of_a_mute_has_a_name(scene: Scene) -> None:
    chat, until = (await scene.started()).chat, in_an_hour(scene)
    user = str(scene.sanne.id)
    with pytest.raises(Barred) as barred:
        await chat.mute(scene.public, user, until)
    assert barred.value.why == "right"
    scene.server.promote(scene.group, scene.account, scene.ab)
    scene.server.promote(scene.group, scene.sanne, scene.ab)
    with pytest.raises(Barred) as barred:
        await chat.mute(scene.public, user, until)
    assert barred.value.why == "rank"
    scene.server.leave(scene.group, scene.sanne)
    with pytest.raises(Gone) as gone:
        await chat.mute(scene.public, user, until)
    assert gone.value.what == "user"


async def test_an_answer_that_is_lost_is_no_doubt_because_it_can_be_done_again(scene: Scene) -> None:
    scene.server.promote(scene.group, scene.account, scene.ab)
    chat = (await scene.started()).chat
    until, user = in_an_hour(scene), str(scene.sanne.id)
    scene.server.misbehave("drop", method="restrictChatMember")
    with pytest.raises(Unreachable):
        await chat.mute(scene.public, user, until)
    await chat.mute(scene.public, user, until)
    assert scene.group.member(scene.sanne.id).until == int(until.timestamp())


async def test_the_check_names_the_missing_rights_only_where_there_are_house_rules(scene: Scene) -> None:
    config = scene.config()
    assert await scene.platform(config).check_online() == []
    config = config.model_copy(update={"house_rules": (HouseRule(number=1, title={"nl": "Blijf respectvol"}),)})
    (trouble,) = await scene.platform(config).check_online()
    assert (trouble.level, trouble.path) == ("warning", "channels.0.id")
    assert "Delete messages, Ban users" in trouble.message
    assert await scene.platform(config).start() == []
    scene.server.promote(scene.group, scene.account, scene.ab, can_restrict_members=False)
    (trouble,) = await scene.platform(config).check_online()
    assert trouble.message.endswith("lacks Ban users")
    scene.server.promote(scene.group, scene.account, scene.ab)
    assert await scene.platform(config).check_online() == []
