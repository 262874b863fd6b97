"""Words of staff that have not left yet: found and cancelled by the message in which staff wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, or_, select, update

from bot.core.actions import is_note
from bot.store.desk import Desk, padded
from bot.store.schema import WAITING_JOB, jobs, where_text, word

if TYPE_CHECKING:
    from sqlalchemy import Row

_WORDS = jobs.c.kind.in_([word("relay"), word("amend")])
_MAY_LEAVE = or_(where_text(WAITING_JOB), jobs.c.state.in_([word("running"), word("uncertain")]))
_OF_CASE = select(jobs).where(jobs.c.case == bindparam("of_case"), _WORDS, _MAY_LEAVE).order_by(jobs.c.id)
_ANYWHERE = select(jobs).where(where_text(WAITING_JOB), jobs.c.kind == word("relay")).order_by(jobs.c.id)
_CANCEL = (
    update(jobs)
    .where(jobs.c.id.in_(bindparam("ids", expanding=True)))
    .values(state=word("cancelled"), payload=word("{}"))
)
_UNDER_WAY = frozenset({"running", "uncertain"})


class UnsentPart(Desk):
    """What waits of the words of staff."""

    def cancel_words(self, case: str, source: str) -> bool:
        """Cancel what waits of the words of this staff message, changes to them included; whether now none of them can leave.

        False also where none waited: they left before, or were never on their way.
        """
        rows = [row for row in self.sql.execute(self.held(_OF_CASE), {"of_case": case}) if _source(row) == source]
        waiting = [row.id for row in rows if not _may_have_left(row)]
        if waiting:
            self.sql.execute(_CANCEL, {"ids": padded(waiting)})
        return bool(waiting) and len(waiting) == len(rows)

    def waiting_words(self, case: str) -> str:
        """The staff message whose words wait to go to the customer of this case, the latest one; empty for none."""
        rows = self.sql.execute(_OF_CASE, {"of_case": case}).all()
        waiting = [row for row in rows if row.kind == "relay" and not _may_have_left(row) and not is_note(_source(row))]
        return _source(waiting[-1]) if waiting else ""

    def case_of_waiting(self, platform: str, source: str) -> str:
        """The case for whose customer the words of this staff message wait; empty for none."""
        here = (row for row in self.sql.execute(_ANYWHERE) if row.channel.startswith(f"{platform}:"))
        return next((str(row.case) for row in here if _source(row) == source), "")


def _source(row: Row[Any]) -> str:
    return str(row.payload.get("source", ""))


def _may_have_left(row: Row[Any]) -> bool:
    return row.state in _UNDER_WAY or row.doubt
