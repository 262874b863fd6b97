"""What was not delivered is said aloud, where somebody reads it, with what can be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.actions import (
    Amend,
    Answer,
    Enter,
    Inform,
    Mute,
    Relay,
    Retract,
    Reveal,
    TakeDown,
    ThreadPost,
    Unmute,
    Withdraw,
    is_note,
)
from bot.core.cases import Event, State
from bot.ports import Gone, NotPrivate, Refused
from bot.service import hanging, measures, private_threads
from bot.service.talks import Talks, close_ways, tell

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.cases import Case
    from bot.core.messages import Place
    from bot.ports import ChatError, NotSent
    from bot.service.draft import Draft
    from bot.service.tasks import Task

LONG = timedelta(minutes=1)
"""From this wait on staff are told that their words have not arrived yet: a group in slow mode."""


def say(draft: Draft, case: Case, task: Task, error: ChatError) -> None:
    """This job of this case will never be done, because of `error`."""
    desk, job = draft.house.desk, task.job.id
    match task.action:
        case Answer() as answer:
            _answer_failed(draft, case, answer, error)
        case Relay() as relay:
            _relay_failed(draft, case, relay, error, task)
        case Enter() as enter:
            closed = isinstance(error, Gone) and error.what == "user"
            Talks.shut(draft, case, enter, str(error), closed=closed)
        case Amend() | Withdraw():
            _change_failed(draft, case, error, task)
        case (TakeDown() | Mute() | Unmute()) as measure:
            measures.failed(draft, case, measure, error)
        case Retract() as gone:
            link = draft.house.platforms[case.place.platform].chat.message_link(gone.place, gone.message)
            tell(draft, case, desk("not_retracted", reason=str(error), link=link), f"not_retracted:{job}")
        case Inform():
            draft.tell_thread(case, desk("partner_not_told", reason=str(error)), f"inform:{job}")
        case Reveal():
            draft.tell_thread(case, desk("cannot_unmask", reason=str(error)), f"reveal:{job}")
        case ThreadPost():
            text = desk("failed_answer", number=case.number, reason=str(error))
            draft.notice(case.place.platform, text, f"failed:{job}")
        case _:
            return


def delayed(draft: Draft, case: Case, task: Task, again: datetime) -> None:
    """The platform lets the bot say this only at `again`; where that is long, staff hear so, once for these words."""
    if isinstance(task.action, (Relay, Amend)) and again - draft.now >= LONG:
        text = draft.house.desk("delayed", time=draft.house.day_time(again))
        draft.tell_thread(case, text, f"delayed:{task.job.id}")


def still_pending(case: Case, key: str) -> str:
    """The answer that waits for its undo time still waits when other words of staff (`key`) have gone out."""
    return "" if case.pending == key else case.pending


def _relay_failed(draft: Draft, case: Case, relay: Relay, error: NotSent | ChatError, task: Task) -> None:
    """Words for the customer did not arrive."""
    if hanging.hangs_elsewhere(draft, case, relay, error, task):
        case = draft.memory.cases.get(case.id, case)
        draft.memory.keep(replace(case, pending=still_pending(case, task.job.new.key)))
        return
    if relay.source == hanging.INVITATION:
        close_ways(draft, case)
    reason = why_not(draft, error, case, relay.place)
    text = draft.house.desk("undelivered", reason=reason)
    draft.tell_thread(case, text, f"undelivered:{relay.source}:{task.job.id}")
    case = draft.memory.cases.get(case.id, case)
    draft.memory.keep(replace(case, pending=still_pending(case, task.job.new.key)))
    if not case.ended and not is_note(relay.source):
        draft.memory.audit.append(("bot", "not_delivered", case.id))


def _change_failed(draft: Draft, case: Case, error: NotSent | ChatError, task: Task) -> None:
    """What stands with the customer could not be changed or taken back."""
    place = task.relayed[-1].place if task.relayed else case.place
    reason = why_not(draft, error, case, place)
    if isinstance(error, Gone) and error.what == "message":
        reason = draft.house.desk("nothing_stands_there")
    draft.tell_thread(case, draft.house.desk("not_changed", reason=reason), f"not_changed:{task.job.id}")


def why_not(draft: Draft, error: ChatError, case: Case, place: Place) -> str:
    """Why the bot could not say or change something at a customer's place, with what can be done."""
    desk = draft.house.desk
    match error:
        case NotPrivate():
            return private_threads.why_parked(draft, case, error, place)
        case Gone(what="message"):
            return desk("removed_answer")
        case Gone(what="user" | "channel") if place.channel == case.private_channel and case.private_channel:
            return f"{desk('private_closed')}. {private_threads.let_go(draft, case, place) or desk('private_his_turn')}"
        case Gone(why="kicked" | "closed" as why):
            return desk(f"cannot_{why}")
        case Gone():
            return desk("place_gone")
        case Refused(why="ours"):
            return str(error)
        case Refused(why="locked" | "filter" as why):
            return desk(f"cannot_{why}")
        case _ if draft.house.rules(place) is None:
            # What was meant for him alone is not to be said where others read it, by nobody.
            return desk("private_refused", reason=str(error))
        case Refused(why="right"):
            return desk(f"cannot_right_{place.platform}")
        case _:
            return desk("cannot_otherwise", reason=str(error))


def _answer_failed(draft: Draft, case: Case, answer: Answer, error: NotSent | ChatError) -> None:
    if isinstance(error, Gone) and error.what == "message" and case.can(Event.REMOVED):
        draft.memory.keep(case.after(Event.REMOVED, draft.now))
        draft.memory.audit.append((case.customer, "removed", case.id))
        return
    text = draft.house.desk("failed_answer", number=case.number, reason=why_not(draft, error, case, answer.place))
    draft.notice(case.place.platform, text, f"failed:{answer.reply_to}:{case.id}")
    if case.state == State.HEARD:
        deadline = draft.house.deadline(draft.now)
        after = case.after(Event.HAND_OVER, draft.now, deadline=deadline, why=text)
        draft.memory.keep(draft.open_card(after, "", after.topic))
