"""What is the page's own: who looks decides who presses, one's words are one's own to change, and what fits a telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from tests.story.acts import answer_below, solved_with_note
from tests.story.chromium import CHROMIUM
from tests.story.doors import enters, tells
from tests.story.everywhere import HARD, WIFI
from tests.story.on_page import OnPage, page_scene

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator

pytestmark = [pytest.mark.thorough, pytest.mark.browser, pytest.mark.page, pytest.mark.one_life]
GRACE, DAY = 30, 86_400
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
LONGEST = f"{HARD} {'Elke avond staat de monteur weer niet voor de deur en niemand belt terug. ' * 8}"


async def hidden(what: Locator) -> bool:
    """Whether it is there and not to be seen."""
    return bool(await CHROMIUM.do(lambda: what.count() == 1 and what.is_hidden()))


async def looks_as(on: OnPage, who: str) -> None:
    """The visitor chooses who he is in public."""
    await CHROMIUM.do(lambda: on.page.locator("#say-who").select_option(who))


async def test_staff_who_answer_in_public_by_themselves_are_not_spoken_over(tmp_path: Path) -> None:
    async with page_scene(tmp_path) as on:
        message = await on.says("sanne", WIFI)
        await on.says("noor", "Dag Sanne, ik kijk met je mee.", message)
        await on.wait(GRACE * 10)
        assert on.public() == []
        (said,) = [post for post in on.shown.posts if post["who"] == "noor"]
        assert "kijk met je mee" in said["text"]


async def test_staff_who_only_greet_the_group_are_not_spoken_over_and_the_customer_is_not_lost(tmp_path: Path) -> None:
    async with page_scene(tmp_path) as on:
        message = await on.says("sanne", WIFI)
        await on.says("daan", "Goedemiddag allemaal.")
        await on.wait(GRACE)
        assert on.public() == []
        assert (await on.case(message)).state == State.HANDED_OVER


async def test_what_the_presser_alone_is_told_stands_below_the_post_that_he_pressed(tmp_path: Path) -> None:
    async with page_scene(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        note = await solved_with_note(on, message)
        await on.wait(DAY + 60)
        for who in ("piet", "noor"):
            told = await answer_below(on, who, note.id, "yes")
            assert "degene die het meldde" in told
            shown = on.page.locator(f'.post[data-message="{note.id}"] .secret').last
            assert told in await CHROMIUM.do(shown.inner_text)
        assert (await on.case(message)).helped == ""
        assert "Dank" in await answer_below(on, "mo", note.id, "yes")


async def test_only_the_author_is_offered_to_change_his_message(tmp_path: Path) -> None:
    async with page_scene(tmp_path) as on:
        message = await on.says("mo", "Iemand nog tips voor een goede router?")
        fold = on.page.locator(f"#own-{message}")
        assert not await hidden(fold)
        await looks_as(on, "piet")
        assert await hidden(fold)
        await on.edits(message, "Iemand tips voor een router?")
        assert on.post(message)["text"].strip() == "Iemand tips voor een router?"
        await on.erases(message)
        assert on.post(message)["gone"]


async def test_staff_delete_what_they_wrote_in_a_thread_and_it_goes_for_the_customer(tmp_path: Path) -> None:
    async with page_scene(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        written = await on.writes("noor", "Er komt morgen iemand.", message)
        assert "morgen iemand" in on.public()[-1].text
        await on.rewrites(message, written, "")
        await on.wait(1)
        assert not any("morgen iemand" in post.text for post in on.public())


async def test_what_a_customer_changes_in_his_private_talk_reaches_staff(tmp_path: Path) -> None:
    async with page_scene(tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.press("noor", message, "private")
        await on.wait(1)
        await enters(on, "mo")
        await on.writes("noor", "Dag Mo, hoe laat ben je thuis?", message)
        await on.wait(1)
        await tells(on, "mo", "Om drie uur")
        await on.retells("mo", "Om vier uur")
        await on.wait(1)
        assert "vier uur" in (await on.thread(message))[-1]
        assert not any("uur" in post["text"] for post in on.shown.posts if post["who"] == "mo")


async def test_staff_make_a_case_of_a_message_by_a_press(tmp_path: Path) -> None:
    async with page_scene(tmp_path) as on:
        message = await on.says("piet", "hmm de wifi is traag vandaag")
        await on.wait(GRACE)
        act = on.page.locator(f'.post[data-message="{message}"] .to-case')
        assert await hidden(act)
        await looks_as(on, "noor")

        def make() -> None:
            act.click()
            on.page.locator("#order button").click()

        await on._done("/thread", make)
        assert (await on.case(message)).state == State.HANDED_OVER
        assert "de wifi is traag" in await on.card(message)


async def test_what_staff_say_among_themselves_stands_there_as_theirs(tmp_path: Path) -> None:
    async with page_scene(tmp_path) as on:
        await on.orders("daan", "Ik ben tot drie uur in overleg.")
        said = on.page.locator("#part-staff .notice.of-staff")
        assert "Daan Vos" in await CHROMIUM.do(said.inner_text)
        assert await on.desk() == []
        assert on.public() == []


async def test_the_first_five_things_of_a_card_fit_one_screen_of_a_telephone(tmp_path: Path) -> None:
    async with page_scene(tmp_path) as on:
        message = await on.says("mo", LONGEST)
        await on.wait(GRACE)
        await on.press("noor", message, "claim")
        await on.writes("noor", "Dag Mo, dat hoort niet. Ik zoek nu uit wat er bij de planning is misgegaan.", message)
        await on.wait(1)
        card = on.page.locator(f'article.case[data-thread="{(await on._case(message))["thread"]}"]')

        def measured() -> tuple[float, list[float], float]:
            on.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
            try:
                on.page.locator("label[for=tab-staff]").click()
                card.evaluate("one => one.scrollIntoView({ block: 'start' })")
                parts = [card.locator("h3"), card.locator("p.words"), *card.locator(".rows > div").all()[:3]]
                boxes = [part.bounding_box() for part in parts]
                top = on.page.locator("#scroll-staff").bounding_box()
                wide = on.page.evaluate("document.documentElement.scrollWidth")
            finally:
                on.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
            assert top is not None
            edges = [edge for box in boxes if box is not None for edge in (box["y"], box["y"] + box["height"])]
            return top["y"], edges, wide

        top, edges, wide = await CHROMIUM.do(measured)
        rows = [label for label, _ in (await on._case(message))["rows"][:3]]
        assert rows == ["Waarom", "Al gezegd", "Voorstel"]
        assert len(edges) == 10
        assert edges == sorted(edges)
        assert edges[0] >= top
        assert edges[-1] <= PHONE["height"]
        assert wide <= PHONE["width"]
