"""From evidence to a judgement: a weighted sum of log-odds with the combination rules, all of them in this file."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

from bot.core.findings import TOPICS
from bot.core.lexicon import (
    ABUSE,
    ADDRESS,
    ANGER,
    COMPLAINT,
    ELSEWHERE,
    HARD,
    OFFICIAL,
    PRAISE,
    QUESTION,
    REPORTED,
    SOLVED,
    WAITING,
    Hit,
    Kind,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.core.evidence import Evidence
    from bot.core.findings import Signal

BIAS = -3.0
"""Log-odds of a complaint in a message without any cue: about 5 %."""
DECAY = (1.0, 0.7, 0.5, 0.35, 0.25, 0.2)
"""What the first, second, … independent sign of trouble still adds; later ones add the last value."""
OVERLAP = 0.25
"""A second reading of the same words adds this part only."""
QUOTED = 0.4
"""Trouble between quotes counts so much."""
MOST_TROUBLE = 9.0
HALF = 0.5
"""What a second reading of the same words says about the topic."""
TOPIC_AT_LEAST = 1.0
"""Less weight than this behind a topic is an accident."""
CLEAR = 3.3
"""From this much trouble on, the message speaks of trouble for certain."""
SOME = 1.5
SUPPORT = (
    (Kind.ANGER, "anger", 2.0, 0.5),
    (Kind.WAITING, "waiting", 2.0, 0.4),
    (Kind.SARCASM, "sarcasm", 2.2, 0.5),
    (Kind.ADDRESS, "address", 0.7, 0.0),
)
"""Strengthening kinds: their group, the most that each adds, and what part of it remains without trouble."""
AGAINST = (
    (Kind.OFFICIAL, "official", 4.5),
    (Kind.REPORTED, "reported", 4.5),
    (Kind.ELSEWHERE, "elsewhere", 5.0),
    (Kind.HYPOTHETICAL, "hypothetical", 2.0),
    (Kind.HARMLESS, "harmless", 1.5),
)
"""Weakening kinds: their group and the most that each takes."""
MANY_CAPITALS, FEW_LETTERS, MOST_SHOUTED = 0.6, 12, 400
_CAPITALS = ascii_uppercase.encode()
NOBODY_ADDRESSED = 1.0
"""Another company is named, the brand is not, and nobody is spoken to."""
BRAND_WEIGHT = 0.5
MARKS_WEIGHT = 0.5
CAPITALS_WEIGHT = 0.9
NEGATED_TROUBLE = -1.2
NEGATED_PRAISE = 1.2
TWO_LOUD = 2
HARD_CASE = 3
"""Severity of what only a person may take; with a stated hard reason only."""
_REASONS = frozenset({Kind.HARD, Kind.ABUSE})
_TOPICS = frozenset(TOPICS)
LIKELY = 0.5
HINT = 0.2
"""Below this probability a hard cue that needs trouble says nothing."""


_part = tuple.__new__
"""Makes a named tuple without its keyword call."""


class Part(NamedTuple):
    """One summand: the kind of sign, its log-odds and the hits behind it."""

    group: str
    weight: float
    hits: tuple[Hit, ...] = ()


@dataclass(slots=True)
class Judgement:
    """The sum and what follows from it."""

    parts: list[Part] = field(default_factory=list)
    score: float = BIAS
    topic: str = ""
    trouble: float = 0.0
    hard: tuple[str, ...] = ()
    hard_hits: tuple[Hit, ...] = ()
    severity: int = 0
    at_least: int = 0
    """The least severity that a rule of the brand's own gives a complaint."""
    second: Signal | None = None
    """What a second opinion said, where one was heard or asked for; it is inside `by_model`."""
    about: Signal | None = None
    """Where it changed the topic."""
    by_model: float | None = None
    """The probability by the word model, where there is one that may speak; the rules are inside it as features."""

    @property
    def probability(self) -> float:
        """0..1: the model's, else the rules' own."""
        return self.by_rules if self.by_model is None else self.by_model

    @property
    def by_rules(self) -> float:
        """0..1 by the logistic function of the sum."""
        return 1.0 / (1.0 + exp(-self.score))

    def add(self, group: str, weight: float, hits: Iterable[Hit] = ()) -> None:
        """Add one summand."""
        self.score += weight
        self.parts.append(_part(Part, (group, weight, tuple(hits))))


