"""The word model: a linear scorer over words, pairs of words, pieces of words and what the lexicons saw. Plain Python, no library.

A model is made by `wegwijzer train` and read by `bot.lexicons`. Its score is a sum, so that each word's share can be named:

    bias + rules + words / √n + pairs / √n + meanings / √n + pieces / √n

where n counts what the model knows of that block. The probability is the score after calibration.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from math import exp, sqrt
from typing import TYPE_CHECKING, NamedTuple

from bot.core.findings import TOPICS
from bot.core.language import MIXED, OTHER
from bot.core.lexicon import Kind
from bot.core.normalise import fold
from bot.core.weighing import shouts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.evidence import Evidence
    from bot.core.weighing import Judgement

BREAKS = frozenset('.,"$')
"""Tokens that are no words; they count in pairs only."""
START, END = "^", "$$"
"""Stand for the edges of the message in pairs."""
SHORTEST_PIECE, LONGEST_PIECE = 3, 5
LONGEST_WORD = 30
"""Longer words are addresses and cat walks; they have no pieces."""
FEW_WORDS, MANY_WORDS = 4, 25
MOST_SCORE = 6.0
REMEMBERED = 50_000
"""So many distinct words keep their weights at hand."""
KNOWN_AT_LEAST = 0.5
"""In a text of no known language the model speaks only when it knows this share of the words."""


class Reading(NamedTuple):
    """One message as the model sees it: signs with their strength, its distinct words, and its pairs of neighbours."""

    rules: dict[str, float]
    words: list[str]
    pairs: list[str]


class WordWeight(NamedTuple):
    """What one word adds: `word` and `meaning` are None when the model does not know them; `pieces` is the sum of `known_pieces`."""

    word: float | None
    meaning: float | None
    pieces: float
    known_pieces: int


class Scored(NamedTuple):
    """The model's view. `shares`: (word, log-odds it added) of the words it knows, in the order of the text."""

    probability: float
    shares: list[tuple[str, float]]
    known: float


@dataclass(frozen=True, eq=False)
class TopicModel:
    """Scores per topic, in the order of `topics`; `rules` are keyed by sign, `words` and `pieces` as in Model."""

    topics: tuple[str, ...]
    bias: tuple[float, ...]
    rules: Mapping[str, tuple[float, ...]]
    words: Mapping[str, tuple[float, ...]]
    pieces: Mapping[str, tuple[float, ...]]

    def __post_init__(self) -> None:
        object.__setattr__(self, "weight_of", lru_cache(maxsize=REMEMBERED)(self.weight_of))

    def weight_of(self, word: str) -> tuple[Sequence[float] | None, Sequence[float], int]:
        """The word's own scores, those of its pieces in sum, and how many pieces are known; remembered."""
        known = [self.pieces[piece] for piece in pieces_of(word) if piece in self.pieces]
        return self.words.get(word), tuple(map(sum, zip(*known, strict=True))), len(known)


@dataclass(frozen=True, eq=False)
class Model:
    """Weights in log-odds by feature. `slope` and `offset` turn a score into a calibrated one; `languages` are those it was made for."""

    languages: frozenset[str]
    bias: float
    slope: float
    offset: float
    rules: Mapping[str, float]
    words: Mapping[str, float]
    pairs: Mapping[str, float]
    pieces: Mapping[str, float]
    meanings: Mapping[str, float] = field(default_factory=dict)
    topics: TopicModel | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "weight_of", lru_cache(maxsize=REMEMBERED)(self.weight_of))

    def weight_of(self, word: str) -> WordWeight:
        """What a word adds; remembered."""
        known = [self.pieces[piece] for piece in pieces_of(word) if piece in self.pieces]
        return WordWeight(self.words.get(word), self.meanings.get(word), sum(known), len(known))

    def speaks(self, language: str, known: float) -> bool:
        """Whether the model may judge a text of this language, of whose words it knows the share `known`."""
        return language in self.languages or (language in {MIXED, OTHER} and known >= KNOWN_AT_LEAST)


def pieces_of(word: str) -> set[str]:
    """The distinct letter groups of three to five in a word, its edges marked."""
    if len(word) > LONGEST_WORD:
        return set()
    marked = f"<{word}>"
    return {
        marked[start : start + size]
        for size in range(SHORTEST_PIECE, LONGEST_PIECE + 1)
        for start in range(len(marked) - size + 1)
    }


def read(evidence: Evidence, judgement: Judgement, text: str, *, asks: bool) -> Reading:
    """Everything the model looks at. `text` is the message with personal data blanked; handles are no words."""
    tokens: Sequence[str] = evidence.words
    if "@" in text:
        handles = {fold(part[1:]).strip(".,:;!?") for part in text.split() if part.startswith("@")}
        tokens = [token for token in tokens if token not in handles]
    words = list(dict.fromkeys(token for token in tokens if token not in BREAKS))
    pairs = list(dict.fromkeys([f"{one} {other}" for one, other in zip([START, *tokens], [*tokens, END], strict=True)]))
    return Reading(_rules(evidence, judgement, text, asks=asks, length=len(words)), words, pairs)


