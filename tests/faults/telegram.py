"""The Telegram side of a fault test: a group chat full of people, on the loopback Bot API server in a process of its own."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.servers.telegram.side import Side, running

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.faults.crowd import Line

ROOT = Path(__file__).parents[2]
TOKEN = "7000000001:invented-for-the-fault-test-aaaaaaaaa"


class TelegramScene:
    """Groups, a staff forum and a crowd."""

    name = "telegram"
    keeps_place_first = False
    """Telegram keeps updates for a bot that was never there."""

    def __init__(self, side: Side, channels: int, people: int) -> None:
        self.side = side
        self.people = [side.add_user(f"Klant{chr(97 + n % 26)}") for n in range(people)]
        self.noor = side.add_user("Noor")
        self.channels = [side.add_chat("supergroup", f"Groep {n}", members=self.people) for n in range(channels)]
        self.staff = side.add_chat("forum", "Staf", members=[self.noor], admins=[self.noor, self.bot()])
        self._sent: list[int] = []

    def bot(self) -> int:
        """The bot's id."""
        return int(TOKEN.partition(":")[0])

    @property
    def environment(self) -> dict[str, str]:
        """The token, where the bot looks for it."""
        return {"WEGWIJZER_TELEGRAM_TOKEN": TOKEN}

    def platform_yaml(self) -> str:
        """The platform's part of config.yaml."""
        return f"  telegram: {{mode: polling, api_url: {self.side.url}, pace: false}}\n"

    def channel_ids(self) -> list[str]:
        """Watched channels."""
        return [str(channel) for channel in self.channels]

    def staff_yaml(self) -> str:
        """The staff channel's part of config.yaml."""
        return f'  telegram: {{id: "{self.staff}", users: ["{self.noor}"]}}\n'

    def say(self, lines: Sequence[Line]) -> list[tuple[str, str]]:
        """The crowd speaks while nobody listens; returns (channel, message id) of each line."""
        said = [
            {"chat": self.channels[line.channel], "user": self.people[line.who], "text": line.text} for line in lines
        ]
        ids = self.side.say_each(said)
        return [(str(self.channels[line.channel]), str(message)) for line, message in zip(lines, ids, strict=True)]

    def waiting(self, heard: int) -> int:  # noqa: ARG002 - the shape of a scene; this server knows it by itself
        """Updates that no offset has confirmed."""
        return int(self.side.status()["waiting"])

    def progress(self) -> int:
        """Grows when the bot comes to work: it posts, or confirms updates."""
        status = self.side.status()
        return int(status["accepted"]) + int(status["confirmed"])

    def done(self) -> int:
        """How much the server has accepted so far."""
        return int(self.side.status()["accepted"])

    def replies(self) -> dict[tuple[str, str], int]:
        """How often each message was answered in public."""
        public = set(self.channels)
        return {(str(c), str(m)): len(ids) for (c, m), ids in self.side.replies().items() if c in public}

    def told_staff(self) -> str:
        """Everything that staff can read, as one text."""
        return "\n".join(
            str(call["params"].get("text", ""))
            for call in self.side.accepted("sendMessage")
            if call["chat_id"] == self.staff
        )

    def link_of(self, place: tuple[str, str]) -> str:
        """How staff are pointed to a message."""
        return f"/{place[0].removeprefix('-100')}/{place[1]}"


@contextmanager
def scene(channels: int, people: int, milliseconds: float) -> Iterator[TelegramScene]:
    """A scene on a server of its own that answers after `milliseconds`."""
    with running("--token", TOKEN, "--reads-all", root=ROOT) as side:
        made = TelegramScene(side, channels, people)
        side.latency(milliseconds)
        yield made
