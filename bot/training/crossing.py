"""Judges every row by weights that were fitted without it: what calibration, thresholds and the report stand on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.model_selection import StratifiedKFold

from bot.training.fitting import SEED, fit, fit_topics
from bot.training.labelled import HAND, POSTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.training.features import Features
    from bot.training.fitting import Task
    from bot.training.labelled import Row

    Numbers = np.ndarray[Any, Any]
    Tell = Callable[[str], None]

FOLDS = 10
VERSION = 1
MOST = 2000
"""A group keeps so many probabilities; more would only make the file longer."""
_DIGITS = 4
_TEMPERATURES = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.15, 1.3, 1.5)


def by_hand(rows: Sequence[Row]) -> list[Numbers]:
    """The places of hand-written chat, one hand out at a time."""
    hands = sorted({row.hand for row in rows if row.source == HAND})
    return [np.array([n for n, row in enumerate(rows) if row.source == HAND and row.hand == hand]) for hand in hands]


def of_posts(rows: Sequence[Row]) -> list[Numbers]:
    """The places of posts in ten parts, alike in their share of complaints; none with too few posts."""
    places = np.array([n for n, row in enumerate(rows) if row.source == POSTS], dtype=int)
    labels = np.array([rows[n].complaint for n in places])
    if len(set(labels)) < 2 or min(np.bincount(labels)) < FOLDS:  # noqa: PLR2004 - both kinds
        return []
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    return [places[tested] for _, tested in folds.split(places, labels)]


def crossed(features: Features, task: Task, folds: Iterable[Numbers], tell: Tell) -> Numbers:
    """The score of each row in the folds by weights that did not see its fold; NaN for others."""
    found = np.full(len(features.rows), np.nan)
    every = np.arange(len(features.rows))
    for n, tested in enumerate(folds, start=1):
        tell(f"cross-validation: {task.name}, part {n}")
        found[tested] = fit(features, task, np.setdiff1d(every, tested)).scores(features, tested)
    return found


def crossed_topics(features: Features, folds: Iterable[Numbers], tell: Tell) -> dict[int, dict[str, float]]:
    """Scores of the topics by the place of each complaint that has one."""
    found: dict[int, dict[str, float]] = {}
    every = np.arange(len(features.rows))
    for n, tested in enumerate(folds, start=1):
        tell(f"cross-validation: topics, part {n}")
        fitted = fit_topics(features, np.setdiff1d(every, tested))
        places = [int(place) for place in tested if features.rows[place].topic]
        if fitted is None or not places:
            continue
        for place, scores in zip(places, fitted.scores(features, places), strict=True):
            found[place] = dict(zip(fitted.classes, map(float, scores), strict=True))
    return found


def temperature(crossed_: dict[int, dict[str, float]], rows: Sequence[Row]) -> float:
    """By what the topic scores must be multiplied for their softmax to be right as often as it says."""

    def loss(slope: float) -> float:
        total = 0.0
        for place, scores in crossed_.items():
            values = np.array(list(scores.values())) * slope
            own = scores.get(rows[place].topic, min(scores.values())) * slope
            total += float(np.log(np.exp(values - values.max()).sum()) + values.max() - own)
        return total

    return min(_TEMPERATURES, key=loss) if crossed_ else 1.0


def calibration_text(groups: dict[str, tuple[Numbers, Numbers]]) -> str:
    """The calibration file: by group the probabilities of its rows and their labels, as sorted lists of complaints and of others."""
    found = {
        name: {
            "complaints": _thinned(probabilities[labels == 1]),
            "others": _thinned(probabilities[labels == 0]),
        }
        for name, (probabilities, labels) in sorted(groups.items())
    }
    return json.dumps({"version": VERSION, "groups": found}, separators=(",", ":")) + "\n"


def _thinned(values: Numbers) -> list[float]:
    ordered = sorted(round(float(value), _DIGITS) for value in values)
    if len(ordered) <= MOST:
        return ordered
    return [ordered[round(n * (len(ordered) - 1) / (MOST - 1))] for n in range(MOST)]
