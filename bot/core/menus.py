"""The buttons of a case: on its card, behind *More*, and the choices that some verbs ask for. Made from the table of verbs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.cases import State
from bot.core.verbs import BY_NAME, PREFIX, Where, at
from bot.core.words import Button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.cases import Case
    from bot.core.verbs import Verb

LONGEST_CHOICE = 40
"""Characters of a choice's label: a row of a telephone."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a verb that asks: `value` goes into the button, at most 30 bytes."""

    label: str
    value: str


def button(verb: Verb, case: str, language: str, extra: str = "") -> Button:
    """The button of a verb for a case."""
    data = f"{PREFIX}:{verb.name}:{case}"
    return Button(verb.called(language), f"{data}:{extra}" if extra else data, verb.style)


def card_buttons(case: Case, language: str) -> tuple[Button, ...]:
    """What stands on the card: what makes sense in the case's state; when it has ended, *More* alone."""
    return tuple(
        button(verb, case.id, language)
        for verb in at(Where.CARD, case.state)
        if verb.name != "answer" or case.suggested
    )


def more_buttons(case: Case, language: str, *, back: bool) -> tuple[Button, ...]:
    """The second menu; `back` adds the way to the first one, where the card's own buttons are swapped for it."""
    offered = [
        verb for verb in at(Where.MORE, case.state) if not (verb.name == "claim" and case.state == State.CLAIMED)
    ]
    made = [button(verb, case.id, language) for verb in offered]
    return (*made, _back(case, language)) if back else tuple(made)


def choice_buttons(
    verb: str, case: Case, choices: Sequence[Choice], language: str, *, back: bool
) -> tuple[Button, ...]:
    """The choices of a verb that asks for one."""
    made = [Button(choice.label[:LONGEST_CHOICE], f"{PREFIX}:{verb}:{case.id}:{choice.value}") for choice in choices]
    return (*made, _back(case, language)) if back else tuple(made)


def _back(case: Case, language: str) -> Button:
    return button(BY_NAME["back"], case.id, language)


def read_button(data: str) -> tuple[str, str, str] | None:
    """(verb, case, what was chosen) of a button of ours; None for anything else."""
    prefix, _, rest = data.partition(":")
    verb, _, rest = rest.partition(":")
    case, _, extra = rest.partition(":")
    return (verb, case, extra) if prefix == PREFIX and verb and case else None
