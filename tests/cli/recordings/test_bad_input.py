from __future__ import annotations

import json
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from bot.cli.recordings import PartlyRead, Unusable, open_recording
from bot.cli.recordings.recording import NAMED
from tests.cli.recordings.exports import (
    discord_export,
    discord_message,
    telegram_account,
    telegram_chat,
    telegram_message,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from bot.cli.recordings import RecordedRow, Recording

    Record = Callable[..., Recording]

pytestmark = pytest.mark.thorough


def written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


FORMS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "telegram": (telegram_chat, telegram_message),
    "account": (lambda *messages: telegram_account(telegram_chat(*messages)), telegram_message),
    "discord": (discord_export, discord_message),
}


@pytest.mark.parametrize("form", FORMS)
def test_an_export_cut_at_any_byte_gives_every_whole_message(tmp_path: Path, form: str) -> None:
    chat, message = FORMS[form]
    whole = written(chat(*(message(number, f"bericht {number} …") for number in range(4)))).encode()
    file = tmp_path / "cut.json"
    seen = set()
    for length in (*range(1, len(whole) - 2, 9), len(whole) - 3):
        file.write_bytes(whole[:length])
        rows: list[RecordedRow] = []
        with pytest.raises((PartlyRead, Unusable)) as caught, open_recording(file) as recording:
            rows.extend(recording)
        if isinstance(caught.value, PartlyRead):
            assert (caught.value.row, caught.value.byte) == (len(rows) + 1, length)
            seen.add(len(rows))
        assert [row.message.text for row in rows] == [f"bericht {n} …" for n in range(len(rows))]
    assert seen == {0, 1, 2, 3, 4}


def test_a_cut_says_where_it_stops(record: Record) -> None:
    text = written(telegram_chat(telegram_message(1), telegram_message(2)))
    rows: list[RecordedRow] = []
    with pytest.raises(PartlyRead, match=r"in the middle of message 2, line 2\d; the 1 before it were read"):
        rows.extend(record(text[: text.rindex('"from_id"')]))
    assert len(rows) == 1


def test_a_message_that_is_no_json_costs_only_itself(record: Record) -> None:
    messages = [
        telegram_message(number, ["a", {"type": "bold", "text": "b"}, {"type": "bold", "text": "c"}])
        for number in range(4)
    ]
    text = written(telegram_chat(*messages)).replace('"id": 1,', '"id": oeps,')
    recording = record(text)
    assert [(row.n, row.message.id) for row in recording] == [(1, "0"), (3, "2"), (4, "3")]
    assert [(note.n, note.broken) for note in recording.notes] == [(2, True)]


@pytest.mark.parametrize("form", ["telegram", "discord"])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda m: m.pop("id"),
        lambda m: (m.pop("timestamp", 0), m.pop("date", 0), m.pop("date_unixtime", 0)),
        lambda m: m.update(timestamp="gisteren", date_unixtime="gisteren"),
        lambda m: m.update(text=7, content=7),
        lambda m: m.update(timestamp="9999-99-99", date_unixtime="99999999999999999999"),
    ],
)
def test_a_message_without_what_it_needs_is_counted_and_named(
    record: Record, form: str, spoil: Callable[[dict[str, Any]], object]
) -> None:
    chat, message = FORMS[form]
    bad = message(2)
    spoil(bad)
    recording = record(chat(message(1), bad, message(3)))
    assert [row.n for row in recording] == [1, 3]
    assert (recording.broken, recording.notes[0].n) == (1, 2)
    assert recording.notes[0].message


def test_items_that_are_no_messages_are_counted(record: Record) -> None:
    chat = telegram_chat(telegram_message(1))
    chat["messages"] += [None, 7, "tekst", [], telegram_message(2)]
    recording = record(chat)
    assert [row.n for row in recording] == [1, 6]
    assert recording.broken == 4


