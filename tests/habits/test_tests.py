"""How our tests are written: real things, no patches of our own code, no sleep as synchronisation."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.habits.tree import files, short, text

# A loopback server delays on command; the fault and load suites kill and cut at chosen moments.
MAY_WAIT = ("tests/servers/", "tests/faults/", "tests/bench/")

PATCHING_MODULES = frozenset({"mock", "pytest_mock", "unittest.mock"})
PATCHING_METHODS = frozenset({"setattr", "delattr", "setitem", "delitem"})


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def patches(source: str) -> list[str]:
    """The ways in which this source replaces something behind its back."""
    tree = ast.parse(source)
    found = [f"import {name}" for name in _imports(tree) if name in PATCHING_MODULES]
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="monkeypatch"), attr=method) if method in PATCHING_METHODS:
                found.append(f"line {node.lineno}: monkeypatch.{method}")
            case ast.arg(arg="mocker"):
                found.append(f"line {node.lineno}: mocker")
            case _:
                pass
    return found


def sleeps(source: str) -> list[str]:
    """The calls that wait for a while; ``sleep(0)`` lets others run and waits for nothing."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr="sleep") | ast.Name(id="sleep"), args=[ast.Constant(value=0)]):
                continue
            case ast.Call(func=ast.Attribute(attr="sleep", value=ast.Name(id="asyncio" | "time" | "anyio"))):
                found.append(f"line {node.lineno}: {ast.unparse(node)}")
            case ast.Call(func=ast.Name(id="sleep")):
                found.append(f"line {node.lineno}: {ast.unparse(node)}")
            case _:
                pass
    return found


def _tests() -> Iterator[Path]:
    return files("tests", suffix=".py")


def test_no_test_patches_code() -> None:
    found = {short(path): hits for path in _tests() if (hits := patches(text(path)))}
    assert found == {}


def test_no_test_sleeps_to_wait_for_something() -> None:
    waiting = (path for path in _tests() if not short(path).startswith(MAY_WAIT))
    found = {short(path): hits for path in waiting if (hits := sleeps(text(path)))}
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "from unittest import mock",
        "from unittest.mock import patch",
        "def test_it(monkeypatch):\n    monkeypatch.setattr(bot, 'run', None)",
        "def test_it(mocker): ...",
    ],
)
def test_a_patch_is_noticed(source: str) -> None:
    assert patches(source)


def test_an_environment_variable_may_be_set() -> None:
    assert patches("def test_it(monkeypatch):\n    monkeypatch.setenv('A', 'b')") == []


def test_a_sleep_is_noticed_and_a_pause_of_nothing_is_not() -> None:
    assert sleeps("await asyncio.sleep(0.1)")
    assert sleeps("time.sleep(seconds)")
    assert sleeps("await asyncio.sleep(0)") == []
    assert sleeps("await clock.sleep(60)") == []
