"""A look into the store of a bot that was just killed, without opening it as the bot does."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

HEARD = "SELECT place, message FROM inbox"
CURSORS = "SELECT count(*) FROM cursors"
ANSWERS = "SELECT key, state, receipt FROM jobs WHERE kind = 'answer'"


@dataclass(frozen=True, slots=True)
class Look:
    """Rows of the inbox and jobs by state, and the answers: (channel, message) → (state, receipt)."""

    unread: int = 0
    parked: int = 0
    jobs: dict[str, int] = field(default_factory=dict)
    answers: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    heard: frozenset[tuple[str, str]] = frozenset()
    """(channel, message) of every row in the inbox."""
    cursors: int = 0

    def phase(self, waiting: int) -> str:
        """What was unfinished, the earliest step first: `fetch`, `judge`, `send`, `queue`, or `idle`."""
        if self.jobs.get("running"):
            return "send"
        if self.unread:
            return "judge"
        if waiting:
            return "fetch"
        return "queue" if self.jobs.get("queued") or self.jobs.get("waiting") else "idle"


def look(url: str) -> Look:
    """Look at the store behind `url` (timers, which wait for hours, do not count)."""
    states = "SELECT state, count(*) FROM jobs WHERE kind <> 'timer' GROUP BY state"
    inbox = "SELECT state, count(*) FROM inbox GROUP BY state"
    try:
        rows, jobs, answers, heard, cursors = _ask(url, inbox, states, ANSWERS, HEARD, CURSORS)
    except (sqlite3.OperationalError, OSError):
        return Look()
    by_state = {str(state): int(count) for state, count in rows}
    found = {}
    for key, state, receipt in answers:
        _, _, channel, message = str(key).split(":")
        found[channel, message] = (str(state), str(receipt or ""))
    return Look(
        by_state.get("unread", 0),
        by_state.get("parked", 0),
        {str(s): int(c) for s, c in jobs},
        found,
        frozenset((str(place).partition(":")[2], str(message)) for place, message in heard),
        int(cursors[0][0]) if cursors else 0,
    )


def _ask(url: str, *queries: str) -> list[list[tuple[Any, ...]]]:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(f"file:{url.partition(':///')[2]}?mode=ro", uri=True)) as line:
            return [line.execute(query).fetchall() for query in queries]
    return asyncio.run(_ask_postgres(url, queries))


async def _ask_postgres(url: str, queries: tuple[str, ...]) -> list[list[tuple[Any, ...]]]:
    import asyncpg

    line = await asyncpg.connect(url.replace("postgresql+asyncpg", "postgresql"))
    try:
        return [[tuple(row) for row in await line.fetch(query)] for query in queries]
    except asyncpg.UndefinedTableError:
        return [[] for _ in queries]
    finally:
        await line.close()
