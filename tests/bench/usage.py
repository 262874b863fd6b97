"""What a process uses: memory now and at most, and seconds of a core."""

from __future__ import annotations

import os
import re
from pathlib import Path

_LINE = re.compile(r"^(VmRSS|VmHWM):\s+(\d+) kB", re.MULTILINE)


def resident(pid: int) -> float:
    """MB in use now; 0 when the process is gone or the system has no /proc."""
    return _figures(pid).get("VmRSS", 0.0)


def peak(pid: int) -> float:
    """MB in use at most so far; 0 when the process is gone or the system has no /proc."""
    return _figures(pid).get("VmHWM", 0.0)


def _figures(pid: int) -> dict[str, float]:
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return {}
    return {name: int(kilobytes) / 1024 for name, kilobytes in _LINE.findall(status)}


def core_seconds(pid: int) -> float:
    """Seconds of a core that it has used; 0 when the process is gone or the system has no /proc."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def queued(pid: int) -> float:
    """Seconds in which its first thread could have run and had no core, because others had it; 0 where the system does not say."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0
