"""Intake: a few sharp questions, asked one at a time in a private talk. What was asked and answered, as values; nobody waits here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from bot.core.intake_dates import When, names_day, read_day
from bot.core.private import PREFIX
from bot.core.words import Button

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

EVERY_TOPIC = "all"
LONGEST_SAID = 300
"""Characters of an answer that are kept."""
_ANSWER, _SKIP, _STOP, _BACK = "a", "skip", "stop", "back"
FORMS = ("say", "line")
"""What a button carries that opens a form: for a few lines, for one."""
_SKIPS = frozenset({"overslaan", "sla over", "skip"})
_BACKS = frozenset({"terug", "vorige", "back"})
_STOPS = frozenset({"stop", "stoppen", "klaar", "genoeg"})


class Kind(StrEnum):
    """What kind of answer a question wants."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    ORDER = "order"
    """An order or customer number of the brand's own pattern."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a brand in one language. `topics` holds EVERY_TOPIC or names of kinds of complaint."""

    id: str
    ask: str
    label: str
    """What stands on the card before the answer."""
    kind: Kind
    topics: frozenset[str]
    choices: tuple[str, ...] = ()
    example: str = ""
    find: Callable[[str], bool] | None = field(default=None, compare=False)
    """For a number: whether a text holds one of the brand's pattern."""
    when: When = When.NEAREST
    """For a date: on which side of today it lies."""

    def about(self, topic: str) -> bool:
        """Whether it is asked in a case of this topic."""
        return EVERY_TOPIC in self.topics or topic in self.topics

    def fits(self, said: str, today: date) -> bool:
        """Whether an answer has the form that is asked for; `today` is the brand's own."""
        match self.kind:
            case Kind.DATE:
                return names_day(said, today)
            case Kind.ORDER:
                return self.find is None or self.find(said)
            case Kind.CHOICE:
                return self.chosen(said) is not None
            case _:
                return bool(said.strip())

    def dated(self, said: str, today: date) -> str:
        """The day that an answer names, as `03-11-2026`; empty for none, where it is written so, and for other questions."""
        day = read_day(said, today, self.when) if self.kind is Kind.DATE else None
        text = f"{day:%d-%m-%Y}" if day is not None else ""
        return "" if text and text in said else text

    def chosen(self, said: str) -> str | None:
        """The choice that somebody wrote out."""
        wanted = said.strip().casefold()
        return next((choice for choice in self.choices if choice.casefold() == wanted), None)


class Stage(StrEnum):
    """How far the questions of a case are."""

    WAITING = "waiting"
    """For the customer to come in."""
    ASKING = "asking"
    DONE = "done"
    STOPPED = "stopped"
    """He did not want more of them, or a person speaks."""


@dataclass(frozen=True, slots=True)
class Run:
    """The questions of a case (ids, in order); `step` is the one that is asked, `again` that it was asked a second time."""

    case: str
    questions: tuple[str, ...] = ()
    step: int = 0
    again: bool = False
    stage: Stage = Stage.WAITING

    @property
    def asked(self) -> str:
        """The id of the question that is open; empty when none is."""
        return self.questions[self.step] if self.stage is Stage.ASKING and self.step < len(self.questions) else ""

    def begun(self) -> Run:
        """The customer is in."""
        return replace(self, stage=Stage.ASKING if self.step < len(self.questions) else Stage.DONE)

    def next(self) -> Run:
        """The open question was answered or skipped."""
        step = self.step + 1
        return replace(self, step=step, again=False, stage=Stage.ASKING if step < len(self.questions) else Stage.DONE)

    def back(self) -> Run:
        """The question before the open one is asked again; the first one stays."""
        return replace(self, step=max(0, self.step - 1), again=False)

    def stopped(self) -> Run:
        """No more questions."""
        return replace(self, stage=Stage.STOPPED, again=False)

    def with_question(self, question: str) -> Run:
        """One more question, which is the next to be asked; a run that had ended goes on with it alone."""
        if self.stage is Stage.WAITING:
            return replace(self, questions=(*self.questions, question))
        past = self.questions[: self.step + (self.stage is Stage.ASKING)]
        rest = self.questions[self.step + 1 :] if self.stage is Stage.ASKING else ()
        if self.stage is Stage.ASKING:
            return replace(self, questions=(*past, question, *rest))
        return replace(self, questions=(*past, question), step=len(past), again=False, stage=Stage.ASKING)


@dataclass(frozen=True, slots=True)
class Answered:
    """What the customer answered; `said` has its personal data covered. `fits` is False for a form that was not asked for."""

    case: str
    question: str
    said: str
    fits: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a customer did with an open question: `choice` is an index, `skip`, `stop` and `back` are buttons or words, `form` was filled in."""

    case: str
    step: int
    skip: bool = False
    stop: bool = False
    back: bool = False
    choice: int | None = None
    form: bool = False


class Ways(NamedTuple):
    """The labels of the buttons that are under every question."""

    skip: str
    stop: str
    back: str


def questions_for(questions: Sequence[Question], topic: str) -> tuple[str, ...]:
    """The ids of what is asked in a case of this topic."""
    return tuple(question.id for question in questions if question.about(topic))


def buttons(question: Question, run: Run, ways: Ways, answer: str = "") -> tuple[Button, ...]:
    """The buttons under a question: its choices, or `answer` for a form where the platform has forms; and the ways on, back and out."""
    head = f"{PREFIX}:{_ANSWER}:{run.case}:{run.step}"
    made = [Button(choice, f"{head}:{number}") for number, choice in enumerate(question.choices)]
    if answer and not made:
        made = [Button(answer, f"{head}:{FORMS[question.kind is not Kind.TEXT]}", "primary")]
    made.append(Button(ways.skip, f"{head}:{_SKIP}"))
    if run.step:
        made.append(Button(ways.back, f"{head}:{_BACK}"))
    return (*made, Button(ways.stop, f"{head}:{_STOP}"))


def form_of(data: str) -> str:
    """One of FORMS for a button that opens one; empty for any other button."""
    reaction = read_reaction(data)
    return data.rpartition(":")[2] if reaction is not None and reaction.form else ""


def read_reaction(data: str) -> Reaction | None:
    """What a button under a question says; None for any other button."""
    parts = data.split(":")
    if len(parts) != 5 or parts[:2] != [PREFIX, _ANSWER] or not parts[3].isdecimal():  # noqa: PLR2004 - as made above
        return None
    case, step, what = parts[2], int(parts[3]), parts[4]
    if what in {_SKIP, _STOP, _BACK}:
        return Reaction(case, step, skip=what == _SKIP, stop=what == _STOP, back=what == _BACK)
    if what in FORMS:
        return Reaction(case, step, form=True)
    return Reaction(case, step, choice=int(what)) if what.isdecimal() else None


def said_as_button(run: Run, said: str) -> Reaction | None:
    """The same in words: "sla over", "terug", "stop"."""
    words = said.strip().strip(".!").casefold()
    if words in _SKIPS:
        return Reaction(run.case, run.step, skip=True)
    if words in _BACKS and run.step:
        return Reaction(run.case, run.step, back=True)
    return Reaction(run.case, run.step, stop=True) if words in _STOPS else None
