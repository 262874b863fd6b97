"""Act: perform one claimed job at its platform and say what came of it. Nothing is written here; see outcomes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, assert_never

from bot.core import actions
from bot.core.actions import (
    AFTER_THE_END,
    Amend,
    Answer,
    Card,
    CardEdit,
    CardMoved,
    Enter,
    Inform,
    Leave,
    Mute,
    Notice,
    Relay,
    Restate,
    Retract,
    Reveal,
    TakeDown,
    Tell,
    ThreadPost,
    Timer,
    Unmute,
    Whisper,
    Withdraw,
)
from bot.core.cards import title
from bot.core.cases import State
from bot.core.messages import Place
from bot.core.promises.keeping import PromiseState
from bot.core.words import Words
from bot.ports import ChatError, Gone, Opening, Thread, Unsure
from bot.service import amends, asking, floods, intake, measures, talks
from bot.service.showing import Showing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.core.actions import Action
    from bot.core.cases import Case
    from bot.core.clocks import ClockEvent
    from bot.core.house_rules import Warned
    from bot.core.intake import Answered, Run
    from bot.core.promises.keeping import GivenPromise
    from bot.ports import Chat, Customer, Job, Ledger, Relayed, Seen, Talk
    from bot.service.house import House

REPEATABLE = (
    *(Card, CardEdit, CardMoved, Inform, ThreadPost, Notice, Retract, Restate, Withdraw, Reveal),
    *(Enter, Whisper, Leave, Tell, TakeDown, Mute, Unmute),
)
"""What may be done again when nobody knows whether it arrived: only staff see it, or doing it twice changes nothing."""
_EARLIER = 3
_CONTEXT = 3
_ALSO = 12


@dataclass(frozen=True, slots=True)
class Task:
    """A claimed job with what is needed to perform it, loaded in the transaction that claimed it."""

    job: Job
    action: Action
    case: Case | None = None
    customer: Customer | None = None
    earlier: tuple[Case, ...] = ()
    context: tuple[Seen, ...] = ()
    relayed: tuple[Relayed, ...] = ()
    """For what changes or takes back words of staff: the posts that carry them."""
    lead: Case | None = None
    """For what is said about a case of a flood: the case in whose thread it is said."""
    also: tuple[tuple[Case, str], ...] = ()
    """For a card: the other cases under it, each with its customer's name."""
    elsewhere: Mapping[str, datetime] = field(default_factory=dict)
    """For a card: earlier cases in which a promise is open, and when it is due."""
    promises: tuple[GivenPromise, ...] = ()
    """For a card: what was promised in the case."""
    clock: tuple[ClockEvent, ...] = ()
    """For a card: what its clocks go by."""
    fields: tuple[Answered, ...] = ()
    """For a card: what the customer answered to intake questions."""
    run: Run | None = None
    """For an intake question: how far the questions are now."""
    follows: Case | None = None
    """For a card: the ended case that this one goes on from."""
    warned: tuple[Warned, ...] = ()
    """For a card: the warnings of its customer."""
    known_posts: frozenset[str] = frozenset()
    """For a job in doubt: what the bot is known to have posted for the case, which this job did not."""
    surge: tuple[int, datetime] | None = None
    """For a card: how many report the same around the time of this case, and since when."""
    known: bool = True
    """For what names a message: it is still known to stand in that place (after a move ids mean other messages)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task: a receipt (message id), an opened thread, an error, or `skipped` with the reason."""

    task: Task
    receipt: str = ""
    thread: Thread | None = None
    place: Place | None = None
    """Where an amended piece stands."""
    talk: Talk | None = None
    """A private talk that was opened."""
    error: ChatError | None = None
    skipped: str = ""


def load_tasks(ledger: Ledger, jobs: Sequence[Job], house: House | None = None) -> list[Task]:
    """Read what jobs need, in the transaction that claimed them."""
    cases = ledger.cases({job.new.case for job in jobs if job.new.case})
    return [_load_task(ledger, job, cases.get(job.new.case), house) for job in jobs]


