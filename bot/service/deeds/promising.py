"""What staff do about promises, and saying that we wait for the customer."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.core.menus import Choice
from bot.core.promises import days
from bot.core.promises.keeping import GivenPromise, PromiseState
from bot.core.verbs import PREFIX
from bot.core.words import Button
from bot.service import promising
from bot.service.deeds.life import choose

if TYPE_CHECKING:
    from bot.service.deeds.deed import Deed, Told

_AT = "at"
"""Before the moment, in minutes since 1970, that a choice stands for."""
_MOVED = "moved-"
"""Before the promise that another one took the place of."""
_MINUTE = 60


def promise(deed: Deed) -> Told:
    """Make the promise that was proposed, chosen or written behind the command; with none of these offer a few moments."""
    if not deed.extra:
        return choose(
            deed,
            "promise",
            [Choice(deed.house.day_time(at), f"{_AT}{_minutes(at)}") for at in _moments(deed)],
            "promise_when",
        )
    known = next((p for p in deed.draft.ledger.promises_of(deed.case.id) if p.id == deed.extra), None)
    if known is None:
        known = _written(deed)
    if known is None:
        return deed.say("promise_unclear")
    if known.state is not PromiseState.PROPOSED:
        return deed.say("promise_settled")
    if known.due <= deed.draft.now:
        return deed.say("promise_past", time=deed.house.day_time(known.due))
    made = promising.make(deed.draft, deed.house, known, deed.case, deed.who)
    when = deed.house.day_time(made.due)
    text = deed.house.desk("promised_by", who=deed.author.name, time=when)
    deed.draft.tell_thread(deed.case, text, f"promised:{made.id}", _instead_of(deed, known))
    return deed.say("promised_now", time=when)


def _instead_of(deed: Deed, new: GivenPromise) -> tuple[Button, ...]:
    """A button for every promise that this one may take the place of: those still open, and what the words that made it seemed to keep."""
    house = deed.house
    return tuple(
        Button(
            house.desk("promise_moved", time=house.day_time(old.due)),
            f"{PREFIX}:nopromise:{deed.case.id}:{_MOVED}{old.id}",
        )
        for old in deed.draft.ledger.promises_of(deed.case.id)
        if old.id != new.id
        and (old.state is PromiseState.OPEN or (old.state is PromiseState.KEPT and old.ended == new.made))
    )


def _minutes(at: datetime) -> int:
    return int(at.timestamp()) // _MINUTE


def _moments(deed: Deed) -> list[datetime]:
    """Within two hours, today, tomorrow at noon and at closing, and the next Friday, as far as they lie ahead."""
    hours, now = deed.house.hours, deed.draft.now
    today = now.astimezone(hours.zone).date()
    tomorrow = days.working_days(today, 1, hours)
    ends = [
        days.at(today, hours.closing, hours),
        days.at(tomorrow, time(12), hours),
        days.at(tomorrow, hours.closing, hours),
        days.at(days.weekday_after(today, days.FRIDAY), hours.closing, hours),
    ]
    soon = (now + timedelta(hours=2)).replace(second=0, microsecond=0)
    return sorted({moment.astimezone(UTC) for moment in (soon, *ends) if moment.astimezone(UTC) > now})


def _written(deed: Deed) -> GivenPromise | None:
    """A moment that was chosen, or one that was written behind the command."""
    new, extra = deed.house.new_id(), deed.extra
    if extra.startswith(_AT) and extra.removeprefix(_AT).isdigit():
        due = datetime.fromtimestamp(int(extra.removeprefix(_AT)) * _MINUTE, UTC)
        return GivenPromise(new, deed.case.id, deed.who, "", deed.draft.now, due)
    for opening in ("ik bel je", "I'll call you"):
        found = promising.read(
            deed.house, f"{opening} {extra}", deed.draft.now, "nl" if opening.startswith("ik") else "en"
        )
        if found is not None:
            return GivenPromise(new, deed.case.id, deed.who, "", deed.draft.now, found[0])
    return None


def no_promise(deed: Deed) -> Told:
    """It was none, or nobody waits for it any more."""
    name = deed.extra.removeprefix(_MOVED)
    known = next((p for p in deed.draft.ledger.promises_of(deed.case.id) if p.id == name), None)
    if known is not None and name != deed.extra and known.state in {PromiseState.OPEN, PromiseState.KEPT}:
        return _moved(deed, known)
    if known is None or known.state not in {PromiseState.PROPOSED, PromiseState.OPEN}:
        return deed.say("promise_settled")
    promising.drop(deed.draft, known, deed.case, deed.who)
    return deed.say("promise_dropped")


def _moved(deed: Deed, promise: GivenPromise) -> Told:
    """Another promise took its place: it counts neither as kept nor as broken."""
    deed.draft.ledger.save_promise(promise.withdrawn(deed.draft.now))
    deed.keep(deed.case, "promise_moved")
    time_ = deed.house.day_time(promise.due)
    deed.tell_thread("promise_moved_by", f"moved:{promise.id}", who=deed.author.name, time=time_)
    return deed.say("promise_moved_by", who=deed.author.name, time=time_)


def wait(deed: Deed) -> Told:
    """We wait for the customer: the clocks stand still until he writes."""
    deed.keep(deed.case, "wait")
    return deed.say("waiting_now")


DEEDS = {"promise": promise, "nopromise": no_promise, "wait": wait}
