from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from bot.core.detection import detect
from bot.core.own_rules import MOST_FOUND, own_rule, pattern_hits
from bot.lexicons import load_lexicons
from tests.core.speaking import BRAND, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.findings import Finding
    from bot.core.lexicon import Lexicon
    from bot.core.own_rules import OwnRule

pytestmark = pytest.mark.thorough


@cache
def lexicons() -> dict[str, Lexicon]:
    return load_lexicons()[0]


def judge(text: str, *rules: OwnRule) -> Finding:
    return detect(said(text), lexicons(), replace(BRAND, rules=rules))


def codes(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in re.finditer(r"fout \d{4}", text))


PARKING = own_rule(
    "full", "complaint", "zegt dat de parkeerplaats vol is", phrases=("parkeerplaats vol*",), topic="parking"
)
CODE = own_rule("code", "hard", "noemt een gevaarlijke foutcode", find=codes, topic="safety")
BAND = own_rule("band", "harmless", "noemt de band", phrases=("storing live",), weight=4.6)


def test_a_phrase_of_the_brand_makes_a_complaint_of_its_own_topic() -> None:
    before, after = (
        judge("de parkeerplaats volgezet met karren"),
        judge("de parkeerplaats volgezet met karren", PARKING),
    )
    assert before.probability < after.probability
    assert after.topic == "parking"
    assert "zegt dat de parkeerplaats vol is" in [signal.text for signal in after.signals if signal.fired]


def test_a_rule_that_did_not_fire_is_told_with_no_weight_and_changes_nothing() -> None:
    text = "lekker weer vandaag"
    finding = judge(text, PARKING)
    assert finding.probability == judge(text).probability
    assert ("rule.full", False, 0.0) in [(s.name, s.fired, s.weight) for s in finding.signals]


def test_a_denied_phrase_does_not_fire() -> None:
    finding = judge("het is hier geen parkeerplaats volgens mij", PARKING)
    assert not any(signal.fired for signal in finding.signals if signal.name == "rule.full")


def test_a_harmless_phrase_speaks_against_and_cancels_what_it_covers() -> None:
    text = "gisteren storing live gezien in de zaal"
    assert judge(text, BAND).probability < judge(text).probability


def test_a_pattern_sees_the_text_as_it_was_written_and_calls_for_a_person() -> None:
    finding = judge("het kastje zegt fout 1234 en knippert", CODE)
    assert finding.hard == ("safety",)
    assert finding.severity == 3
    assert judge("het kastje zegt fout 12", CODE).hard == ()


def test_a_pattern_never_sees_personal_data() -> None:
    seen: list[str] = []

    def spy(text: str) -> Iterator[tuple[int, int]]:
        seen.append(text)
        return iter(())

    judge("bel 06-12345678 of NL91ABNA0417164300", own_rule("spy", "complaint", "x", find=spy))
    assert len(seen) == 1
    assert not any(character.isdigit() for character in seen[0])


def test_the_least_severity_counts_in_a_complaint_only() -> None:
    serious = own_rule("serious", "complaint", "ernstig", phrases=("geen internet",), severity=2)
    assert judge("alweer geen internet", serious).severity == 2
    light = own_rule("light", "complaint", "x", phrases=("lekker weer",), severity=2, weight=0.0)
    assert judge("lekker weer vandaag", light).severity == 0


def test_hits_of_a_pattern_stand_on_words_and_are_few() -> None:
    hits = pattern_hits("een fout 1234", (CODE,))
    assert [(hit.start, hit.end) for hit in hits] == [(1, 3)]
    assert len(pattern_hits("fout 1234 " * 100, (CODE,))) == MOST_FOUND
