"""Which team gets a case: by topic and by who is on duty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, time
    from zoneinfo import ZoneInfo


EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Team:
    """A team as routing sees it on one platform.

    `channel` is its own staff channel, empty when its cards stand in the main one; `ping` is whom to call. `start` and `end` are its
    hours by the brand's clock; None: all day. A partner never gets a card.
    """

    name: str
    topics: frozenset[str]
    channel: str = ""
    thread: str = ""
    ping: str = ""
    start: time | None = None
    end: time | None = None
    partner: bool = False
    days: frozenset[int] = EVERY_DAY
    """On which it takes cases; 0 is Monday."""


def on_duty(team: Team, now: datetime, zone: ZoneInfo) -> bool:
    """Whether the team takes cases now; an end before the start lies on the day after, and belongs to the day of the start."""
    local = now.astimezone(zone)
    clock, today = local.time(), local.weekday()
    if team.start is None or team.end is None:
        return today in team.days
    if team.start <= team.end:
        return today in team.days and team.start <= clock < team.end
    yesterday = (today - 1) % len(EVERY_DAY)
    return (today in team.days and clock >= team.start) or (yesterday in team.days and clock < team.end)


def route(teams: Sequence[Team], topic: str, now: datetime, zone: ZoneInfo) -> Team | None:
    """The first team on duty that has the topic; None: the main staff channel."""
    found = (team for team in teams if not team.partner and topic in team.topics and on_duty(team, now, zone))
    return next(found, None)


def informed(teams: Sequence[Team], topic: str) -> list[Team]:
    """The partners who hear of a case on this topic, whatever the hour."""
    return [team for team in teams if team.partner and topic in team.topics]
