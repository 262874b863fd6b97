"""What a claimed job needs in order to be performed, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.core import actions
from bot.core.actions import (
    Amend,
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
    Unmute,
    Withdraw,
)
from bot.core.promises.keeping import PromiseState
from bot.service import asking, floods, intake

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.core.actions import Action
    from bot.core.cases import Case
    from bot.core.clocks import ClockEvent
    from bot.core.house_rules import Warned
    from bot.core.intake import Answered, Run
    from bot.core.messages import Place
    from bot.core.promises.keeping import GivenPromise
    from bot.ports import ChatError, Customer, Job, Ledger, Relayed, Seen, Talk, Thread
    from bot.service.house import House

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
