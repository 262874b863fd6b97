from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from bot.core.messages import Place
from bot.store import open_store
from tests.store.people import a_case, broken_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.ports import Ledger
    from tests.cli.conftest import Said

WORDS = "mijn wifi valt weg"


def filled(folder: Path) -> None:
    """A store with one open case of one customer."""

    def work(ledger: Ledger) -> None:
        customer = ledger.customer("sandbox", "4711", "Mo")
        ledger.save_cases([a_case(customer=customer.id, place=Place("sandbox", "klantgroep"), masked=WORDS)])
        ledger.audit(customer.id, "hand_over", "a1", a_case().opened)

    async def fill() -> None:
        store = await open_store(f"sqlite+aiosqlite:///{folder}/x.db")
        await store.write(work)
        await store.close()

    asyncio.run(fill())


def left(folder: Path) -> tuple[str, str, int | None]:
    """The case's words and state, and the first broken line of the trail."""

    async def look() -> tuple[str, str, int | None]:
        store = await open_store(f"sqlite+aiosqlite:///{folder}/x.db")
        case = await store.read(lambda ledger: ledger.case("a1"))
        broken = await store.read(broken_line)
        await store.close()
        assert case is not None
        return case.masked, str(case.state), broken

    return asyncio.run(look())


def test_a_dry_run_says_what_would_go_and_changes_nothing(
    wegwijzer: Callable[..., Said], brand: Path, tmp_path: Path
) -> None:
    filled(tmp_path)
    said = wegwijzer("erase", "--customer", "sandbox:4711", "--config", brand, "--dry-run", "--json")
    assert said.code == 0, said.err
    told = json.loads(said.out)
    assert told["known"]
    assert told["removed"]["cases"] == 1
    assert left(tmp_path) == (WORDS, "heard", None)


def test_erasing_closes_the_open_case_and_leaves_the_trail_whole(
    wegwijzer: Callable[..., Said], brand: Path, tmp_path: Path
) -> None:
    filled(tmp_path)
    said = wegwijzer("erase", "--customer", "sandbox:4711", "--config", brand)
    assert said.code == 0, said.err
    assert "cases 1" in said.out
    assert left(tmp_path) == ("", "closed", None)
    again = wegwijzer("erase", "--customer", "sandbox:4711", "--config", brand)
    assert "nobody is known" in again.out


def test_a_name_without_a_platform_is_a_mistake_of_use(wegwijzer: Callable[..., Said], brand: Path) -> None:
    said = wegwijzer("erase", "--customer", "4711", "--config", brand)
    assert said.code == 2
    assert "telegram:4711" in said.err
