"""The word model: a linear scorer over words, pairs of words, pieces of words and what the lexicons saw. Plain Python, no library.

A model is made by `wegwijzer train` and read by `bot.lexicons`. Its score is a sum, so that each word's share can be named:

    bias + rules + (words + pieces + pairs + pairs with a word between) / √n

where n counts the distinct words of the message. The probability is the score after calibration. Posts (with a handle, a hashtag or
a link) have weights of their own, since they complain in another way than chat; so has each further question that the model
answers: is it serious, is it a hard case, does it insult people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice, pairwise
from math import exp, sqrt
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from bot.core.findings import TOPICS
from bot.core.language import MIXED, OTHER
from bot.core.lexicon import Kind
from bot.core.marks import handles_in, marks_of
from bot.core.operating import is_post

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.core.evidence import Evidence
    from bot.core.weighing import Judgement

BREAKS = frozenset('.,"$')
"""Tokens that are no words; they count in pairs only."""
START, END = "^", "$$"
"""Stand for the edges of the message in pairs."""
SHORTEST_PIECE, LONGEST_PIECE = 3, 5
LONGEST_WORD = 30
"""Longer words are addresses and cat walks; they have no pieces."""
MOST_SCORE = 6.0
REMEMBERED = 50_000
"""So many distinct words keep their weights at hand."""
KNOWN_AT_LEAST = 0.5
"""In a text of no known language the model speaks only when it knows this share of the words."""
MOST_TOKENS = 200
SERIOUS = 2
"""Severity of a serious complaint; 3 takes a stated reason, which is the lexicons' business."""
SERIOUS_FROM, HARD_FROM = 0.5, 0.3
"""From these chances on the model says serious; a hard case weighs so much that a fair chance of one is enough."""
_MOST_LENGTH = 60

Pair = tuple[str, str]


class Reading(NamedTuple):
    """One message as the model sees it: signs with their strength, its distinct words, and its tokens between START and END."""

    rules: dict[str, float]
    words: list[str]
    tokens: Sequence[str] = ()
    """Pairs are made of these; of a long text only the first MOST_TOKENS."""
    language: str = OTHER
    post: bool = False
    """It looks like a post on a public timeline."""


class Further(NamedTuple):
    """The chance (0..1) of severity 2 and more, of severity 3, and of an insult or threat to people; 0 where the model cannot say."""

    serious: float = 0.0
    hard: float = 0.0
    abusive: float = 0.0

    def says_serious(self, probability: float) -> bool:
        """Whether a message that is a complaint with this probability is a serious one, as far as the model can tell."""
        return self.hard >= HARD_FROM or (self.serious >= SERIOUS_FROM and probability >= SERIOUS_FROM)


NO_ANSWERS = Further()


class Scored(NamedTuple):
    """The model's view. `shares`: (word, log-odds it added) of the words it knows, in the order of the text."""

    probability: float
    shares: list[tuple[str, float]]
    known: float
    further: Further = NO_ANSWERS


@dataclass(frozen=True, eq=False)
class Weights:
    """What answers one question, in log-odds by feature. `slope` and `offset` turn a score into a calibrated one."""

    bias: float = 0.0
    slope: float = 1.0
    offset: float = 0.0
    rules: Mapping[str, float] = field(default_factory=dict)
    words: Mapping[str, float] = field(default_factory=dict)
    pairs: Mapping[Pair, float] = field(default_factory=dict)
    apart: Mapping[Pair, float] = field(default_factory=dict)
    pieces: Mapping[str, float] = field(default_factory=dict)

    def of(self, word: str, pieces: Iterable[str]) -> float:
        """All that a word adds, before the division by √n."""
        return self.words.get(word, 0.0) + sum(self.pieces.get(piece, 0.0) for piece in pieces)

    def chance(self, score: float) -> float:
        """A score as a probability."""
        return logistic(self.slope * score + self.offset)


_Row = tuple[float, ...]
_Key = TypeVar("_Key", str, Pair)
NOTHING = Weights(bias=-30.0)
"""Answers no to everything."""


class _Words(dict[str, _Row]):
    """By word: whether the vocabulary has it (1 or 0), and what it adds to each question. Worked out once for each word."""

    def __init__(self, heads: Sequence[Weights]) -> None:
        super().__init__()
        self.heads = heads

    def __missing__(self, word: str) -> _Row:
        pieces = pieces_of(word)
        row = (float(word in self.heads[0].words), *(head.of(word, pieces) for head in self.heads))
        if len(self) >= REMEMBERED:
            self.clear()
        self[word] = row
        return row


