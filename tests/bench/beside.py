"""Wegwijzer and the bare echo bot in turns, on the same server with the same latency; ratios of the medians."""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median, quantiles

from tests.bench.lines import CHANNELS
from tests.bench.measuring import WARM, Figure, chatter, replies, steady
from tests.faults import telegram

REPLIES, CHATTER = 0.8, 5.0
"""The ratios to reach (issue 2): replies, and unmatched messages, each over the echo's replies."""
A_SECOND, STEADY = 20.0, 200
_ECHO_SECONDS = 8.0
"""The echo bot answers one after the other: with latency fewer messages do for a steady rate."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How often, how many, and after how many milliseconds the server answers."""

    rounds: int
    messages: int
    latencies: tuple[float, ...]


@dataclass
class Taken:
    """The figures of all rounds: what was measured → figures."""

    figures: dict[str, list[Figure]] = field(default_factory=lambda: defaultdict(list))

    def rate(self, what: str) -> float:
        """The median rate."""
        return median(figure.rate for figure in self.figures[what])

    def spread(self, what: str) -> str:
        """The lowest and the highest rate."""
        rates = [figure.rate for figure in self.figures[what]]
        return f"{min(rates):,.0f}–{max(rates):,.0f}"

    def core(self, what: str) -> float:
        """The median of the milliseconds of a core for each message."""
        return median(1000 * figure.core for figure in self.figures[what])

    def memory(self, what: str) -> float:
        """The median of the most memory, in MB."""
        return median(figure.memory for figure in self.figures[what])

    def waits(self, what: str) -> tuple[float, float]:
        """p50 and p99 in milliseconds over all rounds."""
        every = [1000 * wait for figure in self.figures[what] for wait in figure.waits]
        cuts = quantiles(every, n=100)
        return cuts[49], cuts[98]


def beside(wanted: Wanted) -> bool:
    """Measure and print; whether every bound was reached."""
    good = True
    print(
        f"{wanted.rounds} rounds in turns, {wanted.messages} messages by as many people in {CHANNELS} groups, SQLite, rate limiters off",
        flush=True,
    )
    for milliseconds in wanted.latencies:
        taken = Taken()
        for number in range(wanted.rounds):
            _round(taken, wanted.messages, milliseconds, number)
        good &= _say(taken, milliseconds)
    return good


def _round(taken: Taken, messages: int, milliseconds: float, number: int) -> None:
    """Every measurement once; the first of a pair changes each round, so that neither always runs on a warmer machine."""
    pair = ("wegwijzer", "echo") if number % 2 else ("echo", "wegwijzer")
    with telegram.scene(CHANNELS, WARM + messages, 0) as scene:
        for which in pair:
            many = messages if which == "wegwijzer" else _many_for_echo(messages, milliseconds)
            _note(taken, f"{which} replies", replies(which, scene, many, milliseconds))
        _note(taken, "wegwijzer chatter", chatter(scene, messages, milliseconds))
        for which in pair:
            _note(taken, f"{which} steady", steady(which, scene, min(STEADY, messages), A_SECOND, milliseconds))
    if sys.stderr.isatty():
        print(f"\r  {milliseconds:.0f} ms, round {number + 1}", end="\r", file=sys.stderr, flush=True)


def _many_for_echo(messages: int, milliseconds: float) -> int:
    return messages if not milliseconds else min(messages, int(_ECHO_SECONDS * 1000 / milliseconds))


def _note(taken: Taken, what: str, figure: Figure) -> None:
    taken.figures[what].append(figure)


def _say(taken: Taken, milliseconds: float) -> bool:
    answers = taken.rate("wegwijzer replies") / taken.rate("echo replies")
    ignored = taken.rate("wegwijzer chatter") / taken.rate("echo replies")
    print(
        f"\nthe server answers after {milliseconds:.0f} ms{'median':>16}{'lowest–highest':>18}{'core ms each':>14}{'peak MB':>9}"
    )
    for what, name in (
        ("wegwijzer replies", "Wegwijzer, replies/s"),
        ("echo replies", "bare echo bot, replies/s"),
        ("wegwijzer chatter", "Wegwijzer, unmatched messages/s"),
    ):
        print(
            f"  {name:<36}{taken.rate(what):>8,.0f}{taken.spread(what):>18}{taken.core(what):>14.2f}{taken.memory(what):>9.0f}"
        )
    for which, name in (("wegwijzer", "Wegwijzer"), ("echo", "bare echo bot")):
        half, slow = taken.waits(f"{which} steady")
        print(
            f"  {name + f', {A_SECOND:.0f} messages/s':<36}p50 {half:.0f} ms, p99 {slow:.0f} ms from message to accepted reply"
        )
    return all(
        (
            _bound("replies, Wegwijzer ÷ echo", answers, REPLIES),
            _bound("unmatched messages ÷ the echo's replies", ignored, CHATTER),
        )
    )


def _bound(name: str, ratio: float, least: float) -> bool:
    reached = ratio >= least
    print(f"  {name:<42}{ratio:>6.2f}   to reach {least:g}: {'reached' if reached else 'NOT REACHED'}", flush=True)
    return reached
