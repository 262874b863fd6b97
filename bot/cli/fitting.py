"""Fits the word model with scikit-learn, a development dependency; the features are those of `bot.core.scorer`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.cli.labelled import EXAMPLES, HAND, NOISY, TUNED, TWEETS
from bot.core.findings import TOPICS
from bot.core.scorer import LONGEST_WORD, Model, TopicModel, pieces_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bot.cli.labelled import Row

    Vectors = Mapping[str, np.ndarray[Any, Any]]
    Named = Iterable[tuple[str, float]]

SEED = 7
FOLDS = 5
IN_ROWS = 3
"""A word seen in fewer rows is not learned: it may be a name, and it proves nothing."""
DIGITS = 3
TOLERANCE = 2e-3
"""Where the fit stops; the ridge makes finer steps worthless."""
DIRECTIONS = 96
"""So many directions of a word's meaning are kept."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What cross-validation chose. `strength`: inverse of the ridge; `weights`: of a row, by its source."""

    strength: float = 1.0
    topic_strength: float = 3.0
    weights: Mapping[str, float] = field(
        default_factory=lambda: {HAND: 1.0, TUNED: 1.0, EXAMPLES: 3.0, TWEETS: 0.6, NOISY: 0.0}
    )
    meaning: float = 1.5


def learnable(word: str) -> bool:
    """No digits and no addresses; handles are gone before."""
    return len(word) <= LONGEST_WORD and not any(character.isdigit() for character in word)


def _places(counts: Counter[str], least: int = IN_ROWS) -> dict[str, int]:
    return {name: place for place, name in enumerate(sorted(name for name, count in counts.items() if count >= least))}


def _matrix(
    rows: Sequence[Row], places: Mapping[str, int], named: Callable[[Row], Named], *, share: bool
) -> csr_matrix:
    """Named strengths → a sparse matrix; `share` divides each row by the root of how many known features it has."""
    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    for row in rows:
        found = [(places[name], value) for name, value in named(row) if name in places]
        by = sqrt(sum(value for _, value in found)) if share and found else 1.0
        columns.extend(place for place, _ in found)
        data.extend(value / by for _, value in found)
        ends.append(len(data))
    return csr_matrix((data, columns, ends), shape=(len(rows), len(places)))


def _rules(row: Row) -> Named:
    return row.reading.rules.items()


def _signs(row: Row) -> Named:
    return row.signs.items()


def _words(row: Row) -> Named:
    return ((word, 1.0) for word in row.reading.words if learnable(word))


def _pairs(row: Row) -> Named:
    return ((pair, 1.0) for pair in row.reading.pairs)


def _pieces(row: Row) -> Named:
    return Counter(piece for word in row.reading.words for piece in pieces_of(word)).items()


class Learner:
    """The features known from some rows, and the weights fitted to them."""

    def __init__(self, rows: Sequence[Row], settings: Settings, vectors: Vectors) -> None:
        """`vectors`: what words mean, by a sentence encoder; may be empty."""
        self.settings, self.vectors = settings, vectors
        blocks = ((_rules, False), (_words, True), (_pairs, True), (_pieces, True))
        self.blocks = [
            (named, _places(Counter(name for row in rows for name in {name for name, _ in named(row)})), share)
            for named, share in blocks
        ]
        self.fitted = LogisticRegression(C=settings.strength, max_iter=300, tol=TOLERANCE, random_state=SEED)
        weights = [settings.weights[row.source] for row in rows]
        self.fitted.fit(self.matrix(rows), [row.complaint for row in rows], sample_weight=weights)

    def matrix(self, rows: Sequence[Row]) -> csr_matrix:
        """The features of rows, in the order of the weights."""
        parts = [_matrix(rows, places, named, share=share) for named, places, share in self.blocks]
        if self.vectors:
            parts.append(csr_matrix(np.array([self._meaning(row) for row in rows])))
        return hstack(parts).tocsr()

    def _meaning(self, row: Row) -> np.ndarray[Any, Any]:
        known = [self.vectors[word] for word in row.reading.words if word in self.vectors]
        if not known:
            return np.zeros(len(next(iter(self.vectors.values()))))
        mean: np.ndarray[Any, Any] = np.sum(known, axis=0) / sqrt(len(known)) * self.settings.meaning
        return mean

    def scores(self, rows: Sequence[Row]) -> np.ndarray[Any, Any]:
        """Log-odds before calibration."""
        found: np.ndarray[Any, Any] = self.fitted.decision_function(self.matrix(rows))
        return found

    def model(self, languages: Iterable[str], slope: float, offset: float, topics: TopicModel | None) -> Model:
        """The weights by name, as the plain scorer reads them."""
        weights, tables, first = self.fitted.coef_[0], [], 0
        for _, places, _ in self.blocks:
            tables.append({name: round(float(weights[first + place]), DIGITS) for name, place in places.items()})
            first += len(places)
        means = weights[first:] * self.settings.meaning
        return Model(
            languages=frozenset(languages),
            bias=round(float(self.fitted.intercept_[0]), DIGITS),
            slope=round(slope, DIGITS),
            offset=round(offset, DIGITS),
            rules=tables[0],
            words=tables[1],
            pairs=tables[2],
            pieces=tables[3],
            meanings={word: round(float(vector @ means), DIGITS) for word, vector in self.vectors.items()},
            topics=topics,
        )