def _load_task(ledger: Ledger, job: Job, case: Case | None, house: House | None) -> Task:
    task = _with_needs(ledger, job, case, house)
    return replace(task, known_posts=ledger.posts_of(case.id)) if job.doubt and case is not None else task


def _with_needs(ledger: Ledger, job: Job, case: Case | None, house: House | None) -> Task:
    action = actions.load(job.new.kind, job.new.payload)
    if isinstance(action, (Amend, Withdraw)):
        customer = ledger.customer_of(case.customer) if case is not None and case.private else None
        return Task(job, action, case, customer, relayed=tuple(ledger.relays(job.new.case, action.source)))
    if isinstance(action, (Retract, Restate, Reveal, TakeDown)):
        known = ledger.seen(action.place.platform, action.place.channel, action.message) is not None
        lead = ledger.case(case.grouped) if isinstance(action, Reveal) and case is not None and case.grouped else None
        return Task(job, action, case, lead=lead, known=known)
    if isinstance(action, Notice) and action.unasked:
        platform = job.new.channel.partition(":")[0]
        return Task(job, action, case, context=tuple(asking.load(ledger, platform, action.unasked)))
    if isinstance(action, ThreadPost) and case is not None and case.grouped:
        return Task(job, action, case, lead=ledger.case(case.grouped))
    if isinstance(action, (Enter, Mute, Unmute)) and case is not None:
        return Task(job, action, case, ledger.customer_of(case.customer))
    if not isinstance(action, (Card, CardEdit, Relay)) or case is None:
        return Task(job, action, case)
    customer = ledger.customer_of(case.customer)
    if isinstance(action, Relay):
        run = ledger.intake(case.id) if action.source == intake.SOURCE else None
        return Task(job, action, case, customer, run=run)
    earlier = tuple(
        c
        for c in ledger.history_of(case.customer, _EARLIER + 1)
        if c.id != case.id and (c.number < case.number or c.customer != case.customer)
    )[:_EARLIER]
    context = tuple(
        s for s in ledger.context(case.place, case.opened, _CONTEXT + 1) if s.id != case.message and s.masked
    )
    return Task(
        job,
        action,
        case,
        customer,
        earlier,
        context[-_CONTEXT:],
        also=_also(ledger, case),
        promises=tuple(ledger.promises_of(case.id)),
        elsewhere={c.id: due for c in earlier if (due := _open_promise(ledger, c)) is not None},
        clock=tuple(ledger.clock_events(case.id)),
        fields=tuple(ledger.intake_answers(case.id)),
        follows=ledger.case(case.follows) if case.follows else None,
        warned=tuple(ledger.warnings_of(case.customer)),
        surge=floods.surge_around(ledger, house, case) if house is not None else None,
    )


def _also(ledger: Ledger, case: Case) -> tuple[tuple[Case, str], ...]:
    """The other cases under this card, each with its customer's name."""
    found = []
    for other in ledger.grouped_under([case.id])[:_ALSO]:
        customer = ledger.customer_of(other.customer)
        found.append((other, customer.name if customer is not None else ""))
    return tuple(found)


def _open_promise(ledger: Ledger, case: Case) -> datetime | None:
    return min((p.due for p in ledger.promises_of(case.id) if p.state is PromiseState.OPEN), default=None)


