"""What must be done, as values. The service saves them as jobs and performs them; here they are only named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.messages import Place
from bot.core.words import Button, Words

NOWHERE = Place("", "")


@dataclass(frozen=True, slots=True)
class Answer:
    """Post the bot's own answer under a message, in public. Never repeated when in doubt."""

    place: Place
    reply_to: str
    words: Words
    reply: str
    """Name of the reply, e.g. `nl/outage#2`."""
    event: bool = True
    """Whether sending it moves the case to `answered` (an acknowledgement of a handover does not)."""
    buttons: tuple[Button, ...] = ()
    """For the customer: the way into a private talk."""


@dataclass(frozen=True, slots=True)
class Relay:
    """Bring staff's words to the customer. Never repeated when in doubt.

    `user` is the platform id of the customer it is for: with `place` and `reply_to` it is checked again at send.
    """

    place: Place
    reply_to: str
    user: str
    words: Words
    source: str
    """Message id of the staff member's own message, or the press; for a public note of the bot, one of PUBLIC_NOTES."""
    piece: int = 0
    """Which part of long words it is."""
    bot: str = ""
    """The bot's own id when it was planned: another account must not say it. Empty where that is not known."""
    buttons: tuple[Button, ...] = ()
    """Buttons for the customer."""


PUBLIC_NOTES = frozenset({"solve", "taken_private", "follow_up", "unanswered", "warn", "appeal"})
"""Sources of what the bot says in its own words about a case, also where that went private; a name may follow after a colon."""


AFTER_THE_END = frozenset({"solve", "follow_up", "unanswered"})
"""Those of them that make sense only while the case has ended."""


PRIVATE_NOTES = frozenset({"came_in", "intake", "intake_end"})
"""Sources of what the bot says by itself in a private talk."""


def is_note(source: str) -> bool:
    """Whether these are the bot's own words, not those of staff."""
    return source.partition(":")[0] in PUBLIC_NOTES | PRIVATE_NOTES


@dataclass(frozen=True, slots=True)
class Restate:
    """Change a post of the bot's own in a customer's place: how the matter stands now. Done twice it changes nothing."""

    place: Place
    message: str
    words: Words
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Amend:
    """Change what was brought to the customer, after staff changed their own words; what it hangs on is looked up when it is done."""

    source: str
    piece: int
    words: Words


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Take back what was brought to the customer of one staff message, from piece `since` on."""

    source: str
    since: int = 0


@dataclass(frozen=True, slots=True)
class Reveal:
    """Show staff a message as it was written: to the presser alone where the platform can, else in the case's thread."""

    token: str
    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Card:
    """Open the card of a case in the staff channel; what it says is made when it is sent."""

    channel: str


@dataclass(frozen=True, slots=True)
class CardEdit:
    """Bring the card of a case up to date; several waiting ones are one. `buttons` stand there instead of the card's own: a menu."""

    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class CardMoved:
    """A post of ours to staff is over (a card that stands with another team now, a note that was decided on): `words` say so, buttons go."""

    place: Place
    message: str
    words: Words


@dataclass(frozen=True, slots=True)
class Inform:
    """Tell a partner of a case; what it says is made when it is sent, from nothing that is private."""

    place: Place


@dataclass(frozen=True, slots=True)
class ThreadPost:
    """Say something in the case's thread, to staff only. `relayed` marks the customer's own words."""

    words: Words
    buttons: tuple[Button, ...] = ()
    relayed: str = ""
    """Message id of the customer's message whose words these are, or empty."""
    ping: str = ""
    """Whom to call with it, as the settings name them (a role on Discord, @names on Telegram)."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Tell the staff channel something that belongs to no open thread: an alarm, a gap, a send that may have arrived."""

    channel: str
    text: str
    unasked: str = ""
    """An hour (ISO) whose questions without budget are listed instead; the list is made when it is sent."""
    instead: str = ""
    """The post of ours that says this from now on; empty for a new one."""


@dataclass(frozen=True, slots=True)
class Tell:
    """Answer somebody in his private chat with the bot, about his own data. It belongs to no case."""

    place: Place
    words: Words


