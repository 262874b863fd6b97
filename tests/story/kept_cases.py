"""What must be true of cases, promises and private data after any step: read from the store's own tables and from the world."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.core.cases import State
from bot.core.promises.keeping import GivenPromise, PromiseState, remind_at
from handlers.sandbox import World
from tests.story.stage import STAFF

if TYPE_CHECKING:
    from bot.core.hours import OfficeHours
    from tests.story.kept import Books, Row, Said

EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
WAITS_BY_ITSELF = (State.HEARD, State.ANSWERED, State.ASKED)
"""Open states in which no deadline of staff runs: without something that wakes it, such a case would stay so for ever."""
GIVEN_UP = frozenset({"release", "reopen", "assign", "solve", "not_complaint", "merge"})
"""Lines of the audit trail after which somebody no longer holds a case."""

_OPEN_PROMISES = "SELECT * FROM promises WHERE state = 'open'"
_TIMERS = "SELECT \"case\", key, due FROM jobs WHERE kind = 'timer' AND state IN ('queued', 'waiting')"
_WAITING = "SELECT \"case\", kind, key FROM jobs WHERE state IN ('queued', 'waiting') AND \"case\" <> ''"


def moment(microseconds: int) -> datetime:
    """A moment as the store writes it."""
    return EPOCH + timedelta(microseconds=microseconds)


# promises -----------------------------------------------------------------------------------------------------------------
def every_open_promise_has_a_live_timer(books: Books, now: datetime, hours: OfficeHours) -> None:
    """Something will ring when it is due, something before that to remind of it, and its case still runs."""
    rings = {(row["case"], row["due"]) for row in books.rows(_TIMERS) if row["key"].startswith("promise:")}
    ended = {row["id"] for row in books.cases() if row["state"] in {State.SOLVED, State.CLOSED, State.DISMISSED}}
    for row in books.rows(_OPEN_PROMISES):
        promise = _promise(row)
        assert promise.case not in ended, f"a promise for {promise.due} is open in a case that has ended"
        assert (promise.case, row["due"]) in rings, f"nothing rings when the promise for {promise.due} is due"
        reminder = remind_at(promise, hours)
        soon = any(case == promise.case and abs(moment(due) - reminder) < timedelta(seconds=1) for case, due in rings)
        assert reminder <= now or soon, f"nothing reminds of the promise for {promise.due} at {reminder}"


def _promise(row: Row) -> GivenPromise:
    made, due = moment(row["made"]), moment(row["due"])
    return GivenPromise(row["id"], row["case"], row["who"], row["words"], made, due, PromiseState(row["state"]))


# cases --------------------------------------------------------------------------------------------------------------------
def no_case_is_stuck(books: Books) -> None:
    """A case that waits for no staff has something that will move it: an answer on its way, or the timer that ends it."""
    moves = {
        row["case"] for row in books.rows(_WAITING) if row["kind"] == "answer" or row["key"].startswith("silence:")
    }
    stuck = [
        f"{r['number']} ({r['state']})" for r in books.cases() if r["state"] in WAITS_BY_ITSELF and r["id"] not in moves
    ]
    assert not stuck, f"nothing will ever move case {', '.join(stuck)}"


@dataclass
class Held:
    """Who held which case at the last look, and which answers stood there."""

    by: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Case → its owner, and how often it was given up so far."""
    answers: set[str] = field(default_factory=set)

    def never_over_whoever_holds_it(self, books: Books, world: World) -> None:
        """The bot posts no answer of its own in a case that somebody holds, then and now."""
        now = _owners(books)
        cases = {r["message"]: r["case"] for r in books.rows('SELECT message, "case" FROM messages WHERE NOT posted')}
        found = {p.id for p in world.posts.values() if world.key_of(p.id).startswith("answer:")}
        for answer in found - self.answers:
            case = cases.get(world.posts[answer].reply_to, "")
            held = self.by.get(case)
            over = held is not None and now.get(case) == held
            assert not over, f"{world.posts[answer].text!r} was said while somebody held the case"
        self.by, self.answers = now, found


def _owners(books: Books) -> dict[str, tuple[str, int]]:
    given_up = [row["case"] for row in books.rows('SELECT "case", what FROM audit') if row["what"] in GIVEN_UP]
    claimed = [row for row in books.cases() if row["state"] == State.CLAIMED]
    return {row["id"]: (row["owner"], given_up.count(row["id"])) for row in claimed}


# canaries -----------------------------------------------------------------------------------------------------------------
def personal_data_is_never_repeated(world: World, marks: tuple[str, ...]) -> None:
    """Numbers of an account or a telephone that a customer wrote in public are in no post of the bot outside the staff channel."""
    for post in world.posts.values():
        if post.who == World.BOT and post.channel != STAFF:
            assert not any(mark in post.text for mark in marks), (
                f"{post.text!r} repeats personal data in {post.channel}"
            )


def whispers_are_for_their_reader(world: World, said: Said) -> None:
    """What only the presser of a button sees holds no words of staff unless he is staff, and no secret of somebody else."""
    for whisper in world.whispers:
        if world.people[whisper.who].role == "staff":
            continue
        foreign = [mark for mark, who in said.secrets.items() if who != whisper.who and mark in whisper.text]
        inside = [mark for mark in said.notes if mark in whisper.text]
        assert not foreign, f"{whisper.who} was whispered a secret: {whisper.text!r}"
        assert not inside, f"{whisper.who} was whispered words of staff: {whisper.text!r}"
