"""From a verdict to what is written down: the case it opens or moves, the public answer, the card, what is kept of the message."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.core.cases import WITH_STAFF, Case, Event, State
from bot.core.grace import person_answers
from bot.core.messages import Role
from bot.core.reasons import POLICY, of_policy, reason
from bot.core.triage import ASK_FROM, Kind
from bot.core.words import Link, Words
from bot.ports import Seen
from bot.service import asking, followups, labels
from bot.service.ask_only import say_ask_only
from bot.service.closing import hold_note, take_back_answers
from bot.service.deeds.looking import button_for
from bot.service.relay import take_private
from bot.service.roots import grows_from, waiting_root

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.findings import Finding, Signal
    from bot.core.messages import Message
    from bot.core.triage import History, Rules, Verdict
    from bot.ports import Customer
    from bot.service.draft import Draft
    from bot.service.house import House

_REASONS_KEPT = 8
_CASES_OF_ONE = 20
"""How many of a customer's cases are looked at when he says stop."""
_REASONS_IN_WHY = 3
_ENDS_THE_BOTS_TURN = frozenset(
    {Event.NOT_COMPLAINT, Event.WANTS_STOP, Event.SOLVE, Event.HAND_OVER, Event.WANTS_HUMAN, Event.ASK, Event.REMOVED}
)


