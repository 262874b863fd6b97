"""A conversation written down: who says what at which minute, in public and in the staff's threads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from handlers.sandbox.world import Person

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

_BUNDLED = "polderlink.yaml"
_KEYS = frozenset({"id", "at", "who", "text", "reply_to", "edits", "removes", "media", "in", "about", "press"})


class BadScript(ValueError):
    """The file is not a conversation; the text says which entry and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody does.

    Without `about` it is said in public: a message, a new text for the message `edits`, or the message `removes` taken away. With
    `about` it belongs to the case of that message: words in its thread, or with `press` the button of that verb on its card.
    """

    id: str
    at: datetime
    who: str
    text: str = ""
    reply_to: str = ""
    edits: str = ""
    removes: str = ""
    media: str = ""
    about: str = ""
    press: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """A conversation: the people, and the entries in the order of their time."""

    title: str
    people: tuple[Person, ...]
    entries: tuple[Entry, ...]

    @property
    def start(self) -> datetime:
        """When the first entry is said."""
        return self.entries[0].at


def load_script(zone: ZoneInfo, path: Path | None = None) -> Script:
    """Read a script, the bundled one by default; its times are those of `zone`. Raises BadScript, or OSError."""
    source = path if path is not None else files("handlers.sandbox") / "scripts" / _BUNDLED
    try:
        data = yaml.safe_load(source.read_text(encoding="utf-8"))
        people = tuple(Person(name, made["name"], made["role"], name) for name, made in data["people"].items())
        entries = sorted((_entry(made, data["date"], zone) for made in data["messages"]), key=lambda entry: entry.at)
        title = str(data["title"])
    except (KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        message = f"{source}: not a conversation: {error}"
        raise BadScript(message) from error
    _check(entries, {person.id for person in people})
    return Script(title, people, tuple(entries))


def _entry(made: dict[str, Any], day: date, zone: ZoneInfo) -> Entry:
    name = made["id"]
    if unknown := made.keys() - _KEYS:
        message = f"{name}: unknown key {min(unknown)}"
        raise BadScript(message)
    moment = datetime.combine(day, time.fromisoformat(made["at"]), zone)
    more = {
        key: made[key] for key in ("text", "reply_to", "edits", "removes", "media", "about", "press") if key in made
    }
    return Entry(name, moment, made["who"], **more)


def _check(entries: list[Entry], people: set[str]) -> None:
    if not entries:
        raise BadScript("the conversation is empty")
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            raise BadScript(f"{entry.id}: there are two entries of this name")
        if entry.who not in people:
            raise BadScript(f"{entry.id}: {entry.who} is not one of the people")
        for named in (entry.reply_to, entry.edits, entry.removes, entry.about):
            if named and named not in seen:
                raise BadScript(f"{entry.id}: {named} has not been said yet")
        seen.add(entry.id)
