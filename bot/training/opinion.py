"""The head on the sentence encoders: what their numbers add to the word model's own, cross-validated; its band and its report.

Each kind of text (chat, posts) has one linear model over the encoders' numbers and the word model's log-odds. Those log-odds come from
weights that did not see the row, as they will not have seen a customer's message; the folds are the word model's own, so a hand (or a
tenth of the posts) is left out of both at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score

from bot.core.language import OTHER
from bot.core.operating import group_of
from bot.lexicons.models.opinion import DIMENSIONS, Head, Kind
from bot.training.crossing import by_hand, calibration_text, crossed, of_posts
from bot.training.features import Features
from bot.training.fitting import CHAT, POST, SEED, calibrated, post_languages
from bot.training.spreading import as_kind, spread_out
from bot.training.topics import train_topics

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.training.fitting import Task
    from bot.training.labelled import Row

    Numbers = np.ndarray[Any, Any]

BAND = (0.05, 0.95)
"""Of the word model's probability; cross-validation shows no gain from a wider band. It holds some three quarters of the labelled chat,
which is hard on purpose, and far less of an ordinary channel."""
STRENGTHS = {"chat": 0.015, "post": 0.007}
"""Inverse of the ridge, by cross-validation; posts are few."""
BALANCED = (0.25, 0.75)
"""A hand's share of complaints; one outside wrote nearly one kind alone."""
LIGHTEST, HEAVIEST = 0.3, 2.0
ROUNDS = 1000
_SURE = 1e-4


class Judged(NamedTuple):
    """Rows of one kind: their places, the word model's cross-validated chances, labels, the folds they were left out in, and weights.

    The weights make each hand's complaints and others count alike, as far as HEAVIEST allows: what one hand wrote few of says nothing
    about how many complaints there are.
    """

    places: Numbers
    chances: Numbers
    labels: Numbers
    folds: list[Numbers]
    weights: Numbers


@dataclass(frozen=True, slots=True)
class Second:
    """A head, the text of the calibration file that goes with it, and its report in Markdown."""

    head: Head
    calibration: str
    report: str


def train_second(
    rows: Sequence[Row],
    numbers: Callable[[Sequence[str]], Numbers],
    tell: Callable[[str], None],
    more: Sequence[Row] = (),
) -> Second:
    """Fit on all rows that have a cross-validated chance; measure on rows left out.

    `numbers`: texts → one row of the encoders' numbers a text, side by side. `more`: complaints that teach topics alone. Raises
    ValueError for too few rows.
    """
    hands, posts = chat_folds(rows), of_posts(rows)
    if len(hands) < 2 or not posts:  # noqa: PLR2004 - one to learn from and one to measure on
        raise ValueError("too few rows: at least two hands and some posts are needed")
    tell("features")
    features = Features(rows)
    kinds: dict[str, Kind] = {}
    before: dict[int, float] = {}
    after: dict[int, float] = {}
    chat: Numbers | None = None
    for task, folds in ((CHAT, hands), (POST, posts)):
        judged = _judged(rows, features, task, folds, tell)
        tell(f"sentence encoders: {len(judged.places)} rows for {task.name}")
        seen = numbers([rows[place].text for place in judged.places])
        matrix, strength = _matrix(seen, judged.chances, chat), STRENGTHS[task.name]
        joined = _crossed(matrix, judged, strength)
        before |= dict(zip(map(int, judged.places), map(float, judged.chances), strict=True))
        after |= dict(zip(map(int, judged.places), map(float, joined), strict=True))
        fitted = _fit(matrix, judged.labels, judged.weights, strength)
        kinds[task.name] = _kind(fitted, seen.mean(axis=0), chat)
        if task is CHAT:
            chat = fitted.coef_[0][:-1]
    low, high = BAND
    mixed = {place: after[place] if low <= chance <= high else chance for place, chance in before.items()}
    topics, of_topics = train_topics(features, more, numbers, tell)
    head = Head(BAND, kinds["chat"], kinds["post"], topics)
    report = f"{_report(rows, before, mixed, after)}\n\n{of_topics}"
    return Second(head, calibration_text(_groups(rows, mixed)), report)


def chat_folds(rows: Sequence[Row]) -> list[Numbers]:
    """One hand out at a time; a hand that wrote nearly one kind alone is dealt over the others' folds.

    Left out whole, it would show what another share of complaints does, not what the head has learned.
    """
    hands = by_hand(rows)
    shares = [float(np.mean([rows[int(place)].complaint for place in hand])) for hand in hands]
    low, high = BALANCED
    whole = [hand for hand, share in zip(hands, shares, strict=True) if low <= share <= high]
    dealt = [hand for hand, share in zip(hands, shares, strict=True) if not low <= share <= high]
    for hand in dealt:
        parts = np.array_split(np.random.default_rng(SEED).permutation(hand), len(whole))
        whole = [np.concatenate(pair) for pair in zip(whole, parts, strict=True)]
    return whole