def weigh(evidence: Evidence, text: str, *, names_brand: bool, asks: bool) -> Judgement:
    """Add up the signs. `text` is the original, for its capitals and marks; `asks`: it ends as a question."""
    judgement = Judgement()
    if not (evidence.by_kind or evidence.negated or asks):
        return judgement
    _trouble(judgement, evidence)
    _support(judgement, evidence, text, names_brand=names_brand)
    _against(judgement, evidence, names_brand=names_brand, asks=asks)
    return judgement


def conclude(judgement: Judgement, evidence: Evidence) -> None:
    """What follows from the probability: hard reasons, severity, and whether there is a topic at all."""
    probability = judgement.probability
    if not _REASONS.isdisjoint(evidence.by_kind):
        _hard(judgement, evidence, probability)
    if judgement.hard:
        judgement.severity = HARD_CASE
    elif probability >= LIKELY:
        judgement.severity = max(_severity(judgement, evidence), judgement.at_least)
    if probability < LIKELY:
        judgement.topic = ""
    elif not judgement.topic:
        judgement.topic = "other"


def _within(hit: Hit, ranges: Sequence[range]) -> bool:
    return any(hit.start in part and hit.end - 1 in part for part in ranges)


def _trouble(judgement: Judgement, evidence: Evidence) -> None:
    """Independent signs add up with decay; the topic is the one with most weight behind it."""
    hits = [*evidence.by_kind.get(COMPLAINT, ())]
    if HARD in evidence.by_kind:
        hits += [hit for hit in evidence.by_kind[HARD] if not hit.cue.needs_trouble]
    if not hits:
        return
    if len(hits) > 1:
        hits.sort(key=_heaviest)
    taken: set[int] = set()
    fresh = 0
    topics: dict[str, float] = {}
    for hit in hits:
        cue, _, weight, start, end = hit
        words = range(start, end)
        if evidence.quoted and _within(hit, evidence.quoted):
            weight *= QUOTED
        again = not taken.isdisjoint(words)
        if cue.topic in _TOPICS:
            topics[cue.topic] = topics.get(cue.topic, 0.0) + weight * (HALF if again else 1.0)
        if again:
            weight *= OVERLAP
        else:
            weight *= DECAY[min(fresh, len(DECAY) - 1)]
            fresh += 1
        taken.update(words)
        weight = min(weight, MOST_TROUBLE - judgement.trouble)
        judgement.trouble += weight
        judgement.add("trouble", weight, (hit,))
    best = max(topics, key=lambda topic: (topics[topic], topic), default="")
    if best and topics[best] >= TOPIC_AT_LEAST:
        judgement.topic = best


def _heaviest(hit: Hit) -> tuple[float, int]:
    return -hit.weight, hit.start - hit.end


def _support(judgement: Judgement, evidence: Evidence, text: str, *, names_brand: bool) -> None:
    """Anger, waiting, sarcasm and shouting strengthen trouble; alone they prove little."""
    found = evidence.by_kind
    for kind, group, most, alone in SUPPORT:
        if kind not in found:
            continue
        weight = min(_sum_apart(found[kind]), most)
        if judgement.trouble < SOME:
            weight *= alone
        if weight:
            judgement.add(group, weight, found[kind])
    if judgement.trouble < SOME:
        return
    if names_brand:
        judgement.add("brand", BRAND_WEIGHT)
    if "!!" in text or "??" in text or "?!" in text or "!?" in text:
        judgement.add("marks", MARKS_WEIGHT)
    if shouts(text):
        judgement.add("capitals", CAPITALS_WEIGHT)
    praise = [hit for hit in evidence.negated if hit.cue.kind is PRAISE]
    if praise:
        judgement.add("negated_praise", NEGATED_PRAISE, praise)


