"""Private talks at the door of the platform: a thread or direct messages, who would read them, and what is heard there."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.config.models import Channel, PlatformSettings
from bot.core.intake import FORMS
from bot.core.messages import Message, Place, Press, ThreadGone
from bot.core.words import Button, Words
from bot.ports import Gone, Kind, NotPrivate, Opening, Refused, Unsure
from handlers.discord import forms
from handlers.discord.lens import Lens, is_talk
from tests.handlers.discord.conftest import PATIENCE, Memory, running
from tests.servers.discord import interactions, permissions, threads
from tests.servers.discord.intents import GUILD_MEMBERS
from tests.servers.discord.misbehaviour import Fault
from tests.servers.discord.state import World as There

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.config import Config
    from bot.ports import Talk
    from tests.handlers.discord.conftest import Run, World
    from tests.servers.discord.state import Channel as Room

MAKE = "POST /channels/{channel_id}/threads"
POST = "POST /channels/{channel_id}/messages"
ASK = Button("Geef antwoord", f"p:a:c1:0:{FORMS[0]}", "primary")


def with_threads(world: World) -> Config:
    """The settings with private threads."""
    platform = PlatformSettings(mode="gateway", api_url=world.server.root)
    return world.config().model_copy(update={"platforms": {"discord": platform}})


def allow(world: World) -> None:
    """The bot may manage threads in the customers' channel."""
    world.server.overwrite(world.channel, world.bot, allow=permissions.MANAGE_THREADS)


@pytest.fixture
async def run(world: World) -> AsyncIterator[Run]:
    """Our platform, which holds private talks in threads."""
    allow(world)
    async with running(world, config=with_threads(world)) as started:
        yield started


def opening(world: World, title: str = "Privé 0001 a1", place: Place | None = None, *, again: bool = False) -> Opening:
    """What a talk begins with."""
    now = datetime.now(UTC)
    return Opening(Words.of("Ik ben de bot."), f"enter:{title}", place or world.public, title, "Let op.", now, again)


async def opened(world: World, run: Run) -> tuple[Talk, Room]:
    """A thread with Sanne in it."""
    talk = await run.platform.chat.open_private(str(world.sanne.id), opening(world))
    return talk, world.server.world.channels[int(talk.place.channel)]


async def test_a_thread_is_made_greeted_in_and_then_its_customer_let_in(world: World, run: Run) -> None:
    talk, room = await opened(world, run)
    assert (talk.kind, room.kind, room.name) == (Kind.THREAD, There.PRIVATE_THREAD, "Privé 0001 a1")
    order = [one.route for one in world.server.accepted if "thread" in one.route or one.route == POST]
    assert order == [MAKE, POST, "PUT /channels/{channel_id}/thread-members/{user_id}"]
    (greeting, _) = world.server.messages(room)
    assert (str(greeting.id), greeting.content) == (talk.greeting, "Ik ben de bot. Let op.")
    assert run.platform.chat.talk_link(talk.place).endswith(f"/{world.guild.id}/{room.id}")


async def test_the_same_way_leads_to_the_same_thread_and_another_way_to_another(world: World, run: Run) -> None:
    first, _ = await opened(world, run)
    chat = run.platform.chat
    again = await chat.open_private(str(world.sanne.id), opening(world, again=True))
    other = await chat.open_private(str(world.sanne.id), opening(world, "Privé 0001 b2"))
    assert (again.place, again.greeting) == (first.place, first.greeting)
    assert other.place != first.place


async def test_an_answer_lost_while_the_thread_is_made_is_a_doubt_and_a_second_try_finds_it(
    world: World, run: Run
) -> None:
    world.server.misbehave(Fault("drop_after", MAKE))
    with pytest.raises(Unsure):
        await run.platform.chat.open_private(str(world.sanne.id), opening(world))
    talk = await run.platform.chat.open_private(str(world.sanne.id), opening(world, again=True))
    rooms = [room for room in world.server.world.channels.values() if room.kind == There.PRIVATE_THREAD]
    assert [str(room.id) for room in rooms] == [talk.place.channel]