def usable(rows: Iterable[Row], settings: Settings) -> list[Row]:
    """Rows whose source has a weight."""
    return [row for row in rows if settings.weights[row.source] > 0]


def crossed(
    rows: Sequence[Row], settings: Settings, vectors: Vectors, *, by_file: bool = False
) -> np.ndarray[Any, Any]:
    """The score of each hand-written row by a model that did not see it (NaN for others); `by_file`: nor its file."""
    judged = [n for n, row in enumerate(rows) if row.source == HAND]
    others = [row for row in rows if row.source != HAND]
    found = np.full(len(rows), np.nan)
    for _, tested in _folds([rows[n] for n in judged], by_file=by_file):
        out = {judged[n] for n in tested}
        learner = Learner([*(rows[n] for n in judged if n not in out), *others], settings, vectors)
        places = sorted(out)
        found[places] = learner.scores([rows[n] for n in places])
    return found


def _folds(rows: Sequence[Row], *, by_file: bool) -> Iterable[tuple[Any, Any]]:
    if by_file:
        files = sorted({row.file for row in rows})
        return [([], [n for n, row in enumerate(rows) if row.file == file]) for file in files]
    kinds = [f"{row.complaint}{row.language}" for row in rows]
    return list(StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(kinds, kinds))


def calibration(scores: np.ndarray[Any, Any], rows: Sequence[Row]) -> tuple[float, float]:
    """Platt's slope and offset from cross-validated scores."""
    there = ~np.isnan(scores)
    fitted = LogisticRegression(C=1e3).fit(scores[there].reshape(-1, 1), np.array([r.complaint for r in rows])[there])
    return float(fitted.coef_[0][0]), float(fitted.intercept_[0])


def fit_topics(rows: Sequence[Row], settings: Settings) -> TopicModel | None:
    """A softmax over the topics from the complaints that have one; None with too few of them."""
    rows = [row for row in rows if row.topic]
    present = tuple(topic for topic in TOPICS if any(row.topic == topic for row in rows))
    if len(rows) < 10 * len(TOPICS) or len(present) < 2:  # noqa: PLR2004 - two make a choice
        return None
    tables, parts = [], []
    for named, share in ((_signs, False), (_words, True), (_pieces, True)):
        places = _places(Counter(name for row in rows for name in {name for name, _ in named(row)}))
        tables.append(places)
        parts.append(_matrix(rows, places, named, share=share))
    fitted = LogisticRegression(C=settings.topic_strength, max_iter=150, tol=TOLERANCE, random_state=SEED)
    fitted.fit(hstack(parts).tocsr(), [present.index(row.topic) for row in rows])
    weights, first, named_weights = fitted.coef_.T, 0, []
    for places in tables:
        named_weights.append(
            {name: tuple(round(float(w), 2) for w in weights[first + place]) for name, place in places.items()}
        )
        first += len(places)
    bias = tuple(round(float(value), DIGITS) for value in fitted.intercept_)
    return TopicModel(present, bias, *named_weights)


def fewer_directions(vectors: Vectors) -> dict[str, Any]:
    """The vectors turned to their main directions, the rest left out; lengths are kept as far as they lie there."""
    if not vectors:
        return {}
    words = list(vectors)
    stacked = np.vstack([vectors[word] for word in words]).astype(float)
    _, turns = np.linalg.eigh(stacked.T @ stacked)
    return dict(zip(words, stacked @ turns[:, ::-1][:, :DIRECTIONS], strict=True))
