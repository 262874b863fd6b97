"""How much memory a process has in use, and has had at most."""

from __future__ import annotations

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
