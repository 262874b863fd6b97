"""What crosses the ports: raw rows, what is remembered, jobs, and mistakes found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.cases import Case
    from bot.core.messages import Message, Place


@dataclass(frozen=True, slots=True)
class RawRow:
    """What the platform handed over, untouched. (platform, bot, channel, message, version) is unique in the inbox.

    `message` is the platform's message id, or `press:<id>`, `update:<id>`, … for other things; `version` an edit's version.
    """

    platform: str
    bot: str
    channel: str
    message: str
    version: int
    raw: str


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a source has been read: Telegram's next offset, a Discord channel's last message id."""

    platform: str
    bot: str
    source: str
    value: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Messages that the platform could not hand over any more; staff are told. `text` says what and since when."""

    platform: str
    bot: str
    channel: str
    text: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """A mistake in a file, a setting or a right: what is wrong, where, what to write instead. `level` is error or warning."""

    file: str
    line: int
    path: str
    level: str
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A raw row with its place in the queue."""

    id: int
    row: RawRow


@dataclass(frozen=True, slots=True)
class Seen:
    """What is kept of a message: enough to know it again, and masked text for at most the retention time.

    `role` is that of the author (core.messages.Role). `because` is the verdict's reasons as JSON-able dicts.
    `posted` marks a post of our own (a receipt): `case` says for which case.
    """

    place: Place
    id: str
    version: int
    author: str
    """Random id of the author (Customer.id), never the platform's."""
    role: str
    at: datetime
    masked: str
    verdict: str = ""
    because: list[dict[str, Any]] = field(default_factory=list)
    case: str = ""
    reply_to: str = ""
    posted: bool = False


@dataclass(frozen=True, slots=True)
class Customer:
    """A person on one platform. `id` is random; erasing the row erases who he was."""

    id: str
    platform: str
    user: str
    name: str
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Relayed:
    """A post of ours that carries words of staff.

    `source` is the staff message they stood in (or `press:…`, or the name of a public note); long words are several pieces. `desk` is
    the staff channel as `platform:channel`. `message` is empty when the post was taken back or its channel moved.
    """

    case: str
    source: str
    piece: int
    desk: str
    place: Place
    message: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """What staff keep to themselves about a case; `who` is a random id, `masked` the text with personal data covered."""

    case: str
    who: str
    masked: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who acted as staff. `id` is random, as of a Customer."""

    id: str
    platform: str
    name: str


@dataclass(frozen=True, slots=True)
class NewJob:
    """Something to do, saved with the decision that asks for it.

    `key` is unique: a second insert of the same key is a no-op. `lane` orders jobs of one conversation; jobs in different lanes run
    side by side. `channel` is `platform:channel`, whose rate it uses. `priority`: 0 answers to a press, 1 relay and public answers,
    2 new cards, 3 edits, 5 timers. `payload` is JSON. `kind` names an action of core.actions.
    """

    key: str
    lane: str
    kind: str
    payload: dict[str, Any]
    due: datetime
    channel: str
    priority: int = 1
    case: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed job. `attempt` fences: completion counts only with the attempt that claimed it."""

    id: int
    attempt: int
    new: NewJob
    doubt: bool = False
    """An earlier attempt was cut off after its "sending" mark: it may have been delivered."""
    added: datetime | None = None
    """When it was planned: nothing that it sent is older."""


@dataclass(frozen=True, slots=True)
class Past:
    """What triage must know of the past, loaded for one message."""

    customer: Customer
    open_case: Case | None = None
    """The customer's open case in this channel (latest)."""
    replied_case: Case | None = None
    """The case that the message it replies to belongs to (complaint or post of ours)."""
    own_case: Case | None = None
    """The case that this very message opened (an edit, a repeat)."""
    answered_customer: datetime | None = None
    """Last public answer of the bot to this customer in this channel."""
    answered_topics: dict[str, datetime] = field(default_factory=dict)
    """Last public answer of the bot in this channel, by topic."""
    contacts: dict[str, int] = field(default_factory=dict)
    """How many complaints this customer made in the last 14 days, by topic, on every account that he linked."""
    answers_today: int = 0
    """Public answers of the bot in this channel since local midnight (sent or on their way)."""
    retractions_today: int = 0
    posts_minute: int = 0
    """Posts of our own in this channel in the last 60 seconds (the loop breaker counts them)."""
    asks_shift: int = 0
    """Staff asked "is this a complaint?" in the last 8 hours, whole brand."""
    seen_version: int = -1
    """Highest version of this message judged before; -1 when new."""
    withdrawn: bool = False
    """The bot withdrew from this customer in this channel in the last 14 days."""
    linked: frozenset[str] = frozenset()
    """The customer's other accounts, as far as he linked them."""


@dataclass(frozen=True, slots=True)
class PastAsk:
    """Which past to load, and for whom. `midnight` is the start of the local day in UTC."""

    place: Place
    message: Message
    midnight: datetime
    now: datetime
