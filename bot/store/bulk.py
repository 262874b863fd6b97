"""Many rows by one statement whose text is made once.

SQLAlchemy prepares every row of a bulk insert anew: it looks each value up by its name, makes a dict and a tuple of it. Where ordinary
chat is stored, that was a tenth of all the work. Here the text comes from SQLAlchemy as ever, for either engine, and so do the column
types; only the rows go to the driver as they are.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection, CursorResult, Dialect
    from sqlalchemy.dialects.postgresql import Insert

    Change = Callable[[Any], Any]
    Made = tuple[str, Callable[[dict[str, Any]], tuple[Any, ...]], tuple[tuple[int, Change], ...]]


class Bulk:
    """An INSERT of named columns; every row is a dict that has all of them."""

    def __init__(self, statement: Insert, columns: Sequence[str]) -> None:
        """`columns`: two at least, as they stand in the statement's table."""
        self._statement, self._columns = statement, list(columns)
        self._made: dict[str, Made] = {}

    def run(self, sql: Connection, rows: Sequence[dict[str, Any]]) -> CursorResult[Any]:
        """Insert the rows."""
        made = self._made.get(sql.dialect.name)
        if made is None:
            made = self._made[sql.dialect.name] = self._prepare(sql.dialect)
        text, pick, changes = made
        values = []
        for row in rows:
            picked = list(pick(row))
            for place, change in changes:
                picked[place] = change(picked[place])
            values.append(tuple(picked))
        return sql.exec_driver_sql(text, values)

    def _prepare(self, dialect: Dialect) -> Made:
        compiled = self._statement.compile(dialect=dialect, column_keys=self._columns)
        order: list[str] = compiled.positiontup or []  # both dialects bind by position
        types = self._statement.table.c
        changes = (
            (place, types[name].type.dialect_impl(dialect).bind_processor(dialect)) for place, name in enumerate(order)
        )
        return (
            str(compiled),
            itemgetter(*order),
            tuple((place, change) for place, change in changes if change is not None),
        )
