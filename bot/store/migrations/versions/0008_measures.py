"""What was done beside a warning (a message taken away, a customer muted), and what a closing note changes and can give back.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_TEXTS = ("measure", "stage", "message")


def upgrade() -> None:
    """Add the columns."""
    for name in _TEXTS:
        op.add_column("warnings", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("warnings", sa.Column("ends", sa.BigInteger()))
    op.add_column("cases", sa.Column("answer_words", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("cases", sa.Column("note_post", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop them."""
    for name in ("note_post", "answer_words"):
        op.drop_column("cases", name)
    for name in ("ends", *_TEXTS):
        op.drop_column("warnings", name)
