"""The word model: a linear scorer over words, pairs of words, pieces of words and what the lexicons saw. Plain Python, no library.

A model is made by `wegwijzer train` and read by `bot.lexicons`. Its score is a sum, so that each word's share can be named:

    bias + rules + (words + pieces + pairs + pairs with a word between) / √n

where n counts the distinct words of the message. The probability is the score after calibration. Posts (with a handle, a hashtag or
a link) have weights of their own, since they complain in another way than chat; so has each further question that the model
answers: is it serious, is it a hard case, does it insult people.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, pairwise
from math import exp, sqrt
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.core.findings import TOPICS
from bot.core.language import MIXED, OTHER
from bot.core.lexicon import BRAND, COMPLAINT, HARD, PART, Kind
from bot.core.marks import handles_in, marks_of
from bot.core.operating import is_post
from bot.core.packing import UNIT, Packing, Rows, in_hundredths, joined
from bot.core.tables import CHAT, MARKED, PACKING, PACKING_OF_WORDS, POST, Pair, Tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.core.evidence import Evidence
    from bot.core.weighing import Judgement

BREAKS = frozenset('.,"$')
"""Tokens that are no words; they count in pairs only."""
START, END = intern("^"), intern("$$")
"""Stand for the edges of the message in pairs."""
SHORTEST_PIECE, LONGEST_PIECE = 3, 5
LONGEST_WORD = 30
"""Longer words are addresses and cat walks; they have no pieces."""
MOST_SCORE = 6.0
MOST_LOG_ODDS = 30.0
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
_TOPICS = frozenset(TOPICS)


class Scored(NamedTuple):
    """The model's view. `known` is the share of the words that it knows."""

    probability: float
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

    def chance(self, score: float) -> float:
        """A score as a probability."""
        odds = self.slope * score + self.offset
        # As `logistic` has it, without the call.
        return 1.0 / (1.0 + exp(-odds)) if -MOST_LOG_ODDS < odds < MOST_LOG_ODDS else logistic(odds)


NOTHING = Weights(bias=-30.0)
"""Answers no to everything."""


class _Remembered(dict[str, int]):
    """The packed row of a word and its pieces; worked out once for each word."""

    def __init__(self, words: Mapping[str, int], pieces: Mapping[str, int]) -> None:
        super().__init__()
        self._words = words
        self._pieces = pieces

    def __missing__(self, word: str) -> int:
        row = self._words.get(word, 0) + sum(filter(None, map(self._pieces.get, pieces_of(word))))
        if len(self) >= REMEMBERED:
            self.clear()
        self[word] = row
        return row


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

    @cached_property
    def packing(self) -> Packing:
        """How the rows below are packed."""
        return Packing(len(self.topics))

    @cached_property
    def signs(self) -> Mapping[str, int]:
        """By sign: its packed row."""
        return Rows.of(self.rules, len(self.topics)).packed

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """By word: what it adds to each topic, before the division by √n."""
        width = len(self.topics)
        return _Remembered(Rows.of(self.words, width).packed, Rows.of(self.pieces, width).packed)


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

    @classmethod
    def packed(cls, tables: Tables, **others: Any) -> Model:
        """A model whose weights stand in packed tables already. `others`: its fields, without those tables."""
        model = cls(**tables.columns(CHAT), **others)
        # What the property below would work out.
        vars(model)["tables"] = tables
        return model

    @cached_property
    def questions(self) -> tuple[Weights, ...]:
        """In the order of QUESTIONS."""
        return self, self.post or NOTHING, self.serious, self.hard, self.abusive

    @cached_property
    def tables(self) -> Tables:
        """The weights as they are added up."""
        return Tables.of(self.questions)

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """By word: its packed row, with what its pieces weigh."""
        return _Remembered(self.tables.words, self.tables.pieces)

    @cached_property
    def signs(self) -> Mapping[str, tuple[int, tuple[float, ...]]]:
        """By sign: its row packed, and the same as it is for a sign that is there in part."""
        rows = joined([in_hundredths(weights.rules) for weights in self.questions])
        return {sign: (row, PACKING.weights(row)) for sign, row in rows.items()}

    def judged_as_post(self, reading: Reading) -> bool:
        """Whether the weights for posts judge a message, from its text alone."""
        return reading.post and self.knows_posts(reading.language)

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
    distinct = dict.fromkeys(tokens)
    for mark in BREAKS.intersection(distinct):
        del distinct[mark]
    words = list(distinct)
    post = is_post(text)
    rules = _rules(evidence, judgement, len(words))
    for mark in marks_of(text, len(words), asks=asks, post=post):
        rules[mark] = 1.0
    return Reading(rules, words, (START, *tokens[:MOST_TOKENS], END), evidence.language, post)


_KIND_SIGNS = {kind: f"kind:{kind}" for kind in Kind}
_MORE_SIGNS = {kind: f"more:{kind}" for kind in Kind}


