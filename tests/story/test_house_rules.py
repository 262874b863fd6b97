"""House rules: only people warn, a warning can be appealed, and it is over one day. On the sandbox, on Telegram and on Discord."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from tests.story.everywhere import HARD, PLATFORMS, WIFI, Scene, scene

if TYPE_CHECKING:
    from bot.core.house_rules import Warned
    from bot.ports import Ledger

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]
GRACE, DAY = 30, 86_400
ABUSE = "Jullie zijn allemaal achterlijke klootzakken, ik kom jullie opzoeken!"
on_every_platform = pytest.mark.parametrize("platform", PLATFORMS)


async def _warned(on: Scene, where: str = "1.public") -> str:
    """A case in which Noor warned; the message that it is about."""
    message = await on.says("mo", HARD)
    await on.wait(GRACE)
    await on.writes("daan", "/waarom", message)
    await on.writes("noor", f"/waarschuw {where.replace('.', ' ')}", message)
    await on.wait(1)
    return message


def _all_warnings(ledger: Ledger) -> list[Warned]:
    """Every warning of everybody who has a case."""
    cases = filter(None, (ledger.case_numbered(number) for number in range(1, 30)))
    found = [case for case in cases if case.customer]
    assert found
    return [warned for case in found for warned in ledger.warnings_of(case.customer)]


@on_every_platform
async def test_a_warning_cites_the_rule_and_is_counted(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await _warned(on)
        said = on.public()[-1]
        assert "huisregel 1 (Blijf respectvol)" in said.text
        assert "bezwaar" in said.text
        assert "scheld of bedreig niemand" in said.text
        assert said.reply_to == message
        assert "Gewaarschuwd (1): regel 1" in await on.card(message)
        assert (await on.case(message)).state == State.HANDED_OVER


@on_every_platform
async def test_the_menu_asks_for_a_rule_and_then_where(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        said = len(on.public())
        assert "Waar wordt de waarschuwing gezegd" in await on.press("noor", message, "warn", "2")
        await on.wait(60)
        assert len(on.public()) == said
        if platform != "discord":
            await on.press("noor", message, "warn", "2.public")
            await on.wait(1)
            assert "huisregel 2" in on.public()[-1].text


@on_every_platform
async def test_the_same_warning_is_not_given_twice_and_the_second_is_told_who_was_first(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        message = await _warned(on)
        said = len(on.public())
        await on.restart()
        await on.writes("daan", "/waarschuw 1 openbaar", message)
        await on.wait(1)
        assert len(on.public()) == said
        assert "Noor Bos" in (await on.thread(message))[-1]


@on_every_platform
async def test_without_a_private_chat_nobody_is_warned_in_private(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        said = len(on.public())
        await on.writes("noor", "/waarschuw 1 prive", message)
        await on.writes("noor", "/waarschuw 9 openbaar", message)
        await on.wait(1)
        assert len(on.public()) == said
        assert "bestaat niet" in (await on.thread(message))[-1]


@on_every_platform
async def test_an_appeal_is_decided_by_a_colleague_and_a_wrong_warning_goes(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await _warned(on)
        warning = on.public()[-1]
        await on.says("mo", "Bezwaar! Ik schold niemand uit.", warning.id)
        await on.wait(1)
        assert any("Bezwaar tegen de waarschuwing" in text for text in await on.thread(message))
        await on.restart()
        assert "collega" in await on.press_last("noor", message, "grant")
        assert "gelijk" in await on.press_last("daan", message, "grant")
        await on.restart()
        await on.wait(1)
        assert warning.id not in [post.id for post in on.public()]
        assert "vervalt" in on.public()[-1].text or "ingetrokken" in on.public()[-1].text
        assert "Gewaarschuwd" not in await on.card(message)
        assert "al beslist" in await on.press_last("noor", message, "deny")


@on_every_platform
async def test_a_warning_that_stands_after_an_appeal_is_over_after_its_time(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await _warned(on)
        await on.says("mo", "ik maak bezwaar", on.public()[-1].id)
        await on.wait(1)
        await on.press_last("daan", message, "deny")
        await on.wait(1)
        case = await on.case(message)
        (warned,) = await on.store.read(lambda ledger: ledger.warnings_of(case.customer))
        assert (warned.rule, warned.appeal) == (1, "denied")
        assert (warned.until - warned.at).days == 90
        assert "Gewaarschuwd (1)" in await on.card(message)
        await on.wait(91 * DAY)
        await on.writes("noor", "/heropen", message)
        await on.wait(1)
        assert "Gewaarschuwd" not in await on.card(message)
        await on.writes("noor", "/waarschuw 1 openbaar", message)
        await on.wait(1)
        assert "Waarschuwingen die nu tellen: 1." in (await on.thread(message))[-1]


@on_every_platform
async def test_who_said_stop_is_not_warned_by_the_bot(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.says("mo", "stop", on.public()[0].id)
        await on.wait(1)
        said = len(on.public())
        await on.writes("noor", "/waarschuw 1 openbaar", message)
        await on.wait(1)
        assert len(on.public()) == said
        assert "vroeg de bot te stoppen" in (await on.thread(message))[-1]


@on_every_platform
async def test_after_abuse_a_person_has_it_and_the_bot_says_nothing_more_to_him(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("sanne", WIFI)
        await on.wait(GRACE)
        await on.says("sanne", ABUSE, on.public()[0].id)
        await on.wait(GRACE)
        case = await on.case(message)
        assert case.withdrawn
        assert case.state == State.HANDED_OVER
        said = len(on.public())
        assert said <= 2
        await on.press("noor", message, "solve")
        await on.wait(4 * 3600)
        again = await on.says("sanne", WIFI)
        await on.wait(GRACE)
        assert len(on.public()) == said
        assert (await on.case(again)).state == State.HANDED_OVER


async def test_nobody_is_warned_by_the_bot_however_hard_the_words(tmp_path: Path) -> None:
    async with scene("sandbox", tmp_path) as on:
        for text in (HARD, WIFI, ABUSE, f"@polderlink {ABUSE}"):
            for who in ("mo", "piet", "sanne"):
                await on.says(who, text)
            await on.wait(2 * DAY)
        await on.wait(40 * DAY)
        given = await on.store.read(_all_warnings)
        assert given == []
        assert not any("huisregel" in post.text for post in on.public())


def test_no_path_leads_from_a_judgement_to_a_warning() -> None:
    """A warning is made in one function, and only the deed of a verb of the desk calls that."""
    made, called = set(), set()
    for file in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = ast.unparse(node.func)
            if name == "Warned":
                made.add(str(file.relative_to(ROOT)))
            if name == "house_rules.warn":
                called.add(str(file.relative_to(ROOT)))
    assert made == {"bot/service/house_rules.py", "bot/store/warnings.py"}
    assert called == {"bot/service/deeds/warning.py"}
