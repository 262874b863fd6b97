"""Every way in which a send can fail, and what we say it means."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.core.messages import Place
from bot.core.words import Words
from bot.ports import Busy, Gone, Refused, Revoked, Unreachable, Unsure
from handlers.discord import refusals
from tests.handlers.discord.conftest import Run, running
from tests.servers.discord import permissions
from tests.servers.discord.misbehaviour import Fault

if TYPE_CHECKING:
    from tests.handlers.discord.conftest import World

SEND = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
THREAD = "POST /channels/{channel_id}/messages/{message_id}/threads"


class Hasty:
    """A clock on which waiting takes no time."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)


async def _post(world: World, run: Run, reply_to: str = "") -> str:
    return await run.platform.chat.post(world.public, Words.of("antwoord"), key="k", reply_to=reply_to)


@pytest.mark.parametrize("kind", ["drop_after", "error_after"])
async def test_a_lost_answer_is_cleared_up_by_the_nonce(world: World, run: Run, kind: str) -> None:
    world.server.misbehave(Fault(kind, SEND, status=503))  # type: ignore[arg-type]
    message = await _post(world, run)
    assert [str(m.id) for m in world.server.messages(world.channel)] == [message]
    assert len(world.server.journal.repeated) == 1


async def test_a_line_cut_before_it_arrived_is_sent_again(world: World, run: Run) -> None:
    world.server.misbehave(Fault("cut_before", SEND))
    await _post(world, run)
    assert len(world.server.messages(world.channel)) == 1


async def test_the_librarys_own_repeats_carry_the_nonce(world: World, run: Run) -> None:
    world.server.misbehave(Fault("error_after", SEND, status=500))
    await _post(world, run)
    assert len(world.server.messages(world.channel)) == 1
    assert len(world.server.journal.repeated) == 1


async def test_what_stays_in_doubt_is_unsure(world: World) -> None:
    clock = Hasty()
    async with running(world, clock=clock) as run:
        world.server.misbehave(Fault("drop_after", SEND, times=None))
        with pytest.raises(Unsure):
            await _post(world, run)
        assert len(world.server.messages(world.channel)) == 1
        assert clock.slept[:3] == [0.0, 1.0, 3.0]


async def test_a_refusal_after_a_lost_answer_is_still_a_doubt(world: World, run: Run) -> None:
    said = world.server.say(world.channel, world.sanne, "wifi weg")
    world.server.misbehave(Fault("drop_after", SEND))
    world.server.misbehave(Fault("error", SEND, status=400))
    with pytest.raises(Unsure, match="The first answer was lost, and then"):
        await _post(world, run, str(said.id))


async def test_an_edit_whose_answer_is_lost_may_be_tried_again(world: World, run: Run) -> None:
    message = await _post(world, run)
    world.server.misbehave(Fault("drop_after", EDIT))
    with pytest.raises(Unreachable):
        await run.platform.chat.edit(world.public, message, Words.of("beter"))
    await run.platform.chat.edit(world.public, message, Words.of("beter"))


async def test_a_short_429_is_waited_out_and_a_long_one_is_busy(world: World, run: Run) -> None:
    world.server.misbehave(Fault("too_many", SEND, seconds=0.05))
    await _post(world, run)
    world.server.misbehave(Fault("too_many", SEND, seconds=31))
    with pytest.raises(Busy) as busy:
        await run.platform.chat.post(world.public, Words.of("nog een"), key="k2")
    assert busy.value.retry_after == 31


async def test_no_connection_is_unreachable(world: World) -> None:
    async with running(world) as run:
        await world.server.stop()
        with pytest.raises(Unreachable, match="No connection"):
            await _post(world, run)


async def test_a_deleted_complaint_is_gone(world: World, run: Run) -> None:
    said = world.server.say(world.channel, world.sanne, "wifi weg")
    world.server.delete(said)
    with pytest.raises(Gone) as gone:
        await _post(world, run, str(said.id))
    assert gone.value.what == "message"
    with pytest.raises(Gone) as gone:
        await run.platform.chat.edit(world.public, str(said.id), Words.of("x"))
    assert gone.value.what == "message"


