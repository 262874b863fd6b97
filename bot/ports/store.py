"""The store inside one transaction (Ledger) and around it (Store)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from bot.ports.accounts import Accounts
from bot.ports.private import PrivateTalks
from bot.ports.records import Records
from bot.ports.relays import Relays
from bot.ports.unsent import Unsent

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from bot.core.cases import Case
    from bot.core.clocks import ClockEvent
    from bot.core.house_rules import Warned
    from bot.core.messages import Place
    from bot.core.promises.keeping import GivenPromise
    from bot.ports.learning import Label, Learned
    from bot.ports.values import (
        Cursor,
        Customer,
        InboxRow,
        Job,
        Member,
        NewJob,
        Note,
        Past,
        PastAsk,
        RawRow,
        Seen,
    )

T = TypeVar("T")


class Ledger(Accounts, Records, PrivateTalks, Relays, Unsent, Protocol):
    """The store inside one transaction; plain calls, no waiting. Everything written commits or fails together."""

    # inbox ------------------------------------------------------------------------------------------------------------------
    def ingest(self, rows: Sequence[RawRow], cursors: Sequence[Cursor], now: datetime) -> int:
        """Insert new rows, move cursors; return how many rows were new."""
        ...

    def cursors(self, platform: str, bot: str) -> dict[str, str]:
        """Source → value."""
        ...

    def unread(self, limit: int) -> list[InboxRow]:
        """Oldest unread rows, claimed by this transaction (PostgreSQL: row locks, skip locked)."""
        ...

    def read_done(self, ids: Sequence[int]) -> None:
        """These rows were judged: empty their raw text."""
        ...

    def park(self, row: int, reason: str) -> None:
        """Set a row aside with its reason; its raw text stays for staff until retention ends."""
        ...

    # the past ---------------------------------------------------------------------------------------------------------------
    def past(self, asks: Sequence[PastAsk]) -> list[Past]:
        """The past of each message, in order, in a constant number of statements for the whole batch. Makes customers that are new."""
        ...

    def case(self, case_id: str) -> Case | None:
        """One case."""
        ...

    def cases(self, wanted: Collection[str]) -> dict[str, Case]:
        """Several cases by id; what is not known is left out."""
        ...

    def case_of_thread(self, place: Place, reply_to: str = "") -> Case | None:
        """The case whose thread this place is; in a reply chain, whose card or thread post `reply_to` is."""
        ...

    def cases_of_customer(self, customer: str, limit: int) -> list[Case]:
        """Latest cases first."""
        ...

    def open_cases(self, limit: int) -> list[Case]:
        """Cases not solved, closed or dismissed, oldest first."""
        ...

    def customer(self, platform: str, user: str, name: str) -> Customer:
        """Find or make."""
        ...

    def customer_of(self, customer: str) -> Customer | None:
        """By random id; None when erased."""
        ...

    def stop_customer(self, customer: str) -> None:
        """He said stop: never answered again by the bot."""
        ...

    def context(self, place: Place, before: datetime, limit: int) -> list[Seen]:
        """The last messages in a place, oldest first."""
        ...

    def seen(self, platform: str, channel: str, message: str) -> Seen | None:
        """Latest version of a message that is still kept, ours included."""
        ...

    # recording --------------------------------------------------------------------------------------------------------------
    def remember(self, seen: Sequence[Seen]) -> None:
        """Keep what was seen or posted."""
        ...

    def heard_in(self, place: Place) -> list[Case]:
        """Cases in state HEARD in this place (same channel and thread): the bot's answer is still to come."""
        ...

    def save_cases(self, cases: Sequence[Case]) -> list[Case]:
        """`save_case` for many, in a constant number of statements."""
        ...

    def save_case(self, case: Case) -> Case:
        """Insert or update by id; gives a new case its number."""
        ...

    def audit(self, who: str, what: str, case: str, now: datetime) -> None:
        """One line: random ids only, no text, no names."""
        ...

    def label(self, case: str, label: str, who: str, now: datetime) -> None:
        """A press as a label of the case: `complaint`, `not_complaint`, or `topic:<topic>` (which says that it is one). The newest counts."""
        ...

    def unlabel(self, case: str) -> bool:
        """The press was taken back: the case has no label any more."""
        ...

    # learning ---------------------------------------------------------------------------------------------------------------
    def keep_labels(self, batch: Sequence[Label]) -> int:
        """Take labels in by their keys; returns how many were new or say something else than before."""
        ...

    def labels(self, limit: int) -> list[Label]:
        """The newest labels, oldest first."""
        ...

    def count_labels(self, since: datetime | None = None) -> int:
        """How many labels there are, or how many came after a moment."""
        ...

    def erase_labels(self, *, customer: str = "", case: str = "", everything: bool = False) -> int:
        """Erase the labels of a customer (random id, or `platform:user`), of a case, or all; returns how many."""
        ...

    def learned(self) -> Learned | None:
        """The version that serves, None for the packaged model alone."""
        ...

    def learned_number(self) -> int:
        """The number of the version that serves, 0 for none."""
        ...

    def versions(self, limit: int = 30) -> list[Learned]:
        """Newest first, those taken back included."""
        ...

    def keep_version(self, version: Learned) -> Learned:
        """Let a version serve from now on; gives it its number."""
        ...

    def withdraw(self, now: datetime) -> Learned | None:
        """Take back the version that serves: the one before it serves again. None when there is none."""
        ...

    def first_to(self, what: str, day: str, since: str = "") -> bool:
        """Whether nobody did this on `since` (2026-11-22; else on `day`) or later; marks `day`. Of many processes one hears True."""
        ...

    def retractions(self, place: Place, since: datetime) -> int:
        """How often the bot's own answer was taken back in this channel since then."""
        ...

    def surge(self, places: Collection[Place], topic: str, since: datetime, until: datetime) -> tuple[int, datetime]:
        """How many cases on this topic that staff have were opened here in that time, and when the first was (`until` for none)."""
        ...

    def forgive_retractions(self, place: Place, since: datetime, before: datetime) -> None:
        """What was taken back in this channel since then counts as taken back at `before`."""
        ...

    # the desk ---------------------------------------------------------------------------------------------------------------
    def note(self, case: str, who: str, masked: str, now: datetime) -> None:
        """Something that staff keep to themselves."""
        ...

    def notes(self, case: str) -> list[Note]:
        """The notes of a case, oldest first."""
        ...

    def staff_seen(self, member: Member, now: datetime) -> None:
        """Somebody acted as staff."""
        ...

    def staff(self, platform: str, limit: int) -> list[Member]:
        """Who acted as staff on a platform, the latest first."""
        ...

    def flood(self, place: Place, topic: str, since: datetime, limit: int) -> list[Case]:
        """Cases that are with staff and have a card of their own, on this topic in this channel, opened since then, oldest first."""
        ...

    def questions(self, place: Place, since: datetime, below: int, but: str) -> list[Case]:
        """The oldest case but this one in this channel that asks staff with a card of its own, opened since then; severity under `below`."""
        ...

    def grouped_under(self, leads: Collection[str]) -> list[Case]:
        """The open cases that stand under the cards of these, oldest first."""
        ...

    def case_about(self, place: Place, message: str) -> Case | None:
        """The case that this message opened."""
        ...

    def case_outside(self, link: str) -> Case | None:
        """The latest case about this address elsewhere."""
        ...

    def case_numbered(self, number: int) -> Case | None:
        """The case with this number."""
        ...

    def unasked(self, platform: str, since: datetime, until: datetime, limit: int) -> list[Seen]:
        """Messages of a platform, said from `since` to before `until`, that staff were not asked about for lack of budget."""
        ...

    def unasked_of(self, customer: str) -> list[Seen]:
        """Those of them that this customer said, on whatever platform."""
        ...

    # promises and clocks ------------------------------------------------------------------------------------------------------
    def save_promise(self, promise: GivenPromise) -> None:
        """A promise as it is now."""
        ...

    def promises_of(self, case: str) -> list[GivenPromise]:
        """The promises of a case, by when they are due."""
        ...

    def promises_due(self, since: datetime, until: datetime) -> list[GivenPromise]:
        """The promises that are due from `since` to before `until`."""
        ...

    def clock_events(self, case: str) -> list[ClockEvent]:
        """What happened in a case, as its clocks see it, oldest first."""
        ...

    def add_clock_events(self, case: str, events: Sequence[ClockEvent]) -> None:
        """Something happened."""
        ...

    # house rules --------------------------------------------------------------------------------------------------------------
    def save_warning(self, warned: Warned) -> None:
        """A warning as it is now."""
        ...

    def warnings_of(self, customer: str) -> list[Warned]:
        """The warnings of a customer, oldest first, those that are over included."""
        ...

    def move_channel(self, platform: str, old: str, new: str) -> None:
        """Every row of a channel gets its new id; the move is remembered."""
        ...

    def moves(self, platform: str) -> dict[str, str]:
        """Remembered moves: old → new."""
        ...

    # jobs -------------------------------------------------------------------------------------------------------------------
    def add_jobs(self, jobs: Sequence[NewJob], now: datetime) -> int:
        """Queue jobs; a key that is there already is left alone, except that a *queued* `card_edit` takes the new payload."""
        ...

    def cancel_jobs(self, case: str, kinds: Collection[str]) -> int:
        """Cancel what waits (queued or waiting to retry) for this case; running jobs are left."""
        ...

    def cancel_in(self, place: Place, kinds: Collection[str]) -> int:
        """Cancel what waits for any case in this public place (payload's place equal)."""
        ...

    def cancel_job(self, key: str) -> bool:
        """Cancel one waiting job; False when it is no longer waiting."""
        ...

    def has_job(self, key: str) -> bool:
        """Whether there is, or was, a job of this key."""
        ...

    def receipt_of(self, key: str) -> str:
        """The post that the job of this key made; empty for none."""
        ...

    def claim(
        self, now: datetime, limit: int, lease: float, resting: Collection[str] = (), desks: Collection[str] = ()
    ) -> list[Job]:
        """Take due jobs and write their "sending" mark.

        Only the oldest unfinished job of a lane; never in a channel of `resting`; kinds `answer` and `attach` only while no unread
        inbox row waits in their channel or in a staff channel of `desks`. At most one job a lane.
        """
        ...

    def next_due(self) -> datetime | None:
        """When the next waiting job is due."""
        ...

    def finish(self, job: Job, receipt: str) -> bool:
        """Done, with the platform's message id. False when fenced out by a newer attempt."""
        ...

    def finish_all(self, done: Sequence[tuple[Job, str]]) -> set[int]:
        """`finish` for many (job, receipt), in a constant number of statements; the ids of the jobs that were still ours."""
        ...

    def retry(self, job: Job, due: datetime, error: str) -> bool:
        """Certainly not sent; try again at `due`."""
        ...

    def requeue_behind(self, job: Job, due: datetime) -> bool:
        """Certainly not sent; put it at the end of its lane (a new row with the same key and the attempts so far)."""
        ...

    def unsure(self, job: Job, error: str) -> bool:
        """May have been sent: `uncertain`, never run again."""
        ...

    def bury(self, job: Job, error: str) -> bool:
        """Will never be sent: `dead`."""
        ...

    def orphans(self, now: datetime, *, everything: bool) -> list[Job]:
        """Running jobs whose lease is over (`everything`: all of them), taken by this call.

        `everything` is for when no other process can hold them. Each gets a new attempt, so that the old one is fenced out.
        """
        ...

    def release(self, job: Job, now: datetime, *, doubt: bool) -> None:
        """Put an orphan back in the queue."""
        ...

    # upkeep -----------------------------------------------------------------------------------------------------------------
    def forget(self, now: datetime, context_hours: float, parked_days: float, case_days: float) -> int:
        """Erase what retention says; returns rows erased."""
        ...

    def figures(self) -> dict[str, int]:
        """Counts for health and tests: unread, parked, jobs by state (`job.queued` …), cases by state (`case.heard` …)."""
        ...


class Store(Protocol):
    """The store: short transactions on one code path for SQLite and PostgreSQL."""

    exclusive: bool
    """No other process can work on this store (SQLite with its file lock)."""

    async def write(self, work: Callable[[Ledger], T]) -> T:
        """Run `work` in a transaction; it is on disk when this returns.

        `work` may run together with others in one commit; when it raises, only its own writes are undone and the error is raised
        here.
        """
        ...

    async def read(self, work: Callable[[Ledger], T]) -> T:
        """Run `work` on a consistent view; it must not write."""
        ...

    async def close(self) -> None:
        """Finish what is queued and close."""
        ...
