"""A small client of the side door for harnesses in another process; standard library only.

with running_server() as side:
world = side.polderlink(token="invented")
side.say(world.channel, world.customers[0], "Mijn wifi valt weg")
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.servers.discord.intents import MESSAGE_CONTENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.servers.discord.misbehaviour import Kind

Json = dict[str, Any]
# Sight of the staff channel comes from an overwrite; managing threads and messages makes a moderator of a bot.
_MODERATOR = (1 << 34) | (1 << 13)
_REPO = Path(__file__).resolve().parents[3]


class SideDoorError(Exception):
    """The side door turned an order down; the text says why."""


@dataclass(frozen=True, slots=True)
class SmallWorld:
    """The ids of a ready-made server: one bot, one public and one staff channel, customers and staff."""

    bot: int
    guild: int
    channel: int
    staff_channel: int
    staff_role: int
    customers: tuple[int, ...]
    staff: tuple[int, ...]


class Side:
    """Orders to and questions of a running server; every id is an int."""

    def __init__(self, root: str) -> None:
        self.root = root.rstrip("/")
        self.rest_base = f"{self.root}/api/v10"
        self.gateway_url = f"{self.root.replace('http', 'ws', 1)}/gateway"
        self._address = self.root.split("//", 1)[1]

    def ask(self, verb: str, **asked: object) -> Json:
        """Any verb of the side door.

        Raises SideDoorError with the server's sentence, or OSError when there is no server.
        """
        line = HTTPConnection(self._address, timeout=30)
        try:
            line.request("POST", f"/_side/{verb}", json.dumps(asked), {"Content-Type": "application/json"})
            answer = line.getresponse()
            found: Json = json.loads(answer.read())
        finally:
            line.close()
        if answer.status != 200:
            raise SideDoorError(f"{verb}: {found.get('error')}")
        return found

    def polderlink(
        self, token: str, *, customers: Sequence[str] = ("Sanne", "Mo"), intents_enabled: int = MESSAGE_CONTENT
    ) -> SmallWorld:
        """Build the usual world: a bot with this token, a public and a staff channel, customers, two of staff."""
        guild = self._id("add_guild", name="Polderlink")
        bot = self._id("add_bot", token=token, name="Wegwijzer", intents_enabled=intents_enabled)
        moderator = self._id("add_role", guild=guild, name="Bots", may=_MODERATOR)
        role = self._id("add_role", guild=guild, name="Medewerkers")
        self.ask("add_member", guild=guild, user=bot, roles=[moderator])
        people = {name: self._id("add_user", name=name) for name in (*customers, "Ayse (staff)", "Bram (staff)")}
        staff = tuple(user for name, user in people.items() if name.endswith("(staff)"))
        for user in people.values():
            self.ask("add_member", guild=guild, user=user, roles=[role] if user in staff else [])
        channel = self._id("add_channel", guild=guild, name="klantenservice")
        staff_channel = self._id("add_channel", guild=guild, name="balie", private_to=[role, bot])
        speakers = tuple(user for user in people.values() if user not in staff)
        return SmallWorld(bot, guild, channel, staff_channel, role, speakers, staff)

    def say(self, channel: int, user: int, text: str, *, reply_to: int | None = None) -> int:
        """A person posts; the message's id."""
        return self._id("say", channel=channel, user=user, text=text, reply_to=reply_to)

    def say_many(self, channel: int, said: Sequence[tuple[int, str]]) -> list[int]:
        """Many posts (user, text) in one go; their ids."""
        listed = [{"channel": channel, "user": user, "text": text} for user, text in said]
        return list(self.ask("say_many", messages=listed)["ids"])

    def edit(self, channel: int, message: int, text: str) -> None:
        """The author changes a message."""
        self.ask("edit", channel=channel, message=message, text=text)

    def delete(self, channel: int, message: int) -> None:
        """A message is deleted."""
        self.ask("delete", channel=channel, message=message)

    def press(self, channel: int, message: int, user: int, custom_id: str) -> Json:
        """A person presses a button; the interaction as it stands."""
        return self.ask("press", channel=channel, message=message, user=user, custom_id=custom_id)

    def submit_modal(self, interaction: int, user: int, values: dict[str, str]) -> Json:
        """A person fills in the modal that this interaction was answered with."""
        return self.ask("submit_modal", interaction=interaction, user=user, values=values)

    def interaction(self, interaction: int) -> Json:
        """How an interaction stands (`answered_with` is null until the first response)."""
        return self.ask("interaction", interaction=interaction)

    def misbehave(
        self,
        kind: Kind,
        *,
        route: str = "*",
        channel_id: int | None = None,
        times: int | None = 1,
        seconds: float = 0.0,
        status: int = 500,
        everywhere: bool = False,
    ) -> None:
        """Order a REST fault for the next `times` calls (None: always)."""
        about = {"route": route, "channel_id": channel_id, "times": times, "seconds": seconds}
        self.ask("misbehave", kind=kind, status=status, everywhere=everywhere, **about)

    def latency(self, seconds: float) -> None:
        """Let every REST answer take this much longer."""
        self.ask("misbehave", latency=seconds)

    def behave(self) -> None:
        """No more faults; the gateway is up."""
        self.ask("behave")

    def gateway(self, do: str, **about: object) -> None:
        """Cut, down, up, reconnect, invalidate, close (code) or raw (frame)."""
        self.ask("gateway", do=do, **about)

    def messages(self, channel: int, *, after: int = 0) -> list[Json]:
        """What stands in a channel or thread, oldest first."""
        return list(self.ask("messages", channel=channel, after=after)["messages"])

    def accepted(self, *, since: int = 0) -> list[Json]:
        """The judge's book from this row on."""
        return list(self.ask("accepted", since=since)["accepted"])

    def replies(self, channel: int | None = None) -> dict[tuple[int, int | None], int]:
        """How many messages were accepted per (channel, message replied to)."""
        rows = self.ask("replies", channel=channel)["replies"]
        return {(row["channel"], row["reply_to"]): row["count"] for row in rows}

    def status(self) -> Json:
        """Counts: connected, sessions, identified, resumed, accepted, repeated, calls."""
        return self.ask("status")

    def reset(self, *, world: bool = False) -> None:
        """An empty book; with `world` an empty platform."""
        self.ask("reset", world=world)

    def _id(self, verb: str, **asked: object) -> int:
        return int(self.ask(verb, **asked)["id"])


@contextmanager
def running_server(port: int = 0) -> Iterator[Side]:
    """A server in a process of its own for the length of this block; it also ends when this process is killed."""
    command = [sys.executable, "-m", "tests.servers.discord", "--port", str(port), "--until-eof"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_REPO) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line.startswith("rest="):
            raise SideDoorError(f"the server did not start: {line!r}")
        try:
            yield Side(line.split()[0].removeprefix("rest=").removesuffix("/api/v10"))
        finally:
            process.stdin.close()
            process.wait(timeout=10)
