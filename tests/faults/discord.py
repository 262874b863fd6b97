"""The Discord side of a fault test: channels full of people, on the loopback REST and gateway server in a process of its own."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.servers.discord.side import Side, running_server

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.faults.crowd import Line

TOKEN = "MTEyMjMzNDQ1NTY2Nzc4ODk5.invent.invented-for-the-fault-test"


class DiscordScene:
    """Channels, a staff channel and a crowd."""

    name = "discord"
    keeps_place_first = True
    """A channel that was never heard before starts at its newest message: the bot must have been there once before the crowd speaks."""

    def __init__(self, side: Side, channels: int, people: int) -> None:
        self.side = side
        names = [f"Klant{chr(97 + n % 26)}{n}" for n in range(people)]
        world = side.polderlink(TOKEN, customers=names)
        self.people, self.world = world.customers, world
        more = [int(side.ask("add_channel", guild=world.guild, name=f"hulp-{n}")["id"]) for n in range(1, channels)]
        self.channels = [world.channel, *more]
        self.said = 0

    @property
    def environment(self) -> dict[str, str]:
        """The token, where the bot looks for it."""
        return {"WEGWIJZER_DISCORD_TOKEN": TOKEN}

    def platform_yaml(self) -> str:
        """The platform's part of config.yaml."""
        return f"  discord: {{mode: gateway, api_url: {self.side.root}, pace: false}}\n"

    def channel_ids(self) -> list[str]:
        """Watched channels."""
        return [str(channel) for channel in self.channels]

    def staff_yaml(self) -> str:
        """The staff channel's part of config.yaml."""
        return f'  discord: {{id: "{self.world.staff_channel}", roles: ["{self.world.staff_role}"]}}\n'

    def say(self, lines: Sequence[Line]) -> list[tuple[str, str]]:
        """The crowd speaks while nobody listens; returns (channel, message id) of each line."""
        places: dict[int, tuple[str, str]] = {}
        for number, channel in enumerate(self.channels):
            here = [(n, line) for n, line in enumerate(lines) if line.channel == number]
            ids = self.side.say_many(channel, [(self.people[line.who], line.text) for _, line in here])
            places.update({n: (str(channel), str(message)) for (n, _), message in zip(here, ids, strict=True)})
        self.said += len(lines)
        return [places[n] for n in range(len(lines))]

    def waiting(self, heard: int) -> int:
        """Messages of the crowd that are in nobody's inbox; Discord itself confirms nothing."""
        return max(self.said - heard, 0)

    def progress(self) -> int:
        """Grows when the bot comes to work: it connects, looks back, posts."""
        return int(self.side.status()["accepted"]) + int(self.side.status()["identified"])

    def done(self) -> int:
        """How much the server has accepted so far."""
        return int(self.side.status()["accepted"])

    def replies(self) -> dict[tuple[str, str], int]:
        """How often each message was answered in public."""
        public = set(self.channels)
        return {
            (str(c), str(m)): count for (c, m), count in self.side.replies().items() if c in public and m is not None
        }

    def told_staff(self) -> str:
        """Everything that staff can read, as one text."""
        public = set(self.channels)
        rows = [row for row in self.side.accepted() if row.get("channel_id") not in public]
        return "\n".join(str((row.get("body") or {}).get("content", "")).replace("\\", "") for row in rows)

    def link_of(self, place: tuple[str, str]) -> str:
        """How staff are pointed to a message."""
        return f"/{place[0]}/{place[1]}"


@contextmanager
def scene(channels: int, people: int, milliseconds: float) -> Iterator[DiscordScene]:
    """A scene on a server of its own that answers after `milliseconds`."""
    with running_server() as side:
        made = DiscordScene(side, channels, people)
        side.latency(milliseconds / 1000)
        yield made
