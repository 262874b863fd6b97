"""What came of each job is written down: receipts, retries, uncertain sends, and what they mean for the case."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.actions import (
    AFTER_THE_END,
    PRIVATE_NOTES,
    Amend,
    Answer,
    Card,
    CardEdit,
    Enter,
    Mute,
    Notice,
    Relay,
    Restate,
    Retract,
    Reveal,
    TakeDown,
    ThreadPost,
    Timer,
    Unmute,
    Withdraw,
    is_note,
)
from bot.core.cards import shorten
from bot.core.cases import WITH_STAFF, Event, State
from bot.core.messages import Place, Role
from bot.ports import Busy, ChannelMoved, Gone, Relayed, Revoked, Seen, Unreachable, Unsure
from bot.service import closing, erasing, measures, promising, undelivered
from bot.service.acting import is_unsure
from bot.service.deeds.answering import PRESSED
from bot.service.desk import Desk
from bot.service.draft import Draft
from bot.service.plans import job
from bot.service.talks import Talks, close_ways
from bot.service.timers import rings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.core.cases import Case
    from bot.core.messages import Place
    from bot.core.words import Words
    from bot.ports import ChatError, Ledger
    from bot.service.house import House
    from bot.service.tasks import Outcome

log = logging.getLogger("wegwijzer.act")

_FIRST_WAIT, _LONGEST_WAIT = 1.0, 300.0
_GIVE_UP = 25
_SAID = 80


class Outcomes:
    """Writes down what came of jobs, many in one transaction."""

    def __init__(self, house: House) -> None:
        """`house` gives settings and words."""
        self.house = house
        self.desk = Desk(house)

    def work(self, ledger: Ledger, outcomes: Sequence[Outcome], now: datetime) -> None:
        """Write them all down."""
        draft = Draft(self.house, ledger, now)
        draft.known = ledger.cases({o.task.job.new.case for o in outcomes if o.task.job.new.case})
        ours = ledger.finish_all([(o.task.job, o.receipt) for o in outcomes if o.error is None])
        for outcome in outcomes:
            if outcome.error is None:
                self._done(draft, outcome, ours=outcome.task.job.id in ours)
            elif is_unsure(outcome):
                self._unsure(draft, outcome)
            else:
                self._failed(draft, outcome, outcome.error)
        draft.save()

    def _case(self, draft: Draft, outcome: Outcome) -> Case | None:
        """The case as it is now; between the claim and now it may have moved on."""
        name = outcome.task.job.new.case
        return draft.memory.cases.get(name) or draft.known.get(name)

    # it worked ---------------------------------------------------------------------------------------------------------------
    def _done(self, draft: Draft, outcome: Outcome, *, ours: bool) -> None:
        task = outcome.task
        if not ours:
            log.warning("job %s was finished by a newer attempt", task.job.id)
            return
        case = self._case(draft, outcome)
        if case is not None and outcome.receipt and erasing.was_forgotten(draft, task.case, case):
            erasing.too_late(draft, case, outcome)
            return
        match task.action:
            case Answer() as answer:
                self._answered(draft, outcome, answer, case)
            case Relay() as relay if case is not None:
                self._relayed(draft, outcome, relay, case)
            case (Enter() | Amend() | Withdraw()) as action if case is not None:
                self._in_a_talk(draft, outcome, action, case)
            case Card() if case is not None and outcome.thread is not None:
                draft.memory.keep(replace(case, card=outcome.thread.card, thread=outcome.thread.place))
                self._posted(draft, case, outcome.thread.place, outcome.thread.card, "")
                if case != task.case:
                    draft.edit_card(case)
            case (ThreadPost() | Reveal()) as shown if case is not None and outcome.place is not None:
                self._posted(draft, case, outcome.place, outcome.receipt, case.card)
                self._in_the_thread(draft, case, outcome, shown)
            case (Restate() | Retract() | TakeDown() | Mute() | Unmute()) as action if case is not None:
                self._changed(draft, outcome, action, case)
            case Timer(what=what) if case is not None:
                rings(draft, self.house, case, what)
            case _:
                return

    def _in_the_thread(self, draft: Draft, case: Case, outcome: Outcome, shown: ThreadPost | Reveal) -> None:
        """Staff see something in the case's thread."""
        job = outcome.task.job
        if isinstance(shown, Reveal) and job.doubt:
            # Only the copy with this receipt can be taken away when the customer has himself forgotten.
            draft.tell_thread(case, self.house.desk("shown_again"), f"shown_again:{job.id}")
        elif job.new.key.startswith(closing.PREVIEW):
            draft.memory.keep(replace(case, note_post=outcome.receipt))

    @staticmethod
    def _changed(
        draft: Draft, outcome: Outcome, action: Restate | Retract | TakeDown | Mute | Unmute, case: Case
    ) -> None:
        """What stood in public says something else, or is gone, or somebody may say less."""
        match action:
            case Restate():
                if case.closing_by:
                    # The link or button of a way in went with the words that it stood in.
                    close_ways(draft, case)
            case Retract():
                draft.memory.keep(replace(case, answer="" if case.answer == action.message else case.answer))
            case _:
                measures.done(draft, case, action, outcome.skipped)

    def _in_a_talk(self, draft: Draft, outcome: Outcome, action: Enter | Amend | Withdraw, case: Case) -> None:
        """A private talk was opened, or words that were brought were changed or taken back."""
        match action:
            case Enter():
                if outcome.talk is not None:
                    self._posted(draft, case, outcome.talk.place, outcome.receipt, "")
                Talks.entered(draft, case, action, outcome.talk)
            case Amend():
                self._amended(draft, outcome, action, case)
            case Withdraw():
                self._withdrawn(draft, outcome, action, case)

    def _relayed(self, draft: Draft, outcome: Outcome, relay: Relay, case: Case) -> None:
        """Words of staff, or a public note about the case, stand where they should: remember where, so that they can be changed."""
        if outcome.skipped:
            return
        staff = self.house.desk_of(case)
        by_staff = not is_note(relay.source)
        desk = f"{staff.platform}:{staff.channel}" if staff is not None and by_staff else ""
        self._posted(draft, case, relay.place, outcome.receipt, relay.reply_to)
        if relay.source in AFTER_THE_END and not case.ended:
            # It was under way when the case was opened again.
            gone, key = Retract(relay.place, outcome.receipt), f"retract:{case.id}:{outcome.receipt}"
            draft.memory.jobs.append(job(gone, key, draft.now, case))
            return
        draft.ledger.save_relay(
            Relayed(case.id, relay.source, relay.piece, desk, relay.place, outcome.receipt, draft.now)
        )
        if relay.source in PRIVATE_NOTES:
            return
        owner = case.owner_name if by_staff else ""
        if relay.place.channel == case.private_channel:
            # What is said in private stands in the thread, and nowhere that is kept or exported.
            time, who = self.house.clock_time(draft.now), owner or "bot"
            said = self.house.desk("said_private", who=who, time=time)
        else:
            said = self._said(draft, relay.words, owner)
        after = replace(case, pending=undelivered.still_pending(case, outcome.task.job.new.key), said=said)
        draft.memory.keep(after)
        if relay.source.startswith(PRESSED):
            self._suggestion_left(draft, after, relay)
        draft.edit_card(after)

    def _suggestion_left(self, draft: Draft, case: Case, relay: Relay) -> None:
        """A suggestion that staff sent is an answer of theirs from the moment at which it stands there, with what it promises."""
        draft.memory.audit.append((case.owner or "staff", "staff_answered", case.id))
        if not case.ended:
            promising.propose(draft, self.house, case, relay.words.plain, relay.source)

    def _amended(self, draft: Draft, outcome: Outcome, amend: Amend, case: Case) -> None:
        if outcome.skipped or outcome.place is None:
            reason = self.house.desk("nothing_stands_there")
            draft.tell_thread(case, self.house.desk("undelivered", reason=reason), f"amend:{outcome.task.job.id}")
            return
        if all(piece.message != outcome.receipt for piece in outcome.task.relayed):
            self._posted(draft, case, outcome.place, outcome.receipt, "")
        first = outcome.task.relayed[0]
        piece = replace(first, piece=amend.piece, place=outcome.place, message=outcome.receipt, at=draft.now)
        draft.ledger.save_relay(piece)

    def _withdrawn(self, draft: Draft, outcome: Outcome, withdraw: Withdraw, case: Case) -> None:
        draft.ledger.relay_taken(case.id, withdraw.source, withdraw.since)
        if not outcome.skipped and withdraw.since == 0:
            promising.unpropose(draft, case)
            draft.tell_thread(case, self.house.desk("taken_back"), f"taken_back:{outcome.task.job.id}")

    def _answered(self, draft: Draft, outcome: Outcome, answer: Answer, case: Case | None) -> None:
        if outcome.skipped:
            self._held(draft, case, outcome.skipped, moves=answer.event)
            return
        if case is None:
            self._posted(draft, None, answer.place, outcome.receipt, answer.reply_to)
            return
        if answer.event and case.state != State.HEARD:
            # A person spoke while the send was under way: it cannot be taken back unsent, so it is counted.
            log.warning("case %s: a person and the bot answered at the same moment", case.id)
            draft.memory.audit.append(("bot", "answered_beside_a_person", case.id))
        after = case.after(Event.ANSWER_SENT, draft.now) if answer.event and case.can(Event.ANSWER_SENT) else case
        after = replace(
            after,
            answer=outcome.receipt,
            answered=draft.now,
            reply=answer.reply,
            said=self._said(draft, answer.words),
            answer_words=tuple(answer.words.dump()),
        )
        draft.memory.keep(after)
        draft.memory.audit.append(("bot", "answered", case.id))
        self._posted(draft, after, answer.place, outcome.receipt, answer.reply_to)
        if after.state == State.DISMISSED:
            # It was under way when somebody said that it was no complaint.
            key = f"retract:{after.id}:{outcome.receipt}"
            draft.memory.jobs.append(job(Retract(answer.place, outcome.receipt), key, draft.now, after))
        elif after.state in WITH_STAFF:
            draft.edit_card(after)
        elif after.state == State.ANSWERED:
            draft.timer(after, "silence", self.house.later(draft.now, self.house.config.policy.silence))

    def _held(self, draft: Draft, case: Case | None, why: str, *, moves: bool) -> None:
        """An answer that was not posted any more: where nobody has the case yet, staff get it."""
        if case is None or why != "held" or not moves or case.state != State.HEARD:
            return
        after = case.after(
            Event.SILENCE, draft.now, deadline=self.house.deadline(draft.now), why=self.house.desk("held_too_long")
        )
        customer = draft.ledger.customer_of(case.customer)
        draft.memory.keep(draft.open_card(after, customer.name if customer is not None else "", after.topic))

    def _said(self, draft: Draft, words: Words, owner: str = "") -> str:
        """What was said in public last, and by whom, in one line for the card."""
        time, text = self.house.clock_time(draft.now), shorten(words.plain, _SAID)
        if owner:
            return self.house.desk("said_staff", owner=owner, time=time, text=text)
        return self.house.desk("said_bot", time=time, text=text)

    def _posted(self, draft: Draft, case: Case | None, place: Place, message: str, reply_to: str) -> None:
        name = case.id if case is not None else ""
        draft.memory.seen.append(
            Seen(place, message, 0, "bot", Role.SELF, draft.now, "", case=name, reply_to=reply_to, posted=True)
        )

    # nobody knows ------------------------------------------------------------------------------------------------------------
    def _unsure(self, draft: Draft, outcome: Outcome) -> None:
        task = outcome.task
        if not draft.ledger.unsure(task.job, str(outcome.error)):
            return
        case = self._case(draft, outcome)
        match task.action:
            case Answer() as answer:
                chat = self.house.platforms[answer.place.platform].chat
                link = chat.message_link(answer.place, answer.reply_to) or f"{answer.place} {answer.reply_to}"
                text = self.house.desk("uncertain_answer", link=link, number=case.number if case is not None else 0)
                draft.notice(answer.place.platform, text, f"uncertain:{task.job.id}")
                if case is not None and answer.event and case.state == State.HEARD:
                    after = case.after(
                        Event.HAND_OVER,
                        draft.now,
                        deadline=self.house.deadline(draft.now),
                        why=text,
                        answered=draft.now,
                    )
                    draft.memory.keep(draft.open_card(after, ""))
            case (Relay() | Amend()) as relay if case is not None:
                text = self.house.desk("uncertain_relay", text=shorten(relay.words.plain, 300))
                draft.tell_thread(case, text, f"uncertain:{task.job.id}")
                draft.memory.keep(replace(case, pending=undelivered.still_pending(case, task.job.new.key)))
            case _:
                return

    # it did not work ---------------------------------------------------------------------------------------------------------
    def _failed(self, draft: Draft, outcome: Outcome, error: ChatError) -> None:
        job = outcome.task.job
        match error:
            case ChannelMoved():
                platform, _, old = job.new.channel.partition(":")
                if draft.ledger.moves(platform).get(old) != error.new:
                    draft.ledger.move_channel(platform, old, error.new)
                    self.house.remember_move(platform, old, error.new)
                    draft.notice(platform, self.house.desk("moved", old=old, new=error.new), f"moved:{error.new}")
                draft.ledger.retry(job, draft.now, "moved")
            case Revoked():
                # The process ends on this; with a new token it goes on at once.
                draft.ledger.retry(job, draft.now, str(error))
            case Busy() | Unreachable() | Unsure():
                wait = getattr(error, "retry_after", None) or min(
                    _LONGEST_WAIT, _FIRST_WAIT * 2 ** min(job.attempt, 10)
                )
                if (
                    job.attempt >= _GIVE_UP
                    and not isinstance(error, Busy)
                    and not isinstance(outcome.task.action, (Card, Notice))
                ):
                    self._bury(draft, outcome, error)
                else:
                    again = draft.now + timedelta(seconds=wait)
                    draft.ledger.retry(job, again, str(error))
                    if isinstance(error, Busy) and (case := self._case(draft, outcome)) is not None:
                        undelivered.delayed(draft, case, outcome.task, again)
            case Gone(what="thread" | "message") if isinstance(outcome.task.action, (ThreadPost, CardEdit)):
                self._thread_lost(draft, outcome)
            case _ if isinstance(outcome.task.action, (Card, Notice)):
                # Staff must see it in the end: it waits for a staff channel that can be written to, however long that takes.
                if job.attempt == 1:
                    log.error(
                        "staff cannot be told (%s in case %s): %s; it is tried again",
                        job.new.kind,
                        job.new.case or "-",
                        error,
                    )
                draft.ledger.retry(job, draft.now + timedelta(seconds=_LONGEST_WAIT), str(error))
            case _:
                self._bury(draft, outcome, error)

    def _thread_lost(self, draft: Draft, outcome: Outcome) -> None:
        """The staff thread is gone: a new card is opened and what was to be said there waits for it; it goes nowhere else."""
        case = self._case(draft, outcome)
        if (
            case is not None
            and case.thread is not None
            and outcome.task.case is not None
            and case.thread == outcome.task.case.thread
        ):
            log.warning("case %s: its staff thread is gone; a new card is opened and nothing is put elsewhere", case.id)
            self.desk.lost_thread(draft, case)
            # The card must stand in the lane before what waits for it is put behind.
            draft.save()
        if isinstance(outcome.task.action, CardEdit):
            draft.ledger.bury(outcome.task.job, str(outcome.error))
        else:
            self._again_behind(draft, outcome)

    def _again_behind(self, draft: Draft, outcome: Outcome) -> None:
        """Say it again after what was queued since (the new card); give up after many tries."""
        job = outcome.task.job
        if job.attempt >= _GIVE_UP and outcome.error is not None:
            self._bury(draft, outcome, outcome.error)
        else:
            draft.ledger.requeue_behind(job, draft.now + timedelta(seconds=_FIRST_WAIT))

    def _bury(self, draft: Draft, outcome: Outcome, error: ChatError) -> None:
        task = outcome.task
        if not draft.ledger.bury(task.job, str(error)):
            return
        log.error("%s in case %s was not delivered: %s", task.job.new.kind, task.job.new.case or "-", error)
        case = self._case(draft, outcome)
        if case is None:
            return
        undelivered.say(draft, case, task, error)
