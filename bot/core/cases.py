"""The life of a case. Everything about its states lives in this file: the states, the events and one table of transitions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.messages import Place


class State(StrEnum):
    """Where a case is in its life."""

    HEARD = "heard"
    """A complaint; the bot's answer is on its way (grace period, quiet hours)."""
    ASKED = "asked"
    """Staff are asked whether this is a complaint."""
    ANSWERED = "answered"
    """The bot or a member answered in public; nobody of staff is needed unless the customer says so."""
    HANDED_OVER = "handed_over"
    """Staff must act; nobody has taken it yet."""
    CLAIMED = "claimed"
    """A member of staff has it."""
    SOLVED = "solved"
    CLOSED = "closed"
    """Ended without a solution on record: silence, or the customer stopped it."""
    DISMISSED = "dismissed"
    """It was not a complaint."""


class Event(StrEnum):
    """What can happen to a case."""

    ANSWER_SENT = "answer_sent"
    ASK = "ask"
    HAND_OVER = "hand_over"
    CUSTOMER_SAID = "customer_said"
    MEMBER_ANSWERED = "member_answered"
    STAFF_ANSWERED = "staff_answered"
    CLAIM = "claim"
    WANTS_HUMAN = "wants_human"
    WANTS_STOP = "wants_stop"
    NOT_COMPLAINT = "not_complaint"
    SOLVE = "solve"
    REMOVED = "removed"
    """The customer took the complaint itself away."""
    SILENCE = "silence"
    """The timer ran out and nobody said anything."""
    RELEASE = "release"
    """Whoever had it gives it back."""
    REOPEN = "reopen"
    """Staff open an ended case again."""
    MERGE = "merge"
    """Staff put it with another case of the same customer, in which it goes on."""
    HELPED = "helped"
    """The customer says that it helped."""
    GIVEN_UP = "given_up"
    """Staff, or the customer, let it wait for too long; it ends with a notice."""
    ERASED = "erased"
    """The customer had everything about him erased."""


_S, _E = State, Event

