"""Retention, figures, and channels that get another id."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, bindparam, case, delete, func, literal, or_, select, type_coerce, update
from sqlalchemy.dialects.postgresql import insert

from bot.core.cases import State
from bot.store.customer_tables import account_acts, intake_answers, intakes, link_codes, links, warnings, ways
from bot.store.desk import Desk
from bot.store.rows import address
from bot.store.schema import (
    cases,
    clock_events,
    cursors,
    customers,
    inbox,
    jobs,
    labels,
    messages,
    moves,
    notes,
    promises,
    relays,
    staff,
    word,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Delete

JOB_STATES = ("queued", "running", "waiting", "done", "uncertain", "dead", "cancelled")
_ENDED_CASE = cases.c.state.in_([word("solved"), word("closed"), word("dismissed")])
_ENDED_JOB = jobs.c.state.in_([word("done"), word("uncertain"), word("dead"), word("cancelled")])
_KEPT_PAYLOAD = jobs.c.state.in_([word("uncertain"), word("dead")])
_TEXTED_JOB = jobs.c.state.not_in([word("done"), word("cancelled")])
_DAY = timedelta(days=1)

_move = insert(moves)
_REMEMBER_MOVE = _move.on_conflict_do_update(index_elements=["platform", "old"], set_={"new": _move.excluded.new})


class UpkeepPart(Desk):
    """What is done now and then."""

    def forget(self, now: datetime, context_hours: float, parked_days: float, case_days: float) -> int:
        """Erase what retention says; returns rows erased.

        A message that belongs to no case goes after `context_hours`; what was read or parked in the inbox after `parked_days` (until
        then its key knows a redelivery), and with it the texts of jobs that failed; an ended case with all that belongs to it after
        `case_days`, and a label after as many; a customer when nothing of him is left, except that a "stop" is remembered by id alone.
        """
        parked = now - timedelta(days=parked_days)
        aged = now - timedelta(days=case_days)
        loose = now - timedelta(hours=context_hours)
        gone = select(cases.c.id).where(_ENDED_CASE, cases.c.updated < aged)
        erased = self._erase(
            delete(messages).where(messages.c.case == word(""), messages.c.at < loose),
            delete(inbox).where(inbox.c.state != word("unread"), inbox.c.received < parked),
            delete(messages).where(messages.c.case != "", messages.c.case.in_(gone)),
            delete(labels).where(or_(labels.c.case.in_(gone), labels.c.at < aged)),
            delete(relays).where(relays.c.case.in_(gone)),
            delete(notes).where(notes.c.case.in_(gone)),
            delete(promises).where(promises.c.case.in_(gone)),
            delete(clock_events).where(clock_events.c.case.in_(gone)),
            delete(ways).where(ways.c.case.in_(gone)),
            delete(intakes).where(intakes.c.case.in_(gone)),
            delete(intake_answers).where(intake_answers.c.case.in_(gone)),
            delete(warnings).where(warnings.c.case.in_(gone)),
            delete(staff).where(staff.c.last < aged),
            delete(jobs).where(jobs.c.case != "", _ENDED_JOB, jobs.c.case.in_(gone)),
            delete(cases).where(_ENDED_CASE, cases.c.updated < aged),
            delete(jobs).where(jobs.c.case == "", _ENDED_JOB, jobs.c.added < aged),
            delete(link_codes).where(link_codes.c.expires < now),
            delete(account_acts).where(account_acts.c.at < now - _DAY),
        )
        self.sql.execute(update(jobs).where(_KEPT_PAYLOAD, jobs.c.added < parked).values(payload=word("{}")))
        return erased + self._forget_customers(min(loose, now - _DAY))

    def _forget_customers(self, quiet_since: datetime) -> int:
        """Whoever has spoken since may have rows in a transaction that is under way, so he stays."""
        unknown = (
            customers.c.last < quiet_since,
            customers.c.id.not_in(select(cases.c.customer)),
            customers.c.id.not_in(select(messages.c.author)),
            customers.c.id.not_in(select(labels.c.customer)),
            customers.c.id.not_in(select(staff.c.id)),
            customers.c.id.not_in(select(links.c.customer)),
        )
        self.sql.execute(update(customers).where(customers.c.stopped, customers.c.name != "", *unknown).values(name=""))
        return self._erase(delete(customers).where(~customers.c.stopped, *unknown))

    def _erase(self, *statements: Delete) -> int:
        return sum(self.sql.execute(statement).rowcount for statement in statements)

    def figures(self) -> dict[str, int]:
        """Counts for health and tests: `unread`, `parked`, `job.<state>`, `case.<state>`; every state is there, also at 0."""
        counts = {"unread": 0, "parked": 0}
        counts |= {f"job.{state}": 0 for state in JOB_STATES}
        counts |= {f"case.{state}": 0 for state in State}
        waiting = (
            select(inbox.c.state, func.count())
            .where(or_(inbox.c.state == word("unread"), inbox.c.state == word("parked")))
            .group_by(inbox.c.state)
        )
        for state, number in self.sql.execute(waiting):
            counts[state] = number
        for prefix, column in (("job", jobs.c.state), ("case", cases.c.state)):
            found = self.sql.execute(select(column, func.count()).group_by(column))
            counts |= {f"{prefix}.{state}": number for state, number in found}
        return counts

    def moves(self, platform: str) -> dict[str, str]:
        """Remembered moves: old → new."""
        found = self.sql.execute(select(moves.c.old, moves.c.new).where(moves.c.platform == platform))
        return {row.old: row.new for row in found}

    def move_channel(self, platform: str, old: str, new: str) -> None:
        """Every row of a channel gets its new id; the move is remembered.

        Message ids of the old channel mean nothing, or another message, in the new one: cases forget theirs (the next reply hangs
        nowhere, the card is posted anew), and kept messages go on as `<old channel>/<id>`.
        """
        before, after = address(platform, old), address(platform, new)
        self.sql.execute(update(inbox).where(inbox.c.place == before).values(place=after))
        self._move_messages(before, after, old)
        self._move_cases(platform, before, after, (old, new))
        self._move_relays(before, after)
        self._move_jobs(platform, old, new)
        self._move_cursors(platform, old, new)
        self.sql.execute(_REMEMBER_MOVE, {"platform": platform, "old": old, "new": new})
        self.sql.execute(update(moves).where(moves.c.platform == platform, moves.c.new == old).values(new=new))

    def _move_messages(self, before: str, after: str, old: str) -> None:
        prefix = literal(f"{old}/", Text)
        self.sql.execute(
            update(messages)
            .where(messages.c.channel == before)
            .values(
                channel=after,
                message=prefix + messages.c.message,
                reply_to=case((messages.c.reply_to == "", ""), else_=prefix + messages.c.reply_to),
            )
        )

    def _move_cases(self, platform: str, before: str, after: str, ids: tuple[str, str]) -> None:
        self.sql.execute(
            update(cases)
            .where(cases.c.channel == before)
            .values(
                channel=after,
                message="",
                answer="",
                last_message="",
            )
        )
        self.sql.execute(
            update(cases).where(cases.c.desk_channel == before).values(desk_channel=after, card="", note_post="")
        )
        mine = cases.c.channel.startswith(f"{platform}:", autoescape=True)
        self.sql.execute(update(cases).where(mine, cases.c.private_channel == ids[0]).values(private_channel=ids[1]))

    def _move_relays(self, before: str, after: str) -> None:
        self.sql.execute(update(relays).where(relays.c.channel == before).values(channel=after, message=""))
        self.sql.execute(update(relays).where(relays.c.desk == before).values(desk=after))

    def _move_jobs(self, platform: str, old: str, new: str) -> None:
        before, after = address(platform, old), address(platform, new)
        named = (
            jobs.c.channel == before,
            jobs.c.lane.contains(old, autoescape=True),
            type_coerce(jobs.c.payload, Text).contains(old, autoescape=True),
        )
        rows = self.sql.execute(
            select(jobs).where(_TEXTED_JOB, or_(*named)).order_by(jobs.c.id).with_for_update()
        ).all()
        running = set(self.sql.scalars(select(jobs.c.lane).where(jobs.c.state == word("running"))))
        changes = []
        for row in rows:
            lane = _renamed(row.lane, old, new)
            if row.state == "running" and lane != row.lane and lane in running:
                lane = row.lane  # two running jobs may not share a lane; this one ends soon
            changes.append(
                {
                    "row": row.id,
                    "to_channel": after if row.channel == before else row.channel,
                    "to_lane": lane,
                    "moved": _moved(row.payload, platform, old, new),
                }
            )
        if changes:
            self.sql.execute(_MOVE_JOB, changes)

    def _move_cursors(self, platform: str, old: str, new: str) -> None:
        held = select(cursors.c.bot).where(cursors.c.platform == platform, cursors.c.source == new)
        mine = (cursors.c.platform == platform, cursors.c.source == old)
        self.sql.execute(update(cursors).where(*mine, cursors.c.bot.not_in(held)).values(source=new))
        self.sql.execute(delete(cursors).where(*mine))


_MOVE_JOB = (
    update(jobs)
    .where(jobs.c.id == bindparam("row"))
    .values(
        channel=bindparam("to_channel"),
        lane=bindparam("to_lane"),
        payload=bindparam("moved", type_=jobs.c.payload.type),
    )
)


def _renamed(lane: str, old: str, new: str) -> str:
    """The lane with the channel's id replaced where it stands as a whole id."""
    return re.sub(rf"(?<![\w-]){re.escape(old)}(?!\w)", lambda _: new, lane)


def _moved(value: Any, platform: str, old: str, new: str) -> Any:
    """A payload in which every place of the old channel is one of the new."""
    if isinstance(value, dict):
        moved = {key: _moved(part, platform, old, new) for key, part in value.items()}
        if moved.get("platform") == platform and moved.get("channel") == old:
            moved["channel"] = new
        return moved
    if isinstance(value, list):
        return [_moved(part, platform, old, new) for part in value]
    return value
