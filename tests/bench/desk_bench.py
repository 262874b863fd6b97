"""The desk under load: how long a press waits among many open cases, and what a million messages leave in memory."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from tests.bench.desk_presses import Answered, press_all
from tests.bench.usage import resident

OPEN_CASES, PRESSES = 100_000, 1_000
TRACKED = 1_000_000
SLOWEST, GROWTH = 300.0, 60.0
"""The bounds (issue 4): p99 in milliseconds of our own time, and MB a million tracked messages."""
_ROOT = Path(__file__).parents[2]
_SETTLED = 0.2
"""The part of the messages after which caches are full and the slope begins."""


@dataclass(frozen=True, slots=True)
class DeskWanted:
    """How many open cases, presses and tracked messages."""

    cases: int = OPEN_CASES
    presses: int = PRESSES
    tracked: int = TRACKED


def bench_desk(wanted: DeskWanted) -> bool:
    """Measure and print; whether both bounds were reached. No cases, or no messages, leaves that part out."""
    good = True
    if wanted.cases:
        good &= _presses(wanted)
    if wanted.tracked:
        good &= _tracked(wanted.tracked)
    return good


def _presses(wanted: DeskWanted) -> bool:
    with tempfile.TemporaryDirectory(prefix="wegwijzer-desk-") as name:
        answered = asyncio.run(press_all(Path(name), wanted.cases, min(wanted.presses, wanted.cases)))
    print(
        f"\n{len(answered):,} presses by staff, one after the other, among {wanted.cases:,} open cases on SQLite;"
        f" {resident(os.getpid()):.0f} MB\n  p50 / p99 in ms{'our own':>19}{'by the clock':>18}{'of a core':>18}"
    )
    for verb in dict.fromkeys(one.verb for one in answered):
        _line(verb, [one for one in answered if one.verb == verb])
    slow = _line("all", answered)
    good = slow <= SLOWEST
    print(
        f"  p99 of our own time from a press to its answer: {slow:.0f} ms, to stay within {SLOWEST:.0f}: {'reached' if good else 'NOT REACHED'}",
        flush=True,
    )
    return good


def _line(name: str, answered: list[Answered]) -> float:
    """Print p50 and p99 in milliseconds of our own time, by the clock and of a core; gives p99 of our own time."""
    said: list[tuple[float, float]] = []
    for what in ("own", "wait", "core"):
        cuts = quantiles([1000 * getattr(one, what) for one in answered], n=100, method="inclusive")
        said.append((cuts[49], cuts[98]))
    print(f"  {name:<16}" + "".join(f"{half:>9.1f} /{slow:>7.1f}" for half, slow in said))
    return said[0][1]


def _tracked(many: int) -> bool:
    command = [sys.executable, "-m", "tests.bench.tracking", str(many)]
    done = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, check=True)
    told = json.loads(done.stdout)
    marks: list[tuple[int, float]] = [(int(count), float(memory)) for count, memory in told["memory"]]
    first, last = marks[0], marks[-1]
    settled = [mark for mark in marks if mark[0] >= _SETTLED * many]
    slope, whole = _slope(settled) * 1_000_000, (last[1] - first[1]) * 1_000_000 / (last[0] - first[0])
    good = slope <= GROWTH
    print(
        f"\n{many:,} distinct messages that nobody answers, by {told['people']:,} people over {told['days']:.1f} days, retention as"
        f" configured\n  {many / told['seconds']:,.0f} messages/s, {1000 * told['core'] / many:.2f} ms of a core each,"
        f" {told['megabytes']:,.0f} MB on disk\n  resident: {first[1]:.0f} MB after {first[0]:,}, {settled[0][1]:.0f} MB after"
        f" {settled[0][0]:,}, {last[1]:.0f} MB after {last[0]:,}, {told['peak']:.0f} MB at most"
    )
    print(
        f"  memory grows by {slope:.0f} MB a million tracked messages ({whole:.0f} with the filling of caches), to stay within"
        f" {GROWTH:.0f}: {'reached' if good else 'NOT REACHED'}",
        flush=True,
    )
    return good


def _slope(marks: list[tuple[int, float]]) -> float:
    """MB a message, by least squares."""
    count = len(marks)
    middle = sum(n for n, _ in marks) / count
    height = sum(memory for _, memory in marks) / count
    spread = sum((n - middle) ** 2 for n, _ in marks)
    return sum((n - middle) * (memory - height) for n, memory in marks) / spread if spread else 0.0
