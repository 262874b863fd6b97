"""Labels → a candidate, measured on those held back beside what serves now."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from math import sqrt
from typing import TYPE_CHECKING, Any

from bot.config.own_rules import rules_of as own_rules_of
from bot.core.adjusting import Adjustment, log_odds, name_of
from bot.core.detection import detect, look
from bot.core.fitting import Example, best_ridge, fit
from bot.core.learning import Decision, Figures, held_back, measure, promote
from bot.core.lexicon import BrandNames, matcher_for
from bot.core.messages import Author, Message, Place
from bot.core.operating import SHARE, WANTED, points
from bot.core.scorer import read
from bot.core.triage import Rules, thresholds
from bot.learning.choosing import chosen, common
from bot.lexicons.models import load_calibration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.config import Config
    from bot.core.lexicon import Lexicon
    from bot.core.scorer import Model, Reading
    from bot.ports import Label, Learned

DIGITS = 3
CONSTANT = "constant"
_WORD, _SIGN = "w:", "s:"
_PLACE = Place("learning", "labels")
_PROBE = Adjustment("", intercept=1.0)
SHOWN = 8
"""So many words that gained, and as many that lost, stand in a report."""
SHOWN_FROM = 0.1


@dataclass(frozen=True, slots=True)
class Teacher:
    """Everything that judges a label as it would be judged live."""

    lexicons: Mapping[str, Lexicon]
    names: BrandNames
    rules: Rules

    def probability(self, label: Label, adjustment: Adjustment | None = None) -> float:
        """Of a complaint, by the packaged model and an adjustment."""
        return detect(self.message(label), self.lexicons, self.names, adjustment=adjustment).probability

    def answer_from(self, label: Label) -> float | None:
        """The probability from which the bot answers this message by itself, None for never."""
        message = self.message(label)
        return thresholds(message, detect(message, self.lexicons, self.names), self.rules)[0]

    def takes(self, label: Label) -> bool:
        """Whether an adjustment has any say about it: a bare exit word, or a word or two, are the lexicons' alone."""
        return self.probability(label, _PROBE) != self.probability(label)

    def reading(self, label: Label) -> Reading:
        """The words and signs of it."""
        bare, evidence, judgement, asks = look(label.text, matcher_for(tuple(self.lexicons.values()), self.names))
        return read(evidence, judgement, bare, asks=asks)

    @staticmethod
    def message(label: Label) -> Message:
        """A label as the message that it was."""
        return Message(_PLACE, label.key, Author(label.customer or label.key, ""), label.text, label.at)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A candidate, how it and what serves now did on the labels held back, and what was decided."""

    decision: Decision
    labels: int
    taught: int
    adjustment: Adjustment
    before: Figures
    after: Figures
    changes: tuple[tuple[str, float, float], ...] = field(default=())
    """(word, weight before, weight after), the greatest change first."""

    def report(self) -> dict[str, Any]:
        """As plain data: what is kept with a version and printed with `--json`."""
        gained, lost = self.gained(), self.lost()
        return {
            "promoted": self.decision.promote,
            "reasons": [{"rule": r.code, "holds": r.holds, **r.facts} for r in self.decision.reasons],
            "labels": self.labels,
            "taught": self.taught,
            "before": _as_dict(self.before),
            "after": _as_dict(self.after),
            "gained": [{"word": word, "before": was, "after": now} for word, was, now in gained],
            "lost": [{"word": word, "before": was, "after": now} for word, was, now in lost],
        }

    def weights(self) -> dict[str, Any]:
        """The adjustment as plain data; see `adjustment_of`."""
        one = self.adjustment
        return {"constant": one.intercept, "words": dict(one.words), "signs": dict(one.rules)}

    def gained(self) -> list[tuple[str, float, float]]:
        """The words that speak more for a complaint than before."""
        return [change for change in self.changes if change[2] > change[1]][:SHOWN]

    def lost(self) -> list[tuple[str, float, float]]:
        """The words that speak less for one."""
        return [change for change in self.changes if change[2] < change[1]][:SHOWN]


def _as_dict(figures: Figures) -> dict[str, Any]:
    return {**asdict(figures), "precision": figures.precision, "interval": list(figures.interval)}


def model_of(lexicons: Mapping[str, Lexicon]) -> Model | None:
    """The packaged model that the lexicons share."""
    return next((lexicon.model for lexicon in lexicons.values() if lexicon.model), None)


def names_of(config: Config) -> BrandNames:
    """What the brand is called, with the rules of its own."""
    brand = config.brand
    handles = {handle.lower().lstrip("@") for listed in brand.official.values() for handle in listed}
    own = own_rules_of(config)
    return BrandNames(brand.name, tuple(brand.aliases), tuple(sorted(handles)), tuple(brand.domains), own)


def wanted_of(config: Config) -> tuple[float, float]:
    """The lowest precision that a channel of the brand asks for, where most is answered, and its assumed share of complaints."""
    speaking = [channel for channel in config.channels if channel.answer not in {"ask", "off"}] or config.channels
    return min(((channel.precision, channel.share) for channel in speaking), default=(WANTED, SHARE))


def rules_of(config: Config) -> Rules:
    """Where the bot answers by itself in its least strict channel."""
    wanted, share = wanted_of(config)
    return Rules(precision=wanted, points=points(load_calibration(), wanted, share))


def adjustment_of(learned: Learned | None, model: Model | None) -> Adjustment | None:
    """A kept version as the detection reads it; None for none, and for one that was made for another packaged model."""
    if learned is None or model is None or learned.base != name_of(model):
        return None
    weights = learned.weights
    return Adjustment(learned.base, weights["constant"], weights["words"], weights["signs"], learned.number)


def teach(
    labels: Sequence[Label],
    teacher: Teacher,
    current: Adjustment | None = None,
    since_rollback: int | None = None,
) -> Outcome:
    """Make a candidate from the labels that are not held back, and measure it beside `current` on those that are."""
    counted = chosen(labels)
    model = model_of(teacher.lexicons)
    tested = [label for label in counted if held_back(label.text)]
    candidate, taught = _candidate([label for label in counted if not held_back(label.text)], teacher, model)
    truth = [label.complaint for label in tested]
    points_of = [teacher.answer_from(label) for label in tested]
    before = measure([teacher.probability(label, current) for label in tested], truth, points_of)
    after = measure([teacher.probability(label, candidate) for label in tested], truth, points_of)
    decision = promote(after, before, len(counted), teacher.rules.precision, since_rollback)
    return Outcome(decision, len(counted), taught, candidate, before, after, _changes(current, candidate))


def _candidate(labels: Sequence[Label], teacher: Teacher, model: Model | None) -> tuple[Adjustment, int]:
    rows = [(label, teacher.reading(label)) for label in labels if teacher.takes(label)]
    words, signs = common(rows)
    examples = [
        Example(_features(reading, words, signs), log_odds(teacher.probability(label)), label.complaint)
        for label, reading in rows
    ]
    weights = fit(examples, best_ridge(examples)) if examples else {}
    base = name_of(model) if model is not None else ""
    return Adjustment(base, round(weights.get(CONSTANT, 0.0), DIGITS), _of(_WORD, weights), _of(_SIGN, weights)), len(
        rows
    )


def _features(reading: Reading, words: set[str], signs: set[str]) -> dict[str, float]:
    """As `Adjustment.shift` adds them up."""
    known = [word for word in reading.words if word in words]
    features = {_SIGN + sign: strength for sign, strength in reading.rules.items() if sign in signs}
    features[CONSTANT] = 1.0
    features.update((_WORD + word, 1 / sqrt(len(known))) for word in known)
    return features


def _of(prefix: str, weights: Mapping[str, float]) -> dict[str, float]:
    named = {
        name.removeprefix(prefix): round(weight, DIGITS) for name, weight in weights.items() if name.startswith(prefix)
    }
    return {name: weight for name, weight in named.items() if weight}


def _changes(current: Adjustment | None, candidate: Adjustment) -> tuple[tuple[str, float, float], ...]:
    was = current.words if current is not None else {}
    both = {word: (was.get(word, 0.0), candidate.words.get(word, 0.0)) for word in {*was, *candidate.words}}
    changed = [(word, old, new) for word, (old, new) in both.items() if abs(new - old) >= SHOWN_FROM]
    return tuple(sorted(changed, key=lambda change: (-abs(change[2] - change[1]), change[0])))
