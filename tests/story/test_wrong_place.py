"""Words reach nobody but the one they are for: floods, words that staff take back before they leave, and what partners read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.core.linking import codes_in, digest
from bot.ports import NotPrivate
from handlers.sandbox.chat import SandboxChat
from tests.story.everywhere import HARD, WIFI
from tests.story.stage import STAFF, stage

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.messages import Place
    from tests.story.stage import Stage

pytestmark = pytest.mark.thorough

CANARY = "kanarie-4711"
FLOOD: dict[str, Any] = {"flood": 2, "ask_budget": 100, "channel__answer": "ask"}


def shown_in_public(on: Stage) -> str:
    """Everything that the bot says in public."""
    return "\n".join(post.text for post in on.public())


async def only_heard(on: Stage) -> None:
    """What was said is judged, and nothing is sent yet."""
    await on.platform.pull(on.webcare.door)
    await on.webcare.judge_once()


async def test_a_reply_to_a_line_about_a_case_that_left_the_flood_goes_to_nobody_else(tmp_path: Path) -> None:
    async with stage(tmp_path, **FLOOD) as on:
        messages = [await on.says(who, WIFI) for who in ("sanne", "mo", "kim", "piet")]
        await on.wait(5)
        lead = on.card(messages[0])
        joined = [p for p in on.world.listing(STAFF, lead.thread) if p.buttons and p.id != lead.id]
        await on.press("noor", joined[0], "own")
        await on.wait(1)
        assert not (await on.case(messages[2])).grouped
        on.world.say("noor", f"Je code is {CANARY}.", STAFF, on.clock.now(), thread=lead.thread, reply_to=joined[0].id)
        await on.wait(5)
        assert CANARY not in shown_in_public(on)
        number = (await on.case(messages[2])).number
        assert f"#{number:04d}" in on.world.listing(STAFF, lead.thread)[-1].text


@pytest.mark.one_life
async def test_words_that_are_deleted_before_they_left_never_leave(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        thread = on.card(message).thread
        written = on.world.say("noor", f"Je code is {CANARY}.", STAFF, on.clock.now(), thread=thread)
        await only_heard(on)
        on.world.remove(written, on.clock.now())
        await only_heard(on)
        await on.wait(5)
        assert not any(CANARY in post.text for post in on.world.posts.values() if post.who == on.world.BOT)


@pytest.mark.one_life
async def test_words_that_become_a_note_before_they_left_never_leave(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        thread = on.card(message).thread
        written = on.world.say("noor", f"Je code is {CANARY}.", STAFF, on.clock.now(), thread=thread)
        await only_heard(on)
        on.world.edit(written, f"// Je code is {CANARY}.", on.clock.now())
        await only_heard(on)
        await on.wait(5)
        assert not any(
            CANARY in str(post.parts) or post.gone for post in on.world.posts.values() if post.who == on.world.BOT
        )


@pytest.mark.one_life
async def test_of_words_that_change_before_they_left_only_the_new_ones_leave(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        said = len(on.public())
        thread = on.card(message).thread
        written = on.world.say("noor", f"Je code is {CANARY}.", STAFF, on.clock.now(), thread=thread)
        await only_heard(on)
        on.world.edit(written, "Je krijgt een code.", on.clock.now())
        await only_heard(on)
        await on.wait(5)
        (post,) = on.public()[said:]
        assert post.text.endswith("Je krijgt een code.")
        assert post.edits == 0
        on.world.edit(written, "Je krijgt zo een code.", on.clock.now())
        await on.wait(5)
        (post,) = on.public()[said:]
        assert post.text.endswith("Je krijgt zo een code.")


class Eavesdropped(SandboxChat):
    """A chat in which somebody comes in between the look and the post."""

    looks = 0

    async def check_private(self, place: Place, user: str) -> None:
        await super().check_private(place, user)
        self.looks += 1
        if self.looks % 2 == 0:
            raise NotPrivate("somebody else is in there", "others")


@pytest.mark.one_life
async def test_words_are_taken_back_when_somebody_came_in_while_they_were_said(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        on.world.say("mo", "kan het ook hier?", "private:mo", on.clock.now())
        await on.settle()
        on.platform.chat = Eavesdropped(on.world, on.clock)
        card = on.card(message)
        await on.writes("noor", f"Je code is {CANARY}.", card)
        await on.wait(60)
        said = [post for post in on.world.posts.values() if post.channel == "private:mo" and CANARY in post.text]
        assert [post.gone for post in said] == [True]
        assert any("kan gelezen zijn" in post.text for post in on.world.listing(STAFF, card.thread))


@pytest.mark.one_life
async def test_a_change_that_has_not_left_is_not_made_in_public_once_the_case_is_private(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        thread = on.card(message).thread
        written = on.world.say("noor", "Ik zoek het uit.", STAFF, on.clock.now(), thread=thread)
        await on.wait(5)
        on.clock.advance(1)
        on.world.edit(written, f"Je code is {CANARY}.", on.clock.now())
        await only_heard(on)
        on.world.say("mo", "kan het ook hier?", "private:mo", on.clock.now())
        await only_heard(on)
        await on.wait(5)
        assert CANARY not in shown_in_public(on)
        assert any("openbaar" in post.text for post in on.world.listing(STAFF, thread))


@pytest.mark.parametrize(
    "text",
    [
        f"\u200b// {CANARY}",
        f"\u200b/notitie {CANARY}",
        f"\ufeff\u2060// {CANARY}",
        f"Dag Mo, ik zoek het uit.\n/notitie klant is {CANARY}",
        f"Dag Mo, ik zoek het uit.\n  /note {CANARY}",
        f"Dag Mo, ik zoek het uit.\n\u200b// {CANARY}",
    ],
)
async def test_words_that_were_meant_for_us_stay_here(tmp_path: Path, text: str) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        await on.writes("noor", text, on.card(message))
        await on.wait(5)
        assert CANARY not in shown_in_public(on)


async def test_a_change_that_adds_a_command_is_not_brought_to_the_customer(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(60)
        thread = on.card(message).thread
        written = on.world.say("noor", "Ik zoek het uit.", STAFF, on.clock.now(), thread=thread)
        await on.wait(5)
        on.clock.advance(1)
        on.world.edit(written, f"Ik zoek het uit.\n/notitie {CANARY}", on.clock.now())
        await on.wait(5)
        assert CANARY not in shown_in_public(on)


async def test_a_code_that_staff_write_in_public_is_void(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        on.world.say("noor", "koppel", "private:noor", on.clock.now())
        await on.settle()
        told = " ".join(post.text for post in on.world.listing("private:noor"))
        (code,) = codes_in(told)
        await on.says("noor", f"mijn code is {code}")
        await on.wait(1)
        assert await on.store.read(lambda ledger: ledger.code(digest(code))) is None


async def test_the_card_of_a_flood_forgets_who_is_forgotten(tmp_path: Path) -> None:
    async with stage(tmp_path, **FLOOD) as on:
        messages = [await on.says(who, WIFI) for who in ("sanne", "mo", "kim", "piet")]
        await on.wait(5)
        assert "Kim" in on.card(messages[0]).text
        for words in ("vergeet mij", "ja, vergeet mij"):
            on.world.say("kim", words, "private:kim", on.clock.now())
            await on.settle()
        await on.wait(5)
        assert "Kim" not in on.card(messages[0]).text
