"""Warnings for a breach of a house rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from bot.core.house_rules import Appeal, Measure, Stage, Warned
from bot.store.customer_tables import warnings
from bot.store.desk import Desk

if TYPE_CHECKING:
    from sqlalchemy import Row

_FIELDS = ("id", "case", "customer", "rule", "who", "at", "until", "decided", "message", "ends")
_PUT = insert(warnings)
_SAVE = _PUT.on_conflict_do_update(
    index_elements=["id"], set_={name: _PUT.excluded[name] for name in ("until", "appeal", "decided", "stage", "ends")}
)
_OF_CUSTOMER = (
    select(warnings).where(warnings.c.customer == bindparam("of_customer")).order_by(warnings.c.at, warnings.c.id)
)


class WarningsPart(Desk):
    """Who was warned for what."""

    def save_warning(self, warned: Warned) -> None:
        """A warning as it is now."""
        row = {name: getattr(warned, name) for name in _FIELDS}
        names = {name: str(getattr(warned, name)) for name in ("appeal", "measure", "stage")}
        self.sql.execute(_SAVE, row | names)

    def warnings_of(self, customer: str) -> list[Warned]:
        """The warnings of a customer, oldest first, those that are over included; held until the transaction ends (PostgreSQL)."""
        found = self.sql.execute(self.held(_OF_CUSTOMER), {"of_customer": customer}) if customer else ()
        return [_warned(row) for row in found]


def _warned(row: Row[tuple[object, ...]]) -> Warned:
    fields = {name: getattr(row, name) for name in _FIELDS}
    return Warned(**fields, appeal=Appeal(row.appeal), measure=Measure(row.measure), stage=Stage(row.stage))
