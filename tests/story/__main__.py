"""Conversations by chance for as long as asked: `python -m tests.story --help`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.story.playing import empty_store, play


def main() -> None:
    """Play for as long as asked, seed by seed."""
    asked = argparse.ArgumentParser(description="Conversations by chance, held against the promises after every step.")
    asked.add_argument("--examples", type=int, default=400, help="conversations a seed")
    asked.add_argument("--steps", type=int, default=80, help="the most steps a conversation has")
    asked.add_argument("--seeds", default="1", help="numbers, with commas between")
    asked.add_argument("--no-shrink", action="store_true", help="show the first failure as it was found")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="wegwijzer-empty-") as folder:
        empty = empty_store(Path(folder))
        for chosen in given.seeds.split(","):
            began = time.perf_counter()
            play(empty, given.examples, given.steps, int(chosen), shrink=not given.no_shrink)
            took = time.perf_counter() - began
            sys.stdout.write(
                f"seed {chosen}: {given.examples} conversations of {given.steps} steps hold, {took:.0f} s\n"
            )
            sys.stdout.flush()


if __name__ == "__main__":
    main()
