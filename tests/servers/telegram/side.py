"""A small client of the side door, for a harness in another process. Standard library, one connection, no async."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

Json: TypeAlias = dict[str, Any]


class SideError(Exception):
    """The side door refused; the text is its reason."""


class Side:
    """Speaks and looks through the side door of a server at `url`, its root."""

    def __init__(self, url: str, *, timeout: float = 30.0) -> None:
        parts = urlsplit(url)
        self.url = url
        self._line = HTTPConnection(parts.hostname or "127.0.0.1", parts.port, timeout=timeout)

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls `base_url`."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot calls `base_file_url`."""
        return f"{self.url}/file/bot"

    def close(self) -> None:
        """Close the connection."""
        self._line.close()

    def ask(self, verb: str, **wanted: object) -> Any:
        """Do one verb and return its result.

        Raises:
            SideError: the verb is unknown, or what it names is not there.
        """
        try:
            answer = self._sent(verb, wanted)
        except (HTTPException, BrokenPipeError, ConnectionResetError):
            # An idle connection that the server closed in the meantime; nothing was done.
            self._line.close()
            answer = self._sent(verb, wanted)
        if not answer["ok"]:
            raise SideError(answer["reason"])
        return answer["result"]

    def _sent(self, verb: str, wanted: Json) -> Json:
        body = json.dumps(wanted, ensure_ascii=False).encode("utf-8", "surrogatepass")
        self._line.request("POST", f"/_side/{verb}", body, {"Content-Type": "application/json"})
        answer: Json = json.loads(self._line.getresponse().read())
        return answer

    # Setting the scene

    def add_bot(self, token: str = "", username: str = "", *, reads_all: bool = False) -> Json:
        """Add a bot; return its id, token and username."""
        result: Json = self.ask("add_bot", token=token, username=username, reads_all=reads_all)
        return result

    def add_user(self, first_name: str, *, username: str = "", is_bot: bool = False, user_id: int = 0) -> int:
        """Add a person and return the id."""
        return int(self.ask("add_user", first_name=first_name, username=username, is_bot=is_bot, user_id=user_id))

    def add_chat(
        self, kind: str, title: str, *, members: Sequence[int] = (), admins: Sequence[int] = (), chat_id: int = 0
    ) -> int:
        """Add a group, supergroup or forum and return the id; every bot is a member unless it is an administrator."""
        return int(
            self.ask("add_chat", kind=kind, title=title, members=list(members), admins=list(admins), chat_id=chat_id)
        )

    def add_channel(self, title: str, linked_to: int | None = None) -> int:
        """Add a channel, linked to a group or not, and return the id."""
        return int(self.ask("add_chat", kind="channel", title=title, linked_to=linked_to))

    def add_topic(self, chat: int, name: str, by: int) -> int:
        """Open a topic as a person and return its thread id."""
        return int(self.ask("add_topic", chat=chat, name=name, by=by))

    # Being people

    def say(self, chat: int, user: int | None, text: str = "", **more: object) -> Json:
        """Say something; `more` as in `People.say`, files as text. Return the message."""
        result: Json = self.ask("say", chat=chat, user=user, text=text, **more)
        return result

    def say_many(self, chat: int, user: int, texts: Sequence[str], **more: object) -> list[int]:
        """Say many things at once; return the message ids."""
        result: list[int] = self.ask("say_many", chat=chat, user=user, texts=list(texts), **more)
        return result

    def say_each(self, messages: Sequence[Json]) -> list[int]:
        """Say many things at once, each with a chat, user and text of its own; return the message ids."""
        result: list[int] = self.ask("say_many", messages=list(messages))
        return result

    def edit(self, chat: int, message: int, text: str) -> Json:
        """Edit a message as its author; return it."""
        result: Json = self.ask("edit", chat=chat, message=message, text=text)
        return result

    def erase(self, chat: int, message: int) -> None:
        """Delete a message as a person."""
        self.ask("erase", chat=chat, message=message)

    def press(self, user: int, chat: int, message: int, data: str) -> str:
        """Press a button; return the callback query's id."""
        return str(self.ask("press", user=user, chat=chat, message=message, data=data))

    def react(self, user: int, chat: int, message: int, emoji: str = "👍") -> None:
        """React to a message."""
        self.ask("react", user=user, chat=chat, message=message, emoji=emoji)

    def member(self, act: str, chat: int, user: int, by: int | None = None, **rights: bool) -> None:
        """Change a membership: join, leave, kick, promote, demote, restrict."""
        self.ask("member", act=act, chat=chat, user=user, by=by, rights=rights)

    def migrate(self, chat: int, by: int) -> int:
        """Turn a basic group into a supergroup; return its new id."""
        return int(self.ask("migrate", chat=chat, by=by))

    def block(self, user: int, *, blocked: bool = True) -> None:
        """Block the bot in its private chat, or allow it again."""
        self.ask("block", user=user, blocked=blocked)

    def topic(self, act: str, chat: int, thread: int, by: int | None = None) -> None:
        """Close, reopen or delete a topic as a person."""
        self.ask("topic", act=act, chat=chat, thread=thread, by=by)

    def raw_update(self, update: Json) -> int:
        """Queue an update as it is; return its id."""
        return int(self.ask("raw_update", update=update))

    # Making trouble

    def misbehave(
        self,
        fault: str,
        *,
        method: str = "*",
        chat_id: int | None = None,
        times: int | None = 1,
        seconds: float = 0.0,
        skip: int = 0,
    ) -> None:
        """Order a fault: delay, slow_answer, hold, hold_answer, 429, 500, 502, drop or cut."""
        self.ask("misbehave", fault=fault, method=method, chat_id=chat_id, times=times, seconds=seconds, skip=skip)

    def calm(self) -> None:
        """End all misbehaviour."""
        self.ask("calm")

    def release(self) -> None:
        """Let every held call go on."""
        self.ask("release")

    def latency(self, milliseconds: float) -> None:
        """Answer every call this much later."""
        self.ask("latency", ms=milliseconds)

    def limits(self, *, on: bool) -> None:
        """Put the documented send limits in force, or take them away."""
        self.ask("limits", on=on)

    def revoke(self) -> None:
        """Revoke the first bot's token."""
        self.ask("revoke")

    def advance(self, seconds: float) -> float:
        """Move the server's clock on; return its Unix time."""
        return float(self.ask("advance", seconds=seconds))

    # Judging

    def accepted(self, method: str = "", after: int = 0) -> list[Json]:
        """Return the calls that were done, of one method or of all, later than a sequence number."""
        result: list[Json] = self.ask("accepted", method=method, after=after)
        return result

    def confirmed(self, after: int = 0) -> list[Json]:
        """Return the updates that were confirmed by an offset."""
        result: list[Json] = self.ask("confirmed", after=after)
        return result

    def refused(self) -> list[list[str]]:
        """Return method and row of the table for every refusal."""
        result: list[list[str]] = self.ask("refused")
        return result

    def replies(self) -> dict[tuple[int, int], list[int]]:
        """Return the ids of what was sent in answer to each (chat, message)."""
        return {(one["chat_id"], one["reply_to"]): one["message_ids"] for one in self.ask("replies")}

    def groups(self) -> list[Json]:
        """Return every group with its members and topics."""
        result: list[Json] = self.ask("groups")
        return result

    def messages(self, chat: int, after: int = 0) -> list[Json]:
        """Return what stands in a chat now."""
        result: list[Json] = self.ask("messages", chat=chat, after=after)
        return result

    def status(self) -> Json:
        """Return the figures that are cheap to ask for: waiting, polling, accepted, confirmed, ..."""
        result: Json = self.ask("status")
        return result

    def wait_until(self, reached: Callable[[Json], bool], *, seconds: float = 30.0) -> Json:
        """Ask for the status until it is as wanted.

        Raises:
            TimeoutError: it never was; the text is the last status.
        """
        end = time.monotonic() + seconds
        while True:
            status = self.status()
            if reached(status):
                return status
            if time.monotonic() > end:
                raise TimeoutError(str(status))
            time.sleep(0.01)

    def reset(self) -> None:
        """Forget what was recorded and what waits; bots, users and chats stay."""
        self.ask("reset")


@contextlib.contextmanager
def running(*arguments: str, root: Path | None = None) -> Iterator[Side]:
    """Run the server in a process of its own, with `arguments` of its command line, and talk to it."""
    command = [sys.executable, "-m", "tests.servers.telegram", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=root) as process:
        try:
            address = process.stdout.readline().strip() if process.stdout is not None else ""
            if not address:
                raise SideError("the server did not start")
            side = Side(address)
            yield side
            side.close()
        finally:
            process.terminate()
            process.wait(timeout=10)
