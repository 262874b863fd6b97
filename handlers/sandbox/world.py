"""A small chat platform in memory with a journal on disk: the demo's, the rehearsal's and every test's platform.

It behaves as a real one: it hands out events in order, remembers posts, refuses a reply to what is gone, and knows an idempotency key.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_DIGITS = 5
"""Length of the number in an id that the world gives out."""


@dataclass
class Person:
    """Somebody on the platform; `role` is customer, staff or bot."""

    id: str
    name: str
    role: str = "customer"
    handle: str = ""


@dataclass
class Post:
    """One message on the platform. `parts` are literal strings and [label, url] pairs."""

    id: str
    channel: str
    thread: str
    who: str
    parts: list[Any]
    at: datetime
    reply_to: str = ""
    buttons: list[dict[str, str]] = field(default_factory=list)
    offered: set[str] = field(default_factory=set)
    """What every button carries that ever stood below it: who looks at an older picture can still press one."""
    media: str = ""
    edits: int = 0
    gone: bool = False
    reactions: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it says, links as their labels."""
        return "".join(part if isinstance(part, str) else part[0] for part in self.parts)


@dataclass
class Whispered:
    """An answer that only the presser saw, and the post whose button he pressed."""

    who: str
    text: str
    at: datetime
    message: str = ""


