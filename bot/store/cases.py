"""Cases and what was said: look-ups for conversations, and saving."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.core.cases import Case, State
from bot.store.bulk import Bulk
from bot.store.columns import Moment
from bot.store.desk import Desk, padded
from bot.store.rows import address, case_row, seen_row, to_case, to_seen
from bot.store.schema import LIVE_CASE, WITH_STAFF_CASE, cases, messages, where_text, word

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.core.messages import Place
    from bot.ports import Seen

_CLOCKS_DIFFER = timedelta(days=1)
"""A case opens by the platform's clock and is asked about by ours: so much earlier at most it seems to be asked than opened."""
_KEPT_FIRST = ("asked", "retracted")
"""Moments that a later save must not move: the first time counts."""

_SEVERAL = select(cases).where(cases.c.id.in_(bindparam("ids", expanding=True))).order_by(cases.c.number)
_ONE = select(cases).where(cases.c.id == bindparam("wanted"))
_NUMBERED = select(cases).where(cases.c.number == bindparam("wanted"))
_FLOOD = (
    select(cases)
    .where(
        cases.c.channel == bindparam("channel"),
        cases.c.topic == bindparam("topic"),
        cases.c.opened >= bindparam("since", type_=Moment),
        where_text(WITH_STAFF_CASE),
        cases.c.grouped == word(""),
    )
    .order_by(cases.c.opened, cases.c.number)
    .limit(bindparam("many"))
)
_SURGE = select(func.count(), func.min(cases.c.opened, type_=Moment)).where(
    cases.c.channel.in_(bindparam("channels", expanding=True)),
    cases.c.topic == bindparam("topic"),
    cases.c.opened >= bindparam("since", type_=Moment),
    cases.c.opened <= bindparam("until", type_=Moment),
    where_text(WITH_STAFF_CASE),
)
_QUESTION = (
    select(cases)
    .where(
        cases.c.channel.concat(word("")) == bindparam("channel"),  # not by channel: that index holds every open case
        cases.c.opened >= bindparam("since", type_=Moment),
        where_text("asked IS NOT NULL"),
        cases.c.asked >= bindparam("around", type_=Moment),
        cases.c.state == word(State.ASKED),
        cases.c.severity < bindparam("below"),
        cases.c.grouped == word(""),
        cases.c.id != bindparam("but"),
    )
    .order_by(cases.c.opened, cases.c.number)
    .limit(bindparam("many"))
)
_GROUPED = (
    select(cases)
    .where(cases.c.grouped.in_(bindparam("leads", expanding=True)), where_text("grouped <> ''"), where_text(LIVE_CASE))
    .order_by(cases.c.number)
)
_ABOUT = (
    select(cases)
    .where(cases.c.channel == bindparam("channel"), cases.c.message == bindparam("message"))
    .order_by(cases.c.number.desc())
    .limit(1)
)
_OUTSIDE = (
    select(cases)
    .where(cases.c.outside == bindparam("link"), where_text("outside <> ''"))
    .order_by(cases.c.number.desc())
    .limit(1)
)
_RETRACTED = (
    select(func.count())
    .select_from(cases)
    .where(cases.c.channel == bindparam("channel"), cases.c.retracted >= bindparam("since", type_=Moment))
)
_FORGIVE = (
    update(cases)
    .where(cases.c.channel == bindparam("at"), cases.c.retracted >= bindparam("since", type_=Moment))
    .values(retracted=bindparam("before", type_=Moment))
)
_OF_DESK = (
    select(cases)
    .where(cases.c.desk_channel == bindparam("desk"), cases.c.desk_thread == bindparam("thread"))
    .order_by(cases.c.number.desc())
    .limit(1)
)
_OF_CARD = (
    select(cases)
    .where(cases.c.desk_channel == bindparam("desk"), cases.c.card == bindparam("card"), where_text("card <> ''"))
    .order_by(cases.c.number.desc())
    .limit(1)
)
_OF_CUSTOMER = (
    select(cases).where(cases.c.customer == bindparam("who")).order_by(cases.c.number.desc()).limit(bindparam("many"))
)
_OPEN = select(cases).where(where_text(LIVE_CASE)).order_by(cases.c.number).limit(bindparam("many"))
_HEARD = (
    select(cases)
    .where(
        cases.c.channel == bindparam("channel"), cases.c.thread == bindparam("thread"), cases.c.state == word("heard")
    )
    .order_by(cases.c.number)
)

