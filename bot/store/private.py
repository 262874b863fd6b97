"""Ways into private talks, and what is asked and answered there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.core.intake import Answered, Run, Stage
from bot.core.private import Way
from bot.store.columns import Moment
from bot.store.customer_tables import intake_answers, intakes, ways
from bot.store.desk import Desk

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row

_WAY = select(ways).where(ways.c.hash == bindparam("wanted"))
_OF_CASE = select(ways).where(ways.c.case == bindparam("of_case")).order_by(ways.c.made, ways.c.hash)
_USED = update(ways).where(ways.c.hash == bindparam("wanted")).values(used=bindparam("now", type_=Moment))
_RUN = select(intakes).where(intakes.c.case == bindparam("of_case"))
_ANSWERS = (
    select(intake_answers)
    .where(intake_answers.c.case == bindparam("of_case"))
    .order_by(intake_answers.c.at, intake_answers.c.question)
)
_run, _answer = insert(intakes), insert(intake_answers)
_SAVE_RUN = _run.on_conflict_do_update(
    index_elements=["case"], set_={name: _run.excluded[name] for name in ("questions", "step", "again", "stage")}
)
_SAVE_ANSWER = _answer.on_conflict_do_update(
    index_elements=["case", "question"], set_={name: _answer.excluded[name] for name in ("said", "fits", "at")}
)


class PrivatePart(Desk):
    """Private talks."""

    def save_way(self, way: Way) -> None:
        """A way in that was made."""
        self.sql.execute(insert(ways), {name: getattr(way, name) for name in Way.__slots__})

    def way(self, digest: str) -> Way | None:
        """The way whose token has this hash, held until this transaction ends (PostgreSQL)."""
        row = self.sql.execute(self.held(_WAY), {"wanted": digest}).first()
        return _way(row) if row else None

    def ways_of(self, case: str) -> list[Way]:
        """Every way that was made into a case, the first one first."""
        return [_way(row) for row in self.sql.execute(_OF_CASE, {"of_case": case})]

    def use_way(self, way: Way, now: datetime) -> Way:
        """Somebody came in this way; it is the only time."""
        self.sql.execute(_USED, {"wanted": way.hash, "now": now})
        return replace(way, used=now)

    def intake(self, case: str) -> Run | None:
        """How far the questions of a case are, held as by `way`."""
        row = self.sql.execute(self.held(_RUN), {"of_case": case}).first()
        return Run(row.case, tuple(row.questions), row.step, row.again, Stage(row.stage)) if row else None

    def save_intake(self, run: Run) -> None:
        """How far they are now."""
        values = {"case": run.case, "questions": list(run.questions), "step": run.step, "again": run.again}
        self.sql.execute(_SAVE_RUN, {**values, "stage": str(run.stage)})

    def intake_answers(self, case: str) -> list[Answered]:
        """What was answered in a case, the first one first."""
        found = self.sql.execute(_ANSWERS, {"of_case": case})
        return [Answered(row.case, row.question, row.said, row.fits, row.at) for row in found]

    def save_answer(self, answer: Answered) -> None:
        """An answer; the same question again replaces it."""
        self.sql.execute(_SAVE_ANSWER, {name: getattr(answer, name) for name in Answered.__slots__})


def _way(row: Row[tuple[object, ...]]) -> Way:
    return Way(row.hash, row.case, row.customer, row.made, row.expires, row.used)
