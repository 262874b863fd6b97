"""Act: perform one claimed job at its platform and say what came of it. Nothing is written here; see outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

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
from bot.core.words import Words
from bot.ports import ChatError, Gone, Opening, Thread, Unsure
from bot.service import amends, asking, intake, measures, talks
from bot.service.showing import Showing
from bot.service.tasks import Outcome

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.ports import Chat
    from bot.service.house import House
    from bot.service.tasks import Task

REPEATABLE = (
    *(Card, CardEdit, CardMoved, Inform, ThreadPost, Notice, Retract, Restate, Withdraw, Reveal),
    *(Enter, Whisper, Leave, Tell, TakeDown, Mute, Unmute),
)
"""What may be done again when nobody knows whether it arrived: only staff see it, or doing it twice changes nothing."""


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
