"""Exit codes, help and the options that every command shares: 0 ok, 1 mistakes found, 2 usage, 3 input partly read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.bots import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

    Run = Callable[..., Said]

CONFIG = ROOT / "config.yaml"
COMMANDS = ("demo", "run", "check", "explain", "rehearse", "init")
COMPLAINT = "@polderlink mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing!"
BROKEN = """\
brand: {name: Polderlink, languages: [nl], langauges: [nl]}
channels: [{platform: sandbox, id: x, answer: sometimes}]
store: {url: "sqlite+aiosqlite:///x.db"}
"""


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "config.yaml"
    file.write_text(BROKEN, encoding="utf-8")
    return file


def test_help_lists_every_command_and_has_examples(wegwijzer: Run) -> None:
    code, out, _ = wegwijzer("--help")
    assert code == 0
    assert all(command in out for command in COMMANDS)
    assert "wegwijzer demo" in out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_has_what_one_types(wegwijzer: Run, command: str) -> None:
    code, out, _ = wegwijzer(command, "--help", COLUMNS="200", TERM="dumb")
    assert code == 0
    assert command in out
    if command != "run":
        assert f"wegwijzer {command}" in out.partition("Usage")[2].partition("\n")[2], "no example"


@pytest.mark.parametrize("command", [c for c in COMMANDS if c != "init"])
def test_every_command_that_reads_the_configuration_takes_it_after_its_name(wegwijzer: Run, command: str) -> None:
    assert "--config" in wegwijzer(command, "--help", COLUMNS="200").out


@pytest.mark.parametrize(
    "words",
    [("nonsense",), ("explain",), ("rehearse",), ("init",), ("check", "--nonsense"), ("run", "--log-level", "loud")],
    ids=" ".join,
)
def test_a_command_that_cannot_be_understood_is_usage(wegwijzer: Run, words: tuple[str, ...]) -> None:
    code, _, err = wegwijzer(*words)
    assert code == 2
    assert err


def test_the_bundled_configuration_is_in_order_and_its_operating_point_is_told(wegwijzer: Run, brand: Path) -> None:
    code, out, _ = wegwijzer("check", "--config", CONFIG)
    assert (code, out.splitlines()[0]) == (0, "Everything is in order.")
    assert "precision 0.9 wanted where 30 % of the messages to the brand are complaints" in out
    assert re.search(r"nl/chat +(0\.\d{3}|never) +0\.\d{3} \(0\.\d\d to \d\.\d\d\)", out)
    assert json.loads(wegwijzer("check", "--config", brand, "--json").out) == []


def test_check_names_every_mistake_at_once_with_its_line_and_what_to_write(wegwijzer: Run, broken: Path) -> None:
    code, out, _ = wegwijzer("check", "--config", broken)
    assert code == 1
    assert re.search(r":1: error: .*langauges.*languages", out)
    assert re.search(r":2: error: .*answer", out)
    found: list[dict[str, Any]] = json.loads(wegwijzer("check", "--config", broken, "--json").out)
    assert all(set(one) == {"file", "line", "path", "level", "message", "fix"} for one in found)
    assert {one["line"] for one in found} >= {1, 2}


@pytest.mark.parametrize("words", [("run",), ("explain", "hoi"), ("rehearse", "x.tsv")], ids=" ".join)
def test_a_broken_configuration_is_refused_with_the_same_lines(
    wegwijzer: Run, broken: Path, words: tuple[str, ...]
) -> None:
    code, out, err = wegwijzer(*words, "--config", broken)
    assert (code, out) == (1, "")
    assert "langauges" in err
    assert "Traceback" not in err


def test_run_with_the_sandbox_alone_says_what_to_fill_in(wegwijzer: Run, brand: Path) -> None:
    code, _, err = wegwijzer("run", "--config", brand)
    assert code == 1
    assert err.splitlines()[-1].startswith("stopped: ")
    assert "wegwijzer demo" in err


def test_explain_prints_the_verdict_and_every_reason(wegwijzer: Run, brand: Path) -> None:
    code, out, _ = wegwijzer("explain", COMPLAINT, "--config", brand)
    assert code == 0
    assert out.startswith("verdict    answer")
    assert "bot van Polderlink" in out
    _, piped, _ = wegwijzer("explain", "-", "--config", brand, stdin=COMPLAINT)
    assert piped.splitlines()[0] == out.splitlines()[0]


def test_explain_as_json_has_reasons_also_for_what_is_left(wegwijzer: Run, brand: Path) -> None:
    code, out, _ = wegwijzer("explain", "lekker weer vandaag", "--json", "--config", brand)
    said = json.loads(out)
    assert (code, said["verdict"]) == (0, "leave")
    assert said["because"]
    assert all(set(one) == {"signal", "weight", "fired", "text"} for one in said["because"])


def test_explain_shows_no_personal_data(wegwijzer: Run, brand: Path) -> None:
    for more in ((), ("--json",)):
        out = wegwijzer("explain", COMPLAINT + " IBAN NL91ABNA0417164300", "--config", brand, *more).out
        assert "0417164300" not in out


def test_init_writes_what_a_new_brand_needs_and_never_overwrites(wegwijzer: Run, tmp_path: Path) -> None:
    folder = tmp_path / "merk"
    code, out, _ = wegwijzer("init", folder)
    assert code == 0
    assert (folder / "replies" / "nl" / "outage.j2").is_file()
    assert "wegwijzer check" in out
    assert wegwijzer("check", "--config", folder / "config.yaml").code == 0
    (folder / "config.yaml").write_text("eigen", encoding="utf-8")
    code, out, _ = wegwijzer("init", folder)
    assert (code, (folder / "config.yaml").read_text(encoding="utf-8")) == (0, "eigen")
    assert "left as they are" in out


def test_init_where_nothing_can_be_written_says_so(wegwijzer: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    code, _, err = wegwijzer("init", tmp_path / "file")
    assert code == 1
    assert "choose a folder" in err
