"""`wegwijzer learn` and `wegwijzer labels`: what they print, what they keep, and that a running bot does not stand in their way."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from bot.cli.labels_table import as_table
from bot.store import open_store
from tests.learning.brand import vaartbuur

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

    Run = Callable[..., Said]

pytestmark = pytest.mark.thorough

OWN = "de bolder zit weer los bij de fietsenstalling"


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """250 labels of a brand with words of its own."""
    file = tmp_path / "labels.tsv"
    file.write_text(as_table(vaartbuur(250)), encoding="utf-8")
    return file


def verdict(wegwijzer: Run, brand: Path) -> dict[str, object]:
    said: dict[str, object] = json.loads(wegwijzer("explain", OWN, "--json", "--config", brand).out)
    return said


def test_labels_teach_explain_shows_it_and_rollback_restores_the_same_verdict(
    wegwijzer: Run, brand: Path, labels: Path
) -> None:
    before = verdict(wegwijzer, brand)
    assert wegwijzer("labels", "import", labels, "--config", brand).code == 0
    code, out, _ = wegwijzer("learn", "--config", brand)
    assert code == 0
    assert out.startswith("version 1 judges from now on\n250 labels count, ")
    assert "bolder +0.00 → +" in out
    taught = verdict(wegwijzer, brand)
    assert "learned:bolder" in str(taught["because"])
    assert taught["complaint"] > before["complaint"]  # type: ignore[operator]
    listed = json.loads(wegwijzer("learn", "--list", "--json", "--config", brand).out)
    assert [(one["version"], one["serves"]) for one in listed] == [(1, True)]
    code, out, _ = wegwijzer("learn", "--rollback", "--config", brand)
    assert (code, out) == (0, "version 1 was taken back; the packaged model judges alone\n")
    assert verdict(wegwijzer, brand) == before
    assert "taken back" in wegwijzer("learn", "--list", "--config", brand).out
    assert "nothing to take back" in wegwijzer("learn", "--rollback", "--config", brand).out
    again = json.loads(wegwijzer("learn", "--json", "--config", brand).out)
    assert (again["promoted"], again["why"]) == (
        False,
        ["a version was taken back, and 0 of 50 new labels have come since"],
    )


def test_learn_without_labels_says_how_many_are_needed(wegwijzer: Run, brand: Path) -> None:
    code, out, _ = wegwijzer("learn", "--config", brand)
    assert (code, out) == (0, "nothing was promoted\n- 0 labels; at least 200 are needed\n")
    assert wegwijzer("learn", "--list", "--config", brand).out == "no version: the packaged model judges alone\n"


def test_an_export_taken_in_again_changes_nothing(wegwijzer: Run, brand: Path, labels: Path, tmp_path: Path) -> None:
    first = json.loads(wegwijzer("labels", "import", labels, "--json", "--config", brand).out)
    assert first == {"read": 250, "new": 250, "not_marked": 0, "labels": 250}
    for more in ((), ("--json",)):
        file = tmp_path / f"export{len(more)}"
        wegwijzer("labels", "export", "--output", file, *more, "--config", brand)
        again = json.loads(wegwijzer("labels", "import", file, "--json", "--config", brand).out)
        assert (again["read"], again["new"], again["labels"]) == (250, 0, 250)
    assert "labels 250, complaints 125, import 250" in wegwijzer("labels", "count", "--config", brand).out


def test_personal_data_is_masked_before_a_label_is_kept(wegwijzer: Run, brand: Path, tmp_path: Path) -> None:
    table = tmp_path / "labels.csv"
    table.write_text(
        'text,complaint\n"dubbel afgeschreven van NL91ABNA0417164300, bel 06-12345678",1\n', encoding="utf-8"
    )
    assert wegwijzer("labels", "import", table, "--config", brand).code == 0
    out = wegwijzer("labels", "export", "--config", brand).out
    assert "[IBAN]" in out
    assert "0417164300" not in out
    assert "12345678" not in out


def test_marks_on_a_rehearsed_recording_become_labels(wegwijzer: Run, brand: Path, tmp_path: Path) -> None:
    recording, marks = tmp_path / "chat.tsv", tmp_path / "marks.tsv"
    recording.write_text(
        f"time\tauthor\ttext\n2026-11-20T10:15:00+00:00\tNoor\t{OWN}\n2026-11-20T10:16:00+00:00\tPiet\tmooi weer\n"
        "2026-11-20T10:17:00+00:00\tKim\twie gaat er mee varen\n",
        encoding="utf-8",
    )
    marks.write_text("n\tcomplaint\ttopic\n1\t1\tproduct_defect\n2\t0\t\n3\t\t\n", encoding="utf-8")
    said = json.loads(wegwijzer("labels", "import", marks, "--recording", recording, "--json", "--config", brand).out)
    assert said == {"read": 2, "new": 2, "not_marked": 1, "labels": 2}
    kept = [json.loads(line) for line in wegwijzer("labels", "export", "--json", "--config", brand).out.splitlines()]
    assert {(one["text"], one["complaint"], one["topic"], one["source"]) for one in kept} == {
        (OWN, 1, "product_defect", "rehearsal"),
        ("mooi weer", 0, "", "rehearsal"),
    }
    assert kept[0]["lang"] == "nl"


def test_labels_of_a_customer_are_erased_by_the_name_the_table_gave(
    wegwijzer: Run, brand: Path, tmp_path: Path
) -> None:
    table = tmp_path / "labels.tsv"
    table.write_text(f"text\tcomplaint\tcustomer\n{OWN}\t1\ttelegram:7\nmooi weer\t0\ttelegram:8\n", encoding="utf-8")
    wegwijzer("labels", "import", table, "--config", brand)
    assert "telegram:" not in wegwijzer("labels", "export", "--config", brand).out
    assert wegwijzer("labels", "erase", "--customer", "telegram:7", "--config", brand).out == "1 labels erased\n"
    assert json.loads(wegwijzer("labels", "erase", "--all", "--json", "--config", brand).out) == {"erased": 1}
    code, _, err = wegwijzer("labels", "erase", "--config", brand)
    assert (code, err) == (2, "labels erase: name one of --customer, --case and --all\n")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no rows"),
        ("text\tlabel\nx\t1\n", "name text (or n, or id) and complaint"),
        ("text\tcomplaint\nx\tmaybe\n", ":2: complaint is 'maybe'"),
        ("text\tcomplaint\ttopic\nx\t1\tweather\n", ":2: topic is 'weather'"),
        ("text\tcomplaint\tat\nx\t1\tgisteren\n", ":2: at is 'gisteren'"),
        ("n\tcomplaint\n1\t1\n", "--recording"),
        ('{"text": "x", "complaint": 1}\n{"text": \n', ":2: no JSON"),
    ],
)
def test_a_bad_table_is_refused_with_its_place(
    wegwijzer: Run, brand: Path, tmp_path: Path, content: str, said: str
) -> None:
    table = tmp_path / "labels.tsv"
    table.write_text(content, encoding="utf-8")
    code, out, err = wegwijzer("labels", "import", table, "--config", brand)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1


def test_a_table_that_is_not_there_is_one_line(wegwijzer: Run, brand: Path, tmp_path: Path) -> None:
    code, _, err = wegwijzer("labels", "import", tmp_path / "gone.tsv", "--config", brand)
    assert code == 2
    assert len(err.splitlines()) == 1


def test_a_running_bot_does_not_stand_in_the_way(wegwijzer: Run, brand: Path, labels: Path, tmp_path: Path) -> None:
    async def running() -> tuple[int, str, int]:
        bot = await open_store(f"sqlite:///{tmp_path}/x.db")
        try:
            await asyncio.to_thread(wegwijzer, "labels", "import", labels, "--config", brand)
            learned = await asyncio.to_thread(wegwijzer, "learn", "--config", brand)
            return learned.code, learned.out.splitlines()[0], await bot.read(lambda ledger: ledger.learned_number())
        finally:
            await bot.close()

    assert asyncio.run(running()) == (0, "version 1 judges from now on", 1)
