from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cli.recordings import PartlyRead, Unusable, open_recording

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.cli.recordings import RecordedRow, Recording

    Record = Callable[..., Recording]


def texts(recording: Recording) -> list[str]:
    return [row.message.text for row in recording]


def test_a_table_like_the_labelled_sets_is_read(record: Record) -> None:
    recording = record(b'text\tcomplaint\r\n"""Nee"", zei hij"\t1\r\nHoi\t0\r\n"twee\r\nregels"\t0\r\n', "chat.tsv")
    rows = list(recording)
    assert [(row.n, row.message.text) for row in rows] == [(1, '"Nee", zei hij'), (2, "Hoi"), (3, "twee\r\nregels")]
    assert (recording.kind, rows[0].platform, rows[0].place_name, rows[0].message.id) == ("table", "table", "chat", "1")
    assert recording.noted == 0


def test_time_author_channel_and_id_are_used_where_they_are(record: Record) -> None:
    table = "id;Time;Author;Channel;Text\n9;2026-11-20 10:15;Noor;hulp;Hoi @Polderlink\n"
    (row,) = record(table, "chat.csv")
    message = row.message
    assert (message.id, message.author.name, message.place.channel, row.place_name) == ("9", "Noor", "hulp", "hulp")
    assert (message.at, set(message.mentions)) == (datetime(2026, 11, 20, 10, 15, tzinfo=UTC), {"polderlink"})


@pytest.mark.parametrize(
    "written", ["1795169700", "1795169700000", "2026-11-20T10:15:00Z", "2026-11-20T11:15:00+01:00"]
)
def test_times_are_read_as_seconds_milliseconds_or_iso(record: Record, written: str) -> None:
    (row,) = record(f"text,at\nHoi,{written}\n", "chat.csv")
    assert row.message.at == datetime(2026, 11, 20, 10, 15, tzinfo=UTC)


def test_rows_without_a_time_stand_apart_and_have_authors_of_their_own(record: Record) -> None:
    rows = list(record("text,at\na,\nb,gisteren\nc,\n", "chat.csv"))
    assert all((later.message.at - row.message.at).total_seconds() > 1800 for row, later in pairwise(rows))
    assert len({row.message.author.id for row in rows}) == 3


def test_a_time_that_is_none_is_noted_and_the_row_is_given(record: Record) -> None:
    recording = record("text,at\nHoi,gisteren\n", "chat.csv")
    assert texts(recording) == ["Hoi"]
    assert (recording.broken, recording.notes[0].line) == (0, 2)
    assert '"gisteren" is no time' in recording.notes[0].message


@pytest.mark.parametrize(
    ("table", "name"),
    [("text|n\na, b; c|1\n", "x.txt"), ('text,n\n"a, b; c",1\n', "x.csv"), ("text\tn\na, b; c\t1\n", "x.csv")],
)
def test_the_delimiter_is_the_one_in_the_first_line(record: Record, table: str, name: str) -> None:
    assert texts(record(table, name)) == ["a, b; c"]


def test_in_a_table_with_one_column_a_comma_is_a_comma(record: Record) -> None:
    assert texts(record('text\nNou, mooi is dat\n"Tja, ja"\n', "x.csv")) == ["Nou, mooi is dat", "Tja, ja"]


def test_a_table_without_the_column_says_which_columns_it_has(record: Record) -> None:
    with pytest.raises(Unusable, match='no column "text"; its columns are: tweet, label') as caught:
        record("tweet,label\nHoi,1\n", "x.csv")
    assert 'name the column that holds the messages "text"' in caught.value.fix


def test_a_table_with_a_header_alone_has_no_rows(record: Record) -> None:
    assert texts(record("text,n\n", "x.csv")) == []


def test_empty_lines_are_no_rows(record: Record) -> None:
    assert [row.n for row in record("text,n\n\na,1\n\nb,2\n\n", "x.csv")] == [1, 2]


def test_a_row_with_the_wrong_number_of_columns_is_counted_and_named(record: Record) -> None:
    recording = record("a,text,b\n1,x,2\n1,x,2,3,4\nalleen\n1,y,2\n", "x.csv")
    assert [(row.n, row.message.text) for row in recording] == [(1, "x"), (4, "y")]
    assert recording.broken == 2
    assert [(note.n, note.line, note.broken) for note in recording.notes] == [(2, 3, True), (3, 4, True)]
    assert recording.notes[0].message == "this row has 5 columns, and the header names 3"


def test_a_loose_delimiter_in_the_last_column_belongs_to_the_text(record: Record) -> None:
    assert texts(record("n,text\n1,Nou, mooi, hoor\n", "x.csv")) == ["Nou, mooi, hoor"]


def test_a_quote_that_is_never_closed_costs_nothing(record: Record) -> None:
    recording = record('text\tn\nheel\t1\n"Wat een club\t1\nen nu?\t0\nslot\t0\n', "x.tsv")
    assert texts(recording) == ["heel", '"Wat een club', "en nu?", "slot"]
    assert [(note.n, note.line, note.broken) for note in recording.notes] == [(2, 3, False)]


def test_quotes_that_were_meant_as_quotes_stay(record: Record) -> None:
    assert texts(record('text\tn\n"Opgelost" zeggen ze\t1\n', "x.tsv")) == ['"Opgelost" zeggen ze']


@pytest.mark.parametrize(
    ("table", "row", "line"),
    [
        ('text,n\na,1\n"het is weer', 2, 3),
        ('text,n\na,1\n"twee\nregels en', 2, 3),
        ("text,n\na,1\nhet is weer", 2, 3),
    ],
)
def test_a_table_cut_in_half_gives_what_was_whole_and_says_where_it_stops(
    record: Record, table: str, row: int, line: int
) -> None:
    given_rows: list[RecordedRow] = []
    with pytest.raises(PartlyRead, match=f"row {row}, line {line}") as caught:
        given_rows.extend(record(table, "x.csv"))
    assert [found.message.text for found in given_rows] == ["a"]
    assert (caught.value.row, caught.value.line, caught.value.byte) == (row, line, len(table))


def test_short_rows_are_no_cut_where_they_are_the_habit(record: Record) -> None:
    assert texts(record("text,n\na\nb\nc", "x.csv")) == ["a", "b", "c"]


def test_no_line_end_after_the_last_row_is_no_cut(record: Record) -> None:
    assert texts(record("text,n\na,1\nb,2", "x.csv")) == ["a", "b"]


def test_old_line_ends_are_line_ends(record: Record) -> None:
    assert texts(record(b"text,n\ra,1\rb,2\r", "x.csv")) == ["a", "b"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff")), st.text("ab,\t\"'\n"))
    )
)
def test_what_the_csv_module_writes_is_read_back(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    written = io.StringIO()
    csv.writer(written, delimiter="\t", quoting=csv.QUOTE_ALL).writerows([("text", "more"), *rows])
    file = tmp_path / "x.tsv"
    file.write_bytes(written.getvalue().encode())
    with open_recording(file) as recording:
        assert texts(recording) == [text for text, _ in rows]
        assert recording.noted == 0
