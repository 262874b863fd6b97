"""The training report: what the model does on rows it never saw, beside the rules alone."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.metrics import f1_score, precision_recall_curve, roc_auc_score

from bot.cli.fitting import SEED, Learner, crossed
from bot.cli.labelled import HAND, TUNED, TWEETS
from bot.core.scorer import score, topic_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cli.fitting import Settings, Vectors
    from bot.cli.labelled import Row
    from bot.core.scorer import Model

    Numbers = np.ndarray[Any, Any]

CURVE = (500, 1000, 2000)
LEVELS = (0.5, 0.9, 0.95)
BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.01)
_HEAD = (
    "| rows | judge | n | macro-F1 | AUC | p ≥ .5: precision / recall | p ≥ .9 | p ≥ .95 | recall at 95 % precision |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


def report(rows: Sequence[Row], model: Model, settings: Settings, vectors: Vectors) -> str:
    """Markdown. `model` has not seen the held-back rows."""
    kept = [row for row in rows if not row.held_back]
    held = [row for row in rows if row.held_back]
    hand = [row for row in held if row.source == HAND]
    parts = ["Rows by source (a fixed fifth, by the text, is held back):\n", _sources(rows)]
    parts += ["\nHeld back, never trained on:\n", _HEAD]
    groups = [("all chat", hand)]
    groups += [(language, [r for r in hand if r.language == language]) for language in sorted(model.languages)]
    groups += [(name, [r for r in held if r.source == name]) for name in (TUNED, TWEETS)]
    for name, chosen in groups:
        if len({row.complaint for row in chosen}) > 1:
            parts.append(_line(name, "rules alone", chosen, np.array([row.rules for row in chosen])))
            parts.append(_line(name, "model", chosen, judged(model, chosen)))
    parts += [
        "\nCross-validated with stretches of 500 rows left out (so by other hands), without the held-back fifth:\n"
    ]
    parts += [_HEAD, *_by_file(kept, settings, vectors, model)]
    parts += [
        "\nLearning curve (hand-written rows trained on → held-back rows):\n",
        _curve(kept, hand, settings, vectors),
    ]
    parts += ["\nCalibration on the held-back chat rows:\n", _calibrated(hand, judged(model, hand))]
    parts += ["\nTopic on the held-back complaints:\n", _topics(hand, model)]
    return "\n".join(parts)


def judged(model: Model, rows: Sequence[Row]) -> Numbers:
    """Probabilities by the plain scorer, the one that runs in the bot."""
    return np.array([score(model, row.reading).probability for row in rows])


def _sources(rows: Sequence[Row]) -> str:
    lines = ["| source | language | rows | complaints | held back |", "|---|---|---|---|---|"]
    counts = Counter((row.source, row.language) for row in rows)
    for source, language in sorted(counts):
        chosen = [row for row in rows if (row.source, row.language) == (source, language)]
        complaints, held = sum(row.complaint for row in chosen), sum(row.held_back for row in chosen)
        lines.append(f"| {source} | {language} | {len(chosen)} | {complaints} | {held} |")
    return "\n".join(lines)


def _line(name: str, judge: str, rows: Sequence[Row], probabilities: Numbers) -> str:
    truth = np.array([row.complaint for row in rows])
    precisions, recalls, _ = precision_recall_curve(truth, probabilities)
    sure = max(
        (recall for precision, recall in zip(precisions, recalls, strict=True) if precision >= LEVELS[-1]), default=0
    )
    cells = [
        f"{f1_score(truth, probabilities >= LEVELS[0], average='macro'):.3f}",
        f"{roc_auc_score(truth, probabilities):.3f}",
        *(_at(level, truth, probabilities) for level in LEVELS),
        f"{sure:.2f}",
    ]
    return f"| {name} | {judge} | {len(rows)} | {' | '.join(cells)} |"


def _at(level: float, truth: Numbers, probabilities: Numbers) -> str:
    said = probabilities >= level
    if not said.any():
        return "- / .00"
    right = int((said & (truth == 1)).sum())
    return f"{right / said.sum():.2f} / {right / max(1, truth.sum()):.2f} ({int(said.sum())})"


def _by_file(rows: Sequence[Row], settings: Settings, vectors: Vectors, model: Model) -> list[str]:
    if len({row.file for row in rows if row.source == HAND}) < 2:  # noqa: PLR2004 - two writers at least
        return ["(one file only)"]
    scores = crossed(rows, settings, vectors, by_file=True)
    lines = []
    for name in ("all chat", *sorted(model.languages)):
        places = [n for n, row in enumerate(rows) if row.source == HAND and name in {"all chat", row.language}]
        if len({rows[n].complaint for n in places}) > 1:
            chances = 1 / (1 + np.exp(-(model.slope * scores[places] + model.offset)))
            chosen = [rows[n] for n in places]
            lines.append(_line(name, "rules alone", chosen, np.array([row.rules for row in chosen])))
            lines.append(_line(name, "model", chosen, chances))
    return lines


def _curve(kept: Sequence[Row], hand: Sequence[Row], settings: Settings, vectors: Vectors) -> str:
    own = [row for row in kept if row.source == HAND]
    others = [row for row in kept if row.source != HAND]
    random.Random(SEED).shuffle(own)  # noqa: S311 - a repeatable order is what is wanted
    truth = np.array([row.complaint for row in hand])
    lines = ["| rows | macro-F1 | AUC |", "|---|---|---|"]
    for size in [*(size for size in CURVE if size < len(own)), len(own)]:
        found = Learner([*own[:size], *others], settings, vectors).scores(hand)
        f1 = f1_score(truth, found >= 0, average="macro")
        lines.append(f"| {size} | {f1:.3f} | {roc_auc_score(truth, found):.3f} |")
    return "\n".join(lines)


def _calibrated(rows: Sequence[Row], probabilities: Numbers) -> str:
    truth = np.array([row.complaint for row in rows])
    lines = ["| the model says | rows | true share |", "|---|---|---|"]
    for low, high in pairwise(BINS):
        inside = (probabilities >= low) & (probabilities < high)
        if inside.any():
            lines.append(f"| {low:.1f} to {min(high, 1):.1f} | {int(inside.sum())} | {truth[inside].mean():.2f} |")
    return "\n".join(lines)


def _topics(rows: Sequence[Row], model: Model) -> str:
    lines = ["| rows | n | rules alone | model |", "|---|---|---|---|"]
    if model.topics is None:
        return "(too few complaints with a topic)"
    for name in ("all chat", *sorted(model.languages)):
        chosen = [row for row in rows if row.topic and name in {"all chat", row.language}]
        if chosen:
            rules = sum(row.rules_topic == row.topic for row in chosen) / len(chosen)
            own = sum(topic_of(model.topics, r.signs, r.reading.words) == r.topic for r in chosen) / len(chosen)
            lines.append(f"| {name} | {len(chosen)} | {rules:.3f} | {own:.3f} |")
    return "\n".join(lines)
