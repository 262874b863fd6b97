"""The wheel is the whole application: installed elsewhere, it runs without this checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.habits.tree import ROOT

# The packages come from the network the first time.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def _run(*words: str | Path, cwd: Path) -> str:
    # PYTHONPATH would let this checkout in by the back door.
    environ = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    ended = subprocess.run(words, cwd=cwd, env=environ, check=False, capture_output=True, text=True, timeout=500)
    assert ended.returncode == 0, f"{' '.join(map(str, words))}\n{ended.stdout}\n{ended.stderr}"
    return ended.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_carries_the_replies_and_the_configuration(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    replies = {f"bot/packaged/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "replies").rglob("*.j2")}
    assert replies
    assert replies | {"bot/packaged/config.yaml"} <= names
    assert not [name for name in names if name.startswith(("tests/", "docs/", "tools/"))]


def test_the_wheel_runs_elsewhere(wheel: Path, tmp_path: Path) -> None:
    _run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    pip = (tmp_path / "venv/bin/python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    _run(*pip, "--require-hashes", "-r", ROOT / "requirements/run.txt", cwd=tmp_path)
    _run(*pip, "--no-deps", "--no-index", wheel, cwd=tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    wegwijzer = tmp_path / "venv/bin/wegwijzer"
    assert "demo" in _run(wegwijzer, "--help", cwd=elsewhere)
    _run(wegwijzer, "check", cwd=elsewhere)
