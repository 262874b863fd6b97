"""`python -m tests.bench`: the durable pipeline beside a bare echo bot, a long rehearsal, detection beside others, the desk under load."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tests.bench.beside import Wanted, beside
from tests.bench.desk_bench import OPEN_CASES, PRESSES, TRACKED, DeskWanted, bench_desk
from tests.bench.detection_bench import bench_detection
from tests.bench.rehearse_bench import ROWS, bench_rehearsal

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables; 1 when a bound was not reached."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="rounds of which the median counts")
    parser.add_argument("--messages", type=int, default=1500, help="messages in each measurement of a rate")
    parser.add_argument(
        "--latency", type=float, action="append", help="milliseconds before the server answers (0 and 20)"
    )
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the recording that is rehearsed")
    parser.add_argument("--only", choices=("live", "rehearse", "detection", "desk"), help="one of the parts")
    parser.add_argument("--cases", type=int, default=OPEN_CASES, help="open cases of the desk (0: no presses)")
    parser.add_argument("--presses", type=int, default=PRESSES, help="buttons that are pressed among them")
    parser.add_argument("--tracked", type=int, default=TRACKED, help="messages whose memory is watched (0: none)")
    given = parser.parse_args(arguments)
    good = True
    if given.only in {None, "live"}:
        good &= beside(Wanted(given.rounds, given.messages, tuple(given.latency or (0.0, 20.0))))
    if given.only in {None, "rehearse"}:
        good &= bench_rehearsal(given.rows)
    if given.only in {None, "detection"}:
        good &= bench_detection()
    if given.only in {None, "desk"}:
        good &= bench_desk(DeskWanted(given.cases, given.presses, given.tracked))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