class Actor:
    """Performs tasks through the Chat ports."""

    def __init__(self, house: House) -> None:
        """`house` gives platforms and words."""
        self.house = house
        self.showing = Showing(house)

    async def perform(self, task: Task) -> Outcome:
        """Do it once. A ChatError becomes part of the outcome."""
        try:
            return await self._perform(task)
        except ChatError as error:
            return Outcome(task, error=error)

    def _chat(self, task: Task) -> Chat:
        return self.house.platforms[task.job.new.channel.partition(":")[0]].chat

    async def _perform(self, task: Task) -> Outcome:
        action, chat = task.action, self._chat(task)
        match action:
            case Answer():
                return await self._answer(task, action, chat)
            case Relay():
                return await self._relay(task, action, chat)
            case Amend() | Withdraw() | TakeDown() | Mute() | Unmute():
                return await self._change(task, action, chat)
            case Enter():
                return await self._enter(task, action, chat)
            case Card():
                return await self._card(task, action, chat)
            case CardEdit():
                return await self._card_edit(task, action, chat)
            case ThreadPost():
                return await self._thread_post(task, action, chat)
            case Notice() | Inform() | Tell():
                return await self._plainly(task, action, chat)
            case Reveal():
                amends.still_there(task, action.message)
                thread = _thread_of(task.lead or task.case)
                shown = await chat.reveal(action.token, action.place, action.message, thread)
                return Outcome(task, shown, place=thread.place if thread is not None and shown else None)
            case CardMoved() | Retract() | Restate() | Whisper() | Leave() | Timer():
                await self._quietly(task, action, chat)
            case _:
                assert_never(action)
        return Outcome(task)

    async def _change(self, task: Task, action: Amend | Withdraw | TakeDown | Mute | Unmute, chat: Chat) -> Outcome:
        """What stands with the customer is written anew or taken back, or what he may do is changed."""
        if isinstance(action, TakeDown | Mute | Unmute):
            return Outcome(task, skipped=await measures.perform(task, action, chat, self.house))
        if isinstance(action, Withdraw):
            return Outcome(task, skipped=await amends.withdraw(task, action, chat, self.house))
        message, place, why = await amends.amend(task, action, chat, self.house)
        return Outcome(task, message, place=place, skipped=why)

    async def _plainly(self, task: Task, action: Notice | Inform | Tell, chat: Chat) -> Outcome:
        """One post that hangs under nothing."""
        match action:
            case Notice():
                place = Place(chat.platform, action.channel)
                said = asking.words(self.house, chat, action, task.context)
                if action.instead:
                    await amends.anew(place, action.instead, said, chat)
                    return Outcome(task)
            case Inform():
                if task.case is None:
                    return Outcome(task, skipped="case")
                place, said = action.place, self.showing.for_partner(task.case)
            case Tell():
                place, said = action.place, action.words
            case _:
                assert_never(action)
        return Outcome(task, await chat.post(place, said, key=task.job.new.key))

    async def _quietly(
        self, task: Task, action: CardMoved | Retract | Restate | Whisper | Leave | Timer, chat: Chat
    ) -> None:
        """What leaves no new post of ours behind in public."""
        match action:
            case CardMoved():
                await chat.edit(action.place, action.message, action.words)
            case Restate():
                amends.still_there(task, action.message)
                await chat.edit(action.place, action.message, action.words, action.buttons)
            case Retract():
                if task.known:
                    # Else its channel moved in the meantime, and the id means somebody else's message now.
                    await amends.take_back(task, action.place, action.message, chat, self.house)
            case Whisper():
                await chat.whisper(action.token, action.text, action.buttons)
            case Leave():
                await chat.leave(action.channel)
            case Timer():
                return
            case _:
                assert_never(action)

    async def _found_earlier(self, task: Task, action: Answer | Relay, chat: Chat) -> str | None:
        """After a crash in the middle: our own post, where the platform can tell; raises Unsure where it cannot."""
        if not task.job.doubt:
            return None
        return await amends.find_earlier(task, action.place, action.reply_to, action.words, chat)

    async def _answer(self, task: Task, action: Answer, chat: Chat) -> Outcome:
        found = await self._found_earlier(task, action, chat)
        if found is None and (why := self._too_late(task, action)):
            return Outcome(task, skipped=why)
        return await self._say(task, action, chat, found)

    async def _say(self, task: Task, action: Answer | Relay, chat: Chat, found: str | None) -> Outcome:
        own_place = task.case is not None and action.place == task.case.place
        reply_to = _hangs_on(action.reply_to, task.case) if own_place else action.reply_to
        posted = found or await chat.post(
            action.place, action.words, key=task.job.new.key, reply_to=reply_to, buttons=action.buttons
        )
        return Outcome(task, posted)

    def _too_late(self, task: Task, action: Answer) -> str:
        """Judged again when it leaves: a person has it, it was solved, or it was held too long."""
        case = task.case
        if case is None:
            return ""
        if action.event and case.state != State.HEARD:
            return "state"
        if not action.event and (case.ended or case.state == State.CLAIMED):
            return "state"
        age = (
            (self.house.clock.now() - case.updated).total_seconds()
            if not action.event
            else (self.house.clock.now() - case.opened).total_seconds()
        )
        return "held" if age > self.house.config.policy.hold_at_most else ""

    async def _relay(self, task: Task, action: Relay, chat: Chat) -> Outcome:
        case = amends.check_bound(task, action, self.house)
        if action.source == intake.SOURCE:
            run = task.run
            if run is None or not run.asked or run.step != action.piece or case.ended:
                return Outcome(task, skipped="intake")
        found = await self._found_earlier(task, action, chat)
        if found is None and action.source in AFTER_THE_END and not case.ended:
            return Outcome(task, skipped="open again")
        if found is None:
            await amends.check_ears(case, action.place, action.user, chat)
        said = await self._say(task, action, chat, found)
        await amends.look_again(case, action.place, action.user, said.receipt, chat)
        return said

    async def _enter(self, task: Task, action: Enter, chat: Chat) -> Outcome:
        """Only for the customer of the case, and only while he is not in."""
        case, customer = task.case, task.customer
        if case is None or talks.is_in(case) or case.ended or customer is None or customer.user != action.user:
            return Outcome(task, skipped="in")
        new, again = task.job.new, task.job.doubt or task.job.attempt > 1
        since = task.job.added or new.due
        opening = Opening(action.words, new.key, action.place, action.title, action.aside, since, again)
        talk = await chat.open_private(action.user, opening)
        return Outcome(task, talk.greeting, talk=talk)

    async def _card(self, task: Task, action: Card, chat: Chat) -> Outcome:
        case = task.case
        if case is None or case.card:
            return Outcome(task, skipped="card")
        place = self.house.desk_of(case) or Place(chat.platform, action.channel)
        thread = await chat.open_thread(
            place,
            title(case, self.showing.name(task), self.showing.phrases()),
            self.showing.words(task, case, chat),
            key=task.job.new.key,
            buttons=self.showing.buttons(case),
        )
        return Outcome(task, receipt=thread.card, thread=thread)

    async def _card_edit(self, task: Task, action: CardEdit, chat: Chat) -> Outcome:
        case = task.case
        if case is None or not case.card or case.thread is None:
            return Outcome(task, skipped="no card")
        buttons = action.buttons or self.showing.buttons(case)
        await chat.edit(case.thread, case.card, self.showing.words(task, case, chat), buttons)
        return Outcome(task)

    async def _thread_post(self, task: Task, action: ThreadPost, chat: Chat) -> Outcome:
        case = task.case
        if case is None:
            return Outcome(task, skipped="case")
        home = task.lead or case
        if home.thread is None:
            message = "the case has no thread yet"
            raise Gone(message, "thread")
        words = Words((f"#{case.number:04d} ", *action.words.parts)) if task.lead is not None else action.words
        receipt = await chat.post(
            home.thread,
            words,
            key=task.job.new.key,
            reply_to=home.card if not home.thread.thread else "",
            buttons=action.buttons,
            ping=action.ping,
        )
        return Outcome(task, receipt, place=home.thread)


def _thread_of(case: Case | None) -> Thread | None:
    """Where staff talk about the case, once there is such a place."""
    return Thread(case.thread, case.card) if case is not None and case.thread is not None else None


def _hangs_on(reply_to: str, case: Case | None) -> str:
    """The message to reply to. After its channel moved a case knows none of the old ones: their ids mean other messages now."""
    if case is None or case.message or reply_to == case.last_message:
        return reply_to
    return case.last_message


def is_unsure(outcome: Outcome) -> bool:
    """Whether nobody can know if the post arrived, and repeating it could be a second answer."""
    return isinstance(outcome.error, Unsure) and not isinstance(outcome.task.action, REPEATABLE)
