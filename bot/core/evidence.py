"""What the words of a message give to judge on: hits, after harmless readings and negations took theirs, and pairs of hits."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.language import OTHER
from bot.core.lexicon import COMPLAINT, HARMLESS, MOST_PER_CUE, NEGATION, Hit, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.core.lexicon import Matcher, Pair, PairOf
    from bot.core.normalise import Plain

BREAKS = frozenset('.,"')
"""Tokens that end what a negation reaches."""
REACH = 3
"""A negation reaches so many words ahead: `geen enkele grote storing`."""
_NEGATABLE = frozenset({Kind.COMPLAINT, Kind.PRAISE, Kind.PART, Kind.ANGER, Kind.HARD, Kind.WAITING, Kind.OWN})
_WEAKENING = frozenset({Kind.SOLVED, Kind.PRAISE, Kind.ELSEWHERE, Kind.REPORTED, Kind.OFFICIAL, Kind.QUESTION})
_TAKING = frozenset({Kind.HARMLESS, Kind.NEGATION, Kind.COMPLAINT})
"""Kinds that may take force from others."""
_KEEPING = frozenset({Kind.COMPLAINT, Kind.SOLVED, Kind.PRAISE})
"""Inside a longer phrase of these kinds a negation is part of what it says (`doet het niet`)."""
_CANCELLED = _NEGATABLE | {Kind.SARCASM, Kind.ABUSE, Kind.SOLVED, Kind.ELSEWHERE}


_NONE: list[Hit] = []


@dataclass(slots=True)
class Evidence:
    """Hits by kind. `negated` holds the complaints and praise that a negation took; `quoted` are word ranges between quotes."""

    language: str
    words: Sequence[str]
    by_kind: dict[Kind, list[Hit]] = field(default_factory=dict)
    negated: Sequence[Hit] = ()
    quoted: Sequence[range] = ()

    def of(self, kind: Kind) -> Sequence[Hit]:
        """The hits of one kind."""
        return self.by_kind.get(kind, _NONE)


def gather(plain: Plain, matcher: Matcher, more: Sequence[Hit] = ()) -> Evidence:
    """Everything the lexicons see in the text. `more` are hits of the brand's own patterns."""
    words = plain.words
    small = matcher.small
    language = small.language_of(words)
    hits = matcher.find(plain, language)
    if more:
        hits = sorted([*hits, *more], key=_end)
    if not hits:
        return Evidence(language, words)
    if language not in small.languages:
        if language == OTHER and small.foreign.isdisjoint(words):
            language = _language_of_hits(hits)
        hits = _own_language(hits, language, small.languages)
    if len(hits) > MOST_PER_CUE:
        hits = _limited(hits)
    evidence = Evidence(language, words, _by_kind(hits))
    if not _TAKING.isdisjoint(evidence.by_kind):
        hits = _standing(hits, evidence)
    if '"' in words:
        evidence.quoted = _quoted(words)
    for hit in pairs_in(hits, matcher):
        evidence.by_kind.setdefault(hit.cue.kind, []).append(hit)
    return evidence


def _end(hit: Hit) -> int:
    return hit.end


def _standing(hits: list[Hit], evidence: Evidence) -> list[Hit]:
    """What is left when harmless readings, longer complaints and negations took theirs; `evidence` is brought up to date."""
    before = hits
    found = evidence.by_kind
    if HARMLESS in found:
        hits = _without_harmless(hits)
    if COMPLAINT in found and not _WEAKENING.isdisjoint(found):
        hits = _without_contained(hits)
    if NEGATION in found and not _NEGATABLE.isdisjoint(found):
        hits, evidence.negated = _without_negated(hits, evidence.words)
    if len(hits) != len(before):
        evidence.by_kind = _by_kind(hits)
    return hits


def _by_kind(hits: Iterable[Hit]) -> dict[Kind, list[Hit]]:
    found: dict[Kind, list[Hit]] = {}
    for hit in hits:
        kind = hit[0].kind
        if kind in found:
            found[kind].append(hit)
        else:
            found[kind] = [hit]
    return found


