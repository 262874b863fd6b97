"""The figures of an evaluation. Pure; every ratio without a denominator is None."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any

from bot.core.operating import interval_at, precision_at
from bot.core.triage import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.cli.evaluation.judging import Outcome

HALF = 0.5
CAUGHT = frozenset({Kind.ANSWER, Kind.ASK, Kind.HAND_OVER, Kind.WARN})
TO_STAFF = frozenset({Kind.ASK, Kind.HAND_OVER, Kind.WARN})
SERIOUS, HARD = 2, 3
_DIGITS = 4


def figures(outcomes: Sequence[Outcome], share: float, seconds: float) -> dict[str, Any]:
    """Everything that `--json` prints. `share`: the prevalence that the precision of "answer" is re-weighted to."""
    complaints = [one for one in outcomes if one.row.complaint]
    others = [one for one in outcomes if not one.row.complaint]
    found: dict[str, Any] = {"rows": len(outcomes), **_at_half(complaints, others)}
    pairs = [(one.probability, one.row.complaint) for one in outcomes]
    found["auc"] = auc(pairs)
    found["recall_at_p90"] = recall_at(0.90, pairs)
    found["recall_at_p95"] = recall_at(0.95, pairs)
    found["answer"] = answered(complaints, others, share)
    found["ask"] = {"share": _part(_among(TO_STAFF, others), len(others))}
    found["caught"] = _part(_among(CAUGHT, complaints), len(complaints))
    if any(one.row.severity is not None for one in complaints):
        for name, least in (("caught_severe", SERIOUS), ("caught_hard", HARD)):
            bad = [one for one in complaints if one.row.severity is not None and one.row.severity >= least]
            found[name] = _part(_among(CAUGHT, bad), len(bad))
    found["topic"] = _topic(complaints)
    found["abusive"] = _flags((one.finding.abusive, one.row.abusive) for one in outcomes)
    found["pii"] = _flags((bool(one.finding.private), one.row.pii) for one in outcomes)
    found["per_second"] = round(len(outcomes) / seconds, 1) if seconds else None
    return {key: _rounded(value) for key, value in found.items()}


def answered(complaints: Sequence[Outcome], others: Sequence[Outcome], share: float) -> dict[str, Any]:
    """The verdict "answer": its precision where `share` are complaints with Wilson's bounds, recall, and its share of the rows."""
    right, wrong = _among({Kind.ANSWER}, complaints), _among({Kind.ANSWER}, others)
    precision: float | None = None
    interval: list[float] | None = None
    if right + wrong:
        precision = precision_at(right / max(1, len(complaints)), wrong / max(1, len(others)), share)
        interval = list(interval_at(right, wrong, len(complaints), len(others), share))
    return {
        "precision": precision,
        "recall": _part(right, len(complaints)),
        "share": _part(right + wrong, len(complaints) + len(others)),
        "interval": interval,
        "right": right,
        "wrong": wrong,
    }


def verdicts(outcomes: Iterable[Outcome]) -> Counter[Kind]:
    """How often each verdict fell."""
    return Counter(one.verdict for one in outcomes)


def confusion(outcomes: Iterable[Outcome]) -> Counter[tuple[str, str]]:
    """(topic in the table, topic found) → how often, over the complaints with a topic."""
    return Counter((one.row.topic, one.topic) for one in outcomes if one.row.complaint and one.row.topic)


def auc(pairs: Iterable[tuple[float, bool]]) -> float | None:
    """The chance that a complaint stands above a message that is none; a tie counts half."""
    below, area, right = 0, 0.0, 0
    for _, tied in groupby(sorted(pairs), key=lambda pair: pair[0]):
        labels = [label for _, label in tied]
        hits = sum(labels)
        misses = len(labels) - hits
        area += hits * (below + misses / 2)
        below, right = below + misses, right + hits
    return area / (below * right) if below and right else None


def recall_at(precision: float, pairs: Sequence[tuple[float, bool]]) -> float | None:
    """The highest recall of any threshold at which the table's own rows reach this precision; 0 where none does."""
    complaints = sum(label for _, label in pairs)
    if not complaints:
        return None
    best, right, rows = 0, 0, 0
    for _, tied in groupby(sorted(pairs, reverse=True), key=lambda pair: pair[0]):
        labels = [label for _, label in tied]
        right, rows = right + sum(labels), rows + len(labels)
        if right >= precision * rows:
            best = right
    return best / complaints


def _at_half(complaints: Sequence[Outcome], others: Sequence[Outcome]) -> dict[str, Any]:
    """Accuracy, precision, recall and F1 of "complaint" at the model's own .5."""
    right = sum(one.probability >= HALF for one in complaints)
    wrong = sum(one.probability >= HALF for one in others)
    missed, calm = len(complaints) - right, len(others) - wrong
    of_complaints, of_others = _part(2 * right, 2 * right + wrong + missed), _part(2 * calm, 2 * calm + wrong + missed)
    return {
        "accuracy": _part(right + calm, len(complaints) + len(others)),
        "precision": _part(right, right + wrong),
        "recall": _part(right, len(complaints)),
        "f1": of_complaints,
        "macro_f1": ((of_complaints or 0.0) + (of_others or 0.0)) / 2 if complaints or others else None,
    }


def _topic(complaints: Sequence[Outcome]) -> dict[str, Any]:
    """Over the complaints with a topic; `confident_accuracy` over the half with the highest topic probability."""
    labelled = [one for one in complaints if one.row.topic]
    by_chance = sorted(labelled, key=lambda one: -one.topic_probability)
    sure = by_chance[: (len(by_chance) + 1) // 2]
    return {
        "accuracy": _part(sum(one.topic == one.row.topic for one in labelled), len(labelled)),
        "confident_accuracy": _part(sum(one.topic == one.row.topic for one in sure), len(sure)),
        "rows": len(labelled),
    }


def _flags(pairs: Iterable[tuple[bool, bool | None]]) -> dict[str, Any]:
    known = [(found, label) for found, label in pairs if label is not None]
    both = sum(found and label for found, label in known)
    said, there = sum(found for found, _ in known), sum(label for _, label in known)
    return {
        "precision": _part(both, said),
        "recall": _part(both, there),
        "rows": len(known),
        "found": said,
        "true": there,
    }


def _among(kinds: Iterable[Kind], outcomes: Iterable[Outcome]) -> int:
    wanted = frozenset(kinds)
    return sum(one.verdict in wanted for one in outcomes)


def _part(count: float, of: int) -> float | None:
    return count / of if of else None


def _rounded(value: Any) -> Any:
    match value:
        case float():
            return round(value, _DIGITS)
        case dict():
            return {key: _rounded(inner) for key, inner in value.items()}
        case list():
            return [_rounded(inner) for inner in value]
        case _:
            return value
