"""What keeps the bot's own answer back: a person answers or talks with him already, or the customer changes what he wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.cases import Case, Event, State
from bot.core.messages import Role

if TYPE_CHECKING:
    from bot.core.findings import Finding
    from bot.core.messages import Message

_PEOPLE = frozenset({Role.CUSTOMER, Role.STAFF, Role.CHANNEL})


def person_answers(message: Message, case: Case) -> bool:
    """Whether `message` is a person's answer in `case`: a reply to the complaint, or to its author's latest words, by anyone but a bot."""
    to_him = bool(message.reply_to) and message.reply_to in {case.message, case.last_message}
    return to_him and message.author.role in _PEOPLE


def held_back(message: Message, *, elsewhere: bool) -> tuple[str, ...]:
    """Why the bot does not answer a complaint by itself, however sure it is one: whose trouble it is, or who has it, a person must see."""
    author = message.reply_to_author
    named = {
        "other_company": elsewhere,
        "forwarded": message.forwarded,
        "staff_talk": author is not None and author.role is Role.STAFF,
    }
    return tuple(name for name, holds in named.items() if holds)


def after_edit(finding: Finding, case: Case, answer_from: float | None, ask_from: float) -> tuple[str, Event | None]:
    """(reason, event) of an edit of the complaint: what waits for it must fit what it says now.

    Before the answer left: something hard or private goes to a person, trouble that is not sure any more is asked about, and what is no
    complaint any more ends. A case that ended like that, without a word of the bot, goes to a person when it is a sure complaint again.
    """
    sure = answer_from is not None and finding.probability >= answer_from
    heavy = bool(finding.hard or finding.abusive or finding.private)
    if case.state == State.CLOSED and not case.answer and not case.merged and (sure or heavy):
        return "edited", Event.REOPEN
    if case.state != State.HEARD or (sure and not heavy):
        return "edited", Event.CUSTOMER_SAID if case.can(Event.CUSTOMER_SAID) else None
    if heavy:
        return "edited", Event.HAND_OVER
    if finding.probability >= ask_from:
        return "edited", Event.ASK
    return ("solved_said", Event.SOLVE) if finding.solved else ("edited_away", Event.REMOVED)
