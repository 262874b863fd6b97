"""What triage must know of the past, for a whole batch of messages in a constant number of statements."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import BindParameter, bindparam, case, func, select

from bot.ports import Past
from bot.store.columns import Moment
from bot.store.customer_tables import links
from bot.store.desk import padded
from bot.store.people import PeoplePart
from bot.store.rows import address, to_case
from bot.store.schema import LIVE_CASE, cases, messages, where_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.core.cases import Case
    from bot.core.messages import Message, Place
    from bot.ports import PastAsk

ANSWERS_COUNT = timedelta(hours=48)
"""How long a public answer is remembered for cool-downs and pauses."""
CONTACTS_COUNT = timedelta(days=14)
SHIFT = timedelta(hours=8)
LOOP = timedelta(seconds=60)
"""How far back the loop breaker counts our own posts."""

_channels: BindParameter[str] = bindparam("channels", expanding=True)
_ids: BindParameter[str] = bindparam("ids", expanding=True)

_KNOWN = select(messages.c.channel, messages.c.message, messages.c.version, messages.c.case).where(
    messages.c.channel.in_(_channels), messages.c.message.in_(_ids)
)
_SAID = select(cases.c.id, cases.c.channel, cases.c.message).where(
    cases.c.channel.in_(_channels), cases.c.message.in_(_ids), cases.c.message != ""
)
_ANSWERS = select(cases.c.id, cases.c.channel, cases.c.answer).where(
    cases.c.channel.in_(_channels), cases.c.answer.in_(_ids), where_text("answer <> ''")
)
_LIVE = (
    select(cases.c.id, cases.c.customer, cases.c.channel, cases.c.private_channel)
    .where(cases.c.customer.in_(bindparam("people", expanding=True)), where_text(LIVE_CASE))
    .order_by(cases.c.number)
)
_mine = links.alias("mine")
_LINKED = (
    select(_mine.c.customer.label("of"), links.c.customer.label("other"))
    .join_from(_mine, links, _mine.c.person == links.c.person)
    .where(_mine.c.customer.in_(bindparam("people", expanding=True)), links.c.customer != _mine.c.customer)
)
_HABITS = (
    select(
        cases.c.customer,
        cases.c.channel,
        cases.c.topic,
        func.count().label("many"),
        func.max(cases.c.spoke, type_=Moment).label("spoke"),
        func.sum(case((cases.c.withdrawn, 1), else_=0)).label("withdrawn"),
    )
    .where(
        cases.c.customer.in_(bindparam("people", expanding=True)), cases.c.opened >= bindparam("since", type_=Moment)
    )
    .group_by(cases.c.customer, cases.c.channel, cases.c.topic)
)
_TOPICS = (
    select(
        cases.c.channel,
        cases.c.topic,
        func.max(cases.c.spoke, type_=Moment).label("spoke"),
        func.sum(case((cases.c.spoke >= bindparam("midnight", type_=Moment), 1), else_=0)).label("today"),
    )
    .where(cases.c.channel.in_(_channels), cases.c.spoke >= bindparam("since", type_=Moment))
    .group_by(cases.c.channel, cases.c.topic)
)
_RETRACTED = (
    select(cases.c.channel, func.count().label("many"))
    .where(cases.c.channel.in_(_channels), cases.c.retracted >= bindparam("midnight", type_=Moment))
    .group_by(cases.c.channel)
)
_ASKED = select(func.count()).select_from(cases).where(cases.c.asked >= bindparam("since", type_=Moment))
_POSTS = (
    select(messages.c.channel, func.count().label("many"))
    .where(messages.c.channel.in_(_channels), messages.c.at > bindparam("since", type_=Moment), where_text("posted"))
    .group_by(messages.c.channel)
)
_FULL = select(cases).where(cases.c.id.in_(_ids)).order_by(cases.c.number)

Spot = tuple[str, str]
"""(channel as `platform:channel`, message id)"""


@dataclass(slots=True)
class _Channel:
    """What the bot did in one channel."""

    topics: dict[str, datetime] = field(default_factory=dict)
    today: int = 0
    retracted: int = 0
    posts: int = 0


@dataclass(slots=True)
class _Person:
    """What one customer went through."""

    contacts: dict[str, int] = field(default_factory=dict)
    answered: dict[str, datetime] = field(default_factory=dict)  # channel → last answer to him
    withdrawn: set[str] = field(default_factory=set)  # channels in which the bot withdrew from him
    linked: set[str] = field(default_factory=set)  # his other accounts


@dataclass(slots=True)
class _Moment:
    """What depends on the time of asking: the same for a whole batch, as a rule."""

    channels: dict[str, _Channel]
    people: dict[str, _Person]
    asks: int


@dataclass(slots=True)
class _Ties:
    """Which messages belong to which cases."""

    versions: dict[Spot, int] = field(default_factory=dict)
    by_message: dict[Spot, str] = field(default_factory=dict)
    by_complaint: dict[Spot, str] = field(default_factory=dict)
    by_answer: dict[Spot, str] = field(default_factory=dict)


class PastPart(PeoplePart):
    """The past of messages."""

    def past(self, asks: Sequence[PastAsk]) -> list[Past]:
        """The past of each message, in order. Makes customers that are new; holds the cases it gives (PostgreSQL)."""
        if not asks:
            return []
        channels = padded(_channel(ask.place) for ask in asks)
        names = {_author(ask.message): ask.message.author.name for ask in asks}
        people, new = self._customers(names, max(ask.now for ask in asks))
        known = [customer.id for key, customer in people.items() if key not in new]
        ties = self._ties(asks, channels)
        meant = {(people[key].id, _channel(ask.place)) for ask in asks if (key := _author(ask.message)) not in new}
        wanted = self._latest_live(meant)
        wanted.update(ties.by_message.values(), ties.by_complaint.values(), ties.by_answer.values())
        full = self._full(wanted)
        moments = {key: self._moment(*key, channels, known) for key in {(ask.midnight, ask.now) for ask in asks}}
        open_cases = _open_cases(full)
        quiet, nobody = _Channel(), _Person()
        pasts = []
        for ask in asks:
            spot = (_channel(ask.place), ask.message.id)
            customer = people[_author(ask.message)]
            moment = moments[ask.midnight, ask.now]
            channel = moment.channels.get(spot[0]) or quiet
            person = moment.people.get(customer.id) or nobody
            pasts.append(
                Past(
                    customer=customer,
                    open_case=open_cases.get((customer.id, spot[0])),
                    replied_case=_replied(ties, (spot[0], ask.message.reply_to), full),
                    own_case=full.get(ties.by_complaint.get(spot, "")),
                    answered_customer=person.answered.get(spot[0]),
                    answered_topics=channel.topics,
                    contacts=person.contacts,
                    answers_today=channel.today,
                    retractions_today=channel.retracted,
                    posts_minute=channel.posts,
                    asks_shift=moment.asks,
                    withdrawn=spot[0] in person.withdrawn,
                    linked=frozenset(person.linked),
                    seen_version=ties.versions.get(spot, -1),
                )
            )
        return pasts

    def _ties(self, asks: Sequence[PastAsk], channels: list[str]) -> _Ties:
        ties = _Ties()
        replies = {ask.message.reply_to for ask in asks if ask.message.reply_to}
        ids = padded({ask.message.id for ask in asks} | replies)
        for row in self.sql.execute(_KNOWN, {"channels": channels, "ids": ids}):
            spot = (row.channel, row.message)
            ties.versions[spot] = max(row.version, ties.versions.get(spot, -1))
            if row.case:
                ties.by_message[spot] = row.case
        for complaint in self.sql.execute(_SAID, {"channels": channels, "ids": ids}):
            ties.by_complaint[complaint.channel, complaint.message] = complaint.id
        if replies:
            for answer in self.sql.execute(_ANSWERS, {"channels": channels, "ids": padded(replies)}):
                ties.by_answer[answer.channel, answer.answer] = answer.id
        return ties

    def _latest_live(self, meant: set[tuple[str, str]]) -> set[str]:
        """The latest case that has not ended of each (customer, channel)."""
        latest: dict[tuple[str, str], str] = {}
        if not meant:
            return set()
        for row in self.sql.execute(_LIVE, {"people": padded(customer for customer, _ in meant)}):
            for channel in _channels_of(row.channel, row.private_channel):
                latest[row.customer, channel] = row.id
        return {latest[one] for one in meant if one in latest}

    def _full(self, wanted: set[str]) -> dict[str, Case]:
        """Whole cases, oldest first, as they are once the locks are ours."""
        if not wanted:
            return {}
        found = self.sql.execute(self.held(_FULL), {"ids": padded(wanted)})
        return {row.id: to_case(row) for row in found}

    def _moment(self, midnight: datetime, now: datetime, channels: list[str], known: list[str]) -> _Moment:
        by_channel: dict[str, _Channel] = defaultdict(_Channel)
        recent = {"channels": channels, "midnight": midnight, "since": min(midnight, now - ANSWERS_COUNT)}
        for row in self.sql.execute(_TOPICS, recent):
            by_channel[row.channel].topics[row.topic] = row.spoke
            by_channel[row.channel].today += row.today
        for row in self.sql.execute(_RETRACTED, {"channels": channels, "midnight": midnight}):
            by_channel[row.channel].retracted = row.many
        for row in self.sql.execute(_POSTS, {"channels": channels, "since": now - LOOP}):
            by_channel[row.channel].posts = row.many
        by_person: dict[str, _Person] = defaultdict(_Person)
        linked = [(row.of, row.other) for row in self.sql.execute(_LINKED, {"people": padded(known)})] if known else []
        habits = {"people": padded([*known, *(other for _, other in linked)]), "since": now - CONTACTS_COUNT}
        for row in self.sql.execute(_HABITS, habits) if known else ():
            person = by_person[row.customer]
            person.contacts[row.topic] = person.contacts.get(row.topic, 0) + row.many
            if row.withdrawn:
                person.withdrawn.add(row.channel)
            if row.spoke is not None:
                person.answered[row.channel] = max(row.spoke, person.answered.get(row.channel, row.spoke))
        _add_linked(by_person, linked)
        asked = self.sql.execute(_ASKED, {"since": now - SHIFT}).scalar_one()
        return _Moment(by_channel, by_person, asked)


def _add_linked(by_person: dict[str, _Person], linked: Sequence[tuple[str, str]]) -> None:
    """Contacts count for every account that a person linked, wherever they were made; answers and withdrawals stay with their channel."""
    own = {customer: dict(person.contacts) for customer, person in by_person.items()}
    for of, other in linked:
        by_person[of].linked.add(other)
        contacts = by_person[of].contacts
        for topic, many in own.get(other, {}).items():
            contacts[topic] = contacts.get(topic, 0) + many


def _channel(place: Place) -> str:
    return address(place.platform, place.channel)


def _channels_of(public: str, private: str) -> list[str]:
    """Where a case lives: its public channel, and the private chat if the customer went there."""
    return [public, address(public.partition(":")[0], private)] if private else [public]


def _author(message: Message) -> str:
    return address(message.place.platform, message.author.id)


def _open_cases(full: dict[str, Case]) -> dict[tuple[str, str], Case]:
    """(customer, channel) → his latest case there that has not ended; a private chat is a channel of the case as well."""
    found = {}
    for case_ in full.values():  # by number: the latest wins
        if not case_.ended:
            for channel in _channels_of(_channel(case_.place), case_.private_channel):
                found[case_.customer, channel] = case_
    return found


def _replied(ties: _Ties, spot: Spot, full: dict[str, Case]) -> Case | None:
    """The case that the message at `spot` belongs to."""
    if not spot[1]:
        return None
    for tie in (ties.by_message, ties.by_complaint, ties.by_answer):
        found = full.get(tie.get(spot, ""))
        if found is not None:
            return found
    return None
