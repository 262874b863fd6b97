"""Intake: the questions of a case are asked in its private talk, one at a time, until they are answered, skipped or enough."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.core.actions import Relay
from bot.core.intake import LONGEST_SAID, Answered, Run, Stage, Ways, buttons, questions_for, said_as_button
from bot.core.messages import Place
from bot.core.privacy import find_private, mask
from bot.core.words import Words
from bot.service.plans import job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.cases import Case
    from bot.core.intake import Question, Reaction
    from bot.core.messages import Message
    from bot.core.words import Button
    from bot.service.draft import Draft
    from bot.service.house import House

SOURCE = "intake"
"""Source of the relays that carry questions; their `piece` is the step, so that a question that is past is not sent any more."""


def say(draft: Draft, case: Case, text: str, source: str, piece: int, made: tuple[Button, ...] = ()) -> None:
    """The bot says something by itself in the private talk of a case, and nowhere else."""
    customer = draft.ledger.customer_of(case.customer)
    if customer is None or not case.private_channel:
        return
    place = Place(case.place.platform, case.private_channel)
    bot = draft.house.platforms[place.platform].bot_id
    relay = Relay(place, "", customer.user, Words.of(text), source, piece, bot, made)
    draft.memory.jobs.append(job(relay, f"{source}:{case.id}:{draft.house.new_id()}", draft.now, case))


def begin(draft: Draft, case: Case) -> None:
    """The customer is in: what staff wanted to ask comes first, then what is asked about this topic."""
    waiting = draft.ledger.intake(case.id)
    if waiting is not None and waiting.stage is Stage.ASKING:
        # He was asked in a place that is not there any more.
        _go(draft, case, waiting)
    if waiting is not None and waiting.stage is not Stage.WAITING:
        return
    first = waiting.questions if waiting is not None else ()
    usual = questions_for(draft.house.library.shelf.intake(case.language), case.topic)
    questions = (*first, *(name for name in usual if name not in first))
    if questions:
        _go(draft, case, Run(case.id, questions).begun())


def add(draft: Draft, case: Case, question: str) -> None:
    """Staff ask one more: after the one that is open, or at once; while the customer is not in yet, when he comes."""
    before = draft.ledger.intake(case.id) or Run(case.id, stage=Stage.DONE if case.private else Stage.WAITING)
    after = before.with_question(question)
    if after.stage is Stage.ASKING and before.stage is not Stage.ASKING:
        _go(draft, case, after)
    else:
        draft.ledger.save_intake(after)


def give_way(draft: Draft, case: Case) -> None:
    """A person speaks there now: the bot asks no more by itself."""
    run = draft.ledger.intake(case.id)
    if run is not None and run.stage is Stage.ASKING and case.private:
        draft.ledger.save_intake(run.stopped())


def heard(draft: Draft, message: Message, case: Case) -> None:
    """Words of the customer in private; where a question is open they answer it. Staff read them in any case."""
    run = draft.ledger.intake(case.id)
    text = message.text.strip()
    if run is None or not run.asked or message.version or not text:
        return
    reaction = said_as_button(run, text)
    if reaction is not None:
        react(draft, case, reaction)
        return
    _written(draft, case, run, text)


def _written(draft: Draft, case: Case, run: Run, text: str) -> bool:
    """An answer in words is taken; False where it has not the form that is asked for, and is asked for once more."""
    question = _question(draft, case, run)
    today = draft.now.astimezone(draft.house.zone).date()
    fits = question is None or question.fits(text, today)
    if question is not None and not fits and not run.again:
        draft.ledger.save_intake(replace(run, again=True))
        _ask_again(draft, case, run, question)
        return False
    chosen = question.chosen(text) if question is not None else None
    _answered(draft, case, run, chosen or text, fits=fits, dated=question.dated(text, today) if question else "")
    return True


def react(draft: Draft, case: Case, reaction: Reaction, said: str = "") -> str:
    """A press below a question, the same in words, or a form that was filled in; gives the phrase that the presser is told."""
    run = draft.ledger.intake(case.id)
    if run is None or not run.asked or run.step != reaction.step or case.ended:
        return "intake_closed"
    if reaction.stop:
        draft.ledger.save_intake(run.stopped())
        say(draft, case, draft.house.phrase(case.language, "intake_stopped"), "intake_end", run.step)
        return "intake_noted"
    if reaction.skip:
        _go(draft, case, run.next())
        return "intake_noted"
    if reaction.back:
        _go(draft, case, run.back())
        return "intake_noted"
    if reaction.form:
        return "intake_noted" if _written(draft, case, run, said.strip()) else "intake_asked_again"
    question = _question(draft, case, run)
    if question is None or reaction.choice is None or reaction.choice >= len(question.choices):
        return "intake_closed"
    _answered(draft, case, run, question.choices[reaction.choice], fits=True)
    return "intake_noted"


def _answered(draft: Draft, case: Case, run: Run, said: str, *, fits: bool, dated: str = "") -> None:
    masked = mask(said, find_private(said))[:LONGEST_SAID]
    if dated:
        masked = f"{masked} = {dated}"
    draft.ledger.save_answer(Answered(case.id, run.asked, masked, fits, draft.now))
    draft.memory.audit.append((case.customer, "intake_answered", case.id))
    draft.memory.keep(replace(case, updated=draft.now))
    draft.edit_card(case)
    _go(draft, case, run.next())


def _go(draft: Draft, case: Case, run: Run) -> None:
    """Ask what is next; questions that the file does not know any more are passed over."""
    while run.asked and _question(draft, case, run) is None:
        run = run.next()
    draft.ledger.save_intake(run)
    question = _question(draft, case, run)
    phrase = draft.house.phrase
    if question is not None:
        text = phrase(case.language, "intake_question", ask=question.ask, step=run.step + 1, many=len(run.questions))
        say(draft, case, text, SOURCE, run.step, _buttons(draft, case, run, question))
    elif run.questions:
        say(draft, case, phrase(case.language, "intake_done"), "intake_end", run.step)


def _ask_again(draft: Draft, case: Case, run: Run, question: Question) -> None:
    key = "intake_again_example" if question.example else "intake_again"
    example = {"example": question.example} if question.example else {}
    text = draft.house.phrase(case.language, key, ask=question.ask, **example)
    say(draft, case, text, SOURCE, run.step, _buttons(draft, case, run, question))


def _buttons(draft: Draft, case: Case, run: Run, question: Question) -> tuple[Button, ...]:
    phrase = partial(draft.house.phrase, case.language)
    answer = phrase("intake_answer") if draft.house.platforms[case.place.platform].chat.forms else ""
    return buttons(question, run, Ways(phrase("intake_skip"), phrase("intake_stop"), phrase("intake_back")), answer)


def _question(draft: Draft, case: Case, run: Run) -> Question | None:
    """The open question in the language of the case."""
    asked = draft.house.library.shelf.intake(case.language)
    return next((question for question in asked if question.id == run.asked), None)


def fields(house: House, answers: Sequence[Answered]) -> tuple[str, ...]:
    """The answers as staff read them on the card."""
    labels = {question.id: question.label for question in house.library.shelf.intake(house.staff_language)}
    return tuple(
        house.desk(
            "field_line" if one.fits else "field_odd", label=labels.get(one.question, one.question), text=one.said
        )
        for one in answers
    )
