"""What must be true after any conversation: the promises of the service, read from the world and from the store's own file."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import asyncpg

from bot.core.cases import State
from bot.core.messages import Message
from bot.core.triage import ASK_FROM
from handlers.sandbox import World
from tests.story.stage import PUBLIC, STAFF

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from bot.service import House
    from handlers.sandbox import Post

Row: TypeAlias = Any
"""A row by the names of its columns."""
_NO_ROW = ("notice:", "tell:")
NEEDS_STAFF = (State.ASKED, State.HANDED_OVER, State.CLAIMED)


@dataclass
class Said:
    """What people did, in the order in which they did it; the world itself keeps only how things are now."""

    order: dict[str, int] = field(default_factory=dict)
    """Message id → when it was said or last changed, counted in steps."""
    notes: dict[str, str] = field(default_factory=dict)
    """A mark that only one staff message holds → thread in which it was written."""
    inside: set[str] = field(default_factory=set)
    """Marks in lines that stay inside."""
    hushed: set[str] = field(default_factory=set)
    """Marks that were written when the case had gone private."""
    secrets: dict[str, str] = field(default_factory=dict)
    """Marks in private chats, each with who wrote it there."""
    threads: dict[str, str] = field(default_factory=dict)
    """Thread → the complaint whose card it holds."""
    answering: set[str] = field(default_factory=set)
    """Replies that answered somebody without complaining when they were made."""
    stopped: dict[str, int] = field(default_factory=dict)
    """Customer → step at which his stop was on record."""
    words: dict[str, str] = field(default_factory=dict)
    """Marks in what customers said in public, each with who said it."""
    codes: dict[str, str] = field(default_factory=dict)
    """Codes that link accounts, each with who was given it."""
    taken: set[str] = field(default_factory=set)
    """Messages that people took away themselves."""
    forgotten: dict[str, int] = field(default_factory=dict)
    """Customer → step at which he was forgotten last."""
    erased: dict[str, str] = field(default_factory=dict)
    """Marks that went with a customer who was forgotten, each with his id."""
    let_go: set[str] = field(default_factory=set)
    """Posts of the bot that the store knew until their customer was forgotten."""
    step: int = 0

    def now(self) -> int:
        """The next step."""
        self.step += 1
        return self.step


def answers(world: World) -> Iterator[Post]:
    """The bot's own public answers, those that it took back included."""
    return (p for p in world.posts.values() if world.key_of(p.id).startswith("answer:"))


def never_two_answers(world: World, said: Said) -> None:
    """One message, one answer; of somebody who was forgotten nobody knows what was answered before."""
    known = (p for p in answers(world) if said.order[p.id] > said.forgotten.get(world.posts[p.reply_to].who, 0))
    twice = [message for message, many in Counter(post.reply_to for post in known).items() if many > 1]
    assert not twice, f"answered twice: {twice}"


def only_customers_are_answered(world: World) -> None:
    """Not staff, not bots, not itself; and in public places or the customer's own chat alone."""
    for post in answers(world):
        who = world.posts[post.reply_to].who
        role = world.people[who].role
        assert role == "customer", f"{who} ({role}) was answered: {post.text}"
        assert post.channel in {PUBLIC, f"private:{who}"}, f"an answer in {post.channel}"


def never_over_a_person(world: World, said: Said) -> None:
    """No answer under a complaint after a person answered it, and none in a place after staff spoke there."""
    for post in answers(world):
        asked, posted = said.order[post.reply_to], said.order[post.id]
        for other in world.posts.values():
            if other.channel != PUBLIC or not asked < said.order[other.id] < posted:
                continue
            staff = world.people[other.who].role == "staff"
            member = other.reply_to == post.reply_to and other.id in said.answering
            assert not staff, f"{post.text!r} came after staff said {other.text!r}"
            assert not member, f"{post.text!r} came after {other.who} answered {other.text!r}"


def staff_words_reach_their_customer_alone(world: World, said: Said) -> None:
    """A staff message is found where it was written, in its own case's thread, and under its customer's messages."""
    for mark, thread in said.notes.items():
        complaint = world.posts[said.threads[thread]]
        public = [p for p in world.posts.values() if p.channel != STAFF and mark in p.text]
        assert not public or mark not in said.inside, f"a note of staff went out: {public[0].text}"
        assert len(public) <= 1, f"{mark} was said twice in public"
        for post in public:
            own = f"private:{complaint.who}"
            assert post.who == World.BOT
            assert mark not in said.hushed or post.channel == own, (
                f"{mark} was for a private talk, and stands in public"
            )
            assert post.channel in {complaint.channel, own}, f"{mark} went to {post.channel}"
            if post.channel != own:
                to = world.posts[post.reply_to].who if post.reply_to else "nobody"
                if to == "nobody" and complaint.gone and complaint.id not in said.taken:
                    continue  # staff removed what it would hang under
                assert to == complaint.who, f"{mark} was for {complaint.who}, not for {to}"
        for post in world.posts.values():
            if post.channel == STAFF and mark in post.text:
                assert said.threads.get(post.thread) == complaint.id, f"{mark} stands in another case's thread"