class World:
    """The whole state, made by applying journal entries one by one; with a path, each entry is on disk before it counts."""

    BOT = "wegwijzer"

    def __init__(self, path: Path | None = None) -> None:
        """Read the journal at `path`, if there is one; a last line that was cut off is dropped."""
        self.people: dict[str, Person] = {self.BOT: Person(self.BOT, "Wegwijzer", "self", "wegwijzer")}
        self.posts: dict[str, Post] = {}
        self.keys: dict[str, str] = {}
        self.threads: dict[str, str] = {}
        """Thread id → its title; a thread that is gone is not here."""
        self.events: list[dict[str, Any]] = []
        """What the bot must hear, in order; the position is the cursor."""
        self.whispers: list[Whispered] = []
        self.left: list[str] = []
        self.muted: dict[tuple[str, str], datetime] = {}
        """(channel, person) → until when he can write nothing there."""
        self.played: dict[str, str] = {}
        """Entries of a script that have been played: id → the message it made, or why it was skipped (`skipped: …`)."""
        self.changes = 0
        """Grows with every change, so that a page can see whether it is up to date."""
        self.on_change: Callable[[], None] = lambda: None
        self._pressed: dict[str, tuple[str, str]] = {}
        """Token of a press → who pressed, and below which post."""
        self._posted_as: dict[str, str] = {}
        self._path = path
        self._count = 0
        if path is not None and path.exists():
            self._replay(path)

    def _replay(self, path: Path) -> None:
        whole = 0
        for line in path.read_bytes().splitlines(keepends=True):
            try:
                entry = json.loads(line)
            except ValueError:
                break
            if not line.endswith(b"\n"):
                break
            self._apply(entry)
            whole += len(line)
        if whole < path.stat().st_size:
            # What comes next must begin on a line of its own.
            os.truncate(path, whole)

    def _do(self, entry: dict[str, Any], script: str = "") -> None:
        if script:
            entry = {**entry, "script": script}
        if self._path is not None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self._apply(entry)
        self.on_change()

    def _apply(self, entry: dict[str, Any]) -> None:
        self.changes += 1
        if entry.get("script"):
            self.played[entry["script"]] = entry.get("id", "")
        getattr(self, f"_{entry['do']}")(**{key: value for key, value in entry.items() if key not in {"do", "script"}})

    def _next(self) -> str:
        self._count += 1
        return f"{self._count:05d}"

    def _count_on(self, name: str) -> None:
        """A numbered id of the journal (00007, b00008, press-00009) is never given out again."""
        digits = name.lstrip("abcdefghijklmnopqrstuvwxyz-")
        if len(digits) == _DIGITS and digits.isdigit():
            self._count = max(self._count, int(digits))

    # what people do ----------------------------------------------------------------------------------------------------------
    def join(self, person: Person) -> None:
        """Make somebody known; again is harmless."""
        if self.people.get(person.id) != person:
            self._do(
                {"do": "joined", "id": person.id, "name": person.name, "role": person.role, "handle": person.handle}
            )

    def _joined(self, id: str, name: str, role: str, handle: str) -> None:  # noqa: A002 - the journal's word
        self.people[id] = Person(id, name, role, handle)

    def say(  # noqa: PLR0913 - what a message may have
        self,
        who: str,
        text: str,
        channel: str,
        at: datetime,
        *,
        thread: str = "",
        reply_to: str = "",
        media: str = "",
        name: str = "",
        script: str = "",
    ) -> str:
        """Somebody says something; returns the message id (`name` chooses it, else it is numbered).

        Here and below, `script` is the entry of a script that is played by this.
        """
        message = name or self._next()
        entry = {"do": "said", "id": message, "who": who, "text": text, "channel": channel, "at": at.isoformat()}
        self._do({**entry, "thread": thread, "reply_to": reply_to, "media": media}, script)
        return message

    def _said(
        self,
        id: str,  # noqa: A002
        who: str,
        text: str,
        channel: str,
        at: str,
        thread: str,
        reply_to: str,
        media: str,
    ) -> None:
        self._count_on(id)
        moment = datetime.fromisoformat(at)
        self.posts[id] = Post(id, channel, thread, who, [text], moment, reply_to, media=media)
        self._hear("message", id, at)

    def edit(self, message: str, text: str, at: datetime, *, script: str = "") -> None:
        """The author changes a message."""
        self._do({"do": "edited", "id": message, "text": text, "at": at.isoformat()}, script)

    def _edited(self, id: str, text: str, at: str) -> None:  # noqa: A002
        post = self.posts[id]
        post.parts, post.edits = [text], post.edits + 1
        self._hear("message", id, at)

    def remove(self, message: str, at: datetime, *, script: str = "") -> None:
        """The author, or a moderator, takes a message away."""
        self._do({"do": "removed", "id": message, "at": at.isoformat()}, script)

    def _removed(self, id: str, at: str) -> None:  # noqa: A002
        self.posts[id].gone = True
        self._hear("removed", id, at)

    def press(self, who: str, message: str, data: str, at: datetime, *, script: str = "") -> str:
        """Somebody presses a button; returns the press's token."""
        token = f"press-{self._next()}"
        self._do(
            {"do": "pressed_", "who": who, "id": message, "data": data, "token": token, "at": at.isoformat()}, script
        )
        return token

    def _pressed_(self, who: str, id: str, data: str, token: str, at: str) -> None:  # noqa: A002
        self._count_on(token)
        self._pressed[token] = who, id
        self._hear("press", id, at, who=who, data=data, token=token)

    def skip(self, script: str, why: str) -> None:
        """An entry of a script cannot be played; it is not tried again."""
        self._do({"do": "skipped", "id": f"skipped: {why}"}, script)

    def _skipped(self, id: str) -> None:  # noqa: A002
        """Nothing happens on the platform."""

    def drop_thread(self, thread: str, at: datetime) -> None:
        """Somebody deletes a thread."""
        self._do({"do": "dropped", "thread": thread, "at": at.isoformat()})

    def _dropped(self, thread: str, at: str) -> None:
        self.threads.pop(thread, None)
        self.events.append({"kind": "thread_gone", "thread": thread, "at": at, "channel": ""})

    def _hear(self, kind: str, message: str, at: str, **more: str) -> None:
        post = self.posts[message]
        person = self.people.get(more.get("who", post.who)) or Person(post.who, post.who)
        reply = self.posts.get(post.reply_to)
        replied = self.people.get(reply.who) if reply is not None else None
        self.events.append(
            {
                "kind": kind,
                "id": message,
                "channel": post.channel,
                "thread": post.thread,
                "at": at,
                "version": post.edits,
                "text": post.text,
                "media": post.media,
                "reply_to": post.reply_to,
                "reply_to_author": vars(replied) if replied is not None else None,
                "author": vars(person),
                **{key: value for key, value in more.items() if key != "who"},
            }
        )

    # what the bot does -------------------------------------------------------------------------------------------------------
    def post(
        self,
        channel: str,
        thread: str,
        parts: list[Any],
        at: datetime,
        *,
        key: str,
        reply_to: str = "",
        buttons: list[dict[str, str]] | None = None,
    ) -> str:
        """The bot posts; a repeated key gives the first post back."""
        if key in self.keys:
            return self.keys[key]
        message = f"b{self._next()}"
        entry = {
            "do": "posted",
            "id": message,
            "channel": channel,
            "thread": thread,
            "parts": parts,
            "at": at.isoformat(),
        }
        self._do({**entry, "key": key, "reply_to": reply_to, "buttons": buttons or []})
        return message

    def _posted(
        self,
        id: str,  # noqa: A002
        channel: str,
        thread: str,
        parts: list[Any],
        at: str,
        key: str,
        reply_to: str,
        buttons: list[dict[str, str]],
    ) -> None:
        self._count_on(id)
        moment, offered = datetime.fromisoformat(at), {button["data"] for button in buttons}
        self.posts[id] = Post(id, channel, thread, self.BOT, parts, moment, reply_to, buttons, offered)
        self.keys[key] = id
        self._posted_as[id] = key

    def open_thread(self, title: str, key: str) -> str:
        """The bot opens a thread; a repeated key gives the first one back while it lives."""
        known = self.keys.get(f"thread:{key}")
        if known in self.threads:
            return known
        thread = f"t{self._next()}"
        self._do({"do": "opened", "thread": thread, "title": title, "key": f"thread:{key}"})
        return thread

    def _opened(self, thread: str, title: str, key: str) -> None:
        self._count_on(thread)
        self.threads[thread] = title
        self.keys[key] = thread

    def change(self, message: str, parts: list[Any], buttons: list[dict[str, str]]) -> None:
        """The bot edits its own post."""
        self._do({"do": "changed", "id": message, "parts": parts, "buttons": buttons})

    def _changed(self, id: str, parts: list[Any], buttons: list[dict[str, str]]) -> None:  # noqa: A002
        self.posts[id].parts, self.posts[id].buttons = parts, buttons
        self.posts[id].offered |= {button["data"] for button in buttons}
        self.posts[id].edits += 1

    def take_back(self, message: str) -> None:
        """The bot deletes its own post."""
        self._do({"do": "taken", "id": message})

    def _taken(self, id: str) -> None:  # noqa: A002
        self.posts[id].gone = True

    def react(self, message: str, emoji: str) -> None:
        """The bot reacts."""
        self._do({"do": "reacted", "id": message, "emoji": emoji})

    def _reacted(self, id: str, emoji: str) -> None:  # noqa: A002
        self.posts[id].reactions.append(emoji)

    def whisper(self, token: str, text: str, at: datetime) -> None:
        """Only the presser sees this."""
        who, message = self._pressed.get(token, ("", ""))
        self._do({"do": "whispered", "who": who, "text": text, "at": at.isoformat(), "message": message})

    def _whispered(self, who: str, text: str, at: str, message: str = "") -> None:
        self.whispers.append(Whispered(who, text, datetime.fromisoformat(at), message))

    def mute(self, channel: str, who: str, until: datetime | None) -> None:
        """Somebody can write nothing in a channel until then; None lifts it."""
        self._do({"do": "hushed", "channel": channel, "who": who, "until": until.isoformat() if until else ""})

    def _hushed(self, channel: str, who: str, until: str) -> None:
        self.muted.pop((channel, who), None)
        if until:
            self.muted[channel, who] = datetime.fromisoformat(until)

    def is_muted(self, channel: str, who: str, now: datetime) -> bool:
        """Whether he can write nothing there now."""
        until = self.muted.get((channel, who))
        return until is not None and until > now

    def leave(self, channel: str) -> None:
        """The bot leaves a channel."""
        self._do({"do": "gone_from", "channel": channel})

    def _gone_from(self, channel: str) -> None:
        self.left.append(channel)

    # what a page or a test asks ----------------------------------------------------------------------------------------------
    def listing(self, channel: str, thread: str = "") -> list[Post]:
        """The posts of a place in order; those taken away are not there."""
        return [
            post for post in self.posts.values() if post.channel == channel and post.thread == thread and not post.gone
        ]

    def key_of(self, message: str) -> str:
        """The key under which the bot posted a message; empty for a message of people."""
        return self._posted_as.get(message, "")

    def card_about(self, message: str) -> Post | None:
        """The latest card whose link leads to this message."""
        found = None
        for post in self.posts.values():
            if (
                post.buttons
                and post.thread
                and any(not isinstance(p, str) and p[1].endswith(f"/{message}") for p in post.parts)
            ):
                found = post
        return found