_case = insert(cases)
_SAVE = _case.on_conflict_do_update(
    index_elements=["id"],
    set_={
        column.name: (
            func.coalesce(column, _case.excluded[column.name])
            if column.name in _KEPT_FIRST
            else _case.excluded[column.name]
        )
        for column in cases.c
        if column.name not in {"number", "id"}
    },
)
_SAVE_NEW = _SAVE.returning(cases.c.id, cases.c.number)

_seen = insert(messages)
_REMEMBER = _seen.on_conflict_do_update(
    index_elements=["channel", "message", "version"],
    set_={
        column.name: _seen.excluded[column.name]
        for column in messages.c
        if column.name not in {"channel", "message", "version"}
    },
)
_REMEMBER_ALL = Bulk(_REMEMBER, [column.name for column in messages.c])
_LATEST = (
    select(messages)
    .where(messages.c.channel == bindparam("channel"), messages.c.message == bindparam("message"))
    .order_by(messages.c.version.desc())
    .limit(1)
)
_later = messages.alias("later")
_CONTEXT = (
    select(messages)
    .where(
        messages.c.channel == bindparam("channel"),
        messages.c.thread == bindparam("thread"),
        messages.c.at < bindparam("before"),
        ~select(_later.c.version)
        .where(
            _later.c.channel == messages.c.channel,
            _later.c.message == messages.c.message,
            _later.c.version > messages.c.version,
        )
        .exists(),
    )
    .order_by(messages.c.at.desc(), messages.c.message.desc())
    .limit(bindparam("many"))
)


