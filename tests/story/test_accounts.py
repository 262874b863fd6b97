"""A customer links his accounts with a one-time code, unlinks them, and is forgotten: on the sandbox, Telegram and Discord at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from tests.store.people import broken_line, sql
from tests.story.both import town
from tests.story.everywhere import HARD, WIFI

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ports import Ledger, Store
    from tests.story.both import Town

pytestmark = pytest.mark.thorough

GRACE = 30
CODE = re.compile(r"\b[B-Z]{4}-[B-Z]{4}\b")
CANARY = "kanarie-op-de-zolder"
MARKED = HARD.replace("@polderlink", f"@polderlink {CANARY}")
PAIRS = (("sandbox", "telegram"), ("telegram", "discord"), ("discord", "sandbox"))
pairs = pytest.mark.parametrize(("here", "there"), PAIRS)


async def a_code(at: Town, platform: str, who: str = "mo") -> str:
    """The code that somebody gets when he asks for one."""
    (told,) = await at.private(platform, who, "koppel")
    found = CODE.search(told)
    assert found is not None, told
    return found[0]


async def two_cases(at: Town, here: str, there: str) -> tuple[str, str]:
    """A case of Mo on each platform; the one there is the later one and names no word of the one here."""
    first = await at.on[here].says("mo", MARKED)
    await at.wait(GRACE)
    second = await at.on[there].says("mo", HARD)
    await at.wait(GRACE)
    return first, second


async def everything(store: Store) -> str:
    """Every row of every table, as text."""

    def read(ledger: Ledger) -> str:
        connection = sql(ledger)
        from bot.store.schema import metadata

        return "\n".join(
            f"{table.name}: {tuple(row)}"
            for table in metadata.sorted_tables
            for row in connection.execute(table.select())
        )

    return await store.read(read)


@pairs
async def test_only_after_the_code_the_card_shows_the_case_of_the_other_platform(
    here: str, there: str, tmp_path: Path
) -> None:
    async with town(tmp_path) as at:
        first, second = await two_cases(at, here, there)
        number = (await at.on[here].case(first)).number
        assert f"#{number:04d}" not in await at.on[there].card(second)
        code = await a_code(at, here)
        assert f"#{number:04d}" not in await at.on[there].card(second)
        (told,) = await at.private(there, "mo", code)
        assert "Gekoppeld" in told
        assert "Gekoppeld" in at.told(here, "mo")[-1]
        await at.wait(1)
        assert f"#{number:04d}" in await at.on[there].card(second)
        assert here.title() in await at.on[there].card(second)
        told = await at.on[there].press("noor", second, "history")
        shown = [told, *await at.on[there].thread(second)]
        assert any(CANARY in text for text in shown)


@pairs
async def test_linking_shows_nothing_in_public_and_nothing_to_the_customer(
    here: str, there: str, tmp_path: Path
) -> None:
    async with town(tmp_path) as at:
        _, second = await two_cases(at, here, there)
        before = at.public()
        await at.private(there, "mo", await a_code(at, here))
        await at.wait(1)
        assert at.public() == before
        await at.on[there].writes("noor", "We bellen je morgen.", second)
        await at.wait(1)
        assert CANARY not in at.public()
        assert not any(CANARY in text for platform in at.on for text in at.told(platform, "mo"))


async def test_a_code_works_once_and_not_after_a_quarter_of_an_hour(tmp_path: Path) -> None:
    async with town(tmp_path) as at:
        code = await a_code(at, "telegram")
        assert "klopt niet" in (await at.private("discord", "piet", "koppel BCDF-GHJK"))[0]
        assert "Gekoppeld" in (await at.private("discord", "mo", f"koppel {code.lower()}"))[0]
        assert "klopt niet" in (await at.private("discord", "piet", code))[0]
        late = await a_code(at, "telegram", "sanne")
        await at.wait(15 * 60 + 1)
        assert "verlopen" in (await at.private("discord", "sanne", late))[0]


async def test_the_code_belongs_on_another_platform_and_stays_good(tmp_path: Path) -> None:
    async with town(tmp_path) as at:
        code = await a_code(at, "telegram")
        assert "ander platform" in (await at.private("telegram", "piet", code))[0]
        assert "Gekoppeld" in (await at.private("discord", "mo", code))[0]


async def test_after_five_tries_in_an_hour_even_the_right_code_is_refused(tmp_path: Path) -> None:
    async with town(tmp_path) as at:
        code = await a_code(at, "telegram")
        for _ in range(5):
            await at.private("discord", "piet", "BCDF-GHJK")
        assert "te vaak" in (await at.private("discord", "piet", code))[0]
        assert "Gekoppeld" in (await at.private("discord", "mo", code))[0]
        for _ in range(4):
            await a_code(at, "telegram")
        assert "te vaak" in (await at.private("telegram", "mo", "koppel"))[0]
        await at.wait(3601)
        await a_code(at, "telegram")


@pairs
async def test_a_code_in_public_never_links_and_its_owner_hears_so_in_private(
    here: str, there: str, tmp_path: Path
) -> None:
    async with town(tmp_path) as at:
        code = await a_code(at, here)
        await at.on[there].says("mo", code)
        await at.wait(GRACE)
        assert code not in at.public()
        assert "werkt niet meer" in at.told(here, "mo")[-1]
        assert code not in at.told(here, "mo")[-1]
        assert "klopt niet" in (await at.private(there, "mo", code))[0]


@pairs
async def test_unlinking_works_at_once_on_either_side(here: str, there: str, tmp_path: Path) -> None:
    async with town(tmp_path) as at:
        first, second = await two_cases(at, here, there)
        number = (await at.on[here].case(first)).number
        await at.private(there, "mo", await a_code(at, here))
        await at.wait(1)
        assert "Ontkoppeld" in (await at.private(here, "mo", "ontkoppel"))[0]
        await at.wait(1)
        assert f"#{number:04d}" not in await at.on[there].card(second)
        assert "nergens" in (await at.private(there, "mo", "unlink"))[0] or "not linked" in at.told(there, "mo")[-1]


async def test_a_restart_between_every_step_changes_nothing(tmp_path: Path) -> None:
    async with town(tmp_path) as at:
        first, second = await two_cases(at, "telegram", "discord")
        await at.start()
        code = await a_code(at, "telegram")
        await at.start()
        assert "Gekoppeld" in (await at.private("discord", "mo", code))[0]
        await at.start()
        await at.wait(1)
        assert f"#{(await at.on['telegram'].case(first)).number:04d}" in await at.on["discord"].card(second)
        await at.private("telegram", "mo", "vergeet mij")
        await at.start()
        assert "gewist" in (await at.private("telegram", "mo", "ja, vergeet mij"))[-1]


async def test_no_code_is_kept_as_it_is_written(tmp_path: Path) -> None:
    async with town(tmp_path) as at:
        code = await a_code(at, "telegram")
        kept = await everything(at.store)
        assert code not in kept
        assert code.replace("-", "") not in kept


async def test_the_words_are_not_given_to_staff_and_open_no_case(tmp_path: Path) -> None:
    async with town(tmp_path) as at:
        for platform in at.on:
            for words in ("koppel", "ontkoppel", "vergeet mij", "BCDF-GHJK"):
                assert len(await at.private(platform, "piet", words)) == 1
        assert (await at.store.read(lambda ledger: ledger.open_cases(9))) == []


@pytest.mark.parametrize("platform", ["sandbox", "telegram", "discord"])
async def test_forget_me_asks_once_and_then_nothing_is_left(platform: str, tmp_path: Path) -> None:
    async with town(tmp_path) as at:
        message = await at.on[platform].says("mo", MARKED)
        await at.wait(GRACE)
        await at.on[platform].writes("noor", f"// over {CANARY}", message)
        await at.on[platform].writes("noor", f"Dat gaat over {CANARY}.", message)
        await at.private(platform, "mo", f"Mijn nummer is {CANARY}")
        await at.wait(1)
        case = await at.on[platform].case(message)
        name = await at.store.read(lambda ledger: ledger.customer_of(case.customer))
        assert name is not None
        assert CANARY in await everything(at.store)
        assert await at.store.read(broken_line) is None
        assert "zeker" in (await at.private(platform, "mo", "vergeet mij"))[0]
        assert CANARY in await everything(at.store)
        assert "gewist" in (await at.private(platform, "mo", "ja, vergeet mij"))[-1]
        await at.wait(1)
        left = await everything(at.store)
        assert CANARY not in left
        assert re.search(rf"(?<!\w){re.escape(name.user)}(?!\w)", left.replace("wegwijzer", "")) is None
        assert "Mo'" not in left
        assert await at.store.read(broken_line) is None
        shell = await at.store.read(lambda ledger: ledger.case(case.id))
        assert shell is not None
        assert shell.state == State.CLOSED
        assert CANARY not in at.public()


async def test_staff_hear_why_an_erased_case_ended_and_can_send_nothing_any_more(tmp_path: Path) -> None:
    async with town(tmp_path) as at:
        message = await at.on["sandbox"].says("mo", HARD)
        await at.wait(GRACE)
        case = await at.on["sandbox"].case(message)
        await at.private("sandbox", "mo", "forget me")
        await at.private("sandbox", "mo", "yes forget me")
        await at.wait(1)
        assert case.thread is not None
        world = at.sandbox.world
        thread = [post.text for post in world.listing(case.thread.channel, case.thread.thread)]
        assert any("liet alles over zich wissen" in text for text in thread)
        assert "monteur" not in world.posts[case.card].text
        world.say("noor", "Hoi Mo, nog iets?", case.thread.channel, at.clock.now(), thread=case.thread.thread)
        said = at.public()
        await at.wait(30)
        assert at.public() == said
        assert "Niet bezorgd" in world.listing(case.thread.channel, case.thread.thread)[-1].text


async def slash(at: Town, who: str, name: str, argument: str = "") -> str:
    """Somebody uses a slash command in the customers' channel on Discord; what only he sees."""
    on = at.discord
    user = getattr(on, who)
    options = [{"type": 3, "name": "code", "value": argument}] if argument else []
    before = len(on.server.shown_to(user))
    await on.heard_press(on.server.command(user, on.bot, on.group, name, options))
    await on.settle()
    return on.server.shown_to(user)[before].content


