"""Which form a file has, by looking at its first letters."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from bot.cli.recordings import export, table
from bot.cli.recordings.bytes_in import Input

if TYPE_CHECKING:
    from pathlib import Path

    from bot.cli.recordings.recording import Recording


def open_recording(path: Path, zone: tzinfo = UTC) -> Recording:
    """Open any form. Times without an offset are in `zone`. Raises Unusable when nothing can be read from it."""
    source = Input(path)
    try:
        if source.head.lstrip()[:1] in ("{", "["):
            return export.reading(path, source, zone)
        return table.reading(path, source, zone)
    except BaseException:
        source.close()
        raise
