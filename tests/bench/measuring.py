"""One measurement: a bot is started, has polled, hears many messages at once or evenly, and the server's clock tells the rest."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.bench.lines import chat, complaints
from tests.bench.usage import core_seconds, peak
from tests.faults.bots import echo, process, wegwijzer, write_config

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator, Sequence

    from tests.faults.crowd import Line
    from tests.faults.telegram import TelegramScene

WARM = 40
"""Messages before the watch starts: connections are open and everything that is made once has been made."""
_LONGEST = 180.0
_LOOK = 0.02


class Stuck(RuntimeError):
    """A bot did not do what was to be measured; the text says how far it came."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What one measurement gave: units a second, the bot's seconds of a core for each, its most memory (MB), and waits in seconds.

    A wait lasts from a message to the accepted reply.
    """

    rate: float
    core: float
    memory: float
    waits: tuple[float, ...] = ()


@dataclass
class Running:
    """A bot that has polled, and where it keeps things."""

    bot: subprocess.Popen[bytes]
    folder: Path
    names: str = field(default="bot")

    def wait_for(self, reached: Callable[[], bool], progress: Callable[[], object]) -> None:
        """Look until it is so. Raises Stuck when the bot ended or it takes too long."""
        end = time.monotonic() + _LONGEST
        while not reached():
            if self.bot.poll() is not None or time.monotonic() > end:
                log = (self.folder / "bot.log").read_text(encoding="utf-8", errors="replace")
                raise Stuck(f"the {self.names} did not get there: {progress()}\n{log[-2000:]}")
            time.sleep(_LOOK)


@contextmanager
def running(which: str, scene: TelegramScene) -> Iterator[Running]:
    """`wegwijzer` on an empty SQLite file, or the bare `echo`; both have polled and are waiting for news."""
    scene.side.reset()
    polls = int(scene.side.status()["polls"])
    with tempfile.TemporaryDirectory(prefix="wegwijzer-bench-") as name:
        folder = Path(name)
        url = f"sqlite+aiosqlite:///{store(folder)}"
        command = wegwijzer(write_config(folder, scene, url)) if which == "wegwijzer" else echo(scene)
        with process(command, scene, folder / "bot.log") as bot:
            made = Running(bot, folder, which)
            # The poll of a bot that was killed may still be open, so only a new one counts.
            made.wait_for(lambda: _polls_anew(scene, polls), scene.side.status)
            yield made


def _polls_anew(scene: TelegramScene, before: int) -> bool:
    status = scene.side.status()
    return bool(status["polling"]) and int(status["polls"]) > before


def store(folder: Path) -> Path:
    """Where Wegwijzer keeps everything."""
    return folder / "store.db"


def replies(which: str, scene: TelegramScene, many: int, milliseconds: float) -> Figure:
    """Replies a second to a crowd of complaining customers who all spoke at once."""
    chance = Random(many)
    with running(which, scene) as at:
        scene.side.latency(milliseconds)
        _say(at, scene, complaints(WARM, 0, chance))
        began, used = time.time(), core_seconds(at.bot.pid)
        places = _say(at, scene, complaints(many, WARM, chance))
        core, memory = core_seconds(at.bot.pid) - used, peak(at.bot.pid)
        times = _answered_at(scene)
    last = max(times[place] for place in places)
    return Figure(many / (last - began), core / many, memory)


def _say(at: Running, scene: TelegramScene, lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Say them and wait until each has a reply; returns (channel, message) of each."""
    goal = int(scene.side.status()["answered_messages"]) + len(lines)
    places = [(int(channel), int(message)) for channel, message in scene.say(lines)]
    at.wait_for(lambda: int(scene.side.status()["answered_messages"]) >= goal, scene.side.status)
    return places


def _answered_at(scene: TelegramScene) -> dict[tuple[int, int], float]:
    """When the first reply to each (channel, message) was accepted, by the server's clock."""
    times: dict[tuple[int, int], float] = {}
    for call in scene.side.accepted("sendMessage"):
        times.setdefault((call["chat_id"], call["reply_to"]), call["at"])
    return times


def chatter(scene: TelegramScene, many: int, milliseconds: float) -> Figure:
    """Messages a second that Wegwijzer stores, judges and leaves alone."""
    chance = Random(many)
    with running("wegwijzer", scene) as at, closing(_reader(store(at.folder))) as reader:
        scene.side.latency(milliseconds)

        def judged() -> int:
            return int(reader.execute("SELECT count(*) FROM inbox WHERE state = 'read'").fetchone()[0])

        scene.say(chat(WARM, 0, chance))
        at.wait_for(lambda: judged() >= WARM, judged)
        began, used = time.time(), core_seconds(at.bot.pid)
        scene.say(chat(many, WARM, chance))
        at.wait_for(lambda: judged() >= WARM + many, judged)
        seconds = time.time() - began
        left = reader.execute("SELECT count(*) FROM messages WHERE verdict = 'leave'").fetchone()[0]
        if left < 0.98 * (WARM + many) or scene.replies():
            raise Stuck(f"{WARM + many - left} of {WARM + many} harmless messages were not left alone")
        return Figure(many / seconds, (core_seconds(at.bot.pid) - used) / many, peak(at.bot.pid))


def _reader(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def steady(which: str, scene: TelegramScene, many: int, a_second: float, milliseconds: float) -> Figure:
    """Waits from message to accepted reply while customers complain evenly, `a_second` of them each second."""
    chance = Random(many)
    with running(which, scene) as at:
        scene.side.latency(milliseconds)
        _say(at, scene, complaints(WARM, 0, chance))
        goal = int(scene.side.status()["answered_messages"]) + many
        said: dict[tuple[int, int], float] = {}
        began, used = time.monotonic(), core_seconds(at.bot.pid)
        for n, line in enumerate(complaints(many, WARM, chance)):
            time.sleep(max(0.0, began + n / a_second - time.monotonic()))
            now = time.time()
            (place,) = scene.say([line])
            said[int(place[0]), int(place[1])] = now
        at.wait_for(lambda: int(scene.side.status()["answered_messages"]) >= goal, scene.side.status)
        core, memory = core_seconds(at.bot.pid) - used, peak(at.bot.pid)
        times = _answered_at(scene)
    return Figure(a_second, core / many, memory, tuple(times[place] - moment for place, moment in said.items()))
