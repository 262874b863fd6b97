"""How a case ends and what follows, and warnings for house rules.

Revision ID: 0006
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TEXTS = ("follows", "closing_by", "helped", "comment")


def upgrade() -> None:
    """Add the columns and make the table."""
    for name in _TEXTS:
        op.add_column("cases", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("cases", sa.Column("closing", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("cases", sa.Column("followed", sa.BigInteger()))
    op.add_column("cases", sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "warnings",
        *[sa.Column(name, sa.Text(), nullable=False) for name in ("id", "case", "customer")],
        sa.Column("rule", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_warnings"),
    )
    op.create_index("ix_warnings_case", "warnings", ["case"])
    op.create_index("ix_warnings_customer", "warnings", ["customer", "until"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("warnings")
    for name in ("withdrawn", "followed", "closing", *_TEXTS):
        op.drop_column("cases", name)
