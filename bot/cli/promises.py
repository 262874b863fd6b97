"""`wegwijzer promises`: how many promises to customers were kept, a month."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.cli.beside import configured, with_store
from bot.cli.codes import MISTAKES, OK
from bot.core.promises.keeping import GivenPromise, PromiseState, kept_by_month

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ports import Store

_FROM, _UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def tell_promises(path: Path | None, *, as_json: bool) -> int:
    """Print the kept rate of each month, and how many promises are open. The bot may be running."""
    config = configured(path)
    if config is None:
        return MISTAKES
    found: list[GivenPromise] = []

    async def work(store: Store) -> int:
        found.extend(await store.read(lambda ledger: ledger.promises_due(_FROM, _UNTIL)))
        return OK

    code = with_store("promises", config, work)
    if code != OK:
        return code
    months = kept_by_month(found, ZoneInfo(config.policy.timezone))
    still_open = sum(promise.state is PromiseState.OPEN for promise in found)
    if as_json:
        rows = [{"month": m.month, "kept": m.kept, "broken": m.broken, "rate": round(m.rate, 4)} for m in months]
        print(json.dumps({"months": rows, "open": still_open}))
        return OK
    if not months:
        print(
            f"no promise has come due yet; {still_open} open. Staff make one with a press below words that name a moment"
        )
        return OK
    print("month      kept  broken    rate")
    for month in months:
        print(f"{month.month:<8}{month.kept:>7}{month.broken:>8}{100 * month.rate:>6.1f} %")
    print(f"{still_open} open")
    return OK
