"""What the bot may do in a channel: the server's roles, then the channel's own rules. Pure.

In the order of discord.com/developers/docs/topics/permissions#permission-overwrites.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from handlers.discord.shapes import Json, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ADMINISTRATOR = 1 << 3
VIEW, SEND, MANAGE, HISTORY = 1 << 10, 1 << 11, 1 << 13, 1 << 16
MANAGE_THREADS, MAKE_THREADS, MAKE_PRIVATE, SEND_IN_THREADS = 1 << 34, 1 << 35, 1 << 36, 1 << 38
MODERATE = 1 << 40
EVERYTHING = (1 << 60) - 1

NAMES: Mapping[int, str] = {
    VIEW: "View Channel",
    SEND: "Send Messages",
    HISTORY: "Read Message History",
    MANAGE_THREADS: "Manage Threads",
    MAKE_THREADS: "Create Public Threads",
    MAKE_PRIVATE: "Create Private Threads",
    SEND_IN_THREADS: "Send Messages in Threads",
    MANAGE: "Manage Messages",
    MODERATE: "Moderate Members",
}
HEARING = (VIEW, HISTORY)
SPEAKING = (VIEW, HISTORY, SEND, SEND_IN_THREADS)
MODERATING = (MANAGE, MODERATE)
WORKING = (VIEW, HISTORY, SEND, MAKE_THREADS, SEND_IN_THREADS)
TALKING = (VIEW, MAKE_PRIVATE, MANAGE_THREADS, SEND_IN_THREADS)
"""For private threads to which nobody but moderators adds anybody; adding the customer to such a thread needs Manage Threads."""


def rights_in(guild: Json, channel: Json, user: str, roles: Iterable[str]) -> int:
    """The permission bits of a member in a channel. `guild` with its `roles` and `owner_id`, `channel` with its overwrites."""
    everyone = str(guild.get("id"))
    mine = {everyone, *roles}
    if guild.get("owner_id") == user:
        return EVERYTHING
    bits = 0
    for role in listed(guild, "roles"):
        if role.get("id") in mine:
            bits |= _bits(role.get("permissions"))
    if bits & ADMINISTRATOR:
        return EVERYTHING
    rules = listed(channel, "permission_overwrites")
    for layer in ({everyone}, mine - {everyone}, {user}):
        deny = allow = 0
        for rule in rules:
            if rule.get("id") in layer:
                deny |= _bits(rule.get("deny"))
                allow |= _bits(rule.get("allow"))
        bits = bits & ~deny | allow
    return bits


def missing(bits: int, needed: Iterable[int]) -> list[str]:
    """The names of the rights that are not there."""
    return [NAMES[right] for right in needed if not bits & right]


def _bits(value: object) -> int:
    try:
        return int(value) if isinstance(value, str | int) else 0
    except ValueError:
        return 0
