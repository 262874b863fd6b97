"""What is wrong is said at start and by `check --online`: in a sentence, with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import handlers
from bot.core.messages import Message
from bot.ports import Platform, Revoked, Unreachable
from handlers.telegram import TelegramPlatform, connect
from handlers.telegram.checks import Checks
from handlers.telegram.door import Door
from handlers.telegram.lens import Lens
from tests.handlers.telegram.odd_server import answering

if TYPE_CHECKING:
    from pathlib import Path

    from tests.handlers.telegram.conftest import Scene


def test_the_platform_is_found_by_name_and_loaded_when_used() -> None:
    assert handlers.load("telegram") is connect
    with pytest.raises(KeyError):
        handlers.load("postduif")


async def test_the_platform_is_the_port(scene: Scene) -> None:
    platform: Platform = scene.platform()
    assert platform.name == "telegram"


async def test_a_sound_house_has_no_troubles_and_knows_who_it_is(scene: Scene) -> None:
    platform = scene.platform()
    assert await platform.start() == []
    assert platform.bot_id == str(scene.account.id)
    lens = platform.sight.lens
    assert (lens.username, lens.reads_all) == ("polderlink_bot", True)
    assert lens.is_staff(str(scene.ab.id))
    assert lens.is_staff("4455667788")
    assert not lens.is_staff(str(scene.account.id))
    assert await platform.check_online() == []


@pytest.mark.parametrize(
    ("answer", "level"), [("mentions", "error"), ("all", "error"), ("addressed", "warning"), ("guest", "warning")]
)
async def test_privacy_mode_is_told_because_the_bot_would_hear_nothing(scene: Scene, answer: str, level: str) -> None:
    scene.account.reads_all = False
    (trouble,) = await scene.platform(scene.config(answer=answer)).start()
    assert (trouble.level, trouble.path) == (level, "channels.0.id")
    assert "privacy mode" in trouble.message
    assert "/setprivacy" in trouble.fix


async def test_an_administrator_hears_everything_also_with_privacy_mode(scene: Scene) -> None:
    scene.account.reads_all = False
    scene.server.promote(scene.group, scene.account, scene.ab)
    assert await scene.platform().start() == []


async def test_a_group_the_bot_is_not_in_is_an_error_with_its_line(scene: Scene, tmp_path: Path) -> None:
    scene.server.kick(scene.group, scene.account, scene.ab)
    file = tmp_path / "config.yaml"
    file.write_text(f"brand:\n  name: Polderlink\nchannels:\n  - platform: telegram\n    id: {scene.group.id}\n")
    config = scene.config().model_copy(update={"file": file})
    (trouble,) = await scene.platform(config).start()
    assert (trouble.file, trouble.line, trouble.level) == (str(file), 5, "error")
    assert "cannot see the group" in trouble.message
    assert "@polderlink_bot" in trouble.fix


async def test_a_group_that_does_not_exist_and_a_number_that_is_none(scene: Scene) -> None:
    (trouble,) = await scene.platform(scene.config(channel="-1009999999999")).start()
    assert "cannot see the group" in trouble.message
    (trouble,) = await scene.platform(scene.config(channel="klanten")).start()
    assert "no number" in trouble.message


async def test_a_channel_is_no_group(scene: Scene) -> None:
    news = scene.server.add_channel("Polderlink nieuws", admins=[scene.account])
    (trouble,) = await scene.platform(scene.config(channel=str(news.id))).start()
    assert "not a group" in trouble.message


async def test_a_bot_that_may_not_write_is_told(scene: Scene) -> None:
    scene.server.restrict(scene.group, scene.account, scene.ab, can_send_messages=False, is_member=True)
    troubles = await scene.platform().start()
    assert any("may not write" in trouble.message for trouble in troubles)


async def test_staff_topics_need_a_right(scene: Scene) -> None:
    scene.server.promote(scene.desk, scene.account, scene.ab, can_manage_topics=False)
    (trouble,) = await scene.platform().start()
    assert (trouble.path, trouble.level) == ("staff.telegram.id", "error")
    assert "topics" in trouble.message
    scene.server.demote(scene.desk, scene.account, scene.ab)
    (trouble,) = await scene.platform().start()
    assert "topics" in trouble.message


async def test_a_staff_group_without_topics_wants_an_administrator(scene: Scene) -> None:
    plain = scene.server.add_supergroup("Staf", admins=[scene.ab])
    (trouble,) = await scene.platform(scene.config(staff=str(plain.id))).start()
    assert (trouble.level, trouble.path) == ("warning", "staff.telegram.id")
    scene.account.reads_all = False
    scene.server.promote(scene.group, scene.account, scene.ab)
    (trouble,) = await scene.platform(scene.config(staff=str(plain.id))).start()
    assert "only replies" in trouble.message


async def test_a_public_staff_group_and_a_missing_one_are_told(scene: Scene) -> None:
    public = scene.server.add_supergroup("Staf", admins=[scene.ab, scene.account], username="polderlink_staf")
    (trouble,) = await scene.platform(scene.config(staff=str(public.id))).start()
    assert "public" in trouble.message
    (trouble,) = await scene.platform(scene.config(staff="-1009999999999")).start()
    assert (trouble.level, trouble.path) == ("error", "staff.telegram.id")


async def test_a_group_that_moved_is_watched_at_its_new_number(scene: Scene) -> None:
    old = scene.server.add_group("Oude groep", members=[scene.sanne], admins=[scene.ab])
    new = scene.server.migrate(old, scene.ab)
    platform = scene.platform(scene.config(channel=str(old.id)))
    (trouble,) = await platform.start()
    assert (trouble.level, trouble.fix) == ("warning", f"write: id: {new.id}")
    assert platform.sight.lens.ours(str(new.id))
    assert await scene.platform(scene.config(channel=str(old.id)), {str(old.id): str(new.id)}).start() == []


async def test_a_wrong_token_stops_the_start_and_is_told_by_the_check(scene: Scene) -> None:
    platform = scene.platform(scene.config(token="7000000009:verkeerd"))
    with pytest.raises(Revoked):
        await platform.start()
    (trouble,) = await platform.check_online()
    assert "token" in trouble.message
    assert "BotFather" in trouble.fix


async def test_a_server_that_is_not_there_is_told(scene: Scene) -> None:
    platform = scene.platform()
    await scene.server.stop()
    with pytest.raises(Unreachable):
        await platform.start()
    (trouble,) = await platform.check_online()
    assert "could not be asked" in trouble.message
    await scene.server.start()


async def test_a_group_that_cannot_be_asked_now_is_a_warning(scene: Scene) -> None:
    scene.server.misbehave("502", method="getChat", chat_id=scene.group.id)
    (trouble,) = await scene.platform().start()
    assert (trouble.level, trouble.path) == ("warning", "channels.0.id")


async def test_staff_stay_staff_while_telegram_does_not_answer(scene: Scene) -> None:
    platform = await scene.started()
    scene.server.misbehave("502", method="getChatAdministrators")
    await platform.refresh_staff()
    assert platform.sight.lens.is_staff(str(scene.ab.id))
    scene.server.demote(scene.desk, scene.ab, scene.account)
    await platform.refresh_staff()
    assert not platform.sight.lens.is_staff(str(scene.ab.id))


async def test_a_move_at_run_time_moves_watching_and_staff(scene: Scene) -> None:
    platform = await scene.started()
    platform.moved(str(scene.desk.id), "-1001")
    platform.moved(str(scene.group.id), "-1002")
    platform.moved("-5", "-6")
    lens = platform.sight.lens
    assert lens.staff_channel == "-1001"
    assert lens.ours("-1002")
    assert not lens.ours("-6")


async def test_moves_in_a_row_and_in_a_circle_end(scene: Scene) -> None:
    config = scene.config(channel="-1")
    assert Lens.of(config, {"-1": "-2", "-2": "-3"}).ours("-3")
    assert Lens.of(config, {"-1": "-2", "-2": "-1"}).ours("-2")


async def test_a_webhook_that_takes_the_messages_away_is_told(scene: Scene) -> None:
    platform = scene.platform()
    async with answering(200, '{"ok":true,"result":{"url":"https://elders.example/hook"}}') as root:
        door = Door(scene.account.token, root)
        await door.open()
        (trouble,) = await Checks(door, scene.config(), platform.sight.lens, {}).webhook()
        await door.close()
    assert (trouble.level, trouble.path) == ("error", "platforms.telegram.mode")
    assert "webhook" in trouble.message


async def test_reading_needs_no_connection(scene: Scene) -> None:
    platform = TelegramPlatform(scene.config(), {}, scene.clock)
    raw = '{"message":{"message_id":1,"date":1,"chat":{"id":-1,"type":"group"},"from":{"id":2,"first_name":"Mo"},"text":"hoi"}}'
    message = platform.read(raw)
    assert isinstance(message, Message)
    assert message.text == "hoi"
