"""Jobs: queueing, claiming with a lease, and completion that an old attempt cannot reach."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.store.columns import Moment
from bot.store.desk import Desk, padded
from bot.store.rows import address, job_row, to_job
from bot.store.schema import WAITING_JOB, inbox, jobs, where_text, word

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Update

    from bot.core.messages import Place
    from bot.ports import Job, NewJob

ORPHAN_LEASE = timedelta(seconds=60)
"""How long whoever takes an orphan has to look after it."""
HELD_BACK = ("answer", "attach")
"""Kinds that wait while an unread row of their channel could still change the decision."""
RENEWED = "card_edit"
"""The kind whose waiting job takes a newer payload: a card is shown as it is now, not as it was."""

_unfinished = (word("queued"), word("running"), word("waiting"))
_waiting = where_text(WAITING_JOB)
_surely_unsent = jobs.c.doubt.is_(False)
"""What may have been sent is looked at before it ends: cancelled unseen, it would stand in public and nobody would know."""
_older = jobs.alias("older")
_older_of_lane = (
    select(_older.c.id)
    .where(_older.c.lane == jobs.c.lane, _older.c.id < jobs.c.id, _older.c.state.in_(_unfinished))
    .exists()
)
_unread_in_channel = select(inbox.c.id).where(inbox.c.place == jobs.c.channel, inbox.c.state == word("unread")).exists()
_unread_at_desks = (
    select(inbox.c.id)
    .where(inbox.c.place.in_(bindparam("desks", expanding=True)), inbox.c.state == word("unread"))
    .exists()
)

_PATIENT = 5
"""The priority of what waits for a moment far away, as timers do: tens of thousands of them, of which few are due."""
_due = (
    select(jobs)
    .where(
        jobs.c.state.in_((word("queued"), word("waiting"))),
        where_text(WAITING_JOB),
        jobs.c.due <= bindparam("now", type_=Moment),
        ~_older_of_lane,
        or_(
            jobs.c.kind.not_in([word(kind) for kind in HELD_BACK]),
            and_(~_unread_in_channel, ~_unread_at_desks),
        ),
    )
    .limit(bindparam("many"))
)
_not_resting = jobs.c.channel.not_in(bindparam("resting", expanding=True))
_DUE = _due.where(jobs.c.priority < _PATIENT).order_by(jobs.c.priority, jobs.c.id)
_DUE_PATIENT = _due.where(jobs.c.priority >= _PATIENT).order_by(jobs.c.due, jobs.c.id)
_DUE_NOT_RESTING = _DUE.where(_not_resting)
_DUE_PATIENT_NOT_RESTING = _DUE_PATIENT.where(_not_resting)
_RUN = (
    update(jobs)
    .where(jobs.c.id.in_(bindparam("ids", expanding=True)))
    .values(state=word("running"), attempt=jobs.c.attempt + 1, lease_until=bindparam("until", type_=Moment))
)
_NEXT = select(func.min(jobs.c.due, type_=Moment)).where(_waiting)
_ADD = insert(jobs).on_conflict_do_nothing(index_elements=["key"]).returning(jobs.c.key)
_RENEW = (
    update(jobs)
    .where(jobs.c.key == bindparam("of_key"), jobs.c.kind == word(RENEWED), jobs.c.state.in_(_unfinished[::2]))
    .values(payload=bindparam("newer", type_=jobs.c.payload.type))
)
_CANCEL_CASE = (
    update(jobs)
    .where(
        jobs.c.case == bindparam("of_case"),
        jobs.c.kind.in_(bindparam("kinds", expanding=True)),
        _waiting,
        _surely_unsent,
    )
    .values(state=word("cancelled"), payload=word("{}"))
)
_CANCEL_KEY = (
    update(jobs)
    .where(jobs.c.key == bindparam("of_key"), _waiting, _surely_unsent)
    .values(state=word("cancelled"), payload=word("{}"))
)
_RECEIPT = select(jobs.c.receipt).where(jobs.c.key == bindparam("of_key"))
_THERE = select(jobs.c.id).where(jobs.c.key == bindparam("of_key"))
_CANCEL_ROWS = (
    update(jobs)
    .where(jobs.c.id.in_(bindparam("ids", expanding=True)), _waiting, _surely_unsent)
    .values(state=word("cancelled"), payload=word("{}"))
)
_IN_CHANNEL = (
    select(jobs)
    .where(_waiting, jobs.c.channel == bindparam("of_channel"), jobs.c.kind.in_(bindparam("kinds", expanding=True)))
    .order_by(jobs.c.id)
)
_RUNNING = select(jobs).where(jobs.c.state == word("running")).order_by(jobs.c.id)
_STILL_RUNNING = select(jobs.c.id, jobs.c.attempt).where(
    jobs.c.id.in_(bindparam("ids", expanding=True)), jobs.c.state == word("running")
)
_LOST = _RUNNING.where(jobs.c.lease_until < bindparam("now", type_=Moment))
_DONE = {"state": word("done"), "receipt": bindparam("said"), "error": word(""), "payload": word("{}")}


def _fenced(**values: ColumnElement[Any] | None) -> Update:
    """An update of a running job by the attempt that claimed it, and by no other."""
    return (
        update(jobs)
        .where(jobs.c.id == bindparam("row"), jobs.c.attempt == bindparam("tried"), jobs.c.state == word("running"))
        .values(lease_until=None, **values)
    )


# A payload may hold private text and tokens that press buttons: it goes with the same statement that ends the job.
_FINISH = _fenced(**_DONE)
_RETRY = _fenced(state=word("waiting"), due=bindparam("at", type_=Moment), error=bindparam("said"))
_UNSURE = _fenced(state=word("uncertain"), error=bindparam("said"))
_BURY = _fenced(state=word("dead"), error=bindparam("said"))
_RELEASE = _fenced(state=word("queued"), due=bindparam("at", type_=Moment), doubt=bindparam("doubted"))
_TAKE_OUT = (
    delete(jobs)
    .where(jobs.c.id == bindparam("row"), jobs.c.attempt == bindparam("tried"), jobs.c.state == word("running"))
    .returning(jobs)
)
_PUT_BACK = insert(jobs)


class JobsPart(Desk):
    """Jobs in their lanes."""

    def add_jobs(self, batch: Sequence[NewJob], now: datetime) -> int:
        """Queue jobs; return how many were new.

        A key that is there already is left alone, except that a `card_edit` that still waits takes the new payload. Of one key given
        twice the last counts.
        """
        if not batch:
            return 0
        wanted = {job.key: job for job in batch}
        added = set(self.sql.scalars(_ADD, [job_row(job, now) for job in wanted.values()]))
        for job in wanted.values():
            if job.kind == RENEWED and job.key not in added:
                self.sql.execute(_RENEW, {"of_key": job.key, "newer": job.payload})
        return len(added)

    def cancel_jobs(self, case: str, kinds: Collection[str]) -> int:
        """Cancel what waits (queued or waiting to retry) for this case; running jobs are left."""
        if not kinds:
            return 0
        return self.sql.execute(_CANCEL_CASE, {"of_case": case, "kinds": padded(kinds)}).rowcount

    def cancel_in(self, place: Place, kinds: Collection[str]) -> int:
        """Cancel what waits for any case in this public place: what its payload names as `place`."""
        if not kinds:
            return 0
        wanted = {"of_channel": address(place.platform, place.channel), "kinds": padded(kinds)}
        meant = {"platform": place.platform, "channel": place.channel, "thread": place.thread}
        rows = self.sql.execute(self.held(_IN_CHANNEL, skip=True), wanted).all()
        ids = [row.id for row in rows if row.payload.get("place") == meant]
        return self.sql.execute(_CANCEL_ROWS, {"ids": padded(ids)}).rowcount if ids else 0

    def cancel_job(self, key: str) -> bool:
        """Cancel one waiting job; False when it is no longer waiting."""
        return self.sql.execute(_CANCEL_KEY, {"of_key": key}).rowcount == 1

    def has_job(self, key: str) -> bool:
        """Whether there is, or was, a job of this key."""
        return self.sql.execute(_THERE, {"of_key": key}).first() is not None

    def receipt_of(self, key: str) -> str:
        """The post that the job of this key made; empty for none."""
        return self.sql.execute(_RECEIPT, {"of_key": key}).scalar() or ""

    def claim(
        self, now: datetime, limit: int, lease: float, resting: Collection[str] = (), desks: Collection[str] = ()
    ) -> list[Job]:
        """Take due jobs and write their "sending" mark; `lease` in seconds.

        Only the oldest unfinished job of a lane; never in a channel of `resting`; kinds `answer` and `attach` only while no unread
        inbox row waits in their channel or in a staff channel of `desks`.
        """
        earliest = self.next_due()
        if earliest is None or earliest > now:
            return []  # most of the time: many timers and nothing to do
        if resting:
            first, then, more = _DUE_NOT_RESTING, _DUE_PATIENT_NOT_RESTING, {"resting": padded(resting)}
        else:
            first, then, more = _DUE, _DUE_PATIENT, dict[str, list[str]]()
        more["desks"] = padded(desks)
        rows = list(self.sql.execute(self.held(first, skip=True), {"now": now, "many": limit, **more}))
        if len(rows) < limit:
            rows += self.sql.execute(self.held(then, skip=True), {"now": now, "many": limit - len(rows), **more})
        if rows:
            until = now + timedelta(seconds=lease)
            self.sql.execute(_RUN, {"ids": padded(row.id for row in rows), "until": until})
        return [to_job(row, attempt=row.attempt + 1, doubt=row.doubt) for row in rows]

    def next_due(self) -> datetime | None:
        """When the next waiting job is due, whether or not it is held back by its lane or channel."""
        due: datetime | None = self.sql.execute(_NEXT).scalar()
        return due

    def finish(self, job: Job, receipt: str) -> bool:
        """Done, with the platform's message id. False when fenced out by a newer attempt."""
        return self._end(_FINISH, job, said=receipt)

    def finish_all(self, done: Sequence[tuple[Job, str]]) -> set[int]:
        """`finish` for many in two statements; the ids of the jobs that were still ours."""
        if not done:
            return set()
        held = self.held(_STILL_RUNNING)
        running = {(row.id, row.attempt) for row in self.sql.execute(held, {"ids": padded(job.id for job, _ in done)})}
        ours = [(job, said) for job, said in done if (job.id, job.attempt) in running]
        if ours:
            self.sql.execute(_FINISH, [{"row": job.id, "tried": job.attempt, "said": said} for job, said in ours])
        return {job.id for job, _ in ours}

    def retry(self, job: Job, due: datetime, error: str) -> bool:
        """Certainly not sent; try again at `due`. A doubt about an earlier attempt stays."""
        return self._end(_RETRY, job, at=due, said=error)

    def requeue_behind(self, job: Job, due: datetime) -> bool:
        """Certainly not sent; put it at the end of its lane (a new row with the same key and the attempts so far)."""
        row = self.sql.execute(_TAKE_OUT, {"row": job.id, "tried": job.attempt}).mappings().first()
        if row is None:
            return False
        kept = {name: value for name, value in row.items() if name not in {"id", "lease_until"}}
        self.sql.execute(_PUT_BACK, {**kept, "state": "waiting", "due": due})
        return True

    def unsure(self, job: Job, error: str) -> bool:
        """May have been sent: `uncertain`, never run again."""
        return self._end(_UNSURE, job, said=error)

    def bury(self, job: Job, error: str) -> bool:
        """Will never be sent: `dead`."""
        return self._end(_BURY, job, said=error)

    def orphans(self, now: datetime, *, everything: bool) -> list[Job]:
        """Running jobs whose lease is over (`everything`: all), taken by this call with a new attempt."""
        query, wanted = (_RUNNING, {}) if everything else (_LOST, {"now": now})
        rows = self.sql.execute(self.held(query, skip=True), wanted).all()
        if rows:
            self.sql.execute(_RUN, {"ids": padded(row.id for row in rows), "until": now + ORPHAN_LEASE})
        return [to_job(row, attempt=row.attempt + 1, doubt=True) for row in rows]

    def release(self, job: Job, now: datetime, *, doubt: bool) -> None:
        """Put an orphan back in the queue; `doubt` comes back with its next claim."""
        self._end(_RELEASE, job, at=now, doubted=doubt)

    def _end(self, statement: Update, job: Job, **values: object) -> bool:
        return self.sql.execute(statement, {"row": job.id, "tried": job.attempt, **values}).rowcount == 1
