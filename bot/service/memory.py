"""What one batch of messages has already changed, laid over what the store remembered before the batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.triage import History

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.cases import Case
    from bot.core.messages import Message
    from bot.ports import NewJob, Past, Seen


@dataclass
class Memory:
    """Collects the writes of a batch, so that they can be saved together and so that later messages see earlier ones."""

    cases: dict[str, Case] = field(default_factory=dict)
    jobs: list[NewJob] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    audit: list[tuple[str, str, str]] = field(default_factory=list)
    stopped: set[str] = field(default_factory=set)
    answers: list[tuple[str, str, str, datetime]] = field(default_factory=list)
    """(channel, customer, topic, when) of public answers planned in this batch."""
    new: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Cases opened in this batch: id → (customer, topic)."""
    asks: int = 0
    retractions: list[str] = field(default_factory=list)
    """Channels in which this batch takes an answer back, once each time."""
    _versions: dict[tuple[str, str], int] = field(default_factory=dict)
    """(channel, message) → the latest version among the first `_counted` of `seen`."""
    _counted: int = 0

    def keep(self, case: Case, *, new: bool = False) -> None:
        """The case as it is now."""
        self.cases[case.id] = case
        if new:
            self.new[case.id] = (case.customer, case.topic)

    def history(self, message: Message, past: Past) -> History:
        """The past of one message with this batch's own changes applied."""
        channel, customer = message.place.channel, past.customer.id
        fresh = [case for case in self.cases.values() if case.place.channel == channel]
        own = next((c for c in fresh if c.message == message.id), past.own_case)
        mine = [c for c in fresh if c.customer == customer and not c.ended]
        open_case = mine[-1] if mine else self._now(past.open_case)
        replied = self._now(past.replied_case) or next(
            (c for c in fresh if message.reply_to and message.reply_to in {c.message, c.last_message}), None
        )
        contacts = dict(past.contacts) if self.new else past.contacts
        for who, topic in self.new.values():
            if who == customer or who in past.linked:
                contacts[topic] = contacts.get(topic, 0) + 1
        topics = dict(past.answered_topics) if self.answers else past.answered_topics
        last, today, minute = past.answered_customer, past.answers_today, past.posts_minute
        for where, who, topic, when in self.answers:
            if where != channel:
                continue
            topics[topic] = when
            today, minute = today + 1, minute + 1
            last = when if who == customer else last
        return History(
            customer=customer,
            stopped=past.customer.stopped or customer in self.stopped,
            withdrawn=past.withdrawn or any(c.withdrawn for c in fresh if c.customer == customer),
            seen_version=max(past.seen_version, self._version(channel, message.id)),
            own_case=self._now(own),
            open_case=open_case if open_case is not None and not open_case.ended else None,
            replied_case=replied,
            answered_customer=last,
            answered_topics=topics,
            contacts=contacts,
            answers_today=today,
            retractions_today=past.retractions_today,
            posts_minute=minute,
            asks_shift=past.asks_shift + self.asks,
        )

    def _version(self, channel: str, message: str) -> int:
        """The latest version of a message that this batch has seen, -1 for none."""
        for seen in self.seen[self._counted :]:
            spot = (seen.place.channel, seen.id)
            self._versions[spot] = max(seen.version, self._versions.get(spot, -1))
        self._counted = len(self.seen)
        return self._versions.get((channel, message), -1)

    def _now(self, case: Case | None) -> Case | None:
        return self.cases.get(case.id, case) if case is not None else None

    def drop_jobs(self, case: str, kinds: tuple[str, ...]) -> None:
        """Cancel what this batch itself planned."""
        self.jobs = [job for job in self.jobs if not (job.case == case and job.kind in kinds)]
