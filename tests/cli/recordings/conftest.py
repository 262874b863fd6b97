from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.cli.recordings import open_recording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.cli.recordings import Recording


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Callable[..., Recording]]:
    """Write bytes, a text or a JSON value to a file and open it as a recording."""
    opened: list[Recording] = []

    def _record(content: object, name: str = "result.json") -> Recording:
        file = tmp_path / name
        if not isinstance(content, bytes):
            text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, indent=1)
            content = text.encode("utf-8", "surrogatepass")
        file.write_bytes(content)
        recording = open_recording(file)
        opened.append(recording)
        return recording

    yield _record
    for recording in opened:
        recording.close()