def _rules(evidence: Evidence, judgement: Judgement, text: str, *, asks: bool, length: int) -> dict[str, float]:
    """What the lexicons and the marks say, as signs with a strength of about 1."""
    signs = {
        "score": max(-MOST_SCORE, min(MOST_SCORE, judgement.score)) / 3,
        "trouble": judgement.trouble / 3,
        "length": min(length, 60) / 20,
        f"language:{evidence.language}": 1.0,
    }
    for part in judgement.parts:
        if part.group != "trouble":
            signs[f"group:{part.group}"] = 1.0
    for kind, hits in evidence.by_kind.items():
        if hits and kind is not Kind.BRAND:
            signs[f"kind:{kind}"] = 1.0
            if len(hits) > 1:
                signs[f"more:{kind}"] = 1.0
    for hit in evidence.negated:
        signs[f"negated:{hit.cue.kind}"] = 1.0
    marks = (
        ("asks", asks),
        ("question_mark", "?" in text),
        ("exclamation", "!" in text),
        ("quote", '"' in evidence.words),
        ("short", length <= FEW_WORDS),
        ("long", length > MANY_WORDS),
        ("capitals", shouts(text)),
        ("handle", "@" in text),
        ("hashtag", "#" in text),
        ("link", "://" in text),
    )
    signs.update((name, 1.0) for name, there in marks if there)
    if "@" in text or "://" in text:
        signs.update([(f"post:{name}", strength) for name, strength in signs.items()])
    return signs


def score(model: Model, reading: Reading) -> Scored:
    """Judge one message by the model."""
    total = model.bias
    for sign, strength in reading.rules.items():
        total += model.rules.get(sign, 0.0) * strength
    weights = [model.weight_of(word) for word in reading.words]
    words = sum(weight.word is not None for weight in weights)
    meanings = sum(weight.meaning is not None for weight in weights)
    pieces = sum(weight.known_pieces for weight in weights)
    by_word = 1 / sqrt(words) if words else 0.0
    by_meaning = 1 / sqrt(meanings) if meanings else 0.0
    by_piece = 1 / sqrt(pieces) if pieces else 0.0
    shares: list[tuple[str, float]] = []
    for word, weight in zip(reading.words, weights, strict=True):
        share = weight.pieces * by_piece
        if weight.word is not None:
            share += weight.word * by_word
        if weight.meaning is not None:
            share += weight.meaning * by_meaning
        total += share
        if weight.word is not None:
            shares.append((word, share * model.slope))
    neighbours = [model.pairs[pair] for pair in reading.pairs if pair in model.pairs]
    if neighbours:
        total += sum(neighbours) / sqrt(len(neighbours))
    known = words / len(reading.words) if reading.words else 0.0
    return Scored(logistic(model.slope * total + model.offset), shares, known)


def topic_signs(evidence: Evidence, judgement: Judgement) -> dict[str, float]:
    """What the lexicons say about the topic: the one they chose, and each that has a sign."""
    signs = {f"seen:{hit.cue.topic}": 1.0 for hit in evidence.of(Kind.COMPLAINT) if hit.cue.topic in TOPICS}
    signs |= {f"near:{hit.cue.topic}": 1.0 for hit in evidence.of(Kind.PART) if hit.cue.topic in TOPICS}
    if judgement.topic:
        signs[f"chosen:{judgement.topic}"] = 1.0
    return signs


def topic_of(model: TopicModel, signs: Mapping[str, float], words: Sequence[str]) -> str:
    """The topic with the highest score."""
    totals = list(model.bias)
    for sign, strength in signs.items():
        _add(totals, model.rules.get(sign), strength)
    weighed = [model.weight_of(word) for word in words]
    own = [weights for weights, _, _ in weighed if weights]
    of_pieces = [weights for _, weights, _ in weighed if weights]
    pieces = sum(count for _, _, count in weighed)
    if own:
        _add(totals, list(map(sum, zip(*own, strict=True))), 1 / sqrt(len(own)))
    if of_pieces:
        _add(totals, list(map(sum, zip(*of_pieces, strict=True))), 1 / sqrt(pieces))
    return model.topics[max(range(len(totals)), key=totals.__getitem__)]


def _add(totals: list[float], weights: Sequence[float] | None, strength: float) -> None:
    if weights:
        for place, weight in enumerate(weights):
            totals[place] += weight * strength


def logistic(score: float) -> float:
    """Log-odds → probability, without overflow."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, score))))
