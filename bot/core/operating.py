"""The operating point: from which probability on the bot answers by itself, and from which it asks staff; pure.

The admin names the precision he wants and the share of complaints he expects. Both thresholds follow from the model's own
cross-validated probabilities of labelled messages (`Scores`), by language and by whether a message looks like a post:

- **answer**: the smallest probability at which everything at or above it, re-weighted to the expected share, is a complaint as often
  as wanted. The estimate counts half a false answer more than there was, and stands on 30 rows at least, so no single lucky row decides.
  None where no probability reaches it: the bot then asks instead of answering.
- **ask**: the smallest probability at which no more than a set part of the non-complaints is asked (`ASKED_AT_MOST`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from math import sqrt
from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WANTED, SHARE = 0.95, 0.20
"""The precision wanted and the share of complaints assumed where nobody says otherwise."""
ROWS_AT_LEAST = 30
"""So many labelled messages must stand at or above an answer threshold."""
GROUP_AT_LEAST = 200
"""A group with fewer labelled messages has no thresholds of its own; it borrows."""
LUCK = 0.5
"""So many false answers are assumed beside those that were seen."""
ASKED_AT_MOST = {"chat": 0.22, "post": 0.08}
"""The part of the non-complaints that may be asked. Who writes in a brand's channel speaks to it, and a question is cheap beside a
complaint that is missed; a post is one of very many, and most are meant for somebody else."""
SURE = 0.95
"""Two-sided confidence of every interval; `_Z` is its quantile of the normal distribution."""
_Z = 1.959964
_POST = re.compile(r"(?<!\w)[@#]\w|://|\bwww\.")
_LOOKED_AT = 8192
_RARE = ("mixed", "other")


@dataclass(frozen=True, slots=True)
class Scores:
    """Cross-validated probabilities of labelled messages, each sorted upwards, as the model gives them where complaints are half."""

    complaints: tuple[float, ...]
    others: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """The thresholds of one group, with what the labelled messages say about them.

    `answer` is None where the wanted precision is not reached; `precision` and `interval` then belong to the best there is, and are
    None without enough rows. `answered` and `caught` are shares of the complaints (answered; answered or asked), `asked` of the others.
    """

    group: str
    answer: float | None
    ask: float
    precision: float | None
    interval: tuple[float, float] | None
    answered: float
    caught: float
    asked: float
    rows: int


@dataclass(frozen=True, slots=True)
class Points:
    """The operating point of every group."""

    wanted: float
    share: float
    groups: Mapping[str, Point] = field(default_factory=dict)

    def of(self, language: str, text: str) -> Point | None:
        """The point for a message; a group without data borrows from the nearest. None without any data."""
        form = "post" if is_post(text) else "chat"
        other = "chat" if form == "post" else "post"
        if language == "mixed":
            language = "nl"
        for name in (f"{language}/{form}", f"{language}/{other}"):
            if name in self.groups:
                return self.groups[name]
        alike = [point for name, point in self.groups.items() if name.endswith(f"/{form}")]
        return _most_careful(alike or list(self.groups.values()))


def is_post(text: str) -> bool:
    """Whether a text looks like a post on a public timeline: it names a handle or a hashtag, or links."""
    if "@" not in text and "#" not in text and "://" not in text and "www." not in text:
        return False
    seen = text[:_LOOKED_AT]
    # A mark that stands apart from its letter is no letter to the pattern.
    return _POST.search(seen if seen.isascii() else normalize("NFC", seen)) is not None


def group_of(language: str, text: str) -> str:
    """The group that a labelled message belongs to: `nl/chat`, `en/post`. Text of two languages counts as Dutch."""
    return f"{'nl' if language == 'mixed' else language}/{'post' if is_post(text) else 'chat'}"


def points(calibration: Mapping[str, Scores], wanted: float = WANTED, share: float = SHARE) -> Points:
    """The operating point of each group that has complaints and others, and GROUP_AT_LEAST of both together."""
    made = {
        name: _point(name, scores, wanted, share)
        for name, scores in calibration.items()
        if scores.complaints and scores.others and len(scores.complaints) + len(scores.others) >= GROUP_AT_LEAST
    }
    return Points(wanted, share, made)


def precision_at(hits: float, false: float, share: float) -> float | None:
    """Precision where `share` are complaints, of which the part `hits` is taken, and of the others the part `false`; None for none."""
    right, wrong = share * hits, (1 - share) * false
    return right / (right + wrong) if right + wrong else None


def wilson(right: int, rows: int) -> tuple[float, float]:
    """Wilson's interval of a share, at SURE; the whole range without rows."""
    if not rows:
        return 0.0, 1.0
    part, square = right / rows, _Z * _Z
    middle = (part + square / (2 * rows)) / (1 + square / rows)
    reach = _Z * sqrt(part * (1 - part) / rows + square / (4 * rows * rows)) / (1 + square / rows)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def interval_at(right: int, wrong: int, complaints: int, others: int, share: float) -> tuple[float, float]:
    """Wilson's interval of a precision, moved from the table's share of complaints to `share` (odds times a constant)."""
    low, high = wilson(right, right + wrong)
    return _moved(low, complaints, others, share), _moved(high, complaints, others, share)


