"""Promises to customers: proposed from words of staff, made by a press, watched until they are kept or broken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.cases import State
from bot.core.privacy import find_private, mask
from bot.core.promises.keeping import GivenPromise, PromiseState, remind_at
from bot.core.verbs import PREFIX
from bot.core.words import Button

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.core.cases import Case
    from bot.service.draft import Draft
    from bot.service.house import House

_SETTLE = frozenset({"staff_answered", "solve"})
"""Lines of the audit trail that keep an open promise, or come too late for it."""
LANGUAGES = ("nl", "en")


def propose(draft: Draft, house: House, case: Case, text: str, stamp: str) -> None:
    """Words of staff went to the customer: where they hold a promise, offer to watch it. Nothing is promised by it."""
    found = read(house, text, draft.now, case.language)
    if found is None:
        return
    due, words = found
    if any(
        p.due == due and p.state in {PromiseState.OPEN, PromiseState.PROPOSED}
        for p in draft.ledger.promises_of(case.id)
    ):
        return
    promise = GivenPromise(house.new_id(), case.id, "", mask(words, find_private(words)), draft.now, due)
    draft.ledger.save_promise(promise)
    text = house.desk("promise_proposed", time=house.day_time(due), words=promise.words)
    buttons = (
        Button(house.desk("promise_this"), f"{PREFIX}:promise:{case.id}:{promise.id}", "primary"),
        Button(house.desk("promise_not"), f"{PREFIX}:nopromise:{case.id}:{promise.id}"),
    )
    draft.tell_thread(case, text, f"promise:{stamp}", buttons)


def reconsider(draft: Draft, house: House, case: Case, text: str, stamp: str) -> None:
    """Staff changed their words: what was proposed before is withdrawn, and the new words are read. A promise that was made stays."""
    unpropose(draft, case)
    propose(draft, house, case, text, stamp)


def unpropose(draft: Draft, case: Case) -> None:
    """What was proposed and not made is withdrawn: the words that it was read from do not stand any more."""
    for promise in draft.ledger.promises_of(case.id):
        if promise.state is PromiseState.PROPOSED:
            draft.ledger.save_promise(promise.withdrawn(draft.now))


def read(house: House, text: str, now: datetime, language: str) -> tuple[datetime, str] | None:
    """(due, words) of a promise in a text: in the case's language first, then in the others. None for none."""
    # Its patterns take a third of a second to compile, which a start of the program need not wait for.
    from bot.core.promises.finding import find_promise

    for tried in sorted(LANGUAGES, key=lambda one: one != language):
        promise = find_promise(text, now, tried, house.hours)
        if promise is not None:
            return promise.due, promise.words
    return None


def make(draft: Draft, house: House, promise: GivenPromise, case: Case, who: str) -> GivenPromise:
    """From now on it counts: a reminder before it is due, and a look whether it was kept when it is."""
    opened = promise.opened(who, draft.now)
    draft.ledger.save_promise(opened)
    draft.memory.audit.append((who, "promise", case.id))
    _watch(draft, house, case, opened)
    draft.edit_card(case)
    return opened


def _watch(draft: Draft, house: House, case: Case, promise: GivenPromise) -> None:
    """Wake the case to remind of it, and when it is due."""
    reminder = remind_at(promise, house.hours)
    for moment in sorted({reminder, promise.due} if reminder > draft.now else {promise.due}):
        draft.timer(case, "promise", moment)


def drop(draft: Draft, promise: GivenPromise, case: Case, who: str) -> None:
    """Staff say that nobody waits for it."""
    draft.ledger.save_promise(promise.withdrawn(draft.now))
    if promise.state is PromiseState.OPEN:
        draft.memory.audit.append((who, "promise_void", case.id))
        draft.edit_card(case)


def follow(draft: Draft) -> None:
    """What this transaction did to open promises: an answer or a solution keeps them, another end makes them void, a merge moves them."""
    for who, what, name in list(draft.memory.audit):
        case = draft.memory.cases.get(name)
        if case is None or (what not in _SETTLE and not case.ended):
            continue
        for promise in draft.ledger.promises_of(name):
            # An answer of the same moment came before the promise; no promise outlives the end.
            if promise.state is PromiseState.OPEN and (case.ended or promise.made < draft.now):
                _settle(draft, case, promise, who, kept=what in _SETTLE or case.state == State.SOLVED)


def _settle(draft: Draft, case: Case, promise: GivenPromise, who: str, *, kept: bool) -> None:
    if case.merged:
        draft.ledger.save_promise(replace(promise, case=case.merged))
        target = draft.memory.cases.get(case.merged) or draft.ledger.case(case.merged)
        if target is not None:
            _watch(draft, draft.house, target, promise)
        return
    after = promise.settled(draft.now) if kept else promise.withdrawn(draft.now)
    draft.ledger.save_promise(after)
    draft.memory.audit.append((who, f"promise_{after.state}", case.id))


def rings(draft: Draft, house: House, case: Case) -> None:
    """A promise nears, or is due: remind of it, or write down that it was broken and call for help."""
    for promise in draft.ledger.promises_of(case.id):
        if promise.state is not PromiseState.OPEN:
            continue
        owner = case.owner_name or house.desk("nobody")
        if promise.due <= draft.now:
            draft.ledger.save_promise(replace(promise, state=PromiseState.BROKEN, ended=draft.now))
            draft.memory.audit.append(("bot", "promise_broken", case.id))
            staff = house.config.staff.get(case.place.platform)
            text = house.desk("promise_broken", time=house.day_time(promise.due), words=promise.words, owner=owner)
            first = next(iter(house.config.clocks.ping.get(case.place.platform, ())), "")
            ping = (staff.escalate if staff is not None else "") or first
            draft.tell_thread(case, text, f"promise_broken:{promise.id}", ping=ping)
            draft.edit_card(case)
        elif remind_at(promise, house.hours) <= draft.now:
            text = house.desk("promise_soon", time=house.day_time(promise.due), words=promise.words, owner=owner)
            draft.tell_thread(case, text, f"promise_soon:{promise.id}")


def on_card(house: House, promises: Sequence[GivenPromise]) -> str:
    """The open promise that is due first, in one line; empty for none."""
    first = next((promise for promise in promises if promise.state is PromiseState.OPEN), None)
    if first is None:
        return ""
    said = f" „{first.words}”" if first.words else ""
    return f"{house.day_time(first.due)}{said}"
