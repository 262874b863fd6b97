"""Fits the weights of the word model with scikit-learn: one task for each question that the model answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.core.findings import TOPICS
from bot.core.language import MIXED
from bot.core.scorer import TopicModel, Weights
from bot.training.features import APART, MARKS, PAIRS, PIECES, RULES, SCALES, SIGNS, WORDS
from bot.training.labelled import EXAMPLES, HAND, NOISY, POSTS, TUNED

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.training.features import Features
    from bot.training.labelled import Row

    Numbers = np.ndarray[Any, Any]

SEED = 7
DIGITS = 3
TOLERANCE = 2e-3
"""Where the fit stops; the ridge makes finer steps worthless."""
ROUNDS = 300
SERIOUS, HARD = 2, 3
"""Severity from which a complaint is serious, and that of a case for a person."""
_LEAST = 0.005
"""A weight that would be written as nothing is left out."""
_LEAST_OF_FURTHER = 0.03
"""The further questions keep only what says something, so that the file stays small."""
_LEAST_OF_TOPIC = 0.04
_ROWS_A_TOPIC = 10


@dataclass(frozen=True, slots=True)
class Task:
    """A question with two answers. `label` is None for rows that do not know; `weights`: of a row by its source (others: none)."""

    name: str
    label: Callable[[Row], int | None]
    weights: dict[str, float]
    blocks: tuple[str, ...]
    strength: float
    """Inverse of the ridge."""

    def weight(self, row: Row) -> float:
        """How much a row counts; 0 leaves it out."""
        return self.weights.get(row.source, 0.0) if self.label(row) is not None else 0.0


def _complaint(row: Row) -> int:
    return row.complaint


def _serious(row: Row) -> int | None:
    return None if row.severity is None else int(row.severity >= SERIOUS)


def _hard(row: Row) -> int | None:
    return None if row.severity is None else int(row.severity >= HARD)


def _abusive(row: Row) -> int | None:
    return row.abusive


_ALL = (RULES, WORDS, PAIRS, APART, PIECES)
_CHAT = {HAND: 1.0, TUNED: 1.0}
CHAT = Task("chat", _complaint, {HAND: 1.0, TUNED: 3.0, EXAMPLES: 6.0, POSTS: 0.3}, _ALL, 1.0)
POST = Task("post", _complaint, {POSTS: 1.0, NOISY: 0.1}, (*_ALL, MARKS), 1.5)
FURTHER = (
    Task("serious", _serious, _CHAT, _ALL, 1.0),
    Task("hard", _hard, _CHAT, _ALL, 1.0),
    Task("abusive", _abusive, _CHAT, _ALL, 9.0),
)
TOPIC_STRENGTH = 4.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights of the columns that were learned."""

    columns: Numbers
    weights: Numbers
    """One row a class; one for a question with two answers."""
    bias: Numbers
    classes: tuple[str, ...] = ()

    def scores(self, features: Features, places: Sequence[int] | Numbers) -> Numbers:
        """Log-odds before calibration of the rows at `places` (by class where there are more)."""
        found = features.matrix[places][:, self.columns] @ self.weights.T + self.bias
        scores: Numbers = found[:, 0] if len(self.bias) == 1 else found
        return scores


def fit(features: Features, task: Task, places: Sequence[int] | Numbers) -> Fitted:
    """Learn one question from the rows at `places` that know the answer."""
    weights = np.array([task.weight(features.rows[place]) for place in places])
    used = np.asarray(places)[weights > 0]
    columns = features.columns(used, task.blocks)
    model = LogisticRegression(C=task.strength, max_iter=ROUNDS, tol=TOLERANCE, random_state=SEED)
    labels = [task.label(features.rows[place]) for place in used]
    model.fit(features.matrix[used][:, columns], labels, sample_weight=weights[weights > 0])
    return Fitted(columns, model.coef_, model.intercept_)


