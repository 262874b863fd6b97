"""What is wrong at the platform: groups the bot is not in, messages it cannot hear, topics it may not make.

A bot that hears nothing looks exactly like one to whom nobody speaks, so this is asked at every start.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.config.source import read_source
from bot.ports import ChannelMoved, ChatError, Gone, Trouble
from handlers.telegram.measures import DELETE, RESTRICT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.config import Channel, Config
    from bot.config.models import Team
    from handlers.telegram.door import Door
    from handlers.telegram.lens import Lens

Spot = tuple[str | int, ...]

_QUIET_MODES = frozenset({"addressed", "guest", "off"})
"""Modes in which hearing only what is said to the bot is a loss, but not deafness."""
_MODERATING = {DELETE: "Delete messages", RESTRICT: "Ban users"}
_WRONG_LINK = "deleteWebhook has to be called once with this token before the bot can read messages"


@dataclass(frozen=True, slots=True)
class Found:
    """Troubles, and what was learnt on the way: public names by channel id, moves (old, new), the staff group's administrators."""

    troubles: list[Trouble] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    moves: list[tuple[str, str]] = field(default_factory=list)
    admins: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class _Group:
    """A group as getChat and getChatMember show it."""

    title: str
    kind: str
    username: str
    forum: bool
    status: str
    rights: dict[str, Any]

    @property
    def inside(self) -> bool:
        return self.status in {"creator", "administrator", "member"} or (
            self.status == "restricted" and self.rights.get("is_member") is True
        )

    @property
    def leads(self) -> bool:
        return self.status in {"creator", "administrator"}


