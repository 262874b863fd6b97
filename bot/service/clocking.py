"""The clocks of a case: what happened is written down as clocks see it, and staff are reminded and called when time runs out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.config.budgets import budgets_of
from bot.core.cases import State
from bot.core.clock_calls import DOTS, calls, now_and_next, pressing
from bot.core.clocks import ClockEvent, ClockKind, ClockState, ClockVerb, open_from, started

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.core.cases import Case
    from bot.core.clock_calls import Budgets, Call
    from bot.service.draft import Draft
    from bot.service.house import House

_RUNNING = frozenset({State.HANDED_OVER, State.CLAIMED})
"""States in which the customer waits for a person."""
_MEANS = {
    "staff_answered": ClockVerb.ANSWER,
    "customer_said": ClockVerb.CUSTOMER,
    "wants_human": ClockVerb.CUSTOMER,
    "not_delivered": ClockVerb.CUSTOMER,
    "wait": ClockVerb.WAIT,
    "claim": ClockVerb.CLAIM,
    "assign": ClockVerb.CLAIM,
    "release": ClockVerb.RELEASE,
    "reopen": ClockVerb.REOPEN,
}
"""Lines of the audit trail as clocks see them: whom our words did not reach waits as if he had asked again; how a case ended is seen by its state."""
_STALE = timedelta(minutes=15)
"""What should have been said longer ago, while the bot was away or the case rested, is said when staff are there again."""
_ANSWERS = frozenset({ClockKind.FIRST, ClockKind.NEXT})
"""Clocks that wait for an answer, as the customer does."""


def budgets(house: House, case: Case) -> Budgets:
    """How long this case may take."""
    return budgets_of(house.config.clocks, case.severity)


def follow(draft: Draft) -> None:
    """Write down what this transaction did to the clocks of its cases, and set a timer for whoever waits now."""
    touched: dict[str, list[str]] = {name: [] for name in draft.memory.new}
    for _, what, name in draft.memory.audit:
        touched.setdefault(name, []).append(what)
    for name, done in touched.items():
        case_now = draft.memory.cases.get(name)
        if case_now is not None:
            _follow(draft, case_now, done)


def _follow(draft: Draft, case: Case, done: Sequence[str]) -> None:
    before = [] if case.id in draft.memory.new else draft.ledger.clock_events(case.id)
    new: list[ClockEvent] = []
    if not before and case.state not in _RUNNING:
        return
    if not before:
        new.append(ClockEvent(draft.now, ClockVerb.COMPLAINT))
    ended = bool(before) and _ended(before)
    for what in done:
        verb = _MEANS.get(what)
        if verb is None or (not before and verb is not ClockVerb.ANSWER):
            continue
        if verb is ClockVerb.CUSTOMER and ended:
            verb = ClockVerb.REOPEN
        ended = ended and verb is not ClockVerb.REOPEN
        new.append(ClockEvent(draft.now, verb))
    if case.ended and not ended:
        new.append(ClockEvent(draft.now, ClockVerb.SOLVE))
    elif ended and case.state in _RUNNING:
        new.append(ClockEvent(draft.now, ClockVerb.REOPEN))
    if new:
        draft.ledger.add_clock_events(case.id, new)
        _wake(draft, draft.house, case, [*before, *new])


def _ended(events: Sequence[ClockEvent]) -> bool:
    last = next((e.verb for e in reversed(events) if e.verb in {ClockVerb.SOLVE, ClockVerb.REOPEN}), None)
    return last is ClockVerb.SOLVE


def _calls(house: House, case: Case, events: Sequence[ClockEvent]) -> list[Call]:
    return calls(events, budgets(house, case), house.config.clocks.remind, len(_called(house, case)), house.hours)


def _called(house: House, case: Case) -> tuple[str, ...]:
    """Who is called, level by level; with nobody in the settings one level that calls nobody by name."""
    platform = case.place.platform
    staff = house.config.staff.get(platform)
    return house.config.clocks.ping.get(platform) or ((staff.escalate if staff is not None else ""),)


def _wake(draft: Draft, house: House, case: Case, events: Sequence[ClockEvent]) -> None:
    if case.state not in _RUNNING or case.grouped:
        return
    _, following = now_and_next(_calls(house, case, events), draft.now)
    if following is not None:
        draft.timer(case, "clock", following)


def rings(draft: Draft, house: House, case: Case) -> None:
    """A clock called: say so in the thread where it still counts, and wait for the next call."""
    if case.state not in _RUNNING or case.grouped:
        return
    if case.snoozed is not None and case.snoozed > draft.now:
        draft.timer(case, "clock", case.snoozed)
        return
    events = draft.ledger.clock_events(case.id)
    due, _ = now_and_next(_calls(house, case, events), draft.now)
    if due and (back := said_at(house, max(call.at for call in due), draft.now)) > draft.now:
        draft.timer(case, "clock", back)
        return
    for call in due:
        _say(draft, house, case, call, events)
    if due:
        draft.edit_card(case)
    _wake(draft, house, case, events)


def said_at(house: House, over: datetime, now: datetime) -> datetime:
    """When staff are called for what was over at that moment: at once, or, long after it, not before their next opening."""
    return open_from(now, house.hours) if now - over > _STALE else now


def waits(draft: Draft, house: House, case: Case) -> bool:
    """Whether it is the customer who is waited for: then nobody is late."""
    shown = pressing(draft.ledger.clock_events(case.id), budgets(house, case), draft.now, house.hours)
    return shown is not None and shown.state is ClockState.PAUSED


def says_late(draft: Draft, house: House, case: Case) -> bool:
    """Whether a clock that waits for an answer has run out: then its call says so, and the time that was told to the customer needs none."""
    if case.grouped:
        return False
    made = _calls(house, case, draft.ledger.clock_events(case.id))
    return any(call.kind in _ANSWERS and call.level and call.at <= draft.now for call in made)


def say_late(draft: Draft, house: House, case: Case, deadline: datetime) -> None:
    """The time that was told to the customer passed before the clocks ran out: the first people are called, and are not called again for it."""
    text = house.desk("late", number=case.number, time=house.clock_time(deadline))
    draft.tell_thread(case, text, _late(deadline), ping=_called(house, case)[0])


def _late(deadline: datetime) -> str:
    return f"late:{deadline.timestamp():.0f}"


def _was_said(draft: Draft, case: Case, call: Call) -> bool:
    """Whether staff were called for this already, when the time passed that was told to the customer."""
    if call.kind not in _ANSWERS or call.level != 1 or case.deadline is None or case.deadline < call.began:
        return False
    return draft.ledger.has_job(f"{_late(case.deadline)}:{case.id}")


def _say(draft: Draft, house: House, case: Case, call: Call, events: Sequence[ClockEvent]) -> None:
    if _was_said(draft, case, call):
        return
    over = next(
        c.at for c in calls(events, budgets(house, case), 0.5, 1, house.hours) if c.kind is call.kind and c.level
    )
    key = "clock_over" if call.level else "clock_soon"
    owner = case.owner_name or house.desk("nobody")
    text = house.desk(key, what=house.desk(f"clock_{call.kind}"), time=house.day_time(over), owner=owner)
    ping = _called(house, case)[call.level - 1] if call.level else ""
    stamp = f"clock:{call.kind}:{call.level}:{call.began.timestamp():.0f}"
    draft.tell_thread(case, text, stamp, ping=ping)


def on_card(house: House, case: Case, events: Sequence[ClockEvent]) -> str:
    """The deadline as the card shows it, with the colour of the clock that presses most; empty for none."""
    promised = house.day_time(case.deadline) if case.deadline is not None else ""
    reading = pressing(events, budgets(house, case), house.clock.now(), house.hours) if case.state in _RUNNING else None
    if reading is None:
        return promised
    dot = DOTS[reading.state]
    if reading.state is ClockState.PAUSED:
        return f"{dot} {house.desk('clock_paused')}"
    if promised and started(ClockKind.FIRST, events) is not None:
        return f"{dot} {promised}"
    return f"{dot} {house.day_time(reading.due)}" if reading.due is not None else dot
