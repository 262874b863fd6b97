"""Values of ports and core ↔ rows of the tables."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from bot.core.cases import Case, State
from bot.core.messages import Place
from bot.ports import Customer, Job, NewJob, Seen
from bot.store.schema import cases

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row

_SHAPED = {"number", "state", "place", "hard", "suggested", "thread", "closing", "answer_words"}
ASIS = tuple(field.name for field in fields(Case) if field.name not in _SHAPED)
"""Fields of a case that are columns of the same name and need no change on their way in or out."""

_CASE_COLUMNS = tuple(column.name for column in cases.c)


def address(platform: str, channel: str) -> str:
    """`platform:channel`, as every `channel` column has it. A platform's name holds no colon."""
    return f"{platform}:{channel}"


def place_of(channel: str, thread: str) -> Place:
    """The place that a `channel` and a `thread` column name."""
    platform, _, own = channel.partition(":")
    return Place(platform, own, thread)


def case_row(case: Case) -> dict[str, Any]:
    """A case's columns, without its number."""
    row = {name: getattr(case, name) for name in ASIS}
    row["state"] = case.state.value
    row["channel"] = address(case.place.platform, case.place.channel)
    row["thread"] = case.place.thread
    row["hard"] = list(case.hard)
    row["suggested"] = list(case.suggested)
    row["closing"] = list(case.closing)
    row["answer_words"] = list(case.answer_words)
    desk = case.thread
    row["desk_channel"] = address(desk.platform, desk.channel) if desk else None
    row["desk_thread"] = desk.thread if desk else ""
    row["spoke"] = case.answered or (case.opened if case.state is State.HEARD else None)
    row["asked"] = case.updated if case.state is State.ASKED else None
    was_answered = case.state is State.DISMISSED and (case.answered is not None or case.answer)
    row["retracted"] = case.updated if was_answered else None
    return row


def to_case(row: Row[Any]) -> Case:
    """A whole row of `cases` as a case."""
    values = dict(zip(_CASE_COLUMNS, row, strict=True))
    return Case(
        **{name: values[name] for name in ASIS},
        number=values["number"],
        state=State(values["state"]),
        place=place_of(values["channel"], values["thread"]),
        hard=tuple(values["hard"]),
        suggested=tuple(values["suggested"]),
        closing=tuple(values["closing"]),
        answer_words=tuple(values["answer_words"]),
        thread=place_of(values["desk_channel"], values["desk_thread"]) if values["desk_channel"] else None,
    )


def to_customer(row: Row[Any]) -> Customer:
    """A row of `customers` as a customer."""
    platform, _, user = row.key.partition(":")
    return Customer(row.id, platform, user, row.name, row.stopped)


def seen_row(seen: Seen) -> dict[str, Any]:
    """The columns of a message."""
    return {
        "channel": address(seen.place.platform, seen.place.channel),
        "message": seen.id,
        "version": seen.version,
        "thread": seen.place.thread,
        "author": seen.author,
        "role": str(seen.role),
        "at": seen.at,
        "masked": seen.masked,
        "verdict": seen.verdict,
        "because": seen.because,
        "case": seen.case,
        "reply_to": seen.reply_to,
        "posted": seen.posted,
    }


def to_seen(row: Row[Any]) -> Seen:
    """A row of `messages` as what is kept of a message."""
    return Seen(
        place=place_of(row.channel, row.thread),
        id=row.message,
        version=row.version,
        author=row.author,
        role=row.role,
        at=row.at,
        masked=row.masked,
        verdict=row.verdict,
        because=row.because,
        case=row.case,
        reply_to=row.reply_to,
        posted=row.posted,
    )


def job_row(job: NewJob, now: datetime) -> dict[str, Any]:
    """The columns of a job that was not tried yet."""
    return {
        "key": job.key,
        "lane": job.lane,
        "kind": job.kind,
        "state": "queued",
        "priority": job.priority,
        "due": job.due,
        "channel": job.channel,
        "case": job.case,
        "payload": job.payload,
        "attempt": 0,
        "doubt": False,
        "receipt": "",
        "error": "",
        "added": now,
    }


def to_job(row: Row[Any], *, attempt: int, doubt: bool) -> Job:
    """A row of `jobs` as a job claimed for `attempt`."""
    new = NewJob(row.key, row.lane, row.kind, row.payload, row.due, row.channel, row.priority, row.case)
    return Job(row.id, attempt, new, doubt, row.added)
