"""A second opinion on one message: what somebody who reads whole sentences adds to the word model's probability; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import exp
from typing import TYPE_CHECKING, NamedTuple

from bot.core.adjusting import log_odds
from bot.core.findings import Signal
from bot.core.scorer import logistic, topic_chances, topic_totals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.findings import Finding
    from bot.core.scorer import TopicModel

ENCODER, ENDPOINT, UNHEARD = "encoder", "endpoint", "unheard"
"""Who spoke: the shipped sentence encoder, the brand's own endpoint, or nobody in time."""
LONGEST = 600
"""Longer texts are read as the first and the last half of this; a complaint says early or late what it is about."""
_LINK = re.compile(r"(?:https?://|\bwww\.)\S+")
_HANDLE = re.compile(r"@\w+")
_LITTLE = 0.05
"""A smaller change in log-odds is told as agreement."""
_SAID = {
    "for": ("tweede mening: leest als een klacht", "second opinion: reads like a complaint"),
    "against": ("tweede mening: leest niet als een klacht", "second opinion: does not read like a complaint"),
    "same": ("tweede mening: weet het ook niet beter", "second opinion: knows no better"),
    "topic": ("tweede mening: leest een ander onderwerp", "second opinion: reads another topic"),
    "unheard": ("tweede mening: kwam niet op tijd", "second opinion: did not come in time"),
}


class View(NamedTuple):
    """Joined log-odds = `slope` x the word model's + `shift`."""

    slope: float
    shift: float


class About(NamedTuple):
    """What the whole sentence says about the topic of a complaint: joined score = `slope` x the word model's + `scores` of the topic."""

    slope: float
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Second:
    """One message as `by` sees it: `as_chat` where the word model judges it as chat, `as_post` where as a post.

    `by` is empty where it says nothing about the probability, but only, in `about`, which topic a complaint has.
    """

    as_chat: View
    as_post: View
    by: str = ENCODER
    about: About | None = None

    def joined(self, probability: float, *, post: bool) -> float:
        """The word model's probability with this view in it."""
        slope, shift = self.as_post if post else self.as_chat
        return logistic(slope * log_odds(probability) + shift)

    def for_topic(self) -> Second:
        """The same for a message that is in no doubt: the probability stays as it is."""
        return replace(self, as_chat=_NO_VIEW, as_post=_NO_VIEW, by="")


def doubted(finding: Finding, band: tuple[float, float]) -> bool:
    """Whether somebody else should look at it: its probability lies in the band of doubt, and it is no exit word."""
    low, high = band
    return low <= finding.probability <= high and not finding.exit_word


def surely(finding: Finding, band: tuple[float, float]) -> bool:
    """Whether it lies above the band: a complaint for sure, of which the topic alone is asked."""
    return finding.probability > band[1] and not finding.exit_word


_NO_VIEW = View(1.0, 0.0)
NOBODY = Second(_NO_VIEW, _NO_VIEW, UNHEARD)
"""Stands for a view that was asked for and did not come: nothing changes, and the finding says so."""


def topics_with(
    model: TopicModel, signs: Mapping[str, float], words: Sequence[str], about: About | None
) -> dict[str, float]:
    """The probability of each topic, given that it is a complaint, by the word model and by who read the whole sentence."""
    if about is None or about.scores.keys() != set(model.topics):
        return topic_chances(model, signs, words)
    totals = dict(zip(model.topics, topic_totals(model, signs, words), strict=True))
    joined = {topic: about.slope * total + about.scores[topic] for topic, total in totals.items()}
    most = max(joined.values())
    parts = {topic: exp(score - most) for topic, score in joined.items()}
    return {topic: part / sum(parts.values()) for topic, part in parts.items()}


def topic_signal(by_words: str, joined: str, language: str) -> Signal | None:
    """Told where the second opinion gives a complaint another topic; it has no weight for the probability."""
    if by_words == joined:
        return None
    dutch, english = _SAID["topic"]
    return Signal("second:topic", 0.0, fired=True, text=dutch if language in {"nl", "mixed"} else english)


def second_signal(second: Second, before: float, after: float, language: str) -> Signal:
    """The view in words; its weight is by how many log-odds it moved the message."""
    weight = log_odds(after) - log_odds(before)
    if second.by == UNHEARD:
        said = "unheard"
    elif abs(weight) < _LITTLE:
        said = "same"
    else:
        said = "for" if weight > 0 else "against"
    dutch, english = _SAID[said]
    text = dutch if language in {"nl", "mixed"} else english
    return Signal(f"second:{second.by}", round(weight, 2), fired=second.by != UNHEARD, text=text)


def plain(text: str) -> str:
    """A masked text as the encoders read it: no links, no handles, hashtags as words, on one line; never empty."""
    text = text.encode("utf-8", "replace").decode().replace("\0", " ")
    text = _HANDLE.sub(" ", _LINK.sub(" ", text)).replace("#", " ")
    text = " ".join(text.split())
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} {text[-LONGEST // 2 :]}"
    return text or "."
