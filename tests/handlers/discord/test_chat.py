"""Posts, edits, threads and links as the loopback platform accepted them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.core.messages import Place
from bot.core.words import Button, Link, Words
from bot.ports import Gone, Refused
from handlers.discord.chat import nonce
from tests.servers.discord import permissions

if TYPE_CHECKING:
    from tests.handlers.discord.conftest import Run, World

BUTTONS = (Button("Antwoord hiermee", "w:answer:c1", "primary"), Button("Geen klacht", "w:not_complaint:c1", "danger"))
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


async def test_a_reply_stands_under_the_complaint_and_rings_nobody(world: World, run: Run) -> None:
    said = world.server.say(world.channel, world.sanne, "wifi weg")
    words = Words(
        (
            f"Hoi @everyone <@{world.sanne.id}> <@&{world.staff.id}> **let op** ",
            Link("Zo doe je dat", "https://polderlink.example/a_(b)"),
        )
    )
    message = await run.platform.chat.post(world.public, words, key="answer:1", reply_to=str(said.id))
    (post,) = world.server.replies_to(said)
    assert str(post.id) == message
    assert post.pinged.everyone is False
    assert (post.pinged.users, post.pinged.roles, post.pinged.replied_user) == ((), (), None)
    assert r"\*\*let op\*\*" in post.content
    assert post.content.endswith("[Zo doe je dat](https://polderlink.example/a_%28b%29)")
    assert post.flags & 4


async def test_a_repeat_with_the_same_key_gives_the_first_message_back(world: World, run: Run) -> None:
    first = await run.platform.chat.post(world.public, Words.of("een"), key="k")
    assert await run.platform.chat.post(world.public, Words.of("een"), key="k") == first
    assert len(world.server.messages(world.channel)) == 1
    assert len(nonce("k" * 300)) <= 25


async def test_two_thousand_characters_fit_and_one_more_does_not(world: World, run: Run) -> None:
    chat = run.platform.chat
    await chat.post(world.public, Words.of("a" * 2000), key="a")
    with pytest.raises(Refused, match="2001 characters"):
        await chat.post(world.public, Words.of("a" * 2001), key="b")
    stars = "*" * 1000
    assert chat.measure(stars) == 2000
    await chat.post(world.public, Words.of(stars), key="c")
    with pytest.raises(Refused):
        await chat.post(world.public, Words.of(stars + "."), key="d")
    with pytest.raises(Refused, match="empty"):
        await chat.post(world.public, Words.of("  "), key="e")
    assert len([one for one in world.server.accepted if one.message_id]) == 2


async def test_an_edit_replaces_text_and_buttons_and_may_change_nothing(world: World, run: Run) -> None:
    chat = run.platform.chat
    message = await chat.post(world.balie, Words.of("kaart"), key="k", buttons=BUTTONS)
    (post,) = world.server.messages(world.desk)
    assert [c["custom_id"] for c in post.components[0]["components"]] == [b.data for b in BUTTONS]
    await chat.edit(world.balie, message, Words.of("nieuwe kaart"))
    await chat.edit(world.balie, message, Words.of("nieuwe kaart"))
    assert (post.content, post.components) == ("nieuwe kaart", [])


async def test_a_post_is_taken_back_and_again_is_no_error(world: World, run: Run) -> None:
    chat = run.platform.chat
    message = await chat.post(world.public, Words.of("oeps"), key="k")
    await chat.delete(world.public, message)
    await chat.delete(world.public, message)
    await chat.delete(Place("discord", "17"), message)
    assert world.server.messages(world.channel) == []


async def test_a_reaction_stands_under_the_message(world: World, run: Run) -> None:
    said = world.server.say(world.channel, world.sanne, "wifi weg")
    await run.platform.chat.react(world.public, str(said.id), "👀")
    assert said.reactions == {"👀": [world.bot.user_id]}


async def test_a_card_opens_a_thread_and_is_edited_where_it_stands(world: World, run: Run) -> None:
    chat = run.platform.chat
    opened = await chat.open_thread(
        world.balie, "#1 Wifi weg " + "x" * 200, Words.of("de kaart"), key="card:1", buttons=BUTTONS
    )
    thread = world.server.world.channels[int(opened.place.thread)]
    assert thread.parent_id == world.desk.id
    assert len(thread.name) == 100
    assert thread.thread is not None
    assert thread.thread.auto_archive == 10080
    await chat.edit(opened.place, opened.card, Words.of("de kaart, bijgewerkt"), BUTTONS)
    card = world.desk.messages[int(opened.card)]
    assert card.content == "de kaart, bijgewerkt"
    message = await chat.post(opened.place, Words.of("in de draad"), key="p")
    assert thread.messages[int(message)].content == "in de draad"
    guild = world.guild.id
    assert (
        chat.message_link(opened.place, opened.card)
        == f"https://discord.com/channels/{guild}/{world.desk.id}/{card.id}"
    )
    assert chat.message_link(opened.place, message) == f"https://discord.com/channels/{guild}/{thread.id}/{message}"
    await chat.delete(opened.place, opened.card)
    assert card.id not in world.desk.messages


async def test_opening_again_with_the_key_finds_the_first_card_and_thread(world: World, run: Run) -> None:
    chat = run.platform.chat
    first = await chat.open_thread(world.balie, "zaak", Words.of("de kaart"), key="card:1")
    assert await chat.open_thread(world.balie, "zaak", Words.of("de kaart"), key="card:1") == first
    assert len(world.server.world.threads_of(world.guild.id)) == 1


async def test_a_card_without_room_for_a_thread_stands_alone(
    world: World, run: Run, caplog: pytest.LogCaptureFixture
) -> None:
    chat = run.platform.chat
    world.guild.max_active_threads = 0
    opened = await chat.open_thread(world.balie, "zaak", Words.of("de kaart"), key="card:1")
    assert opened.place == world.balie
    assert "as many active threads" in caplog.text
    world.guild.max_active_threads = 1000
    world.server.overwrite(world.desk, world.guild, deny=permissions.CREATE_PUBLIC_THREADS)
    again = await chat.open_thread(world.balie, "zaak 2", Words.of("de kaart"), key="card:2")
    assert again.place == world.balie
    await chat.post(again.place, Words.of("onder de kaart"), key="p", reply_to=again.card)


async def test_an_archived_thread_is_opened_again(world: World, run: Run) -> None:
    chat = run.platform.chat
    opened = await chat.open_thread(world.balie, "zaak", Words.of("de kaart"), key="card:1")
    message = await chat.post(opened.place, Words.of("een"), key="1")
    thread = world.server.world.channels[int(opened.place.thread)]
    for act in ("post", "edit"):
        world.server.archive_thread(thread)
        if act == "post":
            await chat.post(opened.place, Words.of("twee"), key="2")
        else:
            await chat.edit(opened.place, message, Words.of("een, beter"))
        assert thread.thread is not None
        assert not thread.thread.archived


async def test_a_locked_thread_refuses_and_says_what_to_do(world: World, run: Run) -> None:
    opened = await run.platform.chat.open_thread(world.balie, "zaak", Words.of("de kaart"), key="card:1")
    world.server.lock_thread(world.server.world.channels[int(opened.place.thread)])
    with pytest.raises(Refused, match="locked: unlock it"):
        await run.platform.chat.post(opened.place, Words.of("een"), key="1")


async def test_a_deleted_thread_is_gone_and_nothing_is_put_elsewhere(world: World, run: Run) -> None:
    chat = run.platform.chat
    opened = await chat.open_thread(world.balie, "zaak", Words.of("de kaart"), key="card:1")
    message = await chat.post(opened.place, Words.of("een"), key="1")
    world.server.delete_thread(world.server.world.channels[int(opened.place.thread)])
    for act in (
        chat.post(opened.place, Words.of("klantgegevens"), key="2"),
        chat.edit(opened.place, message, Words.of("klantgegevens")),
    ):
        with pytest.raises(Gone) as gone:
            await act
        assert gone.value.what == "thread"
    assert all("klantgegevens" not in m.content for m in world.server.messages(world.desk))


ANSWER = Words.of("antwoord *met* opmaak @everyone")


async def test_our_reply_is_found_in_the_history(world: World, run: Run) -> None:
    chat = run.platform.chat
    said = world.server.say(world.channel, world.sanne, "wifi weg")
    other = world.server.say(world.channel, world.sanne, "tv ook")
    for number in range(120):
        world.server.say(world.channel, world.sanne, f"praat {number}")
    assert await chat.find_reply(world.public, str(said.id), LONG_AGO, ANSWER) is None
    message = await chat.post(world.public, ANSWER, key="1", reply_to=str(said.id))
    assert await chat.find_reply(world.public, str(said.id), LONG_AGO, ANSWER) == message
    assert await chat.find_reply(world.public, str(other.id), LONG_AGO, ANSWER) is None
    later = datetime.now(UTC) + timedelta(hours=1)
    assert await chat.find_reply(world.public, str(said.id), later, ANSWER) is None
    assert await chat.find_reply(Place("discord", "17"), str(said.id), LONG_AGO, ANSWER) is None


async def test_without_a_message_to_reply_to_the_words_tell_our_posts_apart(world: World, run: Run) -> None:
    chat = run.platform.chat
    private = Place("discord", str(world.server.direct_message(world.sanne, world.bot, "hoi").channel_id))
    await chat.post(private, Words.of("Hoi Sanne"), key="1")
    assert await chat.find_reply(private, "", LONG_AGO, ANSWER) is None
    message = await chat.post(private, ANSWER, key="2")
    assert await chat.find_reply(private, "", LONG_AGO, ANSWER) == message


async def test_links_lead_to_the_bot_and_to_messages(world: World, run: Run) -> None:
    chat = run.platform.chat
    assert chat.private_link("c1") == f"https://discord.com/users/{world.bot.user_id}"
    assert chat.message_link(Place("discord", "17"), "18") == "https://discord.com/channels/@me/17/18"
    assert chat.message_link(world.public, "") == ""


async def test_a_private_message_goes_out(world: World, run: Run) -> None:
    private = world.server.direct_message(world.sanne, world.bot, "hoi").channel_id
    await run.platform.chat.post(Place("discord", str(private)), Words.of("Hoi Sanne"), key="1")
    assert world.server.messages(world.server.world.channels[private])[-1].content == "Hoi Sanne"


async def test_buttons_that_cannot_be_are_refused_before_anything_is_sent(world: World, run: Run) -> None:
    for buttons in ([Button("x", "d" * 101)], [Button("x", "")], [Button("x", f"d{n}") for n in range(26)]):
        with pytest.raises(Refused):
            await run.platform.chat.post(world.balie, Words.of("kaart"), key="1", buttons=buttons)
    await run.platform.chat.post(
        world.balie, Words.of("kaart"), key="2", buttons=[Button("x" * 99, f"d{n}") for n in range(25)]
    )
    assert len([one for one in world.server.accepted if one.message_id]) == 1


async def test_curly_braces_and_mixed_scripts_arrive_letter_by_letter(world: World, run: Run) -> None:
    text = "{{7*7}} שלום 👩‍👩‍👧 \ud800"
    await run.platform.chat.post(world.public, Words.of(text), key="1")
    assert world.server.messages(world.channel)[-1].content == "{{7\\*7}} שלום 👩‍👩‍👧 \ufffd"
