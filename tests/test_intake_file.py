"""The file of intake questions: what it may say, and each mistake with its line."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.core.intake import Kind
from bot.library import check_replies
from bot.library.intake import read_intake

TODAY = date(2026, 11, 19)
REPLIES = Path(__file__).parents[1] / "replies"
GOOD = """- id: before
  ask: Heb je hier al eerder contact over gehad, en waar?
  label: Eerder
  kind: text
  topics: all
- id: order_number
  ask: Wat is het bestelnummer?
  label: Bestelnummer
  kind: order
  pattern: 'PL-[0-9]{6}'
  topics: [delivery, parking]
"""


def mistakes(source: str) -> list[str]:
    """`line message | fix` of each."""
    _, troubles = read_intake(source, "nl/intake.yaml", "nl", ("parking",))
    return [f"{trouble.line} {trouble.message} | {trouble.fix}" for trouble in troubles]


def test_questions_are_read_in_order_with_their_patterns() -> None:
    questions, troubles = read_intake(GOOD, "nl/intake.yaml", "nl", ("parking",))
    assert troubles == []
    assert questions is not None
    assert [(one.id, one.kind) for one in questions] == [("before", Kind.TEXT), ("order_number", Kind.ORDER)]
    assert questions[1].fits("het is pl-123456 geloof ik", TODAY)
    assert not questions[1].fits("123456", TODAY)
    assert questions[1].about("parking")
    assert not questions[1].about("outage")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("  kind: text", "  kind: date\n  when: later", 5, "when says 'later'"),
        ("  kind: text", "  kind: text\n  when: past", 5, "only a question of kind date"),
        ("  kind: order", "  kind: ordre", 9, "kind says 'ordre'"),
        ("'PL-[0-9]{6}'", "'PL-([0-9]{6}'", 10, "the pattern"),
        ("'PL-[0-9]{6}'", "'(?=x)PL'", 10, "the pattern"),
        ("  pattern: 'PL-[0-9]{6}'\n", "", 6, "has no pattern"),
        ("[delivery, parking]", "[delivry]", 11, "no topic is called 'delivry'"),
        ("order_number", "before", 6, "stands here twice"),
        ("order_number", "Order Number", 6, "is no name"),
        ("  label: Eerder\n", "", 1, "has no label"),
        ("  label: Eerder", "  lable: Eerder", 3, "no key 'lable'"),
        ("Wat is het bestelnummer?", "Wat is je pincode?", 7, 'asks for a "pincode"'),
        ("topics: all", "topics: outage", 1, "no question is asked for every topic"),
        ("  kind: text", "  kind: choice", 1, "the choices do not fit"),
        ("  kind: text", "  kind: text\n  choices: [a, b]", 1, "only a question of kind choice"),
        ("Wat is het", "Wat is het " + "heel " * 50, 7, "longer than 200 characters"),
    ],
)
def test_each_mistake_is_told_with_its_line_and_what_to_write(old: str, new: str, line: int, words: str) -> None:
    assert old in GOOD
    found = mistakes(GOOD.replace(old, new, 1))
    assert any(one.startswith(f"{line} ") and words in one for one in found), found
    assert all(one.partition(" | ")[2] for one in found)


@pytest.mark.parametrize("source", ["- id: [", "id: x", "- x", "- 1\n- 2", "{}", "[[]]", "- id: a\n  ask: {b: c}"])
def test_what_is_no_list_of_questions_is_told_and_never_raised(source: str) -> None:
    assert mistakes(source)


def test_an_empty_file_asks_nothing() -> None:
    assert read_intake("", "nl/intake.yaml", "nl") == ((), [])


def test_languages_ask_the_same(tmp_path: Path) -> None:
    shutil.copytree(REPLIES, tmp_path / "replies")
    file = tmp_path / "replies" / "en" / "intake.yaml"
    whole = file.read_text(encoding="utf-8")
    file.write_text(
        whole.replace("- id: since", "- id: since_when").replace("kind: text", "kind: date"), encoding="utf-8"
    )
    found = [
        f"{t.path}: {t.message}"
        for t in check_replies(tmp_path / "replies", ("nl", "en"), domains=("polderlink.example",))
    ]
    assert "en/intake: the question 'since' is missing in en" in found
    assert "nl/intake: the question 'since_when' is missing in nl" in found
    assert "en/intake: the question 'contact_before' wants date in en and text elsewhere" in found
