from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from typer.testing import CliRunner

from bot.cli.commands import app
from tests.faults.bots import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BRAND = """\
brand:
  name: Polderlink
  domains: [polderlink.example]
  languages: [nl]
  community: {{url: "https://community.polderlink.example"}}
platforms: {{sandbox: {{mode: sandbox}}}}
channels: [{{platform: sandbox, id: klantgroep, answer: all, precision: 0.9}}]
staff: {{sandbox: {{id: staf}}}}
store: {{url: "sqlite+aiosqlite:///{folder}/x.db"}}
replies: {root}/replies
"""
"""One language: half the work of the bundled configuration for every command that is run."""


class Said(NamedTuple):
    """What a command left: its exit code and its two streams."""

    code: int
    out: str
    err: str


@pytest.fixture
def wegwijzer() -> Callable[..., Said]:
    """Run a command in this process, as the console script does."""

    def _run(*words: object, stdin: str | None = None, **environment: str) -> Said:
        result = CliRunner().invoke(app, [str(word) for word in words], input=stdin, env=environment)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, result.stderr)

    return _run


@pytest.fixture
def brand(tmp_path: Path) -> Path:
    """A configuration with nothing wrong in it."""
    file = tmp_path / "brand.yaml"
    file.write_text(BRAND.format(folder=tmp_path, root=ROOT), encoding="utf-8")
    return file