def _rules(evidence: Evidence, judgement: Judgement, length: int) -> dict[str, float]:
    """What the lexicons say, as signs with a strength of about 1."""
    found = evidence.by_kind
    signs = {
        "score": max(-MOST_SCORE, min(MOST_SCORE, judgement.score)) / 3,
        "trouble": judgement.trouble / 3,
        "length": min(length, _MOST_LENGTH) / 20,
        "language:" + evidence.language: 1.0,
    }
    for group, _, _ in judgement.parts:
        if group != "trouble":
            signs["group:" + group] = 1.0
    for kind, hits in found.items():
        if hits and kind is not BRAND:
            signs[_KIND_SIGNS[kind]] = 1.0
            if len(hits) > 1:
                signs[_MORE_SIGNS[kind]] = 1.0
    if HARD in found:
        for hit in found[HARD]:
            signs["reason:" + hit.cue.topic] = 1.0
    for hit in evidence.negated:
        signs["negated:" + hit.cue.kind] = 1.0
    if '"' in evidence.words:
        signs["quote"] = 1.0
    return signs


def score(model: Model, reading: Reading) -> Scored:
    """Judge one message by the model."""
    place = POST if reading.post and model.judged_as_post(reading) else CHAT
    of_chat, of_post, of_serious, of_hard, of_abusive = model.questions
    head = of_post if place else of_chat
    signs = model.signs
    whole = 0
    complaint, serious, hard, abusive = head.bias, of_serious.bias, of_hard.bias, of_abusive.bias
    for sign, strength in reading.rules.items():
        if sign not in signs:
            continue
        row, weights = signs[sign]
        if strength == 1.0:
            whole += row
        elif strength:
            complaint += weights[place] * strength
            serious += weights[2] * strength
            hard += weights[3] * strength
            abusive += weights[4] * strength
    parts = PACKING.hundredths(whole)
    complaint += parts[place] / UNIT
    serious += parts[2] / UNIT
    hard += parts[3] / UNIT
    abusive += parts[4] / UNIT
    words, tokens, known = reading.words, reading.tokens, 0.0
    if words:
        tables = model.tables
        row = sum(map(model.rows.__getitem__, words))
        row += sum(filter(None, map(tables.pairs.get, pairwise(tokens))))
        row += sum(filter(None, map(tables.apart.get, apart(tokens))))
        parts = PACKING_OF_WORDS.hundredths(row)
        by = 1 / (sqrt(len(words)) * UNIT)
        complaint += parts[place] * by
        serious += parts[2] * by
        hard += parts[3] * by
        abusive += parts[4] * by
        known = parts[MARKED + place] / len(words)
    return Scored(
        head.chance(complaint),
        known,
        Further(of_serious.chance(serious), of_hard.chance(hard), of_abusive.chance(abusive)),
    )


def shares_of(model: Model, reading: Reading) -> list[tuple[str, float]]:
    """The words that the model knows, in the order of the text, with the log-odds that each added."""
    if not reading.words:
        return []
    place = POST if model.judged_as_post(reading) else CHAT
    part = model.questions[place].slope / (sqrt(len(reading.words)) * UNIT)
    rows, weight = model.rows, PACKING_OF_WORDS.weight
    return [
        (word, weight(row, place) * part)
        for word, row in zip(reading.words, map(rows.__getitem__, reading.words), strict=True)
        if weight(row, MARKED + place)
    ]


def topic_signs(evidence: Evidence, judgement: Judgement) -> dict[str, float]:
    """What the lexicons say about the topic: the one they chose, and each that has a sign."""
    signs = {"seen:" + hit.cue.topic: 1.0 for hit in evidence.of(COMPLAINT) if hit.cue.topic in _TOPICS}
    for hit in evidence.of(PART):
        if hit.cue.topic in _TOPICS:
            signs["near:" + hit.cue.topic] = 1.0
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
    totals: Iterable[float] = model.bias
    whole, rows = 0, model.signs
    for sign, strength in signs.items():
        if sign not in rows:
            continue
        if strength == 1.0:
            whole += rows[sign]
        else:
            totals = [total + weight * strength for total, weight in zip(totals, model.rules[sign], strict=True)]
    split = model.packing.hundredths
    by = 1 / sqrt(len(words)) if words else 0.0
    of_words = split(sum(map(model.rows.__getitem__, words)))
    return [total + (sign + word * by) / UNIT for total, sign, word in zip(totals, split(whole), of_words, strict=True)]


def logistic(score: float) -> float:
    """Log-odds → probability, without overflow."""
    if -MOST_LOG_ODDS < score < MOST_LOG_ODDS:
        return 1.0 / (1.0 + exp(-score))
    return 1.0 / (1.0 + exp(-MOST_LOG_ODDS if score > 0 else MOST_LOG_ODDS))
