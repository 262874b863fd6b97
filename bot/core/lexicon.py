"""How one language complains: cues, pairs of cues, small words and the sentences that explain them. A type; `bot.lexicons` reads it.

A *cue* is a list of phrases that say one thing. A phrase is normalised words; `*` at its end or start lets the word go on
(`vertraag*`, `*storing`). A *pair* fires when two cues stand close together (`wifi` … `hapert`).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ahocorasick_rs import AhoCorasick

from bot.core.language import FOREIGN
from bot.core.normalise import Plain, normalise
from bot.core.spelling import slips_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.scorer import Model


class Kind(StrEnum):
    """What a cue does to the judgement."""

    COMPLAINT = "complaint"
    """Trouble: its weight counts for its topic."""
    ANGER = "anger"
    """Displeasure or an intensifier: strengthens trouble, proves little alone."""
    WAITING = "waiting"
    """Time that goes by, or a repetition: strengthens trouble."""
    SARCASM = "sarcasm"
    """Praise that means the opposite beside trouble."""
    PART = "part"
    """Counts in pairs only."""
    NEGATION = "negation"
    """Takes the force from a complaint or praise that follows within three words."""
    ADDRESS = "address"
    """Speaks to the brand."""
    QUESTION = "question"
    PRAISE = "praise"
    SOLVED = "solved"
    REPORTED = "reported"
    """Quoted, forwarded, fiction or news."""
    ELSEWHERE = "elsewhere"
    """Another company or sector."""
    HYPOTHETICAL = "hypothetical"
    OFFICIAL = "official"
    """Sounds like staff, a moderator or an advertisement."""
    HARMLESS = "harmless"
    """Looks like trouble and is not: cancels what it overlaps."""
    HARD = "hard"
    """A reason for a person; `topic` names the reason (one of HARD_REASONS)."""
    ABUSE = "abuse"
    """An insult or threat to people."""
    EXIT = "exit"
    """The whole message is a wish; `topic` is human, stop or no_complaint."""
    BRAND = "brand"
    """The brand's own name; made from BrandNames."""


@dataclass(frozen=True, slots=True)
class BrandNames:
    """What the brand is called: its name, other names for it, its official handles (without @) and its own domains."""

    name: str
    aliases: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """Phrases that say one thing. `phrases` holds (phrase, weight in log-odds); `says` is what people read when it fired.

    `needs_trouble`: of a hard cue, it counts only in a message that complains. `topic` is a topic, a hard reason or an exit word.
    """

    name: str
    kind: Kind
    phrases: tuple[tuple[str, float], ...]
    topic: str = ""
    says: str = ""
    needs_trouble: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cues within `within` words of each other, in one sentence; `ordered`: the first named must come first."""

    name: str
    first: str
    second: str
    within: int
    weight: float
    topic: str
    says: str
    ordered: bool = False
    kind: Kind = Kind.COMPLAINT


@dataclass(frozen=True, eq=False)
class Lexicon:
    """One language. `labels` maps the name of a group to (sentence when it fired, sentence when it did not)."""

    language: str
    small_words: frozenset[str]
    cues: tuple[Cue, ...]
    pairs: tuple[Pair, ...] = ()
    labels: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    model: Model | None = None
    """The word model, where one was trained; all lexicons of a folder share it."""


class Hit(NamedTuple):
    """A phrase found: words `start` up to `end` of the text."""

    cue: Cue
    language: str
    weight: float
    start: int
    end: int


class _Entry(NamedTuple):
    cue: Cue
    language: str
    weight: float


@dataclass(frozen=True, eq=False)
class Matcher:
    """All languages and the brand's names in one automaton; its cost hardly grows with the number of phrases."""

    lexicons: tuple[Lexicon, ...]
    small_words: dict[str, frozenset[str]]
    foreign: frozenset[str]
    known: frozenset[str]
    slips: dict[str, str]
    """Misspellings of the words that matter."""
    model: Model | None
    _automaton: AhoCorasick
    _entries: tuple[tuple[_Entry, ...], ...]

    def find(self, text: Plain) -> list[Hit]:
        """Every phrase in the text, in the order of its end."""
        found = self._automaton.find_matches_as_indexes(text.line, overlapping=True)
        if not found:
            return []
        starts = list(accumulate((len(word) + 1 for word in text.words), initial=1))
        hits: list[Hit] = []
        for pattern, begin, end in found:
            first = bisect_right(starts, begin + 1) - 1
            last = bisect_right(starts, end - 2)
            hits.extend(Hit(*entry, first, last) for entry in self._entries[pattern])
        return hits


@lru_cache(maxsize=8)
def matcher_for(lexicons: tuple[Lexicon, ...], brand: BrandNames) -> Matcher:
    """Compile once for each set of lexicons and brand; a new set (an edited file) is a new key."""
    entries: dict[str, list[_Entry]] = {}
    for lexicon in lexicons:
        for cue in lexicon.cues:
            for phrase, weight in cue.phrases:
                entries.setdefault(pattern_of(phrase), []).append(_Entry(cue, lexicon.language, weight))
    names = [name for name in (brand.name, *brand.aliases, *brand.handles) if name.strip()]
    cue = Cue("brand", Kind.BRAND, ())
    for name in names:
        entries.setdefault(pattern_of(plain_phrase(name)), []).append(_Entry(cue, "", 0.0))
    all_small = frozenset().union(*(lexicon.small_words for lexicon in lexicons))
    shared = frozenset(word for word in all_small if sum(word in lexicon.small_words for lexicon in lexicons) > 1)
    known = frozenset(word for pattern in entries for word in pattern.split()) | all_small
    return Matcher(
        lexicons=lexicons,
        small_words={lexicon.language: lexicon.small_words - shared for lexicon in lexicons},
        foreign=FOREIGN - all_small,
        known=known,
        slips=slips_of(
            {word for pattern, found in entries.items() if _matters(found) for word in pattern.split()}, known
        ),
        model=next((lexicon.model for lexicon in lexicons if lexicon.model), None),
        _automaton=AhoCorasick(list(entries)),
        _entries=tuple(tuple(found) for found in entries.values()),
    )


def _matters(found: list[_Entry]) -> bool:
    return any(entry.cue.kind in {Kind.COMPLAINT, Kind.PART} for entry in found)


def plain_phrase(phrase: str) -> str:
    """The phrase as the normaliser would show it, its stars kept."""
    bare = phrase.strip()
    words = " ".join(normalise(bare.strip("*").replace("#", "3")).words)
    return f"{'*' if bare.startswith('*') else ''}{words}{'*' if bare.endswith('*') else ''}"


def pattern_of(phrase: str) -> str:
    """Spaces stand for word boundaries; a star takes one away."""
    left = "" if phrase.startswith("*") else " "
    right = "" if phrase.endswith("*") else " "
    return f"{left}{phrase.strip('*')}{right}"
