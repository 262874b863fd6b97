"""An outage is told in one line when it begins and one when it ends; between them tries become rarer."""

from __future__ import annotations

import logging
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.ports import Clock

FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0

log = logging.getLogger(__name__)


class Outage:
    """Counts failures in a row."""

    def __init__(self, clock: Clock, platform: str, comfort: str) -> None:
        """`clock` says how long it lasted; `comfort` is what becomes of messages that are written meanwhile."""
        self._clock, self._platform, self._comfort = clock, platform, comfort
        self._since: datetime | None = None
        self._tries = 0
        self._told: set[str] = set()

    def failed(self, reason: str) -> float:
        """Note a failure; return the seconds to wait: doubled each time, at most 30, spread so that bots do not come all at once."""
        if self._since is None:
            self._since = self._clock.now()
        if reason not in self._told:
            self._told.add(reason)
            log.warning("%s: %s. Trying again until it works; %s.", self._platform, reason, self._comfort)
        longest = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(self._tries, 10))
        self._tries += 1
        return longest * random.uniform(0.5, 1.0)  # noqa: S311 - spread, not secrecy

    def over(self) -> None:
        """Note a success."""
        if self._since is None:
            return
        lasted = (self._clock.now() - self._since).total_seconds()
        log.warning("%s: works again after %.0f seconds.", self._platform, lasted)
        self._since, self._tries = None, 0
        self._told.clear()
