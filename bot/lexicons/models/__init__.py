"""The word model as a file: compact JSON, weights in hundredths, made by `wegwijzer train`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.core.scorer import Model, TopicModel, Weights
from bot.lexicons.models.calibration import WITH_SECOND as WITH_SECOND
from bot.lexicons.models.calibration import load_calibration as load_calibration

if TYPE_CHECKING:
    from collections.abc import Mapping

MODEL = Path("models", "words.json")
"""Where a folder of lexicons keeps its model."""
FORMAT = 2
_TABLES = ("rules", "words", "pieces")
_OF_PAIRS = ("pairs", "apart")
_UNIT = 100
_FURTHER = ("post", "serious", "hard", "abusive")


def read_model(path: Path) -> Model:
    """Raises OSError, and ValueError when the file is no model of this format."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ValueError(f"format {FORMAT} is expected")
    try:
        found: dict[str, Any] = {name: Weights(**_weights(raw[name])) for name in _FURTHER if raw.get(name)}
        return Model(
            **_weights(raw["chat"]),
            **found,
            languages=frozenset(raw["languages"]),
            post_languages=frozenset(raw["post_languages"]),
            topics=_topics(raw["topics"]) if raw.get("topics") else None,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a part is missing or of another kind: {error}") from error


def _weights(raw: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {name: raw[name] for name in ("bias", "slope", "offset")}
    found |= {name: {key: value / _UNIT for key, value in raw[name].items()} for name in _TABLES}
    found |= {name: {_pair(key): value / _UNIT for key, value in raw[name].items()} for name in _OF_PAIRS}
    return found


def _pair(words: str) -> tuple[str, str]:
    one, _, other = words.partition(" ")
    return one, other


def _topics(raw: Mapping[str, Any]) -> TopicModel:
    tables = {
        name: {key: tuple(value / _UNIT for value in values) for key, values in raw[name].items()}
        for name in ("rules", "words", "pieces")
    }
    return TopicModel(tuple(raw["topics"]), tuple(raw["bias"]), **tables, slope=raw["slope"])


def as_text(model: Model) -> str:
    """The file's text: the same model gives the same text."""
    raw: dict[str, Any] = {
        "format": FORMAT,
        "languages": sorted(model.languages),
        "post_languages": sorted(model.post_languages),
        "chat": _of_weights(model),
    }
    for name in _FURTHER:
        weights = getattr(model, name)
        if weights is not None:
            raw[name] = _of_weights(weights)
    if model.topics:
        topics: dict[str, Any] = {
            "topics": model.topics.topics,
            "bias": model.topics.bias,
            "slope": model.topics.slope,
        }
        for name in ("rules", "words", "pieces"):
            named = sorted(getattr(model.topics, name).items())
            topics[name] = {key: [round(value * _UNIT) for value in values] for key, values in named}
        raw["topics"] = topics
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":")) + "\n"


def _of_weights(weights: Weights) -> dict[str, Any]:
    raw: dict[str, Any] = {name: getattr(weights, name) for name in ("bias", "slope", "offset")}
    for name in _TABLES:
        raw[name] = {key: round(value * _UNIT) for key, value in sorted(getattr(weights, name).items())}
    for name in _OF_PAIRS:
        raw[name] = {" ".join(key): round(value * _UNIT) for key, value in sorted(getattr(weights, name).items())}
    return raw
