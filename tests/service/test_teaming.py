"""Teams where the service decides: whom it leaves alone, and what it looks up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.config.models import Team
from bot.core.messages import Membership, Place
from bot.service.draft import Draft
from bot.service.places import Places
from tests.story.everywhere import HARD
from tests.story.stage import STAFF, WORKDAY, stage

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ports import Ledger
    from tests.story.stage import Stage

SHOP = Team.model_validate({"name": "Winkel", "topics": ["delivery"], "sandbox": {"id": "winkel"}, "partner": True})
OWN = Team.model_validate({"name": "Netwerk", "topics": ["outage"], "sandbox": {"id": "staf-netwerk"}})


def with_teams(on: Stage) -> None:
    """The stage begins again with both teams."""
    on.config = on.config.model_copy(update={"teams": (SHOP, OWN)})
    on.restart()


async def joined(on: Stage, channel: str) -> list[str]:
    """What is planned when the bot is added to a channel."""

    def work(ledger: Ledger) -> list[str]:
        draft = Draft(on.house, ledger, WORKDAY)
        Places(on.house).membership(draft, Membership(Place("sandbox", channel), present=True, at=WORKDAY))
        return [job.kind for job in draft.memory.jobs]

    return await on.store.write(work)


async def test_the_bot_stays_with_teams_and_partners_and_leaves_strangers(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        with_teams(on)
        assert await joined(on, "winkel") == []
        assert "leave" not in await joined(on, "staf-netwerk")
        assert await joined(on, "elders") == ["leave"]


async def test_a_partners_channel_is_no_staff_channel(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        with_teams(on)
        assert on.house.is_staff_place(Place("sandbox", "staf-netwerk"))
        assert not on.house.is_staff_place(Place("sandbox", "winkel"))
        assert Place("sandbox", "winkel") not in on.house.desks()
        assert on.house.team("sandbox", "Winkel") is None


async def test_staff_hear_that_a_partner_could_not_be_told(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        gone = {"name": "Winkel", "topics": ["delivery"], "sandbox": {"id": "winkel", "topic": "weg"}, "partner": True}
        on.config = on.config.model_copy(update={"teams": (Team.model_validate(gone),)})
        on.restart()
        message = await on.says("mo", HARD)
        await on.wait(60)
        await on.writes("noor", "/team Winkel", on.card(message))
        await on.wait(1)
        thread = on.world.listing(STAFF, on.card(message).thread)
        assert any("kon niet worden ingelicht" in post.text for post in thread)


async def test_a_partner_gets_no_way_to_personal_data(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        with_teams(on)
        bare = await on.says("mo", HARD)
        shown = await on.says("kim", f"{HARD} Mijn rekening is NL91ABNA0417164300.")
        pictured = await on.says("piet", HARD, media="photo")
        await on.wait(60)
        links = {}
        for message in (bare, shown, pictured):
            await on.writes("noor", "/team Winkel", on.card(message))
            await on.wait(1)
            told = on.world.listing("winkel")[-1]
            links[message] = [part[1] for part in told.parts if not isinstance(part, str)]
        assert len(links[bare]) == 1
        assert (links[shown], links[pictured]) == ([], [])
