from __future__ import annotations

import unicodedata
from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.detection import detect
from bot.lexicons import load_lexicons
from tests.core.speaking import BRAND, said

if TYPE_CHECKING:
    from bot.core.findings import Finding
    from bot.core.lexicon import Lexicon

COMPLAINTS = (
    "alweer geen internet en niemand neemt op",
    "mijn pakket is nooit aangekomen, waardeloos",
    "you charged me twice and nobody answers",
    "my wifi keeps dropping every night, useless",
)
PIECES = (
    "geen ",
    "internet ",
    "! ",
    "'",
    '"',
    "> ",
    "a\u0301",
    "\u200b",
    "é",
    "ß",
    "0612345678 ",
    "NL91ABNA0417164300 ",
    "@",
    "https://x ",
)
LONG_TEXTS = {
    "one letter": "a" * 9000,
    "marks": "\u0301\u0316" * 4096,
    "wide ligature": "\ufdfa" * 8192,
    "the same cue": "kapot " * 1400,
    "cues of two kinds": "internet doet het niet " * 360,
    "quotes": "'a b c' " * 1000,
    "digits": "0-" * 4096,
    "numbers": "06 " * 2730,
    "handles": "a.b@" * 2048,
    "IBAN beginnings": "AB12" * 2048,
    "negations": "niet geen " * 800,
    "streets": "Aa 1 straat 2 " * 580,
}


@cache
def lexicons() -> dict[str, Lexicon]:
    found = load_lexicons()[0]
    # phonenumbers is loaded at the first candidate; that is no part of judging a text.
    detect(said("bel 020 1234567"), found, BRAND)
    return found


def judge(text: str) -> Finding:
    return detect(said(text), lexicons(), BRAND)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)))
def test_any_text_gives_a_finding(text: str) -> None:
    finding = judge(text)
    assert 0.0 <= finding.probability <= 1.0
    assert finding.signals
    assert 0 <= finding.severity <= 3
    assert (finding.severity == 3) == bool(finding.hard)
    assert (finding.topic != "") == (finding.probability >= 0.5)


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_no_text_takes_long(name: str) -> None:
    judge(LONG_TEXTS[name])
    fastest = min(_seconds(LONG_TEXTS[name]) for _ in range(3))
    # 50 ms is the promise on an idle core; tests run beside others.
    assert fastest < 0.15


def _seconds(text: str) -> float:
    begin = perf_counter()
    judge(text)
    return perf_counter() - begin


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_composed_and_decomposed_text_is_judged_the_same(text: str) -> None:
    composed, decomposed = judge(unicodedata.normalize("NFC", text)), judge(unicodedata.normalize("NFD", text))
    assert composed.probability == decomposed.probability
    assert composed.topic == decomposed.topic
    assert composed.hard == decomposed.hard


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(COMPLAINTS),
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad")), max_size=12),
)
def test_zero_width_characters_hide_no_complaint(text: str, inserted: list[tuple[int, str]]) -> None:
    hidden = text
    for place, character in inserted:
        hidden = hidden[:place] + character + hidden[place:]
    assert judge(hidden).probability == judge(text).probability > 0.5
