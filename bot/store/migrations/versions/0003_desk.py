"""The staff desk: where words of staff went, notes, who is staff, and what a case needs for it.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXTS = ("suggestion", "media", "merged", "grouped", "outside")
_INDEXES = {
    "flood": (["channel", "topic", "opened"], "state IN ('asked', 'handed_over', 'claimed')"),
    "grouped": (["grouped"], "grouped <> ''"),
    "outside": (["outside"], "outside <> ''"),
}


def upgrade() -> None:
    """Add the columns and make the tables."""
    for name in _TEXTS:
        op.add_column("cases", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("snoozed", sa.BigInteger()))
    for name, (columns, condition) in _INDEXES.items():
        where = sa.text(condition)
        op.create_index(f"ix_cases_{name}", "cases", columns, sqlite_where=where, postgresql_where=where)
    _relays()
    _notes()
    _staff()


def downgrade() -> None:
    """Drop them."""
    for table in ("staff", "notes", "relays"):
        op.drop_table(table)
    for name in _INDEXES:
        op.drop_index(f"ix_cases_{name}", "cases")
    for name in ("snoozed", *_TEXTS):
        op.drop_column("cases", name)


def _relays() -> None:
    op.create_table(
        "relays",
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("piece", sa.Integer(), nullable=False, autoincrement=False),
        *[sa.Column(name, sa.Text(), nullable=False) for name in ("desk", "channel", "thread", "message")],
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("case", "source", "piece", name="pk_relays"),
    )
    op.create_index("ix_relays_source", "relays", ["desk", "source"])


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        *[sa.Column(name, sa.Text(), nullable=False) for name in ("case", "who")],
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("masked", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notes_case", "notes", ["case"])


def _staff() -> None:
    op.create_table(
        "staff",
        *[sa.Column(name, sa.Text(), nullable=False) for name in ("id", "platform", "name")],
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
    )
    op.create_index("ix_staff_platform", "staff", ["platform", "last"])
