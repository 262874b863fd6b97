"""docs/cases.md is what the table says."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from bot.core.cases import TRANSITIONS, Event, State

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "tools" / "cases_diagram.py"))


def test_the_page_is_what_the_table_says(tool: dict[str, Any]) -> None:
    page = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")
    assert page == tool["document"](), "run: python tools/cases_diagram.py"


def test_every_state_and_every_event_is_explained(tool: dict[str, Any]) -> None:
    assert set(tool["STATES"]) == set(State)
    assert set(tool["EVENTS"]) == set(Event)


def test_every_arrow_is_drawn(tool: dict[str, Any]) -> None:
    drawn = [line for line in tool["document"]().splitlines() if "-->" in line and ": " in line]
    moves = {(before, after) for (before, _), after in TRANSITIONS.items() if before is not after}
    assert len(drawn) == len(moves)
