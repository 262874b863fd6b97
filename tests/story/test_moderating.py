"""Removing a message and muting a customer: by people, by a rule, and said to everybody whom it concerns. On all three platforms."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.core.house_rules import Stage
from handlers.sandbox import Person
from tests.servers.discord import permissions
from tests.story import lives
from tests.story.everywhere import HARD, PLATFORMS, WIFI, OnDiscord, OnSandbox, OnTelegram, Scene, scene
from tests.story.lives import EVERYWHERE
from tests.story.on_page import OnPage
from tests.story.stage import PUBLIC

if TYPE_CHECKING:
    from bot.core.house_rules import Warned

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]
GRACE, MINUTE, HOUR, DAY = 30, 60, 3600, 86_400
on_every_platform = pytest.mark.parametrize("platform", PLATFORMS)
on_real_platforms = pytest.mark.parametrize("platform", ["telegram", "discord"])


def allow(on: Scene) -> None:
    """The bot gets the rights of a moderator in the customers' channel."""
    if isinstance(on, OnTelegram):
        rights = {"can_delete_messages": True, "can_restrict_members": True}
        on.on.server.promote(on.on.group, on.on.account, on.on.noor, **rights)
    if isinstance(on, OnDiscord):
        guild = on.on.server.world.guilds[on.on.group.guild_id or 0]
        may = permissions.MANAGE_MESSAGES | permissions.MODERATE_MEMBERS
        on.on.server.add_member(guild, on.on.bot, [on.on.server.add_role(guild, "Toezicht", may=may)])


def stands(on: Scene, message: str) -> bool:
    """Whether a public message is still there."""
    if isinstance(on, OnPage):
        return not on.post(message)["gone"]
    if isinstance(on, OnSandbox):
        return not on.on.world.posts[message].gone
    if isinstance(on, OnTelegram):
        return int(message) in on.on.group.messages
    assert isinstance(on, OnDiscord)
    return int(message) in on.on.group.messages


def muted(on: Scene, who: str) -> bool:
    """Whether somebody can write nothing in the customers' channel now."""
    if isinstance(on, OnPage):
        return any(post["muted"] for post in on.shown.posts if post["who"] == who)
    if isinstance(on, OnSandbox):
        return on.on.world.is_muted(PUBLIC, who, on.on.clock.now())
    if isinstance(on, OnTelegram):
        return on.on.server.is_muted(on.on.group, getattr(on.on, who))
    assert isinstance(on, OnDiscord)
    guild = on.on.server.world.guilds[on.on.group.guild_id or 0]
    until = guild.members[getattr(on.on, who).id].silent_until
    return until is not None and until > on.on.server.clock.now()


async def hard_case(on: Scene) -> str:
    """A case of Mo that staff have; Daan of staff is known."""
    message = await on.says("mo", HARD)
    await on.wait(GRACE)
    await on.writes("daan", "/waarom", message)
    return message


async def does(on: Scene, who: str, words: str, message: str) -> None:
    """Staff type a command in the case's thread, and everything that follows happens."""
    await on.writes(who, words, message)
    await on.wait(1)
    await on.wait(1)


async def warned_in(on: Scene, message: str) -> list[Warned]:
    """The warnings of the customer of a case."""
    case = await on.case(message)
    return await on.store.read(lambda ledger: ledger.warnings_of(case.customer))


