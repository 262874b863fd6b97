"""Promises to customers, and what happened when for the clocks of a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from bot.core.clocks import ClockEvent, ClockVerb
from bot.core.promises.keeping import GivenPromise, PromiseState
from bot.store.columns import Moment
from bot.store.desk import Desk
from bot.store.schema import clock_events, promises

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row

_PUT = insert(promises)
_SAVE = _PUT.on_conflict_do_update(
    index_elements=["id"], set_={name: _PUT.excluded[name] for name in ("case", "who", "made", "due", "state", "ended")}
)
_OF_CASE = select(promises).where(promises.c.case == bindparam("of_case")).order_by(promises.c.due, promises.c.id)
_BETWEEN = (
    select(promises)
    .where(promises.c.due >= bindparam("since", type_=Moment), promises.c.due < bindparam("until", type_=Moment))
    .order_by(promises.c.due, promises.c.id)
)
_EVENTS = select(clock_events).where(clock_events.c.case == bindparam("of_case")).order_by(clock_events.c.id)


class PromisesPart(Desk):
    """What was promised, and the moments that clocks go by."""

    def save_promise(self, promise: GivenPromise) -> None:
        """A promise as it is now."""
        row = {name: getattr(promise, name) for name in ("id", "case", "who", "words", "made", "due", "ended")}
        self.sql.execute(_SAVE, {**row, "state": str(promise.state)})

    def promises_of(self, case: str) -> list[GivenPromise]:
        """The promises of a case, by when they are due."""
        return [_promise(row) for row in self.sql.execute(_OF_CASE, {"of_case": case})]

    def promises_due(self, since: datetime, until: datetime) -> list[GivenPromise]:
        """The promises that are due from `since` to before `until`."""
        return [_promise(row) for row in self.sql.execute(_BETWEEN, {"since": since, "until": until})]

    def clock_events(self, case: str) -> list[ClockEvent]:
        """What happened in a case, as its clocks see it, oldest first."""
        found = self.sql.execute(_EVENTS, {"of_case": case})
        return [ClockEvent(row.at, ClockVerb(row.verb)) for row in found]

    def add_clock_events(self, case: str, events: Sequence[ClockEvent]) -> None:
        """Something happened."""
        rows = [{"case": case, "at": event.at, "verb": str(event.verb)} for event in events]
        if rows:
            self.sql.execute(insert(clock_events), rows)


def _promise(row: Row[tuple[object, ...]]) -> GivenPromise:
    return GivenPromise(row.id, row.case, row.who, row.words, row.made, row.due, PromiseState(row.state), row.ended)