async def test_where_no_thread_can_be_made_it_is_direct_messages(world: World, run: Run) -> None:
    chat, forum = run.platform.chat, world.server.add_channel(world.guild, "vragen", kind=There.FORUM)
    thread = world.server.start_thread(world.channel, world.sanne, "Wifi")
    places = [Place("discord", str(forum.id)), Place("discord", str(world.channel.id), str(thread.id))]
    for number, place in enumerate(places):
        talk = await chat.open_private(str(world.sanne.id), opening(world, f"Privé {number}", place))
        assert talk.kind is Kind.INSTEAD
    world.guild.max_active_threads = 0
    talk = await chat.open_private(str(world.sanne.id), opening(world, "Privé vol"))
    assert (talk.kind, run.platform.chat.talk_link(talk.place)) == (
        Kind.INSTEAD,
        f"https://discord.com/channels/@me/{talk.place.channel}",
    )


async def test_direct_messages_that_are_closed_are_told(world: World, run: Run) -> None:
    world.server.overwrite(world.channel, world.bot, deny=permissions.CREATE_PRIVATE_THREADS)
    world.sanne.dms_open = False
    with pytest.raises(Gone) as refused:
        await run.platform.chat.open_private(str(world.sanne.id), opening(world))
    assert refused.value.what == "user"


async def test_a_private_place_is_for_its_customer_alone(world: World, run: Run) -> None:
    talk, room = await opened(world, run)
    check = run.platform.chat.check_private
    await check(talk.place, str(world.sanne.id))
    for place, user, why in [
        (talk.place, world.ayse, "left"),
        (world.public, world.sanne, "others"),
        (world.balie, world.ayse, "others"),
        (Place("discord", str(world.channel.id), talk.place.channel), world.sanne, "others"),
        (Place("discord", str(world.server.direct(world.ayse.id, world.bot.user_id).id)), world.sanne, "others"),
        (Place("discord", str(world.server.direct(world.ayse.id, world.sanne.id).id)), world.sanne, "gone"),
    ]:
        with pytest.raises(NotPrivate) as refused:
            await check(place, str(user.id))
        assert refused.value.why == why, place
    await check(Place("discord", str(world.server.direct(world.sanne.id, world.bot.user_id).id)), str(world.sanne.id))
    world.server.delete_thread(room)
    with pytest.raises(NotPrivate, match="not there any more"):
        await check(talk.place, str(world.sanne.id))


@pytest.mark.parametrize("listed", [False, True], ids=["counted", "listed"])
async def test_somebody_else_in_the_thread_is_seen_with_the_list_and_without(world: World, listed: bool) -> None:
    allow(world)
    if listed:
        world.bot.intents_enabled |= GUILD_MEMBERS
    async with running(world, config=with_threads(world)) as run:
        talk, room = await opened(world, run)
        world.staff.permissions |= permissions.MANAGE_THREADS
        world.server.add_to_thread(room, world.ayse, world.ayse)
        with pytest.raises(NotPrivate) as refused:
            await run.platform.chat.check_private(talk.place, str(world.sanne.id))
        assert refused.value.why == "others"
        # The bot taken out and somebody in its place: the number is right, and it is not private.
        assert room.thread is not None
        del room.thread.members[world.bot.user_id]
        with pytest.raises(NotPrivate):
            await run.platform.chat.check_private(talk.place, str(world.sanne.id))


async def test_what_is_said_there_is_private_and_its_end_is_heard(world: World, run: Run) -> None:
    talk, room = await opened(world, run)
    world.server.say(room, world.sanne, "mijn nummer is 12")
    (said,) = await run.heard(1)
    assert isinstance(said, Message)
    assert (said.place, said.private, said.in_thread, said.to_bot) == (talk.place, True, True, True)
    assert said.link.endswith(f"/{world.guild.id}/{room.id}/{said.id}")
    world.server.delete_thread(room)
    gone = (await run.heard(2))[1]
    assert isinstance(gone, ThreadGone)
    assert gone.place == talk.place


async def test_a_talk_is_known_as_one_after_a_restart_and_when_it_is_fetched(world: World) -> None:
    allow(world)
    inbox = Memory()
    async with running(world, inbox, config=with_threads(world)) as run:
        talk, room = await opened(world, run)
    world.server.say(room, world.sanne, "terwijl je weg was")
    async with running(world, inbox, config=with_threads(world)) as run:
        (missed,) = await run.heard(1)
        world.server.say(room, world.sanne, "en nu")
        live = (await run.heard(2))[1]
        for said in (missed, live):
            assert isinstance(said, Message)
            assert (said.place, said.private, said.in_thread) == (talk.place, True, True)


