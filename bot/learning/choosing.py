"""Which labels are learned from, and which words may be."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bot.core.scorer import LONGEST_WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.core.scorer import Reading
    from bot.ports import Label

MOST_LABELS = 20_000
"""The newest ones; beyond that a night is too short for plain Python."""
OF_ONE_CUSTOMER = 5
"""So many labels of one customer count, the newest ones: nobody teaches the bot alone."""
IN_LABELS = 3
"""A word, or a sign of the lexicons, is learned from so many labels of as many customers: it may be a name otherwise."""


def chosen(labels: Iterable[Label]) -> list[Label]:
    """The labels that count: of one text the newest, of one customer the newest few; in an order that has nothing to do with time."""
    texts: set[str] = set()
    of: Counter[str] = Counter()
    kept: list[Label] = []
    for label in sorted(labels, key=lambda label: (label.at, label.key), reverse=True):
        text = " ".join(label.text.casefold().split())
        if not text or text in texts:
            continue
        texts.add(text)
        if label.customer:
            of[label.customer] += 1
            if of[label.customer] > OF_ONE_CUSTOMER:
                continue
        kept.append(label)
    return sorted(kept[:MOST_LABELS], key=lambda label: label.key)


def learnable(word: str) -> bool:
    """No digits and no addresses; handles are gone before."""
    return len(word) <= LONGEST_WORD and not any(character.isdigit() for character in word)


def common(rows: Sequence[tuple[Label, Reading]]) -> tuple[set[str], set[str]]:
    """The words and the signs that stand in enough labels of enough customers."""
    words: defaultdict[str, set[str]] = defaultdict(set)
    signs: defaultdict[str, set[str]] = defaultdict(set)
    for label, reading in rows:
        whose = label.customer or label.key
        for word in reading.words:
            if learnable(word):
                words[word].add(whose)
        for sign in reading.rules:
            signs[sign].add(whose)
    return (
        {word for word, people in words.items() if len(people) >= IN_LABELS},
        {sign for sign, people in signs.items() if len(people) >= IN_LABELS},
    )
