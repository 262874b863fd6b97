"""What the words of a message give to judge on: hits, after harmless readings and negations took theirs, and pairs of hits."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.language import OTHER, language_of
from bot.core.lexicon import Cue, Hit, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.core.lexicon import Matcher, Pair
    from bot.core.normalise import Plain

BREAKS = frozenset('.,"')
"""Tokens that end what a negation reaches."""
REACH = 3
"""A negation reaches so many words ahead: `geen enkele grote storing`."""
MOST_PER_CUE = 24
"""More hits of one cue in a text add nothing; this bounds the pairs of a text full of the same words."""

_NEGATABLE = frozenset({Kind.COMPLAINT, Kind.PRAISE, Kind.PART, Kind.ANGER, Kind.HARD, Kind.WAITING})
_WEAKENING = frozenset({Kind.SOLVED, Kind.PRAISE, Kind.ELSEWHERE, Kind.REPORTED, Kind.OFFICIAL, Kind.QUESTION})
_CANCELLED = _NEGATABLE | {Kind.SARCASM, Kind.ABUSE, Kind.SOLVED, Kind.ELSEWHERE}


@dataclass
class Evidence:
    """Hits by kind. `negated` holds the complaints and praise that a negation took; `quoted` are word ranges between quotes."""

    language: str
    words: Sequence[str]
    by_kind: dict[Kind, list[Hit]] = field(default_factory=lambda: defaultdict(list))
    negated: list[Hit] = field(default_factory=list)
    quoted: list[range] = field(default_factory=list)

    def of(self, kind: Kind) -> list[Hit]:
        """The hits of one kind, without making an empty list for it."""
        return self.by_kind.get(kind, [])


def gather(plain: Plain, matcher: Matcher) -> Evidence:
    """Everything the lexicons see in the text."""
    language = language_of(plain.words, matcher.small_words, matcher.foreign)
    evidence = Evidence(language, plain.words)
    hits = matcher.find(plain)
    if not hits:
        return evidence
    if language == OTHER and matcher.foreign.isdisjoint(plain.words):
        language = evidence.language = _language_of_hits(hits)
    hits = _limited(_own_language(hits, language, matcher.small_words))
    hits = _without_contained(_without_harmless(hits))
    kept, evidence.negated = _without_negated(hits, plain.words)
    if '"' in plain.words:
        evidence.quoted = _quoted(plain.words)
    for hit in kept:
        evidence.by_kind[hit.cue.kind].append(hit)
    for lexicon in matcher.lexicons:
        for hit in pairs_in(kept, lexicon.pairs, lexicon.language):
            evidence.by_kind[hit.cue.kind].append(hit)
    return evidence


def _language_of_hits(hits: Sequence[Hit]) -> str:
    """Without small words to go by (`storing!`), the language whose cues speak most."""
    counts = Counter(hit.language for hit in hits if hit.language)
    best = counts.most_common(2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return OTHER
    return best[0][0]


def _own_language(hits: Iterable[Hit], language: str, known: Mapping[str, frozenset[str]]) -> list[Hit]:
    """In a message of a known language, a single word of another one is an accident (`door`, `die`, `brand`)."""
    if language not in known:
        return list(dict.fromkeys(hits))
    return [hit for hit in hits if hit.language in {language, ""} or hit.end - hit.start > 1]


def _limited(hits: list[Hit]) -> list[Hit]:
    if len(hits) <= MOST_PER_CUE:
        return hits
    counts: dict[int, int] = defaultdict(int)
    kept = []
    for hit in hits:
        counts[id(hit.cue)] += 1
        if counts[id(hit.cue)] <= MOST_PER_CUE:
            kept.append(hit)
    return kept


def _without_harmless(hits: list[Hit]) -> list[Hit]:
    """Drop what a harmless phrase of at least the same length overlaps."""
    harmless = [hit for hit in hits if hit.cue.kind is Kind.HARMLESS]
    if not harmless:
        return hits
    covered = {(hit.language, word): hit.end - hit.start for hit in harmless for word in range(hit.start, hit.end)}

    def cancelled(hit: Hit) -> bool:
        if hit.cue.kind not in _CANCELLED:
            return False
        longest = max(covered.get((hit.language, word), 0) for word in range(hit.start, hit.end))
        return longest >= hit.end - hit.start

    return [hit for hit in hits if not cancelled(hit)]


def _without_contained(hits: list[Hit]) -> list[Hit]:
    """Drop what weakens but is a piece of a longer complaint: `doet het weer` in `doet het weer niet`."""
    longer = [hit for hit in hits if hit.cue.kind is Kind.COMPLAINT and hit.end - hit.start > 1]
    if not longer:
        return hits

    def contained(hit: Hit) -> bool:
        return hit.cue.kind in _WEAKENING and any(
            big.start <= hit.start and hit.end <= big.end and big.end - big.start > hit.end - hit.start
            for big in longer
        )

    return [hit for hit in hits if not contained(hit)]


def _without_negated(hits: list[Hit], words: Sequence[str]) -> tuple[list[Hit], list[Hit]]:
    """Split the hits in those that stand and those that a negation before them took."""
    denials = [hit for hit in hits if hit.cue.kind is Kind.NEGATION]
    if not denials:
        return hits, []
    inside = {
        word
        for hit in hits
        if hit.cue.kind in {Kind.COMPLAINT, Kind.SOLVED, Kind.PRAISE} and hit.end - hit.start > 1
        for word in range(hit.start, hit.end)
    }
    reached: set[int] = set()
    for denial in denials:
        if denial.start in inside:
            continue
        for word in range(denial.end, min(denial.end + REACH, len(words))):
            if words[word] in BREAKS:
                break
            reached.add(word)
    kept: list[Hit] = []
    negated: list[Hit] = []
    for hit in hits:
        taken = hit.cue.kind in _NEGATABLE and hit.start in reached
        (negated if taken else kept).append(hit)
    return kept, negated


def _quoted(words: Sequence[str]) -> list[range]:
    """Ranges of three words and more between two quote tokens; shorter ones are scare quotes."""
    marks = [n for n, word in enumerate(words) if word == '"']
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return [range(start + 1, end) for start, end in pairs if end - start > 3]  # noqa: PLR2004


def pairs_in(hits: Sequence[Hit], pairs: Sequence[Pair], language: str) -> list[Hit]:
    """A hit for each pair whose two cues stand close together; the closest two are taken."""
    places: dict[str, list[Hit]] = {}
    for hit in hits:
        if hit.language == language:
            places.setdefault(hit.cue.name, []).append(hit)
    if len(places) <= 1 and all(len(found) <= 1 for found in places.values()):
        return []
    found = []
    for pair in pairs:
        first, second = places.get(pair.first), places.get(pair.second)
        if first and second and (closest := _closest(first, second, pair)):
            start, end = closest
            cue = Cue(pair.name, pair.kind, (), pair.topic, pair.says)
            found.append(Hit(cue, language, pair.weight, start, end))
    return found


def _closest(first: Sequence[Hit], second: Sequence[Hit], pair: Pair) -> tuple[int, int] | None:
    best: tuple[int, int, int] | None = None
    for one in first:
        for other in second:
            if one.end <= other.start:
                gap, span = other.start - one.end, (one.start, other.end)
            elif other.end <= one.start and not pair.ordered:
                gap, span = one.start - other.end, (other.start, one.end)
            else:
                continue
            if gap <= pair.within and (best is None or gap < best[0]):
                best = (gap, *span)
    return best and best[1:]
