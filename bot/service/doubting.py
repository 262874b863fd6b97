"""Before a batch is judged: second opinions on its messages in doubt, so that the transaction never waits for anybody."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.messages import Message, Place, Role
from bot.core.second import Second
from bot.ports import Unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.findings import Finding
    from bot.core.messages import Inbound
    from bot.ports import InboxRow, Opinion, Store
    from bot.service.house import House

log = logging.getLogger("wegwijzer.judge")

MOST_IN_A_FULL_BATCH = 16
"""A full batch is a backlog or a flood: so many of its doubts are asked about, the others are unheard, and the judge keeps pace. Of its
sure complaints none is asked about; the word model says their topic."""

Version = tuple[Place, str, int]
Findings = Mapping[Version, tuple[Message, "Finding"]]
"""What detection found without a second opinion, and in which message."""
Seconds = Mapping[Version, Second]
"""Views by the version of a message that they are about."""


def version_of(message: Message) -> Version:
    """Names one version of one message."""
    return message.place, message.id, message.version


@dataclass(frozen=True, slots=True)
class Seen:
    """How many of the oldest unread rows were looked at, the views on those that somebody was asked about, and what detection found."""

    rows: int
    seconds: Seconds = field(default_factory=dict)
    findings: Findings = field(default_factory=dict)


class Doubts:
    """Looks at unread rows without taking them, and asks about what is in doubt, and which topic a sure complaint has."""

    def __init__(self, house: House, store: Store) -> None:
        """`house` says who is asked, and what is in doubt."""
        self.house, self.store = house, store

    async def ask(self, limit: int) -> Seen:
        """Views for the oldest unread rows. A message without one is judged as unheard, so nothing here keeps a batch from being judged."""
        rows = await self.store.read(lambda ledger: ledger.unread(limit))
        findings = self._findings(rows)
        opinion = self.house.opinion
        if opinion is None:
            return Seen(len(rows), findings=findings)
        doubted = {version: found.masked for version, (_, found) in findings.items() if self.house.in_doubt(found)}
        sure = {version: found.masked for version, (_, found) in findings.items() if self.house.is_sure(found)}
        if len(rows) == limit > MOST_IN_A_FULL_BATCH:
            doubted, sure = dict(list(doubted.items())[:MOST_IN_A_FULL_BATCH]), {}
        views, topics = await asyncio.gather(_views(opinion, doubted), _views(opinion.topical, sure))
        return Seen(len(rows), views | topics, findings)

    def _findings(self, rows: Sequence[InboxRow]) -> dict[Version, tuple[Message, Finding]]:
        """What detection alone sees in each message that is judged."""
        found: dict[Version, tuple[Message, Finding]] = {}
        for row in rows:
            message = self._read(row)
            if isinstance(message, Message) and self._is_judged(message):
                found[version_of(message)] = message, self.house.detect(message)
        return found

    def _read(self, row: InboxRow) -> Inbound | None:
        try:
            return self.house.platforms[row.row.platform].read(row.row.raw)
        except Unreadable:
            return None

    def _is_judged(self, message: Message) -> bool:
        """Whether its probability matters: said by a customer in a watched channel that is not switched off."""
        rules = self.house.rules(message.place)
        return (
            rules is not None and rules.mode != "off" and not message.private and message.author.role == Role.CUSTOMER
        )


async def _views(opinion: Opinion | None, texts: Mapping[Version, str]) -> dict[Version, Second]:
    """The views that came in time."""
    if opinion is None or not texts:
        return {}
    try:
        views = await opinion.judge(list(texts.values()))
    except Exception as error:  # noqa: BLE001 - a port promises not to raise; a broken one must not stop the judge
        log.error("second opinion: failed in an unforeseen way (%s)", type(error).__name__)  # noqa: TRY400
        return {}
    return {version: view for version, view in zip(texts, views, strict=True) if view is not None}
