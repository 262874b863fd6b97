from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

    Run = Callable[..., Said]

pytestmark = pytest.mark.thorough


def test_train_says_in_its_help_what_a_table_needs(wegwijzer: Run) -> None:
    said = wegwijzer("train", "--help")
    assert said.code == 0
    assert "--data" in said.out
    assert "--output" in said.out


def test_train_names_a_folder_that_is_none(wegwijzer: Run, tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is for training only")
    said = wegwijzer("train", "--data", str(tmp_path / "nowhere"))
    assert said.code == 2
    assert "is no folder" in said.err


def test_train_names_the_file_and_line_of_a_bad_label_and_writes_nothing(wegwijzer: Run, tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="scikit-learn is for training only")
    (tmp_path / "shop_en.tsv").write_text("text\tcomplaint\nthe shop was shut\tmaybe\n", encoding="utf-8")
    said = wegwijzer("train", "--data", str(tmp_path), "--output", str(tmp_path / "out"))
    assert said.code == 2
    assert "shop_en.tsv:2" in said.err
    assert not (tmp_path / "out").exists()
