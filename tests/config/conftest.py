from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.config import Config, load_config

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from bot.ports import Trouble

Load = "Callable[..., tuple[Config | None, list[Trouble]]]"

GOOD = """\
brand:
  name: Polderlink
  domains: [polderlink.example]
  languages: [nl, en]
platforms:
  sandbox: {mode: sandbox}
channels:
  - platform: sandbox
    id: klantgroep
    answer: mentions
staff:
  sandbox: {id: staf}
"""
"""A configuration with nothing wrong in it; tests spoil one thing."""


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., tuple[Config | None, list[Trouble]]]:
    """Write a text to config.yaml in an empty folder and read it with the given environment."""

    def _load(text: str | bytes = GOOD, env: Mapping[str, str] | None = None) -> tuple[Config | None, list[Trouble]]:
        file = tmp_path / "config.yaml"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_config(file, env or {})

    return _load
