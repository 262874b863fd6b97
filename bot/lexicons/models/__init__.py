"""The word model as a file: compact JSON, weights in hundredths, made by `wegwijzer train`."""

from __future__ import annotations

import json
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Any

from bot.core.packing import BITS, UNIT, Packing, Rows, joined
from bot.core.scorer import Model, TopicModel, Weights
from bot.core.tables import QUESTIONS, Tables
from bot.lexicons.models.calibration import WITH_SECOND as WITH_SECOND
from bot.lexicons.models.calibration import load_calibration as load_calibration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MODEL = Path("models", "words.json")
"""Where a folder of lexicons keeps its model."""
FORMAT = 2
_TABLES = ("words", "pieces")
_OF_PAIRS = ("pairs", "apart")


def read_model(path: Path) -> Model:
    """Raises OSError, and ValueError when the file is no model of this format."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise ValueError(f"format {FORMAT} is expected")
    try:
        tables = _tables([raw.get(name) or {} for name in QUESTIONS])
        further = {
            name: Weights(**_single(raw[name]), **tables.columns(place))
            for place, name in enumerate(QUESTIONS)
            if place and raw.get(name)
        }
        return Model.packed(
            tables,
            **_single(raw["chat"]),
            **further,
            languages=frozenset(raw["languages"]),
            post_languages=frozenset(raw["post_languages"]),
            topics=_topics(raw["topics"]) if raw.get("topics") else None,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a part is missing or of another kind: {error}") from error


def _single(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What a question has besides its tables."""
    found: dict[str, Any] = {name: raw[name] for name in ("bias", "slope", "offset")}
    return found | {"rules": {sign: weight / UNIT for sign, weight in raw["rules"].items()}}


def _tables(questions: Sequence[Mapping[str, Any]]) -> Tables:
    """The tables of all questions, packed as they are read: the file has the weights in the same hundredths."""
    columns = {name: [raw.get(name, {}) for raw in questions] for name in (*_TABLES, *_OF_PAIRS)}
    known = [dict.fromkeys(column, 1) for column in columns["words"]]
    pairs = {name: _of_pairs(joined(columns[name])) for name in _OF_PAIRS}
    words = {intern(word): row for word, row in joined([*columns["words"], *known]).items()}
    return Tables(words, joined(columns["pieces"]), **pairs)


def _of_pairs(rows: dict[str, int]) -> dict[tuple[str, str], int]:
    """`een twee` → (een, twee). Each word is kept once, and is the very one that a message is read to (see bot.core.spelling)."""
    found = {}
    for words, row in rows.items():
        one, _, other = words.partition(" ")
        found[intern(one), intern(other)] = row
    return found


def _topics(raw: Mapping[str, Any]) -> TopicModel:
    packing = Packing(len(raw["topics"]))
    tables = {name: Rows({key: _row(row) for key, row in raw[name].items()}, packing) for name in ("words", "pieces")}
    rules = {sign: tuple(weight / UNIT for weight in row) for sign, row in raw["rules"].items()}
    return TopicModel(tuple(raw["topics"]), tuple(raw["bias"]), rules, **tables, slope=raw["slope"])


def _row(hundredths: Sequence[int]) -> int:
    return sum(weight << (BITS * place) for place, weight in enumerate(hundredths))


def as_text(model: Model) -> str:
    """The file's text: the same model gives the same text."""
    raw: dict[str, Any] = {
        "format": FORMAT,
        "languages": sorted(model.languages),
        "post_languages": sorted(model.post_languages),
        "chat": _of_weights(model),
    }
    for name in QUESTIONS[1:]:
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
            topics[name] = {key: [round(value * UNIT) for value in values] for key, values in named}
        raw["topics"] = topics
    return json.dumps(raw, ensure_ascii=False, separators=(",", ":")) + "\n"


def _of_weights(weights: Weights) -> dict[str, Any]:
    raw: dict[str, Any] = {name: getattr(weights, name) for name in ("bias", "slope", "offset")}
    for name in ("rules", *_TABLES):
        raw[name] = {key: round(value * UNIT) for key, value in sorted(getattr(weights, name).items())}
    for name in _OF_PAIRS:
        raw[name] = {" ".join(key): round(value * UNIT) for key, value in sorted(getattr(weights, name).items())}
    return raw
