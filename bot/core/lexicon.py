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
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ahocorasick_rs import AhoCorasick

from bot.core.language import SmallWords
from bot.core.normalise import Plain, normalise
from bot.core.spelling import Spelling, slips_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.own_rules import OwnRule
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
    OWN = "own"
    """A rule of the brand's own that speaks for a complaint; see bot.core.own_rules."""


# Reading a member of an enumeration takes longer than looking one up in a table; where each message asks for many, these stand in.
ABUSE, ADDRESS, ANGER, BRAND, COMPLAINT = Kind.ABUSE, Kind.ADDRESS, Kind.ANGER, Kind.BRAND, Kind.COMPLAINT
ELSEWHERE, EXIT, HARD, HARMLESS, NEGATION = Kind.ELSEWHERE, Kind.EXIT, Kind.HARD, Kind.HARMLESS, Kind.NEGATION
OFFICIAL, PART, PRAISE, QUESTION = Kind.OFFICIAL, Kind.PART, Kind.PRAISE, Kind.QUESTION
REPORTED, SARCASM, SOLVED, WAITING = Kind.REPORTED, Kind.SARCASM, Kind.SOLVED, Kind.WAITING


@dataclass(frozen=True, slots=True)
class BrandNames:
    """What the brand is called: its name, other names for it, its official handles (without @) and its own domains."""

    name: str
    aliases: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    rules: tuple[OwnRule, ...] = ()
    """The brand's own rules, which belong to its words as its name does."""


@dataclass(frozen=True, slots=True, eq=False)
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
    """What a pattern stands for in one cue; `length` is its number of words."""

    cue: Cue
    language: str
    weight: float
    length: int


class PairOf(NamedTuple):
    """A pair of one language with the cue that it makes when it fires; `second` is the key of the cue it waits for."""

    place: int
    pair: Pair
    cue: Cue
    language: str
    second: str


_Table = tuple[tuple[_Entry, ...], ...]
"""For each pattern, what it stands for."""
_ANY = ""
"""Key of the table for a text of no known language."""
MOST_PER_CUE = 24
"""More hits of one cue in a text add nothing; this bounds the pairs of a text full of the same words."""
_SHORT_LINE = 400
"""In a line so short, counting spaces finds a word sooner than a list of the places of all words."""


@dataclass(frozen=True, eq=False)
class Matcher:
    """All languages and the brand's names in one automaton; its cost hardly grows with the number of phrases."""

    lexicons: tuple[Lexicon, ...]
    small: SmallWords
    spelling: Spelling
    """Words as they were meant; it knows every word of the lexicons."""
    model: Model | None
    domains: tuple[str, ...]
    """The brand's own, lower case."""
    handles: frozenset[str]
    """The brand's own, lower case."""
    brand: str
    """The brand's name."""
    own: tuple[OwnRule, ...]
    """The brand's own rules."""
    paired: Mapping[Cue, str]
    """The cues that stand in a pair, with the key of their language and name."""
    pairs: Mapping[str, tuple[PairOf, ...]]
    """The pairs by the key of their first cue."""
    _automaton: AhoCorasick
    _tables: Mapping[str, _Table]

    def find(self, text: Plain, language: str = _ANY) -> list[Hit]:
        """Every phrase in the text, in the order of its end.

        In a text of a known language, a single word of another one is an accident (`door`, `die`, `brand`) and is left out.
        """
        line = text.line
        found = self._automaton.find_matches_as_indexes(line, overlapping=True)
        if not found:
            return []
        table = self._tables.get(language) or self._tables[_ANY]
        make, hit = tuple.__new__, Hit
        hits: list[Hit] = []
        if len(line) <= _SHORT_LINE:
            for pattern, begin, _ in found:
                for cue, of, weight, length in table[pattern]:
                    first = line.count(" ", 0, begin + 1) - 1
                    hits.append(make(hit, (cue, of, weight, first, first + length)))
            return hits
        starts = list(accumulate((len(word) + 1 for word in text.words), initial=1))
        counts: dict[int, int] = {}
        for pattern, begin, _ in found:
            count = counts[pattern] = counts.get(pattern, 0) + 1
            if count > MOST_PER_CUE:
                continue
            for cue, of, weight, length in table[pattern]:
                first = bisect_right(starts, begin + 1) - 1
                hits.append(make(hit, (cue, of, weight, first, first + length)))
        return hits