async def test_a_deleted_channel_is_gone_and_ids_that_are_none_name_nothing(world: World, run: Run) -> None:
    world.server.delete_channel(world.channel)
    for place in (world.public, Place("discord", "kanaal-1")):
        with pytest.raises(Gone) as gone:
            await run.platform.chat.post(place, Words.of("x"), key="k")
        assert gone.value.what == "channel"
    assert await run.platform.chat.find_reply(world.public, "17", datetime.now(UTC), Words.of("x")) is None


@pytest.mark.parametrize(
    ("right", "said"),
    [
        (permissions.SEND_MESSAGES, "lacks a right"),
        (permissions.VIEW_CHANNEL, "may not see"),
        (permissions.READ_MESSAGE_HISTORY, "Read Message History"),
    ],
)
async def test_a_missing_right_is_refused_by_name(world: World, run: Run, right: int, said: str) -> None:
    complaint = world.server.say(world.channel, world.sanne, "wifi weg")
    world.server.overwrite(world.channel, world.bot, deny=right)
    with pytest.raises(Refused, match=said):
        await _post(world, run, str(complaint.id))


async def test_closed_private_messages_are_gone_as_a_person(world: World, run: Run) -> None:
    private = world.server.direct_message(world.sanne, world.bot, "hoi").channel_id
    world.sanne.dms_open = False
    with pytest.raises(Gone) as gone:
        await run.platform.chat.post(Place("discord", str(private)), Words.of("x"), key="k")
    assert gone.value.what == "user"


async def test_somebody_elses_message_cannot_be_edited(world: World, run: Run) -> None:
    said = world.server.say(world.channel, world.sanne, "wifi weg")
    with pytest.raises(Refused, match="not the bot's own"):
        await run.platform.chat.edit(world.public, str(said.id), Words.of("x"))


async def test_a_revoked_token_is_revoked_for_sends_and_for_listening(world: World, run: Run) -> None:
    del world.server.world.tokens[world.bot.token]
    with pytest.raises(Revoked):
        await _post(world, run)
    world.server.revoke_token(world.bot)
    assert run.listening is not None
    with pytest.raises(Revoked):
        await asyncio.wait_for(run.listening, 10)
    with pytest.raises(Revoked):
        await _post(world, run)


async def test_a_thread_that_fails_after_its_card_is_finished_by_the_next_try(world: World, run: Run) -> None:
    world.server.misbehave(Fault("drop_after", THREAD))
    with pytest.raises(Unreachable):
        await run.platform.chat.open_thread(world.balie, "zaak", Words.of("de kaart"), key="card:1")
    world.server.clock.advance(3600)  # past the minutes for which a nonce is known
    opened = await run.platform.chat.open_thread(world.balie, "zaak", Words.of("de kaart"), key="card:1")
    assert opened.place.thread == opened.card
    assert len(world.server.messages(world.desk)) == 1


def test_codes_say_what_they_mean_and_repeat_no_customers_words() -> None:
    assert isinstance(refusals.refused(429, 30046, ""), Busy)
    form = refusals.refused(400, 50035, "Invalid Form Body\nIn content: geheime woorden")
    assert str(form) == "Discord does not take the form: content"
    assert "status 400, code 99999" in str(refusals.refused(400, 99999, "geheim"))


async def test_a_repeat_that_is_asked_to_wait_waits(world: World) -> None:
    clock = Hasty()
    async with running(world, clock=clock) as run:
        world.server.misbehave(Fault("drop_after", SEND))
        world.server.misbehave(Fault("too_many", SEND, seconds=31))
        await _post(world, run)
        assert len(world.server.messages(world.channel)) == 1
        assert 31.0 in clock.slept
