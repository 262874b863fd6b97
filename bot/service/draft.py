"""What one transaction is about to write: cases, jobs, audit lines, with the few ways in which the service makes them."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.core.actions import Answer, Card, CardEdit, CardMoved, Notice, ThreadPost, Timer
from bot.core.cases import State
from bot.core.replies import first_name
from bot.core.words import Words
from bot.ports import Member, Seen
from bot.service import clocking, closing, floods, promising, talks, teaming
from bot.service.house import URGENT
from bot.service.memory import Memory
from bot.service.plans import job

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.cases import Case
    from bot.core.messages import Author, Message, Place
    from bot.core.words import Button
    from bot.ports import Ledger, NewJob
    from bot.service.house import House

log = logging.getLogger("wegwijzer.service")

PICKED_UP = "picked_up"
"""The reply that is suggested where a person is needed: it speaks as that person."""


@dataclass
class Draft:
    """The writes of one transaction. `save` hands them to the ledger; until then later decisions see earlier ones through `memory`."""

    house: House
    ledger: Ledger
    now: datetime
    memory: Memory = field(default_factory=Memory)
    known: dict[str, Case] = field(default_factory=dict)
    """Cases that were read beforehand, by id."""
    roots: dict[Place, str] = field(default_factory=dict)
    """Threads that were looked at: place → id of the case about the message that it grew from, or empty."""
    forgotten: set[str] = field(default_factory=set)
    """Private chats (`platform:channel`) of people who were forgotten: their rows in the inbox go when they are read."""

    def save(self) -> None:
        """Write everything down and start empty again."""
        floods.part(self)
        floods.regroup(self, [case.id for case in self.memory.cases.values() if case.ended])
        closing.follow(self)
        promising.follow(self)
        clocking.follow(self)
        memory, self.memory = self.memory, Memory()
        if memory.cases:
            self.ledger.save_cases(list(memory.cases.values()))
        if memory.jobs:
            self.ledger.add_jobs(memory.jobs, self.now)
        if memory.seen:
            self.ledger.remember(memory.seen)
        for who, what, case in memory.audit:
            self.ledger.audit(who, what, case, self.now)
        for customer in memory.stopped:
            self.ledger.stop_customer(customer)

    def _staff_job(self, action: Card | CardEdit | CardMoved | ThreadPost, key: str, case: Case) -> None:
        staff = self.house.desk_of(case)
        if staff is None:
            log.error(
                "case %s needs a person, but %s has no staff channel; fill in staff.%s.id",
                case.id,
                case.place.platform,
                case.place.platform,
            )
            return
        self.memory.jobs.append(job(action, key, self.now, case, staff=staff.channel))

    def open_card(self, case: Case, name: str, situation: str = "", *, own: bool = False) -> Case:
        """Make the case visible to staff: a card with a suggestion, and a timer that notices when nobody acts.

        `situation` names the reply to suggest; left out, it is the topic's own where the bot asks whether this is a complaint, and
        words for a member of staff who takes it up where a person is needed. In a flood the case joins another's card, unless it
        must have its `own`.
        """
        if not case.suggested:
            situation = situation or (case.topic if case.state == State.ASKED else PICKED_UP)
            said = self.house.say(case.deadline or self.house.deadline(self.now), self.now, case.language)
            facts = self.house.facts(case.language, name, case.topic, said, "", case.place.platform)
            reply = self.house.library.shelf.reply(case.language, situation, case.number, facts)
            case = replace(case, suggested=tuple(reply.words.dump()), suggestion=reply.name)
        case = teaming.assign(self, case)
        if not own and (lead := floods.lead_of(self, case)) is not None:
            case = floods.join(self, case, lead)
        else:
            self._card_job(case)
            teaming.call(self, case)
        floods.show_incident(self, case)
        if case.state == State.ASKED:
            self.timer(case, "silence", self.house.later(self.now, self.house.config.policy.silence))
        if case.deadline is not None:
            self.timer(case, "deadline", case.deadline)
        return case

    def _card_job(self, case: Case) -> None:
        staff = self.house.desk_of(case)
        self._staff_job(Card(staff.channel if staff else ""), f"card:{case.id}:{self.house.new_id()}", case)

    def moved_card(self, case: Case, text: str) -> None:
        """The card stands elsewhere from now on: where it stood it says so, without buttons."""
        if case.thread is not None and case.card:
            gone = CardMoved(case.thread, case.card, Words.of(text))
            self._staff_job(gone, f"moved:{case.id}:{self.house.new_id()}", case)

    def staff_edit(self, case: Case, message: str, text: str) -> None:
        """A post of ours in the case's thread says something else now, and its buttons go."""
        if case.thread is not None:
            edit = CardMoved(case.thread, message, Words.of(text))
            self._staff_job(edit, f"staff_edit:{case.id}:{message}:{self.house.new_id()[:8]}", case)

    def with_deadline(self, case: Case) -> Case:
        """The case with a deadline from now on, and a timer that notices when nobody acts before it."""
        case = replace(case, deadline=self.house.deadline(self.now))
        if case.deadline is not None:
            self.timer(case, "deadline", case.deadline)
        return case

    def member(self, platform: str, author: Author) -> str:
        """The random id of somebody of staff, who is remembered as a colleague."""
        who = self.ledger.customer(platform, author.id, author.name).id
        self.ledger.staff_seen(Member(who, platform, author.name), self.now)
        return who

    def customer_name(self, case: Case) -> str:
        """What the customer is called; empty when he is not known any more."""
        customer = self.ledger.customer_of(case.customer)
        return customer.name if customer is not None else ""

    def edit_card(self, case: Case, menu: tuple[Button, ...] = ()) -> None:
        """Bring the card up to date, where there is one or one is on its way; edits that still wait are one.

        `menu` stands there instead of the card's own buttons until the next edit.
        """
        self.ledger.cancel_jobs(case.id, ("card_edit",))
        self.memory.jobs[:] = [new for new in self.memory.jobs if not (new.case == case.id and new.kind == "card_edit")]
        self._staff_job(CardEdit(menu), f"edit:{case.id}:{self.house.new_id()}", case)

    def tell_thread(
        self,
        case: Case,
        text: str | Words,
        key: str,
        buttons: tuple[Button, ...] = (),
        relayed: str = "",
        ping: str = "",
    ) -> None:
        """Say something in the case's thread, once a key; `ping` calls those whom the settings name so."""
        words = Words.of(text) if isinstance(text, str) else text
        self._staff_job(ThreadPost(words, buttons, relayed, ping), f"{key}:{case.id}", case)

    def notice(self, platform: str, text: str, key: str) -> None:
        """Tell the staff channel itself something, once a key."""
        staff = self.house.staff_place(platform)
        if staff is None:
            log.error("%s has no staff channel to tell: %s", platform, text)
            return
        self.memory.jobs.append(job(Notice(staff.channel, text), f"notice:{key}", self.now, platform=platform))

    def cancel_public(self, case: Case) -> None:
        """The bot says nothing more by itself in this case: what waits is cancelled, planned in this transaction or before."""
        self.ledger.cancel_jobs(case.id, ("answer",))
        self.memory.jobs[:] = [new for new in self.memory.jobs if not (new.case == case.id and new.kind == "answer")]

    def answer(
        self,
        message: Message,
        language: str,
        topic: str,
        situation: str,
        case: Case | None,
        grace: float,
        *,
        moves: bool,
    ) -> None:
        """Plan the bot's public answer to a message; the key allows one a message, ever."""
        deadline = case.deadline if case is not None and case.deadline is not None else self.house.deadline(self.now)
        name, token = first_name(message.author.name), self.house.new_token()
        facts = self.house.facts(
            language,
            name,
            topic,
            self.house.say(deadline, self.now, language),
            token if case else "",
            message.place.platform,
        )
        reply = self.house.library.shelf.reply(language, situation, variant(message.id), facts)
        buttons = talks.make_way(self, case, token) if reply.link == "private" and case is not None else ()
        action = Answer(message.place, message.id, reply.words, reply.name, moves, buttons)
        key = f"answer:{message.place.platform}:{message.place.channel}:{message.id}"
        urgent = situation in URGENT or situation in {"human", "stopped", "welcome"}
        due = self.now if urgent else self.house.post_at(self.now, grace, situation)
        self.memory.jobs.append(job(action, key, due, case, platform=message.place.platform))
        if case is not None:
            self.memory.answers.append((message.place.channel, case.customer, topic if moves else situation, self.now))

    def timer(self, case: Case, what: str, due: datetime) -> NewJob:
        """Wake the case at `due`; whoever is woken looks whether it still makes sense."""
        new = job(Timer(what), f"{what}:{case.id}:{self.house.new_id()}", due, case)
        self.memory.jobs.append(new)
        return new

    def saw(self, message: Message, author: str, masked: str, case: str = "") -> None:
        """Keep a message of staff in public, so that later replies to it are understood."""
        self.memory.seen.append(
            Seen(
                message.place,
                message.id,
                message.version,
                author,
                message.author.role,
                message.at,
                masked,
                case=case,
                reply_to=message.reply_to,
            )
        )


def variant(message: str) -> int:
    """Which variant of a reply to use: the same for the same message, spread over messages."""
    return sum(ord(character) for character in message)