class _Domain(NamedTuple):
    """Everything to judge one kind of text with, by one look-up a word."""

    heads: tuple[Weights, ...]
    """Complaint, serious, hard, abusive; so are the numbers of `signs` and `bias`, and of the others after the first."""
    words: _Words
    pairs: Mapping[Pair, _Row]
    apart: Mapping[Pair, _Row]
    signs: Mapping[str, _Row]
    bias: _Row


def _domain(*heads: Weights) -> _Domain:
    return _Domain(
        heads,
        _Words(heads),
        {pair: (0.0, *row) for pair, row in _joined([head.pairs for head in heads]).items()},
        {pair: (0.0, *row) for pair, row in _joined([head.apart for head in heads]).items()},
        _joined([head.rules for head in heads]),
        tuple(head.bias for head in heads),
    )


def _joined(tables: Sequence[Mapping[_Key, float]]) -> dict[_Key, _Row]:
    names = dict.fromkeys(name for table in tables for name in table)
    return {name: tuple(table.get(name, 0.0) for table in tables) for name in names}


@dataclass(frozen=True, eq=False)
class TopicModel:
    """Scores per topic, in the order of `topics`; `rules` are keyed by sign, the others as in Weights."""

    topics: tuple[str, ...]
    bias: tuple[float, ...]
    rules: Mapping[str, tuple[float, ...]]
    words: Mapping[str, tuple[float, ...]]
    pieces: Mapping[str, tuple[float, ...]]
    slope: float = 1.0
    """Makes the chances honest."""
    _remembered: dict[str, _Row] = field(default_factory=dict, repr=False)

    def weight_of(self, word: str) -> _Row:
        """What a word adds to each topic, before the division by √n; remembered."""
        row = self._remembered.get(word)
        if row is None:
            found = [self.pieces[piece] for piece in pieces_of(word) if piece in self.pieces]
            if word in self.words:
                found.append(self.words[word])
            row = tuple(map(sum, zip(*found, strict=True))) or (0.0,) * len(self.topics)
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[word] = row
        return row


@dataclass(frozen=True, eq=False)
class Model(Weights):
    """The weights for chat, and beside them those for posts and for the further questions. `languages` are those it was made for."""

    languages: frozenset[str] = frozenset()
    topics: TopicModel | None = None
    post: Weights | None = None
    post_languages: frozenset[str] = frozenset()
    """Posts in other languages are judged as chat."""
    serious: Weights = NOTHING
    hard: Weights = NOTHING
    abusive: Weights = NOTHING

    def __post_init__(self) -> None:
        further = (self.serious, self.hard, self.abusive)
        object.__setattr__(self, "as_chat", _domain(self, *further))
        object.__setattr__(self, "as_post", _domain(self.post or self, *further))

    def domain(self, reading: Reading) -> _Domain:
        """The weights that a message is judged by, from its text alone."""
        found: _Domain = self.as_post if reading.post and self.knows_posts(reading.language) else self.as_chat  # type: ignore[attr-defined]
        return found

    def knows_posts(self, language: str) -> bool:
        """Whether posts of a language have weights of their own; short ones are often of no language."""
        return self.post is not None and (language in self.post_languages or language == OTHER)

    def speaks(self, language: str, known: float) -> bool:
        """Whether the model may judge a text of this language, of whose words it knows the share `known`."""
        return language in self.languages or (language in {MIXED, OTHER} and known >= KNOWN_AT_LEAST)


def pieces_of(word: str) -> list[str]:
    """The distinct letter groups of three to five in a word, its edges marked; none of a number or an address."""
    if len(word) > LONGEST_WORD or (not word.isalpha() and any(map(str.isdigit, word))):
        return []
    marked = f"<{word}>"
    sizes = range(SHORTEST_PIECE, LONGEST_PIECE + 1)
    return list(dict.fromkeys(marked[at : at + size] for size in sizes for at in range(len(marked) - size + 1)))


def apart(tokens: Sequence[str]) -> Iterable[Pair]:
    """The pairs of tokens with one token between them."""
    return zip(tokens, islice(tokens, 2, None), strict=False)


def read(evidence: Evidence, judgement: Judgement, text: str, *, asks: bool) -> Reading:
    """Everything the model looks at. `text` is the message with personal data blanked; handles are no words."""
    tokens: Sequence[str] = evidence.words
    if "@" in text:
        handles = handles_in(text)
        tokens = [token for token in tokens if token not in handles]
    words = [token for token in dict.fromkeys(tokens) if token not in BREAKS]
    post = ("@" in text or "#" in text or "://" in text or "www." in text) and is_post(text)
    rules = _rules(evidence, judgement, len(words))
    for mark in marks_of(text, len(words), asks=asks, post=post):
        rules[mark] = 1.0
    return Reading(rules, words, (START, *tokens[:MOST_TOKENS], END), evidence.language, post)


