"""What was learned on top of the sentence encoders: weights by kind of text, and the band of doubt; read from one small file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.core.findings import TOPICS
from bot.core.second import ENCODER, About, Second, View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FILE = Path(__file__).parent / "opinion.json"
VERSION = 1
ENCODERS = ("use", "e5")
"""The encoders in the order of their numbers: USE multilingual (512) and multilingual-e5-small (384)."""
DIMENSIONS = (512, 384)


@dataclass(frozen=True, slots=True)
class Kind:
    """For chat or for posts: log-odds = `slope` x the word model's + `offset` + the encoders' numbers x `weights`."""

    slope: float
    offset: float
    weights: tuple[tuple[float, ...], ...]
    """One row an encoder, in the order of ENCODERS."""

    def view(self, numbers: Sequence[Sequence[float]]) -> View:
        """What the numbers come to."""
        shift = self.offset
        for weights, row in zip(self.weights, numbers, strict=True):
            shift += sum(weight * float(value) for weight, value in zip(weights, row, strict=True))
        return View(self.slope, shift)


@dataclass(frozen=True, slots=True)
class Topics:
    """Score of a topic = `slope` x the word model's + what its own `kinds` makes of the numbers; one for each of TOPICS."""

    slope: float
    kinds: Mapping[str, Kind]
    """The slope of a kind is not used."""

    def view(self, numbers: Sequence[Sequence[float]]) -> About:
        """What the numbers come to."""
        return About(self.slope, {topic: kind.view(numbers).shift for topic, kind in self.kinds.items()})


@dataclass(frozen=True, slots=True)
class Head:
    """`band`: between these probabilities of the word model the head is asked. `topics`: None in a head that tells none."""

    band: tuple[float, float]
    chat: Kind
    post: Kind
    topics: Topics | None = None

    def view(self, numbers: Sequence[Sequence[float]]) -> Second:
        """What the encoders' numbers of a text come to. `numbers`: one row an encoder."""
        rows = [tuple(map(float, row)) for row in numbers]
        about = self.topics.view(rows) if self.topics else None
        return Second(self.chat.view(rows), self.post.view(rows), ENCODER, about)


@cache
def read_head(path: Path = FILE) -> Head:
    """Raises OSError, and ValueError when the file is no head of this version."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict) or raw.get("version") != VERSION or raw.get("encoders") != list(ENCODERS):
        raise ValueError(f"{path}: version {VERSION} for {' and '.join(ENCODERS)} is expected")
    try:
        low, high = raw["band"]
        topics = _topics(raw["topics"]) if raw.get("topics") else None
        return Head((float(low), float(high)), _kind(raw["chat"]), _kind(raw["post"]), topics)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path}: a part is missing or of another kind: {error}") from error


def _topics(raw: Mapping[str, Any]) -> Topics:
    if set(raw["kinds"]) != set(TOPICS):
        raise ValueError(f"weights for the topics {', '.join(TOPICS)} are expected")
    return Topics(float(raw["slope"]), {topic: _kind(raw["kinds"][topic]) for topic in TOPICS})


def _kind(raw: Mapping[str, Any]) -> Kind:
    weights = tuple(tuple(map(float, raw[name])) for name in ENCODERS)
    if tuple(map(len, weights)) != DIMENSIONS:
        raise ValueError(f"weights of {DIMENSIONS} numbers are expected")
    return Kind(float(raw["slope"]), float(raw["offset"]), weights)


def as_text(head: Head) -> str:
    """The file's text: the same head gives the same text."""

    def kind(one: Kind, digits: int = 3) -> dict[str, Any]:
        rows = {name: [round(w, digits) for w in row] for name, row in zip(ENCODERS, one.weights, strict=True)}
        return {"slope": round(one.slope, 4), "offset": round(one.offset, 4), **rows}

    raw: dict[str, Any] = {
        "version": VERSION,
        "encoders": list(ENCODERS),
        "band": list(head.band),
        "chat": kind(head.chat),
        "post": kind(head.post),
    }
    if head.topics:
        kinds = {topic: kind(one, 2) for topic, one in head.topics.kinds.items()}
        raw["topics"] = {"slope": round(head.topics.slope, 4), "kinds": kinds}
    return json.dumps(raw, separators=(",", ":")) + "\n"
