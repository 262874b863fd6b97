"""`wegwijzer evaluate` over small labelled tables: its figures, its text, and what it refuses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.cli.evaluation.figures import auc, recall_at

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

    Run = Callable[..., Said]

HEAD = "id\ttext\tcomplaint\ttopic\tseverity\tabusive\tpii\taddressed\tlang\tmood\r\n"
ROWS = (
    "1\tmijn wifi valt elke avond weg, waardeloos, al drie weken storing\t1\toutage\t2\t0\t0\t0\tnl\tboos\r\n"
    '2\t"de monteur is weer niet gekomen, ik wacht al de hele dag\r\nwat een ""service"""\t1\tservice\t2\t0\t0\t0\tnl\t-\r\n'
    "3\tlekker weer vandaag, wie gaat er mee naar het park?\t0\t-\t0\t0\t0\t0\tnl\t\r\n"
    "4\tbel me op 06-12345678, mijn factuur klopt niet en jullie schrijven dubbel af\t1\tbilling\t\t0\t1\t0\tnl\t\r\n"
    "5\tbedankt voor de snelle hulp gisteren, alles werkt weer\t0\t-\t0\t0\t0\t1\tnl\t\r\n"
    "6\tdeze rij heeft geen oordeel\t-\t-\t-\t-\t-\t-\t-\t-\r\n"
)
KEYS = {
    "rows",
    "accuracy",
    "macro_f1",
    "auc",
    "precision",
    "recall",
    "recall_at_p90",
    "recall_at_p95",
    "answer",
    "ask",
    "caught",
    "topic",
    "abusive",
    "pii",
    "per_second",
}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table as spreadsheets write it: quotes, a line end in a cell, CRLF."""
    file = tmp_path / "labelled.tsv"
    file.write_bytes((HEAD + ROWS).encode())
    return file


def measured(wegwijzer: Run, table: Path, *words: object) -> dict[str, Any]:
    """The one object that `--json` prints."""
    code, out, _ = wegwijzer("evaluate", table, "--json", *words)
    assert code == 0
    found: dict[str, Any] = json.loads(out)
    return found


def test_json_is_one_object_with_every_figure(wegwijzer: Run, table: Path) -> None:
    found = measured(wegwijzer, table)
    assert found.keys() >= KEYS
    assert found["rows"] == 5
    assert found["answer"].keys() >= {"precision", "recall", "share", "interval"}
    assert found["topic"].keys() >= {"accuracy", "confident_accuracy"}
    assert found["ask"].keys() == {"share"}
    assert found["pii"]["recall"] == 1.0
    assert found["pii"]["precision"] == 1.0
    assert found["topic"]["rows"] == 3
    assert found["per_second"] > 0
    assert found["caught"] >= found["answer"]["recall"]
    assert 0 <= found["caught_severe"] <= 1
    assert found["caught_hard"] is None


def test_the_text_names_the_figures_and_the_thresholds(wegwijzer: Run, table: Path) -> None:
    code, out, _ = wegwijzer("evaluate", table, "--precision", "0.9", "--prevalence", "0.45")
    assert code == 0
    assert "labelled.tsv: 5 rows, 3 complaints; nothing was sent" in out
    assert "precision of answer, by the share of complaints" in out
    assert "precision 0.9 wanted where 45 % of the messages to the brand are complaints" in out
    assert "personal data" in out


def test_comma_tables_without_more_than_text_and_complaint_will_do(wegwijzer: Run, tmp_path: Path) -> None:
    file = tmp_path / "labelled.csv"
    file.write_text(
        'complaint,text\n1,"alweer storing, niks doet het"\n0,"fijne dag, allemaal"\n', encoding="utf-8-sig"
    )
    found = measured(wegwijzer, file)
    assert found["rows"] == 2
    assert found["topic"]["accuracy"] is None
    assert found["abusive"]["recall"] is None
    assert "caught_hard" not in found


def test_the_thresholds_do_not_follow_from_the_table(wegwijzer: Run, table: Path, tmp_path: Path) -> None:
    twice = tmp_path / "twice.tsv"
    twice.write_bytes((HEAD + ROWS + ROWS.replace("\t1\t", "\t0\t")).encode())
    one, other = (wegwijzer("evaluate", file).out.partition("operating point")[2] for file in (table, twice))
    assert one.rsplit("\n\n", 1)[0] == other.rsplit("\n\n", 1)[0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("tekst\tcomplaint\nhoi\t1\n", 'no column "text"'),
        ("text\tlabel\nhoi\t1\n", 'no column "complaint"'),
        ("text\tcomplaint\nhoi\tyes\n", ':2: "yes" under complaint'),
        ("text\tcomplaint\tseverity\nhoi\t1\t7\n", ':2: "7" under severity'),
        ("text\tcomplaint\nhoi\t-\n", "no row has a value"),
        ("", 'no column "text"'),
    ],
)
def test_a_table_that_cannot_be_used_is_one_sentence_with_what_to_write(
    wegwijzer: Run, tmp_path: Path, content: str, said: str
) -> None:
    file = tmp_path / "labelled.tsv"
    file.write_text(content, encoding="utf-8")
    code, out, err = wegwijzer("evaluate", file)
    assert (code, out) == (2, "")
    assert said in err
    assert " — " in err
    assert err.count("\n") == 1


def test_a_table_that_is_not_there_is_told(wegwijzer: Run, tmp_path: Path) -> None:
    code, _, err = wegwijzer("evaluate", tmp_path / "nowhere.tsv")
    assert code == 2
    assert "nowhere.tsv" in err


def test_shares_lie_between_nothing_and_all(wegwijzer: Run, table: Path) -> None:
    assert wegwijzer("evaluate", table, "--precision", "95").code == 2
    assert wegwijzer("evaluate", table, "--prevalence", "0").code == 2


def test_a_tie_counts_half_in_the_auc() -> None:
    assert auc([(0.9, True), (0.1, False)]) == 1.0
    assert auc([(0.5, True), (0.5, False)]) == 0.5
    assert auc([(0.9, False), (0.5, True), (0.1, False)]) == 0.5
    assert auc([(0.9, True)]) is None


def test_recall_at_a_precision_takes_the_lowest_threshold_that_holds_it() -> None:
    pairs = [(0.9, True), (0.8, True), (0.7, False), (0.6, True), (0.5, True), (0.4, False)]
    assert recall_at(0.8, pairs) == 1.0
    assert recall_at(0.9, pairs) == 0.5
    assert recall_at(0.9, [(0.9, False), (0.1, True)]) == 0.0
    assert recall_at(0.9, [(0.9, False)]) is None
