from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.lexicons import load_lexicons
from bot.training.labelled import EXAMPLES, HAND, NOISY, ONE_HAND, POSTS, TUNED, rows_of

if TYPE_CHECKING:
    from pathlib import Path

    from bot.training.labelled import Row

pytestmark = pytest.mark.thorough


def rows(folder: Path, **tables: str) -> list[Row]:
    for name, text in tables.items():
        (folder / f"{name}.tsv").write_text(text, encoding="utf-8")
    return [row for row in rows_of([folder], load_lexicons()[0]) if row.source != EXAMPLES]


def test_a_full_table_of_chat_is_read_with_all_it_knows(tmp_path: Path) -> None:
    [row] = rows(
        tmp_path,
        nl="text\tcomplaint\ttopic\tseverity\tabusive\thand\nde lift naar het magazijn staat alweer stil\t1\toutage\t2\t0\t03\n",
    )
    assert (row.complaint, row.topic, row.severity, row.abusive) == (1, "outage", 2, 0)
    assert (row.language, row.source, row.hand) == ("nl", HAND, "03")


def test_a_topic_of_what_is_no_complaint_is_none(tmp_path: Path) -> None:
    [row] = rows(tmp_path, en="text\tcomplaint\ttopic\nis the shop open today\t0\tservice\n")
    assert row.topic == ""
    assert row.severity is None


def test_a_table_with_domains_holds_posts_and_finds_the_language_itself(tmp_path: Path) -> None:
    [row] = rows(tmp_path, posts="text\tcomplaint\tdomain\n@brugdienst why is the bridge not open for us\t1\tother\n")
    assert (row.source, row.group, row.language) == (POSTS, "other", "en")
    assert row.reading.post


def test_sentiments_are_noisy_labels(tmp_path: Path) -> None:
    table = "text\tsentiment\treason\n@air lost my case again\tnegative\tLost\n@air what time is it\tneutral\t\n@air lovely\tpositive\t\n"
    found = rows(tmp_path, air=table)
    assert [row.complaint for row in found] == [1, 0, 0]
    assert {row.source for row in found} == {NOISY}


def test_development_tables_are_known_by_their_name(tmp_path: Path) -> None:
    [row] = rows(tmp_path, chat_nl_dev="text\tcomplaint\nhet water is weer koud\t1\n")
    assert (row.source, row.language) == (TUNED, "nl")


def test_without_hands_rows_that_stand_together_are_one(tmp_path: Path) -> None:
    lines = "".join(f"de klok van toren {n} slaat niet\t1\n" for n in range(ONE_HAND + 1))
    assert len({row.hand for row in rows(tmp_path, nl=f"text\tcomplaint\n{lines}")}) == 2


def test_each_text_counts_once_and_empty_ones_not_at_all(tmp_path: Path) -> None:
    assert len(rows(tmp_path, nl="text\tcomplaint\nde bus is laat\t1\n  \t1\nde bus is laat\t1\n")) == 1


@pytest.mark.parametrize(
    ("table", "place"),
    [
        ("text\tcomplaint\nde bus is laat\tja\n", "nl.tsv:2: `complaint` is 'ja'; write 0 or 1"),
        ("text\tcomplaint\nde bus is laat\t1\nde tram ook\t\n", "nl.tsv:3: `complaint` is ''; write 0 or 1"),
        ("text\tcomplaint\tseverity\nde bus is laat\t1\t4\n", "nl.tsv:2: `severity` is '4'"),
        ("text\tcomplaint\ttopic\nde bus is laat\t1\tbuses\n", "nl.tsv:2: `topic` is 'buses'; write app or billing"),
        ("text\tsentiment\nde bus is laat\tsour\n", "nl.tsv:2: `sentiment` is 'sour'"),
        ("text\tmood\nde bus is laat\tsour\n", "nl.tsv:1: a table needs the columns"),
    ],
)
def test_a_bad_label_is_told_with_its_file_and_line(tmp_path: Path, table: str, place: str) -> None:
    with pytest.raises(ValueError, match=r"nl\.tsv") as caught:
        rows(tmp_path, nl=table)
    assert str(caught.value).startswith(place)