class Verdicts:
    """Applies one verdict after another to the draft of a transaction."""

    def __init__(self, house: House) -> None:
        """`house` gives settings and words."""
        self.house = house

    def apply(
        self,
        draft: Draft,
        message: Message,
        finding: Finding,
        verdict: Verdict,
        history: History,
        customer: Customer,
        rules: Rules,
    ) -> None:
        """Write down what follows from the verdict."""
        if message.author.role in {Role.CUSTOMER, Role.CHANNEL} and not message.private:
            about = history.replied_case or waiting_root(draft, message.place)
            self._maybe_an_answer(draft, message, finding, about, customer.id)
        case = self._case(draft, message, finding, verdict, customer, history.replied_case)
        if verdict.comment and history.replied_case is not None:
            followups.remark(draft, history.replied_case, message, finding.masked)
        if verdict.situation:
            grace = self._grace(message)
            language = case.language if case is not None else self.house.reply_language(finding.language)
            topic = case.topic if case is not None else finding.topic or "other"
            draft.answer(message, language, topic, verdict.situation, case, grace, moves=verdict.kind == Kind.ANSWER)
        if verdict.stop:
            draft.memory.stopped.add(customer.id)
            for other in draft.ledger.cases_of_customer(customer.id, _CASES_OF_ONE):
                draft.cancel_public(other)
        if any(signal.name == "policy:retractions" for signal in of_policy(verdict.because)):
            say_ask_only(draft, message.place)
        asking.list_later(draft, message, verdict)
        draft.memory.seen.append(_seen(message, finding, verdict, customer.id, case, guest=rules.mode == "guest"))

    def _grace(self, message: Message) -> float:
        channel = self.house.channel(message.place)
        return channel.grace if channel is not None else 0.0

    def _maybe_an_answer(
        self, draft: Draft, message: Message, finding: Finding, case: Case | None, customer: str
    ) -> None:
        """A reply to somebody's complaint by another person is a person's answer, unless it complains itself ("hier ook")."""
        if (
            case is None
            or case.customer == customer
            or not (person_answers(message, case) or grows_from(message.place, case))
            or finding.probability >= ASK_FROM
        ):
            return
        if not case.can(Event.MEMBER_ANSWERED):
            return
        draft.cancel_public(case)
        after = case.after(Event.MEMBER_ANSWERED, draft.now)
        draft.memory.keep(after)
        draft.memory.audit.append((customer, "member_answered", case.id))
        if after.state in WITH_STAFF:
            draft.tell_thread(after, self.house.desk("member_answered"), f"member:{message.id}")
        elif after.state != case.state:
            draft.timer(after, "silence", self.house.later(draft.now, self.house.config.policy.silence))

    def _case(
        self,
        draft: Draft,
        message: Message,
        finding: Finding,
        verdict: Verdict,
        customer: Customer,
        replied: Case | None,
    ) -> Case | None:
        if verdict.case is None and verdict.kind == Kind.LEAVE:
            return None
        before = verdict.case or self._open(message, finding, verdict, customer)
        if verdict.case is None and replied is not None and replied.ended and replied.customer == customer.id:
            before = replace(before, follows=replied.id)
            hold_note(draft, replied)
        if finding.abusive:
            before = replace(before, withdrawn=True)
        new = verdict.case is None
        after = before
        if verdict.event is not None:
            after = before.after(verdict.event, draft.now)
            draft.memory.audit.append((customer.id, f"{verdict.event}", before.id))
        if after.state == State.HANDED_OVER and (new or before.state != State.HANDED_OVER):
            after = replace(after, deadline=self.house.deadline(draft.now), why=self._why(verdict), snoozed=None)
        if not new:
            after = self._follow(draft, message, finding, after, verdict)
        if after.state in WITH_STAFF:
            after = self._show_staff(draft, before, after, customer.name, new=new)
        elif after.card and after.state != before.state:
            draft.edit_card(after)
        if verdict.retract:
            take_back_answers(draft, after)
            labels.not_complaint(draft, after, customer.id)
        draft.memory.keep(after, new=new)
        draft.memory.asks += verdict.kind == Kind.ASK
        return after

    def _show_staff(self, draft: Draft, before: Case, after: Case, name: str, *, new: bool) -> Case:
        if new or (before.state not in WITH_STAFF and not after.card):
            return draft.open_card(after, name)
        if after.state == State.HANDED_OVER != before.state and after.deadline is not None:
            draft.timer(after, "deadline", after.deadline)
        if after.state != before.state or after != before:
            draft.edit_card(after)
        return after

    def _open(self, message: Message, finding: Finding, verdict: Verdict, customer: Customer) -> Case:
        words = finding.masked if message.text.strip() else self.house.desk(f"media_{message.media or 'file'}")
        return Case(
            id=self.house.new_id(),
            customer=customer.id,
            place=message.place,
            message=message.id,
            language=self.house.reply_language(finding.language),
            opened=message.at,
            updated=message.at,
            topic=finding.topic or "other",
            severity=max(finding.severity, 1),
            hard=finding.hard,
            probability=finding.probability,
            masked=words,
            why=self._why(verdict),
            last_message=message.id,
            media=message.media,
            private=message.private,
            private_channel=message.place.channel if message.private else "",
        )

    def _follow(self, draft: Draft, message: Message, finding: Finding, case: Case, verdict: Verdict) -> Case:
        """What the customer says in a case that runs: his words reach staff, and what waited for him ends."""
        if verdict.event in _ENDS_THE_BOTS_TURN:
            draft.cancel_public(case)
        if case.ended:
            draft.ledger.cancel_jobs(case.id, ("timer",))
        if message.private:
            if not case.private and not verdict.stop:
                take_private(draft, case, invite=False)
            case = replace(case, private=True, private_channel=message.place.channel)
        elif message.id == case.message:
            case = replace(case, masked=finding.masked or case.masked)
        elif message.place == case.place:
            # What he says in a thread beside it is heard; what is said to him hangs under the complaint's own place.
            case = replace(case, last_message=message.id)
        if case.snoozed is not None:
            case = replace(case, snoozed=None)
        if case.state in WITH_STAFF:
            draft.tell_thread(
                case,
                self._said(message, finding),
                f"said:{message.place.channel}:{message.id}:{message.version}",
                (button_for(case, message, self.house.staff_language),) if message.media else (),
                relayed=message.id,
            )
        return case

    def _why(self, verdict: Verdict) -> str:
        """The reason in one line: what policy says, in the staff's language, then the strongest signals that fired."""
        fired = [s for s in verdict.because if s.fired]
        policy = [
            reason(s.name.removeprefix(POLICY), self.house.staff_language).text
            for s in fired
            if s.name.startswith(POLICY)
        ]
        strongest = sorted((s for s in fired if s.weight > 0), key=lambda s: -s.weight)
        texts = dict.fromkeys(policy + [s.text for s in strongest])
        return "; ".join(list(texts)[:_REASONS_IN_WHY]) or verdict.because[0].text

    def _said(self, message: Message, finding: Finding) -> Words:
        """What the customer said, as staff read it in the thread, with the way to what is no words."""
        name = message.author.name or self.house.desk("somebody")
        # In private staff need what he writes: there nothing is covered.
        text = (message.text if message.private else finding.masked).strip()
        key = "customer_edited" if message.version else "customer_says"
        said = self.house.desk(f"{key}_private" if message.private else key, name=name, text=text)
        if not message.media:
            return Words.of(said)
        shown = f"📎 {self.house.desk(f'media_{message.media}')}"
        return Words((f"{said} ", Link(shown, message.link) if message.link else shown))


def _seen(message: Message, finding: Finding, verdict: Verdict, author: str, case: Case | None, *, guest: bool) -> Seen:
    nothing_kept = (guest and case is None) or message.private
    # What is no complaint and belongs to no case is most of what is heard: there the decision in words is the whole reason.
    plain = verdict.kind is Kind.LEAVE and case is None and not finding.topic
    reasons = reasons_kept((plain and of_policy(verdict.because)) or verdict.because)
    if nothing_kept:
        reasons = [{**one, "text": one["signal"]} for one in reasons]
    return Seen(
        place=message.place,
        id=message.id,
        version=message.version,
        author=author,
        role=message.author.role,
        at=message.at,
        masked="" if nothing_kept else finding.masked,
        verdict=verdict.kind,
        because=reasons,
        case=case.id if case is not None else "",
        reply_to=message.reply_to,
    )


def reasons_kept(signals: Sequence[Signal]) -> list[dict[str, Any]]:
    """The reasons as a message keeps them: the first that fired, else the first of all."""
    fired = [s for s in signals if s.fired] or list(signals[:1])
    return [
        {"signal": s.name, "weight": round(s.weight, 2), "fired": s.fired, "text": s.text}
        for s in fired[:_REASONS_KEPT]
    ]
