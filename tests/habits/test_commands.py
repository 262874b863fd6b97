"""The verbs of the Makefile and the first words a new machine hears."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.habits.tree import ROOT, files, text

# What tools/setup.sh calls before it has a Python.
UTILITIES = ("sh", "dirname", "cat", "cksum", "date", "grep", "tail", "rm", "pwd")


def _verbs() -> list[str]:
    return re.findall(r"^([a-z-]+):.*## ", text(ROOT / "Makefile"), re.MULTILINE)


def test_every_verb_is_in_the_docs() -> None:
    docs = "\n".join(text(path) for path in [ROOT / "README.md", *files("docs", suffix=".md")])
    assert [verb for verb in _verbs() if not re.search(rf"\bmake {verb}\b(?!-)", docs)] == []


def test_help_lists_every_verb() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, check=True, capture_output=True, text=True, timeout=20).stdout
    assert [line.split()[1] for line in shown.splitlines()] == _verbs()


def test_the_changelog_has_room_for_what_is_not_released() -> None:
    assert "\n## [Unreleased]\n" in text(ROOT / "CHANGELOG.md")


@pytest.mark.parametrize("script", ["tools/setup.sh", "tools/chromium.sh", "tools/lock.sh", ".ci/run"])
def test_a_script_is_sound_and_may_be_run(script: str) -> None:
    shell = "bash" if script == ".ci/run" else "sh"
    subprocess.run([shell, "-n", script], cwd=ROOT, check=True, capture_output=True, timeout=20)
    assert os.access(ROOT / script, os.X_OK)


class NewMachine:
    """A copy of what set-up reads, with a PATH on which only the named programs exist."""

    def __init__(self, home: Path) -> None:
        self.project = home / "wegwijzer"
        self.programs = home / "programs"
        self.programs.mkdir(parents=True)
        shutil.copytree(ROOT / "tools", self.project / "tools")
        shutil.copytree(ROOT / "requirements", self.project / "requirements")
        shutil.copy(ROOT / "pyproject.toml", self.project)
        for name in UTILITIES:
            if found := shutil.which(name):
                (self.programs / name).symlink_to(found)

    def program(self, name: str, script: str) -> None:
        """Put a shell script on the PATH."""
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)

    def set_up(self, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run tools/setup.sh there."""
        return subprocess.run(
            ["sh", "tools/setup.sh", *words],
            cwd=self.project,
            env={"PATH": str(self.programs), "HOME": str(self.project), **environ},
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )


@pytest.fixture
def machine(tmp_path: Path) -> NewMachine:
    return NewMachine(tmp_path)


def test_an_old_python_is_one_clear_line(machine: NewMachine) -> None:
    machine.program("python3", 'if [ "$1" = --version ]; then echo Python 3.9.2; else exit 1; fi')
    ended = machine.set_up("run")
    assert ended.returncode == 1
    assert ended.stderr.startswith("setup: Wegwijzer needs Python 3.11 or newer and found Python 3.9.2; ")
    assert ended.stderr.count("\n") == 1


def test_no_python_at_all_is_one_clear_line(machine: NewMachine) -> None:
    ended = machine.set_up("run")
    assert ended.returncode == 1
    assert ended.stderr.startswith("setup: Wegwijzer needs Python 3.11 or newer and found none; ")
    assert ended.stderr.count("\n") == 1


def test_a_python_without_venv_is_one_clear_line(machine: NewMachine) -> None:
    machine.program("python3", "case $* in *ensurepip*) exit 1 ;; --version) echo Python 3.12.3 ;; esac")
    ended = machine.set_up("run")
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].startswith("setup: this Python has no venv module; ")


def test_an_unknown_profile_is_refused(machine: NewMachine) -> None:
    ended = machine.set_up("everything")
    assert ended.returncode == 2
    assert "use run or dev" in ended.stderr


@pytest.mark.slow
def test_no_network_is_one_clear_line(machine: NewMachine) -> None:
    # Port 9 (discard) of this machine: the connection is refused at once.
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}
    ended = machine.set_up("run", PYTHON=sys.executable, **nowhere)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.splitlines()[-1].startswith("setup: could not download the packages; is there a network? ")
