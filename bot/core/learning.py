"""When a brand's candidate may take over: what is measured on labels held back, and the rules of promotion, all in this file."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from math import log, sqrt
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.core.adjusting import SURE
from bot.core.operating import wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

LABELS_NEEDED = 200
NEW_AFTER_ROLLBACK = 50
"""So many labels must have come since a version was taken back, or the next night would bring it again."""
OF_EACH_KIND = 5
"""With fewer complaints, or fewer others, among the labels held back nothing is measured."""
ROWS_IN_COMPARISON = 2
_FIFTH = 5


def held_back(text: str) -> bool:
    """A fixed fifth of all texts, by the words alone: what was measured on once is never learned from."""
    plain = " ".join(text.casefold().split())
    return int(blake2b(plain.encode("utf-8", "replace"), digest_size=8).hexdigest(), 16) % _FIFTH == 0


@dataclass(frozen=True, slots=True)
class Figures:
    """How one judge did on the labels held back.

    `log_loss` is the mean surprise in nats. `answered` counts messages at or above the probability from which the bot answers by
    itself, `right` those of them that are complaints. `edge` is by how much the loss lies below that of always saying the plain
    share of complaints, `doubt` its standard error.
    """

    rows: int
    complaints: int
    log_loss: float
    answered: int
    right: int
    edge: float
    doubt: float

    @property
    def precision(self) -> float | None:
        """Share of the answers that are right; None without any."""
        return self.right / self.answered if self.answered else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of the precision (95 %)."""
        return wilson(self.right, self.answered)


def measure(probabilities: Sequence[float], complaints: Sequence[bool], answer_from: Sequence[float | None]) -> Figures:
    """Figures of a judge that gave these probabilities to messages that are or are not complaints.

    `answer_from`: for each message the probability from which the bot would answer it by itself, None for never.
    """
    rows, positive = len(complaints), sum(complaints)
    losses = [_loss(one, it) for one, it in zip(probabilities, complaints, strict=True)]
    share = positive / rows if rows else 0.5
    edges = [_loss(share, it) - loss for it, loss in zip(complaints, losses, strict=True)]
    judged = zip(probabilities, complaints, answer_from, strict=True)
    answered = [it for one, it, least in judged if least is not None and one >= least]
    return Figures(
        rows=rows,
        complaints=positive,
        log_loss=fmean(losses) if rows else 0.0,
        answered=len(answered),
        right=sum(answered),
        edge=fmean(edges) if rows else 0.0,
        doubt=stdev(edges) / sqrt(rows) if rows >= ROWS_IN_COMPARISON else 0.0,
    )


def _loss(probability: float, complaint: bool) -> float:  # noqa: FBT001 - the truth of one message
    said = probability if complaint else 1 - probability
    return -log(max(SURE, min(1.0, said)))


