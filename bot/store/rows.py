"""Values of ports and core ↔ rows of the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.core.cases import Case, State
from bot.core.messages import Place
from bot.ports import Customer, Job, NewJob, Seen

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row

ASIS = (
    *(
        "id",
        "customer",
        "message",
        "language",
        "opened",
        "updated",
        "topic",
        "severity",
        "probability",
        "masked",
        "why",
    ),
    *("reply", "deadline", "answered", "answer", "said", "owner", "owner_name", "card", "last_message", "private"),
    *("private_channel", "pending"),
)
"""Fields of a case that are columns of the same name and need no change on their way in or out."""


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
    desk = case.thread
    row["desk_channel"] = address(desk.platform, desk.channel) if desk else None
    row["desk_thread"] = desk.thread if desk else ""
    row["spoke"] = case.answered or (case.opened if case.state is State.HEARD else None)
    row["asked"] = case.updated if case.state is State.ASKED else None
    was_answered = case.state is State.DISMISSED and (case.answered is not None or case.answer)
    row["retracted"] = case.updated if was_answered else None
    return row


def to_case(row: Row[Any]) -> Case:
    """A row of `cases` as a case."""
    fields = row._mapping  # noqa: SLF001 - public in spite of its name: a column may be called anything else
    return Case(
        **{name: fields[name] for name in ASIS},
        number=fields["number"],
        state=State(fields["state"]),
        place=place_of(fields["channel"], fields["thread"]),
        hard=tuple(fields["hard"]),
        suggested=tuple(fields["suggested"]),
        thread=place_of(fields["desk_channel"], fields["desk_thread"]) if fields["desk_channel"] else None,
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
    return Job(row.id, attempt, new, doubt)
