"""The word model as a file: compact JSON, weights in thousandths, made by `wegwijzer train`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.core.scorer import Model, TopicModel

if TYPE_CHECKING:
    from collections.abc import Mapping

MODEL = Path("models", "words.json")
"""Where a folder of lexicons keeps its model."""
FORMAT = 1
_TABLES = ("rules", "words", "pairs", "pieces", "meanings")
_UNIT = 1000
_TOPIC_UNIT = 100


def read_model(path: Path) -> Model:
    """Raises OSError, and ValueError when the file is no model of this format."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ValueError(f"format {FORMAT} is expected")
    try:
        tables = {name: {key: value / _UNIT for key, value in raw[name].items()} for name in _TABLES}
        return Model(
            languages=frozenset(raw["languages"]),
            bias=raw["bias"],
            slope=raw["slope"],
            offset=raw["offset"],
            topics=_read_topics(raw["topics"]) if raw.get("topics") else None,
            **tables,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a part is missing or of another kind: {error}") from error


def _read_topics(raw: Mapping[str, Any]) -> TopicModel:
    tables = {
        name: {key: tuple(value / _TOPIC_UNIT for value in values) for key, values in raw[name].items()}
        for name in ("rules", "words", "pieces")
    }
    return TopicModel(tuple(raw["topics"]), tuple(raw["bias"]), **tables)


def as_text(model: Model) -> str:
    """The file's text: the same model gives the same text."""
    raw: dict[str, Any] = {
        "format": FORMAT,
        "languages": sorted(model.languages),
        "bias": model.bias,
        "slope": model.slope,
        "offset": model.offset,
    }
    for name in _TABLES:
        table = {key: round(value * _UNIT) for key, value in sorted(getattr(model, name).items())}
        raw[name] = table
    if model.topics:
        topics: dict[str, Any] = {"topics": model.topics.topics, "bias": model.topics.bias}
        for name in ("rules", "words", "pieces"):
            named = sorted(getattr(model.topics, name).items())
            topics[name] = {key: [round(value * _TOPIC_UNIT) for value in values] for key, values in named}
        raw["topics"] = topics
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":")) + "\n"
