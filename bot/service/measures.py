"""What staff do by a house rule beside warning: a message is taken away, a customer is muted or may write again.

Only the deed of a verb of the desk plans one of these (`plan`, `lift`); the customer is told when the platform has done it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.actions import Mute, TakeDown, Unmute
from bot.core.house_rules import Measure, Stage
from bot.ports import Barred, Gone, Refused, Unreachable, Unsure
from bot.service import house_rules
from bot.service.plans import job

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.cases import Case
    from bot.core.house_rules import Warned
    from bot.core.messages import Place
    from bot.ports import Chat, ChatError
    from bot.service.draft import Draft
    from bot.service.house import House
    from bot.service.tasks import Task

    Doing = TakeDown | Mute | Unmute

_LEAST = timedelta(minutes=2)
"""Telegram takes an end within half a minute, or one that has passed, for no end at all."""
_OVER = "over"
_PERHAPS = "perhaps"
"""It is gone, and whether we removed it is not known: staff wanted it gone by a rule, so the customer is told, and staff are told both."""
_NAMES = {TakeDown: "removed", Mute: "muted", Unmute: "unmuted"}


# planning -----------------------------------------------------------------------------------------------------------------
def plan(draft: Draft, case: Case, warned: Warned, place: Place, *, private: bool) -> None:
    """Save the warning, which does not count yet, and do at the platform what goes with it. `private`: where the customer is told."""
    draft.ledger.save_warning(replace(warned, stage=Stage.PLANNED))
    customer = draft.ledger.customer_of(case.customer)
    if warned.measure is Measure.REMOVE:
        doing: Doing = TakeDown(place, warned.message, warned.id, private)
    elif warned.ends is not None and customer is not None:
        doing = Mute(place, customer.user, warned.ends, warned.id, private)
    else:
        return
    draft.memory.jobs.append(job(doing, _key(warned), draft.now, case))


def lift(draft: Draft, case: Case, warned: Warned) -> bool:
    """Let him write again; True when the mute had not begun and never does now."""
    if warned.stage is Stage.PLANNED and draft.ledger.cancel_job(_key(warned)):
        draft.ledger.save_warning(replace(warned, stage=Stage.FAILED))
        return True
    customer = draft.ledger.customer_of(case.customer)
    muted_in = draft.ledger.case(warned.case)
    if customer is not None and customer.user and warned.ends is not None:
        unmute = Unmute((muted_in or case).place, customer.user, warned.ends, warned.id)
        draft.memory.jobs.append(job(unmute, f"unmute:{warned.id}:{draft.house.new_id()[:8]}", draft.now, case))
    return False


def muted(draft: Draft, case: Case) -> Warned | None:
    """The mute of this customer in the channel of this case, done or about to be."""
    for warned in reversed(draft.ledger.warnings_of(case.customer)):
        if warned.mutes(draft.now):
            muted_in = draft.ledger.case(warned.case)
            if muted_in is not None and muted_in.place.channel == case.place.channel:
                return warned
    return None


def _key(warned: Warned) -> str:
    return f"measure:{warned.id}"


# doing --------------------------------------------------------------------------------------------------------------------
async def perform(task: Task, action: Doing, chat: Chat, house: House) -> str:
    """Why nothing was done, or what is not known of it, or empty. Each of these may be done twice."""
    match action:
        case TakeDown():
            return await _take_down(task, action, chat)
        case Mute():
            _check_bound(task, action, house)
            if action.until - house.clock.now() < _LEAST:
                return _OVER
            await chat.mute(action.place, action.user, action.until)
        case Unmute():
            _check_bound(task, action, house)
            await chat.unmute(action.place, action.user, action.until)
    return ""


async def _take_down(task: Task, action: TakeDown, chat: Chat) -> str:
    if not task.known:
        # Its channel moved in the meantime, and the id means somebody else's message now.
        text = f"message {action.message} is not known any more"
        raise Gone(text, "message")
    try:
        await chat.take_down(action.place, action.message)
    except Gone as gone:
        # Only an earlier try may have done it, whose answer or whose receipt was lost.
        if gone.what != "message" or not (task.job.doubt or task.job.attempt > 1):
            raise
        return _PERHAPS
    return ""


def _check_bound(task: Task, action: Mute | Unmute, house: House) -> None:
    """Raises Refused where the customer of the case is not (any more) the one who was meant."""
    if task.customer is None or not action.user or task.customer.user != action.user:
        raise Refused(house.desk("case_gone"))


# what came of it ----------------------------------------------------------------------------------------------------------
def done(draft: Draft, case: Case, action: Doing, skipped: str) -> None:
    """The platform did it: the warning counts, the customer is told, and the thread says so."""
    warned = _behind(draft, case, action)
    if warned is None:
        return
    if isinstance(action, Unmute):
        _lifted(draft, case, warned)
        return
    house = draft.house
    if skipped == _OVER:
        _undone(draft, case, action, warned, house.desk("measure_over"))
        return
    warned = replace(warned, stage=Stage.DONE)
    draft.ledger.save_warning(warned)
    after = without(case, action.message) if isinstance(action, TakeDown) else case
    draft.memory.keep(after)
    told = house_rules.tell(draft, house, after, warned, private=action.private)
    facts = {
        "who": draft.ledger.staff_names([warned.who]).get(warned.who, ""),
        "number": warned.rule,
        "until": f"{warned.until.astimezone(house.zone):%d-%m-%Y}",
        "time": house.day_time(warned.ends) if warned.ends is not None else "",
        "count": len(house_rules.standing(draft, case)),
    }
    text = house.desk(f"{_NAMES[type(action)]}_by", **facts)
    if skipped == _PERHAPS:
        text = f"{text} {house.desk('measure_perhaps')}"
    if not told:
        text = f"{text} {house.desk('measure_untold')}"
    draft.tell_thread(after, text, f"measure:{warned.id}")
    draft.edit_card(after)


def without(case: Case, message: str) -> Case:
    """The case after this message was taken away: nothing hangs under it any more."""
    return replace(
        case,
        message="" if case.message == message else case.message,
        last_message="" if case.last_message == message else case.last_message,
    )


def _lifted(draft: Draft, case: Case, warned: Warned) -> None:
    warned = replace(warned, ends=draft.now)
    draft.ledger.save_warning(warned)
    # Lifted in another case of his, it is said where he read of the mute.
    house_rules.unmuted(draft, draft.memory.cases.get(warned.case) or draft.ledger.case(warned.case) or case, warned)
    draft.memory.audit.append(("bot", "unmuted", case.id))
    draft.tell_thread(case, draft.house.desk("unmuted_by"), f"unmuted:{warned.id}:{draft.now.timestamp():.0f}")
    draft.edit_card(case)


def failed(draft: Draft, case: Case, action: Doing, error: ChatError) -> None:
    """The platform did not do it, or nobody knows: the thread says so with what can be done, and the customer hears nothing."""
    warned = _behind(draft, case, action)
    if warned is None:
        return
    house = draft.house
    if isinstance(error, Unreachable | Unsure):
        _undone(draft, case, action, warned, house.desk("measure_unknown", reason=str(error)))
        return
    platform = case.place.platform
    match error:
        case Barred(why="right"):
            which = "remove" if isinstance(action, TakeDown) else "mute"
            right = house.library.shelf.desk(house.staff_language).get(f"right_{which}_{platform}", "")
            reason = house.desk("barred_right", right=right or which)
        case Barred(why="standing", stands=until) if isinstance(action, Unmute):
            _replaced(draft, case, warned, until)
            return
        case Barred(why="standing", stands=until):
            reason = house.desk("barred_standing", until=_until(house, until))
        case Barred(why="age" | "rank" | "kind" as why):
            reason = house.desk(f"barred_{why}")
        case Gone(what="message"):
            reason = house.desk("barred_gone")
        case Gone(what="user"):
            reason = house.desk("barred_left")
        case _:
            reason = str(error)
    _undone(draft, case, action, warned, reason)


def _until(house: House, moment: datetime | None) -> str:
    """` until 15:00` for a restriction of others, ` without an end`."""
    return house.desk("stands_until", time=house.day_time(moment)) if moment is not None else house.desk("stands_on")


def _replaced(draft: Draft, case: Case, warned: Warned, until: datetime | None) -> None:
    """Others put something else in place of the mute: that is theirs. Ours is over, and nobody tells the customer that he may write."""
    draft.ledger.save_warning(replace(warned, ends=draft.now))
    draft.memory.audit.append(("bot", "not_unmuted", case.id))
    text = draft.house.desk("unmute_standing", until=_until(draft.house, until))
    draft.tell_thread(case, text, f"not_unmuted:{warned.id}:{draft.house.new_id()[:8]}")
    draft.edit_card(case)


def _undone(draft: Draft, case: Case, action: Doing, warned: Warned, reason: str) -> None:
    name = _NAMES[type(action)]
    if not isinstance(action, Unmute):
        draft.ledger.save_warning(replace(warned, stage=Stage.FAILED))
    draft.memory.audit.append(("bot", f"not_{name}", case.id))
    text = draft.house.desk(f"not_{name}", reason=reason)
    draft.tell_thread(case, text, f"not_{name}:{warned.id}:{draft.house.new_id()[:8]}")


def _behind(draft: Draft, case: Case, action: Doing) -> Warned | None:
    return next((one for one in draft.ledger.warnings_of(case.customer) if one.id == action.warned), None)
