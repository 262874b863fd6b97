"""What detection saw in one message, with its reasons."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Finding:
    """Every signal in one message and what follows from them.

    `language` is nl, en, mixed or other. `probability` (0..1) is that of "a complaint about this brand or the channel's brand".
    `topic` is one of TOPICS, or empty when it is no complaint. `severity` 0 none, 1 mild, 2 serious, 3 hard case for a human.
    `exit_word` is `human`, `stop`, `no_complaint` or empty. `masked` is the text with personal data covered.
    """

    language: str
    probability: float
    topic: str
    severity: int
    signals: tuple[Signal, ...]
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
    cut: bool = False
    """The text was longer than 8,192 characters and was judged on its first and last 4,096."""