@dataclass(frozen=True, slots=True)
class Retract:
    """Take the bot's own public post back."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class TakeDown:
    """Take a customer's message away from a public place, because somebody of staff said so by a house rule.

    `warned` is the id of the Warned behind it; `private` says where the customer is told.
    """

    place: Place
    message: str
    warned: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class Mute:
    """Let a customer write nothing in a channel until `until`, because somebody of staff said so by a house rule."""

    place: Place
    user: str
    until: datetime
    warned: str
    private: bool = False


@dataclass(frozen=True, slots=True)
class Unmute:
    """Let him write again, where what stands is the mute until `until` and not something that others put in its place."""

    place: Place
    user: str
    until: datetime
    warned: str


@dataclass(frozen=True, slots=True)
class Whisper:
    """Answer a press so that only the presser sees it."""

    token: str
    text: str
    buttons: tuple[Button, ...] = ()
    """A menu for the presser alone, only where the platform has such."""


@dataclass(frozen=True, slots=True)
class Enter:
    """Open a private talk with a customer who pressed the way in, and greet him there. `way` is the hash of that way.

    `place` is where he pressed. Where the talk becomes a thread there, it has this `title`, and `aside` is said behind the greeting.
    """

    token: str
    user: str
    way: str
    words: Words
    place: Place = NOWHERE
    title: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave a channel that is not watched, without a post."""

    channel: str


@dataclass(frozen=True, slots=True)
class Timer:
    """Wake the case.

    `what` is silence (an answered case that stayed silent), deadline (staff have not acted), snooze (it rested), clock (a response
    time nears or is over), promise (one nears or is due), follow_up (did it help?) or unanswered (staff or the customer let it wait for too long).
    """

    what: str


Action = (
    Answer
    | Relay
    | Amend
    | Withdraw
    | Card
    | CardEdit
    | CardMoved
    | Inform
    | ThreadPost
    | Notice
    | Tell
    | Retract
    | Restate
    | TakeDown
    | Mute
    | Unmute
    | Whisper
    | Reveal
    | Enter
    | Leave
    | Timer
)

KINDS: dict[str, type[Action]] = {
    "answer": Answer,
    "relay": Relay,
    "amend": Amend,
    "withdraw": Withdraw,
    "card": Card,
    "card_edit": CardEdit,
    "card_moved": CardMoved,
    "inform": Inform,
    "thread_post": ThreadPost,
    "notice": Notice,
    "tell": Tell,
    "retract": Retract,
    "restate": Restate,
    "take_down": TakeDown,
    "mute": Mute,
    "unmute": Unmute,
    "whisper": Whisper,
    "reveal": Reveal,
    "enter": Enter,
    "leave": Leave,
    "timer": Timer,
}
"""The name of each action in the store."""
_NAMES = {action: name for name, action in KINDS.items()}


def kind_of(action: Action) -> str:
    """The action's name in the store."""
    return _NAMES[type(action)]


def dump(action: Action) -> dict[str, Any]:
    """As JSON. Places become {platform, channel, thread}, so that a channel that moves can be found in them."""
    return {name: _dump(getattr(action, name)) for name in action.__slots__}


def load(kind: str, data: dict[str, Any]) -> Action:
    """From JSON. Raises KeyError for a kind that this version does not know."""
    return KINDS[kind](**{name: _load(name, value) for name, value in data.items()})


def _dump(value: object) -> object:
    match value:
        case Place():
            return {"platform": value.platform, "channel": value.channel, "thread": value.thread}
        case Words():
            return value.dump()
        case datetime():
            return value.isoformat()
        case tuple():
            return [{"label": button.label, "data": button.data, "style": button.style} for button in value]
        case _:
            return value


def _load(name: str, value: Any) -> Any:
    match name:
        case "place":
            return Place(**value)
        case "words":
            return Words.load(value)
        case "until":
            return datetime.fromisoformat(value)
        case "buttons":
            return tuple(Button(**button) for button in value)
        case _:
            return value
