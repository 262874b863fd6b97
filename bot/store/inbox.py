"""The inbox: raw rows under a unique key, in the order in which the platform gave them, and how far sources were read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert

from bot.ports import InboxRow, RawRow
from bot.store.bulk import Bulk
from bot.store.desk import Desk, padded
from bot.store.rows import address
from bot.store.schema import cursors, inbox, word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from bot.ports import Cursor

_INGEST = insert(inbox).on_conflict_do_nothing()
_INGEST_ALL = Bulk(_INGEST, [column.name for column in inbox.c if column is not inbox.c.id])
_cursor = insert(cursors)
_MOVE_CURSOR = _cursor.on_conflict_do_update(
    index_elements=["platform", "bot", "source"], set_={"value": _cursor.excluded.value}
)
_CURSORS = select(cursors.c.source, cursors.c.value).where(
    cursors.c.platform == bindparam("of_platform"), cursors.c.bot == bindparam("of_bot")
)
_UNREAD = (
    select(inbox.c.id, inbox.c.place, inbox.c.bot, inbox.c.message, inbox.c.version, inbox.c.raw)
    .where(inbox.c.state == word("unread"))
    .order_by(inbox.c.id)
    .limit(bindparam("many"))
)
_UNREAD_IN = _UNREAD.where(inbox.c.place.in_(bindparam("places", expanding=True)))
_READ = (
    update(inbox)
    .where(inbox.c.id.in_(bindparam("ids", expanding=True)), inbox.c.state == word("unread"))
    .values(state=word("read"), raw=word(""))
)
_PARK = (
    update(inbox)
    .where(inbox.c.id == bindparam("row"), inbox.c.state == word("unread"))
    .values(state=word("parked"), reason=bindparam("why"))
)


class InboxPart(Desk):
    """The inbox and the cursors."""

    def ingest(self, rows: Sequence[RawRow], cursors: Sequence[Cursor], now: datetime) -> int:
        """Insert new rows, move cursors; return how many rows were new."""
        new = 0
        if rows:
            new = self._insert([_inbox_row(row, now) for row in rows])
        if cursors:
            # One statement may not touch a row twice: the last value of a source counts.
            last = {(c.platform, c.bot, c.source): c.value for c in cursors}
            values = [{"platform": p, "bot": b, "source": s, "value": v} for (p, b, s), v in last.items()]
            self.sql.execute(_MOVE_CURSOR, values)
        return new

    def _insert(self, values: list[dict[str, Any]]) -> int:
        if self.shared:
            # asyncpg does not count the rows of many executions, so they are asked back.
            return len(self.sql.execute(_INGEST.returning(inbox.c.id), values).all())
        return _INGEST_ALL.run(self.sql, values).rowcount

    def cursors(self, platform: str, bot: str) -> dict[str, str]:
        """Source → value."""
        found = self.sql.execute(_CURSORS, {"of_platform": platform, "of_bot": bot})
        return {row.source: row.value for row in found}

    def unread(self, limit: int) -> list[InboxRow]:
        """Oldest unread rows.

        PostgreSQL: a channel's rows go to one transaction at a time, so that they are judged in their order.
        """
        if self.shared and self.writing:
            places = self._hold_places(limit)
            if not places:
                return []
            query = self.held(_UNREAD_IN, skip=True)
            found = self.sql.execute(query, {"many": limit, "places": padded(places)})
        else:
            found = self.sql.execute(_UNREAD, {"many": limit})
        return [_to_inbox_row(row) for row in found]

    def _hold_places(self, limit: int) -> list[str]:
        """The channels of the oldest unread rows that no other transaction is reading, held until this one ends.

        The locks come before the rows are read: rows that another one has just judged are then seen as judged.
        """
        oldest = (
            select(inbox.c.place).where(inbox.c.state == word("unread")).order_by(inbox.c.id).limit(limit).subquery()
        )
        waiting = self.sql.scalars(select(oldest.c.place).distinct()).all()
        if not waiting:
            return []
        place = func.unnest(bindparam("places", waiting, type_=ARRAY(Text))).column_valued("place")
        mine = func.pg_try_advisory_xact_lock(func.hashtextextended(place, 0))
        return [row.place for row in self.sql.execute(select(place.label("place"), mine.label("mine"))) if row.mine]

    def read_done(self, ids: Sequence[int]) -> None:
        """These rows were judged: empty their raw text."""
        if ids:
            self.sql.execute(_READ, {"ids": padded(ids)})

    def park(self, row: int, reason: str) -> None:
        """Set a row aside with its reason; its raw text stays for staff until retention ends."""
        self.sql.execute(_PARK, {"row": row, "why": reason})


def _inbox_row(row: RawRow, now: datetime) -> dict[str, Any]:
    channel = address(row.platform, row.channel)
    return {
        "channel": channel,
        "bot": row.bot,
        "message": row.message,
        "version": row.version,
        "place": channel,
        "raw": row.raw,
        "state": "unread",
        "reason": "",
        "received": now,
    }


def _to_inbox_row(row: Row[Any]) -> InboxRow:
    platform, _, channel = row.place.partition(":")
    return InboxRow(row.id, RawRow(platform, row.bot, channel, row.message, row.version, row.raw))
