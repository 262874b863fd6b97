"""When many report the same at once, each card says that it is part of something larger, and how large that is by now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.story.everywhere import WIFI
from tests.story.stage import stage

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = ("sanne", "mo", "kim", "piet")


async def test_every_card_of_an_incident_says_how_many_report_it_by_now(tmp_path: Path) -> None:
    async with stage(tmp_path, flood=2, ask_budget=100, channel__answer="ask") as on:
        first = await on.says("sanne", WIFI)
        await on.wait(5)
        assert "Incident" not in on.card(first).text
        second = await on.says("mo", WIFI)
        await on.wait(5)
        for message in (first, second):
            assert "Incident: 2 meldingen over storing sinds 14:00" in on.card(message).text
        for who in ("kim", "piet"):
            await on.says(who, WIFI)
        await on.wait(5)
        for message in (first, second):
            assert "Incident: 4 meldingen over storing" in on.card(message).text


async def test_a_report_of_something_else_or_hours_later_is_no_part_of_it(tmp_path: Path) -> None:
    async with stage(tmp_path, flood=2, ask_budget=100, channel__answer="ask") as on:
        for who in ("sanne", "mo"):
            await on.says(who, WIFI)
        other = await on.says("kim", "@polderlink alweer dubbel afgeschreven, wat een waardeloze rekening!")
        await on.wait(3 * 3600)
        later = await on.says("piet", WIFI)
        await on.wait(5)
        assert "Incident" not in on.card(other).text
        assert "Incident" not in on.card(later).text
