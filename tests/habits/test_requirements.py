"""The lock files: complete, hash-checked, of one mind, and silent about where packages come from."""

import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.habits.tree import ROOT, text

PIN = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^ ;\\]+)[^\n]*(?P<hashes>(?:\n +--hash=[^\n]+)*)", re.MULTILINE
)
LOCKS = ("run", "dev", "build")


def _project() -> dict[str, Any]:
    return tomllib.loads(text(ROOT / "pyproject.toml"))


def _lock(name: str) -> str:
    return text(ROOT / "requirements" / f"{name}.txt")


def _pins(name: str) -> dict[str, str]:
    return {canonicalize_name(pin["name"]): pin["version"] for pin in PIN.finditer(_lock(name))}


def _wanted(name: str) -> list[Requirement]:
    """What pyproject.toml asks for, for one lock file."""
    project = _project()
    groups: dict[str, list[str]] = project["dependency-groups"]
    run = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["postgres"]]
    wanted = {
        "run": run,
        "dev": [*run, *groups["dev"]],
        "build": [*groups["build"], *project["build-system"]["requires"]],
    }
    return [Requirement(line) for line in wanted[name]]


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_names_no_address(name: str) -> None:
    lines = [line for line in _lock(name).splitlines() if "://" in line or "index" in line or "find-links" in line]
    assert lines == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_its_hashes(name: str) -> None:
    pins = list(PIN.finditer(_lock(name)))
    assert pins
    assert [pin["name"] for pin in pins if "--hash=sha256:" not in pin["hashes"]] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_file_has_what_pyproject_asks_for(name: str) -> None:
    pins = _pins(name)
    missing = [
        str(need)
        for need in _wanted(name)
        if not (pin := pins.get(canonicalize_name(need.name))) or pin not in need.specifier
    ]
    assert missing == [], "run make lock"


@pytest.mark.parametrize("name", ["run", "build"])
def test_the_tests_run_on_the_versions_that_users_get(name: str) -> None:
    dev = _pins("dev")
    assert {package: pin for package, pin in _pins(name).items() if dev.get(package, pin) != pin} == {}
