"""Customers: a random id for everybody who speaks, and the one table that says who that is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.ports import Customer
from bot.store.bulk import Bulk
from bot.store.columns import EPOCH, storable
from bot.store.desk import Desk, padded, random_id
from bot.store.rows import address, to_customer
from bot.store.schema import customers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

_NEVER = EPOCH
LAST_SEEN_STEP = timedelta(hours=12)
"""`customers.last` is moved at most this often, so that a busy talker costs no write a message."""

_BY_KEY = select(customers).where(customers.c.key.in_(bindparam("keys", expanding=True)))
_BY_ID = select(customers).where(customers.c.id == bindparam("wanted"))
_NEW = Bulk(insert(customers).on_conflict_do_nothing(index_elements=["key"]), [column.name for column in customers.c])
_TOUCH = (
    update(customers).where(customers.c.id == bindparam("who")).values(name=bindparam("called"), last=bindparam("now"))
)
_RENAME = update(customers).where(customers.c.id == bindparam("who")).values(name=bindparam("called"))
_STOP = update(customers).where(customers.c.id == bindparam("who")).values(stopped=True)


class PeoplePart(Desk):
    """Who is who."""

    def customers_of(self, names: Mapping[str, str], now: datetime | None = None) -> dict[str, Customer]:
        """`platform:user` → name they go by now; gives `platform:user` → customer, in three statements at most.

        Makes those that are new; a new name replaces the old one. In a read nobody is made: who is new gets a passing id.
        """
        return self._customers(names, now)[0]

    def _customers(
        self, names: Mapping[str, str], now: datetime | None
    ) -> tuple[dict[str, Customer], dict[str, Customer]]:
        """As `customers_of`; and those of them who were not known before: nothing in the store can be about them."""
        if not names:
            return {}, {}
        found, stale = self._find(names, now)
        fresh = [key for key in names if key not in found]
        if not self.writing:
            passing = {key: _passing(key, names[key]) for key in fresh}
            return found | passing, passing
        made: dict[str, Customer] = {}
        if fresh:
            since = now or _NEVER
            ids = {key: random_id() for key in sorted(fresh)}
            rows = [
                {"id": new, "key": key, "name": names[key], "stopped": False, "last": since} for key, new in ids.items()
            ]
            _NEW.run(self.sql, rows)
            if self.shared:  # somebody else may have been first
                there = self._find({key: names[key] for key in fresh}, now)[0]
                made = {key: customer for key, customer in there.items() if customer.id == ids[key]}
                found |= there
            else:
                made = {key: _customer(new, key, names[key]) for key, new in ids.items()}
                found |= made
        self._refresh(found, names, stale, now)
        return found, made

    def _find(self, names: Collection[str], now: datetime | None) -> tuple[dict[str, Customer], set[str]]:
        """Those that are there, and which of them were not heard for half a day."""
        rows = self.sql.execute(_BY_KEY, {"keys": padded(names)}).all()
        stale = {row.key for row in rows if now is not None and row.last < now - LAST_SEEN_STEP}
        return {row.key: to_customer(row) for row in rows}, stale

    def _refresh(
        self, found: dict[str, Customer], names: Mapping[str, str], stale: Collection[str], now: datetime | None
    ) -> None:
        moved = []
        for key, customer in found.items():
            name = storable(names[key]) or customer.name
            if name != customer.name or key in stale:
                moved.append({"who": customer.id, "called": name})
                found[key] = Customer(customer.id, customer.platform, customer.user, name, customer.stopped)
        if not moved:
            return
        moved.sort(key=lambda values: values["who"])  # one order of locks for everybody
        if now is None:
            self.sql.execute(_RENAME, moved)
        else:
            self.sql.execute(_TOUCH, [{**values, "now": now} for values in moved])

    def customer(self, platform: str, user: str, name: str) -> Customer:
        """Find or make."""
        key = address(platform, user)
        return self.customers_of({key: name})[key]

    def customer_of(self, customer: str) -> Customer | None:
        """By random id; None when erased."""
        row = self.sql.execute(_BY_ID, {"wanted": customer}).first()
        return to_customer(row) if row else None

    def stop_customer(self, customer: str) -> None:
        """He said stop: never answered again by the bot."""
        self.sql.execute(_STOP, {"who": customer})


def _customer(customer: str, key: str, name: str) -> Customer:
    platform, _, user = key.partition(":")
    return Customer(customer, platform, user, storable(name))


def _passing(key: str, name: str) -> Customer:
    return _customer(random_id(), key, name)
