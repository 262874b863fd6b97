"""The topic of a complaint by the sentence encoders, joined with the word model's; cross-validated by whole hands, with its report."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.core.findings import TOPICS
from bot.lexicons.models.opinion import Topics
from bot.training.crossing import by_hand, crossed_topics
from bot.training.fitting import SEED
from bot.training.labelled import HAND, TUNED
from bot.training.spreading import as_kind, spread_out

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.training.features import Features
    from bot.training.labelled import Row

    Numbers = np.ndarray[Any, Any]

STRENGTH = 0.03
"""Inverse of the ridge, by cross-validation."""
MORE = 2.0
"""How much a row of the topics' own table counts beside one of the corpus: it was written by the labelling rules."""
ROUNDS = 200
_OWN = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2)
_WORDS = (0.0, 0.1, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.8)
"""How much the encoders' score and the word model's may count in the sum."""
_FEWEST = 200


def train_topics(
    features: Features,
    more: Sequence[Row],
    numbers: Callable[[Sequence[str]], Numbers],
    tell: Callable[[str], None],
) -> tuple[Topics | None, str]:
    """Fit on all complaints of the chat that have a topic, and on `more`; measure and weigh on hands left out. None for too few rows."""
    rows = features.rows
    chosen = [n for n, row in enumerate(rows) if row.topic and row.source in {HAND, TUNED}]
    said = [rows[n].topic for n in chosen] + [row.topic for row in more]
    if len(chosen) < _FEWEST or set(said) != set(TOPICS):
        return None, "(too few complaints with a topic)"
    hands = by_hand(rows)
    by_words = crossed_topics(features, hands, tell)
    tell(f"sentence encoders: {len(said)} rows for topics")
    seen = numbers([rows[n].text for n in chosen] + [row.text for row in more])
    matrix, labels = spread_out(seen), np.array([TOPICS.index(topic) for topic in said])
    weights = np.array([1.0] * len(chosen) + [MORE] * len(more))
    own: dict[int, Numbers] = {}
    for hand in hands:
        left = set(map(int, hand))
        tested = np.array([at for at, n in enumerate(chosen) if n in left], dtype=int)
        learned = np.setdiff1d(np.arange(len(said)), tested)
        fitted = _fit(matrix[learned], labels[learned], weights[learned])
        own |= {chosen[at]: scores for at, scores in zip(tested, fitted.decision_function(matrix[tested]), strict=True)}
    places = sorted(own.keys() & by_words.keys())
    encoders = np.array([own[n] for n in places])
    words = np.array([[by_words[n].get(topic, 0.0) for topic in TOPICS] for n in places])
    truth = np.array([TOPICS.index(rows[n].topic) for n in places])
    part, slope = min(product(_OWN, _WORDS), key=lambda by: _loss(by[0] * encoders + by[1] * words, truth))
    fitted = _fit(matrix, labels, weights)
    kinds = {
        topic: as_kind(part * fitted.coef_[n], part * float(fitted.intercept_[n]), seen.mean(axis=0), 0.0)
        for n, topic in enumerate(TOPICS)
    }
    judged = {"word model": words, "encoders": encoders, "both": part * encoders + slope * words}
    return Topics(slope, kinds), _report([rows[n] for n in places], truth, judged)


def _fit(matrix: Numbers, labels: Numbers, weights: Numbers) -> LogisticRegression:
    model = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-3, random_state=SEED)
    return model.fit(matrix, labels, sample_weight=weights)


def _chances(scores: Numbers) -> Numbers:
    parts = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Numbers = parts / parts.sum(axis=1, keepdims=True)
    return found


def _loss(scores: Numbers, truth: Numbers) -> float:
    return -float(np.log(_chances(scores)[np.arange(len(truth)), truth] + 1e-9).mean())


def _report(rows: Sequence[Row], truth: Numbers, judged: dict[str, Numbers]) -> str:
    """Accuracy, and that of the surer half, by language."""
    lines = [f"| topic of complaints | n | {' | '.join(judged)} |", "|---|---|" + "---|" * len(judged)]
    for language in ("all", *sorted({row.language for row in rows})):
        places = np.array([n for n, row in enumerate(rows) if language in {"all", row.language}])
        cells = []
        for scores in judged.values():
            chances = _chances(scores[places])
            right = chances.argmax(axis=1) == truth[places]
            surer = right[np.argsort(-chances.max(axis=1), kind="stable")][: len(right) // 2]
            cells.append(f"{right.mean():.3f} / {surer.mean():.3f}")
        lines.append(f"| {language} | {len(places)} | {' | '.join(cells)} |")
    return "\n".join(lines)
