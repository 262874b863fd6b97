"""The figures of an evaluation as tables that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.cli.evaluation.figures import answered, confusion, verdicts
from bot.cli.operating import thresholds_told
from bot.core.triage import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cli.evaluation.judging import Outcome
    from bot.core.operating import Points

PREVALENCES = (0.05, 0.20, 0.50)
_MIXED_UP = 8
"""So many pairs of topics that were mixed up are shown."""


def told(name: str, outcomes: Sequence[Outcome], found: dict[str, Any], points: Points | None) -> str:
    """The whole report as text."""
    complaints = [one for one in outcomes if one.row.complaint]
    others = [one for one in outcomes if not one.row.complaint]
    parts = [
        f"{name}: {len(outcomes)} rows, {len(complaints)} complaints; nothing was sent",
        _detection(found),
        _operating(found, complaints, others),
        _public(complaints, others),
        _topics(found, complaints),
        _flags(found),
    ]
    if points is not None:
        parts.append("\n".join(["operating point, from the model's own labelled messages", *thresholds_told(points)]))
    parts.append(f"{_number(found['per_second'], '.0f')} messages a second")
    return "\n\n".join(part for part in parts if part)


def _detection(found: dict[str, Any]) -> str:
    names = ("precision", "recall", "f1", "macro_f1", "accuracy", "auc")
    words = ("precision", "recall", "F1", "macro-F1", "accuracy", "AUC")
    at_half = "   ".join(f"{word} {_number(found[name])}" for name, word in zip(names, words, strict=True))
    sure = f"recall at 90 % precision {_number(found['recall_at_p90'])}   at 95 % {_number(found['recall_at_p95'])}"
    return f"complaint or not, at .5\n  {at_half}\n  {sure}"


def _operating(found: dict[str, Any], complaints: Sequence[Outcome], others: Sequence[Outcome]) -> str:
    of_complaints, of_others = verdicts(complaints), verdicts(others)
    lines = ["verdict      complaints          others"]
    lines += [
        f"  {kind:<9} {of_complaints[kind]:>7} {_share(of_complaints[kind], len(complaints))}"
        f" {of_others[kind]:>9} {_share(of_others[kind], len(others))}"
        for kind in Kind
    ]
    caught = f"  caught {_number(found['caught'])}"
    for key, words in (("caught_severe", "severity 2 and 3"), ("caught_hard", "severity 3")):
        if found.get(key) is not None:
            caught += f"   {words} {_number(found[key])}"
    lines.append(f"{caught}   others brought to staff {_number(found['ask']['share'])}")
    return "\n".join(lines)


def _public(complaints: Sequence[Outcome], others: Sequence[Outcome]) -> str:
    lines = ["precision of answer, by the share of complaints"]
    for share in PREVALENCES:
        one = answered(complaints, others, share)
        lines.append(f"  {100 * share:>3.0f} %   {_number(one['precision'])} {_interval(one['interval'])}")
    one = answered(complaints, others, PREVALENCES[-1])
    lines.append(f"  recall {_number(one['recall'])}   {one['right']} right, {one['wrong']} wrong")
    return "\n".join(lines)


def _topics(found: dict[str, Any], complaints: Sequence[Outcome]) -> str:
    counts = confusion(complaints)
    if not counts:
        return ""
    lines = [
        f"topic   accuracy {_number(found['topic']['accuracy'])}   confident half {_number(found['topic']['confident_accuracy'])}"
    ]
    for topic in sorted({labelled for labelled, _ in counts}):
        rows = sum(count for (labelled, _), count in counts.items() if labelled == topic)
        lines.append(f"  {topic:<15} {rows:>5}   {_number(counts[topic, topic] / rows)}")
    mixed_up = [(count, pair) for pair, count in counts.items() if pair[0] != pair[1]]
    worst = sorted(mixed_up, key=lambda item: (-item[0], item[1]))[:_MIXED_UP]
    if worst:
        lines.append("  taken for another: " + ", ".join(f"{a} → {b} {count}" for count, (a, b) in worst))
    return "\n".join(lines)


def _flags(found: dict[str, Any]) -> str:
    lines = []
    for key, words in (("abusive", "abuse"), ("pii", "personal data")):
        one = found[key]
        if one["rows"]:
            lines.append(
                f"{words:<14} precision {_number(one['precision'])}   recall {_number(one['recall'])}   "
                f"({one['true']} there, {one['found']} found)"
            )
    return "\n".join(lines)


def _number(value: float | None, form: str = ".3f") -> str:
    return "-" if value is None else format(value, form)


def _interval(bounds: Sequence[float] | None) -> str:
    return "" if bounds is None else f"({bounds[0]:.2f} to {bounds[1]:.2f})"


def _share(count: int, of: int) -> str:
    return f"{100 * count / of:5.1f} %" if of else "     - "
