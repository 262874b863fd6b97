"""What the demo's page shows and lets people do, as plain values and one Protocol; who plays it is not the page's business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.core.words import Words

Side = Literal["customer", "staff", "bot", "other"]
"""Who speaks: a customer, staff, our bot, or somebody else's bot."""


class BadRequest(ValueError):
    """What was asked cannot be done. The text is a key of bot.console.words."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person to speak as."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Quote:
    """The message that another one replies to."""

    anchor: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Key:
    """A button under a post."""

    label: str
    data: str
    style: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """One post. `at` is in the brand's time zone. `verdict` is that of the bot's judgement, empty while (or where) there is none."""

    id: str
    anchor: str
    """The fragment that links in posts lead to, without `#`."""
    who: str
    side: Side
    name: str
    at: datetime
    words: Words
    reply: Quote | None = None
    media: str = ""
    edited: bool = False
    gone: bool = False
    reactions: tuple[str, ...] = ()
    verdict: str = ""
    keys: tuple[Key, ...] = ()
    relayed: bool = False
    """The bot's account says it, but the words are a staff member's."""
    muted: bool = False
    """Whoever said it can write nothing here now."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A case in the staff channel: its card and what was said below it."""

    id: str
    title: str
    card: Bubble
    posts: tuple[Bubble, ...]
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """The private chat of a customer with the bot."""

    who: str
    name: str
    posts: tuple[Bubble, ...]


@dataclass(frozen=True, slots=True)
class Secret:
    """What only the presser of a button was told. `number` counts them, `message` is the post that the button stood below."""

    number: int
    name: str
    text: str
    at: datetime
    message: str


@dataclass(frozen=True, slots=True)
class Tally:
    """The day in figures. `messages` are those of people in public; `with_staff` are cases that staff have not ended."""

    messages: int = 0
    complaints: int = 0
    answered: int = 0
    with_staff: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class ClockFace:
    """The simulated time, in the brand's zone. `left` counts the entries of the script still to come; `speed` 0 is paused."""

    now: datetime
    speed: float
    chosen: float
    """The speed that `play` takes up."""
    left: int


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything the page shows at one moment, but for *why*."""

    brand: str
    channel: str
    clock: ClockFace
    tally: Tally
    customers: Sequence[Somebody]
    staff: Sequence[Somebody]
    public: Sequence[Bubble] = ()
    threads: Sequence[Thread] = ()
    talks: Sequence[Talk] = ()
    notices: Sequence[Bubble] = ()
    secrets: Sequence[Secret] = ()
    """The latest, in order."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One signal: fired or not, its weight (log-odds), and the same in words."""

    text: str
    weight: float
    fired: bool


@dataclass(frozen=True, slots=True)
class Why:
    """Why the bot did what it did with one message."""

    message: str
    side: Side
    name: str
    text: str
    verdict: str = ""
    policy: tuple[str, ...] = ()
    """What the policy says, in words."""
    probability: float = 0.0
    signals: tuple[Reason, ...] = ()
    language: str = ""
    topic: str = ""
    severity: int = 0
    reply: str = ""
    """Name of the reply used or suggested, such as `nl/outage#2`."""
    case: str = ""
    """Number of the case, such as `#0042`, empty where there is none."""
    state: str = ""
    masked: str = ""
    """What is kept of the text, where personal data was covered."""
    flip: str = ""
    """The smallest change that would give another verdict, in one sentence; empty where none was found."""
    forgotten: bool = False
    """The verdict was erased: retention ended."""


class Stage(Protocol):
    """The demo as its page sees it."""

    async def scene(self) -> Scene:
        """What is there now."""
        ...

    async def why(self, message: str) -> Why | None:
        """The judgement of a message; for a post of the bot, that of the message it answers. None when there is no such post."""
        ...

    def looked_at(self) -> None:
        """Somebody opened the page: a conversation that has not begun begins."""
        ...

    def say(self, who: str, text: str, reply_to: str = "") -> str:
        """Speak in public, as a customer or as staff; returns the message's id. Raises BadRequest."""
        ...

    def say_to_staff(self, who: str, text: str, thread: str = "") -> str:
        """Speak as staff in a thread, or in the staff channel itself; returns the message's id. Raises BadRequest."""
        ...

    def change(self, who: str, message: str, text: str) -> None:
        """Change one's own message, wherever it stands. Raises BadRequest."""
        ...

    def remove(self, who: str, message: str) -> None:
        """Take one's own message away, wherever it stands. Raises BadRequest."""
        ...

    def press(self, who: str, message: str, data: str) -> None:
        """Press a button below a post that stands or stood there; whose it is to press, the bot decides. Raises BadRequest."""
        ...

    def enter(self, who: str, way: str) -> None:
        """Follow a way into a private talk as a customer. Raises BadRequest."""
        ...

    def say_in_private(self, who: str, text: str) -> str:
        """Speak as a customer in his private talk, which begins by that; returns the message's id. Raises BadRequest."""
        ...

    def play(self, speed: float | None = None) -> None:
        """Let the clock run, at another speed where one is given. Raises BadRequest."""
        ...

    def pause(self) -> None:
        """Stop the clock."""
        ...

    def next_message(self) -> None:
        """Jump to the moment of the script's next entry."""
        ...
