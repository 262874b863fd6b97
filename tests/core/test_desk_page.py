"""docs/desk.md is what the table of verbs says."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_table_says() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "desk_page.py"))
    page = (ROOT / "docs" / "desk.md").read_text(encoding="utf-8")
    assert page == tool["document"](page), "run: python tools/desk_page.py"