def test_all_broken_rows_are_counted_and_the_first_are_named(record: Record) -> None:
    recording = record("a,text\n" + "x\n" * 200 + "1,heel\n", "x.csv")
    assert [row.n for row in recording] == [201]
    assert (recording.broken, len(recording.notes)) == (200, NAMED)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        (b"\0\0\0\0", "is empty"),
        (b"{}", "no export of a chat"),
        (b"[]", "line 1"),
        (b'[{"text": "a"}]', "line 1"),
        (b'{"a": 1', "ends before its first message"),
        (b"{oeps}", "line 1"),
        (b"{" * 100_000, "line 1"),
        (b'{"a": ' + b"[" * 100_000, "line 1"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", 'no column "text"'),
        (bytes(range(256)) * 20, 'no column "text"'),
    ],
)
@pytest.mark.parametrize("name", ["result.json", "chat.csv"])
def test_what_is_no_recording_is_refused_in_one_sentence(record: Record, content: bytes, says: str, name: str) -> None:
    with pytest.raises(Unusable, match=says) as caught:
        list(record(content, name))
    assert caught.value.fix


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(Unusable, match="cannot be read"):
            open_recording(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("form", ["json", "table"])
def test_other_encodings_of_unicode_are_read(record: Record, encoding: str, form: str) -> None:
    text = (
        written(telegram_chat(telegram_message(1, "Één storing 📶")))
        if form == "json"
        else "text\tn\r\nÉén storing 📶\t1\r\n"
    )
    (row,) = record(text.encode(encoding), "result.json" if form == "json" else "x.tsv")
    assert row.message.text == "Één storing 📶"


def test_a_table_from_an_old_spreadsheet_is_read_and_that_is_said(record: Record) -> None:
    recording = record("text;n\nhoi;1\nÉén storing – €5;1\n".encode("cp1252"), "x.csv")
    assert [row.message.text for row in recording] == ["hoi", "Één storing – €5"]
    assert [(note.n, note.broken) for note in recording.notes] == [(2, False)]
    assert "Windows-1252" in recording.notes[0].message


def test_zero_bytes_and_halves_of_emoji_do_no_harm(record: Record) -> None:
    (row,) = record(b"text,n\na\0b,1\n", "x.csv")
    assert row.message.text == "ab"
    (row,) = record(r'{"name":"x","type":"","id":1,"messages":[{"id":1,"date":"2026-01-01","text":"a\u0000b \ud83d"}]}')
    assert row.message.text == "ab \ufffd"
    row.message.text.encode()


@pytest.mark.parametrize("form", FORMS)
def test_a_message_of_a_megabyte_is_a_message(record: Record, form: str) -> None:
    chat, message = FORMS[form]
    long = "storing! " * 120_000
    rows = list(record(chat(message(1), message(2, long), message(3))))
    assert [len(row.message.text) for row in rows] == [3, len(long), 3]


def test_a_megabyte_in_a_table_is_a_message(record: Record) -> None:
    long = "storing, weer! " * 70_000
    assert [len(row.message.text) for row in record(f'text,n\n"{long}",1\na,2\n', "x.csv")] == [len(long), 1]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    sizes = []
    for count in (2_000, 20_000):
        file = tmp_path / f"{count}.json"
        file.write_text(
            written(telegram_chat(*(telegram_message(n, f"bericht {n} " * 9) for n in range(count)))), encoding="utf-8"
        )
        tracemalloc.start()
        with open_recording(file) as recording:
            assert sum(1 for _ in recording) == count
            assert recording.done == recording.size == file.stat().st_size
        sizes.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert sizes[1] < sizes[0] + 1_000_000


def test_progress_goes_from_nothing_to_the_whole_file(record: Record) -> None:
    recording = record(telegram_chat(*(telegram_message(n, "x" * 2_000) for n in range(500))))
    steps = [recording.done for _ in recording]
    assert steps == sorted(steps)
    assert 0 < steps[0] < steps[-1] == recording.size


@pytest.mark.parametrize("form", ["telegram", "discord"])
@pytest.mark.parametrize("size", [900, 70_000])
def test_broken_messages_between_pieces_of_a_long_file_cost_only_themselves(
    record: Record, form: str, size: int
) -> None:
    chat, message = FORMS[form]
    count = 1_400_000 // size
    messages = [message(number, f"n{number} " + "x" * (number * 37 % size)) for number in range(count)]
    spoiled = set(range(3, count, 7))
    text = written(chat(*messages))
    for number in spoiled:
        text = text.replace(f'"n{number} x', f'"n{number}" x', 1)
    recording = record(text)
    assert [row.n - 1 for row in recording] == [number for number in range(count) if number not in spoiled]
    assert recording.broken == len(spoiled)


def test_text_after_the_last_whole_message_that_is_no_json_ends_the_reading(record: Record) -> None:
    text = written(telegram_chat(telegram_message(1), telegram_message(2))).replace('"id": 2,', '"id": oeps,')
    recording = record(text)
    rows: list[RecordedRow] = []
    with pytest.raises(PartlyRead):
        rows.extend(recording)
    assert [row.message.id for row in rows] == ["1"]
    assert recording.broken == 1


def test_a_loose_quote_far_from_the_end_is_given_up_after_a_bound(record: Record) -> None:
    table = 'text\tn\n"Wat een club\t1\n' + "".join(f"bericht {number}\t0\n" for number in range(5_000))
    recording = record(table, "x.tsv")
    texts = [row.message.text for row in recording]
    assert texts[:2] == ['"Wat een club', "bericht 0"]
    assert len(texts) == 5_001
    assert (recording.noted, recording.broken) == (1, 0)
