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


def language_of(words: Iterable[str], small_words: Mapping[str, frozenset[str]], foreign: frozenset[str]) -> str:
    """A key of `small_words`, or `mixed` (two languages with weight) or `other` (none, or a language without a lexicon).

    `foreign` is FOREIGN without the words that a known language has too.
    """
    distinct = set(words)
    best, second, code = 0, 0, OTHER
    for key, own in small_words.items():
        count = len(distinct & own)
        if count > best:
            best, second, code = count, best, key
        elif count > second:
            second = count
    if len(distinct & foreign) > best:
        return OTHER
    if second and (second == best or (second >= _NO_ACCIDENT and second * 3 >= best)):
        return MIXED
    return code