@on_every_platform
async def test_a_message_is_removed_by_a_rule_and_the_customer_reads_which(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        allow(on)
        message = await hard_case(on)
        await does(on, "noor", "/verwijder 1 openbaar", message)
        assert not stands(on, message)
        said = on.public()[-1]
        assert "verwijderd" in said.text or "weggehaald" in said.text
        assert "huisregel 1 (Blijf respectvol)" in said.text
        assert "bezwaar" in said.text
        assert said.reply_to == ""
        assert "bericht verwijderd" in await on.card(message)
        assert any("Noor Bos verwijderde" in text for text in await on.thread(message))
        assert not any("heeft zijn bericht" in text for text in await on.thread(message))
        assert not (await on.case(message)).ended


@on_every_platform
async def test_after_a_removal_staff_still_reach_the_customer(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        allow(on)
        message = await hard_case(on)
        await does(on, "noor", "/verwijder 1 openbaar", message)
        await does(on, "noor", "De monteur komt vandaag.", message)
        assert "De monteur komt vandaag." in on.public()[-1].text
        assert not any("Niet bezorgd" in text for text in await on.thread(message))


@on_every_platform
async def test_his_latest_message_can_be_removed_and_the_complaint_stays(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        allow(on)
        message = await hard_case(on)
        second = await on.says("mo", "En jullie bellen ook nooit terug, schandalig.", on.public()[-1].id)
        await on.wait(1)
        assert "Welk bericht" in await on.press("noor", message, "remove", "1")
        await does(on, "noor", "/verwijder 1 laatste openbaar", message)
        assert not stands(on, second)
        assert stands(on, message)
        assert on.public()[-1].reply_to == message


@on_every_platform
async def test_by_buttons_alone_it_takes_a_rule_a_message_and_a_place(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        allow(on)
        message = await hard_case(on)
        second = await on.says("mo", "En jullie bellen ook nooit terug, schandalig.", on.public()[-1].id)
        await on.wait(1)
        await on.press("noor", message, "remove", "1")
        if platform != "discord":
            assert "Waar wordt" in await on.press("noor", message, "remove", "1.latest")
            await on.press("noor", message, "remove", f"1.id-{second}.public")
            await on.wait(1)
            assert not stands(on, second)
            assert stands(on, message)
        await does(on, "noor", f"/verwijder 1 {on.link(message)}", message)
        assert stands(on, message), "where it is said was not chosen yet"


@on_every_platform
async def test_a_message_of_somebody_else_is_never_removed(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        allow(on)
        message = await hard_case(on)
        other = await on.says("piet", "Gezellige groep hier.")
        await does(on, "noor", f"/verwijder 1 {on.link(other)} openbaar", message)
        assert stands(on, other)
        assert stands(on, message)
        assert "geen openbaar bericht van deze klant" in (await on.thread(message))[-1]


@on_every_platform
async def test_without_a_rule_or_with_an_unknown_one_nothing_is_done(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        allow(on)
        message = await hard_case(on)
        said = len(on.public())
        assert "Welke huisregel" in await on.press("noor", message, "remove")
        await does(on, "noor", "/demp", message)
        await does(on, "noor", "/verwijder 9 openbaar", message)
        for wrong in ("-1 openbaar", "0 klacht openbaar", "1.5 openbaar", "kritiek klacht openbaar"):
            await does(on, "noor", f"/verwijder {wrong}", message)
        await does(on, "noor", "/demp onzin 1u openbaar", message)
        assert "1 Blijf respectvol" in (await on.thread(message))[-1]
        assert stands(on, message)
        assert not muted(on, "mo")
        assert len(on.public()) == said
        assert await warned_in(on, message) == []


@on_every_platform
async def test_two_who_remove_the_same_message_have_one_winner(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        allow(on)
        message = await hard_case(on)
        await does(on, "noor", "/verwijder 1 klacht openbaar", message)
        await on.restart()
        said = len(on.public())
        link = on.link(message)
        await does(on, "daan", f"/verwijder 2 {link} openbaar", message)
        assert len(on.public()) == said
        assert "Noor Bos verwijderde dit bericht al" in (await on.thread(message))[-1]


@on_every_platform
async def test_a_mute_ends_by_itself_and_cannot_be_given_twice(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        allow(on)
        message = await hard_case(on)
        await does(on, "noor", "/demp 1 1u openbaar", message)
        assert muted(on, "mo")
        assert not muted(on, "sanne")
        said = on.public()[-1].text
        assert "huisregel 1 (Blijf respectvol)" in said
        assert "Schrijven kan hier weer vanaf 15:00" in said
        assert "gedempt tot 15:00" in await on.card(message)
        await does(on, "daan", "/demp 1 1w openbaar", message)
        assert "Noor Bos dempte deze klant hier al" in (await on.thread(message))[-1]
        await on.wait(HOUR)
        assert not muted(on, "mo")
        await on.says("mo", "Zijn jullie er nog?")


@on_every_platform
async def test_a_mute_can_be_lifted_and_the_warning_stays(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        allow(on)
        message = await hard_case(on)
        await does(on, "noor", "/demp 1 1w openbaar", message)
        await on.restart()
        await does(on, "daan", "/ontdemp", message)
        assert not muted(on, "mo")
        assert "schrijven" in on.public()[-1].text
        assert any("Het dempen is opgeheven" in text for text in await on.thread(message))
        card = await on.card(message)
        assert "Gewaarschuwd (1)" in card
        assert "gedempt" not in card
        await does(on, "daan", "/ontdemp", message)
        assert "niet gedempt" in (await on.thread(message))[-1]


async def test_a_mute_is_lifted_in_another_case_of_his_as_well(tmp_path: Path) -> None:
    async with scene("sandbox", tmp_path) as on:
        message = await hard_case(on)
        await does(on, "noor", "/demp 1 1h openbaar", message)
        await on.press("noor", message, "solve")
        await on.press_last("noor", message, "no_note")
        await on.wait(HOUR)
        second = await on.says("mo", f"{HARD} Nog steeds!")
        await on.wait(GRACE)
        await does(on, "noor", "/demp 1 1w openbaar", second)
        said = len(on.public())
        await does(on, "daan", "/ontdemp", message)
        assert not muted(on, "mo")
        assert len(on.public()) == said + 1
        assert "schrijven" in on.public()[-1].text


@on_every_platform
async def test_a_granted_appeal_lifts_the_mute(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        allow(on)
        message = await hard_case(on)
        await does(on, "noor", "/demp 1 1w openbaar", message)
        await in_private(on, "mo", "bezwaar, dit slaat nergens op")
        assert any("Bezwaar tegen de waarschuwing" in text for text in await on.thread(message))
        assert "gelijk" in await on.press_last("daan", message, "grant")
        await on.wait(1)
        await on.wait(1)
        assert not muted(on, "mo")
        assert "Gewaarschuwd" not in await on.card(message)


async def in_private(on: Scene, who: str, text: str) -> None:
    """Somebody writes to the bot in a private chat."""
    if isinstance(on, OnPage):
        await on.tells(who, text)
    elif isinstance(on, OnSandbox):
        on.on.world.say(who, text, f"private:{who}", on.on.clock.now())
    elif isinstance(on, OnTelegram):
        user = getattr(on.on, who)
        on.on.server.say(user, user, text)
    else:
        assert isinstance(on, OnDiscord)
        sent = on.on.server.direct_message(getattr(on.on, who), on.on.bot, text)
        await on.on.hearing.until(str(sent.id))
    await on.wait(1)


@on_real_platforms
async def test_a_missing_right_is_said_with_what_can_be_done_and_nobody_is_told_off(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        message = await hard_case(on)
        said = len(on.public())
        await does(on, "noor", "/verwijder 1 openbaar", message)
        assert "niet verwijderd" in (await on.thread(message))[-1]
        assert "Berichten " in (await on.thread(message))[-1]
        await does(on, "noor", "/demp 1 1d openbaar", message)
        told = (await on.thread(message))[-1]
        assert "niet gedempt" in told
        assert ("Gebruikers blokkeren" if platform == "telegram" else "time-out") in told
        assert stands(on, message)
        assert len(on.public()) == said
        assert [one.stage for one in await warned_in(on, message)] == [Stage.FAILED, Stage.FAILED]
        assert "Gewaarschuwd" not in await on.card(message)
        allow(on)
        await does(on, "noor", "/verwijder 1 openbaar", message)
        assert not stands(on, message)


async def test_a_removal_whose_answer_was_lost_is_done_once_and_told(tmp_path: Path) -> None:
    async with scene("telegram", tmp_path) as on:
        assert isinstance(on, OnTelegram)
        allow(on)
        message = await hard_case(on)
        said = len(on.public())
        on.on.server.misbehave("drop", method="deleteMessage")
        await does(on, "noor", "/verwijder 1 openbaar", message)
        await on.wait(MINUTE)
        assert not stands(on, message)
        assert len(on.public()) == said + 1
        (warned,) = await warned_in(on, message)
        assert warned.stage is Stage.DONE


async def test_when_the_platform_never_answers_the_thread_says_that_nobody_knows(tmp_path: Path) -> None:
    async with scene("telegram", tmp_path) as on:
        assert isinstance(on, OnTelegram)
        allow(on)
        message = await hard_case(on)
        said = len(on.public())
        on.on.server.misbehave("500", method="restrictChatMember", times=None)
        await on.writes("noor", "/demp 1 1w openbaar", message)
        for _ in range(30):
            await on.wait(5 * MINUTE)
        assert any("is niet bekend. Kijk in het kanaal" in text for text in await on.thread(message))
        assert len(on.public()) == said
        on.on.server.misbehaviour.calm()
        await does(on, "noor", "/demp 1 1w openbaar", message)
        assert muted(on, "mo")


async def test_telegram_lets_nobody_remove_what_is_older_than_two_days(tmp_path: Path) -> None:
    async with scene("telegram", tmp_path) as on:
        allow(on)
        message = await hard_case(on)
        await on.writes("noor", "We zoeken het uit.", message)
        await on.wait(2 * DAY + HOUR)
        await does(on, "noor", "/verwijder 1 klacht openbaar", message)
        assert stands(on, message)
        assert "48 uur" in (await on.thread(message))[-1]


@on_every_platform
async def test_who_leads_the_group_cannot_be_muted(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        allow(on)
        message = await hard_case(on)
        if isinstance(on, OnSandbox):
            on.on.world.join(Person("mo", "Mo", "staff"))
        elif isinstance(on, OnTelegram):
            on.on.server.promote(on.on.group, on.on.mo, on.on.noor)
        elif isinstance(on, OnDiscord):
            guild = on.on.server.world.guilds[on.on.group.guild_id or 0]
            role = on.on.server.add_role(guild, "Beheer", may=permissions.ADMINISTRATOR)
            on.on.server.add_member(guild, on.on.mo, [role])
        await does(on, "noor", "/demp 1 1d openbaar", message)
        assert "eigenaar of beheerder" in (await on.thread(message))[-1]
        assert not muted(on, "mo")


@pytest.mark.one_life
@on_every_platform
async def test_a_message_that_was_gone_already_warns_nobody(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        allow(on)
        message = await hard_case(on)
        said = len(on.public())
        await on.erases(message)
        await does(on, "noor", "/verwijder 1 klacht openbaar", message)
        assert len(on.public()) == said
        assert "stond er al niet meer" in (await on.thread(message))[-1]


@pytest.mark.one_life
@pytest.mark.parametrize("platform", ["sandbox", "discord"])
async def test_gone_after_an_interruption_staff_read_that_nobody_knows_who_removed_it(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        allow(on)
        message = await hard_case(on)
        await on.erases(message)
        with lives.living(EVERYWHERE):
            await does(on, "noor", "/verwijder 1 klacht openbaar", message)
        assert "is niet te zien" in "\n".join(await on.thread(message))
        assert len([said for said in on.public() if "huisregel 1" in said.text]) == 1


@on_every_platform
async def test_the_bot_removes_and_mutes_nobody_by_itself(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        allow(on)
        abuse = "Jullie zijn allemaal achterlijke klootzakken, ik kom jullie opzoeken!"
        said = [await on.says(who, text) for text in (HARD, WIFI, abuse) for who in ("mo", "piet")]
        await on.wait(2 * DAY)
        assert all(stands(on, message) for message in said)
        assert not any(muted(on, who) for who in ("mo", "piet"))


def test_no_path_leads_from_a_judgement_to_a_removal_or_a_mute() -> None:
    """What does it is planned in one function, and only deeds of the desk (and a granted appeal, to lift it) call that."""
    made: set[str] = set()
    called: dict[str, set[str]] = {"measures.plan": set(), "measures.lift": set()}
    for file in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func)
            if name in {"TakeDown", "Mute", "Unmute"}:
                made.add(str(file.relative_to(ROOT)))
            called.get(name, set()).add(str(file.relative_to(ROOT)))
    assert made == {"bot/service/measures.py"}
    assert called["measures.plan"] == {"bot/service/deeds/moderating.py"}
    assert called["measures.lift"] == {"bot/service/deeds/moderating.py", "bot/service/house_rules.py"}
