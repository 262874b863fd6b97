"""Forgetting one customer: every row that says who he is or what he wrote.

What stays: empty shells of his cases (number, topic, state, times), which belong to nobody, and the audit trail, which never held
more than random ids; with the customer's row gone nothing says any more whose id that was.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, delete, func, or_, select, tuple_, update

from bot.store.columns import Moment
from bot.store.customer_tables import account_acts, intake_answers, intakes, link_codes, links, warnings, ways
from bot.store.desk import Desk
from bot.store.rows import place_of, to_case
from bot.store.schema import (
    cases,
    cursors,
    customers,
    inbox,
    jobs,
    labels,
    messages,
    notes,
    promises,
    relays,
    staff,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Table

    from bot.core.cases import Case

_RUNNING = jobs.c.state == word("running")
_SHELL: dict[str, Any] = {
    "message": "",
    "masked": "",
    "why": "",
    "suggested": [],
    "answer": "",
    "said": "",
    "last_message": "",
    "private_channel": "",
    "pending": "",
    "media": "",
    "outside": "",
    "hard": [],
    "closing": [],
    "answer_words": [],
    "note_post": "",
    "closing_by": "",
    "comment": "",
}
_SPOKE = (
    select(messages.c.channel, messages.c.thread, messages.c.at)
    .where(messages.c.author == bindparam("who"), messages.c.masked != "")
    .distinct()
)
_THERE = (messages.c.channel == bindparam("channel"), messages.c.thread == bindparam("thread"))
_NEXT = (
    select(messages.c.at)
    .where(*_THERE, messages.c.version == 0, messages.c.at > bindparam("since", type_=Moment))
    .order_by(messages.c.at)
    .limit(1)
    .offset(bindparam("skipped"))
)
_OPENED = select(cases).where(
    cases.c.channel == bindparam("channel"),
    cases.c.thread == bindparam("thread"),
    cases.c.customer != bindparam("who"),
    cases.c.opened >= bindparam("since", type_=Moment),
    cases.c.opened <= bindparam("until", type_=Moment),
)
_FOR_EVER = datetime(9999, 1, 1, tzinfo=UTC)


class ErasingPart(Desk):
    """What belongs to a customer, counted and removed."""

    def remains_of(self, customer: str, public: Collection[str]) -> dict[str, int]:
        """What an erasure would remove, by kind. `public`: the addresses (`platform:channel`) that are nobody's private chat."""
        counts = {
            name: int(self.sql.execute(select(func.count()).select_from(table).where(condition)).scalar_one())
            for name, table, condition in self._doomed(customer, public)
        }
        mine = select(func.count()).select_from(cases).where(cases.c.customer == customer)
        counts["cases"] = int(self.sql.execute(mine).scalar_one())
        counts["parked"] = len(self._parked(customer))
        return counts

    def cases_after(self, customer: str, within: int) -> list[Case]:
        """Cases of others that were opened where this customer had spoken, at most so many messages of that place after his words."""
        found: dict[str, Case] = {}
        for said in self.sql.execute(_SPOKE, {"who": customer}).all():
            spot = {"who": customer, "channel": said.channel, "thread": said.thread, "since": said.at}
            until = self.sql.execute(_NEXT, {**spot, "skipped": within - 1}).scalar()
            for row in self.sql.execute(_OPENED, {**spot, "until": until or _FOR_EVER}):
                found[row.id] = to_case(row)
        return list(found.values())

    def erase(self, customer: str, public: Collection[str]) -> dict[str, int]:
        """Remove all that says who somebody is and what he wrote; his cases stay as empty shells, the audit trail as it is."""
        parked, private = self._parked(customer), self._private(customer, public)
        gone = {"parked": len(parked)}
        if parked:
            self.sql.execute(delete(inbox).where(inbox.c.id.in_(parked)))
        self._not_alone(customer)
        doomed = self._doomed(customer, public)
        gone["cases"] = self.sql.execute(update(cases).where(cases.c.customer == customer).values(_SHELL)).rowcount
        for platform in {address.partition(":")[0] for address in private}:
            here = [address for address in private if address.startswith(f"{platform}:")]
            self.sql.execute(update(cases).where(cases.c.channel.in_(here)).values(channel=f"{platform}:", thread=""))
        self.sql.execute(update(cases).where(cases.c.owner == customer).values(owner_name=""))
        self.sql.execute(update(promises).where(promises.c.case.in_(_of(customer))).values(words=""))
        for name, table, condition in doomed:
            gone[name] = self.sql.execute(delete(table).where(condition)).rowcount
        return gone

    def drop_read(self, private: Collection[str]) -> None:
        """The rows that were read in these private chats go, keys included: the address itself says who somebody is."""
        self.sql.execute(delete(inbox).where(inbox.c.place.in_(sorted(private)), inbox.c.state == word("read")))

    def _not_alone(self, customer: str) -> None:
        """Whoever would be the only one left of a person is not linked to anybody any more."""
        person = self.sql.execute(select(links.c.person).where(links.c.customer == customer)).scalar()
        if person is None:
            return
        others = list(
            self.sql.execute(
                select(links.c.customer).where(links.c.person == person, links.c.customer != customer)
            ).scalars()
        )
        if len(others) == 1:
            self.sql.execute(delete(links).where(links.c.customer == others[0]))

    def _doomed(self, customer: str, public: Collection[str]) -> list[tuple[str, Table, ColumnElement[bool]]]:
        """(kind, table, rows that go), the customer himself last."""
        mine, private = _of(customer), self._private(customer, public)
        said = self._said(customer)
        return [
            ("labels", labels, or_(labels.c.customer == customer, labels.c.case.in_(mine))),
            ("notes", notes, notes.c.case.in_(mine)),
            ("ways", ways, or_(ways.c.customer == customer, ways.c.case.in_(mine))),
            ("intakes", intakes, intakes.c.case.in_(mine)),
            ("answers", intake_answers, intake_answers.c.case.in_(mine)),
            ("warnings", warnings, or_(warnings.c.customer == customer, warnings.c.case.in_(mine))),
            ("relays", relays, or_(relays.c.case.in_(mine), relays.c.channel.in_(private))),
            ("jobs", jobs, and_(or_(jobs.c.case.in_(mine), jobs.c.channel.in_(private)), ~_RUNNING)),
            (
                "inbox",
                inbox,
                and_(
                    inbox.c.state != word("unread"),
                    or_(inbox.c.place.in_(private), tuple_(inbox.c.channel, inbox.c.message).in_(said)),
                ),
            ),
            (
                "messages",
                messages,
                or_(messages.c.author == customer, and_(messages.c.case != "", messages.c.case.in_(mine))),
            ),
            ("links", links, links.c.customer == customer),
            ("codes", link_codes, link_codes.c.customer == customer),
            ("acts", account_acts, account_acts.c.customer == customer),
            ("cursors", cursors, self._cursors(private)),
            ("staff", staff, staff.c.id == customer),
            ("customers", customers, customers.c.id == customer),
        ]

    def _said(self, customer: str) -> list[tuple[str, str]]:
        found = select(messages.c.channel, messages.c.message).where(messages.c.author == customer).distinct()
        return [(row.channel, row.message) for row in self.sql.execute(found)]

    def _private(self, customer: str, public: Collection[str]) -> list[str]:
        """The addresses of his private chats with the bot: on Telegram such an address is his own id. Nobody else ever spoke there."""
        row = self.sql.execute(select(customers.c.key).where(customers.c.id == customer)).scalar()
        spoken = self.sql.execute(select(messages.c.channel).where(messages.c.author == customer).distinct()).scalars()
        found = {row or "", *spoken}
        for case in self.sql.execute(
            select(cases.c.channel, cases.c.private_channel).where(cases.c.customer == customer)
        ):
            if case.private_channel:
                found.add(f"{case.channel.partition(':')[0]}:{case.private_channel}")
        found -= {*public, ""}
        others = messages.c.author.not_in([customer, "bot"])
        shared = select(messages.c.channel).where(messages.c.channel.in_(found), others).distinct()
        theirs = select(cases.c.channel).where(cases.c.channel.in_(found), cases.c.customer != customer).distinct()
        return sorted(found - {*self.sql.execute(shared).scalars(), *self.sql.execute(theirs).scalars()})

    @staticmethod
    def _cursors(private: Collection[str]) -> ColumnElement[bool]:
        places = [place_of(address, "") for address in private]
        wanted = [(place.platform, f"dm:{place.channel}") for place in places]
        return tuple_(cursors.c.platform, cursors.c.source).in_(wanted)

    def _parked(self, customer: str) -> list[int]:
        """Rows that could not be read and hold the platform's id of the customer."""
        key = self.sql.execute(select(customers.c.key).where(customers.c.id == customer)).scalar()
        platform, _, user = (key or "").partition(":")
        if not user:
            return []
        known = re.compile(rf"(?<!\w){re.escape(user)}(?!\w)")
        aside = select(inbox.c.id, inbox.c.raw).where(
            inbox.c.state == word("parked"), inbox.c.channel.startswith(f"{platform}:", autoescape=True)
        )
        return [row.id for row in self.sql.execute(aside) if known.search(row.raw)]


def _of(customer: str) -> Any:
    """His cases."""
    return select(cases.c.id).where(cases.c.customer == customer)