class Checks:
    """Asks Telegram about every group in the configuration."""

    def __init__(
        self, door: Door, config: Config, lens: Lens, moves: dict[str, str], *, moderating: bool = False
    ) -> None:
        """`lens` after getMe; `moves` maps ids in the configuration to ids now; `moderating`: what house rules need, too."""
        self._door = door
        self._config = config
        self._lens = lens
        self._moves = moves
        self._moderating = moderating and bool(config.house_rules)
        source = read_source(config.file) if config.file.is_file() else None
        self._line = source.line if source is not None else lambda _: 0

    async def all(self) -> Found:
        """Every group. A platform that does not answer now is one warning a group."""
        asked = [self._watched(n, one) for n, one in enumerate(self._config.channels) if one.platform == "telegram"]
        if "telegram" in self._config.staff:
            asked.append(self._staff())
        asked += [
            self._team(n, team) for n, team in enumerate(self._config.teams) if team.telegram and team.telegram.own
        ]
        return _together(await asyncio.gather(*asked))

    async def webhook(self) -> list[Trouble]:
        """A webhook takes every message away from polling."""
        info = await self._door.call("getWebhookInfo", {}, twice=True)
        if isinstance(info, dict) and info.get("url"):
            return [
                self._trouble(
                    ("platforms", "telegram", "mode"),
                    "error",
                    "the bot has a webhook, so polling gets nothing",
                    _WRONG_LINK,
                )
            ]
        return []

    async def _watched(self, index: int, channel: Channel) -> Found:
        spot: Spot = ("channels", index, "id")
        now = self._moves.get(channel.id, channel.id)
        group = await self._look(spot, now, channel.id)
        if isinstance(group, Found):
            return group
        called = channel.name or group.title or channel.id
        return Found(
            list(self._wrong_in_watched(spot, called, group, channel)), {now: group.username} if group.username else {}
        )

    def _wrong_in_watched(self, spot: Spot, called: str, group: _Group, channel: Channel) -> Iterable[Trouble]:
        if group.kind not in {"group", "supergroup"}:
            yield self._trouble(
                spot, "error", f'"{called}" is a {group.kind} and not a group', "name the group in which customers talk"
            )
            return
        if not group.inside:
            yield self._trouble(
                spot,
                "error",
                f'the bot is not in "{called}"',
                f"add @{self._lens.username} to the group, or remove the channel",
            )
            return
        if not group.leads and not self._lens.reads_all:
            level = "warning" if channel.answer in _QUIET_MODES else "error"
            message = f'privacy mode hides the messages in "{called}" from the bot; it hears only what is said to it'
            fix = (
                f"make @{self._lens.username} administrator of the group, or send /setprivacy to @BotFather, choose Disable, and then "
                "remove the bot from the group and add it again"
            )
            yield self._trouble(spot, level, message, fix)
        if group.status == "restricted" and group.rights.get("can_send_messages") is False and channel.answer != "off":
            yield self._trouble(
                spot, "error", f'the bot may not write in "{called}"', "give it the right to send messages"
            )
        if self._moderating:
            yield from self._wrong_for_house_rules(spot, called, group)

    def _wrong_for_house_rules(self, spot: Spot, called: str, group: _Group) -> Iterable[Trouble]:
        """What staff need for the verbs that remove a message and mute a customer; the bot works without."""
        owner = group.status == "creator"
        lacking = [name for right, name in _MODERATING.items() if not owner and group.rights.get(right) is not True]
        if lacking:
            message = f'staff cannot remove messages or mute people in "{called}": the bot lacks {", ".join(lacking)}'
            fix = "make it administrator with these rights, or leave that to administrators; warnings work without"
            yield self._trouble(spot, "warning", message, fix)
        if group.kind == "group":
            message = f'"{called}" is a plain group, in which nobody can be muted for a while'
            yield self._trouble(spot, "warning", message, "convert it to a supergroup; the bot follows by itself")

    async def _team(self, index: int, team: Team) -> Found:
        """A team's own group is judged as the staff group is; in a partner's the bot must only be able to write."""
        place = team.telegram
        if place is None:
            return Found()
        spot: Spot = ("teams", index, "telegram", "channel" if place.channel else "id")
        group = await self._look(spot, self._moves.get(place.own, place.own), place.own)
        if isinstance(group, Found):
            return group
        if not team.partner:
            return Found(list(self._wrong_in_staff(spot, group)))
        if not group.inside:
            fix = f"add @{self._lens.username} to the group, or remove the partner"
            return self._one(spot, "error", f'the bot is not in the group of partner "{team.name}"', fix)
        return Found()

    async def _staff(self) -> Found:
        spot: Spot = ("staff", "telegram", "id")
        group = await self._look(spot, self._lens.staff_channel, self._config.staff["telegram"].id)
        if isinstance(group, Found):
            return group
        troubles = list(self._wrong_in_staff(spot, group))
        names = {self._lens.staff_channel: group.username} if group.username else {}
        if not group.inside:
            return Found(troubles, names)
        try:
            return Found(troubles, names, admins=await administrators(self._door, self._lens.staff_channel))
        except ChatError as error:
            return Found(
                [
                    *troubles,
                    self._trouble(
                        spot, "warning", f"the staff group's administrators could not be asked: {error}", "try again"
                    ),
                ]
            )

    def _wrong_in_staff(self, spot: Spot, group: _Group) -> Iterable[Trouble]:
        me = f"@{self._lens.username}"
        if group.kind not in {"group", "supergroup"}:
            yield self._trouble(
                spot, "error", f"the staff channel is a {group.kind} and not a group", "make a private group for staff"
            )
        elif not group.inside:
            yield self._trouble(
                spot, "error", "the bot is not in the staff group", f"add {me} to the group as administrator"
            )
        elif group.forum and not (
            group.leads and (group.status == "creator" or group.rights.get("can_manage_topics") is True)
        ):
            message = "the bot may not make topics in the staff group, so all cards stand in one line"
            yield self._trouble(spot, "error", message, f"make {me} administrator with the right to manage topics")
        elif not group.leads and not self._lens.reads_all:
            message = "the bot is not administrator of the staff group: it hears only replies to its own messages there"
            yield self._trouble(spot, "warning", message, f"make {me} administrator of the staff group")
        elif not group.leads:
            message = "the bot is not administrator of the staff group, so a change of administrators is noticed late"
            yield self._trouble(spot, "warning", message, f"make {me} administrator of the staff group")
        if group.username:
            yield self._trouble(
                spot, "warning", "the staff group is public: everybody can read customers' cases", "make it private"
            )

    async def _look(self, spot: Spot, channel: str, written: str) -> _Group | Found:
        """A group, or what is wrong when it cannot be seen."""
        if not channel.removeprefix("-").isdecimal():
            return self._one(
                spot,
                "error",
                f'"{written}" is no number of a group',
                "groups have negative numbers such as -1001234567890",
            )
        try:
            chat = await self._door.call("getChat", {"chat_id": int(channel)}, twice=True)
            who = {"chat_id": int(channel), "user_id": int(self._lens.bot_id)}
            member = await self._door.call("getChatMember", who, twice=True)
        except ChannelMoved as moved:
            found = self._one(
                spot,
                "warning",
                f"the group {written} has a new number since it became a supergroup",
                f"write: id: {moved.new}",
            )
            found.moves.append((channel, moved.new))
            return found
        except Gone:
            fix = f"add @{self._lens.username} to the group, or correct the number"
            return self._one(
                spot,
                "error",
                f"the bot cannot see the group {written}: it is not in it, or there is no such group",
                fix,
            )
        except ChatError as error:
            return self._one(spot, "warning", f"the group {written} could not be checked: {error}", "try again")
        return _group(chat, member)

    def _one(self, spot: Spot, level: str, message: str, fix: str) -> Found:
        return Found([self._trouble(spot, level, message, fix)])

    def _trouble(self, spot: Spot, level: str, message: str, fix: str) -> Trouble:
        return Trouble(
            str(self._config.file), self._line(spot), ".".join(str(step) for step in spot), level, message, fix
        )


async def administrators(door: Door, channel: str) -> frozenset[str]:
    """User ids of a group's administrators that are people."""
    listed = await door.call("getChatAdministrators", {"chat_id": int(channel)}, twice=True)
    users = [one.get("user") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return frozenset(str(user.get("id")) for user in users if isinstance(user, dict) and not user.get("is_bot"))


def _group(chat: Any, member: Any) -> _Group:
    chat = chat if isinstance(chat, dict) else {}
    member = member if isinstance(member, dict) else {}
    return _Group(
        title=str(chat.get("title", "")),
        kind=str(chat.get("type", "")),
        username=str(chat.get("username", "")),
        forum=chat.get("is_forum") is True,
        status=str(member.get("status", "")),
        rights=member,
    )


def _together(all_found: Sequence[Found]) -> Found:
    whole = Found()
    admins: frozenset[str] | None = None
    for one in all_found:
        whole.troubles.extend(one.troubles)
        whole.names.update(one.names)
        whole.moves.extend(one.moves)
        admins = one.admins if one.admins is not None else admins
    return Found(whole.troubles, whole.names, whole.moves, admins)
