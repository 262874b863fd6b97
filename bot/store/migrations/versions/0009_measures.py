"""What was done beside a warning for a house rule: a message taken away, a customer muted.

Revision ID: 0009
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

_TEXTS = ("measure", "stage", "message")


def upgrade() -> None:
    """Add the columns."""
    for name in _TEXTS:
        op.add_column("warnings", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("warnings", sa.Column("ends", sa.BigInteger()))


def downgrade() -> None:
    """Drop them."""
    for name in ("ends", *_TEXTS):
        op.drop_column("warnings", name)
