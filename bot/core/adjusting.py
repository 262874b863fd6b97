"""What a brand's own labels add to the packaged model: one shift in log-odds for each message, made of named weights.

    shift = intercept + rules + words / √n

where n counts the words of the message that the adjustment knows. It is added to the score of the base model and to nothing else, so that
it can be named word by word, undone in one step, and left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from math import log, sqrt
from typing import TYPE_CHECKING, NamedTuple

from bot.core.findings import Signal
from bot.core.scorer import logistic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.scorer import Model, Reading, Weights

MOST = 4.0
"""A brand's labels move a message by so many log-odds at most: from .98 to .5."""
SURE = 1e-9
"""Probabilities this close to 0 or 1 have no greater log-odds."""
MOST_WORDS, WORD_AT_LEAST = 3, 0.15
"""So many words of the brand are named, if each adds or takes so much."""
_SAID = {
    "nl": ('dit merk leerde: "{word}" wijst op een klacht', 'dit merk leerde: "{word}" wijst niet op een klacht'),
    "en": ('this brand learned: "{word}" speaks for a complaint', 'this brand learned: "{word}" speaks against one'),
}
_FALLBACK = "en"


class Shift(NamedTuple):
    """The log-odds to add, and (word, log-odds) of the words that the adjustment knows, in the order of the text."""

    log_odds: float
    shares: list[tuple[str, float]]


@dataclass(frozen=True, eq=False)
class Adjustment:
    """Weights in log-odds by word and by sign of the lexicons. `base` says for which model they were learned."""

    base: str
    intercept: float = 0.0
    words: Mapping[str, float] = field(default_factory=dict)
    rules: Mapping[str, float] = field(default_factory=dict)
    number: int = 0
    """Of the version that serves; 0 for a candidate."""

    def shift(self, reading: Reading, *, hard: bool = False) -> Shift:
        """What to add to the base score of a message. `hard`: it bears a sign of a hard case, which no label may make quieter."""
        total = self.intercept + sum(self.rules.get(sign, 0.0) * strength for sign, strength in reading.rules.items())
        known = [(word, self.words[word]) for word in reading.words if word in self.words]
        shares: list[tuple[str, float]] = []
        if known:
            part = 1 / sqrt(len(known))
            shares = [(word, weight * part) for word, weight in known]
            total += sum(share for _, share in shares)
        return Shift(max(0.0 if hard else -MOST, min(MOST, total)), shares)


def log_odds(probability: float) -> float:
    """The inverse of the logistic function, finite for 0 and 1."""
    bounded = max(SURE, min(1 - SURE, probability))
    return log(bounded / (1 - bounded))


def moved(probability: float, by: float) -> float:
    """A probability after `by` log-odds were added."""
    return logistic(log_odds(probability) + by)


def name_of(model: Model) -> str:
    """A short name that two models share only when they give the same scores: weights learned for one mean nothing on another."""
    parts = [_summary(weights) for weights in (model, model.post) if weights]
    return blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def _summary(weights: Weights) -> tuple[object, ...]:
    tables = (weights.words, weights.pairs, weights.apart, weights.pieces)
    sums = [f"{len(table)} {sum(table.values()):.3f}" for table in tables]
    return weights.bias, weights.slope, weights.offset, sorted(weights.rules.items()), sums


def learned_signals(shares: Sequence[tuple[str, float]], language: str) -> tuple[Signal, ...]:
    """The words of the brand that moved a message most. They stand in labels of several customers, so they are nobody's data."""
    said = _SAID.get(language, _SAID[_FALLBACK])
    strongest = sorted(shares, key=lambda share: -abs(share[1]))[:MOST_WORDS]
    return tuple(
        Signal(f"learned:{word}", round(share, 2), fired=True, text=said[share < 0].format(word=word))
        for word, share in strongest
        if abs(share) >= WORD_AT_LEAST
    )
