"""The word model's weights as they are added up: for every question at once, by word, piece of a word and pair of words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from bot.core.packing import Column, Packing, Rows, in_hundredths, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.scorer import Weights

Pair = tuple[str, str]
QUESTIONS = ("chat", "post", "serious", "hard", "abusive")
"""What each place of a packed row weighs for: a complaint in chat, one in a post, and the further questions."""
CHAT, POST = 0, 1
MARKED = len(QUESTIONS)
"""A row of a word has marks after its weights: 1 where the question's vocabulary has the word."""
PACKING = Packing(len(QUESTIONS))
PACKING_OF_WORDS = Packing(2 * len(QUESTIONS))


class Tables(NamedTuple):
    """The weights of all questions as packed rows, by feature."""

    words: dict[str, int]
    pieces: dict[str, int]
    pairs: dict[Pair, int]
    apart: dict[Pair, int]

    @classmethod
    def of(cls, questions: Sequence[Weights]) -> Tables:
        """Those of weights that are kept one question at a time."""
        words = [in_hundredths(weights.words) for weights in questions]
        return cls(
            joined([*words, *(dict.fromkeys(column, 1) for column in words)]),
            joined([in_hundredths(weights.pieces) for weights in questions]),
            joined([in_hundredths(weights.pairs) for weights in questions]),
            joined([in_hundredths(weights.apart) for weights in questions]),
        )

    def columns(self, place: int) -> dict[str, Any]:
        """The tables of one question, as Weights has them."""
        return {
            "words": Column(Rows(self.words, PACKING_OF_WORDS), place, MARKED + place),
            "pieces": Column(Rows(self.pieces, PACKING), place),
            "pairs": Column(Rows(self.pairs, PACKING), place),
            "apart": Column(Rows(self.apart, PACKING), place),
        }
