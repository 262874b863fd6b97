"""Fits the weights of an adjustment: logistic regression with the base score as offset and a ridge, by coordinate descent.

A few thousand labels have a few thousand weights, which plain Python fits in seconds; the same labels give the same weights everywhere.
"""

from __future__ import annotations

from collections import defaultdict
from math import exp, log1p
from typing import TYPE_CHECKING, NamedTuple

from bot.core.scorer import logistic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

RIDGES = (0.5, 1.5, 5.0, 15.0, 50.0)
"""Strengths of the ridge that are tried; the larger, the closer the weights stay to zero."""
FOLDS = 4
MOST_SWEEPS, ENOUGH = 100, 3e-3
"""The fit ends when no weight moved by more than this in a sweep; the weights are rounded to as many digits anyway."""
SWEEPS_TO_CHOOSE = 25
"""Fewer do to tell one ridge from another."""
CROSSED_AT_MOST = 2000
"""Rows on which the ridge is chosen."""


class Example(NamedTuple):
    """One label as the fit sees it: named strengths, the base model's log-odds, and what people said of it."""

    features: Mapping[str, float]
    offset: float
    complaint: bool


def fit(examples: Sequence[Example], ridge: float, sweeps: int = MOST_SWEEPS) -> dict[str, float]:
    """The weights that make the labels likeliest, with a penalty of `ridge` / 2 times the square of each."""
    columns: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for row, example in enumerate(examples):
        for name, value in example.features.items():
            columns[name].append((row, value))
    named = sorted(columns.items())
    # The logistic function is nowhere steeper than 1/4, so each step is safe and the sum falls with every one.
    curves = [sum(value * value for _, value in column) / 4 + ridge for _, column in named]
    weights = [0.0] * len(named)
    margins = [example.offset for example in examples]
    truth = [float(example.complaint) for example in examples]
    for _ in range(sweeps):
        largest = 0.0
        for place, (_, column) in enumerate(named):
            slope = ridge * weights[place]
            for row, value in column:
                slope += value * (logistic(margins[row]) - truth[row])
            step = -slope / curves[place]
            weights[place] += step
            for row, value in column:
                margins[row] += value * step
            largest = max(largest, abs(step))
        if largest < ENOUGH:
            break
    return {name: weight for (name, _), weight in zip(named, weights, strict=True)}


def best_ridge(examples: Sequence[Example]) -> float:
    """The ridge with the lowest loss on rows that the fit did not see; rows are dealt out in turn."""
    examples = examples[:CROSSED_AT_MOST]
    losses = dict.fromkeys(RIDGES, 0.0)
    for ridge in RIDGES:
        for fold in range(FOLDS):
            weights = fit([one for n, one in enumerate(examples) if n % FOLDS != fold], ridge, SWEEPS_TO_CHOOSE)
            losses[ridge] += sum(_loss(one, weights) for one in examples[fold::FOLDS])
    return min(RIDGES, key=lambda ridge: (losses[ridge], -ridge))


def _loss(example: Example, weights: Mapping[str, float]) -> float:
    margin = example.offset + _dot(example.features.items(), weights)
    signed = margin if example.complaint else -margin
    return log1p(exp(-signed)) if signed > 0 else log1p(exp(signed)) - signed


def _dot(features: Iterable[tuple[str, float]], weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in features)
