"""`wegwijzer rehearse` over each form of recording: what it prints, and its exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.recordings.exports import discord_export, discord_message, telegram_chat, telegram_message

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said

    Run = Callable[..., Said]

COMPLAINT = "@polderlink mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing!"
CALM = "lekker weer vandaag, wie gaat er mee naar het park?"
KEYS = ["n", "id", "platform", "place", "author", "at", "text", "language", "complaint", "topic", "severity", "verdict"]
VERDICTS = {"leave", "answer", "ask", "hand_over", "warn"}


def _telegram() -> str:
    return json.dumps(telegram_chat(telegram_message(1, COMPLAINT), telegram_message(2, CALM)), indent=1)


def _discord() -> str:
    return json.dumps(discord_export(discord_message(1, COMPLAINT), discord_message(2, CALM)), indent=1)


def _table() -> str:
    return (
        f"time\tauthor\ttext\n2026-11-20T10:15:00+00:00\tNoor\t{COMPLAINT}\n2026-11-20T10:16:00+00:00\tPiet\t{CALM}\n"
    )


FORMS = {"telegram": ("result.json", _telegram), "discord": ("hulp.json", _discord), "table": ("chat.tsv", _table)}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_one_object_a_message_with_exactly_these_keys(
    wegwijzer: Run, brand: Path, tmp_path: Path, form: str
) -> None:
    name, content = FORMS[form]
    (tmp_path / name).write_text(content(), encoding="utf-8")
    code, out, err = wegwijzer("rehearse", tmp_path / name, "--config", brand, "--json", "--quiet")
    rows: list[dict[str, Any]] = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [list(row) for row in rows] == [[*KEYS, "because", "reply"]] * 2
    assert [row["verdict"] for row in rows] == ["answer", "leave"]
    assert all(row["because"] for row in rows)
    assert all(set(one) == {"signal", "weight", "fired", "text"} for row in rows for one in row["because"])
    assert "bot van Polderlink" in rows[0]["reply"]
    assert rows[1]["reply"] is None
    assert "2 messages judged; nothing was sent" in err


def test_as_text_each_message_has_its_verdict_reason_and_reply(wegwijzer: Run, brand: Path, tmp_path: Path) -> None:
    file = tmp_path / "chat.tsv"
    file.write_text(_table(), encoding="utf-8")
    code, out, _ = wegwijzer("rehearse", file, "--config", brand, "--quiet", "--only", "answer")
    assert code == 0
    assert "because" in out
    assert "bot van Polderlink" in out
    assert "park" not in out


@pytest.mark.parametrize(
    "form", ["telegram", *(pytest.param(form, marks=pytest.mark.slow) for form in ("discord", "table"))]
)
def test_an_export_cut_in_half_gives_what_was_whole_and_exits_with_three(
    wegwijzer: Run, brand: Path, tmp_path: Path, form: str
) -> None:
    name, content = FORMS[form]
    text = content()
    (tmp_path / name).write_text(text[: text.rindex("Piet" if form == "table" else "lekker") + 3], encoding="utf-8")
    code, out, err = wegwijzer("rehearse", tmp_path / name, "--config", brand, "--json", "--quiet")
    assert code == 3
    assert json.loads(out.splitlines()[0])["verdict"] == "answer"
    assert "row" in err or "only partly read" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("chat.tsv", "tijd\twoorden\n1\thoi\n"),
        pytest.param("leeg.json", "", marks=pytest.mark.slow),
        pytest.param("foto.jpg", "\x00\x01\x02", marks=pytest.mark.slow),
    ],
    ids=["no text column", "empty", "no recording"],
)
def test_what_cannot_be_used_is_one_sentence_with_what_to_do(
    wegwijzer: Run, brand: Path, tmp_path: Path, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    code, out, err = wegwijzer("rehearse", tmp_path / name, "--config", brand, "--quiet")
    assert (code, out) == (2, "")
    assert " — " in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("words", [("--only", "maybe"), ("--answer", "never")], ids=" ".join)
def test_an_option_with_an_unknown_word_names_the_known_ones(
    wegwijzer: Run, brand: Path, tmp_path: Path, words: tuple[str, str]
) -> None:
    code, _, err = wegwijzer("rehearse", tmp_path / "x.tsv", "--config", brand, *words)
    assert code == 2
    assert "write" in err


def test_the_summary_says_how_many_questions_a_day_staff_would_get(wegwijzer: Run, brand: Path, tmp_path: Path) -> None:
    file = tmp_path / "chat.tsv"
    rows = [
        f"2026-11-{day}T10:{n:02}:00+01:00\tNr {day}{n}\t{COMPLAINT}\n" for day in (19, 20) for n in range(day - 17)
    ]
    file.write_text("time\tauthor\ttext\n" + "".join(rows), encoding="utf-8")
    code, _, err = wegwijzer("rehearse", file, "--config", brand, "--quiet", "--answer", "ask", "--precision", "0.8")
    assert code == 0
    assert "asks a day 2.5 over 2 days, 1000 in 1,000 messages; most on 2026-11-20: 3; the budget is 15 a shift" in err
    assert wegwijzer("rehearse", file, "--config", brand, "--precision", "7").code == 2


def test_odd_texts_are_judged_and_come_out_as_they_were(wegwijzer: Run, brand: Path, tmp_path: Path) -> None:
    odd = ["{{7*7}} " + COMPLAINT, "@everyone **vet** " + COMPLAINT, "🤬" * 2049 + COMPLAINT, "bla " * 262_144]
    file = tmp_path / "result.json"
    chat = telegram_chat(*(telegram_message(n, text) for n, text in enumerate(odd)))
    file.write_text(json.dumps(chat, ensure_ascii=False), encoding="utf-8")
    code, out, _ = wegwijzer("rehearse", file, "--config", brand, "--json", "--quiet")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [row["text"] for row in rows] == odd
    assert {row["verdict"] for row in rows} <= VERDICTS
    assert not any("49" in (row["reply"] or "") for row in rows)
