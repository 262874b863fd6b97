"""The first schema: inbox, cursors, customers, cases, messages, jobs, audit, labels, moves.

Written out in full: what this migration makes stays the same, also when `bot.store.schema` goes on.

Revision ID: 0001
Revises: none
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _column(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable)


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [_column(name, sa.Text()) for name in names]


def _index(table: str, name: str, columns: list[str], condition: str = "", *, unique: bool = False) -> None:
    where = sa.text(condition) if condition else None
    op.create_index(f"ix_{table}_{name}", table, columns, unique=unique, sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    """Make everything."""
    _inbox()
    _cursors()
    _customers()
    _cases()
    _messages()
    _jobs()
    _audit()
    _labels()
    _moves()


def downgrade() -> None:
    """Drop everything."""
    for table in ("moves", "labels", "audit", "jobs", "messages", "cases", "customers", "cursors", "inbox"):
        op.drop_table(table)


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        *_texts("channel", "bot", "message"),
        _column("version", NUMBER),
        *_texts("place", "raw", "state", "reason"),
        _moment("received"),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("channel", "message", "version", "bot", name="uq_inbox_channel_message_version_bot"),
        sqlite_autoincrement=True,
    )
    _index("inbox", "queue", ["id"], "state = 'unread'")
    _index("inbox", "received", ["received"])
    _index("inbox", "unread", ["place", "id"], "state = 'unread'")


def _cursors() -> None:
    op.create_table(
        "cursors",
        *_texts("platform", "bot", "source", "value"),
        sa.PrimaryKeyConstraint("platform", "bot", "source", name="pk_cursors"),
    )


def _customers() -> None:
    op.create_table(
        "customers",
        *_texts("id", "key", "name"),
        _column("stopped", sa.Boolean()),
        _moment("last"),
        sa.PrimaryKeyConstraint("id", name="pk_customers"),
        sa.UniqueConstraint("key", name="uq_customers_key"),
    )


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("number", NUMBER, sa.Identity(), nullable=False),
        *_texts("id", "customer", "channel", "thread", "message", "language"),
        _moment("opened"),
        _moment("updated"),
        *_texts("state", "topic"),
        _column("severity", sa.Integer()),
        *_texts("hard"),
        _column("probability", sa.Float()),
        *_texts("masked", "why", "reply", "suggested"),
        _moment("deadline", nullable=True),
        _moment("answered", nullable=True),
        *_texts("answer", "said", "owner", "owner_name", "card"),
        sa.Column("desk_channel", sa.Text(), nullable=True),
        *_texts("desk_thread", "last_message"),
        _column("private", sa.Boolean()),
        *_texts("private_channel", "pending"),
        _moment("spoke", nullable=True),
        _moment("asked", nullable=True),
        _moment("retracted", nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_cases"),
        sa.UniqueConstraint("id", name="uq_cases_id"),
        sqlite_autoincrement=True,
    )
    _index("cases", "answer", ["channel", "answer"], "answer <> ''")
    _index("cases", "asked", ["asked"], "asked IS NOT NULL")
    _index("cases", "card", ["desk_channel", "card"], "card <> ''")
    _index("cases", "customer", ["customer", "opened"])
    _index("cases", "desk", ["desk_channel", "desk_thread"], "desk_channel IS NOT NULL")
    _index("cases", "heard", ["channel", "thread"], "state = 'heard'")
    _index("cases", "live", ["number"], "state NOT IN ('solved', 'closed', 'dismissed')")
    _index("cases", "live_customer", ["customer"], "state NOT IN ('solved', 'closed', 'dismissed')")
    _index("cases", "retracted", ["channel", "retracted"], "retracted IS NOT NULL")
    _index("cases", "said", ["channel", "message"])
    _index("cases", "spoke", ["channel", "spoke", "topic", "customer"])


def _messages() -> None:
    op.create_table(
        "messages",
        *_texts("channel", "message"),
        _column("version", NUMBER),
        *_texts("thread", "author", "role"),
        _moment("at"),
        *_texts("masked", "verdict", "because", "case", "reply_to"),
        _column("posted", sa.Boolean()),
        sa.PrimaryKeyConstraint("channel", "message", "version", name="pk_messages"),
    )
    _index("messages", "case", ["case"], "\"case\" <> ''")
    _index("messages", "context", ["channel", "thread", "at"])
    _index("messages", "loose", ["at"], "\"case\" = ''")
    _index("messages", "posted", ["channel", "at"], "posted")


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        *_texts("key", "lane", "kind", "state"),
        _column("priority", sa.Integer()),
        _moment("due"),
        *_texts("channel", "case", "payload"),
        _column("attempt", sa.Integer()),
        _column("doubt", sa.Boolean()),
        _moment("lease_until", nullable=True),
        *_texts("receipt", "error"),
        _moment("added"),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint("key", name="uq_jobs_key"),
        sqlite_autoincrement=True,
    )
    _index("jobs", "added", ["added"])
    _index("jobs", "case", ["case", "state"])
    _index("jobs", "due", ["due"], "state IN ('queued', 'waiting')")
    _index("jobs", "lane", ["lane", "id"], "state IN ('queued', 'running', 'waiting')")
    _index("jobs", "next", ["priority", "id", "due"], "state IN ('queued', 'waiting')")
    _index("jobs", "running", ["id"], "state = 'running'")
    _index("jobs", "running_lane", ["lane"], "state = 'running'", unique=True)


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        _moment("at"),
        *_texts("who", "what", "case", "hash"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )


def _labels() -> None:
    op.create_table(
        "labels",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        _moment("at"),
        *_texts("case", "label", "who"),
        sa.PrimaryKeyConstraint("id", name="pk_labels"),
        sqlite_autoincrement=True,
    )
    _index("labels", "case", ["case"])


def _moves() -> None:
    op.create_table(
        "moves",
        *_texts("platform", "old", "new"),
        sa.PrimaryKeyConstraint("platform", "old", name="pk_moves"),
    )
