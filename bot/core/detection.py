"""What one message is: a complaint or not, about what, how bad, and why; pure, bounded in time, for any text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.core.adjusting import learned_signals, moved
from bot.core.evidence import gather
from bot.core.findings import Finding, Reasons, Signal, Span
from bot.core.impostors import is_look_alike
from bot.core.lexicon import (
    ABUSE,
    BRAND,
    ELSEWHERE,
    EXIT,
    HARD,
    PRAISE,
    QUESTION,
    REPORTED,
    SARCASM,
    SOLVED,
    matcher_for,
)
from bot.core.normalise import HALF, LONGEST, cut, normalise
from bot.core.own_rules import apply, fired, pattern_hits, rule_signals
from bot.core.privacy import blank, find_private, mask
from bot.core.scorer import NO_ANSWERS, SERIOUS, Further, read, score, shares_of, topic_of, topic_signs
from bot.core.second import second_signal, topic_signal, topics_with
from bot.core.weighing import LIKELY, SOME, conclude, weigh
from bot.core.wording import exit_signal, signals_of, voice_of, word_signals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.adjusting import Adjustment
    from bot.core.evidence import Evidence
    from bot.core.lexicon import BrandNames, Hit, Lexicon, Matcher
    from bot.core.messages import Message
    from bot.core.scorer import Model, Reading
    from bot.core.second import Second
    from bot.core.weighing import Judgement

NO_SENTENCE = 2
"""So few words without a sign of some weight are left to the rules: `factuur gehad` proves nothing."""
SHARE = 0.3
"""Assumed share of complaints among messages that do not speak to the brand; the corpus holds half. Who speaks to the brand
complains about as often as not."""
EXIT_WORDS_AROUND = 2
"""An exit word is one when the message has at most so many other words (`mens graag`, `stop aub`)."""


class _Said(NamedTuple):
    """What the word model said: on what it went (None where it did not speak), what the brand's words added, its further answers."""

    reading: Reading | None = None
    learned: Sequence[tuple[str, float]] = ()
    further: Further = NO_ANSWERS


_SILENT = _Said()


def detect(
    message: Message,
    lexicons: Mapping[str, Lexicon],
    brand: BrandNames,
    *,
    adjustment: Adjustment | None = None,
    second: Second | None = None,
) -> Finding:
    """Judge one message by the lexicons and, where they bring one, the word model. Never raises on any text.

    `adjustment` is what the brand's own labels add to the word model, `second` what somebody who read the whole sentence thinks of it.
    """
    matcher = matcher_for(tuple(lexicons.values()), brand)
    text, was_cut = cut(message.text)
    private = find_private(text)
    bare = blank(text, private) if private else text
    plain = normalise(bare, matcher.spelling)
    own = matcher.own
    evidence = gather(plain, matcher, pattern_hits(bare, own) if own else ())
    names_brand = _names_brand(message, evidence, text, matcher)
    asks = _asks(bare)
    judgement = weigh(evidence, bare, names_brand=names_brand, asks=asks)
    exit_word = _exit_word(evidence)
    model = matcher.model
    said = _SILENT
    if model is not None and not exit_word:
        spoken_to = names_brand or message.to_bot
        said = _by_model(judgement, evidence, bare, (model, adjustment, second), asks=asks, spoken_to=spoken_to)
    seen = fired(own, evidence) if own and not exit_word else ()
    if seen:
        apply(seen, judgement)
    conclude(judgement, evidence)
    further = said.further
    if judgement.severity < SERIOUS and further.says_serious(judgement.probability):
        judgement.severity = SERIOUS
    found = evidence.by_kind
    abuse = found.get(ABUSE, ())

    def in_words() -> tuple[Signal, ...]:
        voice = voice_of(evidence.language, matcher.lexicons)
        shares = shares_of(model, said.reading) if model is not None and said.reading is not None else []
        words = (
            *rule_signals(own, seen),
            *learned_signals(said.learned, evidence.language),
            *word_signals(shares, voice),
        )
        shares = shares_of(model, said.reading) if model is not None and said.reading is not None else []
        words = (
            *rule_signals(own, seen),
            *learned_signals(said.learned, evidence.language),
            *word_signals(shares, voice),
        )
        words = (*filter(None, (judgement.second, judgement.about)), *words)
        signals = (*words, *signals_of(judgement, abuse, plain.words, voice))
        return (exit_signal(exit_word, voice), *signals) if exit_word else signals

    elsewhere = found.get(ELSEWHERE, ())
    likely = judgement.probability >= LIKELY
    return Finding(
        language=evidence.language,
        probability=judgement.probability,
        topic=judgement.topic,
        severity=judgement.severity,
        signals=Reasons(in_words),
        masked=mask(text, private) if private else text,
        hard=judgement.hard,
        hard_chance=further.hard,
        abusive=bool(abuse) or further.abusive >= LIKELY,
        question=asks or bool(found.get(QUESTION)),
        praise=bool(found.get(PRAISE)) and not likely,
        solved=bool(found.get(SOLVED)) and not likely,
        names_brand=names_brand,
        other_company=_other_company(elsewhere, plain.words),
        exit_word=exit_word,
        quotation=bool(evidence.quoted),
        news=REPORTED in found,
        negation=bool(evidence.negated),
        sarcasm=SARCASM in found,
        look_alike=is_look_alike(message.author.handle, message.author.name, matcher.handles, matcher.brand),
        private=_placed(private, len(message.text)) if was_cut else private,
        second=second.by if second is not None and judgement.second is not None else "",
        cut=was_cut,
    )


