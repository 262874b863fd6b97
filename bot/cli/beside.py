"""Commands that use the store for a moment, also while the bot is at work on it.

The store and the learning are imported where they are used: a command that judges on the spot mostly has no store to look in, and they
would take up as much memory as the word model.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.cli.check import as_lines, collect, failed
from bot.cli.codes import MISTAKES
from bot.config import load_config
from bot.ports import StoreFull

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.config import Config
    from bot.core.adjusting import Adjustment
    from bot.core.lexicon import Lexicon
    from bot.ports import Ledger, Store

T = TypeVar("T")


def configured(path: Path | None) -> Config | None:
    """The configuration; None, with its mistakes on stderr, when it has any."""
    config, troubles = load_config(path, os.environ)
    if config is None or failed(troubles):
        print(as_lines(troubles or collect(path, os.environ)[1]), file=sys.stderr)
        return None
    return config


def with_store(command: str, config: Config, work: Callable[[Store], Awaitable[int]], *, create: bool = False) -> int:
    """Run `work` on the brand's store and give its exit code; what keeps it from being opened is said in one line.

    `create`: make the store where there is none; the bot cannot be running on it then.
    """
    from bot.store import StoreError, open_store

    async def run() -> int:
        if create and missing(config):
            await (await open_store(config.store.url)).close()
        store = await open_store(config.store.url, beside=True)
        try:
            return await work(store)
        finally:
            await store.close()

    try:
        return asyncio.run(run())
    except (StoreError, StoreFull) as error:
        print(f"{command}: {error}", file=sys.stderr)
        return MISTAKES


def taught(config: Config, lexicons: Mapping[str, Lexicon]) -> Adjustment | None:
    """What the brand's labels added to the model, as it serves now; so that a command judges as the bot does."""
    if missing(config):
        return None
    from bot.learning import adjustment_of, model_of

    return adjustment_of(glimpse(config, lambda ledger: ledger.learned()), model_of(lexicons))


def missing(config: Config) -> bool:
    """Whether the store is a SQLite file that is not there."""
    backend, _, file = config.store.url.partition(":///")
    return backend.startswith("sqlite") and not Path(file).is_file()


def glimpse(config: Config, work: Callable[[Ledger], T]) -> T | None:
    """What `work` reads in the brand's store; None when there is none yet, or when it cannot be opened (told on stderr)."""
    if missing(config):
        return None
    from bot.store import StoreError, open_store

    async def run() -> T:
        store = await open_store(config.store.url, beside=True)
        try:
            return await store.read(work)
        finally:
            await store.close()

    try:
        return asyncio.run(run())
    except (StoreError, StoreFull) as error:
        print(f"judged without what the brand's labels taught: {error}", file=sys.stderr)
        return None