def private_words_stay_private(world: World, said: Said) -> None:
    """What a customer told the bot in private is in that chat and in the staff channel."""
    for mark, who in (said.secrets | said.codes).items():
        allowed = {STAFF, f"private:{who}"} - ({STAFF} if mark in said.codes else set())
        by_bot = (p for p in world.posts.values() if p.who == World.BOT)
        shown = [p.channel for p in by_bot if p.channel not in allowed and mark in p.text]
        assert not shown, f"{mark} of {who} stands in {shown}"


def stop_is_kept(world: World, said: Said) -> None:
    """Nothing is posted to a customer by the bot itself after his stop was on record and confirmed."""
    for post in answers(world):
        who = world.posts[post.reply_to].who
        if who in said.stopped:
            late = said.order[post.id] > said.stopped[who]
            assert not late, f"{who} said stop, and was told {post.text!r}"


def every_case_that_needs_staff_is_visible(world: World, rows: list[Row]) -> None:
    """A case in these states has a card in a thread that exists."""
    cards = {row["id"]: row["card"] for row in rows}
    for row in rows:
        if row["state"] in NEEDS_STAFF:
            card = world.posts.get(cards[row["grouped"]] if row["grouped"] else row["card"])
            seen = card is not None and not card.gone and card.thread in world.threads
            assert seen, f"case {row['number']} is {row['state']} and staff cannot see it"


def complains(house: House, raw: str) -> bool:
    """Whether detection takes the message of this raw event for a complaint."""
    heard = house.platforms["sandbox"].read(raw)
    return isinstance(heard, Message) and house.detect(heard).probability >= ASK_FROM


@dataclass
class Books:
    """The store itself, read beside the service: a SQLite file, or the address of a PostgreSQL."""

    where: Path | str

    def rows(self, query: str) -> list[Row]:
        """Every row of a query."""
        if isinstance(self.where, str):
            # The service's own loop is running in this thread.
            with ThreadPoolExecutor(1) as aside:
                return aside.submit(asyncio.run, _ask_postgres(self.where, query)).result()
        with closing(sqlite3.connect(f"file:{self.where}?mode=ro", uri=True)) as store:
            store.row_factory = sqlite3.Row
            return list(store.execute(query).fetchall())

    def posted(self) -> set[str]:
        """The messages that the store believes to have posted."""
        return {row["message"] for row in self.rows("SELECT message FROM messages WHERE posted")}

    def cases(self) -> list[Row]:
        """Every case."""
        return self.rows("SELECT * FROM cases ORDER BY number")

    def stopped(self) -> set[str]:
        """The platform ids of customers whose stop is on record."""
        return {row["key"].partition(":")[2] for row in self.rows("SELECT key FROM customers WHERE stopped")}

    def every_verdict_has_reasons(self) -> None:
        """No verdict without a reason in words."""
        bare = [
            r["message"]
            for r in self.rows("SELECT message, because FROM messages WHERE verdict <> ''")
            if r["because"] in {"[]", ""}
        ]
        assert not bare, f"verdicts without a reason: {bare}"

    def nothing_is_unread_or_parked(self) -> None:
        """Every message was judged."""
        left = self.rows("SELECT id, state, reason FROM inbox WHERE state <> 'read'")
        assert not left, [tuple(row) for row in left]

    def receipts_are_the_posts(self, world: World, but: Collection[str] = ()) -> None:
        """What the store believes to have posted is what stands in the world, `but` for these.

        Notices, and what somebody is told about his own data, belong to no case and leave no row.
        """
        kept = self.posted() - set(but)
        made = {
            p.id for p in world.posts.values() if p.who == World.BOT and not world.key_of(p.id).startswith(_NO_ROW)
        } - set(but)
        assert kept == made, (
            f"only in the store: {kept - made}; only in the world: {[world.posts[m].text for m in made - kept]}"
        )


async def _ask_postgres(address: str, query: str) -> list[Row]:
    line = await asyncpg.connect(address.replace("postgresql+asyncpg", "postgresql"))
    try:
        return list(await line.fetch(query))
    finally:
        await line.close()