@lru_cache(maxsize=8)
def matcher_for(lexicons: tuple[Lexicon, ...], brand: BrandNames) -> Matcher:
    """Compile once for each set of lexicons and brand; a new set (an edited file) is a new key."""
    entries: dict[str, list[_Entry]] = {}
    for lexicon in lexicons:
        for cue in lexicon.cues:
            for phrase, weight in cue.phrases:
                _enter(entries, pattern_of(phrase), cue, lexicon.language, weight)
    cue = Cue("brand", Kind.BRAND, ())
    for name in dict.fromkeys(name for name in (brand.name, *brand.aliases, *brand.handles) if name.strip()):
        _enter(entries, pattern_of(plain_phrase(name)), cue, "", 0.0)
    for rule in brand.rules:
        for phrase in rule.phrases:
            _enter(entries, pattern_of(plain_phrase(phrase)), rule.cue, "", rule.weight)
    all_small = frozenset().union(*(lexicon.small_words for lexicon in lexicons))
    known = frozenset(word for pattern in entries for word in pattern.split()) | all_small
    weighty = {word for pattern, found in entries.items() if _matters(found) for word in pattern.split()}
    return Matcher(
        lexicons=lexicons,
        small=SmallWords({lexicon.language: lexicon.small_words for lexicon in lexicons}),
        spelling=Spelling(known, slips_of(weighty, known)),
        model=next((lexicon.model for lexicon in lexicons if lexicon.model), None),
        domains=tuple(domain.lower() for domain in brand.domains),
        handles=frozenset(handle.lower() for handle in brand.handles),
        brand=brand.name,
        own=brand.rules,
        paired=_paired(lexicons),
        pairs=_pairs(lexicons),
        _automaton=AhoCorasick(list(entries)),
        _tables=_tables(tuple(map(tuple, entries.values())), [lexicon.language for lexicon in lexicons]),
    )


def _enter(entries: dict[str, list[_Entry]], pattern: str, cue: Cue, language: str, weight: float) -> None:
    entry = _Entry(cue, language, weight, len(pattern.split()))
    found = entries.setdefault(pattern, [])
    if entry not in found:
        found.append(entry)


def _tables(entries: _Table, languages: Sequence[str]) -> Mapping[str, _Table]:
    """For each language what counts in a text of it, and for no language everything."""
    by_language = {
        language: tuple(
            found
            if all(_counts(entry, language) for entry in found)
            else tuple(e for e in found if _counts(e, language))
            for found in entries
        )
        for language in languages
    }
    return MappingProxyType({_ANY: entries, **by_language})


def _counts(entry: _Entry, language: str) -> bool:
    return entry.length > 1 or entry.language in {language, ""}


def _key(language: str, name: str) -> str:
    return f"{language}:{name}"


def _paired(lexicons: Sequence[Lexicon]) -> Mapping[Cue, str]:
    named = {_key(lx.language, name) for lx in lexicons for pair in lx.pairs for name in (pair.first, pair.second)}
    keys = {cue: _key(lexicon.language, cue.name) for lexicon in lexicons for cue in lexicon.cues}
    return {cue: key for cue, key in keys.items() if key in named}


def _pairs(lexicons: Sequence[Lexicon]) -> Mapping[str, tuple[PairOf, ...]]:
    found: dict[str, list[PairOf]] = {}
    every = [(lexicon.language, pair) for lexicon in lexicons for pair in lexicon.pairs]
    for place, (language, pair) in enumerate(every):
        cue = Cue(pair.name, pair.kind, (), pair.topic, pair.says)
        one = PairOf(place, pair, cue, language, _key(language, pair.second))
        found.setdefault(_key(language, pair.first), []).append(one)
    return {key: tuple(pairs) for key, pairs in found.items()}


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
