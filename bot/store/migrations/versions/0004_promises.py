"""Promises to customers, and what happened when for the clocks of a case.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "promises",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ended", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_promises"),
    )
    op.create_index("ix_promises_case", "promises", ["case", "due"])
    op.create_index("ix_promises_due", "promises", ["due"])
    op.create_table(
        "clock_events",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clock_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_clock_events_case", "clock_events", ["case", "id"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("clock_events")
    op.drop_table("promises")