def _by_model(
    judgement: Judgement,
    evidence: Evidence,
    text: str,
    by: tuple[Model, Adjustment | None, Second | None],
    *,
    asks: bool,
    spoken_to: bool,
) -> _Said:
    """Let the word model judge probability and topic, where it may speak."""
    model, adjustment, second = by
    reading = read(evidence, judgement, text, asks=asks)
    scored = score(model, reading)
    bare_words = len(reading.words) <= NO_SENTENCE and judgement.trouble < SOME
    if bare_words or not model.speaks(evidence.language, scored.known):
        return _SILENT
    probability = scored.probability
    if second is not None and second.by:
        joined = second.joined(probability, post=reading.post and model.knows_posts(reading.language))
        judgement.second = second_signal(second, probability, joined, evidence.language)
        probability = joined
    judgement.by_model = probability if spoken_to else at_share(probability, SHARE)
    learned: Sequence[tuple[str, float]] = ()
    if adjustment is not None:
        by_brand, learned = adjustment.shift(reading, hard=bool(evidence.of(HARD)))
        judgement.by_model = moved(judgement.by_model, by_brand)
    if model.topics and judgement.by_model >= LIKELY:
        signs = topic_signs(evidence, judgement)
        judgement.topic = topic_of(model.topics, signs, reading.words)
        if second is not None and second.about is not None:
            chances = topics_with(model.topics, signs, reading.words, second.about)
            joined_topic = max(chances, key=chances.__getitem__)
            judgement.about = topic_signal(judgement.topic, joined_topic, evidence.language)
            judgement.topic = joined_topic
    return _Said(reading, learned, scored.further)


def at_share(probability: float, share: float) -> float:
    """What a probability that was learnt among as many complaints as others means where only `share` are complaints (Bayes)."""
    return probability * share / (probability * share + (1 - probability) * (1 - share))


def look(text: str, matcher: Matcher) -> tuple[str, Evidence, Judgement, bool]:
    """What training sees of a text: itself without personal data, the evidence, what the rules say, whether it asks."""
    judged, _ = cut(text)
    bare = blank(judged, find_private(judged))
    evidence = gather(normalise(bare, matcher.spelling), matcher)
    asks = _asks(bare)
    return bare, evidence, weigh(evidence, bare, names_brand=bool(evidence.of(BRAND)), asks=asks), asks


def _placed(spans: Sequence[Span], length: int) -> tuple[Span, ...]:
    """Spans of a cut text at their places in the whole text; one across the cut keeps its first part."""
    shift = length - LONGEST - 1
    return tuple(
        Span(span.kind, span.start + shift, span.end + shift)
        if span.start > HALF
        else Span(span.kind, span.start, min(span.end, HALF))
        for span in spans
    )


def _names_brand(message: Message, evidence: Evidence, text: str, matcher: Matcher) -> bool:
    if BRAND in evidence.by_kind:
        return True
    if message.mentions and not matcher.handles.isdisjoint(message.mentions):
        return True
    return "." in text and any(domain in text.lower() for domain in matcher.domains)


def _asks(text: str) -> bool:
    return text.rstrip(" \n\t)\"'.!").endswith("?")


def _exit_word(evidence: Evidence) -> str:
    """The exit word that is (nearly) the whole message, or empty."""
    found = evidence.by_kind.get(EXIT)
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