class CasesPart(Desk):
    """Cases and messages."""

    def case(self, case_id: str) -> Case | None:
        """One case, held until this transaction ends (PostgreSQL)."""
        row = self.sql.execute(self.held(_ONE), {"wanted": case_id}).first()
        return to_case(row) if row else None

    def case_numbered(self, number: int) -> Case | None:
        """The case with this number, held as by `case`."""
        row = self.sql.execute(self.held(_NUMBERED), {"wanted": number}).first()
        return to_case(row) if row else None

    def flood(self, place: Place, topic: str, since: datetime, limit: int) -> list[Case]:
        """Cases that are with staff and have a card of their own, on this topic in this channel, opened since then, oldest first."""
        wanted = {"channel": address(place.platform, place.channel), "topic": topic, "since": since, "many": limit}
        return [to_case(row) for row in self.sql.execute(_FLOOD, wanted)]

    def surge(self, places: Collection[Place], topic: str, since: datetime, until: datetime) -> tuple[int, datetime]:
        """How many cases on this topic that staff have were opened here in that time, and when the first was (`until` for none)."""
        channels = padded([address(place.platform, place.channel) for place in places])
        wanted = {"channels": channels, "topic": topic, "since": since, "until": until}
        many, first = self.sql.execute(_SURGE, wanted).one()
        return int(many), first or until

    def questions(self, place: Place, since: datetime, below: int, but: str) -> list[Case]:
        """The oldest case in this channel that asks staff with a card of its own, opened since then; severity under `below`."""
        wanted = {
            "channel": address(place.platform, place.channel),
            "since": since,
            "around": since - _CLOCKS_DIFFER,
            "below": below,
            "but": but,
            "many": 1,
        }
        return [to_case(row) for row in self.sql.execute(_QUESTION, wanted)]

    def grouped_under(self, leads: Collection[str]) -> list[Case]:
        """The open cases that stand under the cards of these, oldest first."""
        found = self.sql.execute(self.held(_GROUPED), {"leads": padded(leads)}) if leads else ()
        return [to_case(row) for row in found]

    def case_about(self, place: Place, message: str) -> Case | None:
        """The case that this message opened, held as by `case`."""
        spot = {"channel": address(place.platform, place.channel), "message": message}
        row = self.sql.execute(self.held(_ABOUT), spot).first()
        return to_case(row) if row else None

    def case_outside(self, link: str) -> Case | None:
        """The latest case about this address elsewhere, held as by `case`."""
        row = self.sql.execute(self.held(_OUTSIDE), {"link": link}).first()
        return to_case(row) if row else None

    def retractions(self, place: Place, since: datetime) -> int:
        """How often the bot's own answer was taken back in this channel since then."""
        spot = {"channel": address(place.platform, place.channel), "since": since}
        return int(self.sql.execute(_RETRACTED, spot).scalar_one())

    def forgive_retractions(self, place: Place, since: datetime, before: datetime) -> None:
        """What was taken back in this channel since then counts as taken back at `before`."""
        self.sql.execute(_FORGIVE, {"at": address(place.platform, place.channel), "since": since, "before": before})

    def cases(self, wanted: Collection[str]) -> dict[str, Case]:
        """Several cases by id, held as by `case`; what is not known is left out."""
        if not wanted:
            return {}
        return {row.id: to_case(row) for row in self.sql.execute(self.held(_SEVERAL), {"ids": padded(wanted)})}

    def case_of_thread(self, place: Place, reply_to: str = "") -> Case | None:
        """The case whose thread this place is; in a reply chain, whose card or thread post `reply_to` is.

        The main line of a staff channel is nobody's thread: there only a reply says which case is meant.
        """
        desk = address(place.platform, place.channel)
        row = None
        if place.thread:
            row = self.sql.execute(self.held(_OF_DESK), {"desk": desk, "thread": place.thread}).first()
        if row is None and reply_to:
            row = self.sql.execute(self.held(_OF_CARD), {"desk": desk, "card": reply_to}).first()
        if row is not None:
            return to_case(row)
        if reply_to:
            seen = self.seen(place.platform, place.channel, reply_to)
            if seen is not None and seen.case:
                return self.case(seen.case)
        return None

    def cases_of_customer(self, customer: str, limit: int) -> list[Case]:
        """Latest cases first."""
        return [to_case(row) for row in self.sql.execute(_OF_CUSTOMER, {"who": customer, "many": limit})]

    def open_cases(self, limit: int) -> list[Case]:
        """Cases not solved, closed or dismissed, oldest first."""
        return [to_case(row) for row in self.sql.execute(_OPEN, {"many": limit})]

    def heard_in(self, place: Place) -> list[Case]:
        """Cases in state HEARD in this place (same channel and thread), oldest first, held (PostgreSQL): the answer is still to come."""
        spot = {"channel": address(place.platform, place.channel), "thread": place.thread}
        return [to_case(row) for row in self.sql.execute(self.held(_HEARD), spot)]

    def context(self, place: Place, before: datetime, limit: int) -> list[Seen]:
        """The last messages in a place, each in its latest version, oldest first."""
        channel = address(place.platform, place.channel)
        wanted = {"channel": channel, "thread": place.thread, "before": before, "many": limit}
        return [to_seen(row) for row in reversed(self.sql.execute(_CONTEXT, wanted).all())]

    def seen(self, platform: str, channel: str, message: str) -> Seen | None:
        """Latest version of a message that is still kept, ours included."""
        row = self.sql.execute(_LATEST, {"channel": address(platform, channel), "message": message}).first()
        return to_seen(row) if row else None

    def remember(self, seen: Sequence[Seen]) -> None:
        """Keep what was seen or posted. The same version again replaces what was kept of it."""
        if seen:
            rows = {(s.place.platform, s.place.channel, s.id, s.version): seen_row(s) for s in seen}
            _REMEMBER_ALL.run(self.sql, list(rows.values()))

    def save_case(self, case: Case) -> Case:
        """Insert or update by id; gives a new case its number."""
        return self.save_cases([case])[0]

    def save_cases(self, batch: Sequence[Case]) -> list[Case]:
        """`save_case` for many in two statements at most; of one id given twice the last counts."""
        latest = {case.id: case for case in batch}
        old = [{**case_row(case), "number": case.number} for case in latest.values() if case.number]
        new = [case_row(case) for case in latest.values() if not case.number]
        if old:
            old.sort(key=_number)
            self.sql.execute(_SAVE, old)
        numbers: dict[str, int] = {}
        if new:
            numbers = {row.id: row.number for row in self.sql.execute(_SAVE_NEW, new)}
        return [case if case.number else replace(case, number=numbers[case.id]) for case in batch]


def _number(row: dict[str, object]) -> int:
    number = row["number"]
    assert isinstance(number, int)  # noqa: S101 - narrows the type; the row was made a line earlier
    return number
