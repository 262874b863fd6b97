"""Labels that can be learned from, and versions of what was learned.

A label of the first schema held a case and a word; here it takes the case's own text, language and topic along, one row a case, the newest
press first. Labels of cases that are gone had nothing to learn from and go too.

Revision ID: 0002
Revises: 0001
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OLD = """
SELECT labels.at, labels.label, labels.who, cases.id, cases.customer, cases.masked, cases.language, cases.topic, cases.channel,
       cases.private_channel
FROM labels JOIN cases ON cases.id = labels."case" ORDER BY labels.id
"""


def _column(name: str, kind: sa.types.TypeEngine[Any]) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=False)


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [_column(name, sa.Text()) for name in names]


def upgrade() -> None:
    """Make the two tables and carry over what there is."""
    old = op.get_bind().execute(sa.text(OLD)).mappings().all()
    op.drop_index("ix_labels_case", table_name="labels")
    op.drop_table("labels")
    table = op.create_table(
        "labels",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        *_texts("key", "case", "customer", "masked", "language"),
        _column("complaint", sa.Boolean()),
        *_texts("topic", "source", "who"),
        _column("at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_labels"),
        sa.UniqueConstraint("key", name="uq_labels_key"),
        sqlite_autoincrement=True,
    )
    for column in ("case", "customer", "at"):
        op.create_index(f"ix_labels_{column}", "labels", [column])
    rows = {row["id"]: _carried(row) for row in old if row["channel"].partition(":")[2] != row["private_channel"]}
    if rows:
        op.bulk_insert(table, list(rows.values()))
    _adjustments()


def _carried(row: Any) -> dict[str, Any]:
    complaint = row["label"] != "not_complaint"
    topic = row["label"].removeprefix("topic:") if row["label"].startswith("topic:") else row["topic"]
    return {
        "key": f"case:{row['id']}",
        "case": row["id"],
        "customer": row["customer"],
        "masked": row["masked"],
        "language": row["language"],
        "complaint": complaint,
        "topic": topic if complaint else "",
        "source": "customer" if row["who"] == row["customer"] else "staff",
        "who": row["who"],
        "at": row["at"],
    }


def _adjustments() -> None:
    op.create_table(
        "adjustments",
        sa.Column("number", NUMBER, sa.Identity(), nullable=False),
        _column("at", sa.BigInteger()),
        _column("base", sa.Text()),
        _column("labels", sa.Integer()),
        *_texts("weights", "report"),
        sa.Column("withdrawn", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_adjustments"),
        sqlite_autoincrement=True,
    )
    condition = sa.text("withdrawn IS NULL")
    op.create_index(
        "ix_adjustments_serving", "adjustments", ["number"], sqlite_where=condition, postgresql_where=condition
    )


def downgrade() -> None:
    """Back to a case and a word."""
    old = (
        op.get_bind().execute(sa.text('SELECT at, "case", complaint, who FROM labels WHERE "case" <> \'\'')).mappings()
    )
    rows = [
        {"at": r["at"], "case": r["case"], "label": "complaint" if r["complaint"] else "not_complaint", "who": r["who"]}
        for r in old
    ]
    op.drop_table("adjustments")
    op.drop_table("labels")
    table = op.create_table(
        "labels",
        sa.Column("id", NUMBER, sa.Identity(), nullable=False),
        _column("at", sa.BigInteger()),
        *_texts("case", "label", "who"),
        sa.PrimaryKeyConstraint("id", name="pk_labels"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_labels_case", "labels", ["case"])
    if rows:
        op.bulk_insert(table, rows)
