"""Asking for second opinions outside the service: commands wait for the encoder themselves, row by row or many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.second import NOBODY, doubted, surely
from bot.opinion.opening import encoder_of
from bot.opinion.queue import Unloadable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.config import Config
    from bot.core.findings import Finding
    from bot.core.second import Second
    from bot.opinion.encoder import Encoder


def sentence_encoder(config: Config | None = None, *, wanted: bool = True) -> Encoder | None:
    """The encoder for a command, where it is `wanted`, installed and not switched off. An endpoint is never asked by a command."""
    return encoder_of(config) if wanted else None


def again_with(
    encoder: Encoder | None, findings: Sequence[Finding], again: Callable[[int, Second], Finding]
) -> list[Finding]:
    """The findings, with those in the band judged again with the encoder's view in them, and those above it with its view of the topic.

    `again(place, view)` detects once more. Without an encoder they come back as they are.
    """
    found = list(findings)
    if encoder is None:
        return found
    doubts = {place for place, finding in enumerate(found) if doubted(finding, encoder.band)}
    sure = {place for place, finding in enumerate(found) if encoder.tells_topics and surely(finding, encoder.band)}
    places = sorted(doubts | sure)
    try:
        views = encoder.opine([found[place].masked for place in places])
    except Unloadable:
        views = [NOBODY] * len(places)
    for place, view in zip(places, views, strict=True):
        found[place] = again(place, view if place in doubts else view.for_topic())
    return found
