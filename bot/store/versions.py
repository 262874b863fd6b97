"""Versions of what was learned, and who learns tonight."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.ports import Learned
from bot.store.desk import Desk
from bot.store.schema import adjustments, cursors

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row

VERSIONS_KEPT = 30
_OWN = {"platform": "learning", "bot": ""}
"""Under this name, which no platform has, the cursors say when learning last did something."""
_SERVING = select(adjustments).where(adjustments.c.withdrawn.is_(None)).order_by(adjustments.c.number.desc()).limit(1)
_NUMBER = (
    select(adjustments.c.number).where(adjustments.c.withdrawn.is_(None)).order_by(adjustments.c.number.desc()).limit(1)
)
_ALL = select(adjustments).order_by(adjustments.c.number.desc()).limit(bindparam("many"))
_cursor = upsert(cursors)
_MARK = _cursor.on_conflict_do_update(
    index_elements=["platform", "bot", "source"],
    set_={"value": _cursor.excluded.value},
    where=cursors.c.value < bindparam("before"),
).returning(cursors.c.value)


class VersionsPart(Desk):
    """Adjustments: the newest one that was not taken back serves."""

    def learned(self) -> Learned | None:
        """The version that serves, None for the packaged model alone."""
        row = self.sql.execute(_SERVING).first()
        return _to_learned(row) if row else None

    def learned_number(self) -> int:
        """The number of the version that serves, 0 for none; cheap enough to ask every few seconds."""
        return int(self.sql.execute(_NUMBER).scalar() or 0)

    def versions(self, limit: int = VERSIONS_KEPT) -> list[Learned]:
        """Newest first, those taken back included."""
        return [_to_learned(row) for row in self.sql.execute(_ALL, {"many": limit})]

    def keep_version(self, version: Learned) -> Learned:
        """Let a version serve from now on; gives it its number. The oldest ones go."""
        values = {
            "at": version.at,
            "base": version.base,
            "labels": version.labels,
            "weights": version.weights,
            "report": version.report,
            "withdrawn": None,
        }
        number = self.sql.execute(insert(adjustments).values(values).returning(adjustments.c.number)).scalar_one()
        kept = select(adjustments.c.number).order_by(adjustments.c.number.desc()).limit(VERSIONS_KEPT)
        self.sql.execute(delete(adjustments).where(adjustments.c.number.not_in(kept)))
        return Learned(version.at, version.base, version.labels, version.weights, version.report, int(number))

    def withdraw(self, now: datetime) -> Learned | None:
        """Take back the version that serves: the one before it serves again. None when there is none."""
        serving = self.learned()
        if serving is None:
            return None
        self.sql.execute(update(adjustments).where(adjustments.c.number == serving.number).values(withdrawn=now))
        return serving

    def first_to(self, what: str, day: str, since: str = "") -> bool:
        """Whether nobody did this on `since` (2026-11-22; else on `day`) or later; marks `day`. Of many processes one hears True."""
        row = self.sql.execute(_MARK, {**_OWN, "source": what, "value": day, "before": since or day}).first()
        return row is not None


def _to_learned(row: Row[Any]) -> Learned:
    return Learned(row.at, row.base, row.labels, row.weights, row.report, row.number, row.withdrawn)