def _rules(evidence: Evidence, judgement: Judgement, length: int) -> dict[str, float]:
    """What the lexicons say, as signs with a strength of about 1."""
    signs = {
        "score": max(-MOST_SCORE, min(MOST_SCORE, judgement.score)) / 3,
        "trouble": judgement.trouble / 3,
        "length": min(length, _MOST_LENGTH) / 20,
        "language:" + evidence.language: 1.0,
    }
    for part in judgement.parts:
        if part.group != "trouble":
            signs["group:" + part.group] = 1.0
    for kind, hits in evidence.by_kind.items():
        if hits and kind is not Kind.BRAND:
            signs["kind:" + kind] = 1.0
            if len(hits) > 1:
                signs["more:" + kind] = 1.0
    if Kind.HARD in evidence.by_kind:
        for hit in evidence.of(Kind.HARD):
            signs["reason:" + hit.cue.topic] = 1.0
    for hit in evidence.negated:
        signs["negated:" + hit.cue.kind] = 1.0
    if '"' in evidence.words:
        signs["quote"] = 1.0
    return signs


def score(model: Model, reading: Reading) -> Scored:
    """Judge one message by the model."""
    domain = model.domain(reading)
    complaint, serious, hard, abusive = domain.bias
    signs = domain.signs
    for sign, strength in reading.rules.items():
        if sign in signs:
            one, two, three, four = signs[sign]
            complaint += one * strength
            serious += two * strength
            hard += three * strength
            abusive += four * strength
    head, of_serious, of_hard, of_abusive = domain.heads
    shares: list[tuple[str, float]] = []
    known = 0.0
    words = reading.words
    if words:
        table = domain.words
        by = 1 / sqrt(len(words))
        rows = [table[word] for word in words]
        part = by * head.slope
        shares = [(word, row[1] * part) for word, row in zip(words, rows, strict=True) if row[0]]
        known = len(shares) / len(words)
        pairs, distant = domain.pairs, domain.apart
        rows += [pairs[pair] for pair in pairwise(reading.tokens) if pair in pairs]
        rows += [distant[pair] for pair in apart(reading.tokens) if pair in distant]
        _, one, two, three, four = map(sum, zip(*rows, strict=True))
        complaint += one * by
        serious += two * by
        hard += three * by
        abusive += four * by
    return Scored(
        head.chance(complaint),
        shares,
        known,
        Further(of_serious.chance(serious), of_hard.chance(hard), of_abusive.chance(abusive)),
    )


def topic_signs(evidence: Evidence, judgement: Judgement) -> dict[str, float]:
    """What the lexicons say about the topic: the one they chose, and each that has a sign."""
    signs = {"seen:" + hit.cue.topic: 1.0 for hit in evidence.of(Kind.COMPLAINT) if hit.cue.topic in TOPICS}
    signs |= {"near:" + hit.cue.topic: 1.0 for hit in evidence.of(Kind.PART) if hit.cue.topic in TOPICS}
    if judgement.topic:
        signs["chosen:" + judgement.topic] = 1.0
    return signs


def topic_of(model: TopicModel, signs: Mapping[str, float], words: Sequence[str]) -> str:
    """The topic with the highest score."""
    totals = topic_totals(model, signs, words)
    return model.topics[totals.index(max(totals))]


def topic_chances(model: TopicModel, signs: Mapping[str, float], words: Sequence[str]) -> dict[str, float]:
    """The probability of each topic, given that it is a complaint (softmax of the scores)."""
    totals = topic_totals(model, signs, words)
    parts = [exp(model.slope * (total - max(totals))) for total in totals]
    return {topic: part / sum(parts) for topic, part in zip(model.topics, parts, strict=True)}


def topic_totals(model: TopicModel, signs: Mapping[str, float], words: Sequence[str]) -> list[float]:
    """The score of each topic, in the order of the model's topics."""
    totals = list(model.bias)
    for sign, strength in signs.items():
        if sign in model.rules:
            totals = [total + weight * strength for total, weight in zip(totals, model.rules[sign], strict=True)]
    if not words:
        return totals
    by = 1 / sqrt(len(words))
    columns = zip(*map(model.weight_of, words), strict=True)
    return [total + sum(column) * by for total, column in zip(totals, columns, strict=True)]


def logistic(score: float) -> float:
    """Log-odds → probability, without overflow."""
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, score))))
