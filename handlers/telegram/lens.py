"""What reading needs to know besides the update itself: who we are, which groups are ours, who is staff."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.config import Config


@dataclass(frozen=True, slots=True)
class Lens:
    """Frozen; a change makes a new one. Ids are the platform's numbers as text.

    `reads_all` says that privacy mode is off. `listed` are the staff users of the configuration, `admins` the administrators of
    the staff group as last seen.
    """

    watched: frozenset[str] = frozenset()
    staff_channel: str = ""
    bot_id: str = ""
    username: str = ""
    reads_all: bool = False
    listed: frozenset[str] = frozenset()
    admins: frozenset[str] = frozenset()
    official: frozenset[str] = frozenset()
    desks: frozenset[str] = frozenset()
    """Staff channels of teams, besides the main one."""

    @classmethod
    def of(cls, config: Config, moves: Mapping[str, str]) -> Lens:
        """From the configuration and the moves remembered (old channel id → new one)."""
        staff = config.staff.get("telegram")
        lens = cls(
            watched=frozenset(channel.id for channel in config.channels if channel.platform == "telegram"),
            staff_channel=staff.id if staff is not None else "",
            listed=frozenset(staff.users) if staff is not None else frozenset(),
            official=frozenset(config.brand.official.get("telegram", ())),
            desks=config.team_desks("telegram"),
        )
        for old in moves:
            lens = lens.moved(old, latest(old, moves))
        return lens

    def ours(self, channel: str) -> bool:
        """Whether a channel is watched or is a staff channel."""
        return channel in self.watched or channel == self.staff_channel or channel in self.desks

    def is_staff(self, user: str) -> bool:
        """Whether a user counts as staff."""
        return user in self.listed or user in self.admins

    def moved(self, old: str, new: str) -> Lens:
        """With a channel's new id; the old one stays watched for what is still under way with it."""
        watched = self.watched | {new} if old in self.watched else self.watched
        staff = new if old == self.staff_channel else self.staff_channel
        desks = self.desks | {new} if old in self.desks else self.desks
        return replace(self, watched=watched, staff_channel=staff, desks=desks)

    def me(self, bot_id: str, username: str, *, reads_all: bool) -> Lens:
        """With what getMe says."""
        return replace(self, bot_id=bot_id, username=username.lower(), reads_all=reads_all)

    def led_by(self, admins: Iterable[str]) -> Lens:
        """With the administrators of the staff group."""
        return replace(self, admins=frozenset(admins))

    def with_member(self, user: str, *, leads: bool) -> Lens:
        """With one member of the staff group who became administrator, or is none any more."""
        return replace(self, admins=self.admins | {user} if leads else self.admins - {user})


def latest(old: str, moves: Mapping[str, str]) -> str:
    """Where a channel is after all moves remembered."""
    seen = {old}
    while old in moves and moves[old] not in seen:
        old = moves[old]
        seen.add(old)
    return old


@dataclass(slots=True)
class Sight:
    """The lens in use, replaced as a whole, and what else was learnt by asking.

    `found_moves` (old, new) stand in no update yet; `names` are groups' public names by channel id, which make better links.
    """

    lens: Lens
    found_moves: list[tuple[str, str]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
