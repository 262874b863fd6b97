"""`python -m bot.cli.train_opinion DIR... [--numbers FILE]`: labelled tables → the head of the second opinion and its calibration.

The encoders need about 0.1 s a row; `--numbers` keeps what they said in a file, so that the next run asks them about new rows alone.
"""

from __future__ import annotations

import argparse
import sys
from hashlib import blake2b
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from bot.cli.codes import MISTAKES, OK, USAGE
from bot.core.privacy import find_private, mask
from bot.lexicons import load_lexicons
from bot.lexicons.models import WITH_SECOND
from bot.lexicons.models.opinion import DIMENSIONS, FILE, Head, Kind, as_text
from bot.opinion import Encoder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CORPUS = Path(__file__).parent.parent / "lexicons" / "corpus"
OF_TOPICS = CORPUS.parent / "topics"
"""Complaints that teach the head topics, and nothing else."""
_EVERY = 200
_BLANK = Kind(1.0, 0.0, tuple((0.0,) * size for size in DIMENSIONS))


def train_opinion(folders: Sequence[Path], kept: Path | None = None, output: Path = FILE.parent) -> int:
    """Train, print the report and write the two files. The exit code is 2 for tables that cannot be used, 1 without the libraries."""
    try:
        from bot.training.labelled import HAND, rows_of
        from bot.training.opinion import train_second
    except ModuleNotFoundError as error:
        print(f"train: {error.name} is not installed; install the dependency group `train`", file=sys.stderr)
        return MISTAKES
    began = monotonic()

    def tell(what: str) -> None:
        print(f"train: {monotonic() - began:5.0f} s  {what}", file=sys.stderr, flush=True)

    lexicons, _ = load_lexicons()
    try:
        more = [row for row in rows_of([OF_TOPICS], lexicons) if row.source == HAND]
        made = train_second(rows_of([CORPUS, *folders], lexicons), _Numbers(kept, tell).of, tell, more)
    except (OSError, ValueError) as error:
        print(f"train: {error}", file=sys.stderr)
        return USAGE
    output.mkdir(parents=True, exist_ok=True)
    (output / FILE.name).write_text(as_text(made.head), encoding="utf-8")
    (output / WITH_SECOND.name).write_text(made.calibration, encoding="utf-8")
    print(made.report)
    return OK


class _Numbers:
    """What the encoders make of texts; kept in a file, by a digest of the text, where one is named."""

    def __init__(self, kept: Path | None, tell: Callable[[str], None]) -> None:
        import numpy as np

        self._kept, self._tell = kept, tell
        self._encoder = Encoder(Head((0.0, 1.0), _BLANK, _BLANK))
        self._known: dict[str, Any] = {}
        if kept is not None and kept.exists():
            with np.load(kept) as file:
                self._known = dict(zip(file["keys"].tolist(), file["numbers"], strict=True))

    def of(self, texts: Sequence[str]) -> Any:
        """One row a text, the numbers of the encoders side by side."""
        import numpy as np

        masked = [mask(text, find_private(text)) for text in texts]
        keys = [blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest() for text in masked]
        new = [n for n, key in enumerate(keys) if key not in self._known]
        for start in range(0, len(new), _EVERY):
            part = new[start : start + _EVERY]
            self._tell(f"sentence encoders: {start} of {len(new)} new texts")
            for n, rows in zip(part, self._encoder.numbers([masked[n] for n in part]), strict=True):
                self._known[keys[n]] = np.concatenate(rows).astype(np.float32)
            self._keep()
        return np.array([self._known[key] for key in keys], dtype=float)

    def _keep(self) -> None:
        import numpy as np

        if self._kept is not None:
            # A file object, because numpy would add an ending to a name.
            with self._kept.open("wb") as file:
                np.savez(file, keys=np.array(list(self._known)), numbers=np.array(list(self._known.values())))


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bot.cli.train_opinion", description="Train the second opinion.")
    parser.add_argument("folders", nargs="*", type=Path, help="folders with labelled *.tsv tables")
    parser.add_argument("--numbers", type=Path, help="a file that keeps what the encoders said")
    parser.add_argument("--output", type=Path, default=FILE.parent, help="the folder to write into")
    given = parser.parse_args()
    return train_opinion(given.folders, given.numbers, given.output)


if __name__ == "__main__":
    raise SystemExit(main())
