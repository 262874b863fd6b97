"""From evidence to a judgement: a weighted sum of log-odds with the combination rules, all of them in this file."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING

from bot.core.findings import TOPICS
from bot.core.lexicon import Hit, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.core.evidence import Evidence

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
LIMIT = {Kind.ANGER: 2.0, Kind.WAITING: 2.0, Kind.SARCASM: 2.2, Kind.ADDRESS: 0.7}
"""The most that each strengthening kind adds."""
ALONE = {Kind.ANGER: 0.5, Kind.WAITING: 0.4, Kind.SARCASM: 0.5, Kind.ADDRESS: 0.0}
"""What part of it remains without trouble."""
AGAINST = {Kind.OFFICIAL: 4.5, Kind.REPORTED: 4.5, Kind.ELSEWHERE: 5.0, Kind.HYPOTHETICAL: 2.0, Kind.HARMLESS: 1.5}
"""The most that each weakening kind takes."""
MANY_CAPITALS, FEW_LETTERS = 0.6, 12
NOBODY_ADDRESSED = 1.0
"""Another company is named, the brand is not, and nobody is spoken to."""
BRAND_WEIGHT = 0.5
MARKS_WEIGHT = 0.5
CAPITALS_WEIGHT = 0.9
NEGATED_TROUBLE = -1.2
NEGATED_PRAISE = 1.2
TWO_LOUD = 2
LIKELY = 0.5
HINT = 0.2
"""Below this probability a hard cue that needs trouble says nothing."""


@dataclass(frozen=True, slots=True)
class Part:
    """One summand: the kind of sign, its log-odds and the hits behind it."""

    group: str
    weight: float
    hits: tuple[Hit, ...] = ()


@dataclass
class Judgement:
    """The sum and what follows from it."""

    parts: list[Part] = field(default_factory=list)
    score: float = BIAS
    topic: str = ""
    trouble: float = 0.0
    hard: tuple[str, ...] = ()
    hard_hits: tuple[Hit, ...] = ()
    severity: int = 0
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
        self.parts.append(Part(group, weight, tuple(hits)))


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
    _hard(judgement, evidence)
    judgement.severity = _severity(judgement, evidence)
    if judgement.probability < LIKELY:
        judgement.topic = ""
    elif not judgement.topic:
        judgement.topic = "other"


def _within(hit: Hit, ranges: Sequence[range]) -> bool:
    return any(hit.start in part and hit.end - 1 in part for part in ranges)


def _trouble(judgement: Judgement, evidence: Evidence) -> None:
    """Independent signs add up with decay; the topic is the one with most weight behind it."""
    hits = [*evidence.of(Kind.COMPLAINT), *(hit for hit in evidence.of(Kind.HARD) if not hit.cue.needs_trouble)]
    hits.sort(key=lambda hit: (-hit.weight, hit.start - hit.end))
    taken: set[int] = set()
    fresh = 0
    topics: dict[str, float] = {}
    for hit in hits:
        words = range(hit.start, hit.end)
        weight = hit.weight * (QUOTED if _within(hit, evidence.quoted) else 1.0)
        if hit.cue.topic in TOPICS:
            again = any(word in taken for word in words)
            topics[hit.cue.topic] = topics.get(hit.cue.topic, 0.0) + weight * (HALF if again else 1.0)
        if any(word in taken for word in words):
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


def _support(judgement: Judgement, evidence: Evidence, text: str, *, names_brand: bool) -> None:
    """Anger, waiting, sarcasm and shouting strengthen trouble; alone they prove little."""
    for kind, most in LIMIT.items():
        hits = evidence.of(kind)
        if not hits:
            continue
        weight = min(sum(hit.weight for hit in _apart(hits)), most)
        if judgement.trouble < SOME:
            weight *= ALONE[kind]
        if weight:
            judgement.add(str(kind), weight, hits)
    if judgement.trouble < SOME:
        return
    if names_brand:
        judgement.add("brand", BRAND_WEIGHT)
    if "!!" in text or "??" in text or "?!" in text or "!?" in text:
        judgement.add("marks", MARKS_WEIGHT)
    if shouts(text):
        judgement.add("capitals", CAPITALS_WEIGHT)
    praise = [hit for hit in evidence.negated if hit.cue.kind is Kind.PRAISE]
    if praise:
        judgement.add("negated_praise", NEGATED_PRAISE, praise)


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """The heaviest hits that share no words."""
    taken: set[int] = set()
    kept = []
    for hit in sorted(hits, key=lambda hit: -hit.weight):
        if taken.isdisjoint(range(hit.start, hit.end)):
            taken.update(range(hit.start, hit.end))
            kept.append(hit)
    return kept


def shouts(text: str) -> bool:
    """Most of a not too short text is in capitals."""
    capitals = sum(map(str.isupper, text[:400]))
    if capitals < MANY_CAPITALS * FEW_LETTERS:
        return False
    letters = sum(map(str.isalpha, text[:400]))
    return letters >= FEW_LETTERS and capitals >= MANY_CAPITALS * letters


def _against(judgement: Judgement, evidence: Evidence, *, names_brand: bool, asks: bool) -> None:
    """What makes the same words no complaint: denied, solved, praised, only asked, told by or about others."""
    denied = [hit for hit in evidence.negated if hit.cue.kind is not Kind.PRAISE]
    if denied and not judgement.trouble:
        judgement.add("negation", NEGATED_TROUBLE, denied)
    solved = evidence.of(Kind.SOLVED)
    if solved:
        judgement.add("solved", -min(sum(hit.weight for hit in _apart(solved)), 5.0), solved)
    praise = evidence.of(Kind.PRAISE)
    if praise:
        weight = min(sum(hit.weight for hit in _apart(praise)), 4.0)
        judgement.add("praise", -weight * (0.4 if judgement.trouble >= CLEAR else 1.0), praise)
    for kind, most in AGAINST.items():
        hits = evidence.of(kind)
        if hits:
            judgement.add(str(kind), -min(sum(hit.weight for hit in _apart(hits)), most), hits)
    if evidence.of(Kind.ELSEWHERE) and not names_brand and not evidence.of(Kind.ADDRESS):
        judgement.add("elsewhere_only", -NOBODY_ADDRESSED)
    asking = evidence.of(Kind.QUESTION)
    if asking or asks:
        weight = 0.3 if judgement.trouble >= CLEAR else 1.2 + 0.8 * min(len(asking), 2)
        judgement.add("question", -weight, asking)


def _hard(judgement: Judgement, evidence: Evidence) -> None:
    """Reasons for a person; some need a complaint around them (`rolstoel` alone is none)."""
    calm = judgement.probability < HINT
    blocked = bool(evidence.of(Kind.REPORTED) or evidence.of(Kind.OFFICIAL) or evidence.of(Kind.ELSEWHERE))
    hits = [
        hit
        for hit in evidence.of(Kind.HARD)
        if not (hit.cue.needs_trouble and calm) and not (blocked and judgement.probability < LIKELY)
    ]
    hits += [hit for hit in evidence.of(Kind.ABUSE) if hit.cue.topic]
    judgement.hard = tuple(dict.fromkeys(hit.cue.topic for hit in hits if hit.cue.topic))
    judgement.hard_hits = tuple(hits)


def _severity(judgement: Judgement, evidence: Evidence) -> int:
    """0 none, 1 mild, 2 serious (two signs of weight), 3 with a stated hard reason only."""
    if judgement.hard:
        return 3
    if judgement.probability < LIKELY:
        return 0
    groups = {part.group for part in judgement.parts}
    anger = min(len(evidence.of(Kind.ANGER)), TWO_LOUD)
    waiting = min(len(evidence.of(Kind.WAITING)), TWO_LOUD)
    loud = anger + waiting + ("capitals" in groups) + ("marks" in groups) + bool(evidence.of(Kind.ABUSE))
    return 2 if loud >= TWO_LOUD else 1
