"""`wegwijzer rehearse --staff`: an object for every row, also for rows that cannot be read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.cli.rehearse_staff import rehearse_staff

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "id\ttext\tnow\tlang\n"


def run(
    tmp_path: Path, content: bytes | str, capsys: pytest.CaptureFixture[str]
) -> tuple[int, list[dict[str, object]], str]:
    table = tmp_path / "staff.tsv"
    table.write_bytes(content if isinstance(content, bytes) else content.encode())
    code = rehearse_staff(table, None, as_json=True)
    said = capsys.readouterr()
    return code, [json.loads(line) for line in said.out.splitlines()], said.err


def test_every_row_is_told_with_its_promise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "a\tIk bel je morgen voor 12:00\t2026-10-24T11:00+02:00\tnl\nb\tThanks!\t2026-03-10T11:00+01:00\ten\n"
    code, told, _ = run(tmp_path, HEAD + rows, capsys)
    assert code == 0
    assert told == [
        {"n": 1, "id": "a", "promise": True, "due": "2026-10-25T12:00:00+01:00", "text": "Ik bel je morgen voor 12:00"},
        {"n": 2, "id": "b", "promise": False, "due": None, "text": "Thanks!"},
    ]


def test_a_quotation_mark_is_a_character_and_ids_may_be_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = 'text\tnow\tlang\r\n"Hoi", ik bel je om half vier\t2026-03-10T11:00+01:00\tnl\r\n'
    code, told, _ = run(tmp_path, table, capsys)
    assert (code, told[0]["text"], told[0]["id"]) == (0, '"Hoi", ik bel je om half vier', "1")
    assert told[0]["due"] == "2026-03-10T15:30:00+01:00"


def test_a_row_that_cannot_be_read_is_told_as_no_promise_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = b"a\tIk bel je morgen\tgisteren\tnl\nb\tIk bel je morgen\t2026-03-10T11:00\tnl\nc\tkort\n"
    rows += b"d\tIk bel je morgen \xff\t2026-03-10T11:00+01:00\tnl\ne\tIk bel je morgen\t2026-03-10T11:00+01:00\tfr\n"
    rows += b"f\tIk bel je morgen\t2026-03-10T11:00+01:00\tNL\n\n"
    code, told, said = run(tmp_path, HEAD.encode() + rows, capsys)
    assert code == 3
    assert [row["promise"] for row in told] == [False, False, False, False, False, True]
    for row in range(1, 6):
        assert f"staff.tsv:{row + 1}: row {row} " in said


def test_a_table_without_its_columns_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told, said = run(tmp_path, "text\tlang\nhoi\tnl\n", capsys)
    assert (code, told) == (2, [])
    assert "no column now" in said
    assert rehearse_staff(tmp_path / "none.tsv", None, as_json=True) == 2


def test_without_json_people_can_read_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "staff.tsv"
    table.write_text(HEAD + "a\tIk bel je morgen voor 12:00\t2026-03-10T11:00+01:00\tnl\n", encoding="utf-8")
    assert rehearse_staff(table, None, as_json=False) == 0
    assert "Wed 2026-03-11 12:00" in capsys.readouterr().out


@pytest.mark.parametrize(
    "now", ["9999-12-31T23:59:00+01:00", "9999-12-31T23:59:00-14:00", "0001-01-01T00:00:00+14:00", "1500-01-01T12:00Z"]
)
def test_a_moment_at_the_end_of_all_calendars_stops_no_table(
    now: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = f"a\tIk bel je over een week\t{now}\tnl\nb\tIk bel je morgen\t2026-03-10T11:00+01:00\tnl\n"
    code, told, said = run(tmp_path, HEAD + rows, capsys)
    assert (code, [row["promise"] for row in told]) == (3, [False, True])
    assert "staff.tsv:2: row 1 " in said
    assert now in said


def test_a_byte_order_mark_crlf_empty_and_endless_texts_are_rows_like_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    now = "2026-03-10T11:00+01:00\tnl\r\n"
    rows = f"a\t\t{now}b\t{'x' * 10_000}\t{now}c\t{'ik bel je binnen 2 uur ' * 450}\t{now}"
    code, told, _ = run(tmp_path, b"\xef\xbb\xbf" + (HEAD.replace("\n", "\r\n") + rows).encode(), capsys)
    assert (code, [row["promise"] for row in told]) == (0, [False, False, True])
    assert len(str(told[1]["text"])) == 10_000


def test_a_table_in_another_encoding_or_with_a_column_twice_is_refused_with_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = "a\tIk bel je morgen\t2026-03-10T11:00+01:00\tnl\n"
    code, told, said = run(tmp_path, (HEAD + row).encode("utf-16"), capsys)
    assert (code, told) == (2, [])
    assert "UTF-8" in said
    code, told, said = run(tmp_path, "text\tnow\tlang\tText\nhoi\t2026-03-10T11:00+01:00\tnl\tx\n", capsys)
    assert (code, told) == (2, [])
    assert "text twice" in said
