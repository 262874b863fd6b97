"""Accounts that a customer linked, the codes for it, and the team that has a case.

Revision ID: 0007
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables and add the column."""
    op.create_table(
        "links",
        *[sa.Column(name, sa.Text(), nullable=False) for name in ("customer", "person")],
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("customer", name="pk_links"),
    )
    op.create_index("ix_links_person", "links", ["person"])
    op.create_table(
        "link_codes",
        *[sa.Column(name, sa.Text(), nullable=False) for name in ("digest", "customer", "channel", "language")],
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_link_codes"),
        sa.UniqueConstraint("customer", name="uq_link_codes_customer"),
    )
    op.create_table(
        "account_acts",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        *[sa.Column(name, sa.Text(), nullable=False) for name in ("customer", "what")],
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account_acts"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_account_acts_customer", "account_acts", ["customer", "what", "at"])
    op.add_column("cases", sa.Column("team", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("cases", "team")
    for table in ("account_acts", "link_codes", "links"):
        op.drop_table(table)
