"""Words as they were meant: stretched letters shortened, and slips of the finger in the words that matter (`bezorgr`, `gwoon`).

A slip is one letter left out or two letters swapped, and only what no known word could be; real words that differ by another letter
are left alone (`storting` is no `storing`).
"""

from __future__ import annotations

import re
from itertools import product
from sys import intern
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

SHORTEST = 7
"""Shorter words have too many neighbours that are words of their own."""
REMEMBERED = 50_000
"""So many distinct words are remembered as they were meant."""
LONGEST = 40
"""Longer words are no words; they are worked out each time."""
_STRETCHED = re.compile(r"([a-z])\1\1+")
_NONE: Mapping[str, str] = MappingProxyType({})


class Spelling(dict[str, str]):
    """A word → the word that was meant; worked out once and remembered.

    `known` words decide whether a stretched letter stands for two (`heeel`) or one (`kapottt`); `slips` are misspellings and what
    they stand for.
    """

    __slots__ = ("known", "slips")

    def __init__(self, known: Collection[str] = frozenset(), slips: Mapping[str, str] = _NONE) -> None:
        super().__init__()
        self.known = known
        self.slips = slips

    def __missing__(self, word: str) -> str:
        meant = shrink(word, self.known)
        # One object for each word: the tables that it is looked up in then know it by identity.
        meant = intern(self.slips.get(meant, meant))
        if len(word) <= LONGEST:
            if len(self) >= REMEMBERED:
                self.clear()
            self[word] = meant
        return meant


def shrink(word: str, known: Collection[str]) -> str:
    """The word with each run of three or more letters shortened to two or one, a known word first."""
    parts = _STRETCHED.split(word)
    runs = parts[1::2]
    if not runs:
        return word
    single = "".join(parts)
    if len(runs) > 3:  # noqa: PLR2004 - more than 8 readings of one word help nobody
        return single
    for lengths in product((2, 1), repeat=len(runs)):
        guess = parts[0] + "".join(run * n + rest for run, n, rest in zip(runs, lengths, parts[2::2], strict=True))
        if guess in known:
            return guess
    return single


def slips_of(words: Iterable[str], known: frozenset[str]) -> dict[str, str]:
    """Misspelling → word. The first and the last letter stay (`resolve` is no `resolved`); a slip that belongs to two words is dropped."""
    slips: dict[str, str] = {}
    for word in words:
        if len(word) < SHORTEST or not word.isalpha():
            continue
        for place in range(1, len(word) - 1):
            left_out = word[:place] + word[place + 1 :]
            swapped = word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]
            for slip in (left_out, swapped):
                if slip not in known and slip != word:
                    slips[slip] = word if slips.get(slip, word) == word else ""
    return {slip: word for slip, word in slips.items() if word}
