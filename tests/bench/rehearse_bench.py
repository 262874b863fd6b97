"""`wegwijzer rehearse` over a made-up export of a million messages: rows a second on one core, and memory on the way."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.export import write_export
from tests.bench.usage import peak, resident

ROWS = 1_000_000
COMPLAINTS = 0.05
QUICKEST, MOST_MEMORY = 5000.0, 150.0
"""The bounds (issue 2): messages a second for rows that do not match, and MB all the way."""
GROWTH = 15.0
"""Memory is flat when it grows by no more MB between a tenth of the file and its end."""
MARKS = (0.1, 0.5, 0.99)
_ROOT = Path(__file__).parents[2]
_LOOK = 0.1


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One run: seconds by the clock and of one core, MB at each mark and at most, the share that was left alone."""

    rows: int
    wall: float
    core: float
    memory: tuple[float, ...]
    peak: float
    left: float


def bench_rehearsal(rows: int) -> bool:
    """Rehearse a file with complaints (memory) and one without (speed); whether every bound was reached."""
    print(
        f"\nwegwijzer rehearse, {rows:,} distinct messages of eight words and more, --json --quiet --no-encoder > /dev/null",
        flush=True,
    )
    mixed = _rehearse(rows, COMPLAINTS)
    _say(f"{COMPLAINTS:.0%} complaints", mixed)
    plain = _rehearse(max(rows // 5, 1), 0.0)
    _say("no complaints", plain)
    speed = plain.rows / plain.core
    grown = mixed.memory[-1] - mixed.memory[0]
    quick, small = speed >= QUICKEST, mixed.peak <= MOST_MEMORY and grown <= GROWTH
    print(
        f"  rows that do not match: {speed:,.0f}/s of one core, to reach {QUICKEST:,.0f}: {'reached' if quick else 'NOT REACHED'}"
    )
    print(
        f"  memory: {mixed.peak:.0f} MB at most, grown by {grown:.0f} MB on the way, to stay within {MOST_MEMORY:.0f} and {GROWTH:.0f}: "
        f"{'reached' if small else 'NOT REACHED'}",
        flush=True,
    )
    return quick and small


def _say(name: str, run: Rehearsed) -> None:
    marks = ", ".join(f"{memory:.0f} MB after {mark:.0%}" for mark, memory in zip(MARKS, run.memory, strict=True))
    print(
        f"  {name:<16}{run.rows:>10,} rows  {run.rows / run.wall:>7,.0f}/s by the clock  {run.rows / run.core:>7,.0f}/s of one core"
        f"  {run.left:.1f} % left alone  {marks}",
        flush=True,
    )


def _rehearse(rows: int, complaints: float) -> Rehearsed:
    with tempfile.TemporaryDirectory(prefix="wegwijzer-rehearse-") as name:
        file = Path(name) / "result.json"
        write_export(file, rows, complaints)
        return _run(file, rows)


def _run(file: Path, rows: int) -> Rehearsed:
    command = [sys.executable, "-m", "bot", "rehearse", str(file), "--json", "--quiet", "--no-encoder"]
    size, began, before = file.stat().st_size, time.monotonic(), os.times()
    said = file.with_suffix(".txt")
    memory: list[float] = []
    highest = 0.0
    with (
        said.open("wb") as summary,
        subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.DEVNULL, stderr=summary) as run,
    ):
        while run.poll() is None:
            highest = max(highest, peak(run.pid))
            if len(memory) < len(MARKS) and _position(run.pid, file) >= MARKS[len(memory)] * size:
                memory.append(resident(run.pid))
            time.sleep(_LOOK)
    wall, after = time.monotonic() - began, os.times()
    told = said.read_text(encoding="utf-8")
    if run.returncode:
        raise RuntimeError(told)
    core = after.children_user + after.children_system - before.children_user - before.children_system
    memory += [highest] * (len(MARKS) - len(memory))
    found = re.search(r"leave +\d+ +([\d.]+) %", told)
    return Rehearsed(rows, wall, core, tuple(memory), highest, float(found[1]) if found else 0.0)


def _position(pid: int, file: Path) -> int:
    """How far a process has read in a file, in bytes."""
    try:
        for link in Path(f"/proc/{pid}/fd").iterdir():
            if link.readlink() == file:
                return int(Path(f"/proc/{pid}/fdinfo/{link.name}").read_text(encoding="ascii").split()[1])
    except OSError:
        return 0
    return 0
