"""What must be true of house rules after any step: nobody is dealt with but by staff and by a rule, and every mute ends."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.cases import ENDED
from handlers.sandbox import World
from tests.story.chance_words import RULES, STAFFERS
from tests.story.kept_cases import moment
from tests.story.stage import PUBLIC, STAFF

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tests.story.kept import Books, Said

_LONGEST = timedelta(days=7)
_PRESSED = re.compile(rf"w:(warn|remove|mute):(\w+):([{RULES}])\b")
_TYPED = re.compile(rf"[/!](waarschuw|verwijder|demp) ([{RULES}])\b")
_VERBS = {"waarschuw": "warn", "verwijder": "remove", "demp": "mute"}
_WARNING = re.compile(r"relay:(\w+):warn:(\w+)")
_NOTE = re.compile(r"relay:(\w+):solved:\w+")


@dataclass
class Ruled:
    """Whose cases these are and were, and who was muted so far; the world keeps only how things are now."""

    cases: dict[str, str] = field(default_factory=dict)
    """Case → its customer, also when the case does not name his message any more."""
    threads: dict[str, set[str]] = field(default_factory=dict)
    """Thread → the customers whose cases stood there."""
    mutes: set[tuple[str, datetime]] = field(default_factory=set)
    """(customer, until) of every mute."""

    def look(self, world: World, books: Books) -> None:
        """Take down what is new."""
        rows = books.cases()
        for row in rows:
            if row["message"] in world.posts:
                self.cases.setdefault(row["id"], world.posts[row["message"]].who)
        for row in rows:
            who = self.cases.get(row["id"], "")
            lead = next((other for other in rows if other["id"] == row["grouped"]), row)
            if who and lead["desk_thread"]:
                self.threads.setdefault(lead["desk_thread"], set()).add(who)
        self.mutes |= {(who, until) for (_, who), until in world.muted.items()}

    def acts(self, world: World) -> Counter[tuple[str, str]]:
        """How often staff did something by the number of a rule: (customer, verb)."""
        return Counter(self._acts(world))

    def _acts(self, world: World) -> Iterator[tuple[str, str]]:
        for event in world.events:
            if event["channel"] != STAFF or event["author"]["role"] != "staff":
                continue
            if event["kind"] == "press" and (pressed := _PRESSED.match(event["data"])):
                yield self.cases.get(pressed[2], ""), pressed[1]
            elif event["kind"] == "message" and (typed := _TYPED.match(event["text"])):
                yield from ((who, _VERBS[typed[1]]) for who in self.threads.get(event["thread"], ()))


def nobody_is_dealt_with_but_by_staff_and_a_rule(world: World, said: Said, ruled: Ruled) -> None:
    """No more warnings, removals and mutes of a customer than staff asked for by the number of a rule."""
    acts = ruled.acts(world)
    muted = Counter(who for who, _ in ruled.mutes)
    removed = Counter(
        post.who
        for post in world.posts.values()
        if post.gone and post.channel == PUBLIC and post.who != World.BOT and post.id not in said.taken
    )
    warnings = {found[0]: found[1] for key in world.keys if (found := _WARNING.match(key))}
    warned = Counter(ruled.cases.get(case, "") for case in warnings.values())
    for who, many in muted.items():
        assert many <= acts[who, "mute"], f"{who} was muted, and nobody of staff said so by a rule"
    for who, many in removed.items():
        assert many <= acts[who, "remove"], f"a message of {who} was removed, and nobody of staff said so by a rule"
    for who, many in warned.items():
        asked = acts[who, "mute"] + acts[who, "remove"] + acts[who, "warn"]
        assert many <= asked, f"{who} was warned, and nobody of staff said so by a rule"


def only_staff_warn_and_by_a_rule_that_is_there(books: Books) -> None:
    """Every warning that is kept names a member of staff and a rule of the settings."""
    rows = books.rows("SELECT w.rule, c.key FROM warnings w LEFT JOIN customers c ON c.id = w.who")
    for row in rows:
        assert (row["key"] or "").partition(":")[2] in STAFFERS, f"{row['key']} warned somebody"
        assert str(row["rule"]) in RULES, f"somebody was warned by rule {row['rule']}"


def nobody_else_acts_as_staff(books: Books) -> None:
    """Whoever did something at the desk is a member of staff: the presses and commands of others do nothing."""
    rows = books.rows("SELECT c.key FROM staff s LEFT JOIN customers c ON c.id = s.id")
    others = [row["key"] for row in rows if (row["key"] or "").partition(":")[2] not in STAFFERS]
    assert not others, f"{others} did something as staff"


def every_mute_ends(world: World, said: Said, books: Books, now: datetime) -> None:
    """Within a week by itself; and until then staff can see and lift it, unless its customer was forgotten meanwhile."""
    known = {
        (row["key"].partition(":")[2], moment(row["ends"]))
        for row in books.rows(
            "SELECT c.key, w.ends FROM warnings w JOIN customers c ON c.id = w.customer "
            "WHERE w.measure = 'mute' AND w.stage = '' AND w.ends IS NOT NULL"
        )
    }
    for (_, who), until in world.muted.items():
        assert until - now <= _LONGEST, f"{who} is muted until {until}"
        seen = (who, until) in known or until <= now or who in said.forgotten
        assert seen, f"{who} is muted until {until}, and staff cannot see or lift it"


def a_note_says_the_end_only_of_what_ended(world: World, books: Books) -> None:
    """No closing note stands as it was posted under a case that is open."""
    deaf = {row["id"] for row in books.rows("SELECT id FROM customers WHERE stopped")}
    open_ = {
        row["id"]
        for row in books.cases()
        if row["state"] not in ENDED and row["customer"] not in deaf and not row["withdrawn"]
    }
    for key, message in world.keys.items():
        post, note = world.posts.get(message), _NOTE.fullmatch(key)
        if note and post is not None and note[1] in open_ and not post.gone:
            assert post.edits, f"{post.text!r} stands under a case that is open"