class Reason(NamedTuple):
    """One rule and how it came out; `facts` fill its sentence (see `said`)."""

    code: str
    holds: bool
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a candidate takes over. It does when every reason holds."""

    reasons: tuple[Reason, ...]

    @property
    def promote(self) -> bool:
        """Every rule holds."""
        return bool(self.reasons) and all(reason.holds for reason in self.reasons)

    def sentences(self, language: str, *, only_failed: bool = False) -> list[str]:
        """The reasons in words, nl or en; those that failed first."""
        ordered = sorted(self.reasons, key=lambda reason: reason.holds)
        return [said(reason, language) for reason in ordered if not (only_failed and reason.holds)]


def enough(labels: int, since_rollback: int | None = None) -> Decision:
    """What can be said before anything is trained. `since_rollback`: labels since a version was taken back, None when none was."""
    facts = {"labels": labels, "needed": LABELS_NEEDED}
    reasons = [Reason("labels", labels >= LABELS_NEEDED, facts)]
    if since_rollback is not None:
        facts = {"new": since_rollback, "needed": NEW_AFTER_ROLLBACK}
        reasons.append(Reason("rollback", since_rollback >= NEW_AFTER_ROLLBACK, facts))
    return Decision(tuple(reasons))


def promote(
    candidate: Figures, current: Figures, labels: int, wanted: float, since_rollback: int | None = None
) -> Decision:
    """Whether `candidate` takes over from `current`; both were measured on the same labels, which neither has learned from.

    `wanted` is the precision that the channels ask for; it is the measure where the current judge answers none of the messages.
    """
    both = min(candidate.complaints, candidate.rows - candidate.complaints)
    kinds = {
        "complaints": candidate.complaints,
        "others": candidate.rows - candidate.complaints,
        "needed": OF_EACH_KIND,
    }
    loss = {"before": current.log_loss, "after": candidate.log_loss}
    edge = {"edge": candidate.edge, "doubt": candidate.doubt}
    return Decision(
        (
            *enough(labels, since_rollback).reasons,
            Reason("kinds", both >= OF_EACH_KIND, kinds),
            Reason("loss", candidate.log_loss < current.log_loss, loss),
            Reason("chance", candidate.edge > candidate.doubt, edge),
            _by_precision(candidate, current, wanted),
        )
    )


def _by_precision(candidate: Figures, current: Figures, wanted: float) -> Reason:
    facts = {
        "right": candidate.right,
        "answered": candidate.answered,
        "before_right": current.right,
        "before": current.answered,
        "wanted": wanted,
    }
    if candidate.precision is None and current.precision is None:
        return Reason("silent", True, facts)  # noqa: FBT003 - a rule that holds
    if candidate.precision is None:
        return Reason("no_answers", current.precision is not None and current.precision < wanted, facts)
    if current.precision is None:
        return Reason("first_answers", candidate.precision >= wanted, facts)
    return Reason("precision", candidate.precision >= current.precision, facts)


_SENTENCES: dict[str, dict[str, tuple[str, str]]] = {
    "en": {
        "labels": ("{labels} labels (at least {needed})", "{labels} labels; at least {needed} are needed"),
        "rollback": (
            "{new} labels since the last version was taken back",
            "a version was taken back, and {new} of {needed} new labels have come since",
        ),
        "kinds": (
            "held back: {complaints} complaints and {others} others",
            "held back: {complaints} complaints and {others} others; at least {needed} of each are needed",
        ),
        "loss": (
            "log-loss {before:.3f} → {after:.3f}",
            "log-loss {before:.3f} → {after:.3f}: no better on the labels held back",
        ),
        "chance": (
            "knows {edge:.3f} ± {doubt:.3f} nats more than the plain share of complaints",
            "knows no more for sure than the plain share of complaints ({edge:+.3f} ± {doubt:.3f} nats): the labels look like chance",
        ),
        "precision": (
            "answers: {before_right} of {before} right → {right} of {answered}",
            "answers: {before_right} of {before} right → {right} of {answered}: less precise than now",
        ),
        "first_answers": (
            "answers {answered} of the messages held back, {right} rightly, where it answered none",
            "would answer {answered} of the messages held back, {right} rightly; {wanted:.0%} is asked for",
        ),
        "silent": ("answers none of the messages held back, as before", ""),
        "no_answers": (
            "answers none of the messages held back; now {before_right} of {before} answers are right, below {wanted:.0%}",
            "would answer none of the messages held back; now {before_right} of {before} answers are right",
        ),
    },
    "nl": {
        "labels": ("{labels} oordelen (minstens {needed})", "{labels} oordelen; er zijn er minstens {needed} nodig"),
        "rollback": (
            "{new} oordelen sinds de vorige versie is teruggedraaid",
            "een versie is teruggedraaid, en sindsdien kwamen {new} van de {needed} nieuwe oordelen binnen",
        ),
        "kinds": (
            "apart gehouden: {complaints} klachten en {others} andere",
            "apart gehouden: {complaints} klachten en {others} andere; van elk zijn er minstens {needed} nodig",
        ),
        "loss": (
            "log-loss {before:.3f} → {after:.3f}",
            "log-loss {before:.3f} → {after:.3f}: niet beter op de apart gehouden oordelen",
        ),
        "chance": (
            "weet {edge:.3f} ± {doubt:.3f} nats meer dan het kale aandeel klachten",
            "weet niet zeker meer dan het kale aandeel klachten ({edge:+.3f} ± {doubt:.3f} nats): de oordelen lijken op toeval",
        ),
        "precision": (
            "antwoorden: {before_right} van {before} terecht → {right} van {answered}",
            "antwoorden: {before_right} van {before} terecht → {right} van {answered}: minder precies dan nu",
        ),
        "first_answers": (
            "beantwoordt {answered} van de apart gehouden berichten, {right} terecht, waar het er eerst geen beantwoordde",
            "zou {answered} van de apart gehouden berichten beantwoorden, {right} terecht; gevraagd is {wanted:.0%}",
        ),
        "silent": ("beantwoordt geen van de apart gehouden berichten, net als nu", ""),
        "no_answers": (
            "beantwoordt geen van de apart gehouden berichten; nu is {before_right} van {before} terecht, minder dan {wanted:.0%}",
            "zou geen van de apart gehouden berichten beantwoorden; nu is {before_right} van {before} terecht",
        ),
    },
}


def said(reason: Reason, language: str) -> str:
    """The sentence of a reason; English where the language has none."""
    holds, fails = _SENTENCES.get(language, _SENTENCES["en"])[reason.code]
    return (holds if reason.holds else fails).format(**reason.facts)
