"""Plays a script in a World by the clock. Where it is follows from the World's journal alone, so a restart goes on there."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from bot.core.cases import WITH_STAFF
from bot.core.menus import read_button
from bot.core.verbs import BY_NAME, PREFIX, Where

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.core.cases import Case
    from bot.core.messages import Place
    from bot.ports import Clock, Ledger, Store
    from handlers.sandbox.script import Entry, Script
    from handlers.sandbox.world import Post, World

log = logging.getLogger("wegwijzer.sandbox")

PATIENCE = 5.0
"""Seconds of the wall that an entry waits for the card of its case: at sixty times the speed the card may still be on its way."""
_LOOK_EVERY = 0.05


class Player:
    """Says the entries of a script when their time has come."""

    def __init__(self, world: World, script: Script, clock: Clock, store: Store, public: Place, staff: Place) -> None:
        """`public` is where customers speak, `staff` the staff channel; `store` knows which case a message belongs to."""
        self.world, self.script, self.clock, self.store = world, script, clock, store
        self.public, self.staff = public, staff
        self.on_end: Callable[[], None] = lambda: None
        for person in script.people:
            world.join(person)

    @property
    def next_at(self) -> datetime | None:
        """When the next entry is due; None at the end."""
        entry = self._next()
        return entry.at if entry is not None else None

    @property
    def left(self) -> int:
        """Entries still to be played."""
        return sum(entry.id not in self.world.played for entry in self.script.entries)

    def _next(self) -> Entry | None:
        return next((entry for entry in self.script.entries if entry.id not in self.world.played), None)

    async def run(self) -> None:
        """Play to the end, then tell `on_end` and return."""
        while (entry := self._next()) is not None:
            while (wait := (entry.at - self.clock.now()).total_seconds()) > 0:
                await self.clock.sleep(wait)
            await self._play(entry)
        self.on_end()

    async def _play(self, entry: Entry) -> None:
        if entry.about:
            await self._in_case(entry)
        elif entry.edits or entry.removes:
            self._change(entry)
        elif self.world.is_muted(self.public.channel, entry.who, entry.at):
            self._skip(entry, f"{entry.who} is muted")
        else:
            reply_to = entry.reply_to if self._there(entry.reply_to) else ""
            self.world.say(
                entry.who,
                entry.text,
                self.public.channel,
                entry.at,
                reply_to=reply_to,
                media=entry.media,
                name=entry.id,
                script=entry.id,
            )

    def _there(self, message: str) -> bool:
        post = self.world.posts.get(message)
        return post is not None and not post.gone

    def _change(self, entry: Entry) -> None:
        target = entry.edits or entry.removes
        if not self._there(target):
            self._skip(entry, f"message {target} is not there any more")
        elif entry.edits:
            self.world.edit(target, entry.text, entry.at, script=entry.id)
        else:
            self.world.remove(target, entry.at, script=entry.id)

    def _skip(self, entry: Entry, why: str) -> None:
        log.info("entry %s of the script is skipped: %s", entry.id, why)
        self.world.skip(entry.id, why)

    async def _in_case(self, entry: Entry) -> None:
        card = await self._card(entry.about)
        if card is None:
            self._skip(entry, f"message {entry.about} has no case with a card")
        elif not entry.press:
            self.world.say(
                entry.who, entry.text, self.staff.channel, entry.at, thread=card.thread, name=entry.id, script=entry.id
            )
        elif data := _pressed(card, entry.press):
            self.world.press(entry.who, card.id, data, entry.at, script=entry.id)
        elif (post := self._below(card, entry.press)) is not None:
            self.world.press(entry.who, post.id, _pressed(post, entry.press), entry.at, script=entry.id)
        else:
            self._skip(entry, f"the card about {entry.about} has no button to {entry.press}")

    def _below(self, card: Post, verb: str) -> Post | None:
        """The latest post in the card's thread with a button of that verb."""
        posts = self.world.listing(self.staff.channel, card.thread)
        return next((post for post in reversed(posts) if _pressed(post, verb)), None)

    async def _card(self, message: str) -> Post | None:
        """The card of the case that a message belongs to; waits a while where the message has not been judged or carded yet."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    judged, case = await self.store.read(lambda ledger: self._case(ledger, message))
                    if case is not None and case.card in self.world.posts and case.thread is not None:
                        return self.world.posts[case.card]
                    if judged and (case is None or case.state not in WITH_STAFF):
                        break
                    await asyncio.sleep(_LOOK_EVERY)
        except TimeoutError:
            pass
        return self.world.card_about(message)

    def _case(self, ledger: Ledger, message: str) -> tuple[bool, Case | None]:
        seen = ledger.seen(self.public.platform, self.public.channel, message)
        return seen is not None, ledger.case(seen.case) if seen is not None and seen.case else None


def _pressed(card: Post, verb: str) -> str:
    """What the button carries: one on the card, or one that its *More* leads to."""
    mine = [found for found in map(read_button, (button["data"] for button in card.buttons)) if found is not None]
    if any(found[0] == verb for found in mine):
        return next(button["data"] for button in card.buttons if button["data"].startswith(f"{PREFIX}:{verb}:"))
    behind = verb in BY_NAME and BY_NAME[verb].where is Where.MORE and any(found[0] == "more" for found in mine)
    return f"{PREFIX}:{verb}:{mine[0][1]}" if behind else ""
