"""The audit trail: append-only lines, each with a hash over the line before and its own fields. Random ids only."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select

from bot.store.columns import microseconds
from bot.store.desk import Desk
from bot.store.schema import audit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

START = "0" * 64
"""What the first line holds on to."""
_CHAIN = 7_203_911
"""Number of the PostgreSQL advisory lock that gives the chain one writer at a time."""
_LAST = select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)
_ALL = select(audit).order_by(audit.c.id)


class AuditPart(Desk):
    """Lines are gathered during the work and written at its end (`flush`)."""

    def audit(self, who: str, what: str, case: str, now: datetime) -> None:
        """One line: random ids only, no text, no names."""
        self.lines.append({"at": now, "who": who, "what": what, "case": case})

    def audit_many(self, lines: Iterable[tuple[str, str, str, datetime]]) -> None:
        """`audit` for many: (who, what, case, now)."""
        for line in lines:
            self.audit(*line)

    def flush(self) -> None:
        """Write the gathered lines; the store calls this once before it commits."""
        write_lines(self, self.lines)
        self.lines = []

    def broken_line(self) -> int | None:
        """The id of the first line whose hash does not fit, None when the chain is whole."""
        before = START
        for row in self.sql.execute(_ALL):
            if row.hash != line_hash(before, {"at": row.at, "who": row.who, "what": row.what, "case": row.case}):
                return int(row.id)
            before = row.hash
        return None


def write_lines(desk: Desk, lines: list[dict[str, Any]]) -> None:
    """Append `lines` to the chain."""
    if not lines:
        return
    if desk.shared:
        desk.sql.execute(select(func.pg_advisory_xact_lock(_CHAIN)))
    before = desk.sql.execute(_LAST).scalar() or START
    for line in lines:
        before = line["hash"] = line_hash(before, line)
    desk.sql.execute(insert(audit), lines)


def line_hash(before: str, line: dict[str, Any]) -> str:
    """The hash of a line that follows the one with hash `before`."""
    fields = [before, microseconds(line["at"]), line["who"], line["what"], line["case"]]
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest()
