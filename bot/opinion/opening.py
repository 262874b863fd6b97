"""Which second opinion an installation has, by its settings and by what is installed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.opinion.encoder import Encoder, missing
from bot.opinion.endpoint import Endpoint
from bot.opinion.queue import Queue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.config import Config
    from bot.core.second import Second
    from bot.ports import Clock, Opinion

log = logging.getLogger("wegwijzer.opinion")


class Chain:
    """ports.Opinion: the first is asked, and the second about what the first leaves open."""

    def __init__(self, first: Opinion, second: Opinion) -> None:
        """The band and the thresholds are those of the first."""
        self._first, self._second = first, second
        self.measured = first.measured

    @property
    def band(self) -> tuple[float, float]:
        """The band of the first."""
        return self._first.band

    @property
    def topical(self) -> Opinion | None:
        """That of the first."""
        return self._first.topical

    async def judge(self, texts: Sequence[str]) -> list[Second | None]:
        """A view on each text by whoever has one."""
        found = await self._first.judge(texts)
        left = [place for place, view in enumerate(found) if view is None]
        if left:
            for place, view in zip(left, await self._second.judge([texts[place] for place in left]), strict=True):
                found[place] = view
        return found

    async def close(self) -> None:
        """Close both."""
        await self._first.close()
        await self._second.close()


def encoder_of(config: Config | None) -> Encoder | None:
    """The sentence encoders with their head; None where the settings or a missing package say so."""
    if (config is not None and config.opinion.encoder == "off") or missing():
        return None
    try:
        return Encoder()
    except (OSError, ValueError) as error:
        log.warning("second opinion: its weights cannot be read (%s)", type(error).__name__)
        return None


def open_opinion(config: Config, clock: Clock) -> Opinion | None:
    """The encoder, then the endpoint for what it leaves open; or the one there is; or None."""
    encoder = encoder_of(config)
    queue = Queue(encoder) if encoder is not None else None
    settings = config.opinion.endpoint
    if settings is None:
        return queue
    secret = config.secrets.get("opinion_key")
    key = secret.get_secret_value() if secret is not None else ""
    endpoint = Endpoint(settings.url, settings.model, key, clock, timeout=settings.timeout, budget=settings.budget)
    return endpoint if queue is None else Chain(queue, endpoint)


def told(config: Config) -> str:
    """Who gives the second opinion, in one line, for `wegwijzer check`."""
    who = []
    if encoder_of(config) is not None:
        who.append("the sentence encoders on this machine")
    if config.opinion.endpoint is not None:
        who.append(
            f"the endpoint {config.opinion.endpoint.url} (at most {config.opinion.endpoint.budget} messages a day)"
        )
    if who:
        return f"Second opinion: {', then '.join(who)}."
    why = "opinion.encoder is off" if config.opinion.encoder == "off" else f"not installed: {', '.join(missing())}"
    how = "" if config.opinion.encoder == "off" else "; pip install 'wegwijzer[encoder]'"
    return f"Second opinion: none ({why}{how}); messages in doubt go to staff."
