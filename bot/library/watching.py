"""Keeps the shelf up to date while the bot runs: an edit is live within a second, a broken one never."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from watchfiles import awatch

from bot.lexicons import load_lexicons
from bot.library.checking import Item, Rules, files_of, may_go, read_item, sign, troubles_of
from bot.library.shelf import Shelf
from bot.ports import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from bot.config import Config
    from bot.core.lexicon import Lexicon

_log = logging.getLogger("bot.library")

LOOK_EVERY = 1000
"""Milliseconds after which the folder is looked at even without news: some mounted folders report no changes."""


class Library:
    """Replies, desk phrases and lexicons of one brand. `shelf` is what serves now; take it once for each thing said."""

    def __init__(self, config: Config, lexicons: Path | None = None) -> None:
        """`lexicons` is the folder of language files, where it is not the packaged one."""
        self._lexicon_folder = lexicons
        self.folder = config.replies if config.replies.is_absolute() else config.file.parent / config.replies
        self._rules = Rules(config.brand.languages, config.brand.name, config.brand.domains, config.brand.topics)
        self._items: dict[Path, Item] = {}
        self._lexicons: dict[str, Lexicon] = {}
        self._lexicon_troubles: list[Trouble] = []
        self._there: set[str] | None = None
        self._listeners: list[Callable[[Shelf], None]] = []
        self.shelf = Shelf(self._rules.languages, {}, domains=self._rules.domains)

    @property
    def troubles(self) -> tuple[Trouble, ...]:
        """What is wrong with the files as they lie there now, also where an earlier version serves."""
        return self.shelf.troubles

    def load(self) -> Library:
        """Read everything. Mistakes are collected in `troubles` and logged; what is good serves."""
        self._lexicons, self._lexicon_troubles = load_lexicons(self._lexicon_folder)
        self._items, self._there = {}, None
        self.refresh()
        return self

    def subscribe(self, listener: Callable[[Shelf], None]) -> None:
        """Call `listener` with each new shelf that `watch` puts up, in the event loop."""
        self._listeners.append(listener)

    def refresh(self, named: Collection[Path] = ()) -> bool:
        """Read what changed since the last time, and `named` in any case. True when a new shelf serves."""
        items: dict[Path, Item] = {}
        there = {language for language in self._rules.languages if (self.folder / language).is_dir()}
        changed = there != self._there
        if changed and self._there:
            self._say_gone(self._there - there)
        self._there = there
        for file, language in files_of(self.folder, self._rules):
            before = self._items.get(file)
            if before is not None and file not in named and before.signature == sign(file):
                items[file] = before
                continue
            items[file] = self._after_edit(before, read_item(file, language, self._rules))
            changed = True
        for file, before in self._items.items():
            if before.language not in there:
                # A folder that is moved or mounted anew is no wish to fall silent: everything of it goes on serving.
                items[file] = replace(before, signature=None)
            elif file not in items:
                changed = changed or before.signature is not None
                self._after_deletion(file, before, items)
        if changed:
            self.shelf = self._assemble(items)
        self._items = items
        return changed

    def _after_edit(self, before: Item | None, item: Item) -> Item:
        """The new version, or where it is broken the last good one with the new version's mistakes."""
        errors = [trouble for trouble in item.troubles if trouble.level == "error"]
        serves = before is not None and before.good
        if errors:
            first, more = errors[0], f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
            still = "The last good version keeps serving" if serves else "It does not serve"
            _log.error("%s line %d: %s%s; %s. %s.", first.file, first.line, first.message, more, first.fix, still)
        elif before is not None:
            _log.info("%s/%s: the new version is live", item.language, item.name)
        if before is not None and serves and not item.good:
            return replace(item, situation=before.situation, phrases=before.phrases, questions=before.questions)
        return item

    def _after_deletion(self, file: Path, before: Item, items: dict[Path, Item]) -> None:
        if may_go(before) or not before.good:
            if before.signature is not None:
                _log.info("%s is gone and serves no more", file)
            return
        if before.signature is None:
            items[file] = before
            return
        message = "the file was deleted; nothing else can be said in its place"
        fix = "put it back; until then, and at most until a restart, its last good version serves"
        _log.error("%s: %s; %s.", file, message, fix)
        path = f"{before.language}/{file.stem}"
        items[file] = replace(before, signature=None, troubles=(Trouble(str(file), 0, path, "error", message, fix),))

    def _say_gone(self, languages: Collection[str]) -> None:
        for language in sorted(languages):
            fix = "put it back; until then, and at most until a restart, what was read of it serves"
            _log.error("%s: the folder is gone; %s.", self.folder / language, fix)

    def _assemble(self, items: dict[Path, Item]) -> Shelf:
        return Shelf(
            languages=self._rules.languages,
            situations={(i.language, i.name): i.situation for i in items.values() if i.situation is not None},
            phrases={i.language: i.phrases for i in items.values() if i.phrases is not None},
            questions={i.language: i.questions for i in items.values() if i.questions is not None},
            lexicons=self._lexicons,
            domains=self._rules.domains,
            troubles=(*self._lexicon_troubles, *troubles_of(self.folder, self._rules, items)),
        )

    async def watch(self, stop: asyncio.Event) -> None:
        """Keep the shelf up to date until `stop` is set. A folder that goes away is waited for; what serves goes on."""
        while not stop.is_set():
            identity = sign(self.folder)
            await self._look(())
            if identity is None:
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), LOOK_EVERY / 1000)
                continue
            await self._follow(stop, identity[2])

    async def _follow(self, stop: asyncio.Event, inode: int) -> None:
        """Follow one folder until it is replaced by another or goes away."""
        try:
            async for changes in awatch(
                self.folder,
                stop_event=stop,
                debounce=400,
                step=50,
                rust_timeout=LOOK_EVERY,
                yield_on_timeout=True,
            ):
                await self._look({Path(name) for _, name in changes})
                now = sign(self.folder)
                if now is None or now[2] != inode:
                    return
        except FileNotFoundError:
            return

    async def _look(self, named: Collection[Path]) -> None:
        # Checking a file renders it dozens of times; the loop goes on meanwhile. Nobody else changes `_items`.
        before = self.shelf
        await asyncio.to_thread(self.refresh, named)
        if self.shelf is not before:
            for listener in self._listeners:
                listener(self.shelf)
