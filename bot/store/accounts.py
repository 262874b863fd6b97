"""Which accounts are one person: links, the one-time codes that make them, and how often somebody tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select

from bot.ports.accounts import LinkCode
from bot.store.customer_tables import account_acts, link_codes, links
from bot.store.desk import Desk, padded, random_id
from bot.store.rows import to_case
from bot.store.schema import cases, customers

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row

    from bot.core.cases import Case


class AccountsPart(Desk):
    """Links and codes."""

    def keep_code(self, code: LinkCode) -> None:
        """The code counts from now on; an earlier one of the same customer does not any more."""
        self.sql.execute(delete(link_codes).where(link_codes.c.customer == code.customer))
        row = {
            "digest": code.digest,
            "customer": code.customer,
            "channel": code.channel,
            "language": code.language,
            "expires": code.expires,
        }
        self.sql.execute(insert(link_codes), [row])

    def code(self, digest: str) -> LinkCode | None:
        """The code with this digest, expired or not, held until the transaction ends (PostgreSQL)."""
        row = self.sql.execute(self.held(select(link_codes).where(link_codes.c.digest == digest))).first()
        return _to_code(row) if row is not None else None

    def drop_code(self, digest: str) -> bool:
        """It never counts again; False when somebody was first."""
        return bool(self.sql.execute(delete(link_codes).where(link_codes.c.digest == digest)).rowcount)

    def acted(self, customer: str, what: str, since: datetime) -> int:
        """How often somebody did this since then."""
        wanted = (account_acts.c.customer == customer, account_acts.c.what == what, account_acts.c.at >= since)
        return int(self.sql.execute(select(func.count()).select_from(account_acts).where(*wanted)).scalar_one())

    def act(self, customer: str, what: str, now: datetime) -> None:
        """Somebody did this; kept for a day."""
        self.sql.execute(insert(account_acts), [{"customer": customer, "what": what, "at": now}])

    def accounts(self, customer: str) -> list[str]:
        """The customer with every account that he linked, random ids in order."""
        person = self._person(customer)
        if not person:
            return [customer]
        found = select(links.c.customer).where(links.c.person == person).order_by(links.c.customer)
        return list(self.sql.execute(found).scalars())

    def _person(self, customer: str) -> str:
        found = select(links.c.person).where(links.c.customer == customer)
        return self.sql.execute(self.held(found)).scalar() or ""

    def link(self, one: str, other: str, now: datetime) -> None:
        """Two accounts, with all that each was linked to, are one person."""
        person = random_id()
        both = sorted({*self.accounts(one), *self.accounts(other)})
        self.sql.execute(delete(links).where(links.c.customer.in_(both)))
        self.sql.execute(insert(links), [{"customer": who, "person": person, "at": now} for who in both])

    def unlink(self, customer: str) -> list[str]:
        """This account stands alone again; gives the accounts that it was linked to."""
        others = [who for who in self.accounts(customer) if who != customer]
        gone = [customer, *others] if len(others) == 1 else [customer]
        self.sql.execute(delete(links).where(links.c.customer.in_(gone)))
        return others

    def history_of(self, customer: str, limit: int) -> list[Case]:
        """The latest cases of a customer on every account that he linked, latest first."""
        if not customer:
            return []  # a case about somebody unknown says nothing about another one
        mine = padded(self.accounts(customer))
        found = select(cases).where(cases.c.customer.in_(mine)).order_by(cases.c.number.desc()).limit(limit)
        return [to_case(row) for row in self.sql.execute(found)]

    def find_customer(self, key: str) -> str:
        """The random id of `platform:user`, empty when nobody is known by it."""
        return self.sql.execute(select(customers.c.id).where(customers.c.key == key)).scalar() or ""


def _to_code(row: Row[Any]) -> LinkCode:
    return LinkCode(row.digest, row.customer, row.channel, row.language, row.expires)
