"""Each cause for which words of staff do not arrive has its own line in the thread, with what can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers.discord import permissions
from tests.story.doors import enters, talk, tells
from tests.story.everywhere import HARD, THREADS, OnDiscord, OnTelegram, scene
from tests.story.telegram import stage as telegram

if TYPE_CHECKING:
    from pathlib import Path

    from tests.story.everywhere import Scene

pytestmark = [pytest.mark.thorough, pytest.mark.one_life]
GRACE, HOUR = 30, 3600


async def hard_case(on: Scene) -> str:
    """A case of Mo that staff have."""
    message = await on.says("mo", HARD)
    await on.wait(GRACE)
    return message


async def told(on: Scene, message: str) -> str:
    """Noor writes; what the thread says about it last."""
    await on.writes("noor", "Wij zoeken het uit.", message)
    await on.wait(1)
    return (await on.thread(message))[-1]


async def test_telegram_put_the_bot_out(tmp_path: Path) -> None:
    async with scene("telegram", tmp_path) as on:
        assert isinstance(on, OnTelegram)
        message = await hard_case(on)
        on.on.server.kick(on.on.group, on.on.account, on.on.noor)
        await on.wait(1)
        said = await told(on, message)
        assert "Niet bezorgd: de bot is uit het kanaal gezet" in said
        assert "weer toevoegen" in said


async def test_telegram_lets_the_bot_write_nothing(tmp_path: Path) -> None:
    async with scene("telegram", tmp_path) as on:
        assert isinstance(on, OnTelegram)
        message = await hard_case(on)
        on.on.server.restrict(on.on.group, on.on.account, on.on.noor, can_send_messages=False)
        await on.wait(1)
        said = await told(on, message)
        assert "Niet bezorgd: de bot mag daar niet schrijven" in said
        assert "Berichten versturen" in said


async def test_telegram_topic_of_the_customer_is_closed(tmp_path: Path) -> None:
    async with telegram.stage(tmp_path, kind="forum") as stage:
        on = OnTelegram(stage)
        topic = stage.server.add_topic(stage.group, "Storing", stage.noor).id
        message = str(await stage.says(stage.mo, HARD, thread=topic))
        await on.wait(GRACE)
        stage.server.close_topic(stage.group, topic, stage.noor)
        await on.wait(1)
        said = await told(on, message)
        assert "het topic waarin de klant schreef is gesloten" in said
        stage.server.close_topic(stage.group, topic, stage.noor, closed=False)
        await on.wait(1)
        await told(on, message)
        assert "Wij zoeken het uit." in on.public()[-1].text


async def test_telegram_customer_who_blocked_the_bot_is_invited_anew_with_one_press(tmp_path: Path) -> None:
    async with scene("telegram", tmp_path) as on:
        assert isinstance(on, OnTelegram)
        message = await hard_case(on)
        await on.press("noor", message, "private")
        await on.wait(1)
        await enters(on, "mo")
        await on.wait(1)
        on.on.server.block(on.on.mo)
        await on.wait(1)
        said = await told(on, message)
        assert "neemt in het privégesprek niets meer van de bot aan" in said
        assert "Kies Privé" in said
        public = len(on.public())
        await on.press("noor", message, "private")
        await on.wait(1)
        assert len(on.public()) == public + 1
        on.on.server.block(on.on.mo, blocked=False)
        await enters(on, "mo")
        await on.wait(1)
        await told(on, message)
        assert "Wij zoeken het uit." in talk(on, "mo")[-1]
        assert len(on.public()) == public + 1


async def test_telegram_who_began_in_private_and_blocked_the_bot_has_to_write_again(tmp_path: Path) -> None:
    async with scene("telegram", tmp_path) as on:
        assert isinstance(on, OnTelegram)
        on.on.server.say(on.on.mo, on.on.mo, HARD)
        await on.wait(GRACE)
        (case,) = await on.store.read(lambda ledger: ledger.open_cases(2))
        on.on.server.block(on.on.mo)
        await on.wait(1)
        assert case.thread is not None
        thread = int(case.thread.thread)
        await on.on.says(on.on.noor, "Wij zoeken het uit.", on.on.desk, thread=thread)
        await on.wait(1)
        said = on.on.staff(thread)[-1]["text"]
        assert "zelf weer schrijft" in said
        assert "Kies Privé" not in said
        on.on.server.block(on.on.mo, blocked=False)
        await tells(on, "mo", "Is er al nieuws?")
        await on.on.says(on.on.noor, "Er is nog geen nieuws.", on.on.desk, thread=thread)
        await on.wait(1)
        assert "Er is nog geen nieuws." in talk(on, "mo")[-1]


async def test_slow_mode_is_said_once_and_the_words_follow_by_themselves(tmp_path: Path) -> None:
    async with scene("telegram", tmp_path) as on:
        assert isinstance(on, OnTelegram)
        message = await hard_case(on)
        group = on.on.group.id
        on.on.server.misbehave("429", method="sendMessage", chat_id=group, times=2, seconds=900)
        said = await told(on, message)
        assert "Nog niet bezorgd" in said
        assert "langzame modus" in said
        assert "14:15" in said
        await on.wait(900)
        await on.wait(900)
        assert "Wij zoeken het uit." in on.public()[-1].text
        assert sum("Nog niet bezorgd" in text for text in await on.thread(message)) == 1


async def test_discord_lets_the_bot_write_nothing(tmp_path: Path) -> None:
    async with scene("discord", tmp_path) as on:
        assert isinstance(on, OnDiscord)
        message = await hard_case(on)
        on.on.server.overwrite(on.on.group, on.on.bot, deny=permissions.SEND_MESSAGES)
        said = await told(on, message)
        assert "Niet bezorgd: de bot mag daar niet lezen of schrijven" in said
        assert "Berichtgeschiedenis lezen" in said


async def test_discord_customer_who_closed_his_messages_is_invited_anew_with_one_press(tmp_path: Path) -> None:
    async with scene("discord", tmp_path) as on:
        assert isinstance(on, OnDiscord)
        message = await hard_case(on)
        await on.press("noor", message, "private")
        await on.wait(1)
        await enters(on, "mo")
        on.on.mo.dms_open = False
        said = await told(on, message)
        assert "neemt in het privégesprek niets meer van de bot aan" in said
        assert "Kies Privé" in said
        on.on.mo.dms_open = True
        await on.press("noor", message, "private")
        await on.wait(1)
        await enters(on, "mo")
        await told(on, message)
        assert "Wij zoeken het uit." in talk(on, "mo")[-1]


async def test_discord_thread_of_the_customer_is_locked(tmp_path: Path) -> None:
    async with scene("discord", tmp_path) as on:
        assert isinstance(on, OnDiscord)
        server = on.on.server
        thread = server.start_thread(on.on.group, on.on.mo, "Mijn storing")
        complaint = await on.on.says(on.on.mo, HARD, thread)
        on.said[str(complaint.id)] = complaint
        await on.wait(GRACE)
        server.lock_thread(thread)
        server.archive_thread(thread)
        said = await told(on, str(complaint.id))
        assert "de thread waarin de klant schreef is gesloten" in said
        assert "Threads beheren" in said


async def test_discord_channel_of_the_customer_was_deleted(tmp_path: Path) -> None:
    async with scene("discord", tmp_path) as on:
        assert isinstance(on, OnDiscord)
        message = await hard_case(on)
        on.said[message] = on.on.group.messages[int(message)]
        on.on.server.delete_channel(on.on.group)
        said = await told(on, message)
        assert "bestaat niet meer" in said
        assert "andere weg" in said


async def test_a_change_that_cannot_be_made_names_its_cause_too(tmp_path: Path) -> None:
    async with scene("telegram", tmp_path) as on:
        assert isinstance(on, OnTelegram)
        message = await hard_case(on)
        written = await on.writes("noor", "Wij zoeken het uit.", message)
        await on.wait(1)
        on.on.server.kick(on.on.group, on.on.account, on.on.noor)
        await on.wait(1)
        await on.rewrites(message, written, "Wij zoeken dat uit.")
        await on.wait(1)
        told = (await on.thread(message))[-1]
        assert "Niet aangepast bij de klant: de bot is uit het kanaal gezet" in told
        assert "Wat hij las, staat er nog" in told


async def test_what_cannot_be_said_in_private_is_never_advised_to_be_said_in_the_channel(tmp_path: Path) -> None:
    async with scene(THREADS, tmp_path) as on:
        assert isinstance(on, OnDiscord)
        message = await hard_case(on)
        await on.press("noor", message, "private")
        await on.wait(1)
        await enters(on, "mo")
        await on.wait(1)
        on.on.server.overwrite(on.on.group, on.on.bot, deny=permissions.SEND_MESSAGES_IN_THREADS)
        public = on.public()
        said = await told(on, message)
        assert "Niet bezorgd: het privégesprek neemt dit niet aan" in said
        assert "Zet het niet in het kanaal" in said
        assert "zelf in het kanaal" not in said
        assert on.public() == public