def calibrated(scores: Numbers, labels: Numbers, *, halves: bool) -> tuple[float, float]:
    """Platt's slope and offset from scores of rows that were not learned from; `halves`: as if half of them were complaints."""
    fitted = LogisticRegression(C=1e3, class_weight="balanced" if halves else None).fit(scores.reshape(-1, 1), labels)
    return float(fitted.coef_[0][0]), float(fitted.intercept_[0])


def weights_of(features: Features, fitted: Fitted, task: Task, slope: float, offset: float) -> Weights:
    """The weights by name, as the plain scorer reads them."""
    least = _LEAST_OF_FURTHER if task in FURTHER else _LEAST
    tables: dict[str, dict[str, float]] = {block: {} for block in (RULES, MARKS, WORDS, PAIRS, APART, PIECES)}
    for column, weight in zip(fitted.columns, fitted.weights[0], strict=True):
        block, name = features.names[column]
        tables[block][name] = float(weight) * SCALES.get(block, 1.0)
    return Weights(
        bias=round(float(fitted.bias[0]), DIGITS),
        slope=round(slope, DIGITS),
        offset=round(offset, DIGITS),
        rules=_rounded(tables[RULES] | tables[MARKS], _LEAST),
        words={word: round(weight, 2) for word, weight in tables[WORDS].items()},
        pairs={_pair(name): weight for name, weight in _rounded(tables[PAIRS], least).items()},
        apart={_pair(name): weight for name, weight in _rounded(tables[APART], least).items()},
        pieces=_rounded(tables[PIECES], least),
    )


def _rounded(table: dict[str, float], least: float) -> dict[str, float]:
    return {name: round(weight, 2) for name, weight in table.items() if abs(weight) >= least}


def _pair(name: str) -> tuple[str, str]:
    one, _, other = name.partition(" ")
    return one, other


def fit_topics(features: Features, places: Sequence[int] | Numbers) -> Fitted | None:
    """A softmax over the topics from the complaints that have one; None with too few of them."""
    rows = features.rows
    used = np.array([place for place in places if rows[place].topic], dtype=int)
    topics = [rows[place].topic for place in used]
    present = tuple(topic for topic in TOPICS if topic in topics)
    if len(used) < _ROWS_A_TOPIC * len(TOPICS) or len(present) < 2:  # noqa: PLR2004 - two make a choice
        return None
    columns = features.columns(used, (SIGNS, WORDS, PIECES))
    model = LogisticRegression(C=TOPIC_STRENGTH, max_iter=120, tol=5e-3, random_state=SEED)
    weights = [CHAT.weight(rows[place]) for place in used]
    model.fit(features.matrix[used][:, columns], [present.index(topic) for topic in topics], sample_weight=weights)
    return Fitted(columns, model.coef_, model.intercept_, present)


def topic_model(features: Features, fitted: Fitted, slope: float) -> TopicModel:
    """The topic weights by name, as the plain scorer reads them."""
    tables: dict[str, dict[str, Numbers]] = {block: {} for block in (SIGNS, WORDS, PIECES)}
    for place, column in enumerate(fitted.columns):
        block, name = features.names[column]
        weights = fitted.weights[:, place]
        tables[block][name] = weights * SCALES.get(block, 1.0)
    return TopicModel(
        fitted.classes,
        tuple(round(float(bias), DIGITS) for bias in fitted.bias),
        _rows(tables[SIGNS]),
        _rows(tables[WORDS]),
        _rows(tables[PIECES], _LEAST_OF_TOPIC),
        round(slope, DIGITS),
    )


def _rows(table: dict[str, Numbers], least: float = 0.0) -> dict[str, tuple[float, ...]]:
    return {
        name: tuple(round(float(weight), 2) for weight in weights)
        for name, weights in table.items()
        if abs(weights).max() >= least
    }


def post_languages(rows: Sequence[Row]) -> frozenset[str]:
    """The languages that the post weights were learned in: those of a tenth of the posts at least."""
    found = [row.reading.language for row in rows if POST.weight(row) > 0]
    return frozenset(language for language in set(found) - {"other", MIXED} if found.count(language) * 10 >= len(found))
