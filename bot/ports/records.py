"""What is looked up about cases and the audit trail without changing anything: lists, exports, the life of one case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.core.cases import Case
    from bot.core.intake import Answered
    from bot.ports.values import Seen


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """Which cases are meant; what is empty or None does not narrow."""

    states: tuple[str, ...] = ()
    since: datetime | None = None
    """Opened at this moment or later."""
    until: datetime | None = None
    """Opened before this moment."""
    topic: str = ""
    channels: tuple[str, ...] | None = None
    """Each `platform:channel`; an empty tuple fits nothing."""
    live: bool = False
    """Only cases that have not ended."""


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """A case and what is derived from its messages."""

    case: Case
    messages: int = 0
    """Messages of the customer that are kept, edits not counted."""
    staff_answered: datetime | None = None
    """The first words of staff to the customer, through the bot or by themselves."""
    intake: tuple[Answered, ...] = ()
    """What the customer answered to intake questions, the first answer first."""
    name: str = ""
    """What the customer is called, so that it can be covered; empty when he is not known any more."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line of the audit trail. `who` and `case` are random ids, or the name of a part of the program."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class TimerLine:
    """A timer of a case that has not gone off yet."""

    name: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Chain:
    """How far the audit trail was checked. Give it back to go on from there."""

    checked: int = 0
    """Lines that fit."""
    last: int = 0
    """Number of the last line that fits; 0 before the first."""
    hash: str = ""
    """Its hash; empty before the first."""
    broken: int | None = None
    """Number of the first line that does not fit."""
    broken_at: datetime | None = None
    """The moment that line says it was written."""
    seen: frozenset[str] = field(default_factory=frozenset)
    """Those of the hashes that were looked for which have been met."""


class Records(Protocol):
    """The part of a Ledger that only looks."""

    def case_records(self, query: CaseQuery, limit: int, *, beyond: int = 0, newest: bool = False) -> list[CaseRecord]:
        """The next cases by number, in a constant number of statements; `beyond`: the number of the last one that the caller has (0: none)."""
        ...

    def count_records(self, query: CaseQuery) -> int:
        """How many cases fit."""
        ...

    def topics_there(self) -> dict[str, int]:
        """Topic → number of cases."""
        ...

    def life_of(self, case: str) -> list[AuditLine]:
        """Who did what in a case, oldest first."""
        ...

    def messages_of(self, case: str) -> list[Seen]:
        """What is kept of what was said in a case, each message in its latest version, in the order in which it was first said."""
        ...

    def timers_of(self, case: str) -> list[TimerLine]:
        """What goes off by itself in a case, the next one first."""
        ...

    def staff_names(self, ids: Collection[str]) -> dict[str, str]:
        """Random id → name, of those who are known as staff."""
        ...

    def count_lines(self) -> int:
        """How many lines the audit trail has."""
        ...

    def check_chain(self, so_far: Chain, limit: int, wanted: frozenset[str] = frozenset()) -> Chain:
        """Check the next lines of the audit trail; nothing was left when the answer is `so_far` itself."""
        ...