def test_only_a_private_thread_of_the_bot_beside_a_watched_channel_is_a_talk() -> None:
    lens = Lens(watched=frozenset({"10"}), staff_channel="20", bot_id="1")
    talk = {"id": "30", "type": 12, "owner_id": "1", "parent_id": "10"}
    assert is_talk(talk, lens)
    for other in ({"type": 11}, {"owner_id": "2"}, {"parent_id": "20"}, {"parent_id": "99"}, {"owner_id": None}):
        assert not is_talk({**talk, **other}, lens)
    assert not is_talk({**talk, "owner_id": ""}, Lens(watched=frozenset({"10"})))


async def test_missing_rights_for_threads_are_told_at_the_start(world: World) -> None:
    world.server.overwrite(world.channel, world.bot, deny=permissions.CREATE_PRIVATE_THREADS)
    async with running(world, config=with_threads(world)) as run:
        (trouble,) = run.troubles
        assert trouble.startswith('private talks from "klantenservice" go by direct messages')
        assert trouble.endswith("Create Private Threads, Manage Threads")
    silent = [Channel(platform="discord", id=str(world.channel.id), answer="off")]
    quiet = with_threads(world).model_copy(update={"channels": tuple(silent)})
    async with running(world, config=quiet) as run:
        assert run.troubles == []


async def test_a_form_is_opened_by_its_button_and_what_is_sent_is_a_press(world: World, run: Run) -> None:
    talk, room = await opened(world, run)
    post = await run.platform.chat.post(talk.place, Words.of("Sinds *wanneer*?"), key="q", buttons=[ASK])
    shown = world.server.press(world.sanne, room.messages[int(post)], ASK.data)
    assert await asyncio.wait_for(shown.answered(), PATIENCE) == interactions.MODAL
    assert run.inbox.rows == []
    assert shown.modal is not None
    assert (shown.modal["title"], shown.modal["components"][0]["content"]) == (ASK.label, r"Sinds \*wanneer\*?")
    sent = world.server.submit_modal(world.sanne, shown, {"said": "gisteren *avond*"})
    assert await asyncio.wait_for(sent.answered(), PATIENCE) == interactions.DEFER_REPLY
    (press,) = await run.heard(1)
    assert isinstance(press, Press)
    assert (press.place, press.data, press.said) == (talk.place, ASK.data, "gisteren *avond*")
    await run.platform.chat.whisper(press.token, "Genoteerd.", [Button("Ga", "https://polderlink.example/x", "link")])
    (told,) = world.server.shown_to(world.sanne)
    assert told.components[0]["components"][0]["url"] == "https://polderlink.example/x"


def test_other_presses_open_no_form_and_odd_frames_are_no_error() -> None:
    for press in (
        {},
        {"type": 3},
        {"type": 3, "data": {"custom_id": "p:a:c1:0:skip"}},
        {"type": 2, "data": {"custom_id": ASK.data}},
        {"type": 3, "data": {"custom_id": 7}},
    ):
        assert forms.form_for(press) is None
    bare = forms.form_for({"type": 3, "data": {"custom_id": ASK.data}, "message": {"content": None, "components": [1]}})
    assert bare is not None
    assert bare["title"] == "…"
    assert forms.said_in({"components": [{"component": {"custom_id": "said", "value": 3}}, "x"]}) == ""


async def test_a_thread_that_is_locked_is_not_private(world: World, run: Run) -> None:
    talk, room = await opened(world, run)
    world.server.lock_thread(room)
    with pytest.raises(Refused) as refused:
        await run.platform.chat.check_private(talk.place, str(world.sanne.id))
    assert isinstance(refused.value, NotPrivate)
    assert refused.value.why == "locked"


async def test_private_threads_of_other_people_are_nobodys_business(world: World) -> None:
    allow(world)
    inbox = Memory()
    other = _their_own(world)
    async with running(world, inbox, config=with_threads(world)) as run:
        world.server.say(other, world.sanne, "@polderlink wifi weg, dit is onder ons")
        world.server.say(world.channel, world.sanne, "in het openbaar")
        (said,) = await run.heard(1)
        assert isinstance(said, Message)
        assert said.text == "in het openbaar"
    world.server.say(other, world.sanne, "@polderlink nog steeds weg")
    world.server.say(world.channel, world.sanne, "en nog iets")
    async with running(world, inbox, config=with_threads(world)) as run:
        await run.heard(2)
        assert run.texts() == ["in het openbaar", "en nog iets"]


def _their_own(world: World) -> Room:
    """A private thread of Sanne's; the bot sees it by its rights alone."""
    return threads.begin(
        world.server, world.channel, world.sanne.id, "onder ons", kind=There.PRIVATE_THREAD, archive_after=1440
    )
