"""What crosses the port about a customer's accounts: codes, and what an erasure touches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from bot.core.cases import Case


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A one-time code, of which only the digest is kept.

    `channel` is the private chat (`platform:channel`) in which it was asked for, empty where only a passing answer was given.
    """

    digest: str
    customer: str
    channel: str
    language: str
    expires: datetime


class Accounts(Protocol):
    """The part of the ledger that knows which accounts are one person, and how one is forgotten."""

    def keep_code(self, code: LinkCode) -> None:
        """The code counts from now on; an earlier one of the same customer does not any more."""
        ...

    def code(self, digest: str) -> LinkCode | None:
        """The code with this digest, expired or not, held until the transaction ends (PostgreSQL)."""
        ...

    def drop_code(self, digest: str) -> bool:
        """It never counts again; False when somebody was first."""
        ...

    def acted(self, customer: str, what: str, since: datetime) -> int:
        """How often somebody did this since then."""
        ...

    def act(self, customer: str, what: str, now: datetime) -> None:
        """Somebody did this; kept for an hour or two."""
        ...

    def accounts(self, customer: str) -> list[str]:
        """The customer with every account that he linked, random ids in order."""
        ...

    def link(self, one: str, other: str, now: datetime) -> None:
        """Two accounts, with all that each was linked to, are one person."""
        ...

    def unlink(self, customer: str) -> list[str]:
        """This account stands alone again; gives the accounts that it was linked to."""
        ...

    def history_of(self, customer: str, limit: int) -> list[Case]:
        """The latest cases of a customer on every account that he linked, latest first."""
        ...

    def find_customer(self, key: str) -> str:
        """The random id of `platform:user`, empty when nobody is known by it."""
        ...

    def remains_of(self, customer: str, public: Collection[str]) -> dict[str, int]:
        """What an erasure would remove, by kind. `public`: the addresses (`platform:channel`) that are nobody's private chat."""
        ...

    def drop_read(self, private: Collection[str]) -> None:
        """The rows that were read in these private chats go, keys included: the address itself says who somebody is."""
        ...

    def cases_after(self, customer: str, within: int) -> list[Case]:
        """Cases of others that were opened where this customer had spoken, at most so many messages of that place after his words."""
        ...

    def erase(self, customer: str, public: Collection[str]) -> Mapping[str, int]:
        """Remove all that says who somebody is and what he wrote; his cases stay as empty shells, the audit trail as it is."""
        ...