def _language_of_hits(hits: Sequence[Hit]) -> str:
    """Without small words to go by (`storing!`), the language whose cues speak most."""
    counts = Counter(hit.language for hit in hits if hit.language)
    best = counts.most_common(2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return OTHER
    return best[0][0]


def _own_language(hits: Iterable[Hit], language: str, known: Collection[str]) -> list[Hit]:
    """In a message of a known language, a single word of another one is an accident (`door`, `die`, `brand`)."""
    if language not in known:
        return list(dict.fromkeys(hits))
    return [hit for hit in hits if hit.language in {language, ""} or hit.end - hit.start > 1]


def _limited(hits: list[Hit]) -> list[Hit]:
    counts: dict[int, int] = defaultdict(int)
    kept = []
    for hit in hits:
        counts[id(hit.cue)] += 1
        if counts[id(hit.cue)] <= MOST_PER_CUE:
            kept.append(hit)
    return kept


def _without_harmless(hits: list[Hit]) -> list[Hit]:
    """Drop what a harmless phrase of at least the same length overlaps."""
    harmless = [hit for hit in hits if hit.cue.kind is HARMLESS]
    covered = {(hit.language, word): hit.end - hit.start for hit in harmless for word in range(hit.start, hit.end)}

    def cancelled(hit: Hit) -> bool:
        if hit.cue.kind not in _CANCELLED:
            return False
        longest = max(covered.get((hit.language, word), 0) for word in range(hit.start, hit.end))
        return longest >= hit.end - hit.start

    return [hit for hit in hits if not cancelled(hit)]


def _without_contained(hits: list[Hit]) -> list[Hit]:
    """Drop what weakens but is a piece of a longer complaint: `doet het weer` in `doet het weer niet`."""
    longer = [hit for hit in hits if hit.cue.kind is COMPLAINT and hit.end - hit.start > 1]
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
    longer = [hit for hit in hits if hit.end - hit.start > 1 and hit.cue.kind in _KEEPING]
    reached: set[int] = set()
    for denial in hits:
        if denial.cue.kind is not NEGATION or any(hit.start <= denial.start < hit.end for hit in longer):
            continue
        for word in range(denial.end, min(denial.end + REACH, len(words))):
            if words[word] in BREAKS:
                break
            reached.add(word)
    negated = [hit for hit in hits if hit.start in reached and hit.cue.kind in _NEGATABLE]
    if not negated:
        return hits, negated
    return [hit for hit in hits if hit.start not in reached or hit.cue.kind not in _NEGATABLE], negated


def _quoted(words: Sequence[str]) -> list[range]:
    """Ranges of three words and more between two quote tokens; shorter ones are scare quotes."""
    marks = [n for n, word in enumerate(words) if word == '"']
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return [range(start + 1, end) for start, end in pairs if end - start > 3]  # noqa: PLR2004


def pairs_in(hits: Iterable[Hit], matcher: Matcher) -> list[Hit]:
    """A hit for each pair whose two cues stand close together; the closest two are taken."""
    paired = matcher.paired
    found = [hit for hit in hits if hit[0] in paired]
    if len(found) < 2:  # noqa: PLR2004 - a pair
        return []
    places: dict[str, list[Hit]] = {}
    for hit in found:
        key = paired[hit[0]]
        if key in places:
            places[key].append(hit)
        else:
            places[key] = [hit]
    both = [
        (one, places[key], places[one.second])
        for key in places
        if key in matcher.pairs
        for one in matcher.pairs[key]
        if one.second in places
    ]
    if len(both) > 1:
        both.sort(key=_place)
    return [
        Hit(one.cue, one.language, one.pair.weight, *closest)
        for one, first, second in both
        if (closest := _closest(first, second, one.pair))
    ]


def _place(found: tuple[PairOf, list[Hit], list[Hit]]) -> int:
    return found[0].place


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
