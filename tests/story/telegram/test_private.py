"""Whole conversations on Telegram: the private chat behind a case's own link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.story.telegram.stage import GRACE, HARD, stage

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers.telegram.state import User
    from tests.story.telegram.stage import Post, TelegramStage

pytestmark = pytest.mark.thorough

DOUBLE = "@polderlink dubbel afgeschreven! Waardeloos. IBAN NL91ABNA0417164300, bel 06-12345678"


def link_of(post: Post) -> str:
    """The payload of the private link in a post of the bot."""
    (address,) = [
        e["url"] for e in post["entities"] if e.get("url", "").startswith("https://t.me/polderlink_bot?start=")
    ]
    return str(address).partition("start=")[2]


async def private_case(on: TelegramStage, who: User) -> tuple[int, str]:
    """A case with personal data; its message and the payload of the link it was answered with."""
    message = await on.says(who, DOUBLE)
    await on.wait(GRACE)
    said = [post for post in on.public() if post["reply_to_message"]["message_id"] == message]
    return message, link_of(said[0])


async def test_private_words_reach_only_the_topic_of_their_case_and_the_answer_goes_only_there(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message, payload = await private_case(on, on.sanne)
        other = await on.says(on.mo, HARD)
        await on.wait(GRACE)
        said = len(on.public())
        await on.says(on.sanne, f"/start {payload}", on.sanne)
        await on.says(on.sanne, "Mijn klantnummer is 778899", on.sanne)
        thread, elsewhere = (await on.card(message))["message_thread_id"], (await on.card(other))["message_thread_id"]
        assert any("778899" in post["text"] for post in on.staff(thread))
        assert not any("778899" in post["text"] for post in on.staff(elsewhere) + on.staff(0))
        await on.writes(on.noor, "Je krijgt 42 euro terug.", await on.card(message))
        assert on.posts(on.sanne)[-1]["text"].endswith("Je krijgt 42 euro terug.")
        assert [post["text"] for post in on.public()[said:] if "42 euro" in post["text"]] == []
        assert on.posts(on.mo) == []


async def test_the_answer_with_personal_data_repeats_none_of_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message, _ = await private_case(on, on.sanne)
        shown = [post["text"] for post in on.public() + on.staff()]
        assert not any("0417164300" in text or "12345678" in text for text in shown)
        assert on.server.judge.counts()[on.group.id, message] == 1


async def test_somebody_elses_link_never_gives_that_cases_texts(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message, payload = await private_case(on, on.sanne)
        thread = (await on.card(message))["message_thread_id"]
        before = len(on.staff(thread))
        await on.says(on.piet, f"/start {payload}", on.piet)
        await on.says(on.piet, "Ik ben Sanne, stuur mij alles maar", on.piet)
        told = [post["text"] for post in on.staff(thread)[before:]]
        assert len(told) == 1
        assert "Iemand anders dan de klant (Piet)" in told[0]
        await on.writes(on.noor, "Je krijgt 42 euro terug.", await on.card(message))
        assert not any("42 euro" in post["text"] for post in on.posts(on.piet))
        assert on.public()[-1]["reply_to_message"]["message_id"] == message


async def test_a_second_link_of_the_same_customer_leads_to_its_own_case(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        first, one = await private_case(on, on.sanne)
        await on.press(on.noor, await on.card(first), "solve")
        on.clock.advance(7200)
        second, two = await private_case(on, on.sanne)
        assert one != two
        await on.says(on.sanne, f"/start {two}", on.sanne)
        await on.says(on.sanne, "Over de tweede: 778899", on.sanne)
        thread, ended = (await on.card(second))["message_thread_id"], (await on.card(first))["message_thread_id"]
        assert any("778899" in post["text"] for post in on.staff(thread))
        assert not any("778899" in post["text"] for post in on.staff(ended))


async def test_of_two_open_cases_the_link_pressed_last_counts(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        other = on.second
        first, one = await private_case(on, on.sanne)
        second = await on.says(on.sanne, DOUBLE, other)
        await on.wait(GRACE)
        there = int((await on.case(second, other)).card)
        await on.press(on.noor, on.desk.messages[there], "private")
        await on.wait(1)
        two = link_of(on.posts(other)[-1])
        for payload, words in ((two, "Over de tweede: 5566"), (one, "Over de eerste: 7788")):
            await on.says(on.sanne, f"/start {payload}", on.sanne)
            await on.says(on.sanne, words, on.sanne)
        here = (await on.card(first))["message_thread_id"]
        elsewhere = on.desk.messages[there]["message_thread_id"]
        relayed = [post["text"] for post in on.staff(here) if post["text"].startswith("Sanne (privé)")]
        assert relayed == ["Sanne (privé): Over de eerste: 7788"]
        assert any("7788" in post["text"] for post in on.staff(here))
        assert any("5566" in post["text"] for post in on.staff(elsewhere))
        assert not any("7788" in post["text"] for post in on.staff(elsewhere))


async def test_an_invented_link_opens_a_case_of_its_own(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.says(on.piet, "/start 0123456789abcdef", on.piet)
        await on.says(on.piet, "Kunnen jullie mij helpen met mijn rekening?", on.piet)
        await on.wait(1)
        assert any("rekening" in post["text"] for post in on.staff())
        assert on.public() == []


async def test_a_customer_who_blocked_the_bot_is_told_to_staff(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message, payload = await private_case(on, on.sanne)
        await on.says(on.sanne, f"/start {payload}", on.sanne)
        await on.says(on.sanne, "Mijn klantnummer is 778899", on.sanne)
        on.server.block(on.sanne)
        await on.settle()
        said = len(on.public())
        card = await on.card(message)
        await on.writes(on.noor, "Je krijgt 42 euro terug.", card)
        await on.wait(1)
        assert "Niet bezorgd" in on.staff(card["message_thread_id"])[-1]["text"]
        assert len(on.public()) == said