TRANSITIONS: dict[tuple[State, Event], State] = {
    (_S.HEARD, _E.ANSWER_SENT): _S.ANSWERED,
    (_S.HEARD, _E.ASK): _S.ASKED,
    (_S.HEARD, _E.HAND_OVER): _S.HANDED_OVER,
    (_S.HEARD, _E.CUSTOMER_SAID): _S.HEARD,
    (_S.HEARD, _E.MEMBER_ANSWERED): _S.ANSWERED,
    (_S.HEARD, _E.STAFF_ANSWERED): _S.CLAIMED,
    (_S.HEARD, _E.CLAIM): _S.CLAIMED,
    (_S.HEARD, _E.WANTS_HUMAN): _S.HANDED_OVER,
    (_S.HEARD, _E.WANTS_STOP): _S.CLOSED,
    (_S.HEARD, _E.NOT_COMPLAINT): _S.DISMISSED,
    (_S.HEARD, _E.SOLVE): _S.SOLVED,
    (_S.HEARD, _E.REMOVED): _S.CLOSED,
    (_S.HEARD, _E.SILENCE): _S.HANDED_OVER,
    (_S.HEARD, _E.RELEASE): _S.HEARD,
    (_S.HEARD, _E.REOPEN): _S.HEARD,
    (_S.HEARD, _E.MERGE): _S.CLOSED,
    (_S.HEARD, _E.HELPED): _S.HEARD,
    (_S.HEARD, _E.GIVEN_UP): _S.HEARD,
    (_S.HEARD, _E.ERASED): _S.CLOSED,
    (_S.ASKED, _E.ANSWER_SENT): _S.ASKED,
    (_S.ASKED, _E.ASK): _S.ASKED,
    (_S.ASKED, _E.HAND_OVER): _S.HANDED_OVER,
    (_S.ASKED, _E.CUSTOMER_SAID): _S.ASKED,
    (_S.ASKED, _E.MEMBER_ANSWERED): _S.ASKED,
    (_S.ASKED, _E.STAFF_ANSWERED): _S.CLAIMED,
    (_S.ASKED, _E.CLAIM): _S.CLAIMED,
    (_S.ASKED, _E.WANTS_HUMAN): _S.HANDED_OVER,
    (_S.ASKED, _E.WANTS_STOP): _S.CLOSED,
    (_S.ASKED, _E.NOT_COMPLAINT): _S.DISMISSED,
    (_S.ASKED, _E.SOLVE): _S.SOLVED,
    (_S.ASKED, _E.REMOVED): _S.CLOSED,
    (_S.ASKED, _E.SILENCE): _S.CLOSED,
    (_S.ASKED, _E.RELEASE): _S.ASKED,
    (_S.ASKED, _E.REOPEN): _S.ASKED,
    (_S.ASKED, _E.MERGE): _S.CLOSED,
    (_S.ASKED, _E.HELPED): _S.ASKED,
    (_S.ASKED, _E.GIVEN_UP): _S.ASKED,
    (_S.ASKED, _E.ERASED): _S.CLOSED,
    (_S.ANSWERED, _E.ANSWER_SENT): _S.ANSWERED,
    (_S.ANSWERED, _E.ASK): _S.ANSWERED,
    (_S.ANSWERED, _E.HAND_OVER): _S.HANDED_OVER,
    (_S.ANSWERED, _E.CUSTOMER_SAID): _S.ANSWERED,
    (_S.ANSWERED, _E.MEMBER_ANSWERED): _S.ANSWERED,
    (_S.ANSWERED, _E.STAFF_ANSWERED): _S.CLAIMED,
    (_S.ANSWERED, _E.CLAIM): _S.CLAIMED,
    (_S.ANSWERED, _E.WANTS_HUMAN): _S.HANDED_OVER,
    (_S.ANSWERED, _E.WANTS_STOP): _S.CLOSED,
    (_S.ANSWERED, _E.NOT_COMPLAINT): _S.DISMISSED,
    (_S.ANSWERED, _E.SOLVE): _S.SOLVED,
    (_S.ANSWERED, _E.REMOVED): _S.CLOSED,
    (_S.ANSWERED, _E.SILENCE): _S.CLOSED,
    (_S.ANSWERED, _E.RELEASE): _S.ANSWERED,
    (_S.ANSWERED, _E.REOPEN): _S.ANSWERED,
    (_S.ANSWERED, _E.MERGE): _S.CLOSED,
    (_S.ANSWERED, _E.HELPED): _S.ANSWERED,
    (_S.ANSWERED, _E.GIVEN_UP): _S.ANSWERED,
    (_S.ANSWERED, _E.ERASED): _S.CLOSED,
    (_S.HANDED_OVER, _E.ANSWER_SENT): _S.HANDED_OVER,
    (_S.HANDED_OVER, _E.ASK): _S.HANDED_OVER,
    (_S.HANDED_OVER, _E.HAND_OVER): _S.HANDED_OVER,
    (_S.HANDED_OVER, _E.CUSTOMER_SAID): _S.HANDED_OVER,
    (_S.HANDED_OVER, _E.MEMBER_ANSWERED): _S.HANDED_OVER,
    (_S.HANDED_OVER, _E.STAFF_ANSWERED): _S.CLAIMED,
    (_S.HANDED_OVER, _E.CLAIM): _S.CLAIMED,
    (_S.HANDED_OVER, _E.WANTS_HUMAN): _S.HANDED_OVER,
    (_S.HANDED_OVER, _E.WANTS_STOP): _S.HANDED_OVER,
    (_S.HANDED_OVER, _E.NOT_COMPLAINT): _S.DISMISSED,
    (_S.HANDED_OVER, _E.SOLVE): _S.SOLVED,
    (_S.HANDED_OVER, _E.REMOVED): _S.HANDED_OVER,
    (_S.HANDED_OVER, _E.SILENCE): _S.HANDED_OVER,
    (_S.HANDED_OVER, _E.RELEASE): _S.HANDED_OVER,
    (_S.HANDED_OVER, _E.REOPEN): _S.HANDED_OVER,
    (_S.HANDED_OVER, _E.MERGE): _S.CLOSED,
    (_S.HANDED_OVER, _E.HELPED): _S.HANDED_OVER,
    (_S.HANDED_OVER, _E.GIVEN_UP): _S.CLOSED,
    (_S.HANDED_OVER, _E.ERASED): _S.CLOSED,
    (_S.CLAIMED, _E.ANSWER_SENT): _S.CLAIMED,
    (_S.CLAIMED, _E.ASK): _S.CLAIMED,
    (_S.CLAIMED, _E.HAND_OVER): _S.CLAIMED,
    (_S.CLAIMED, _E.CUSTOMER_SAID): _S.CLAIMED,
    (_S.CLAIMED, _E.MEMBER_ANSWERED): _S.CLAIMED,
    (_S.CLAIMED, _E.STAFF_ANSWERED): _S.CLAIMED,
    (_S.CLAIMED, _E.CLAIM): _S.CLAIMED,
    (_S.CLAIMED, _E.WANTS_HUMAN): _S.CLAIMED,
    (_S.CLAIMED, _E.WANTS_STOP): _S.CLAIMED,
    (_S.CLAIMED, _E.NOT_COMPLAINT): _S.DISMISSED,
    (_S.CLAIMED, _E.SOLVE): _S.SOLVED,
    (_S.CLAIMED, _E.REMOVED): _S.CLAIMED,
    (_S.CLAIMED, _E.SILENCE): _S.CLAIMED,
    (_S.CLAIMED, _E.RELEASE): _S.HANDED_OVER,
    (_S.CLAIMED, _E.REOPEN): _S.CLAIMED,
    (_S.CLAIMED, _E.MERGE): _S.CLOSED,
    (_S.CLAIMED, _E.HELPED): _S.CLAIMED,
    (_S.CLAIMED, _E.GIVEN_UP): _S.CLOSED,
    (_S.CLAIMED, _E.ERASED): _S.CLOSED,
    (_S.SOLVED, _E.ANSWER_SENT): _S.SOLVED,
    (_S.SOLVED, _E.WANTS_HUMAN): _S.HANDED_OVER,
    (_S.SOLVED, _E.REOPEN): _S.HANDED_OVER,
    (_S.SOLVED, _E.NOT_COMPLAINT): _S.DISMISSED,
    (_S.SOLVED, _E.SILENCE): _S.CLOSED,
    (_S.SOLVED, _E.HELPED): _S.CLOSED,
    (_S.CLOSED, _E.ANSWER_SENT): _S.CLOSED,
    (_S.CLOSED, _E.WANTS_HUMAN): _S.HANDED_OVER,
    (_S.CLOSED, _E.REOPEN): _S.HANDED_OVER,
    (_S.CLOSED, _E.NOT_COMPLAINT): _S.DISMISSED,
    (_S.DISMISSED, _E.ANSWER_SENT): _S.DISMISSED,
    (_S.DISMISSED, _E.WANTS_HUMAN): _S.HANDED_OVER,
    (_S.DISMISSED, _E.REOPEN): _S.HANDED_OVER,
}
"""(state, event) → next state. A pair that is not here cannot happen; `Case.after` says so."""

