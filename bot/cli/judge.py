"""The same judgement as live, on a bench: no store, no platform, a bounded memory of what went before."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.clock import WallClock
from bot.core.cases import Case, Event, State
from bot.core.grace import person_answers
from bot.core.messages import Author, Message, Place
from bot.core.operating import SHARE, points
from bot.core.reasons import of_policy
from bot.core.replies import first_name
from bot.core.triage import ASK_FROM, History, Kind, Rules, Verdict, triage
from bot.lexicons.models import WITH_SECOND, load_calibration
from bot.library import Library, NoReply
from bot.opinion import again_with
from bot.service.draft import variant
from bot.service.house import House

if TYPE_CHECKING:
    from datetime import datetime

    from bot.config import Config
    from bot.core.findings import Finding
    from bot.opinion import Encoder

REMEMBERED = 20_000
"""Customers, messages and cases that are remembered; older ones are forgotten, so that memory stays flat over any file."""
CALM = 0.2
"""Below this probability of a complaint a rehearsal does not spell out why a message is left alone."""
_CONTACTS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Judged:
    """A message with what detection saw, what triage decided, and the reply that would be posted (empty for none)."""

    message: Message
    finding: Finding
    verdict: Verdict
    reply: str = ""
    reply_name: str = ""

    def because(self, *, everything: bool = False) -> list[dict[str, Any]]:
        """The reasons as JSON; only those that fired, unless `everything` or nothing fired.

        Of a message that is plainly left alone it is the reason of policy: most messages are, and each sign in words costs as much as
        judging did. `wegwijzer explain` tells them all.
        """
        calm = self.verdict.kind == Kind.LEAVE and self.finding.probability < CALM and not everything
        because = (calm and of_policy(self.verdict.because)) or self.verdict.because
        kept = [s for s in because if s.fired or everything] or list(because)
        return [{"signal": s.name, "weight": round(s.weight, 3), "fired": s.fired, "text": s.text} for s in kept]


class Bounded(OrderedDict[Any, Any]):
    """A dict that forgets what was put in longest ago."""

    def __setitem__(self, key: object, value: object) -> None:
        """Put in; beyond REMEMBERED the oldest goes."""
        super().__setitem__(key, value)
        if len(self) > REMEMBERED:
            self.popitem(last=False)


@dataclass
class Channel:
    """What is remembered of one channel."""

    topics: dict[str, datetime] = field(default_factory=dict)
    begins: datetime | None = None
    ends: datetime | None = None
    """The day that `today` counts for: from midnight to midnight of the brand."""
    today: int = 0
    posts: deque[datetime] = field(default_factory=lambda: deque(maxlen=100))


class Bench:
    """Judges messages one by one, each at its own time."""

    def __init__(
        self, config: Config, mode: str, precision: float | None = None, *, encoder: Encoder | None = None
    ) -> None:
        """`mode` and, where given, `precision` are those that every channel of the recording is judged with.

        `encoder`: who is asked for a second opinion, if anybody.
        """
        self.house = House(config, Library(config).load(), {}, WallClock())
        first = config.channels[0] if config.channels else None
        known = self.house.rules(Place(first.platform, first.id)) if first is not None else None
        rules = known or Rules()
        wanted, share = precision or rules.precision, first.share if first is not None else SHARE
        self.rules = replace(rules, mode=mode, precision=wanted, points=points(load_calibration(), wanted, share))
        self.encoder = encoder
        if encoder is not None:
            self.rules = replace(self.rules, with_second=points(load_calibration(WITH_SECOND), wanted, share))
        self._channels: dict[Place, Channel] = {}
        self._cases = Bounded()
        self._open = Bounded()
        self._answered = Bounded()
        self._contacts = Bounded()
        self._asked: deque[datetime] = deque(maxlen=1000)
        self._stopped = Bounded()
        self._ours = Bounded()

    def message(self, text: str, at: datetime) -> Message:
        """A message as a customer would post it."""
        return Message(Place("sandbox", "explain"), "1", Author("1", ""), text, at)

    def judge(self, message: Message) -> Judged:
        """Detection and triage with the past of this recording."""
        finding = self._find(message)
        channel = self._channels.get(message.place)
        if channel is None:
            channel = self._channels[message.place] = Channel()
        history = self._history(message, channel)
        verdict = triage(message, finding, history, self.rules)
        if verdict.kind == Kind.LEAVE and verdict.event is None and not verdict.stop:
            self._person(message, finding, history)
            return Judged(message, finding, verdict)
        judged = self._with_reply(message, finding, verdict)
        self._remember(message, finding, verdict, channel)
        return judged

    def afresh(self, message: Message) -> tuple[Finding, Verdict]:
        """Judge as if nothing had happened before, and remember nothing."""
        finding = self._find(message)
        return finding, triage(message, finding, History(), self.rules)

    def _find(self, message: Message) -> Finding:
        """What detection saw, with the second opinion in it where the message is in doubt."""
        (finding,) = again_with(
            self.encoder, [self.house.detect(message)], lambda _, second: self.house.detect(message, second)
        )
        return finding

    def _history(self, message: Message, channel: Channel) -> History:
        who = (message.place.channel, message.author.id)
        if channel.begins is None or channel.ends is None or not channel.begins <= message.at < channel.ends:
            channel.begins, channel.ends, channel.today = *self._day(message.at), 0
        while self._asked and message.at - self._asked[0] > timedelta(hours=8):
            self._asked.popleft()
        contacts: dict[str, int] = {}
        for topic, when in self._contacts.get(message.author.id, ()):
            if message.at - when <= _CONTACTS:
                contacts[topic] = contacts.get(topic, 0) + 1
        minute = message.at - timedelta(minutes=1)
        replied = self._cases.get((message.place.channel, message.reply_to)) if message.reply_to else None
        return History(
            customer=message.author.id,
            stopped=message.author.id in self._stopped,
            own_case=self._cases.get((message.place.channel, message.id)),
            open_case=self._open.get(who),
            replied_case=replied,
            answered_customer=self._answered.get(who),
            answered_topics=channel.topics,
            contacts=contacts,
            answers_today=channel.today,
            posts_minute=sum(post > minute for post in channel.posts) if channel.posts else 0,
            asks_shift=len(self._asked),
        )

    def _day(self, moment: datetime) -> tuple[datetime, datetime]:
        """The brand's midnights before and after a moment."""
        begins = self.house.midnight(moment)
        return begins, self.house.midnight(begins + timedelta(hours=36))

    def _person(self, message: Message, finding: Finding, history: History) -> None:
        """A person's answer within the grace period would have silenced the bot: the case counts as answered by a person."""
        case = history.replied_case
        if (
            case is not None
            and person_answers(message, case)
            and case.customer != message.author.id
            and finding.probability < ASK_FROM
        ):
            self._keep(case.after(Event.MEMBER_ANSWERED, message.at) if case.can(Event.MEMBER_ANSWERED) else case)

    def _with_reply(self, message: Message, finding: Finding, verdict: Verdict) -> Judged:
        if not verdict.situation:
            return Judged(message, finding, verdict)
        language = self.house.reply_language(finding.language)
        topic = finding.topic or "other"
        deadline = self.house.say(self.house.deadline(message.at), message.at, language)
        facts = self.house.facts(language, first_name(message.author.name), topic, deadline, "", message.place.platform)
        try:
            reply = self.house.library.shelf.reply(language, verdict.situation, variant(message.id), facts)
        except NoReply as error:
            return Judged(message, finding, verdict, str(error))
        return Judged(message, finding, verdict, reply.words.plain, reply.name)

    def _remember(self, message: Message, finding: Finding, verdict: Verdict, channel: Channel) -> None:
        who = (message.place.channel, message.author.id)
        if verdict.stop:
            self._stopped[message.author.id] = True
        if verdict.case is not None:
            if verdict.event is not None:
                self._keep(verdict.case.after(verdict.event, message.at))
        elif verdict.kind in {Kind.ANSWER, Kind.ASK, Kind.HAND_OVER, Kind.WARN}:
            state = {Kind.ANSWER: State.ANSWERED, Kind.ASK: State.ASKED}.get(verdict.kind, State.HANDED_OVER)
            topic = finding.topic or "other"
            case = Case(
                message.id,
                message.author.id,
                message.place,
                message.id,
                finding.language,
                message.at,
                message.at,
                state,
                topic=topic,
            )
            self._keep(case)
            past = [pair for pair in self._contacts.get(message.author.id, ()) if message.at - pair[1] <= _CONTACTS]
            self._contacts[message.author.id] = [*past[-9:], (topic, message.at)]
        if verdict.kind == Kind.ASK:
            self._asked.append(message.at)
        if verdict.kind == Kind.ANSWER:
            self._answered[who] = message.at
            channel.topics[finding.topic or "other"] = message.at
            channel.today += 1
        if verdict.situation:
            channel.posts.append(message.at)

    def _keep(self, case: Case) -> None:
        self._cases[case.place.channel, case.message] = case
        who = (case.place.channel, case.customer)
        if case.ended:
            self._open.pop(who, None)
        else:
            self._open[who] = case