def _moved(part: float, complaints: int, others: int, share: float) -> float:
    if not complaints or not others:
        return part
    right, wrong = part / complaints * share, (1 - part) / others * (1 - share)
    return right / (right + wrong)


def _at_or_above(values: Sequence[float], threshold: float) -> int:
    return len(values) - bisect_left(values, threshold)


def _point(group: str, scores: Scores, wanted: float, share: float) -> Point:
    complaints, others = scores.complaints, scores.others
    answer, precision, shown = _answer(scores, wanted, share)
    ask = _ask(scores, ASKED_AT_MOST["post" if group.endswith("/post") else "chat"])
    if answer is not None:
        ask = min(ask, answer)
    at = shown if shown is not None else 1.0
    right, wrong = _at_or_above(complaints, at), _at_or_above(others, at)
    answered = _at_or_above(complaints, answer) / len(complaints) if answer is not None else 0.0
    false = _at_or_above(others, answer) if answer is not None else 0
    return Point(
        group=group,
        answer=answer,
        ask=ask,
        precision=precision,
        interval=interval_at(right, wrong, len(complaints), len(others), share) if shown is not None else None,
        answered=answered,
        caught=_at_or_above(complaints, ask) / len(complaints),
        asked=(_at_or_above(others, ask) - false) / len(others),
        rows=len(complaints) + len(others),
    )


def _answer(scores: Scores, wanted: float, share: float) -> tuple[float | None, float | None, float | None]:
    """The answer threshold, its precision, and the threshold this precision belongs to (the best one where none is good enough)."""
    best: tuple[float, float] | None = None
    lowest: tuple[float, float] | None = None
    for threshold in sorted({*scores.complaints, *scores.others}, reverse=True):
        right, wrong = _at_or_above(scores.complaints, threshold), _at_or_above(scores.others, threshold)
        if right + wrong < ROWS_AT_LEAST:
            continue
        false = (wrong + LUCK) / (len(scores.others) + 2 * LUCK)
        precision = precision_at(right / len(scores.complaints), false, share) or 0.0
        if precision >= wanted:
            lowest = threshold, precision
        if best is None or precision > best[1]:
            best = threshold, precision
    if lowest is not None:
        return lowest[0], lowest[1], lowest[0]
    return (None, best[1], best[0]) if best is not None else (None, None, None)


def _ask(scores: Scores, most: float) -> float:
    """The smallest probability at or above which no more than `most` of the others lie."""
    allowed = int(most * len(scores.others))
    above = scores.others[len(scores.others) - allowed - 1] if allowed < len(scores.others) else 0.0
    candidates = sorted(value for value in {*scores.complaints, *scores.others} if value > above)
    return candidates[0] if candidates else 1.0


def _most_careful(found: Sequence[Point]) -> Point | None:
    """For a language without data: the highest thresholds there are."""
    if not found:
        return None
    never = [point for point in found if point.answer is None]
    return never[0] if never else max(found, key=lambda point: (point.answer or 1.0, point.ask))
