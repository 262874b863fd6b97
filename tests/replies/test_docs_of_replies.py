"""docs/replies.md names everything that an admin can use."""

from pathlib import Path

import pytest

from bot.core.replies import FACTS, LINKS, SITUATIONS, compile_variant

DOCS = (Path(__file__).parents[2] / "docs" / "replies.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*FACTS, *LINKS])
def test_each_fact_and_each_kind_of_link_is_explained(name: str) -> None:
    assert f"`{name}`" in DOCS


@pytest.mark.parametrize("name", SITUATIONS)
def test_each_situation_is_explained(name: str) -> None:
    assert name in DOCS.partition("## Situations")[2]


def test_the_example_is_a_template_that_is_accepted() -> None:
    example = DOCS.partition("```jinja\n")[2].partition("```")[0].split("---\n")[1]
    assert compile_variant(example)[1] == []
