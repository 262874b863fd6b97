"""Act: perform one claimed job at its platform and say what came of it. Nothing is written here; see outcomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from bot.core import actions
from bot.core.actions import Answer, Card, CardEdit, Leave, Notice, Relay, Retract, ThreadPost, Timer, Whisper
from bot.core.cards import CardFacts, buttons, card, title
from bot.core.cases import State
from bot.core.messages import Place
from bot.core.words import Words
from bot.ports import ChatError, Gone, Refused, Thread, Unsure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.actions import Action
    from bot.core.cases import Case
    from bot.ports import Chat, Customer, Job, Ledger, Seen
    from bot.service.house import House

REPEATABLE = (Card, CardEdit, ThreadPost, Notice, Retract, Whisper, Leave)
"""What may be done again when nobody knows whether it arrived: only staff see it, or doing it twice changes nothing."""
_EARLIER = 3
_CONTEXT = 3


@dataclass(frozen=True, slots=True)
class Task:
    """A claimed job with what is needed to perform it, loaded in the transaction that claimed it."""

    job: Job
    action: Action
    case: Case | None = None
    customer: Customer | None = None
    earlier: tuple[Case, ...] = ()
    context: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task: a receipt (message id), an opened thread, an error, or `skipped` with the reason."""

    task: Task
    receipt: str = ""
    thread: Thread | None = None
    error: ChatError | None = None
    skipped: str = ""


def load_tasks(ledger: Ledger, jobs: Sequence[Job]) -> list[Task]:
    """Read what jobs need, in the transaction that claimed them."""
    cases = ledger.cases({job.new.case for job in jobs if job.new.case})
    return [_load_task(ledger, job, cases.get(job.new.case)) for job in jobs]


def _load_task(ledger: Ledger, job: Job, case: Case | None) -> Task:
    action = actions.load(job.new.kind, job.new.payload)
    if not isinstance(action, (Card, CardEdit, Relay)) or case is None:
        return Task(job, action, case)
    customer = ledger.customer_of(case.customer)
    if isinstance(action, Relay):
        return Task(job, action, case, customer)
    earlier = tuple(
        c for c in ledger.cases_of_customer(case.customer, _EARLIER + 1) if c.id != case.id and c.number < case.number
    )
    context = tuple(
        s for s in ledger.context(case.place, case.opened, _CONTEXT + 1) if s.id != case.message and s.masked
    )
    return Task(job, action, case, customer, earlier[:_EARLIER], context[-_CONTEXT:])


