"""The tables. A `channel` column always holds `platform:channel`, so one comparison says which channel it is.

States are compared as literals, never as parameters: only then do both engines use a partial index.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Float,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TextClause,
    UniqueConstraint,
    false,
    literal_column,
    text,
)

from bot.store.columns import Json, Moment, Number, Said

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

WAITING_JOB = "state IN ('queued', 'waiting')"
UNFINISHED_JOB = "state IN ('queued', 'running', 'waiting')"
WITH_STAFF_CASE = "state IN ('asked', 'handed_over', 'claimed')"
LIVE_CASE = "state NOT IN ('solved', 'closed', 'dismissed')"


def word(value: str) -> ColumnElement[str]:
    """A word of ours as an SQL literal (never anything from outside)."""
    return literal_column(f"'{value}'", Text)


def where_text(condition: str) -> TextClause:
    """The condition of a partial index, word for word, so that the engine sees that the index fits."""
    return text(condition)


def where(condition: str) -> dict[str, Any]:
    """The condition of a partial index, for both engines."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def _row_number() -> Column[int]:
    return Column("id", Number, Identity(), primary_key=True)


inbox = Table(
    "inbox",
    metadata,
    _row_number(),
    Column("channel", Text, nullable=False),
    Column("bot", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("version", Number, nullable=False),
    # The channel's present address. `channel` is part of the key and stays as the platform said it, also after a move:
    # a redelivered row must meet its key, and ids of the new channel must never meet those of the old.
    Column("place", Text, nullable=False),
    Column("raw", Said, nullable=False),
    Column("state", Text, nullable=False),  # unread, read, parked
    Column("reason", Said, nullable=False),
    Column("received", Moment, nullable=False),
    UniqueConstraint("channel", "message", "version", "bot"),
    Index("ix_inbox_unread", "place", "id", **where("state = 'unread'")),
    Index("ix_inbox_queue", "id", **where("state = 'unread'")),
    Index("ix_inbox_received", "received"),
    sqlite_autoincrement=True,
)

cursors = Table(
    "cursors",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("bot", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

customers = Table(
    "customers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("key", Text, nullable=False, unique=True),  # platform:user
    Column("name", Said, nullable=False),
    Column("stopped", Boolean, nullable=False),
    Column("last", Moment, nullable=False),  # spoke at, to within half a day
)

cases = Table(
    "cases",
    metadata,
    Column("number", Number, Identity(), primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("customer", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("opened", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("hard", Json, nullable=False),
    Column("probability", Float, nullable=False),
    Column("masked", Said, nullable=False),
    Column("why", Said, nullable=False),
    Column("reply", Text, nullable=False),
    Column("suggested", Json, nullable=False),
    Column("deadline", Moment),
    Column("answered", Moment),
    Column("answer", Text, nullable=False),
    Column("said", Said, nullable=False),
    Column("owner", Text, nullable=False),
    Column("owner_name", Said, nullable=False),
    Column("card", Text, nullable=False),
    Column("desk_channel", Text),  # the thread's channel; none while there is no thread
    Column("desk_thread", Text, nullable=False),
    Column("last_message", Text, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("private_channel", Text, nullable=False),
    Column("pending", Text, nullable=False),
    Column("suggestion", Text, nullable=False, server_default=""),
    Column("media", Text, nullable=False, server_default=""),
    Column("snoozed", Moment),
    Column("merged", Text, nullable=False, server_default=""),
    Column("grouped", Text, nullable=False, server_default=""),
    Column("outside", Said, nullable=False, server_default=""),
    Column("follows", Text, nullable=False, server_default=""),
    Column("closing", Json, nullable=False, server_default="[]"),
    Column("answer_words", Json, nullable=False, server_default="[]"),
    Column("note_post", Text, nullable=False, server_default=""),
    Column("closing_by", Said, nullable=False, server_default=""),
    Column("followed", Moment),
    Column("helped", Text, nullable=False, server_default=""),
    Column("comment", Said, nullable=False, server_default=""),
    Column("withdrawn", Boolean, nullable=False, server_default=false()),
    Column("team", Text, nullable=False, server_default=""),
    # What the store derives from the case's life, because questions are asked about it:
    Column("spoke", Moment),  # the bot's public answer, sent or (opened) still on its way
    Column("asked", Moment),  # when staff were first asked "is this a complaint?"
    Column("retracted", Moment),  # when a case that had been answered was dismissed
    Index("ix_cases_said", "channel", "message"),
    Index("ix_cases_answer", "channel", "answer", **where("answer <> ''")),
    Index("ix_cases_spoke", "channel", "spoke", "topic", "customer"),
    Index("ix_cases_customer", "customer", "opened"),
    Index("ix_cases_heard", "channel", "thread", **where("state = 'heard'")),
    Index("ix_cases_live", "number", **where(LIVE_CASE)),
    Index("ix_cases_live_customer", "customer", **where(LIVE_CASE)),
    Index("ix_cases_desk", "desk_channel", "desk_thread", **where("desk_channel IS NOT NULL")),
    Index("ix_cases_card", "desk_channel", "card", **where("card <> ''")),
    Index("ix_cases_flood", "channel", "topic", "opened", **where(WITH_STAFF_CASE)),
    Index("ix_cases_grouped", "grouped", **where("grouped <> ''")),
    Index("ix_cases_outside", "outside", **where("outside <> ''")),
    Index("ix_cases_asked", "asked", **where("asked IS NOT NULL")),
    Index("ix_cases_retracted", "channel", "retracted", **where("retracted IS NOT NULL")),
    sqlite_autoincrement=True,
)

messages = Table(
    "messages",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("message", Text, primary_key=True),
    Column("version", Number, primary_key=True, autoincrement=False),
    Column("thread", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("masked", Said, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("because", Json, nullable=False),
    Column("case", Text, nullable=False),
    Column("reply_to", Text, nullable=False),
    Column("posted", Boolean, nullable=False),
    Index("ix_messages_context", "channel", "thread", "at"),
    Index("ix_messages_loose", "at", **where("\"case\" = ''")),
    Index("ix_messages_posted", "channel", "at", **where("posted")),
    Index("ix_messages_case", "case", **where("\"case\" <> ''")),
)

jobs = Table(
    "jobs",
    metadata,
    _row_number(),
    Column("key", Text, nullable=False, unique=True),
    Column("lane", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),  # queued, running, waiting, done, uncertain, dead, cancelled
    Column("priority", Integer, nullable=False),
    Column("due", Moment, nullable=False),
    Column("channel", Text, nullable=False),
    Column("case", Text, nullable=False),
    Column("payload", Json, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("doubt", Boolean, nullable=False),
    Column("lease_until", Moment),
    Column("receipt", Text, nullable=False),
    Column("error", Said, nullable=False),
    Column("added", Moment, nullable=False),
    Index("ix_jobs_running_lane", "lane", unique=True, **where("state = 'running'")),
    Index("ix_jobs_running", "id", **where("state = 'running'")),
    Index("ix_jobs_lane", "lane", "id", **where(UNFINISHED_JOB)),
    Index("ix_jobs_next", "priority", "id", "due", **where(WAITING_JOB)),
    Index("ix_jobs_due", "due", **where(WAITING_JOB)),
    Index("ix_jobs_case", "case", "state"),
    Index("ix_jobs_added", "added"),
    sqlite_autoincrement=True,
)

audit = Table(
    "audit",
    metadata,
    _row_number(),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("case", Text, nullable=False),
    Column("hash", Text, nullable=False),
    sqlite_autoincrement=True,
)

labels = Table(
    "labels",
    metadata,
    _row_number(),
    Column("key", Text, nullable=False, unique=True),  # one label a case and one a text of a table
    Column("case", Text, nullable=False),
    Column("customer", Text, nullable=False),  # random id, so that a label goes with the customer's data
    Column("masked", Said, nullable=False),
    Column("language", Text, nullable=False),
    Column("complaint", Boolean, nullable=False),
    Column("topic", Text, nullable=False),
    Column("source", Text, nullable=False),  # staff, customer, rehearsal, import
    Column("who", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_labels_case", "case"),
    Index("ix_labels_customer", "customer"),
    Index("ix_labels_at", "at"),
    sqlite_autoincrement=True,
)

adjustments = Table(
    "adjustments",
    metadata,
    Column("number", Number, Identity(), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("base", Text, nullable=False),
    Column("labels", Integer, nullable=False),
    Column("weights", Json, nullable=False),
    Column("report", Json, nullable=False),
    Column("withdrawn", Moment),  # taken back; the newest one that was not serves
    Index("ix_adjustments_serving", "number", **where("withdrawn IS NULL")),
    sqlite_autoincrement=True,
)

relays = Table(
    "relays",
    metadata,
    Column("case", Text, primary_key=True),
    Column("source", Text, primary_key=True),  # the staff message whose words it carries, `press:…`, or a note's name
    Column("piece", Integer, primary_key=True, autoincrement=False),
    Column("desk", Text, nullable=False),  # the staff channel that the source stands in
    Column("channel", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("message", Text, nullable=False),  # our post; empty when it was taken back, or its channel moved
    Column("at", Moment, nullable=False),
    Index("ix_relays_source", "desk", "source"),
)

notes = Table(
    "notes",
    metadata,
    _row_number(),
    Column("case", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("masked", Said, nullable=False),
    Index("ix_notes_case", "case"),
    sqlite_autoincrement=True,
)

promises = Table(
    "promises",
    metadata,
    Column("id", Text, primary_key=True),
    Column("case", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("words", Said, nullable=False),
    Column("made", Moment, nullable=False),
    Column("due", Moment, nullable=False),
    Column("state", Text, nullable=False),  # proposed, open, kept, broken, void
    Column("ended", Moment),
    Index("ix_promises_case", "case", "due"),
    Index("ix_promises_due", "due"),
)

clock_events = Table(
    "clock_events",
    metadata,
    _row_number(),
    Column("case", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("verb", Text, nullable=False),
    Index("ix_clock_events_case", "case", "id"),
    sqlite_autoincrement=True,
)

staff = Table(
    "staff",
    metadata,
    Column("id", Text, primary_key=True),  # as in customers
    Column("platform", Text, nullable=False),
    Column("name", Said, nullable=False),
    Column("last", Moment, nullable=False),
    Index("ix_staff_platform", "platform", "last"),
)

moves = Table(
    "moves",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("old", Text, primary_key=True),
    Column("new", Text, nullable=False),
)
