"""Slips of the finger in the words that matter: one letter left out, or two letters swapped (`bezorgr`, `gwoon`).

Only a slip that no known word could be; real words that differ by another letter are left alone (`storting` is no `storing`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 7
"""Shorter words have too many neighbours that are words of their own."""


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
