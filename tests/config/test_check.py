from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot.cli.check import as_lines, check, collect
from bot.ports import Trouble
from tests.config.conftest import GOOD

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A brand's folder: a good configuration, and the replies that came with the program."""
    shutil.copytree(ROOT / "replies", tmp_path / "replies")
    (tmp_path / "config.yaml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def test_what_is_in_the_repository_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(ROOT / "config.yaml", env={}) == 0
    assert "error:" not in capsys.readouterr().out


def test_mistakes_in_the_configuration_and_in_a_reply_are_told_together(home: Path) -> None:
    (home / "config.yaml").write_text(GOOD.replace("mentions", "mention"), encoding="utf-8")
    (home / "replies" / "nl" / "kapot.j2").write_text("{{ 'a' * 9 }}", encoding="utf-8")
    config, troubles = collect(home / "config.yaml", {})
    assert config is None
    files = {Path(trouble.file).name for trouble in troubles if trouble.level == "error"}
    assert files == {"config.yaml", "kapot.j2"}


def test_the_exit_code_is_1_with_an_error_and_the_lines_say_what_to_write(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "config.yaml").write_text(GOOD.replace("mentions", "mention"), encoding="utf-8")
    monkeypatch.chdir(home)
    assert check(env={}) == 1
    said = capsys.readouterr().out
    assert 'config.yaml:10: error: channels.0.answer: answer is "mention"' in said
    assert said.splitlines()[0].endswith("— write: answer: mentions")


def test_json_is_a_list_of_troubles(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "config.yaml").write_text(GOOD.replace("mentions", "mention"), encoding="utf-8")
    assert check(home / "config.yaml", json_=True, env={}) == 1
    rows = json.loads(capsys.readouterr().out)
    assert set(rows[0]) == {"file", "line", "path", "level", "message", "fix"}
    assert (rows[0]["line"], rows[0]["path"], rows[0]["level"]) == (10, "channels.0.answer", "error")


def test_a_language_without_a_lexicon_is_a_mistake(home: Path) -> None:
    (home / "config.yaml").write_text(GOOD.replace("[nl, en]", "[nl, fr]"), encoding="utf-8")
    _, troubles = collect(home / "config.yaml", {})
    assert 'there is no lexicon for the language "fr"' in [trouble.message for trouble in troubles]


def test_a_missing_file_is_one_mistake(tmp_path: Path) -> None:
    config, troubles = collect(tmp_path / "none.yaml", {})
    assert config is None
    assert [trouble.message[:14] for trouble in troubles if trouble.file.endswith("none.yaml")] == ["cannot be read"]


def test_the_count_is_told_in_the_last_line() -> None:
    wrong = Trouble("a.yaml", 1, "x", "error", "m", "f")
    mild = Trouble("a.yaml", 0, "", "warning", "m", "f")
    assert as_lines([wrong, mild, mild]).splitlines()[-1] == "1 error, 2 warnings."
    assert as_lines([]) == "Everything is in order."
    assert as_lines([mild]).splitlines() == ["a.yaml: warning: m — f", "1 warning."]
