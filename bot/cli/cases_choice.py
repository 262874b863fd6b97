"""Which cases a command line means, and what their channels are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from bot.core.cases import State
from bot.ports import CaseQuery

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.config import Config
    from bot.core.messages import Place
    from bot.ports import Ledger

_DAY = "write a day as 2026-11-20, or a moment as 2026-11-20T14:30"
_JUST_A_DAY = len("2026-11-20")


class BadChoice(Exception):
    """An option cannot be used; the message says what to write instead."""


class Asked(NamedTuple):
    """The options as they were typed."""

    states: Sequence[str] = ()
    since: str = ""
    until: str = ""
    topic: str = ""
    channel: str = ""
    live: bool = False

    @property
    def anything(self) -> bool:
        """Whether any of them narrows."""
        return any(self)


@dataclass(frozen=True, slots=True)
class House:
    """The brand's clock and the names of its channels."""

    zone: ZoneInfo
    names: dict[str, str]
    """`platform:channel` → what people call it."""
    platforms: tuple[str, ...]

    def name(self, place: Place) -> str:
        """What people call a channel; its id when it has no name."""
        return self.names.get(f"{place.platform}:{place.channel}", "") or place.channel

    def local(self, moment: datetime) -> datetime:
        """The moment by the brand's clock."""
        return moment.astimezone(self.zone)


def house_of(ledger: Ledger, config: Config) -> House:
    """The names of channels also under the ids that they moved to."""
    moves = {platform: ledger.moves(platform) for platform in {channel.platform for channel in config.channels}}
    names = {}
    for channel in config.channels:
        names[f"{channel.platform}:{channel.id}"] = channel.name
        if moved := moves[channel.platform].get(channel.id):
            names[f"{channel.platform}:{moved}"] = channel.name
    return House(ZoneInfo(config.policy.timezone), names, tuple(sorted(moves)))


def query_of(asked: Asked, house: House) -> CaseQuery:
    """The query that the options come to. Raises BadChoice."""
    return CaseQuery(
        states=tuple(_state(name) for name in asked.states),
        since=_moment(asked.since, house.zone, "since") if asked.since else None,
        until=_moment(asked.until, house.zone, "until") if asked.until else None,
        topic=asked.topic,
        channels=_channels(asked.channel, house) if asked.channel else None,
        live=asked.live,
    )


def _state(name: str) -> str:
    try:
        return State(name.strip().lower()).value
    except ValueError:
        raise BadChoice(f"--state is {name[:40]!r} — write one of: {', '.join(State)}") from None


def _moment(text: str, zone: ZoneInfo, option: str) -> datetime:
    """A day begins at midnight by the brand's clock; `until` a day means with that day."""
    try:
        if len(text) == _JUST_A_DAY:
            day = date.fromisoformat(text)
            return datetime.combine(day + timedelta(days=option == "until"), time(), zone)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        raise BadChoice(f"--{option} is {text[:40]!r} — {_DAY}") from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def _channels(text: str, house: House) -> tuple[str, ...]:
    """By name (capitals or not), by `platform:id`, or by id on any platform."""
    wanted = text.strip().casefold()
    found = tuple(address for address, name in house.names.items() if name.casefold() == wanted)
    if found:
        return found
    return tuple({text.strip(), *(f"{platform}:{text.strip()}" for platform in house.platforms)})
