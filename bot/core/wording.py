"""Why, in words for people: the signals of a finding, in the language of the message, also those that did not fire."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bot.core.findings import Signal
from bot.core.lexicon import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.lexicon import Hit, Lexicon
    from bot.core.weighing import Judgement

GROUPS = (
    "trouble",
    "anger",
    "waiting",
    "sarcasm",
    "address",
    "brand",
    "marks",
    "capitals",
    "negated_praise",
    "negation",
    "solved",
    "praise",
    "question",
    "official",
    "reported",
    "elsewhere",
    "elsewhere_only",
    "hypothetical",
    "harmless",
    "hard",
    "abuse",
    "exit",
)
"""Every group of signs; a lexicon's labels say each in words."""
ALWAYS = ("trouble", "anger", "waiting", "hard", "negation", "solved", "praise", "question", "reported", "elsewhere")
"""Groups that are named also when they did not fire."""
LONGEST_QUOTE = 60
MOST_WORDS, WORD_AT_LEAST = 4, 0.15
"""So many single words of the model are named, if each adds or takes so much."""
FALLBACK = "en"


def voice_of(language: str, lexicons: Sequence[Lexicon]) -> Lexicon | None:
    """The lexicon whose sentences are used: the message's own language, else English, else the first."""
    by_language = {lexicon.language: lexicon for lexicon in lexicons}
    return by_language.get(language) or by_language.get(FALLBACK) or (lexicons[0] if lexicons else None)


@lru_cache(maxsize=256)
def _silent(voice: Lexicon | None, fired: frozenset[str]) -> tuple[Signal, ...]:
    labels = voice.labels if voice else {}
    return tuple(
        Signal(group, 0.0, fired=False, text=labels.get(group, ("", f"{group}: no"))[1])
        for group in ALWAYS
        if group not in fired
    )


def signals_of(
    judgement: Judgement, abuse: Sequence[Hit], words: Sequence[str], voice: Lexicon | None
) -> tuple[Signal, ...]:
    """The signs that fired, heaviest first, then one line for each main group that did not."""
    if not judgement.parts and not abuse and not judgement.hard_hits:
        return _silent(voice, frozenset())
    fired = [
        Signal(
            _name(part.group, part.hits),
            round(part.weight, 2),
            fired=True,
            text=_say(part.group, part.hits, words, voice),
        )
        for part in judgement.parts
    ]
    fired.sort(key=lambda signal: -abs(signal.weight))
    for group, hits in (("hard", judgement.hard_hits), ("abuse", tuple(abuse))):
        fired.extend(
            Signal(f"{group}.{hit.cue.name}", 0.0, fired=True, text=_say(group, (hit,), words, voice))
            for hit in hits[:3]
        )
    groups = {part.group for part in judgement.parts} | ({"hard"} if judgement.hard_hits else set())
    return (*fired, *_silent(voice, frozenset(groups)))


def word_signals(shares: Sequence[tuple[str, float]], voice: Lexicon | None) -> tuple[Signal, ...]:
    """The words that moved the model most. They are words of its vocabulary, so never personal data."""
    label = (voice.labels if voice else {}).get("word", ('"{word}": +', '"{word}": -'))
    named = [share for share in shares if abs(share[1]) >= WORD_AT_LEAST]
    named.sort(key=_strongest)
    return tuple(
        Signal(f"word:{word}", round(share, 2), fired=True, text=label[share < 0].format(word=word))
        for word, share in named[:MOST_WORDS]
    )


def _strongest(share: tuple[str, float]) -> float:
    return -abs(share[1])


def exit_signal(word: str, voice: Lexicon | None) -> Signal:
    """The whole message is an exit word."""
    label = (voice.labels if voice else {}).get(f"exit_{word}", (f"exit word: {word}", ""))
    return Signal(f"exit.{word}", 0.0, fired=True, text=label[0])


def _name(group: str, hits: Sequence[Hit]) -> str:
    return f"{group}.{hits[0].cue.name}" if hits and hits[0].cue.name != group else group


def _say(group: str, hits: Sequence[Hit], words: Sequence[str], voice: Lexicon | None) -> str:
    """The cue's own sentence where it speaks the reader's language, else the group's, with the words quoted."""
    said = ""
    if hits and voice and hits[0].language == voice.language:
        said = hits[0].cue.says
    if not said:
        said = (voice.labels if voice else {}).get(group, (group, ""))[0]
    quotes = list(dict.fromkeys(_quote(hit, words) for hit in hits if hit.cue.kind is not Kind.BRAND))[:3]
    return f"{said}: {', '.join(quotes)}" if quotes else said


def _quote(hit: Hit, words: Sequence[str]) -> str:
    text = " ".join(word for word in words[hit.start : hit.end] if word not in {".", ",", '"'})
    return f'"{text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"}"'
