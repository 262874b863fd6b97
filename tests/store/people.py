"""Invented people, messages, cases and jobs for the store's tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from bot.core.cases import Case, State
from bot.core.messages import Author, Message, Place
from bot.ports import NewJob, PastAsk, RawRow, Seen

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.ports import Ledger
    from bot.store.ledger import SqlLedger

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 1, 23, 0, tzinfo=UTC)
PLACE = Place("telegram", "-1001")
STAFF = Place("telegram", "-2002")


def at(**delta: float) -> datetime:
    """NOW and so much later."""
    return NOW + timedelta(**delta)


def raw(number: int | str, *, channel: str = "-1001", version: int = 0, text: str = "{}") -> RawRow:
    return RawRow("telegram", "42", channel, str(number), version, text)


def message(number: int | str, *, user: str = "7", name: str = "Sanne", place: Place = PLACE, **more: Any) -> Message:
    return Message(place, str(number), Author(user, name), more.pop("text", "Mijn wifi valt weg"), NOW, **more)


def ask(number: int | str, *, now: datetime = NOW, **more: Any) -> PastAsk:
    said = message(number, **more)
    return PastAsk(said.place, said, MIDNIGHT, now)


def a_case(name: str = "a1", *, customer: str = "c1", said: str = "100", place: Place = PLACE, **more: Any) -> Case:
    fields: dict[str, Any] = {"language": "nl", "opened": NOW, "updated": NOW, "state": State.HEARD, **more}
    return Case(id=name, customer=customer, place=place, message=said, **fields)


def a_job(key: str, lane: str = "one", **more: Any) -> NewJob:
    fields: dict[str, Any] = {
        "kind": "relay",
        "payload": {"text": "hoi"},
        "due": NOW,
        "channel": "telegram:-1001",
        **more,
    }
    return NewJob(key, lane, **fields)


def seen(number: int | str, *, place: Place = PLACE, **more: Any) -> Seen:
    fields: dict[str, Any] = {"version": 0, "author": "c1", "role": "customer", "at": NOW, "masked": "hoi", **more}
    return Seen(place=place, id=str(number), **fields)


def sql(ledger: Ledger) -> Connection:
    """The connection, to look behind the port."""
    return cast("SqlLedger", ledger).sql


def broken_line(ledger: Ledger) -> int | None:
    """What the audit trail says of itself."""
    return cast("SqlLedger", ledger).broken_line()
