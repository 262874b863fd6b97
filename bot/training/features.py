"""What the word model may learn from: every row's features as one sparse matrix, named as `bot.core.scorer` names them."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix

from bot.core.marks import MARKS_OF_POST
from bot.core.scorer import LONGEST_WORD, apart, pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.training.labelled import Row

RULES, MARKS, SIGNS, WORDS, PAIRS, APART, PIECES = "rules", "marks", "signs", "words", "pairs", "apart", "pieces"
"""Blocks of features: `rules` for a complaint, `marks` those rules that only posts can bear, `signs` for its topic; `apart`: pairs with
a word between."""
SCALES = {PAIRS: 2.0, APART: 1.5, PIECES: 0.4}
"""The larger, the less evidence the fit wants before it believes a block; found by cross-validation. Others: 1."""
IN_ROWS = 3
"""What is seen in fewer rows is not learned: it may be a name, and it proves nothing."""


def learnable(word: str) -> bool:
    """No digits and no addresses; handles are gone before."""
    return len(word) <= LONGEST_WORD and not any(character.isdigit() for character in word)


def _named(row: Row) -> Iterable[tuple[str, str, float]]:
    """(block, name, strength) of everything in a row."""
    for name, strength in row.reading.rules.items():
        yield MARKS if name in MARKS_OF_POST else RULES, name, strength
    for name, strength in row.signs.items():
        yield SIGNS, name, strength
    words = [word for word in row.reading.words if learnable(word)]
    part = 1 / sqrt(len(row.reading.words) or 1)
    counts: dict[str, int] = defaultdict(int)
    for word in words:
        yield WORDS, word, part
        for piece in pieces_of(word):
            counts[piece] += 1
    for piece, count in counts.items():
        yield PIECES, piece, count * part * SCALES[PIECES]
    for block, pairs in ((PAIRS, pairwise(row.reading.tokens)), (APART, apart(row.reading.tokens))):
        for one, other in pairs:
            if learnable(one) and learnable(other):
                yield block, f"{one} {other}", part * SCALES[block]


class Features:
    """The matrix of some rows. `names` holds (block, name) by column."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """All features of all rows; `columns` leaves out the rare ones."""
        self.rows = rows
        places: dict[tuple[str, str], int] = {}
        data: list[float] = []
        columns: list[int] = []
        ends = [0]
        for row in rows:
            for block, name, strength in _named(row):
                columns.append(places.setdefault((block, name), len(places)))
                data.append(strength)
            ends.append(len(data))
        order = sorted(places)
        turned = np.empty(len(places), dtype=np.int64)
        turned[[places[name] for name in order]] = np.arange(len(places))
        self.matrix = csr_matrix((data, turned[columns], ends), shape=(len(rows), len(places)))
        self.matrix.sum_duplicates()
        self.names = order
        self.blocks = np.array([block for block, _ in self.names])

    def columns(self, places: np.ndarray[Any, Any], blocks: Iterable[str]) -> np.ndarray[Any, Any]:
        """The columns of some blocks that are seen in enough of the rows at `places`."""
        seen = np.asarray((self.matrix[places] != 0).sum(axis=0)).ravel()
        enough = (seen >= IN_ROWS) & np.isin(self.blocks, list(blocks))
        return np.flatnonzero(enough)
