"""Judge → record: unread rows become verdicts, cases and jobs, all in the transaction that marks the rows as read."""

from __future__ import annotations

import logging
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from bot.core.messages import Command, LetIn, Membership, Message, Moved, Press, Removed, Role, ThreadGone
from bot.core.private import is_customers
from bot.core.second import NOBODY
from bot.core.triage import Rules, triage
from bot.ports import PastAsk, Unreadable
from bot.service import house_rules, private_threads
from bot.service.accounts import Accounts
from bot.service.desk import Desk
from bot.service.doubting import Seen, version_of
from bot.service.draft import Draft
from bot.service.places import Places
from bot.service.talks import Talks
from bot.service.verdicts import Verdicts

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.cases import Case
    from bot.core.findings import Finding
    from bot.core.messages import Inbound, Place
    from bot.core.triage import History
    from bot.ports import InboxRow, Ledger
    from bot.service.house import House

log = logging.getLogger("wegwijzer.judge")

BATCH = 100
"""Rows judged in one transaction."""
_RECENT = 10


class Parked:
    """Stands for a row that could not be read."""


class Judge:
    """Turns unread rows into what must be done. Pure but for the ledger: no waiting, the time is an argument."""

    def __init__(self, house: House) -> None:
        """`house` gives settings, words and detection."""
        self.house = house
        self.accounts = Accounts(house)
        self.desk = Desk(house)
        self.places = Places(house)
        self.talks = Talks()
        self.verdicts = Verdicts(house)
        self._seen = Seen(0)

    def work(self, ledger: Ledger, now: datetime, limit: int = BATCH, seen: Seen | None = None) -> int:
        """Judge the oldest unread rows; returns how many were dealt with. `seen`: what was found and asked about them before."""
        self._seen = seen or Seen(0)
        rows = ledger.unread(limit)
        draft = Draft(self.house, ledger, now)
        read = [(row, self._read(draft, row)) for row in rows]
        for heard, group in groupby((inbound for _, inbound in read), key=self._is_heard):
            if heard:
                self._messages(draft, [inbound for inbound in group if isinstance(inbound, Message)])
                continue
            for inbound in group:
                self._other(draft, inbound)
                draft.save()
        draft.save()
        ledger.read_done([row.id for row, inbound in read if not isinstance(inbound, Parked)])
        if draft.forgotten:
            ledger.drop_read(draft.forgotten)
        return len(rows)

    def _read(self, draft: Draft, row: InboxRow) -> Inbound | Parked | None:
        platform = row.row.platform
        try:
            return self.house.platforms[platform].read(row.row.raw)
        except Unreadable as error:
            log.warning("%s: a message could not be read and was set aside: %s", platform, error)
            draft.ledger.park(row.id, str(error))
            draft.notice(platform, self.house.desk("parked", platform=platform, reason=error), f"parked:{row.id}")
            return Parked()

    def _is_heard(self, inbound: Inbound | Parked | None) -> bool:
        """Whether it is a message of a watched place or a private chat by anyone but staff; those are judged in bulk."""
        if not isinstance(inbound, Message) or inbound.author.role == Role.STAFF or self.accounts.asks(inbound):
            return False
        return inbound.private or self.house.rules(inbound.place) is not None

    def _messages(self, draft: Draft, messages: list[Message]) -> None:
        midnight = self.house.midnight(draft.now)
        pasts = draft.ledger.past([PastAsk(m.place, m, midnight, draft.now) for m in messages])
        for message, past in zip(messages, pasts, strict=True):
            rules = self.house.rules(message.place) or Rules(mode="off")
            if rules.mode == "guest" and self.places.sent_away(draft, message):
                continue
            if private_threads.by_stranger(draft, message, past.customer):
                continue
            if message.private and self.talks.arrives(draft, message, past.customer):
                continue
            if not message.private or message.in_thread:
                self.accounts.in_public(draft, message)
            finding = self._find(message)
            history = draft.memory.history(message, past)
            if message.private:
                history = self._in_private(draft, message, past.customer.id, history)
            warned_in = history.replied_case or (history.open_case if message.private else None)
            if house_rules.appeal(draft, self.house, message, past.customer, warned_in):
                continue
            verdict = triage(message, finding, history, rules)
            if verdict.stop and message.private and self.talks.asks(draft, history.open_case):
                verdict = replace(verdict, stop=False)  # it ends the questions, not the talk
            self.verdicts.apply(draft, message, finding, verdict, history, past.customer, rules)
            if message.private:
                self.talks.said(draft, message, history.open_case)
        draft.save()

    def _find(self, message: Message) -> Finding:
        """What detection says, with the second opinion in it where one was asked; a doubt that nobody saw before is unheard."""
        version = version_of(message)
        before = self._seen.findings.get(version)
        finding = before[1] if before is not None and before[0] == message else self.house.detect(message)
        if message.private:
            return finding
        view = self._seen.seconds.get(version)
        if self.house.in_doubt(finding):
            return self.house.detect(message, view or NOBODY)
        if view is not None and self.house.is_sure(finding):
            return self.house.detect(message, view.for_topic())
        return finding

    def _in_private(self, draft: Draft, message: Message, customer: str, history: History) -> History:
        """In a private chat: the open case that is meant, and, with none open, the ended one that was talked about last."""
        history = replace(history, open_case=self._meant(draft, message, customer, history))
        if history.open_case is None and history.replied_case is None:
            name = self._last_topic(draft, message.place)
            last = draft.memory.cases.get(name) or draft.ledger.case(name) if name else None
            if last is not None and last.customer == customer:
                return replace(history, replied_case=last)
        return history

    def _meant(self, draft: Draft, message: Message, customer: str, history: History) -> Case | None:
        """The open case that somebody in a private chat means; never another person's.

        The one he replies to, else the one last talked about there, else his latest.
        """
        stored = (draft.memory.cases.get(case.id, case) for case in draft.ledger.cases_of_customer(customer, _RECENT))
        fresh = (case for case in reversed(draft.memory.cases.values()) if case.customer == customer)
        mine = {case.id: case for case in (*fresh, *stored) if not case.ended}
        replied, latest = history.replied_case, history.open_case
        named = (
            replied.id if replied else "",
            self._last_topic(draft, message.place),
            latest.id if latest else "",
        )
        return next((mine[name] for name in named if name in mine), next(iter(mine.values()), None))

    @staticmethod
    def _last_topic(draft: Draft, place: Place) -> str:
        """The case that was talked about last in a private chat."""
        fresh = [seen.case for seen in draft.memory.seen if seen.place == place and seen.case]
        earlier = [seen.case for seen in draft.ledger.context(place, draft.now, _RECENT) if seen.case]
        return (fresh or earlier or [""])[-1]

    def _other(self, draft: Draft, inbound: Inbound | Parked | None) -> None:
        match inbound:
            case Message() if self.accounts.asks(inbound):
                self.accounts.heard(draft, inbound)
            case Message() if self.house.is_staff_place(inbound.place):
                self.desk.thread_message(draft, inbound)
            case Message() if inbound.private and inbound.author.role == Role.STAFF:
                self._messages(draft, [replace(inbound, author=replace(inbound.author, role=Role.CUSTOMER))])
            case Message() if self.house.rules(inbound.place) is not None:
                self.accounts.in_public(draft, inbound)
                self.places.staff_in_public(draft, inbound)
            case Press():
                self._press(draft, inbound)
            case Command():
                self._command(draft, inbound)
            case Removed() if self.house.is_staff_place(inbound.place):
                self.desk.removed(draft, inbound)
            case Removed():
                self.places.removed(draft, inbound)
            case Moved():
                self.places.moved(draft, inbound)
            case Membership():
                self.places.membership(draft, inbound)
            case LetIn() | ThreadGone():
                self._thread(draft, inbound)
            case _:
                return

    def _thread(self, draft: Draft, news: LetIn | ThreadGone) -> None:
        if isinstance(news, LetIn):
            private_threads.let_in(draft, news)
        else:
            self.desk.thread_gone(draft, news.place)

    def _press(self, draft: Draft, press: Press) -> None:
        """Customers' buttons are told from those of staff by what they carry."""
        if is_customers(press.data):
            self.talks.press(draft, press)
        else:
            self.desk.press(draft, press)

    def _command(self, draft: Draft, command: Command) -> None:
        if self.accounts.is_command(command):
            self.accounts.command(draft, command)
        else:
            self.desk.command(draft, command)
