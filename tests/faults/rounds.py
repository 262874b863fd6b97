"""One round: a crowd has spoken, the bot is killed again and again, then it may finish; the server counts."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.faults.bots import echo, process, wegwijzer, write_config
from tests.faults.crowd import crowd
from tests.faults.look import Look, look

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

    from tests.faults.bots import Scene
    from tests.faults.crowd import Line
    from tests.faults.telegram import TelegramScene

WAITING = 400
CHANNELS = 8
SENDS = 16
"""Sends that the bot has under way at once (bot.service.webcare.SENDS)."""
CATCHING_UP = 0.25
"""Share of the kills that hit a bot which may not have sent anything yet."""
_LONGEST = 120.0
_PATIENCE = 0.01


@dataclass
class Count:
    """What the server saw over rounds."""

    messages: int = 0
    lost: int = 0
    twice: int = 0
    kills: int = 0
    uncertain: int = 0
    missed_uncertain: int = 0
    extra_uncertain: int = 0
    parked: int = 0
    phases: Counter[str] = field(default_factory=Counter)

    @property
    def unfinished(self) -> float:
        """Share of the kills that hit unfinished work."""
        return 1 - self.phases["idle"] / self.kills if self.kills else 0.0

    def add(self, other: Count) -> None:
        """Sum up."""
        for name in (
            "messages",
            "lost",
            "twice",
            "kills",
            "uncertain",
            "missed_uncertain",
            "extra_uncertain",
            "parked",
        ):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.phases.update(other.phases)

    @property
    def good(self) -> bool:
        """Whether the promise was kept."""
        bound = self.kills * SENDS
        return not (self.lost or self.twice or self.missed_uncertain or self.parked) and self.extra_uncertain <= bound


def run_round(scene: Scene, folder: Path, store: str, chance: Random, kills: int) -> Count:
    """Kill Wegwijzer `kills` times over one backlog, let it finish, and count."""
    lines = crowd(WAITING, CHANNELS, chance)
    config = write_config(folder, scene, store)
    if scene.keeps_place_first:
        with process(wegwijzer(config), scene, folder / "bot.log") as bot:
            _until_known(store, bot.poll)
    places = scene.say(lines)
    count = Count(messages=WAITING, kills=kills)
    for kill in range(kills):
        with process(wegwijzer(config), scene, folder / "bot.log") as bot:
            _until_it_works(scene, bot.poll)
            _until(scene, _left(lines, scene) / (kills - kill), chance)
        seen = look(store)
        count.phases[seen.phase(scene.waiting(_heard(seen, places)))] += 1
    with process(wegwijzer(config), scene, folder / "bot.log") as bot:
        _until_finished(scene, store, places, bot.poll)
    _judge(count, scene, lines, places, look(store))
    return count


def _heard(seen: Look, places: list[tuple[str, str]]) -> int:
    return sum(place in seen.heard for place in places)


def _until_known(store: str, poll: Callable[[], int | None]) -> None:
    """Until the bot has noted where every channel begins."""
    end = time.monotonic() + _LONGEST
    while look(store).cursors < CHANNELS:
        if time.monotonic() > end or poll() is not None:
            raise RuntimeError("the bot did not find its channels; see bot.log")
        time.sleep(_PATIENCE * 10)


def _left(lines: list[Line], scene: Scene) -> int:
    """Messages that are still to be answered in public."""
    return sum(line.wanted != "leave" for line in lines) - len(scene.replies())


def _until_it_works(scene: Scene, poll: Callable[[], int | None]) -> None:
    """Until the bot has done something new at the server."""
    before, end = scene.progress(), time.monotonic() + _LONGEST
    while scene.progress() == before:
        if time.monotonic() > end or poll() is not None:
            message = "the bot did not come to work; see bot.log"
            raise RuntimeError(message)
        time.sleep(_PATIENCE)


def _until(scene: Scene, most: float, chance: Random) -> None:
    """To a random moment: in one life of four while the bot catches up, else when up to `most` more messages were answered."""
    if chance.random() < CATCHING_UP:
        time.sleep(chance.uniform(0, 3.0))
        return
    goal, end = sum(scene.replies().values()) + max(1.0, most * chance.uniform(0, 0.9)), time.monotonic() + _LONGEST / 2
    while sum(scene.replies().values()) < goal and time.monotonic() < end:
        time.sleep(_PATIENCE)
    time.sleep(chance.uniform(0, 0.05))


def _until_finished(scene: Scene, store: str, places: list[tuple[str, str]], poll: Callable[[], int | None]) -> None:
    end, quiet = time.monotonic() + _LONGEST, 0
    enough = 3
    while quiet < enough:
        time.sleep(0.3)
        seen = look(store)
        waiting = scene.waiting(_heard(seen, places))
        idle = seen.phase(waiting) == "idle"
        quiet = quiet + 1 if idle else 0
        if time.monotonic() > end or poll() is not None:
            message = f"the bot did not finish: {seen.jobs}, {seen.unread} unread, {waiting} waiting; see bot.log"
            raise RuntimeError(message)


def _judge(count: Count, scene: Scene, lines: list[Line], places: list[tuple[str, str]], seen: Look) -> None:
    """Lost: nothing in public and nothing to staff. Twice: two answers. Missed: accepted, no receipt, and staff were not told."""
    replies, told = scene.replies(), scene.told_staff()
    numbers = set(re.findall(r"[Nn]ummer (\d+)", told))
    count.parked = seen.parked
    for line, place in zip(lines, places, strict=True):
        answers = replies.get(place, 0)
        state, receipt = seen.answers.get(place, ("", ""))
        on_paper = scene.link_of(place) in told
        count.twice += answers > 1
        if line.wanted == "leave":
            count.twice += answers > 0
            continue
        count.lost += answers == 0 and not on_paper and str(line.who) not in numbers
        count.uncertain += state == "uncertain"
        count.missed_uncertain += answers > 0 and not receipt and not (state == "uncertain" and on_paper)
        count.extra_uncertain += state == "uncertain" and answers == 0


def run_echo(scene: TelegramScene, folder: Path, chance: Random, kills: int) -> Count:
    """The same kills for the bare echo bot; it answers everything, so everything counts."""
    lines = crowd(WAITING, CHANNELS, chance)
    places = scene.say(lines)
    count = Count(messages=WAITING, kills=kills)
    for kill in range(kills):
        if not scene.waiting(0):
            count.kills -= 1
            continue
        with process(echo(scene), scene, folder / "echo.log") as bot:
            _until_it_works(scene, bot.poll)
            _until(scene, WAITING / (kills - kill), chance)
        count.phases["fetch" if scene.waiting(0) else "idle"] += 1
    with process(echo(scene), scene, folder / "echo.log"):
        before = -1
        while scene.done() != before or scene.waiting(0):
            before = scene.done()
            time.sleep(1.0)
    replies = scene.replies()
    count.lost = sum(replies.get(place, 0) == 0 for place in places)
    count.twice = sum(replies.get(place, 0) > 1 for place in places)
    return count