def _judged(
    rows: Sequence[Row], features: Features, task: Task, folds: list[Numbers], tell: Callable[[str], None]
) -> Judged:
    """The word model's own view of rows that look like what they are, by weights that did not see them."""
    scores = crossed(features, task, folds, tell)
    known = {*post_languages(rows), OTHER}
    posts = np.array([row.reading.post and row.reading.language in known for row in rows])
    places = np.flatnonzero(~np.isnan(scores) & (posts == (task is POST)))
    labels = np.array([rows[int(place)].complaint for place in places])
    slope, offset = calibrated(scores[places], labels, halves=True)
    chances = 1 / (1 + np.exp(-(slope * scores[places] + offset)))
    at = {int(place): n for n, place in enumerate(places)}
    parts = [np.array([at[int(place)] for place in fold if int(place) in at], dtype=int) for fold in folds]
    hands = np.array([rows[int(place)].hand if task is CHAT else "" for place in places])
    return Judged(places, chances, labels, [part for part in parts if len(part)], _weights(hands, labels))


def _weights(hands: Numbers, labels: Numbers) -> Numbers:
    found = np.ones(len(labels))
    for hand in set(hands):
        mine = hands == hand
        for label in (0, 1):
            share = float(np.mean(labels[mine] == label))
            found[mine & (labels == label)] = np.clip(0.5 / max(share, _SURE), LIGHTEST, HEAVIEST)
    return found


def _matrix(numbers: Numbers, chances: Numbers, chat: Numbers | None) -> Numbers:
    """The encoders' numbers around their middle, spread, and the word model's log-odds last.

    For posts what the weights for chat make of the numbers stands between: complaints are alike, and posts are few.
    """
    bounded = np.clip(chances, _SURE, 1 - _SURE)
    spread = spread_out(numbers)
    known = [] if chat is None else [(spread @ chat)[:, None]]
    return np.hstack([spread, *known, np.log(bounded / (1 - bounded))[:, None]])


def _fit(matrix: Numbers, labels: Numbers, weights: Numbers, strength: float) -> LogisticRegression:
    """As if half of the rows were complaints, like the word model."""
    model = LogisticRegression(C=strength, max_iter=ROUNDS, tol=1e-4, random_state=SEED)
    return model.fit(matrix, labels, sample_weight=weights)


def _crossed(matrix: Numbers, judged: Judged, strength: float) -> Numbers:
    """The joined chance of each row by a head that did not see its fold."""
    found = np.full(len(judged.places), np.nan)
    for part in judged.folds:
        learned = np.setdiff1d(np.arange(len(judged.places)), part)
        fitted = _fit(matrix[learned], judged.labels[learned], judged.weights[learned], strength)
        found[part] = fitted.predict_proba(matrix[part])[:, 1]
    return found


def _kind(fitted: LogisticRegression, middle: Numbers, chat: Numbers | None) -> Kind:
    """As the encoder adapter reads it."""
    found = fitted.coef_[0]
    size = sum(DIMENSIONS)
    weights = found[:size] if chat is None else found[:size] + found[size] * chat
    return as_kind(weights, float(fitted.intercept_[0]), middle, float(found[-1]))


def _groups(rows: Sequence[Row], chances: dict[int, float]) -> dict[str, tuple[Numbers, Numbers]]:
    """By language and form, as the operating point wants them."""
    found: dict[str, list[tuple[float, int]]] = {}
    for place, chance in chances.items():
        row = rows[place]
        found.setdefault(group_of(row.language, row.text), []).append((chance, row.complaint))
    return {name: (np.array([c for c, _ in one]), np.array([label for _, label in one])) for name, one in found.items()}


def _report(rows: Sequence[Row], before: dict[int, float], mixed: dict[int, float], every: dict[int, float]) -> str:
    """What the second opinion adds, by group; brand-directed posts apart."""
    low, high = BAND
    groups: dict[str, list[int]] = {}
    for place in before:
        row = rows[place]
        name = group_of(row.language, row.text)
        groups.setdefault(name, []).append(place)
        if name.endswith("/post") and not row.group.startswith("random_"):
            groups.setdefault(f"{name}, to a brand", []).append(place)
    lines = [
        "| rows | n | in the band | macro-F1: alone / with / on every row | AUC: alone / with / on every row |",
        "|---|---|---|---|---|",
    ]
    for name, places in sorted(groups.items()):
        labels = np.array([rows[place].complaint for place in places])
        if len(set(labels)) < 2:  # noqa: PLR2004 - both kinds
            continue
        tables = [np.array([table[place] for place in places]) for table in (before, mixed, every)]
        share = float(np.mean((tables[0] >= low) & (tables[0] <= high)))
        scores = " / ".join(f"{f1_score(labels, table >= 0.5, average='macro'):.3f}" for table in tables)  # noqa: PLR2004 - the middle
        areas = " / ".join(f"{roc_auc_score(labels, table):.3f}" for table in tables)
        lines.append(f"| {name} | {len(places)} | {share:.0%} | {scores} | {areas} |")
    return "\n".join(lines)
