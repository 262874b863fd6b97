"""What was under way, or had been shown, when a customer was forgotten goes as well."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.service.tasks import load_tasks
from tests.story import lives
from tests.story.both import town
from tests.story.everywhere import HARD, WIFI, scene
from tests.story.stage import STAFF, stage
from tests.story.test_accounts import CANARY, GRACE, MARKED, everything

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ports import Ledger
    from bot.service.tasks import Task
    from tests.story.lives import Life
    from tests.story.stage import Stage

pytestmark = pytest.mark.thorough


async def heard(on: Stage) -> None:
    """What was said is judged; nothing is sent yet."""
    await on.platform.pull(on.webcare.door)
    while await on.webcare.judge_once():
        pass


async def begun(on: Stage) -> list[Task]:
    """Sends that are under way."""
    now = on.clock.now()

    def work(ledger: Ledger) -> list[Task]:
        return load_tasks(ledger, ledger.claim(now, 16, 60.0))

    return await on.store.write(work)


async def test_words_that_were_under_way_are_taken_back_and_not_kept(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        on.world.say("mo", "vergeet mij", "private:mo", on.clock.now())
        await on.settle()
        said = [post.text for post in on.public()]
        thread = on.card(message).thread
        on.world.say("noor", f"Dat gaat over {CANARY}.", STAFF, on.clock.now(), thread=thread)
        await heard(on)
        under_way = await begun(on)
        assert "relay" in {task.job.new.kind for task in under_way}
        on.clock.advance(1)
        on.world.say("mo", "ja, vergeet mij", "private:mo", on.clock.now())
        await heard(on)
        outcomes = await asyncio.gather(*(on.webcare.perform(task) for task in under_way))
        assert CANARY in on.public()[-1].text
        await on.webcare.write_down(list(outcomes))
        await on.wait(1)
        assert CANARY not in await everything(on.store)
        assert CANARY not in "\n".join(post.text for post in on.public())
        assert len(on.public()) <= len(said)
        assert any("liet alles over zich wissen" in p.text for p in on.world.listing(STAFF, thread))


@pytest.mark.one_life  # a copy whose receipt died with the program is known to nobody on Telegram
async def test_a_message_that_was_shown_in_the_thread_goes_from_there(tmp_path: Path) -> None:
    async with town(tmp_path) as at:
        for platform in ("telegram", "discord"):
            on = at.on[platform]
            message = await on.says("mo", MARKED)
            await at.wait(GRACE)
            await on.writes("noor", "/toon", message)
            await at.wait(1)
            assert any(CANARY in text for text in await on.thread(message)), platform
            thread = (await on.case(message)).thread
            assert thread is not None
            await at.private(platform, "mo", "vergeet mij")
            await at.private(platform, "mo", "ja, vergeet mij")
            await at.wait(1)
            if platform == "telegram":
                left = [str(post.get("text", "")) for post in at.telegram.staff(int(thread.thread))]
            else:
                server = at.discord.server
                left = [m.content for m in server.messages(server.world.channels[int(thread.thread)])]
            assert not any(CANARY in text for text in left), platform


@pytest.mark.one_life
@pytest.mark.parametrize("told", [lives.WHOLE, lives.TOLD], ids=["whole", "killed"])
async def test_staff_read_that_a_message_may_be_shown_twice_after_an_interruption(told: Life, tmp_path: Path) -> None:
    async with scene("telegram", tmp_path) as on:
        message = await on.says("mo", MARKED)
        await on.wait(GRACE)
        with lives.living(told):
            await on.writes("noor", "/toon", message)
            await on.wait(1)
        said = any("misschien twee keer" in text for text in await on.thread(message))
        assert said == (told is not lives.WHOLE)


async def forgotten(on: Stage, who: str) -> None:
    """Somebody asks in private to be forgotten, and says so again when asked."""
    for words in ("vergeet mij", "ja, vergeet mij"):
        on.world.say(who, words, f"private:{who}", on.clock.now())
        await on.settle()
    await on.wait(1)


def seen_by_staff(on: Stage) -> str:
    """Everything that stands in the staff channel."""
    return "\n".join(post.text for post in on.staff())


async def test_cards_of_others_do_not_show_his_words_as_context_any_more(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        await on.says("sanne", f"Lekker weer op de {CANARY}")
        await on.wait(1)
        await on.says("mo", f"{HARD} {CANARY}")
        await on.wait(GRACE)
        later = await on.says("piet", HARD)
        ended = await on.says("kim", HARD)
        await on.wait(GRACE)
        await on.press("noor", on.card(ended), "solve")
        await on.wait(1)
        assert CANARY in on.card(later).text
        assert CANARY in on.card(ended).text
        for who in ("mo", "sanne"):
            await forgotten(on, who)
        assert CANARY not in seen_by_staff(on)


async def test_the_card_of_a_flood_does_not_name_him_any_more(tmp_path: Path) -> None:
    async with stage(tmp_path, flood=1, ask_budget=100, channel__answer="ask") as on:
        first = await on.says("piet", WIFI)
        await on.wait(GRACE)
        await on.says("sanne", WIFI)
        await on.wait(GRACE)
        assert "Sanne" in on.card(first).text
        await forgotten(on, "sanne")
        assert "Sanne" not in seen_by_staff(on)


async def test_the_card_of_an_account_that_he_linked_does_not_show_his_cases_any_more(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        first = await on.says("sanne", HARD)
        await on.wait(GRACE)
        number = f"#{(await on.case(first)).number:04d}"

        def link(ledger: Ledger) -> None:
            mine, other = (ledger.customer("sandbox", who, who.title()).id for who in ("sanne", "piet"))
            ledger.link(mine, other, on.clock.now())

        await on.store.write(link)
        second = await on.says("piet", HARD)
        await on.wait(GRACE)
        assert number in on.card(second).text
        await forgotten(on, "sanne")
        assert number not in on.card(second).text


@pytest.mark.parametrize("deleted", [False, True])
async def test_the_list_of_what_nobody_was_asked_does_not_quote_him_any_more(deleted: bool, tmp_path: Path) -> None:
    async with stage(tmp_path, channel__answer="ask", ask_budget=0) as on:
        await on.says("sanne", f"@polderlink mijn bestelling is niet bezorgd, {CANARY}")
        await on.says("piet", "@polderlink de app van jullie doet het niet")
        await on.wait(7200)
        (listed,) = [post for post in on.staff() if CANARY in post.text]
        if deleted:
            on.world.take_back(listed.id)
        await forgotten(on, "sanne")
        await on.wait(GRACE)
        assert CANARY not in seen_by_staff(on)
        assert deleted or "app van jullie" in on.world.posts[listed.id].text
        assert (await on.figures())["job.waiting"] == 0
