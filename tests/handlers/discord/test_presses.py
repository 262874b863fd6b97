"""Buttons: on disk first, then acknowledged, then the service's words, also after a restart."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.core.messages import Place, Press, Role
from bot.core.words import Button, Words
from tests.handlers.discord.conftest import PATIENCE, Memory, Run, running
from tests.servers.discord import interactions
from tests.servers.discord.misbehaviour import Fault

if TYPE_CHECKING:
    import pytest

    from tests.handlers.discord.conftest import World
    from tests.servers.discord.interactions import Interaction
    from tests.servers.discord.state import Message

BUTTON = Button("Los op", "w:solve:c1", "primary")
CALLBACK = "POST /interactions/{interaction_id}/{token}/callback"


async def _card(world: World, run: Run) -> Message:
    opened = await run.platform.chat.open_thread(
        world.balie, "zaak", Words.of("de kaart"), key="card:1", buttons=[BUTTON]
    )
    return world.desk.messages[int(opened.card)]


async def _answered(pressed: Interaction) -> int:
    return await asyncio.wait_for(pressed.answered(), PATIENCE)


def _press_of(run: Run) -> Press:
    (press,) = [one for one in run.read() if isinstance(one, Press)]
    return press


async def test_a_press_is_on_disk_and_then_acknowledged_for_the_presser_alone(world: World, run: Run) -> None:
    card = await _card(world, run)
    pressed = world.server.press(world.ayse, card, BUTTON.data)
    assert await _answered(pressed) == interactions.DEFER_REPLY
    assert pressed.hidden
    press = _press_of(run)
    assert (press.data, press.message, press.place) == (BUTTON.data, str(card.id), world.balie)
    assert (press.author.role, press.author.name) == (Role.STAFF, "Ayse")
    await run.platform.chat.whisper(press.token, "Opgelost, *dank*")
    (shown,) = world.server.shown_to(world.ayse)
    assert shown.content == r"Opgelost, \*dank\*"
    assert world.server.shown_to(world.sanne) == []


async def test_a_button_works_after_a_restart(world: World) -> None:
    inbox = Memory()
    async with running(world, inbox) as run:
        card = await _card(world, run)
    async with running(world, inbox) as run:
        await _answered(world.server.press(world.ayse, card, BUTTON.data))
        assert _press_of(run).data == BUTTON.data


async def test_a_press_in_a_thread_names_the_thread(world: World, run: Run) -> None:
    opened = await run.platform.chat.open_thread(world.balie, "zaak", Words.of("de kaart"), key="card:1")
    message = await run.platform.chat.post(opened.place, Words.of("in de draad"), key="p", buttons=[BUTTON])
    thread = world.server.world.channels[int(opened.place.thread)]
    await _answered(world.server.press(world.ayse, thread.messages[int(message)], BUTTON.data))
    assert _press_of(run).place == Place("discord", str(world.desk.id), str(thread.id))


async def test_an_answer_that_is_ready_first_waits_for_the_acknowledgement(world: World, run: Run) -> None:
    card = await _card(world, run)
    world.server.misbehave(Fault("delay", CALLBACK, seconds=0.2))
    pressed = world.server.press(world.ayse, card, BUTTON.data)
    await run.inbox.until(lambda: any(row.message.startswith("press:") for row in run.inbox.rows))
    assert pressed.answered_with is None
    await run.platform.chat.whisper(_press_of(run).token, "Opgelost")
    assert [m.content for m in world.server.shown_to(world.ayse)] == ["Opgelost"]
    assert pressed.followups == []


async def test_what_is_not_on_disk_is_not_acknowledged(world: World, run: Run) -> None:
    card = await _card(world, run)
    run.inbox.gate.clear()
    pressed = world.server.press(world.ayse, card, BUTTON.data)
    world.server.say(world.channel, world.sanne, "wifi weg")
    assert not [call for call in world.server.journal.calls if call[0] == CALLBACK]
    run.inbox.gate.set()
    await _answered(pressed)
    assert _press_of(run).data == BUTTON.data


async def test_a_press_that_was_never_acknowledged_is_answered_directly(world: World, run: Run) -> None:
    card = await _card(world, run)
    world.server.misbehave(Fault("error", CALLBACK, status=503))
    world.server.press(world.ayse, card, BUTTON.data)
    await run.inbox.until(lambda: any(row.message.startswith("press:") for row in run.inbox.rows))
    await run.platform.chat.whisper(_press_of(run).token, "Opgelost")
    assert [(m.content, m.ephemeral_for) for m in world.server.shown_to(world.ayse)] == [("Opgelost", world.ayse.id)]


async def test_an_expired_press_is_no_error(world: World, run: Run) -> None:
    card = await _card(world, run)
    await _answered(world.server.press(world.ayse, card, BUTTON.data))
    token = _press_of(run).token
    world.server.clock.advance(16 * 60)
    await run.platform.chat.whisper(token, "Opgelost")
    for nonsense in ("", "a:b", "1:2:", "1:2:three"):
        await run.platform.chat.whisper(nonsense, "Opgelost")
    assert world.server.shown_to(world.ayse) == []


async def test_a_customer_who_presses_is_a_customer(world: World, run: Run) -> None:
    world.server.add_member(world.guild, world.sanne)
    world.server.overwrite(world.desk, world.sanne, allow=1 << 10)
    await _answered(world.server.press(world.sanne, await _card(world, run), BUTTON.data))
    assert _press_of(run).author.role is Role.CUSTOMER


async def test_a_long_whisper_is_cut(world: World, run: Run) -> None:
    await _answered(world.server.press(world.ayse, await _card(world, run), BUTTON.data))
    await run.platform.chat.whisper(_press_of(run).token, "*" * 3000)
    (shown,) = world.server.shown_to(world.ayse)
    assert len(shown.content) <= 2000
    assert shown.content.endswith("…")


async def test_the_secret_of_a_press_is_never_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    async with running(world) as run:
        world.server.misbehave(Fault("error", CALLBACK, status=503))
        pressed = world.server.press(world.ayse, await _card(world, run), BUTTON.data)
        await run.inbox.until(lambda: any(row.message.startswith("press:") for row in run.inbox.rows))
        await run.platform.chat.whisper(_press_of(run).token, "Opgelost")
    assert pressed.token not in caplog.text


async def test_presses_do_not_wait_for_the_history(world: World) -> None:
    inbox = Memory()
    async with running(world, inbox) as run:
        card = await _card(world, run)
    world.server.misbehave(Fault("delay", "GET /channels/{channel_id}/messages", seconds=1.5))
    async with running(world, inbox, settled=False) as run:
        await asyncio.wait_for(world.server.press(world.ayse, card, BUTTON.data).answered(), 1.0)
        assert not run.platform.caught_up.is_set()
