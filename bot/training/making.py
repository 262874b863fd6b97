"""Rows → the word model, its calibration and the words of its report; the same rows give the same three, always."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from bot.core.scorer import NOTHING, Model
from bot.training.crossing import by_hand, calibration_text, crossed, crossed_topics, of_posts, temperature
from bot.training.features import Features
from bot.training.fitting import (
    CHAT,
    FURTHER,
    POST,
    calibrated,
    fit,
    fit_topics,
    post_languages,
    topic_model,
    weights_of,
)
from bot.training.reporting import Crossed, report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.core.scorer import TopicModel, Weights
    from bot.training.crossing import Numbers
    from bot.training.fitting import Task
    from bot.training.labelled import Row


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, the text of its calibration file, and its report in Markdown."""

    model: Model
    calibration: str
    report: str


def train(rows: Sequence[Row], languages: Iterable[str], tell: Callable[[str], None]) -> Trained:
    """Fit on all rows; what is measured is measured on rows left out. `tell` hears the progress. Raises ValueError for too few rows."""
    hands = by_hand(rows)
    if len(hands) < 2:  # noqa: PLR2004 - one to learn from and one to measure on
        raise ValueError("too few hand-written rows: at least two hands (or 1,000 rows) are needed")
    tell("features")
    features = Features(rows)
    found: dict[str, Weights] = {}
    measured: dict[str, Crossed] = {}
    posts = of_posts(rows)
    for task in (CHAT, *((POST,) if posts else ()), *FURTHER):
        if not _learnable(rows, task):
            continue
        scores = crossed(features, task, posts if task is POST else hands, tell)
        slope, offset, measured[task.name] = _calibrated(rows, task, scores)
        tell(f"fit: {task.name}")
        found[task.name] = weights_of(features, fit(features, task, range(len(rows))), task, slope, offset)
    topics, of_topics = _topics(features, hands, tell)
    chat = found["chat"]
    of_chat: dict[str, Any] = {field.name: getattr(chat, field.name) for field in fields(chat)}
    model = Model(
        **of_chat,
        languages=frozenset(languages),
        topics=topics,
        post=found.get("post"),
        post_languages=post_languages(rows) if posts else frozenset(),
        serious=found.get("serious", NOTHING),
        hard=found.get("hard", NOTHING),
        abusive=found.get("abusive", NOTHING),
    )
    groups = _groups(rows, measured, model)
    tell("report")
    return Trained(model, calibration_text(groups), report(features, measured, of_topics, hands, tell))


def _learnable(rows: Sequence[Row], task: Task) -> bool:
    return len({task.label(row) for row in rows if task.weight(row) > 0}) > 1


def _calibrated(rows: Sequence[Row], task: Task, scores: Numbers) -> tuple[float, float, Crossed]:
    known = np.array(
        [not np.isnan(score) and task.label(row) is not None for score, row in zip(scores, rows, strict=True)]
    )
    places = np.flatnonzero(known)
    labels = np.array([task.label(rows[int(place)]) for place in places])
    # The bot leaves the shortest messages to the rules, so that is what is measured; a fit over few words says little.
    slope, offset = calibrated(scores[places], labels, halves=task not in FURTHER)
    chances = 1 / (1 + np.exp(-(slope * scores[places] + offset)))
    if task not in FURTHER:
        said = [rows[int(place)] for place in places]
        chances = np.array([row.rules if row.left else chance for row, chance in zip(said, chances, strict=True)])
    return slope, offset, Crossed(places, chances, labels)


def _topics(
    features: Features, hands: Sequence[Numbers], tell: Callable[[str], None]
) -> tuple[TopicModel | None, dict[int, dict[str, float]]]:
    fitted = fit_topics(features, range(len(features.rows)))
    if fitted is None:
        return None, {}
    found = crossed_topics(features, hands, tell)
    slope = temperature(found, features.rows)
    scaled = {place: {topic: score * slope for topic, score in scores.items()} for place, scores in found.items()}
    return topic_model(features, fitted, slope), scaled


def _groups(rows: Sequence[Row], measured: dict[str, Crossed], model: Model) -> dict[str, tuple[Numbers, Numbers]]:
    """Probabilities and labels by language and by whether a row looks like a post; only of rows that are judged as such."""
    groups: dict[str, list[tuple[float, int]]] = {}
    for name in ("chat", "post"):
        if name not in measured:
            continue
        for place, chance, label in zip(*measured[name], strict=True):
            row = rows[place]
            as_post = row.reading.post and model.knows_posts(row.reading.language)
            if as_post == (name == "post"):
                groups.setdefault(f"{row.language}/{name}", []).append((chance, label))
    most = {"/post": {f"{language}/post" for language in model.post_languages}, "/chat": set(groups)}
    found: dict[str, tuple[Numbers, Numbers]] = {}
    for name, judged in groups.items():
        if name in most[name[name.index("/") :]] and name.partition("/")[0] in model.languages:
            chances, labels = zip(*judged, strict=True)
            found[name] = np.array(chances), np.array(labels)
    return found
