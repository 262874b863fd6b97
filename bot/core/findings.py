"""What detection saw in one message, with its reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

TOPICS = (
    "delivery",
    "billing",
    "outage",
    "product_defect",
    "service",
    "promotion",
    "app",
    "cancellation",
    "privacy",
    "other",
)
"""Kinds of complaint the lexicons know; a brand's own topics come from config later."""

HARD_REASONS = ("legal", "safety", "money", "vulnerable", "press", "repeated")
"""Reasons in the words of a message why a person must take it, whatever the probability (`third contact` and `mens` come from triage)."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One reason: what was looked for, how much it weighs (log-odds), whether it fired, and the same in words.

    `text` is a sentence part in the message's language, e.g. `zegt dat iets uitvalt: "valt weg"`; it never repeats personal data.
    """

    name: str
    weight: float
    fired: bool
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of personal data in the text: `kind` is iban, bsn, phone, email, address or customer_number."""

    kind: str
    start: int
    end: int


class Reasons(Sequence[Signal]):
    """Signals that are put in words when they are first read: most messages are left alone, and then nobody reads them."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], tuple[Signal, ...]]) -> None:
        self._make: Callable[[], tuple[Signal, ...]] = make
        self._made: tuple[Signal, ...] | None = None

    def all(self) -> tuple[Signal, ...]:
        """Every signal."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def __len__(self) -> int:
        return len(self.all())

    @overload
    def __getitem__(self, place: int) -> Signal: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Signal, ...]: ...
    def __getitem__(self, place: int | slice) -> Signal | tuple[Signal, ...]:
        return self.all()[place]

    def __iter__(self) -> Iterator[Signal]:
        return iter(self.all())

    def __eq__(self, other: object) -> bool:
        return self.all() == (other.all() if isinstance(other, Reasons) else other)

    def __hash__(self) -> int:
        return hash(self.all())

    def __reduce__(self) -> tuple[type[tuple[Signal, ...]], tuple[tuple[Signal, ...]]]:
        return tuple, (self.all(),)

    def __repr__(self) -> str:
        return repr(self.all())


@dataclass(slots=True, unsafe_hash=True)
class Finding:
    """Every signal in one message and what follows from them. A value: nobody changes it (freezing it would cost more than a search).

    `language` is nl, en, mixed or other. `probability` (0..1) is that of "a complaint about this brand or the channel's brand".
    `topic` is one of TOPICS, or empty when it is no complaint. `severity` 0 none, 1 mild, 2 serious, 3 hard case for a human.
    `exit_word` is `human`, `stop`, `no_complaint` or empty. `masked` is the text with personal data covered.
    """

    language: str
    probability: float
    topic: str
    severity: int
    signals: Sequence[Signal]
    masked: str
    hard: tuple[str, ...] = ()
    abusive: bool = False
    question: bool = False
    praise: bool = False
    solved: bool = False
    names_brand: bool = False
    other_company: str = ""
    exit_word: str = ""
    private: tuple[Span, ...] = ()
    quotation: bool = False
    """Words of some length between quotes."""
    news: bool = False
    """Quoted, forwarded, fiction or news."""
    negation: bool = False
    """A sign of a complaint, or praise, stands denied."""
    sarcasm: bool = False
    """Praise that means the opposite."""
    look_alike: bool = False
    """The author could be taken for an official account of the brand and is none."""
    hard_chance: float = 0.0
    """How likely (0..1) the word model finds a case for a person, whatever the reason."""
    second: str = ""
    """Whose second opinion is in the probability: encoder, endpoint, or unheard when it was asked for and did not come."""
    cut: bool = False
    """The text was longer than 8,192 characters and was judged on its first and last 4,096."""