ENDED = frozenset({State.SOLVED, State.CLOSED, State.DISMISSED})
WITH_STAFF = frozenset({State.ASKED, State.HANDED_OVER, State.CLAIMED})
"""States in which the case has, or must get, a card; in HANDED_OVER and CLAIMED the bot never answers by itself."""


class Impossible(ValueError):
    """This event cannot happen in this state."""


@dataclass(frozen=True, slots=True)
class Case:
    """One matter of one customer in one place, from the first complaint to its end.

    `id`, `customer` and `owner` are random ids. `message` is the complaint's message id. `masked` holds the customer's words with
    personal data covered. `why` is the reason in one line. `suggested` is the suggested reply as dumped Words. `thread` is where staff
    talk about it and `card` the card's message id there, once posted. `private` says that the customer went to a private chat with
    the bot (`private_channel`); from then on staff words go only there.
    """

    id: str
    customer: str
    place: Place
    message: str
    language: str
    opened: datetime
    updated: datetime
    state: State = State.HEARD
    number: int = 0
    topic: str = "other"
    severity: int = 1
    hard: tuple[str, ...] = ()
    probability: float = 0.0
    masked: str = ""
    why: str = ""
    reply: str = ""
    """Name of the reply with which the bot answered, e.g. `nl/outage#2`."""
    suggested: tuple[Any, ...] = ()
    suggestion: str = ""
    """Name of the suggested reply."""
    deadline: datetime | None = None
    answered: datetime | None = None
    answer: str = ""
    """Message id of the bot's own public answer."""
    said: str = ""
    """What was already said in public, in one line for the card."""
    owner: str = ""
    owner_name: str = ""
    card: str = ""
    thread: Place | None = None
    last_message: str = ""
    """The customer's latest message in this case: where the next reply hangs."""
    private: bool = False
    private_channel: str = ""
    pending: str = ""
    """Key of the relay job that waits for its undo time, or empty."""
    media: str = ""
    """What came with the complaint besides words (see Message.media), or empty."""
    snoozed: datetime | None = None
    """Staff let it rest until then."""
    merged: str = ""
    """Id of the case in which this one goes on, or empty."""
    grouped: str = ""
    """Id of the case under whose card this one stands, or empty when it has (or gets) its own."""
    outside: str = ""
    """Address of what it is about, where that was said in no place that the bot hears."""
    follows: str = ""
    """Id of the ended case that this one goes on from, or empty."""
    closing: tuple[Any, ...] = ()
    """The closing note as dumped Words: proposed while `closing_by` is empty, then as it was posted."""
    closing_by: str = ""
    """Who decided about the closing note."""
    followed: datetime | None = None
    """When the customer was asked whether it helped."""
    helped: str = ""
    """What he answered: `yes`, `no` or nothing."""
    comment: str = ""
    """His one remark after the end, masked."""
    answer_words: tuple[Any, ...] = ()
    """What the bot's own public answer said, as dumped Words, for when a change of it is taken back."""
    note_post: str = ""
    """Message id of the post in the thread that proposes the closing note, while its buttons stand there."""
    withdrawn: bool = False
    """The customer was abusive: the bot says nothing more to him by itself here."""
    team: str = ""
    """Name of the team that has it, empty for the main staff channel's."""

    @property
    def ended(self) -> bool:
        """Solved, closed or dismissed."""
        return self.state in ENDED

    def after(self, event: Event, at: datetime, **changes: Any) -> Case:
        """The case after `event`; `changes` are further fields. Raises Impossible for a pair that is not in TRANSITIONS."""
        try:
            state = TRANSITIONS[self.state, event]
        except KeyError:
            message = f"a case that is {self.state} cannot have {event}"
            raise Impossible(message) from None
        return replace(self, state=state, updated=at, **changes)

    def can(self, event: Event) -> bool:
        """Whether `event` can happen now."""
        return (self.state, event) in TRANSITIONS
