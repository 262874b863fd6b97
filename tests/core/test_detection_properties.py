from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.detection import detect
from bot.core.evidence import gather
from bot.core.lexicon import MOST_PER_CUE, matcher_for
from bot.core.normalise import LONGEST, cut, normalise
from bot.lexicons import load_lexicons
from tests.core.speaking import BRAND, said
from tests.core.worst_texts import WORST

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
    "\ud83d",
    "é",
    "ß",
    "0612345678 ",
    "NL91ABNA0417164300 ",
    "@",
    "https://x ",
)


@cache
def lexicons() -> dict[str, Lexicon]:
    found = load_lexicons()[0]
    # phonenumbers is loaded at the first candidate; that is no part of judging a text.
    detect(said("bel 020 1234567"), found, BRAND)
    return found


MATCHER = matcher_for(tuple(load_lexicons()[0].values()), BRAND)


def judge(text: str) -> Finding:
    return detect(said(text), lexicons(), BRAND)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(st.characters(), max_size=300), st.lists(st.sampled_from(PIECES), max_size=60).map("".join)))
def test_any_text_gives_a_finding(text: str) -> None:
    finding = judge(text)
    assert 0.0 <= finding.probability <= 1.0
    assert finding.signals
    assert 0 <= finding.severity <= 3
    assert (finding.severity == 3) == bool(finding.hard)
    assert (finding.topic != "") == (finding.probability >= 0.5)


@pytest.mark.parametrize("name", WORST)
def test_a_hostile_text_is_judged_on_bounded_parts(name: str) -> None:
    """How long each takes is a figure of `make bench`; here, that nothing in it can grow with the text."""
    text = WORST[name]
    finding = judge(text)
    assert finding.cut is (len(text) > LONGEST)
    assert len(finding.masked) <= 8 * LONGEST
    assert len(finding.private) <= LONGEST
    plain = normalise(cut(text)[0], MATCHER.spelling)
    assert len(plain.line) <= 4 * LONGEST
    per_pattern = Counter((hit.cue, hit.weight, hit.start) for hit in MATCHER.find(plain))
    cues = Counter(cue for cue, _, _ in per_pattern)
    assert max(cues.values(), default=0) <= MOST_PER_CUE * 40
    assert all(len(hits) <= MOST_PER_CUE * 40 for hits in gather(plain, MATCHER).by_kind.values())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.integers(1, 3000)), min_size=1, max_size=4))
def test_whatever_is_repeated_the_judged_part_stays_short(parts: list[tuple[str, int]]) -> None:
    text = "".join(piece * times for piece, times in parts)
    judged, was_cut = cut(text)
    assert len(judged) <= LONGEST + 1
    assert len(normalise(judged, MATCHER.spelling).words) <= 2 * LONGEST
    finding = judge(text)
    assert finding.cut is was_cut
    assert 0.0 <= finding.probability <= 1.0


def test_a_long_text_says_that_it_was_judged_on_its_ends() -> None:
    assert judge("la " * 5000).cut
    assert not judge("la " * 100).cut


@settings(max_examples=150, deadline=None)
@example(text="\u00c0@0")
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
