"""Rules of the brand's own: phrases and patterns from its settings that speak for a complaint, against one, or call for a person.

Phrases go into the matcher with all others. A pattern is a function that finds stretches of a text; `bot.config.patterns` makes it with
an engine that takes linear time, so that no pattern can hold up the bot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.core.adjusting import moved
from bot.core.findings import Signal
from bot.core.lexicon import Cue, Hit, Kind
from bot.core.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.core.evidence import Evidence
    from bot.core.weighing import Judgement

MOST_FOUND = 8
"""More places where one pattern matches add nothing."""
Means = Literal["complaint", "harmless", "hard"]


@dataclass(frozen=True, slots=True, eq=False)
class OwnRule:
    """One rule. `find` gives the stretches of a text that its pattern matches; without a pattern `phrases` are looked for.

    `weight` in log-odds is added to the probability (`complaint`) or taken from it (`harmless`). `severity` is the least that a complaint
    by this rule has. `topic` is a kind of complaint, or of `hard` the reason.
    """

    name: str
    means: Means
    says: str
    cue: Cue
    """What a hit of it carries; made by `own_rule`."""
    phrases: tuple[str, ...] = ()
    find: Callable[[str], Iterable[tuple[int, int]]] | None = None
    weight: float = 3.6
    topic: str = ""
    severity: int = 0


def own_rule(
    name: str,
    means: Means,
    says: str,
    *,
    phrases: tuple[str, ...] = (),
    find: Callable[[str], Iterable[tuple[int, int]]] | None = None,
    weight: float = 3.6,
    topic: str = "",
    severity: int = 0,
) -> OwnRule:
    """A rule with the cue that its hits carry."""
    kind = Kind.HARD if means == "hard" else Kind.HARMLESS if means == "harmless" else Kind.OWN
    cue = Cue(f"rule.{name}", kind, tuple((phrase, weight) for phrase in phrases), topic, says)
    return OwnRule(name, means, says, cue, phrases, find, weight, topic, severity)


def pattern_hits(text: str, rules: Sequence[OwnRule]) -> list[Hit]:
    """Where the patterns match, as hits on the words of the text."""
    hits = []
    for rule in rules:
        if rule.find is None:
            continue
        for count, (begin, end) in enumerate(rule.find(text)):
            if count == MOST_FOUND:
                break
            first = len(normalise(text[:begin]).words)
            length = max(1, len(normalise(text[begin:end]).words))
            hits.append(Hit(rule.cue, "", rule.weight, first, first + length))
    return hits


def fired(rules: Sequence[OwnRule], evidence: Evidence) -> list[OwnRule]:
    """The rules that saw something, in their order."""
    cues = {hit.cue for kind in (Kind.OWN, Kind.HARMLESS, Kind.HARD) for hit in evidence.of(kind)}
    return [rule for rule in rules if rule.cue in cues]


def apply(rules: Sequence[OwnRule], judgement: Judgement) -> None:
    """Move the probability, and name topic and severity, as the rules that fired say."""
    shift = sum(rule.weight * (1 if rule.means == "complaint" else -1) for rule in rules if rule.means != "hard")
    if shift:
        judgement.by_model = moved(judgement.probability, shift)
    for rule in rules:
        if rule.means == "complaint":
            judgement.topic = rule.topic or judgement.topic
            judgement.at_least = max(judgement.at_least, rule.severity)


def rule_signals(rules: Sequence[OwnRule], seen: Sequence[OwnRule]) -> tuple[Signal, ...]:
    """A signal for each rule, those that fired first."""
    signs = {"complaint": 1, "harmless": -1, "hard": 0}
    told = [Signal(f"rule.{r.name}", r.weight * signs[r.means], fired=True, text=r.says) for r in seen]
    return (*told, *(Signal(f"rule.{r.name}", 0.0, fired=False, text=r.says) for r in rules if r not in seen))
