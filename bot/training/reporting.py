"""The training report in Markdown: what the model does on rows it never saw, beside the rules alone."""

from __future__ import annotations

import random
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from sklearn.metrics import f1_score, precision_recall_curve, roc_auc_score

from bot.training.fitting import CHAT, SEED, fit
from bot.training.labelled import HAND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.training.features import Features
    from bot.training.labelled import Row

    Numbers = np.ndarray[Any, Any]

CURVE = (500, 1000, 2000)
LEVELS = (0.5, 0.9, 0.95)
BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.01)
NOBODYS = "random_"
"""A post's domain begins like this when it is addressed to no brand."""
_PRECISIONS = (0.5, 0.7, 0.85)
_HEAD = (
    "| rows | judge | n | macro-F1 | AUC | p ≥ .5: precision / recall | p ≥ .9 | p ≥ .95 | recall at 93 / 95 % precision |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


class Crossed(NamedTuple):
    """Cross-validated probabilities: the places of the rows, what was said, and the truth."""

    places: Numbers
    chances: Numbers
    labels: Numbers

    def among(self, keep: Callable[[int], bool]) -> Crossed:
        """The same of some places only."""
        kept = np.array([keep(int(place)) for place in self.places], dtype=bool)
        return Crossed(self.places[kept], self.chances[kept], self.labels[kept])


def report(
    features: Features,
    measured: dict[str, Crossed],
    topics: dict[int, dict[str, float]],
    hands: Sequence[Numbers],
    tell: Callable[[str], None],
) -> str:
    """Everything that was measured, none of it on rows that were learned from."""
    rows = features.rows
    parts = ["Rows by source:\n", _sources(rows)]
    parts += ["\nHand-written chat, each hand judged by weights that were fitted without it:\n", _HEAD]
    parts += _by_language(rows, measured["chat"])
    if "post" in measured:
        parts += ["\nPosts, ten-fold:\n", _HEAD, *_of_posts(rows, measured["post"])]
    parts += ["\nLearning curve (chat rows of other hands learned from → each hand):\n", _curve(features, hands, tell)]
    for name in ("chat", "post"):
        if name in measured:
            parts += [
                f"\nCalibration, {name} (probabilities are given as if half were complaints):\n",
                _calibration(measured[name]),
            ]
    parts += ["\nFurther questions, by hands that were left out:\n", _further(rows, measured)]
    parts += ["\nTopic of complaints, by hands that were left out:\n", _topics(rows, topics)]
    return "\n".join(parts)


def _sources(rows: Sequence[Row]) -> str:
    counts = Counter((row.source, row.language) for row in rows)
    complaints = Counter((row.source, row.language) for row in rows if row.complaint)
    lines = ["| source | language | rows | complaints |", "|---|---|---|---|"]
    lines += [
        f"| {source} | {language} | {n} | {complaints[source, language]} |"
        for (source, language), n in sorted(counts.items())
    ]
    return "\n".join(lines)


def _by_language(rows: Sequence[Row], found: Crossed) -> Iterable[str]:
    languages = sorted({rows[place].language for place in found.places})
    for name in ("all", *languages):
        chosen = found.among(lambda place, name=name: name in {"all", rows[place].language})  # type: ignore[misc]
        rules = np.array([rows[place].rules for place in chosen.places])
        yield _line(name, "rules alone", chosen._replace(chances=rules))
        yield _line(name, "model", chosen)


def _of_posts(rows: Sequence[Row], found: Crossed) -> Iterable[str]:
    brands = found.among(lambda place: not rows[place].group.startswith(NOBODYS))
    for name, chosen in (("all", found), ("to a brand", brands)):
        rules = np.array([rows[place].rules for place in chosen.places])
        yield _line(name, "rules alone", chosen._replace(chances=rules))
        yield _line(name, "model", chosen)


def _line(name: str, judge: str, found: Crossed) -> str:
    _, chances, truth = found
    if len(set(truth)) < 2:  # noqa: PLR2004 - both kinds
        return f"| {name} | {judge} | {len(truth)} | - | - | - | - | - | - |"
    cells = [
        f"{f1_score(truth, chances >= LEVELS[0], average='macro'):.3f}",
        f"{roc_auc_score(truth, chances):.3f}",
        *(_at(level, truth, chances) for level in LEVELS),
        " / ".join(f"{_recall_at(precision, truth, chances):.2f}" for precision in (0.93, 0.95)),
    ]
    return f"| {name} | {judge} | {len(truth)} | {' | '.join(cells)} |"


def _recall_at(least: float, truth: Numbers, chances: Numbers) -> float:
    precisions, recalls, _ = precision_recall_curve(truth, chances)
    return max((float(r) for p, r in zip(precisions, recalls, strict=True) if p >= least), default=0.0)


def _at(level: float, truth: Numbers, chances: Numbers) -> str:
    said = chances >= level
    if not said.any():
        return "- / .00"
    right = int((said & (truth == 1)).sum())
    return f"{right / said.sum():.2f} / {right / max(1, truth.sum()):.2f} ({int(said.sum())})"


def _curve(features: Features, hands: Sequence[Numbers], tell: Callable[[str], None]) -> str:
    rows = features.rows
    order = [n for n, row in enumerate(rows) if row.source == HAND]
    others = [n for n, row in enumerate(rows) if row.source != HAND]
    random.Random(SEED).shuffle(order)  # noqa: S311 - a repeatable order is what is wanted
    lines = ["| rows | macro-F1 | AUC |", "|---|---|---|"]
    for size in [*(size for size in CURVE if size < len(order)), len(order)]:
        tell(f"learning curve: {size}")
        scores = np.full(len(rows), np.nan)
        for tested in hands:
            out = set(map(int, tested))
            own = [n for n in order if n not in out][:size]
            scores[tested] = fit(features, CHAT, [*own, *others]).scores(features, tested)
        places = np.flatnonzero(~np.isnan(scores))
        truth = np.array([rows[int(n)].complaint for n in places])
        f1 = f1_score(truth, scores[places] >= 0, average="macro")
        name = "all" if size == len(order) else f"{size:,}"
        lines.append(f"| {name} | {f1:.3f} | {roc_auc_score(truth, scores[places]):.3f} |")
    return "\n".join(lines)


def _calibration(found: Crossed) -> str:
    lines = ["| the model says | rows | true share |", "|---|---|---|"]
    for low, high in pairwise(BINS):
        inside = (found.chances >= low) & (found.chances < high)
        if inside.any():
            share = found.labels[inside].mean()
            lines.append(f"| {low:.1f} to {min(high, 1):.1f} | {int(inside.sum())} | {share:.2f} |")
    return "\n".join(lines)


def _further(rows: Sequence[Row], measured: dict[str, Crossed]) -> str:
    lines = [
        "| question | language | rows | yes | AUC | p ≥ .5: precision / recall | recall at 50 / 70 / 85 % precision |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in ("serious", "hard", "abusive"):
        if name not in measured:
            continue
        for language in sorted({rows[place].language for place in measured[name].places}):
            found = measured[name].among(lambda place, language=language: rows[place].language == language)  # type: ignore[misc]
            _, chances, truth = found
            if len(set(truth)) > 1:
                recalls = " / ".join(f"{_recall_at(least, truth, chances):.2f}" for least in _PRECISIONS)
                auc = roc_auc_score(truth, chances)
                at = _at(LEVELS[0], truth, chances)
                lines.append(
                    f"| {name} | {language} | {len(truth)} | {int(truth.sum())} | {auc:.3f} | {at} | {recalls} |"
                )
    return "\n".join(lines)


def _topics(rows: Sequence[Row], topics: dict[int, dict[str, float]]) -> str:
    if not topics:
        return "(too few complaints with a topic)"
    lines = ["| rows | n | rules alone | model | its surer half |", "|---|---|---|---|---|"]
    for name in ("all", *sorted({rows[place].language for place in topics})):
        chosen = [place for place in topics if name in {"all", rows[place].language}]
        rules = sum(rows[place].rules_topic == rows[place].topic for place in chosen) / len(chosen)
        judged = sorted(((_best(topics[place]), rows[place].topic) for place in chosen), key=lambda one: -one[0][1])
        right = [said[0] == topic for said, topic in judged]
        half = right[: len(right) // 2]
        lines.append(f"| {name} | {len(chosen)} | {rules:.3f} | {np.mean(right):.3f} | {np.mean(half):.3f} |")
    return "\n".join(lines)


def _best(scores: dict[str, float]) -> tuple[str, float]:
    values = np.array(list(scores.values()))
    chances = np.exp(values - values.max()) / np.exp(values - values.max()).sum()
    place = int(chances.argmax())
    return list(scores)[place], float(chances[place])
