"""Private talks in a private thread: who is in it, who is turned away, and what is not said when it is not private any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers.discord import permissions
from tests.servers.discord.intents import GUILD_MEMBERS as MEMBERS
from tests.servers.discord.state import World
from tests.story.discord.stage import DiscordStage, stage
from tests.story.doors import enters, talk, tells, way
from tests.story.everywhere import HARD, OnDiscord

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.servers.discord.state import Channel as Room
    from tests.servers.discord.state import Message

pytestmark = pytest.mark.thorough

CANARY = "kanarie-4711"


async def invited(on: OnDiscord) -> str:
    """Mo complains and is invited; his message."""
    message = await on.says("mo", HARD)
    await on.wait(30)
    await on.press("noor", message, "private")
    await on.wait(1)
    return message


async def inside(on: OnDiscord) -> tuple[str, Room]:
    """Mo is in his private thread; his message and the thread."""
    message = await invited(on)
    await enters(on, "mo")
    await on.wait(1)
    return message, on.on.talk_of(on.on.mo)


def rooms(on: OnDiscord) -> list[Room]:
    """Every private thread."""
    return [room for room in on.on.server.world.channels.values() if room.kind == World.PRIVATE_THREAD]


def said_anywhere(on: OnDiscord, words: str, *, but: tuple[int, ...] = ()) -> list[str]:
    """The channels and threads in which these words stand, the staff channel with its cards and those in `but` left out."""
    channels, but = on.on.server.world.channels.values(), (*but, on.on.desk.id)
    return [c.name for c in channels if c.id not in but and any(words in m.content for m in c.messages.values())]


def shown(on: OnDiscord, who: str) -> Message:
    """What somebody alone was shown last."""
    return on.on.server.shown_to(getattr(on.on, who))[-1]


async def staff_thread(on: OnDiscord, message: str) -> Room:
    """The thread of the case about a message."""
    return await on.on.thread(on._message(message))


async def test_the_customers_click_opens_a_thread_for_him_and_the_bot_alone(tmp_path: Path) -> None:
    async with stage(tmp_path, "thread") as at:
        on = OnDiscord(at)
        message, room = await inside(on)
        assert room.kind == World.PRIVATE_THREAD
        assert room.parent_id == at.group.id
        assert room.thread is not None
        assert not room.thread.invitable
        assert set(room.thread.members) == {at.mo.id, at.bot.user_id}
        greeting = talk(on, "mo")[0]
        assert "pincode, wachtwoord of betaling" in greeting
        assert "beheerders van deze server" in greeting
        link = shown(on, "mo").components[0]["components"][0]
        assert link["url"] == f"https://discord.com/channels/{at.group.guild_id}/{room.id}"
        assert "Mo" not in room.name
        assert at.server.messages(at.server.direct(at.mo.id, at.bot.user_id)) == []
        case = await on.case(message)
        assert (case.private, case.private_channel) == (True, str(room.id))
        assert "loopt al" in await enters(on, "mo")
        assert len(rooms(on)) == 1


async def test_others_who_press_are_turned_away_and_no_thread_is_made(tmp_path: Path) -> None:
    async with stage(tmp_path, "thread") as at:
        on = OnDiscord(at)
        message = await invited(on)
        for who in ("piet", "sanne", "daan"):
            assert "voor iemand anders" in await enters(on, who)
        assert rooms(on) == []
        assert not (await on.case(message)).private


async def test_words_go_both_ways_and_stand_nowhere_else(tmp_path: Path) -> None:
    async with stage(tmp_path, "thread") as at:
        on = OnDiscord(at)
        message, room = await inside(on)
        desk = await staff_thread(on, message)
        await tells(on, "mo", f"mijn klantnummer is {CANARY}-heen")
        written = await on.writes("noor", f"Dank, {CANARY}-terug staat genoteerd.", message)
        await on.wait(1)
        await on.rewrites(message, written, f"Dank, {CANARY}-anders staat genoteerd.")
        await on.wait(1)
        assert talk(on, "mo")[-1].endswith(f"{CANARY}-anders staat genoteerd.")
        assert said_anywhere(on, CANARY, but=(room.id, desk.id)) == []
        assert all(CANARY not in told.content for told in at.server.world.ephemeral.values())
        await on.on.deletes(desk.messages[int(written)])
        await on.wait(1)
        assert said_anywhere(on, f"{CANARY}-anders", but=(desk.id,)) == []


async def test_what_was_said_in_the_thread_while_the_bot_was_away_stays_private(tmp_path: Path) -> None:
    async with stage(tmp_path, "thread") as at:
        on = OnDiscord(at)
        message, room = await inside(on)
        desk, public = await staff_thread(on, message), len(on.public())
        await at.stop()
        at.server.say(room, at.mo, f"@polderlink waardeloos, mijn wifi valt weg {CANARY}")
        at.server.archive_thread(room)
        at.clock.advance(3600)
        await at.start()
        await on.wait(60)
        await on.wait(3600)
        assert sum(f"{CANARY}" in text and "(privé)" in text for text in await on.thread(message)) == 1
        assert said_anywhere(on, CANARY, but=(room.id, desk.id)) == []
        assert len(on.public()) == public


def a_moderator_lets_piet_in(at: DiscordStage, room: Room) -> None:
    at.server.add_to_thread(room, at.noor, at.piet)


def a_moderator_speaks_there(at: DiscordStage, room: Room) -> None:
    at.server.say(room, at.noor, "Ik kijk even mee.")


def it_is_locked(at: DiscordStage, room: Room) -> None:
    at.server.lock_thread(room)


def it_is_locked_and_archived(at: DiscordStage, room: Room) -> None:
    at.server.lock_thread(room)
    at.server.archive_thread(room)


def the_customer_left(at: DiscordStage, room: Room) -> None:
    at.server.leave_thread(room, at.mo)


def it_is_deleted(at: DiscordStage, room: Room) -> None:
    at.server.delete_thread(room)


@pytest.mark.parametrize("listed", [False, True], ids=["counted", "listed"])
@pytest.mark.parametrize(
    ("what", "told"),
    [
        (a_moderator_lets_piet_in, "Piet in de privéthread"),
        (a_moderator_speaks_there, "iemand anders"),
        (it_is_locked, "beheerder"),
        (it_is_locked_and_archived, "beheerder"),
        (the_customer_left, "zit niet meer in"),
        (it_is_deleted, "is er niet meer"),
    ],
)
async def test_a_thread_that_is_not_private_any_more_gets_no_word_of_staff(
    tmp_path: Path, what: Callable[[DiscordStage, Room], None], told: str, listed: bool
) -> None:
    async with stage(tmp_path, "thread") as at:
        on = OnDiscord(at)
        at.role.permissions |= permissions.MANAGE_THREADS
        if listed:
            at.bot.intents_enabled |= MEMBERS
            await at.start()
        message, room = await inside(on)
        desk = await staff_thread(on, message)
        what(at, room)
        await on.writes("noor", f"Je krijgt {CANARY} terug.", message)
        await on.wait(1)
        await on.wait(60)
        assert said_anywhere(on, CANARY, but=(desk.id,)) == []
        parked = [text for text in await on.thread(message) if told in text and "Kies Privé" in text]
        assert parked, await on.thread(message)
        # A new invitation leads to a new thread, with nobody else in it.
        assert "uitgenodigd" in await on.press("noor", message, "private")
        await on.wait(1)
        await enters(on, "mo", way(on))
        await on.wait(1)
        new = on.on.talk_of(at.mo)
        assert new.id != room.id
        await on.writes("noor", f"Je krijgt {CANARY} terug.", message)
        await on.wait(1)
        assert said_anywhere(on, CANARY, but=(desk.id, new.id)) == []
        assert CANARY in talk(on, "mo")[-1]


async def test_words_that_are_changed_do_not_appear_in_a_thread_that_is_not_private_any_more(tmp_path: Path) -> None:
    async with stage(tmp_path, "thread") as at:
        on = OnDiscord(at)
        at.role.permissions |= permissions.MANAGE_THREADS
        message, room = await inside(on)
        desk = await staff_thread(on, message)
        written = await on.writes("noor", "Er is nieuws.", message)
        await on.wait(1)
        a_moderator_lets_piet_in(at, room)
        await on.rewrites(message, written, f"Je krijgt {CANARY} terug.")
        await on.wait(1)
        assert said_anywhere(on, CANARY, but=(desk.id,)) == []
        assert any("Niet aangepast" in text and "Kies Privé" in text for text in await on.thread(message))
        # Invited anew: what stands in the old thread is still not changed.
        await on.press("noor", message, "private")
        await on.wait(1)
        await enters(on, "mo", way(on))
        await on.wait(1)
        await on.rewrites(message, written, f"Je krijgt {CANARY} terug, echt. {'Nog meer woorden. ' * 108}")
        await on.wait(1)
        assert said_anywhere(on, CANARY, but=(desk.id,)) == []
        assert said_anywhere(on, "Nog meer woorden", but=(desk.id,)) == []
        assert "Kies Privé" not in [text for text in await on.thread(message) if "Niet aangepast" in text][-1]


async def test_a_thread_that_fell_asleep_is_opened_again(tmp_path: Path) -> None:
    async with stage(tmp_path, "thread") as at:
        on = OnDiscord(at)
        message, room = await inside(on)
        at.server.archive_thread(room)
        await on.writes("noor", "Er is nieuws.", message)
        await on.wait(1)
        assert "Er is nieuws." in talk(on, "mo")[-1]


async def test_words_of_somebody_else_there_are_not_the_customers(tmp_path: Path) -> None:
    async with stage(tmp_path, "thread") as at:
        on = OnDiscord(at)
        at.role.permissions |= permissions.MANAGE_THREADS
        message, room = await inside(on)
        sannes = await on.says("sanne", HARD)
        await on.wait(30)
        at.server.add_to_thread(room, at.noor, at.sanne)
        for who in (at.sanne, at.noor):
            await at.says(who, f"ik ben de klant {CANARY}", room)
        await on.wait(60)
        thread = await on.thread(message)
        assert not any(CANARY in text for text in thread)
        assert any("Iemand anders dan de klant (Sanne)" in text for text in thread)
        assert any("Iemand anders dan de klant (Noor Bos)" in text for text in thread)
        assert not (await on.case(sannes)).private
        cases = await at.store.read(lambda ledger: ledger.open_cases(9))
        assert len(cases) == 2


async def test_staff_hear_at_once_that_somebody_was_let_in_and_the_thread_is_used_no_more(tmp_path: Path) -> None:
    async with stage(tmp_path, "thread") as at:
        on = OnDiscord(at)
        at.role.permissions |= permissions.MANAGE_THREADS
        message, room = await inside(on)
        at.server.add_to_thread(room, at.noor, at.piet)
        await at.hearing.until(str(max(room.messages)))
        await on.wait(1)
        told = (await on.thread(message))[-1]
        assert "Piet" in told
        assert "Kies Privé" in told
        case = await on.case(message)
        assert (case.private, case.private_channel) == (True, "")


async def test_a_code_written_in_the_thread_is_no_request(tmp_path: Path) -> None:
    async with stage(tmp_path, "thread") as at:
        on = OnDiscord(at)
        message, _ = await inside(on)
        before = talk(on, "mo")
        await tells(on, "mo", "koppel")
        await on.wait(1)
        assert not any("code" in text.lower() for text in talk(on, "mo")[len(before) :])
        assert any("(privé): koppel" in text for text in await on.thread(message))


async def test_without_the_rights_it_goes_by_direct_messages_and_says_so(tmp_path: Path) -> None:
    for number, right in enumerate((permissions.MANAGE_THREADS, permissions.CREATE_PRIVATE_THREADS)):
        (tmp_path / str(number)).mkdir()
        async with stage(tmp_path / str(number), "thread") as at:
            on = OnDiscord(at)
            message = await invited(on)
            at.server.overwrite(at.group, at.bot, deny=right)
            assert "Een privéthread kan hier niet" in await enters(on, "mo")
            await on.wait(1)
            assert rooms(on) == []
            direct = at.server.direct(at.mo.id, at.bot.user_id)
            assert (await on.case(message)).private_channel == str(direct.id)
            assert "beheerders" not in talk(on, "mo")[0]
            assert shown(on, "mo").components[0]["components"][0]["url"].endswith(f"/@me/{direct.id}")


async def test_a_complaint_in_a_thread_goes_on_in_direct_messages(tmp_path: Path) -> None:
    async with stage(tmp_path, "thread") as at:
        on = OnDiscord(at)
        topic = at.server.start_thread(at.group, at.mo, "Wifi")
        message = await at.says(at.mo, HARD, topic)
        await on.wait(30)
        card = [m for m in at.server.messages(at.desk) if m.components][-1]
        await at.press(at.noor, card, "private")
        await on.wait(1)
        invitation = at.server.messages(topic)[-1]
        assert invitation.reply_to == message.id
        carried = invitation.components[0]["components"][0]["custom_id"]
        await at.heard_press(at.server.press(at.mo, invitation, carried))
        await at.settle()
        assert "Een privéthread kan hier niet" in shown(on, "mo").content
        assert rooms(on) == []


async def test_by_setting_it_is_direct_messages_without_a_word_about_threads(tmp_path: Path) -> None:
    async with stage(tmp_path, "dm") as at:
        on = OnDiscord(at)
        await invited(on)
        assert "privébericht klaar" in await enters(on, "mo")
        assert "privéthread" not in shown(on, "mo").content
        assert rooms(on) == []
