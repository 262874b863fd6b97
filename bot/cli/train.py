"""`wegwijzer train --data DIR`: labelled tables → the word model, its calibration and its report."""

from __future__ import annotations

import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from bot.cli.codes import MISTAKES, OK, USAGE
from bot.lexicons import load_lexicons
from bot.lexicons.models import MODEL, as_text
from bot.lexicons.models.calibration import FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LEXICONS = Path(__file__).parent.parent / "lexicons"
CORPUS = LEXICONS / "corpus"


def train_models(folders: Sequence[Path], output: Path | None = None) -> int:
    """Train from the packaged corpus and the folders, print the report, write the model and its calibration into one folder.

    `output`: the folder, the packaged one by default. The exit code is 2 for tables that cannot be used, 1 without scikit-learn.
    """
    try:
        from bot.training.labelled import rows_of
        from bot.training.making import train
    except ModuleNotFoundError as error:
        print(f"train: {error.name} is not installed — pip install 'wegwijzer[learn]'", file=sys.stderr)
        return MISTAKES
    missing = [folder for folder in folders if not folder.is_dir()]
    if missing:
        print(f"train: {missing[0]} is no folder — name one with labelled *.tsv tables", file=sys.stderr)
        return USAGE
    lexicons, _ = load_lexicons()
    tell = _telling()
    try:
        tell("reading tables")
        trained = train(rows_of([CORPUS, *folders], lexicons), sorted(lexicons), tell)
    except (OSError, ValueError) as error:
        print(f"train: {error}", file=sys.stderr)
        return USAGE
    folder = output or LEXICONS / MODEL.parent
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / MODEL.name
    model.write_text(as_text(trained.model), encoding="utf-8")
    (folder / FILE.name).write_text(trained.calibration, encoding="utf-8")
    print(trained.report)
    print(f"written: {model} ({model.stat().st_size / 1e6:.1f} MB) and {folder / FILE.name}", file=sys.stderr)
    return OK


def _telling() -> Callable[[str], None]:
    """Progress on standard error, with the seconds since the start."""
    began = monotonic()

    def tell(what: str) -> None:
        print(f"train: {monotonic() - began:5.0f} s  {what}", file=sys.stderr, flush=True)

    return tell
