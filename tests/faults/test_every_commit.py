"""Killed at every commit boundary of one conversation: the store fails before or after its n-th write, everything is built anew.

A conversation in acts: a complaint, the bot's answer, "mens", a card, staff who write, staff who solve. Every person acts once, when
what he reacts to is there. In whichever write the program dies, in the end the world shows each thing once and the store agrees.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar, cast

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.clock import SimulatedClock
from bot.core.cases import State
from bot.store import open_store
from handlers.sandbox import World
from tests.story.kept import Books
from tests.story.stage import PUBLIC, STAFF, WORKDAY, Stage, config_with

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.ports import Ledger, Store
    from handlers.sandbox import Post

T = TypeVar("T")

COMPLAINT = "@polderlink mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing!"
STAFF_SAYS = "Morgen om 10:00 staat er iemand met een nieuw modem."
SECOND_WORDS = "En je krijgt deze maand je geld terug."
CONFIG = config_with()
pytestmark = pytest.mark.thorough
SCENES = 12
"""How often people get a turn; the last few only let timers and leases run out."""


class Killed(BaseException):
    """The program is dead: nothing may catch this and go on."""


class FailingStore:
    """ports.Store that dies at its n-th write: before it (nothing of it is on disk) or after it (nobody heard that it is)."""

    def __init__(self, store: Store, fatal: int, *, after: bool) -> None:
        self.store, self.fatal, self.after = store, fatal, after
        self.exclusive = store.exclusive
        self.writes = 0

    async def write(self, work: Callable[[Ledger], T]) -> T:
        """Run `work`, unless it is the write to die at."""
        self.writes += 1
        if self.writes == self.fatal and not self.after:
            raise Killed
        done = await self.store.write(work)
        if self.writes == self.fatal:
            raise Killed
        return done

    async def read(self, work: Callable[[Ledger], T]) -> T:
        """As it is."""
        return await self.store.read(work)

    async def close(self) -> None:
        """As it is."""
        await self.store.close()


class Play:
    """The world, its people and their one conversation; it survives what happens to the program."""

    def __init__(self, store: Store, where: Path | str) -> None:
        self.store, self.where = store, where
        self.world, self.clock = World(), SimulatedClock(WORKDAY)
        self.complaint = self.wish = ""
        self.done: set[str] = set()
        self.writes = self.repeated = 0

    async def live(self, fatal: int, *, after: bool, pause: float = 0) -> bool:
        """One life of the program, to the conversation's end or to its death; `pause` seconds pass before it begins."""
        store = FailingStore(self.store, fatal, after=after)
        self.clock.advance(pause)
        try:
            on = Stage(CONFIG, store, self.world, self.clock)
            await on.webcare.start()
            await self.to_the_end(on)
        except Killed:
            return False
        finally:
            self.writes = store.writes
        return True

    async def to_the_end(self, on: Stage) -> None:
        """People act as soon as they see what they react to; time passes in between."""
        for _ in range(SCENES):
            self.people_act()
            if not on.store.exclusive:
                # Between processes that share a store, what one left behind is taken over when its lease is over.
                await on.webcare.take_over(everything=False)
            await on.settle()
            self.clock.advance(25)
        await on.settle()

    def once(self, what: str) -> bool:
        """Whether this is the first time."""
        first = what not in self.done
        self.done.add(what)
        return first

    def people_act(self) -> None:
        """Each person does the next thing, once."""
        now, answers, card = self.clock.now(), self.bots("answer:"), self.card()
        if self.once("complaint"):
            self.complaint = self.world.say("sanne", COMPLAINT, PUBLIC, now)
        elif answers and self.once("mens"):
            self.wish = self.world.say("sanne", "mens", PUBLIC, now, reply_to=answers[0].id)
        elif card is not None and len(answers) > 1 and self.once("staff"):
            self.world.say("noor", STAFF_SAYS, STAFF, now, thread=card.thread)
        elif card is not None and len(self.bots("notice:not_a_case")) > self.repeated:
            # Where processes share a store, a card whose receipt was lost is known again when the lease is over; staff are told.
            self.repeated += 1
            self.world.say("noor", STAFF_SAYS, STAFF, now, thread=card.thread)
        elif self.said(STAFF_SAYS) and self.once("more"):
            self.world.say("noor", SECOND_WORDS, STAFF, now, thread=card.thread if card else "")
        elif card is not None and self.said(SECOND_WORDS) and self.once("solve"):
            more = next(b["data"] for b in card.buttons if b["data"].startswith("w:more:"))
            data = more.replace(":more:", ":solve:")
            self.world.press("noor", card.id, data, now)
        elif (preview := self.preview()) is not None and self.once("note"):
            data = next(b["data"] for b in preview.buttons if b["data"].startswith("w:post_note:"))
            self.world.press("noor", preview.id, data, now)

    def preview(self) -> Post | None:
        """The proposal of a closing note, once staff can see it."""
        posts = self.bots("note_preview:")
        return posts[-1] if posts else None

    def bots(self, key: str) -> list[Post]:
        """The bot's posts whose key begins so."""
        return [
            post for post in self.world.posts.values() if self.world.key_of(post.id).startswith(key) and not post.gone
        ]

    def said(self, words: str) -> list[Post]:
        """The bot's public posts that hold these words."""
        return [post for post in self.world.listing(PUBLIC) if post.who == World.BOT and words in post.text]

    def card(self) -> Post | None:
        """The card, once staff can see it."""
        return next((p for p in self.bots("card:") if p.buttons), None)

    def check(self) -> None:
        """Each thing once, and the store equal to the world."""
        assert self.done == {"complaint", "mens", "staff", "more", "solve", "note"}
        assert [post.reply_to for post in self.bots("answer:")] == [self.complaint, self.wish]
        assert len(self.bots("card:")) == 1
        for words in (STAFF_SAYS, SECOND_WORDS):
            assert [post.reply_to for post in self.said(words)] == [self.wish], f"{words} was not relayed exactly once"
        public = [post for post in self.world.listing(PUBLIC) if post.who == World.BOT]
        assert len(public) == 5, [post.text for post in public]
        assert len(self.world.whispers) >= 1
        books = Books(self.where)
        (case,) = books.cases()
        assert case["state"] == State.SOLVED
        assert case["card"] == self.bots("card:")[0].id
        assert case["answer"] in {post.id for post in self.bots("answer:")}
        books.nothing_is_unread_or_parked()
        books.receipts_are_the_posts(self.world)
        left = books.rows("SELECT kind, state FROM jobs WHERE state NOT IN ('done', 'cancelled') AND kind <> 'timer'")
        assert not left, [tuple(row) for row in left]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow])])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where the store is: its file, or its address on a PostgreSQL."""
    if request.param == "postgres":
        return cast("str", request.getfixturevalue("postgres_store_url"))
    return tmp_path / "store.db"


@pytest.fixture
async def store(where: Path | str) -> AsyncIterator[Store]:
    """A real store. It stays open from life to life: what a life leaves behind is what it committed, and a hundred are quick."""
    opened = await open_store(where if isinstance(where, str) else f"sqlite+aiosqlite:///{where}")
    yield opened
    await opened.close()


async def emptied(where: Path | str) -> Path | str:
    """The same store without a row in it."""
    engine = create_async_engine(where if isinstance(where, str) else f"sqlite+aiosqlite:///{where}")
    async with engine.begin() as line:
        for name in await line.run_sync(lambda at: inspect(at).get_table_names()):
            if name != "alembic_version":
                await line.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - names of our own tables
    await engine.dispose()
    return where


async def test_the_conversation_without_any_crash(store: Store, where: Path | str) -> None:
    play = Play(store, where)
    assert await play.live(0, after=False)
    play.check()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("after", [False, True], ids=["before the commit", "after the commit"])
async def test_killed_at_every_commit_each_thing_is_still_said_once(
    store: Store, where: Path | str, *, after: bool
) -> None:
    whole = Play(store, where)
    assert await whole.live(0, after=False)
    wrong: dict[int, str] = {}
    for fatal in range(1, whole.writes + 1):
        play = Play(store, await emptied(where))
        assert not await play.live(fatal, after=after), "the write to die at was never reached"
        assert await play.live(0, after=False, pause=5)
        try:
            play.check()
        except AssertionError as error:
            wrong[fatal] = str(error).partition("\n")[0]
    assert not wrong, f"{len(wrong)} of {whole.writes} deaths were not survived whole: {wrong}"


@pytest.mark.parametrize("after", [False, True], ids=["before the commit", "after the commit"])
async def test_an_answer_that_was_cut_off_and_is_too_old_by_now_goes_to_staff(
    store: Store, where: Path | str, *, after: bool
) -> None:
    """Where the platform tells that it was not posted, it is judged again like any other that was held back."""
    whole = Play(store, where)
    assert await whole.live(0, after=False)
    for fatal in range(1, whole.writes + 1):
        play = Play(store, await emptied(where))
        play.done |= {"mens"}
        if await play.live(fatal, after=after) or play.bots("answer:"):
            continue
        await play.live(0, after=False, pause=10 * 3600)
        fresh = play.world.posts[play.complaint].at >= WORKDAY + timedelta(hours=10)
        assert len(play.bots("answer:")) == int(fresh), f"killed at write {fatal}"
