from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from bot.core.detection import detect
from bot.core.wording import GROUPS
from bot.lexicons import load_lexicons
from bot.lexicons.reading import Example, load_examples
from tests.core.speaking import BRAND, said

if TYPE_CHECKING:
    from pathlib import Path

    from bot.core.lexicon import Lexicon

AT_LEAST = 60
SMALL = """\
language: de
small_words: der die das und ich nicht
labels:
  trouble: [sagt dass etwas nicht stimmt, nennt kein Problem]
macros:
  n: |
    zwei, drei
cues:
  - name: outage
    topic: outage
    says: sagt dass etwas ausfällt
    sure: |
      kein Internet seit {n} Tagen, schon wieder Störung
examples:
  complaints:
    - Schon wieder Störung und ich warte
  not_complaints:
    - Guten Morgen
"""


@cache
def lexicons() -> dict[str, Lexicon]:
    return load_lexicons()[0]


EXAMPLES = [(language, example) for language, examples in load_examples().items() for example in examples]


@pytest.mark.parametrize(
    ("language", "example"), EXAMPLES, ids=[f"{language}-line-{example.line}" for language, example in EXAMPLES]
)
def test_a_lexicon_judges_its_own_examples_rightly(language: str, example: Example) -> None:
    finding = detect(said(example.text), lexicons(), BRAND)
    assert (finding.probability >= 0.5) is example.complaint, finding.signals
    assert finding.language in {language, "mixed", "other"}
    if example.topic:
        assert finding.topic == example.topic
    if example.severity >= 0:
        assert finding.severity == example.severity
    if example.hard:
        assert example.hard in finding.hard


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_language_has_sixty_examples_of_both_kinds(language: str) -> None:
    kinds = [example.complaint for name, example in EXAMPLES if name == language]
    assert kinds.count(True) >= AT_LEAST
    assert kinds.count(False) >= AT_LEAST


def test_the_packaged_files_have_no_mistakes_and_say_every_group_in_words() -> None:
    found, troubles = load_lexicons()
    assert troubles == []
    assert set(found) == {"nl", "en"}
    for lexicon in found.values():
        assert {*GROUPS, "exit_human", "exit_stop", "exit_no_complaint"} <= {*lexicon.labels, "exit"}


def test_a_third_language_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "de.yaml").write_text(SMALL, encoding="utf-8")
    found, troubles = load_lexicons(tmp_path)
    assert troubles == []
    finding = detect(said("Kein Internet seit drei Tagen und ich warte"), found, BRAND)
    assert finding.language == "de"
    assert finding.topic == "outage"
    assert any(signal.text.startswith("sagt dass etwas ausfällt") for signal in finding.signals)


@pytest.mark.parametrize(
    ("wrong", "right", "line", "says"),
    [
        ("topic: outage", "topic: outtage", 10, "outtage"),
        ("{n} Tagen", "{m} Tagen", 13, "unknown macro"),
        ("    says: sagt", "    sagt: sagt", 11, "unknown name"),
        ("small_words: der die das und ich nicht\n", "", 1, "small_words"),
        ("  - name: outage", "  - nam: outage", 9, "nam"),
        ("macros:", "macros: [", 0, "not valid yaml"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, wrong: str, right: str, line: int, says: str) -> None:
    assert wrong in SMALL
    (tmp_path / "de.yaml").write_text(SMALL.replace(wrong, right, 1), encoding="utf-8")
    found, troubles = load_lexicons(tmp_path)
    assert found == {}
    assert any(says in trouble.message and (not line or trouble.line == line) for trouble in troubles), troubles
    assert all(trouble.fix for trouble in troubles)


def test_a_broken_file_does_not_take_the_others_along(tmp_path: Path) -> None:
    (tmp_path / "de.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "xx.yaml").write_text("", encoding="utf-8")
    (tmp_path / "yy.yaml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "zz.yaml").write_text(SMALL, encoding="utf-8")
    found, troubles = load_lexicons(tmp_path)
    assert set(found) == {"de"}
    assert [trouble.file.rsplit("/", 1)[-1] for trouble in troubles] == ["xx.yaml", "yy.yaml", "zz.yaml"]
