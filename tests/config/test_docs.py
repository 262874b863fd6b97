from __future__ import annotations

import re
from pathlib import Path

from bot.config.docs import document
from bot.config.sentences import all_settings

ROOT = Path(__file__).parents[2]


def test_the_documentation_is_what_the_models_say() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert page == document(), "run: python -m bot.config.docs"


def test_every_setting_stands_in_the_annotated_file_and_in_the_documentation() -> None:
    annotated = (ROOT / "config.yaml").read_text(encoding="utf-8")
    page = document()
    for spot in all_settings():
        name = str(spot[-1])
        assert re.search(rf"^[ #-]*{name}:|\b{name}: ", annotated, re.MULTILINE), f"{name} is not in config.yaml"
        assert f"| `{name}` |" in page


def test_every_setting_says_what_it_means_in_a_sentence_without_a_full_stop() -> None:
    rows = [line for line in document().splitlines() if line.startswith("| `") and "WEGWIJZER" not in line]
    assert len(rows) == len(all_settings())
    assert not [row for row in rows if ".. |" in row or "None." in row]
