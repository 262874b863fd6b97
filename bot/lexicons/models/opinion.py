"""What was learned on top of the sentence encoders: weights by kind of text, and the band of doubt; read from one small file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.core.second import ENCODER, Second, View

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
class Head:
    """`band`: between these probabilities of the word model the head is asked."""

    band: tuple[float, float]
    chat: Kind
    post: Kind

    def view(self, numbers: Sequence[Sequence[float]]) -> Second:
        """What the encoders' numbers of a text come to. `numbers`: one row an encoder."""
        return Second(self.chat.view(numbers), self.post.view(numbers), ENCODER)


@cache
def read_head(path: Path = FILE) -> Head:
    """Raises OSError, and ValueError when the file is no head of this version."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict) or raw.get("version") != VERSION or raw.get("encoders") != list(ENCODERS):
        raise ValueError(f"{path}: version {VERSION} for {' and '.join(ENCODERS)} is expected")
    try:
        low, high = raw["band"]
        return Head((float(low), float(high)), _kind(raw["chat"]), _kind(raw["post"]))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path}: a part is missing or of another kind: {error}") from error


def _kind(raw: Mapping[str, Any]) -> Kind:
    weights = tuple(tuple(map(float, raw[name])) for name in ENCODERS)
    if tuple(map(len, weights)) != DIMENSIONS:
        raise ValueError(f"weights of {DIMENSIONS} numbers are expected")
    return Kind(float(raw["slope"]), float(raw["offset"]), weights)


def as_text(head: Head) -> str:
    """The file's text: the same head gives the same text."""

    def kind(one: Kind) -> dict[str, Any]:
        rows = {name: [round(w, 3) for w in row] for name, row in zip(ENCODERS, one.weights, strict=True)}
        return {"slope": round(one.slope, 4), "offset": round(one.offset, 4), **rows}

    raw = {
        "version": VERSION,
        "encoders": list(ENCODERS),
        "band": list(head.band),
        "chat": kind(head.chat),
        "post": kind(head.post),
    }
    return json.dumps(raw, separators=(",", ":")) + "\n"