async def test_a_slash_command_in_the_public_channel_is_answered_to_the_customer_alone(tmp_path: Path) -> None:
    async with town(tmp_path) as at:
        told = await slash(at, "mo", "koppel")
        found = CODE.search(told)
        assert found is not None
        assert "Gekoppeld" in (await at.private("telegram", "mo", found[0]))[0]
        assert "Ontkoppeld" in await slash(at, "mo", "ontkoppel")
        code = await a_code(at, "telegram")
        assert "Gekoppeld" in await slash(at, "mo", "koppel", code)
        assert "klopt niet" in await slash(at, "piet", "koppel", "onzin")
        assert at.on["discord"].public() == []
        assert at.discord.server.shown_to(at.discord.sanne) == []


@pytest.mark.parametrize("linked", [True, False])
async def test_the_third_contact_goes_to_staff_also_when_each_was_on_another_platform(
    linked: bool, tmp_path: Path
) -> None:
    async with town(tmp_path) as at:
        for there in ("telegram", "discord"):
            if linked:
                (told,) = await at.private(there, "mo", await a_code(at, "sandbox"))
                assert "Gekoppeld" in told
        for platform in ("sandbox", "telegram"):
            message = await at.on[platform].says("mo", WIFI)
            await at.wait(GRACE)
            assert (await at.on[platform].case(message)).state == State.ANSWERED
        third = await at.on["discord"].says("mo", WIFI)
        await at.wait(GRACE)
        case = await at.on["discord"].case(third)
        assert case.state == (State.HANDED_OVER if linked else State.ANSWERED)