class Actor:
    """Performs tasks through the Chat ports."""

    def __init__(self, house: House) -> None:
        """`house` gives platforms and words."""
        self.house = house

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
            case Card():
                return await self._card(task, action, chat)
            case CardEdit():
                return await self._card_edit(task, chat)
            case ThreadPost():
                return await self._thread_post(task, action, chat)
            case Notice():
                place = Place(chat.platform, action.channel)
                return Outcome(task, await chat.post(place, Words.of(action.text), key=task.job.new.key))
            case Retract():
                if task.case is None or task.case.answer == action.message:
                    # Else its channel moved in the meantime, and the id means somebody else's message now.
                    await chat.delete(action.place, action.message)
            case Whisper():
                await chat.whisper(action.token, action.text)
            case Leave():
                await chat.leave(action.channel)
            case Timer():
                pass
            case _:
                assert_never(action)
        return Outcome(task)

    async def _found_earlier(self, task: Task, action: Answer | Relay, chat: Chat) -> str | None:
        """After a crash in the middle: our own post, where the platform can tell; raises Unsure where it cannot."""
        if not task.job.doubt:
            return None
        since = task.case.opened if task.case is not None else task.job.new.due
        return await chat.find_reply(action.place, action.reply_to, since, action.words)

    async def _answer(self, task: Task, action: Answer, chat: Chat) -> Outcome:
        found = await self._found_earlier(task, action, chat)
        if found is None and (why := self._too_late(task, action)):
            return Outcome(task, skipped=why)
        return await self._say(task, action, chat, found)

    async def _say(self, task: Task, action: Answer | Relay, chat: Chat, found: str | None) -> Outcome:
        reply_to = _hangs_on(action.reply_to, task.case)
        return Outcome(
            task, found or await chat.post(action.place, action.words, key=task.job.new.key, reply_to=reply_to)
        )

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
        case, customer = task.case, task.customer
        if case is None or customer is None or customer.user != action.user:
            raise Refused(self.house.desk("case_gone"))
        if case.private and action.source != "solve" and action.place.channel != case.private_channel:
            raise Refused(self.house.desk("private_on"))
        return await self._say(task, action, chat, await self._found_earlier(task, action, chat))

    def _facts(self, task: Task, case: Case, chat: Chat) -> CardFacts:
        desk, clock = self.house.desk, self.house
        channel = self.house.channel(case.place)
        earlier = tuple(
            desk(
                "earlier_case",
                number=c.number,
                state=desk(f"state_{c.state}"),
                date=f"{c.opened.astimezone(clock.zone):%d-%m}",
            )
            for c in task.earlier
        )
        context = tuple(f"{clock.clock_time(seen.at)} {shown}" for seen in task.context if (shown := seen.masked))
        deadline = ""
        if case.deadline is not None:
            today = case.deadline.astimezone(clock.zone).date() == clock.clock.now().astimezone(clock.zone).date()
            deadline = (
                clock.clock_time(case.deadline) if today else f"{case.deadline.astimezone(clock.zone):%d-%m %H:%M}"
            )
        name = task.customer.name if task.customer is not None and task.customer.name else desk("somebody")
        where = channel.name or channel.id if channel is not None else case.place.channel
        return CardFacts(name, where, chat.message_link(case.place, case.message), deadline, earlier, context)

    def _desk_words(self) -> dict[str, str]:
        return dict(self.house.library.shelf.desk(self.house.staff_language))

    def _fitted(self, case: Case, facts: CardFacts, chat: Chat) -> Words:
        return card(case, facts, self._desk_words(), lambda text: chat.measure(text) <= chat.limit)

    async def _card(self, task: Task, action: Card, chat: Chat) -> Outcome:
        case = task.case
        if case is None or case.card:
            return Outcome(task, skipped="card")
        words = self._desk_words()
        facts = self._facts(task, case, chat)
        place = Place(chat.platform, self._staff_channel(chat.platform, action.channel))
        thread = await chat.open_thread(
            place,
            title(case, facts.name, words),
            self._fitted(case, facts, chat),
            key=task.job.new.key,
            buttons=buttons(case, words),
        )
        return Outcome(task, receipt=thread.card, thread=thread)

    def _staff_channel(self, platform: str, planned: str) -> str:
        staff = self.house.staff_place(platform)
        return staff.channel if staff is not None else planned

    async def _card_edit(self, task: Task, chat: Chat) -> Outcome:
        case = task.case
        if case is None or not case.card or case.thread is None:
            return Outcome(task, skipped="no card")
        words = self._desk_words()
        await chat.edit(
            case.thread, case.card, self._fitted(case, self._facts(task, case, chat), chat), buttons(case, words)
        )
        return Outcome(task)

    async def _thread_post(self, task: Task, action: ThreadPost, chat: Chat) -> Outcome:
        case = task.case
        if case is None:
            return Outcome(task, skipped="case")
        if case.thread is None:
            message = "the case has no thread yet"
            raise Gone(message, "thread")
        chained = case.card if not case.thread.thread else ""
        receipt = await chat.post(
            case.thread, action.words, key=task.job.new.key, reply_to=chained, buttons=action.buttons
        )
        return Outcome(task, receipt)


def _hangs_on(reply_to: str, case: Case | None) -> str:
    """The message to reply to. After its channel moved a case knows none of the old ones: their ids mean other messages now."""
    if case is None or case.message or reply_to == case.last_message:
        return reply_to
    return case.last_message


def is_unsure(outcome: Outcome) -> bool:
    """Whether nobody can know if the post arrived, and repeating it could be a second answer."""
    return isinstance(outcome.error, Unsure) and not isinstance(outcome.task.action, REPEATABLE)
