"""What would have to be different for another verdict: found by taking words out, or a sign in, and judging again; never guessed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from bot.core.adjusting import log_odds
from bot.core.lexicon import Kind as Cues
from bot.core.privacy import LABELS
from bot.core.triage import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bot.core.findings import Finding
    from bot.core.lexicon import Lexicon
    from bot.core.messages import Message
    from bot.core.triage import Verdict

    Judge = Callable[[Message], tuple[Finding, Verdict]]

LONGEST = 1500
"""No small change is looked for in a longer text."""
MOST_WORDS = 60
"""Of a longer message only the first so many words are tried."""
MOST_TOGETHER = 3
"""So many neighbouring words are taken out at once; then the strongest words one after the other, this many times."""
MOST_SIGNS = 40
"""So many signs of a language are tried, one phrase of each."""
_MARKS = '.,;:!?"()'
_SIGNS = (Cues.WAITING, Cues.ANGER, Cues.COMPLAINT)
_WOULD = {
    "nl": {
        Kind.LEAVE: "zou de bot dit met rust laten",
        Kind.ANSWER: "zou de bot zelf antwoorden",
        Kind.ASK: "zou de bot het aan medewerkers vragen",
        Kind.HAND_OVER: "zou een medewerker het overnemen",
        Kind.WARN: "zouden medewerkers gewaarschuwd worden",
    },
    "en": {
        Kind.LEAVE: "the bot would leave this alone",
        Kind.ANSWER: "the bot would answer by itself",
        Kind.ASK: "the bot would ask staff",
        Kind.HAND_OVER: "a person would take it",
        Kind.WARN: "staff would be warned",
    },
}
_BY = {
    "nl": ('zonder "{words}" ({by})', 'met "{words}" erbij ({by})'),
    "en": ('without "{words}" ({by})', 'with "{words}" added ({by})'),
}


class Word(NamedTuple):
    """As it was written, and as it is shown."""

    written: str
    shown: str


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest change found that gives another verdict. `words` were taken out, or put in behind the text (`added`).

    `by` is what they move the probability, in log-odds; `probability` is what it comes to.
    """

    verdict: Kind
    words: str
    added: bool
    by: float
    probability: float

    def say(self, language: str) -> str:
        """One sentence, in Dutch for `nl` and `mixed`, else in English."""
        code = "nl" if language in {"nl", "mixed"} else "en"
        by = f"{self.by:+.1f}".replace(".", "," if code == "nl" else ".")
        return f"{_BY[code][self.added].format(words=self.words, by=by)} {_WOULD[code][self.verdict]}"


def flip(message: Message, judge: Judge, lexicons: Mapping[str, Lexicon]) -> Flip | None:
    """Look for the smallest change: fewest words first, then the least movement.

    None where nothing that was tried is enough, and for a text that is too long.

    `judge` judges a message as if nothing had happened before it; it is asked some hundred times at most. Personal data is taken out as
    a whole, and stays covered in the answer.
    """
    if len(message.text) > LONGEST:
        return None
    finding, verdict = judge(message)
    tries = _Tries(message, judge, finding, verdict.kind)
    if verdict.kind == Kind.LEAVE:
        return tries.least(_with_signs(message.text, lexicons.get(finding.language)), added=True) or tries.without()
    return tries.without()


class _Tries:
    def __init__(self, message: Message, judge: Judge, finding: Finding, kind: Kind) -> None:
        self.message, self.judge, self.kind = message, judge, kind
        self.odds = log_odds(finding.probability)
        self.words = _words(message.text, finding)

    def least(self, changes: Iterator[tuple[str, str]], *, added: bool) -> Flip | None:
        """Of the changes (words, text) that give another verdict the one that moves the probability least."""
        found = [one for words, text in changes if (one := self.one(words, text, added=added)) is not None]
        return min(found, key=lambda one: abs(one.by), default=None)

    def one(self, words: str, text: str, *, added: bool) -> Flip | None:
        """What one change comes to; None when the verdict stays."""
        finding, verdict = self.judge(replace(self.message, text=text))
        if verdict.kind == self.kind:
            return None
        by = log_odds(finding.probability) - self.odds
        return Flip(verdict.kind, words, added, by, finding.probability)

    def without(self) -> Flip | None:
        """Words taken out: neighbours first, then the strongest one after the other."""
        words = self.words
        tried = min(len(words), MOST_WORDS)
        for length in range(1, min(MOST_TOGETHER, tried - 1) + 1):
            spans = (
                (_shown(words[start : start + length]), _text([*words[:start], *words[start + length :]]))
                for start in range(tried - length + 1)
            )
            if (found := self.least(spans, added=False)) is not None:
                return found
        return self._one_after_the_other()

    def _one_after_the_other(self) -> Flip | None:
        left, gone = list(self.words), list[Word]()
        for _ in range(MOST_TOGETHER + 1):
            if len(left) <= 1:
                return None
            places = range(min(len(left), MOST_WORDS))
            strongest = min(places, key=lambda place: self._probability([*left[:place], *left[place + 1 :]]))
            gone.append(left.pop(strongest))
            found = self.one(_shown(gone), _text(left), added=False)
            if found is not None:
                return found
        return None

    def _probability(self, words: Sequence[Word]) -> float:
        return self.judge(replace(self.message, text=_text(words)))[0].probability


def _words(text: str, finding: Finding) -> list[Word]:
    """The words of a text; a stretch of personal data is one word, shown by its label."""
    found: list[Word] = []
    last = 0
    for span in finding.private:
        found += [Word(word, word.strip(_MARKS) or word) for word in text[last : span.start].split()]
        found.append(Word(text[span.start : span.end], LABELS[span.kind]))
        last = span.end
    return found + [Word(word, word.strip(_MARKS) or word) for word in text[last:].split()]


def _shown(words: Sequence[Word]) -> str:
    return " ".join(word.shown for word in words)


def _text(words: Sequence[Word]) -> str:
    return " ".join(word.written for word in words)


def _with_signs(text: str, lexicon: Lexicon | None) -> Iterator[tuple[str, str]]:
    """The text with one phrase behind it, of each sign that speaks for a complaint."""
    if lexicon is None or not text.strip():
        return
    cues = [cue for kind in _SIGNS for cue in lexicon.cues if cue.kind is kind]
    for cue in cues[:MOST_SIGNS]:
        phrase = next((phrase for phrase, _ in cue.phrases if "*" not in phrase and "#" not in phrase), "")
        if phrase:
            yield phrase, f"{text.rstrip(' .!?')}, {phrase}"