def _sum_apart(hits: Sequence[Hit]) -> float:
    """The weight of the heaviest hits that share no words."""
    if len(hits) == 1:
        return hits[0].weight
    taken: set[int] = set()
    total = 0.0
    for hit in sorted(hits, key=_weight, reverse=True):
        words = range(hit.start, hit.end)
        if taken.isdisjoint(words):
            taken.update(words)
            total += hit.weight
    return total


def _weight(hit: Hit) -> float:
    return hit.weight


def shouts(text: str) -> bool:
    """Most of a not too short text is in capitals."""
    if text.isascii() and len(text) < MOST_SHOUTED:
        capitals = len(text) - len(text.encode().translate(None, _CAPITALS))
    else:
        capitals = sum(map(str.isupper, text[:MOST_SHOUTED]))
    if capitals < MANY_CAPITALS * FEW_LETTERS:
        return False
    letters = sum(map(str.isalpha, text[:MOST_SHOUTED]))
    return letters >= FEW_LETTERS and capitals >= MANY_CAPITALS * letters


def _against(judgement: Judgement, evidence: Evidence, *, names_brand: bool, asks: bool) -> None:
    """What makes the same words no complaint: denied, solved, praised, only asked, told by or about others."""
    found = evidence.by_kind
    if evidence.negated and not judgement.trouble:
        denied = [hit for hit in evidence.negated if hit.cue.kind is not PRAISE]
        if denied:
            judgement.add("negation", NEGATED_TROUBLE, denied)
    if SOLVED in found:
        solved = found[SOLVED]
        judgement.add("solved", -min(_sum_apart(solved), 5.0), solved)
    if PRAISE in found:
        praise = found[PRAISE]
        weight = min(_sum_apart(praise), 4.0)
        judgement.add("praise", -weight * (0.4 if judgement.trouble >= CLEAR else 1.0), praise)
    for kind, group, most in AGAINST:
        if kind in found:
            judgement.add(group, -min(_sum_apart(found[kind]), most), found[kind])
    if ELSEWHERE in found and not names_brand and ADDRESS not in found:
        judgement.add("elsewhere_only", -NOBODY_ADDRESSED)
    asking = evidence.of(QUESTION)
    if asking or asks:
        weight = 0.3 if judgement.trouble >= CLEAR else 1.2 + 0.8 * min(len(asking), 2)
        judgement.add("question", -weight, asking)


def _hard(judgement: Judgement, evidence: Evidence, probability: float) -> None:
    """Reasons for a person; some need a complaint around them (`rolstoel` alone is none)."""
    calm = probability < HINT
    blocked = bool(evidence.of(REPORTED) or evidence.of(OFFICIAL) or evidence.of(ELSEWHERE))
    hits = [
        hit
        for hit in evidence.of(HARD)
        if not (hit.cue.needs_trouble and calm) and not (blocked and probability < LIKELY)
    ]
    hits += [hit for hit in evidence.of(ABUSE) if hit.cue.topic]
    judgement.hard = tuple(dict.fromkeys(hit.cue.topic for hit in hits if hit.cue.topic))
    judgement.hard_hits = tuple(hits)


def _severity(judgement: Judgement, evidence: Evidence) -> int:
    """Of a complaint without a hard reason: 1 mild, 2 serious (two signs of weight)."""
    groups = {part.group for part in judgement.parts}
    anger = min(len(evidence.of(ANGER)), TWO_LOUD)
    waiting = min(len(evidence.of(WAITING)), TWO_LOUD)
    loud = anger + waiting + ("capitals" in groups) + ("marks" in groups) + bool(evidence.of(ABUSE))
    return 2 if loud >= TWO_LOUD else 1
