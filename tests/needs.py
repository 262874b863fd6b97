"""What some tests need from the machine, and what happens where it is missing.

A missing need skips the test and is counted in the closing line. ``REQUIRE=browser,postgres`` in the environment turns
such a skip into a failure, so that a machine meant to have everything cannot pass without it.
"""

import os
import shutil
from collections.abc import Mapping
from typing import NoReturn

import pytest

# Marker of a test → the fixture that hands out what it needs.
FIXTURES = {"browser": "chromium_path", "postgres": "postgres_cluster"}

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")

# No sandbox, because tests may run as root; and nothing that would call out by itself.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def required(environ: Mapping[str, str] = os.environ) -> frozenset[str]:
    """The needs that may not be missing. Raises ``pytest.UsageError`` for a word that is no need."""
    words = frozenset(word.strip() for word in environ.get("REQUIRE", "").split(",") if word.strip())
    if unknown := words - FIXTURES.keys():
        message = f"REQUIRE knows {', '.join(sorted(FIXTURES))}; not {', '.join(sorted(unknown))}"
        raise pytest.UsageError(message)
    return words


def missing(need: str, why: str) -> NoReturn:
    """End the test: skipped with a reason that the closing line can count, or failed where the need is required."""
    if need in required():
        pytest.fail(f"REQUIRE={need}, but {why}", pytrace=False)
    pytest.skip(f"needs {need}: {why}")


def find_chromium(path: str | None = None) -> str | None:
    """The first Chromium on ``path`` (default: PATH)."""
    found = (shutil.which(name, path=path) for name in CHROMIUM_NAMES)
    return next((program for program in found if program), None)


def closing_lines(reasons: list[str]) -> list[str]:
    """One line a need: how many tests were skipped for it, and why (the first reason stands for all)."""
    lines = []
    for need in FIXTURES:
        mine = [reason.removeprefix("Skipped: ") for reason in reasons]
        mine = [reason for reason in mine if reason.startswith(f"needs {need}: ")]
        if mine:
            why = mine[0].removeprefix(f"needs {need}: ")
            lines.append(f"{len(mine)} {need} test{'s' if len(mine) > 1 else ''} skipped: {why}")
    return lines
