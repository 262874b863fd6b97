"""Looking cases up: lists, exports, the life of one case, and whether the audit trail is whole. Nothing here writes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, distinct, func, select

from bot.core.intake import Answered
from bot.ports import AuditLine, CaseRecord, Chain, TimerLine
from bot.store.audit import START, line_hash
from bot.store.columns import Moment
from bot.store.customer_tables import intake_answers
from bot.store.desk import Desk, padded
from bot.store.rows import to_case, to_seen
from bot.store.schema import (
    LIVE_CASE,
    WAITING_JOB,
    audit,
    cases,
    customers,
    jobs,
    messages,
    relays,
    staff,
    where_text,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import ColumnElement, TextClause

    from bot.ports import CaseQuery, Seen

_IN_A_CASE = "\"case\" <> ''"
_SAID = (
    select(
        messages.c.case,
        func.count(distinct(messages.c.message)).filter(messages.c.author == cases.c.customer).label("many"),
        func.min(messages.c.at, type_=Moment).filter(messages.c.role == word("staff")).label("staff"),
    )
    .join_from(messages, cases, cases.c.id == messages.c.case)
    .where(messages.c.case.in_(bindparam("ids", expanding=True)), where_text(_IN_A_CASE), ~messages.c.posted)
    .group_by(messages.c.case)
)
_RELAYED = (
    select(relays.c.case, func.min(relays.c.at, type_=Moment).label("first"))
    .where(relays.c.case.in_(bindparam("ids", expanding=True)))
    .group_by(relays.c.case)
)
_FIELDS = (
    select(intake_answers)
    .where(intake_answers.c.case.in_(bindparam("ids", expanding=True)))
    .order_by(intake_answers.c.at, intake_answers.c.question)
)
_CALLED = (
    select(cases.c.id, customers.c.name)
    .join_from(cases, customers, customers.c.id == cases.c.customer)
    .where(cases.c.id.in_(bindparam("ids", expanding=True)))
)
_TOPICS = select(cases.c.topic, func.count()).group_by(cases.c.topic).order_by(cases.c.topic)
_LIFE = select(audit).where(audit.c.case == bindparam("of_case")).order_by(audit.c.id)
_MESSAGES = (
    select(messages)
    .where(messages.c.case == bindparam("of_case"), where_text(_IN_A_CASE))
    .order_by(messages.c.at, messages.c.message, messages.c.version)
)
_TIMERS = (
    select(jobs.c.due, jobs.c.payload)
    .where(jobs.c.case == bindparam("of_case"), jobs.c.kind == word("timer"), where_text(WAITING_JOB))
    .order_by(jobs.c.due, jobs.c.id)
)
_NAMES = select(staff.c.id, staff.c.name).where(staff.c.id.in_(bindparam("ids", expanding=True)))
_NEXT_LINES = select(audit).where(audit.c.id > bindparam("after")).order_by(audit.c.id).limit(bindparam("many"))


class RecordsPart(Desk):
    """Cases and the audit trail, for whoever looks."""

    def case_records(self, query: CaseQuery, limit: int, *, beyond: int = 0, newest: bool = False) -> list[CaseRecord]:
        """The next cases by number, in five statements; `beyond`: the number of the last one that the caller has (0: none)."""
        found = select(cases).where(*_wanted(query)).limit(limit)
        if newest:
            found = found.order_by(cases.c.number.desc())
            found = found.where(cases.c.number < beyond) if beyond else found
        else:
            found = found.where(cases.c.number > beyond).order_by(cases.c.number)
        page = [to_case(row) for row in self.sql.execute(found)]
        if not page:
            return []
        ids = {"ids": padded(case.id for case in page)}
        said = {row.case: row for row in self.sql.execute(_SAID, ids)}
        relayed: dict[str, datetime] = {row.case: row.first for row in self.sql.execute(_RELAYED, ids)}
        fields: defaultdict[str, list[Answered]] = defaultdict(list)
        for row in self.sql.execute(_FIELDS, ids):
            fields[row.case].append(Answered(row.case, row.question, row.said, row.fits, row.at))
        called = {row.id: str(row.name) for row in self.sql.execute(_CALLED, ids)}
        records = []
        for case in page:
            there = said.get(case.id)
            answers = [at for at in (there.staff if there else None, relayed.get(case.id)) if at is not None]
            first, many = min(answers, default=None), there.many if there else 0
            records.append(CaseRecord(case, many, first, tuple(fields.get(case.id, ())), called.get(case.id, "")))
        return records

    def count_records(self, query: CaseQuery) -> int:
        """How many cases fit."""
        return int(self.sql.execute(select(func.count()).select_from(cases).where(*_wanted(query))).scalar_one())

    def topics_there(self) -> dict[str, int]:
        """Topic → number of cases."""
        return {topic: number for topic, number in self.sql.execute(_TOPICS)}  # noqa: C416 - a Row is not typed as a pair

    def life_of(self, case: str) -> list[AuditLine]:
        """Who did what in a case, oldest first. Reads the whole trail."""
        return [AuditLine(row.at, row.who, row.what) for row in self.sql.execute(_LIFE, {"of_case": case})]

    def messages_of(self, case: str) -> list[Seen]:
        """What is kept of what was said in a case, each message in its latest version, in the order in which it was first said."""
        latest: dict[tuple[str, str], Seen] = {}
        for row in self.sql.execute(_MESSAGES, {"of_case": case}):
            seen = to_seen(row)
            known = latest.get((row.channel, row.message))
            if known is None or known.version <= seen.version:
                latest[row.channel, row.message] = replace(seen, at=known.at) if known is not None else seen
        return list(latest.values())

    def timers_of(self, case: str) -> list[TimerLine]:
        """What goes off by itself in a case, the next one first."""
        found = self.sql.execute(_TIMERS, {"of_case": case})
        return [TimerLine(str(row.payload.get("what", "")), row.due) for row in found]

    def staff_names(self, ids: Collection[str]) -> dict[str, str]:
        """Random id → name, of those who are known as staff."""
        found = self.sql.execute(_NAMES, {"ids": padded(ids)}) if ids else ()
        return {row.id: row.name for row in found}

    def check_chain(self, so_far: Chain, limit: int, wanted: frozenset[str] = frozenset()) -> Chain:
        """Check the next lines of the audit trail. Nothing was left when the answer is `so_far` itself.

        `wanted`: hashes to look out for on the way.
        """
        before, checked, last, seen = so_far.hash or START, so_far.checked, so_far.last, set(so_far.seen)
        for row in self.sql.execute(_NEXT_LINES, {"after": last, "many": limit}):
            line: dict[str, Any] = {"at": row.at, "who": row.who, "what": row.what, "case": row.case}
            if row.hash != line_hash(before, line):
                return Chain(checked, last, before, int(row.id), row.at, frozenset(seen))
            before, checked, last = row.hash, checked + 1, int(row.id)
            if before in wanted:
                seen.add(before)
        return replace(so_far, checked=checked, last=last, hash=before if checked else "", seen=frozenset(seen))

    def count_lines(self) -> int:
        """How many lines the audit trail has."""
        return int(self.sql.execute(select(func.count()).select_from(audit)).scalar_one())


def _wanted(query: CaseQuery) -> list[ColumnElement[bool] | TextClause]:
    conditions: list[ColumnElement[bool] | TextClause] = []
    if query.states:
        conditions.append(cases.c.state.in_(query.states))
    if query.since is not None:
        conditions.append(cases.c.opened >= query.since)
    if query.until is not None:
        conditions.append(cases.c.opened < query.until)
    if query.topic:
        conditions.append(cases.c.topic == query.topic)
    if query.channels is not None:
        conditions.append(cases.c.channel.in_(query.channels))
    if query.live:
        conditions.append(where_text(LIVE_CASE))
    return conditions
