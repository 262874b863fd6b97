"""Judges for tests: they count what they are asked, and can be slow, broken or sure of themselves."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from bot.core.findings import TOPICS
from bot.core.second import ENCODER, About, Second, View

if TYPE_CHECKING:
    from collections.abc import Sequence


def sure(shift: float, by: str = ENCODER) -> Second:
    """A view that outweighs the word model."""
    view = View(0.0, shift)
    return Second(view, view, by)


def about(topic: str) -> Second:
    """A view that leaves the probability as it is and is sure of the topic."""
    view = View(1.0, 0.0)
    return Second(view, view, ENCODER, About(0.0, {name: 9.0 * (name == topic) for name in TOPICS}))


class Counting:
    """A blocking judge that says the same of everything and keeps what it was asked."""

    band = (0.1, 0.9)
    tells_topics = False

    def __init__(self, view: Second | None = None, error: Exception | None = None) -> None:
        self.view, self.error = view or sure(0.0), error
        self.asked: list[str] = []

    def opine(self, texts: Sequence[str]) -> list[Second]:
        self.asked += texts
        if self.error is not None:
            raise self.error
        return [self.view] * len(texts)


class Stuck(Counting):
    """Says nothing until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go, self.begun, self.ended = threading.Event(), threading.Event(), threading.Event()

    def opine(self, texts: Sequence[str]) -> list[Second]:
        self.begun.set()
        self.go.wait(30)
        try:
            return super().opine(texts)
        finally:
            self.ended.set()


class Answering:
    """ports.Opinion at once, without a queue; None where `view` is None."""

    measured = False
    band = (0.1, 0.9)
    topical: Answering | None = None

    def __init__(self, view: Second | None, error: Exception | None = None) -> None:
        self.view, self.error = view, error
        self.asked: list[str] = []

    async def judge(self, texts: Sequence[str]) -> list[Second | None]:
        self.asked += texts
        if self.error is not None:
            raise self.error
        return [self.view] * len(texts)

    async def close(self) -> None:
        """Nothing is open."""
