"""One thing that a member of staff does to a case, and what he is told about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.cases import Event, State
from bot.service import labels

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.core.messages import Author, Place
    from bot.core.words import Button
    from bot.service.draft import Draft
    from bot.service.house import House


@dataclass(frozen=True, slots=True)
class Told:
    """What the person is told: a text, perhaps with a menu. Nobody else reads it where the platform can tell one person alone."""

    text: str
    buttons: tuple[Button, ...] = ()


@dataclass
class Deed:
    """What is done, by whom, to which case.

    `extra` is what was chosen with the button or written behind the command. `token` answers the person alone, empty for a command
    that was typed as words. `on_card` says that the button stands under the case's present card.
    """

    draft: Draft
    house: House
    case: Case
    place: Place
    author: Author
    who: str
    """Random id of the person."""
    extra: str = ""
    token: str = ""
    on_card: bool = False
    language: str = field(init=False)

    def __post_init__(self) -> None:
        """Staff read their own language."""
        self.language = self.house.staff_language

    def say(self, key: str, /, **facts: object) -> Told:
        """A phrase of the desk."""
        return Told(self.house.desk(key, **facts))

    def taken(self) -> Told | None:
        """Who was first, when somebody else has the case."""
        case = self.case
        if case.state == State.CLAIMED and case.owner and case.owner != self.who:
            return self.say("taken_by", owner=case.owner_name)
        return None

    def keep(self, case: Case, what: str) -> None:
        """The case as it is now, with a line in the audit trail and its card brought up to date."""
        self.case = case
        self.draft.memory.audit.append((self.who, what, case.id))
        self.draft.memory.keep(case)
        self.draft.edit_card(case)

    def claim(self) -> None:
        """The case is this person's; what the bot wanted to say by itself is cancelled."""
        self.draft.cancel_public(self.case)
        labels.taken_up(self.draft, self.case, self.who)
        self.keep(self.case.after(Event.CLAIM, self.draft.now, owner=self.who, owner_name=self.author.name), "claim")

    def tell_thread(self, key: str, stamp: str, /, **facts: object) -> None:
        """Say in the case's thread what was done, once a stamp."""
        self.draft.tell_thread(self.case, self.house.desk(key, **facts), stamp)

    @property
    def stamp(self) -> str:
        """A key that no other deed has."""
        return self.house.new_id()[:8]
