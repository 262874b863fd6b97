"""`wegwijzer promises`: the kept rate a month, from the store itself."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli.promises import tell_promises
from bot.core.promises.keeping import GivenPromise, PromiseState
from bot.store import open_store
from tests.story.stage import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

AT = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)


async def _fill(url: str) -> None:
    store = await open_store(url)
    for number, state in enumerate((PromiseState.KEPT, PromiseState.KEPT, PromiseState.BROKEN, PromiseState.OPEN)):
        promise = GivenPromise(f"p{number}", "c", "w", "", AT, AT, state)
        await store.write(lambda ledger, promise=promise: ledger.save_promise(promise))  # type: ignore[misc]
    await store.close()


def _brand(tmp_path: Path) -> tuple[Path, str]:
    """The configuration of a brand, and the address of its store."""
    url = f"sqlite+aiosqlite:///{tmp_path}/w.db"
    text = (ROOT / "config.yaml").read_text("utf-8").replace("sqlite+aiosqlite:///var/wegwijzer.db", url)
    config = tmp_path / "config.yaml"
    config.write_text(text, encoding="utf-8")
    return config, url


async def _empty(url: str) -> None:
    await (await open_store(url)).close()


def test_a_brand_without_promises_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, url = _brand(tmp_path)
    asyncio.run(_empty(url))
    assert tell_promises(config, as_json=False) == 0
    assert "no promise has come due yet; 0 open" in capsys.readouterr().out
    assert tell_promises(config, as_json=True) == 0
    assert json.loads(capsys.readouterr().out) == {"months": [], "open": 0}


def test_the_kept_rate_is_told_a_month(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config, url = _brand(tmp_path)
    asyncio.run(_fill(url))
    assert tell_promises(config, as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"months": [{"month": "2026-11", "kept": 2, "broken": 1, "rate": 0.6667}], "open": 1}
    assert tell_promises(config, as_json=False) == 0
    assert "66.7 %" in capsys.readouterr().out
