"""Cross-validated probabilities of labelled messages, from which the operating points are computed; written with the model."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from bot.core.operating import Scores

FILE = Path(__file__).parent / "calibration.json"
WITH_SECOND = FILE.with_name("opinion_calibration.json")
"""The same with a second opinion in what is in doubt; made by `python -m bot.training.opinion`."""
VERSION = 1


@cache
def load_calibration(path: Path = FILE) -> dict[str, Scores]:
    """By group (`nl/chat`). Empty without a file; raises ValueError for one that is no calibration of this version."""
    if not path.exists():
        return {}
    raw = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict) or raw.get("version") != VERSION:
        raise ValueError(f"{path}: version {VERSION} is expected")
    try:
        return {
            group: Scores(tuple(sorted(map(float, found["complaints"]))), tuple(sorted(map(float, found["others"]))))
            for group, found in raw["groups"].items()
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path}: a part is missing or of another kind: {error}") from error
