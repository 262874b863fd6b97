"""Whole conversations by chance hold every promise after every step. A longer run: `python -m tests.story --help`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.story.playing import empty_store, play

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = (11, 23, 47)
"""Of the longer profile; each is named in its test, so that a failure is played again by its name."""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with its tables and nothing in it, to copy."""
    return empty_store(tmp_path_factory.mktemp("chance"))


@pytest.mark.thorough
@pytest.mark.timeout(600)
def test_the_promises_hold_in_any_conversation(empty: Path) -> None:
    play(empty, examples=20, steps=30, chosen=1)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", [pytest.param(seed, id=f"seed {seed}") for seed in SEEDS])
def test_the_promises_hold_in_many_long_conversations(empty: Path, seed: int) -> None:
    play(empty, examples=30, steps=60, chosen=seed)
