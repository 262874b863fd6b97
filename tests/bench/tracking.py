"""`python -m tests.bench.tracking N`: N messages that nobody answers go through inbox and judge, and what the process needs is watched.

A process of its own, so that nothing else is in its memory. Updates are of Telegram's shape and read by its reader; time is simulated, so
that retention erases as it does in an installation. The result is one line of JSON; progress goes to stderr.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.clock import SimulatedClock
from bot.config import Config, load_config
from bot.library import Library
from bot.ports import Cursor
from bot.service import House, Webcare
from bot.store import open_store
from handlers.telegram import connect
from handlers.telegram.sieve import sifted
from tests.bench.lines import CHANNELS, CHAT
from tests.bench.usage import peak, resident

START = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
SECONDS_EACH = 0.6
"""Simulated seconds from one message to the next: a million in a week."""
PEOPLE = 50_000
_POLL = 100
_MARKS = 100
_HOUR = 3600.0
_CONFIG = """\
brand: {{name: Polderlink, official: {{telegram: [polderlink]}}, domains: [polderlink.example], languages: [nl, en]}}
platforms: {{telegram: {{mode: polling, pace: false}}}}
channels:
{channels}
staff: {{telegram: {{id: "-1009999", users: ["77"]}}}}
store: {{url: "sqlite+aiosqlite:///{store}"}}
replies: {replies}
opinion: {{encoder: "off"}}
"""


def _config(folder: Path) -> Config:
    channels = "".join(f'  - {{platform: telegram, id: "-100{n}", answer: all}}\n' for n in range(CHANNELS))
    replies = Path(__file__).parents[2] / "replies"
    file = folder / "config.yaml"
    file.write_text(_CONFIG.format(channels=channels, store=folder / "tracked.db", replies=replies), encoding="utf-8")
    config, troubles = load_config(
        file, {"WEGWIJZER_TELEGRAM_TOKEN": "7000000001:invented-for-the-bench-aaaaaaaaaaaaaaaa"}
    )
    if config is None:
        raise RuntimeError(str(troubles))
    return config


def _update(number: int, at: datetime) -> dict[str, Any]:
    """One message; no two have the same words."""
    who = number % PEOPLE
    return {
        "update_id": number + 1,
        "message": {
            "message_id": number + 1,
            "from": {"id": 1000 + who, "is_bot": False, "first_name": f"Klant{chr(97 + who % 26)}"},
            "chat": {"id": int(f"-100{number % CHANNELS}"), "type": "supergroup", "title": "Groep"},
            "date": int(at.timestamp()),
            "text": CHAT[number % len(CHAT)].format(n=number),
        },
    }


async def track(folder: Path, many: int) -> dict[str, Any]:
    """Let them come, a poll's worth at a time, with an hour's upkeep every hour."""
    config, clock = _config(folder), SimulatedClock(START)
    store = await open_store(config.store.url)
    try:
        telegram = connect(config, {}, clock=clock)
        webcare = Webcare(House(config, Library(config).load(), {"telegram": telegram}, clock), store)
        memory: list[tuple[int, float]] = []
        forgotten, erased = clock.now(), 0
        keep = config.retention
        began, used = time.perf_counter(), time.process_time()
        for first in range(0, many, _POLL):
            updates = [_update(n, clock.now()) for n in range(first, min(first + _POLL, many))]
            rows = [row for update in updates if (row := sifted(update, telegram.sight.lens, 0)) is not None]
            await webcare.door.put(rows, [Cursor("telegram", telegram.bot_id, "updates", str(first + _POLL + 1))])
            while await webcare.judge_once():
                pass
            clock.advance(SECONDS_EACH * len(updates))
            if (clock.now() - forgotten).total_seconds() >= _HOUR:
                forgotten = clock.now()
                erased += await store.write(
                    lambda ledger: ledger.forget(clock.now(), keep.context_hours, keep.parked_days, keep.case_days)
                )
            if (first // _POLL) % max(1, many // _POLL // _MARKS) == 0:
                memory.append((first + len(updates), resident(os.getpid())))
                _progress(memory[-1], many, erased)
        memory.append((many, resident(os.getpid())))
        _progress(memory[-1], many, erased)
        figures = await store.read(lambda ledger: ledger.figures())
        if figures["unread"] or figures["parked"] or any(n for name, n in figures.items() if name.startswith("case.")):
            raise RuntimeError(f"not everything was left alone: {figures}")
        return {
            "memory": memory,
            "peak": peak(os.getpid()),
            "seconds": time.perf_counter() - began,
            "core": time.process_time() - used,
            "people": min(PEOPLE, many),
            "days": (clock.now() - START).total_seconds() / 86400,
            "erased": erased,
            "megabytes": _megabytes(folder),
        }
    finally:
        await store.close()


def _megabytes(folder: Path) -> float:
    """What the store takes on disk."""
    return sum(file.stat().st_size for file in folder.glob("tracked.db*")) / 1e6


def _progress(mark: tuple[int, float], many: int, erased: int) -> None:
    """On a screen one line that changes, else ten lines."""
    line = f"  {mark[0]:>9,} of {many:,} messages, {mark[1]:.0f} MB, {erased:,} rows erased"
    if sys.stderr.isatty():
        print(f"\r{line}", end="\n" if mark[0] == many else "", file=sys.stderr, flush=True)
    elif mark[0] == many or mark[0] * 10 // many > (mark[0] - many // _MARKS - _POLL) * 10 // many:
        print(line, file=sys.stderr, flush=True)


def main() -> None:
    """Track as many messages as the first argument says."""
    with tempfile.TemporaryDirectory(prefix="wegwijzer-tracked-") as name:
        told = asyncio.run(track(Path(name), int(sys.argv[1])))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
