"""Labels: what people said a message is, one row a case or a text, in the words that learning may keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from bot.ports import Label
from bot.store.columns import storable
from bot.store.desk import Desk, padded
from bot.store.schema import cases, customers, labels

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row

TOPIC = "topic:"
MOST_AT_ONCE = 500

_case = select(
    cases.c.customer, cases.c.channel, cases.c.private_channel, cases.c.masked, cases.c.language, cases.c.topic
).where(cases.c.id == bindparam("wanted"))
_insert = insert(labels)
_KEEP = _insert.on_conflict_do_update(
    index_elements=["key"],
    set_={
        name: _insert.excluded[name]
        for name in ("case", "customer", "masked", "language", "complaint", "topic", "source", "who", "at")
    },
)
_PRESENT = select(labels).where(labels.c.key.in_(bindparam("keys", expanding=True)))
_NEWEST = select(labels).order_by(labels.c.at.desc(), labels.c.id.desc()).limit(bindparam("many"))


class LabelsPart(Desk):
    """Labels in, out and away."""

    def label(self, case: str, label: str, who: str, now: datetime) -> None:
        """A press as a label of the case: `complaint`, `not_complaint`, or `topic:<topic>` (which says that it is one).

        The newest press counts. The words, the language and the customer are the case's own. What was said in a private chat is never
        learned from, and of a case that is not known nothing is kept.
        """
        row = self.sql.execute(_case, {"wanted": case}).first()
        if row is None or not row.masked.strip() or row.channel.partition(":")[2] == row.private_channel:
            return
        complaint = label != "not_complaint"
        topic = label.removeprefix(TOPIC) if label.startswith(TOPIC) else row.topic
        source = "customer" if who == row.customer else "staff"
        key = f"case:{case}"
        self._keep(
            [
                Label(
                    key,
                    row.masked,
                    row.language,
                    complaint,
                    topic if complaint else "",
                    source,
                    now,
                    case,
                    row.customer,
                    who,
                )
            ]
        )

    def unlabel(self, case: str) -> bool:
        """The press was taken back: the case has no label any more."""
        return bool(self.sql.execute(delete(labels).where(labels.c.case == case)).rowcount)

    def keep_labels(self, batch: Sequence[Label]) -> int:
        """Take labels in; returns how many were new or say something else than before. The same again changes nothing."""
        latest = {label.key: label for label in batch}
        changed = 0
        ordered = sorted(latest)
        for start in range(0, len(ordered), MOST_AT_ONCE):
            keys = ordered[start : start + MOST_AT_ONCE]
            rows = self.sql.execute(_PRESENT, {"keys": padded(keys)})
            present = {row.key: _said(_to_label(row)) for row in rows}
            fresh = [latest[key] for key in keys if present.get(key) != _said(latest[key])]
            self._keep(fresh)
            changed += len(fresh)
        return changed

    def _keep(self, batch: Sequence[Label]) -> None:
        if batch:
            self.sql.execute(_KEEP, [_row(label) for label in batch])

    def labels(self, limit: int) -> list[Label]:
        """The newest labels, oldest first."""
        return [_to_label(row) for row in reversed(self.sql.execute(_NEWEST, {"many": limit}).all())]

    def count_labels(self, since: datetime | None = None) -> int:
        """How many labels there are, or how many came after a moment."""
        counted = select(func.count()).select_from(labels)
        if since is not None:
            counted = counted.where(labels.c.at > since)
        return int(self.sql.execute(counted).scalar_one())

    def erase_labels(self, *, customer: str = "", case: str = "", everything: bool = False) -> int:
        """Erase the labels of a customer (random id, or `platform:user`), of a case, or all; returns how many."""
        doomed = delete(labels)
        if not everything:
            if not customer and not case:
                return 0
            of_key = select(customers.c.id).where(customers.c.key == customer)
            wanted = []
            if customer:
                wanted += [labels.c.customer == customer, labels.c.customer.in_(of_key)]
            if case:
                wanted.append(labels.c.case == case)
            doomed = doomed.where(or_(*wanted))
        return int(self.sql.execute(doomed).rowcount)


def _said(label: Label) -> tuple[object, ...]:
    return storable(label.text), label.language, label.complaint, label.topic, label.customer, label.case


def _row(label: Label) -> dict[str, Any]:
    return {
        "key": label.key,
        "case": label.case,
        "customer": label.customer,
        "masked": label.text,
        "language": label.language,
        "complaint": label.complaint,
        "topic": label.topic,
        "source": label.source,
        "who": label.who,
        "at": label.at,
    }


def _to_label(row: Row[Any]) -> Label:
    return Label(
        key=row.key,
        text=row.masked,
        language=row.language,
        complaint=row.complaint,
        topic=row.topic,
        source=row.source,
        at=row.at,
        case=row.case,
        customer=row.customer,
        who=row.who,
    )
