"""The docs tell the truth: links lead somewhere, commands and options exist, settings load, log lines are really said."""

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.core import TyperGroup
from typer.main import get_command

from bot.cli.commands import app
from bot.config import load_config
from bot.config.environment import SECRETS
from tests.habits.tree import ROOT, files, short, text

PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *files("docs", suffix=".md")])
GUIDES = ("README.md", "docs/go-live.md", "docs/operations.md", "docs/testing.md", "docs/detection.md")

FENCE = re.compile(r"^[ ]*```.*?^[ ]*```$", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^(?P<indent> *)```(?P<kind>\w*)\n(?P<code>.*?)^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)|(?:src|srcset)=\"(?P<picture>[^\"]+)\"")
HEADING = re.compile(r"^#{1,6} (?P<words>.+)$", re.MULTILINE)
# In a block at the beginning of a line or by its path, in a sentence between backticks.
CALL = re.compile(r"(?:[`/]|^ *)wegwijzer (?P<name>[a-z]+)(?P<words>[^`\n#]*)", re.MULTILINE)
OUTSIDE = re.compile(r"^[a-z]+:")


def _prose(page: Path) -> str:
    return FENCE.sub("", text(page))


def _anchors(page: Path) -> set[str]:
    """As GitHub makes them: lower case, spaces to dashes, punctuation away."""
    words = (re.sub(r"[*`_]|\[|\]\([^)]*\)", "", found["words"]) for found in HEADING.finditer(_prose(page)))
    return {re.sub(r"[^\w -]", "", one.lower()).strip().replace(" ", "-") for one in words}


def _links(page: Path) -> Iterator[tuple[Path, str]]:
    """(file, anchor) of each link that stays inside the project."""
    for found in LINK.finditer(_prose(page)):
        target = found["target"] or found["picture"]
        if not OUTSIDE.match(target):
            name, _, anchor = target.partition("#")
            yield (page.parent / name).resolve() if name else page, anchor


def _commands() -> dict[str, set[str]]:
    """Command → its options."""
    whole = get_command(app)
    assert isinstance(whole, TyperGroup)
    return {name: _options(one) for name, one in whole.commands.items()}


def _options(command: Any) -> set[str]:
    """Its own, and those of the commands below it."""
    below = command.commands.values() if isinstance(command, TyperGroup) else ()
    return {option for param in command.params for option in param.opts}.union({"--help"}, *map(_options, below))


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_every_link_leads_to_a_file(page: Path) -> None:
    assert sorted({short(target) for target, _ in _links(page) if not target.exists()}) == []


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_no_anchor_is_dead(page: Path) -> None:
    asked = {(target, anchor) for target, anchor in _links(page) if anchor and target.suffix == ".md"}
    dead = [f"{short(target)}#{anchor}" for target, anchor in asked if anchor not in _anchors(target)]
    assert sorted(dead) == []


def test_every_page_is_reached_from_the_readme() -> None:
    reached = {target for target, _ in _links(ROOT / "README.md")}
    assert [short(page) for page in files("docs", suffix=".md") if page not in reached] == []


@pytest.mark.parametrize("page", PAGES, ids=short)
def test_every_command_and_option_that_is_named_exists(page: Path) -> None:
    commands = _commands()
    wrong: list[str] = []
    for found in CALL.finditer(text(page)):
        name, options = found["name"], re.findall(r"--[a-z-]+", found["words"])
        known = commands.get(name, set())
        wrong += [name] if name not in commands else [f"{name} {option}" for option in options if option not in known]
    assert wrong == []


def test_the_readme_names_every_command() -> None:
    readme = text(ROOT / "README.md")
    assert [name for name in _commands() if f"`wegwijzer {name}" not in readme] == []


def test_the_readme_opens_with_the_two_commands_and_a_picture() -> None:
    readme = text(ROOT / "README.md")
    places = [readme.index(part) for part in ("make demo", "make test", "<picture>", "## Go live in ten minutes")]
    assert places == sorted(places)


def _settings() -> Iterator[tuple[str, str]]:
    for name in GUIDES:
        for number, found in enumerate(BLOCK.finditer(text(ROOT / name)), 1):
            code = textwrap.dedent(found["code"])
            if found["kind"] == "yaml" and "platforms:" in code:
                yield f"{name} block {number}", code


@pytest.mark.parametrize("code", [pytest.param(code, id=name) for name, code in _settings()])
def test_settings_in_the_docs_load(code: str, tmp_path: Path) -> None:
    settings = yaml.safe_load(code)
    settings.setdefault("brand", {"name": "Polderlink"})
    file = tmp_path / "config.yaml"
    file.write_text(yaml.safe_dump(settings), encoding="utf-8")
    _, troubles = load_config(file, {})
    assert [trouble.message for trouble in troubles if trouble.level == "error"] == []


def test_every_variable_in_the_docs_is_read() -> None:
    known = {f"WEGWIJZER_{name.upper()}{end}" for name in SECRETS for end in ("", "_FILE")}
    named = {found for page in PAGES for found in re.findall(r"WEGWIJZER_[A-Z][A-Z_]*[A-Z]", text(page))}
    assert named <= known
    operations = text(ROOT / "docs/operations.md")
    assert [name for name in SECRETS if f"`WEGWIJZER_{name.upper()}`" not in operations] == []


def test_log_lines_in_the_docs_are_really_said() -> None:
    section = text(ROOT / "docs/operations.md").partition("\n## Logs\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)
    assert lines
    said = "\n".join(text(path) for path in files("bot", "handlers", suffix=".py"))
    # A sentence may be cut over two literals.
    said = re.sub(r"\"\s*\n\s*f?\"", "", said)
    assert [line for line in lines if line not in said] == []


def test_a_dead_anchor_would_be_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One `thing`, and more\n[there](#one-thing-and-more) [nowhere](#two)\n", encoding="utf-8")
    assert _anchors(page) == {"one-thing-and-more"}
    assert [anchor for _, anchor in _links(page)] == ["one-thing-and-more", "two"]
