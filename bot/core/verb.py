"""What a verb of the desk is; the table of them is in `verbs.py`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.cases import ENDED, State

if TYPE_CHECKING:
    from collections.abc import Mapping

ANY = frozenset(State)
OPEN = ANY - ENDED
_FALLBACK = "en"


class Where(StrEnum):
    """Where a verb is offered; as a command in the case's thread it is always there when it has a command word."""

    CARD = "card"
    MORE = "more"
    POST = "post"
    """Under a post of the bot in the thread."""
    COMMAND = "command"
    """As a command alone, also outside a case's thread."""


class Who(StrEnum):
    """Who of staff may do it."""

    STAFF = "staff"
    OWNER = "owner"
    """Whoever has the case; anybody while nobody has it."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing that staff can do.

    `label`, `command` and `help` are by language; `command` is the word after the slash, empty for what is done by button alone.
    `states` are the states of a case in which it makes sense. `takes` names what is written behind the command, for the help text,
    by language.
    """

    name: str
    label: Mapping[str, str]
    help: Mapping[str, str]
    where: Where
    states: frozenset[State] = OPEN
    who: Who = Who.STAFF
    command: Mapping[str, str] | None = None
    takes: Mapping[str, str] | None = None
    style: str = "plain"

    def called(self, language: str) -> str:
        """Its label."""
        return self.label.get(language, self.label[_FALLBACK])

    def word(self, language: str) -> str:
        """Its command word, empty where it has none."""
        return self.command.get(language, self.command[_FALLBACK]) if self.command is not None else ""

    def explained(self, language: str) -> str:
        """What it does, in one line."""
        return self.help.get(language, self.help[_FALLBACK])

    def argument(self, language: str) -> str:
        """What is written behind the command, empty for nothing."""
        return self.takes.get(language, self.takes[_FALLBACK]) if self.takes is not None else ""
