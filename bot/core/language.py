"""Which language a message is in, from its small words alone: cheap, and good enough to choose words and replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MIXED, OTHER = "mixed", "other"
_NO_ACCIDENT = 2
"""So many small words of a second language are no accident."""

_FOREIGN_TEXT = (
    "ich nicht und ist das wir ihr auch aber mit auf ein eine der den dem wenn noch schon kein keine sehr bitte danke warum "
    "je vous nous est pas les des une dans pour avec mais sur qui ne mon ma mes votre notre merci bonjour depuis plus "
    "el los las una por para con pero muy como esta este gracias hola mi su sin porque cuando todo "
    "il gli della che non sono per mio mia grazie ciao perche anche questo questa "
    "nao uma voce obrigado meu minha isso com bir bu ve icin degil ama cok ben sen jest nie dla sie jak ale "
    "och att det som inte jag har ikke jeg ei kan"
)
FOREIGN = frozenset(_FOREIGN_TEXT.split())
"""Small words of languages without a lexicon, so that they are not taken for Dutch or English."""


class SmallWords:
    """The small words that tell languages apart, all in one table."""

    def __init__(self, own: Mapping[str, frozenset[str]]) -> None:
        """`own`: the small words of each language that has a lexicon."""
        every = frozenset().union(*own.values())
        shared = {word for word in every if sum(word in words for words in own.values()) > 1}
        self.languages = frozenset(own)
        self.foreign = FOREIGN - every
        """Those of languages without a lexicon that no known language has too."""
        telling = {language: words - shared for language, words in own.items()} | {OTHER: self.foreign}
        self._telling = frozenset().union(*telling.values())
        self._by_language = tuple(telling.items())
        self._order = {language: place for place, language in enumerate(telling)}

    def language_of(self, words: Iterable[str]) -> str:
        """A known language, or `mixed` (two with weight) or `other` (none, or a language without a lexicon)."""
        seen = self._telling.intersection(words)
        if not seen:
            return OTHER
        counts: dict[str, int] = {}
        for language, words_of_it in self._by_language:
            if count := len(seen & words_of_it):
                counts[language] = count
        if len(counts) == 1:
            return next(iter(counts))
        foreign = counts.pop(OTHER, 0)
        ranked = sorted(counts.items(), key=self._rank)
        code, best = ranked[0]
        if foreign > best:
            return OTHER
        second = ranked[1][1] if len(ranked) > 1 else 0
        if second and (second == best or (second >= _NO_ACCIDENT and second * 3 >= best)):
            return MIXED
        return code

    def _rank(self, counted: tuple[str, int]) -> tuple[int, int]:
        """Most small words first; of equals the lexicon that was named first."""
        return -counted[1], self._order[counted[0]]
