from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.config.own_rules import rules_of
from bot.config.patterns import BadPattern, compiled
from tests.config.conftest import GOOD

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.config import Config
    from bot.ports import Trouble

    Load = Callable[..., tuple[Config | None, list[Trouble]]]

RULES = (
    GOOD.replace("languages:", "topics: [parking]\n  languages:")
    + """\
rules:
  - name: full
    phrase: [parking is full, "parkeerplaats vol*"]
    says: says that the car park is full
    means: complaint
    topic: parking
    weight: 4.6
    severity: 2
  - name: code
    pattern: 'error [0-9]{4}'
    means: hard
    topic: safety
  - name: band
    phrase: storing live
    means: harmless
"""
)


def test_rules_become_what_detection_uses(load: Load) -> None:
    config, troubles = load(RULES)
    assert troubles == []
    assert config is not None
    full, code, band = rules_of(config)
    assert (full.phrases, full.topic, full.weight, full.severity) == (
        ("parking is full", "parkeerplaats vol*"),
        "parking",
        4.6,
        2,
    )
    assert code.find is not None
    assert list(code.find("é 😡 ERROR 1234!")) == [(4, 14)]
    assert (band.phrases, band.says, band.find) == (("storing live",), "band", None)


@pytest.mark.parametrize(
    ("before", "after", "path", "line", "says", "fix"),
    [
        ("'error [0-9]{4}'", "'error (?=x)'", "rules.1.pattern", 23, "cannot be used", "looks ahead"),
        ("'error [0-9]{4}'", "'(error) \\1'", "rules.1.pattern", 23, "cannot be used", "refers back"),
        ("'error [0-9]{4}'", "'(error'", "rules.1.pattern", 23, "missing )", "close every bracket"),
        ("'error [0-9]{4}'", "'x*'", "rules.1.pattern", 23, "empty text", "one character"),
        ("topic: safety", "weight: 2", "rules.1.means", 24, "must say which one", "legal"),
        ("topic: safety", "topic: safty", "rules.1.topic", 25, "is no reason", "safety"),
        ("topic: parking\n", "topic: parkng\n", "rules.0.topic", 19, "is no kind of complaint", "parking"),
        ("phrase: storing live", "phrase: '?!'", "rules.2.phrase", 27, "holds no words", "write words"),
        ("phrase: storing live", "says: x", "rules.2", 26, "nothing to look for", "phrase:"),
        ("phrase: storing live", "phrase: a\n    pattern: b", "rules.2", 26, "both a phrase and a pattern", "keep one"),
        ("name: band", "name: code", "rules.2.name", 26, "two rules have this name", "another name"),
        ("means: harmless", "means: harmles", "rules.2.means", 28, "", "harmless"),
        ("severity: 2", "severity: 3", "rules.0.severity", 21, "from 0 to 2", "severity"),
        ("[parking]", "[billing]", "brand.topics.0", 4, "known already", "remove it"),
    ],
)
def test_a_bad_rule_is_refused_with_its_place(
    load: Load, before: str, after: str, path: str, line: int, says: str, fix: str
) -> None:
    assert before in RULES
    config, troubles = load(RULES.replace(before, after, 1))
    assert config is None
    trouble = next(trouble for trouble in troubles if trouble.path == path)
    assert trouble.line == line
    assert says in trouble.message
    assert fix in trouble.fix


def test_a_pattern_that_python_would_choke_on_is_searched_in_one_go() -> None:
    find = compiled("(a+)+$")
    assert list(find("a" * 8000 + "!")) == []


def test_a_pattern_with_half_a_character_in_the_text_does_not_fail() -> None:
    assert list(compiled("b")("a\ud83db")) == [(2, 3)]


def test_a_pattern_has_a_longest_length() -> None:
    with pytest.raises(BadPattern, match="longer than"):
        compiled("a" * 501)
