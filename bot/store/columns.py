"""Column types that mean the same on both engines: moments, JSON, and text from strangers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

Number = BigInteger().with_variant(Integer(), "sqlite")
"""A row number: SQLite counts rows by itself only in a column that is called INTEGER."""


def microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970 in UTC. Raises ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        message = f"a moment needs a time zone: {moment!r}"
        raise ValueError(message)
    return (moment - EPOCH) // _MICROSECOND


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as microseconds since 1970 in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's shape
        """Aware datetime → microseconds."""
        return None if value is None else microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - idem
        """Microseconds → aware datetime in UTC."""
        return None if value is None else EPOCH + timedelta(microseconds=value)


class Json(TypeDecorator[Any]):
    """JSON as ASCII text: half an emoji or a NUL from a stranger is an escape here, which no engine refuses."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:  # noqa: ARG002 - JSON is anything
        """Value → text."""
        return json.dumps(value, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002 - idem
        """Text → value."""
        return None if value is None else json.loads(value)


class Said(TypeDecorator[str]):
    """Text that people wrote. NUL (which PostgreSQL refuses) and half emoji (which no UTF-8 can hold) become U+FFFD."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - idem
        """Make it storable; ordinary text is left alone."""
        return None if value is None else storable(value)


def storable(text: str) -> str:
    """`text` with NUL and lone surrogates replaced by U+FFFD."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
