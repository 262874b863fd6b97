"""`python -m tests.faults --rounds N`: kill tests on every platform and store, with the bare echo bot beside them."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.faults import discord, telegram
from tests.faults.rounds import CHANNELS, SENDS, WAITING, Count, run_echo, run_round
from tests.faults.stores import Stores

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.faults.bots import Scene

KILLS = 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line a combination; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="rounds a platform and store (quick 5, long 50)")
    parser.add_argument("--kills", type=int, default=KILLS, help="kills a round")
    parser.add_argument("--platform", choices=("telegram", "discord"), action="append", help="only this one")
    parser.add_argument("--store", choices=("sqlite", "postgres"), action="append", help="only this one")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000, help="repeats a run's choices")
    parser.add_argument("--latency", type=float, default=40.0, help="milliseconds before the server answers")
    given = parser.parse_args(arguments)
    print(f"seed {given.seed}; {WAITING} waiting updates a round, {given.kills} kills each", flush=True)
    good = True
    with Stores() as stores:
        for platform in given.platform or ("telegram", "discord"):
            # The stores of one platform at the same time: a round mostly waits for its server.
            with ThreadPoolExecutor() as pool:
                kept = pool.map(
                    lambda store, on=platform: _combination(on, store, stores, given),
                    given.store or ("sqlite", "postgres"),
                )
                good &= all(list(kept))
            if platform == "telegram":
                _bare(given)
    return 0 if good else 1


def _combination(platform: str, store: str, stores: Stores, given: argparse.Namespace) -> bool:
    total, began, chance = Count(), time.monotonic(), Random(f"{given.seed}-{platform}-{store}")
    for number in range(given.rounds):
        folder = Path(tempfile.mkdtemp(prefix="wegwijzer-faults-"))
        with stores.empty(store, folder) as url, _scene(platform, given.latency) as scene:
            one = run_round(scene, folder, url, chance, given.kills)
        total.add(one)
        if one.good:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            print(f"  round {number + 1}: {one}; kept for a look: {folder.name}", flush=True)
        if sys.stderr.isatty():
            print(f"\r  {platform} {store} {number + 1}/{given.rounds}", end="", file=sys.stderr, flush=True)
    _say(f"wegwijzer {platform} {store}", total, time.monotonic() - began)
    return total.good


def _bare(given: argparse.Namespace) -> None:
    total, began, chance = Count(), time.monotonic(), Random(f"{given.seed}-echo")
    for _ in range(max(1, given.rounds // 5)):
        folder = Path(tempfile.mkdtemp(prefix="wegwijzer-echo-"))
        with telegram.scene(CHANNELS, WAITING, given.latency) as scene:
            total.add(run_echo(scene, folder, chance, given.kills))
        shutil.rmtree(folder, ignore_errors=True)
    _say("bare python-telegram-bot echo", total, time.monotonic() - began)


def _say(name: str, total: Count, seconds: float) -> None:
    phases = ", ".join(f"{phase} {count}" for phase, count in total.phases.most_common())
    print(
        f"{name}: {total.messages} messages, {total.kills} kills ({100 * total.unfinished:.0f} % hit unfinished work: {phases})\n"
        f"  lost {total.lost}   answered twice {total.twice}   set aside {total.parked}   uncertain {total.uncertain} "
        f"(missed {total.missed_uncertain}, extra {total.extra_uncertain} of at most {total.kills * SENDS})   {seconds:.0f} s",
        flush=True,
    )


@contextmanager
def _scene(platform: str, latency: float) -> Iterator[Scene]:
    made = telegram.scene if platform == "telegram" else discord.scene
    with made(CHANNELS, WAITING, latency) as scene:
        yield scene


if __name__ == "__main__":
    sys.exit(main())
