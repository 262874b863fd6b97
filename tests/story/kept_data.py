"""What must be true of customers' own data after any step: it goes to nobody else, and what was forgotten is gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.core.private import digest
from handlers.sandbox import World
from tests.story.stage import PUBLIC, STAFF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.story.kept import Books, Said

_WAY = "#private-"


def words_of_customers_are_not_repeated(world: World, said: Said) -> None:
    """What a customer said in public the bot says to staff alone, or to himself."""
    for mark, who in said.words.items():
        allowed = {STAFF, f"private:{who}"}
        by_bot = (p for p in world.posts.values() if p.who == World.BOT and mark in p.text)
        shown = [p.channel for p in by_bot if p.channel not in allowed]
        assert not shown, f"{mark} of {who} is repeated in {shown}"
        told = [
            w.who for w in world.whispers if mark in w.text and w.who != who and world.people[w.who].role != "staff"
        ]
        assert not told, f"{mark} of {who} was whispered to {told}"


def what_was_forgotten_is_gone(world: World, said: Said, books: Books) -> None:
    """No row holds a word of somebody who was forgotten, and no post of the bot still shows one but in his own chat."""
    if not said.erased:
        return
    kept = everything(books)
    for mark, who in said.erased.items():
        assert mark not in kept, f"{mark} of {who}, who was forgotten, is kept in {_where(books, mark)}"
        shown = [
            f"{p.channel}/{p.thread}: {p.text!r}"
            for p in world.posts.values()
            if p.who == World.BOT and not p.gone and p.channel != f"private:{who}" and mark in p.text
        ]
        assert not shown, f"{mark} of {who}, who was forgotten, still stands in {shown}"


def every_way_in_leads_somewhere(world: World, said: Said, books: Books) -> None:
    """A way into a private talk that stands in public is known, as long as its customer was not forgotten."""
    known = {row["hash"] for row in books.rows("SELECT hash FROM ways")}
    for post in world.posts.values():
        if post.who != World.BOT or post.channel != PUBLIC or post.gone:
            continue
        if post.reply_to and world.posts[post.reply_to].who in said.forgotten:
            continue
        ways = [part[1].removeprefix(_WAY) for part in post.parts if not isinstance(part, str) and part[1][:9] == _WAY]
        assert all(digest(way) in known for way in ways), f"{post.text!r} shows a way in that leads nowhere"


def everything(books: Books) -> str:
    """Every row of every table as text."""
    return "\n".join(rows for _, rows in _tables(books))


def _tables(books: Books) -> list[tuple[str, str]]:
    names = [row["name"] for row in books.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return [(name, "\n".join(str(tuple(row)) for row in books.rows(f'SELECT * FROM "{name}"'))) for name in names]  # noqa: S608 - names of our own tables


def _where(books: Books, mark: str) -> list[str]:
    return [f"{name}: {line}" for name, rows in _tables(books) for line in rows.splitlines() if mark in line]


def the_export_names_nobody_else(rows: Sequence[dict[str, Any]], said: Said, books: Books) -> None:
    """A row holds words of its own customer alone; nothing said in private, no note between staff, nothing that was forgotten."""
    keys = books.rows("SELECT id, key FROM customers")
    people = {row["id"]: row["key"].partition(":")[2] for row in keys}
    for row in rows:
        who, whole = people.get(row["customer"], ""), json.dumps(row, ensure_ascii=False)
        for mark, owner in (said.words | said.secrets).items():
            assert owner == who or mark not in whole, f"{mark} of {owner} is in the row of {who}: {whole}"
        bare = json.dumps({key: value for key, value in row.items() if key != "intake"}, ensure_ascii=False)
        inside = [mark for mark in (*said.secrets, *said.inside, *said.hushed, *said.erased) if mark in bare]
        assert not inside, f"{inside} is exported: {bare}"
