"""What one message is: a complaint or not, about what, how bad, and why; pure, bounded in time, for any text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.evidence import gather
from bot.core.findings import Finding, Span
from bot.core.lexicon import Kind, matcher_for
from bot.core.normalise import HALF, LONGEST, cut, normalise
from bot.core.privacy import blank, find_private, mask
from bot.core.scorer import read, score, topic_of, topic_signs
from bot.core.weighing import LIKELY, SOME, conclude, weigh
from bot.core.wording import exit_signal, signals_of, voice_of, word_signals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.evidence import Evidence
    from bot.core.lexicon import BrandNames, Hit, Lexicon, Matcher
    from bot.core.messages import Message
    from bot.core.scorer import Model
    from bot.core.weighing import Judgement

NO_SENTENCE = 2
"""So few words without a sign of some weight are left to the rules: `factuur gehad` proves nothing."""
SHARE = 0.3
"""Assumed share of complaints among messages that do not speak to the brand; the corpus holds half. Who speaks to the brand
complains about as often as not."""
EXIT_WORDS_AROUND = 2
"""An exit word is one when the message has at most so many other words (`mens graag`, `stop aub`)."""


def detect(message: Message, lexicons: Mapping[str, Lexicon], brand: BrandNames) -> Finding:
    """Judge one message by the lexicons and, where they bring one, the word model. Never raises on any text."""
    matcher = matcher_for(tuple(lexicons.values()), brand)
    text, was_cut = cut(message.text)
    private = find_private(text)
    bare = blank(text, private) if private else text
    plain = normalise(bare, matcher.known, matcher.slips)
    evidence = gather(plain, matcher)
    names_brand = _names_brand(message, evidence, text, brand)
    asks = _asks(bare)
    judgement = weigh(evidence, bare, names_brand=names_brand, asks=asks)
    exit_word = _exit_word(evidence)
    shares: list[tuple[str, float]] = []
    if matcher.model and not exit_word:
        shares = _by_model(judgement, evidence, bare, matcher.model, asks=asks, spoken_to=names_brand or message.to_bot)
    conclude(judgement, evidence)
    abuse = evidence.of(Kind.ABUSE)
    voice = voice_of(evidence.language, matcher.lexicons)
    signals = (*word_signals(shares, voice), *signals_of(judgement, abuse, plain.words, voice))
    if exit_word:
        signals = (exit_signal(exit_word, voice), *signals)
    elsewhere = evidence.of(Kind.ELSEWHERE)
    return Finding(
        language=evidence.language,
        probability=judgement.probability,
        topic=judgement.topic,
        severity=judgement.severity,
        signals=signals,
        masked=mask(text, private) if private else text,
        hard=judgement.hard,
        abusive=bool(abuse),
        question=asks or bool(evidence.of(Kind.QUESTION)),
        praise=bool(evidence.of(Kind.PRAISE)) and judgement.probability < LIKELY,
        solved=bool(evidence.of(Kind.SOLVED)) and judgement.probability < LIKELY,
        names_brand=names_brand,
        other_company=_other_company(elsewhere, plain.words),
        exit_word=exit_word,
        private=_placed(private, len(message.text)) if was_cut else private,
        cut=was_cut,
    )


def _by_model(
    judgement: Judgement, evidence: Evidence, text: str, model: Model, *, asks: bool, spoken_to: bool
) -> list[tuple[str, float]]:
    """Let the word model judge probability and topic, where it may speak; gives the share of each word it knows."""
    reading = read(evidence, judgement, text, asks=asks)
    scored = score(model, reading)
    bare_words = len(reading.words) <= NO_SENTENCE and judgement.trouble < SOME
    if bare_words or not model.speaks(evidence.language, scored.known):
        return []
    judgement.by_model = scored.probability if spoken_to else at_share(scored.probability, SHARE)
    if model.topics and judgement.by_model >= LIKELY:
        judgement.topic = topic_of(model.topics, topic_signs(evidence, judgement), reading.words)
    return scored.shares


def at_share(probability: float, share: float) -> float:
    """What a probability that was learnt among as many complaints as others means where only `share` are complaints (Bayes)."""
    return probability * share / (probability * share + (1 - probability) * (1 - share))


def look(text: str, matcher: Matcher) -> tuple[str, Evidence, Judgement, bool]:
    """What training sees of a text: itself without personal data, the evidence, what the rules say, whether it asks."""
    judged, _ = cut(text)
    bare = blank(judged, find_private(judged))
    evidence = gather(normalise(bare, matcher.known, matcher.slips), matcher)
    asks = _asks(bare)
    return bare, evidence, weigh(evidence, bare, names_brand=bool(evidence.of(Kind.BRAND)), asks=asks), asks


def _placed(spans: Sequence[Span], length: int) -> tuple[Span, ...]:
    """Spans of a cut text at their places in the whole text; one across the cut keeps its first part."""
    shift = length - LONGEST - 1
    return tuple(
        Span(span.kind, span.start + shift, span.end + shift)
        if span.start > HALF
        else Span(span.kind, span.start, min(span.end, HALF))
        for span in spans
    )


def _names_brand(message: Message, evidence: Evidence, text: str, brand: BrandNames) -> bool:
    if evidence.of(Kind.BRAND):
        return True
    if message.mentions and any(handle.lower() in message.mentions for handle in brand.handles):
        return True
    return bool(brand.domains) and any(domain.lower() in text.lower() for domain in brand.domains)


def _asks(text: str) -> bool:
    return text.rstrip(" \n\t)\"'.!").endswith("?")


def _exit_word(evidence: Evidence) -> str:
    """The exit word that is (nearly) the whole message, or empty."""
    found = evidence.of(Kind.EXIT)
    if not found:
        return ""
    words = [word for word in evidence.words if any(character.isalnum() for character in word)]
    for hit in found:
        if len(words) - (hit.end - hit.start) <= EXIT_WORDS_AROUND:
            return hit.cue.topic
    return ""


def _other_company(hits: Sequence[Hit], words: Sequence[str]) -> str:
    """The first words that name another company or matter, as they stand in the text."""
    return " ".join(words[hits[0].start : hits[0].end]) if hits else ""
