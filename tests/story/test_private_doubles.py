"""Private talks on the sandbox: the same thing twice at once, by the wrong person, and cut off in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.story.everywhere import WIFI
from tests.story.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

    from handlers.sandbox import Post
    from tests.story.stage import Stage

pytestmark = pytest.mark.thorough

MINE = "private:mo"


def said(on: Stage, channel: str = MINE) -> list[Post]:
    """What the bot says in a private chat."""
    return [post for post in on.world.listing(channel) if post.who == on.world.BOT]


def asked(on: Stage) -> list[Post]:
    """The questions in Mo's chat."""
    return [post for post in said(on) if post.buttons]


def everything_kept(folder: Path) -> bytes:
    """The store's files as they lie on the disk."""
    return b"".join(path.read_bytes() for path in folder.glob("story.db*"))


async def at_the_door(on: Stage) -> tuple[str, str]:
    """Mo is invited; his message and the token of his way in."""
    message = await on.says("mo", WIFI)
    await on.wait(30)
    await on.says("mo", "mens", message)
    await on.press("noor", on.card(message), "private")
    await on.wait(1)
    (link,) = [p[1] for post in on.public() for p in post.parts if not isinstance(p, str) and "#private-" in p[1]]
    return message, link.removeprefix("#private-")


async def test_two_ways_in_at_once_open_one_talk(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        _, token = await at_the_door(on)
        for _ in range(5):
            on.world.say("mo", f"/start {token}", MINE, on.clock.now())
        await on.wait(1)
        assert len([post for post in said(on) if "pincode" in post.text]) == 1
        assert len(asked(on)) == 1


async def test_a_choice_pressed_many_times_at_once_answers_one_question(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message, token = await at_the_door(on)
        on.world.say("mo", f"/start {token}", MINE, on.clock.now())
        await on.wait(1)
        skip = next(button["data"] for button in asked(on)[0].buttons if button["label"] == "Sla over")
        for _ in range(20):
            on.world.press("mo", asked(on)[0].id, skip, on.clock.now())
        await on.wait(1)
        assert len(asked(on)) == 2
        case = await on.case(message)
        run = await on.store.read(lambda ledger: ledger.intake(case.id))
        assert run is not None
        assert run.step == 1


async def test_a_question_takes_no_answer_of_anybody_else(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message, token = await at_the_door(on)
        on.world.say("mo", f"/start {token}", MINE, on.clock.now())
        await on.wait(1)
        for who in ("piet", "noor"):
            for button in asked(on)[0].buttons:
                on.world.press(who, asked(on)[0].id, button["data"], on.clock.now())
        await on.wait(1)
        assert len(asked(on)) == 1
        assert {told.text for told in on.world.whispers[-2:]} == {"Deze vraag is voor iemand anders."}
        case = await on.case(message)
        assert await on.store.read(lambda ledger: ledger.intake_answers(case.id)) == []


async def test_what_was_cut_off_in_the_middle_is_said_once(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        _, token = await at_the_door(on)
        on.world.say("mo", f"/start {token}", MINE, on.clock.now())
        await on.platform.pull(on.webcare.door)
        await on.webcare.judge_once()
        await on.webcare._claim(16)
        on.restart()
        await on.webcare.start()
        await on.wait(1)
        assert len([post for post in said(on) if "pincode" in post.text]) == 1
        assert len(asked(on)) == 1


async def test_a_question_that_waits_is_not_asked_any_more_once_a_person_speaks(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message, token = await at_the_door(on)
        on.world.say("mo", f"/start {token}", MINE, on.clock.now())
        await on.platform.pull(on.webcare.door)
        await on.webcare.judge_once()
        card = on.card(message)
        on.world.say("noor", "Dag Mo, ik kijk mee.", card.channel, on.clock.now(), thread=card.thread)
        await on.platform.pull(on.webcare.door)
        await on.webcare.judge_once()
        await on.wait(1)
        assert asked(on) == []
        assert said(on)[-1].text.endswith("ik kijk mee.")


async def test_ways_are_kept_by_their_hash_alone(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        _, token = await at_the_door(on)
        on.world.say("mo", f"/start {token}", MINE, on.clock.now())
        await on.wait(1)
    assert token.encode() not in everything_kept(tmp_path)
