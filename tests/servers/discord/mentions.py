"""Whom a message rings for: mentions in the text, what `allowed_mentions` lets through, what permissions allow.

Source: Discord documentation, "Message", Allowed Mentions Object. This judge is stricter than the platform in one
point: a mention inside a code block counts too, so "nobody was pinged" is never said too easily.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.servers.discord.permissions import MENTION_EVERYONE
from tests.servers.discord.refusals import invalid_form
from tests.servers.discord.state import Pinged

if TYPE_CHECKING:
    from tests.servers.discord.state import Channel, Guild, Json, World

_USER = re.compile(r"<@!?(\d{1,20})>")
_ROLE = re.compile(r"<@&(\d{1,20})>")
_EVERYONE = re.compile(r"@everyone|@here")
_PARSE = {"users", "roles", "everyone"}
_MOST = 100


def check_allowed(allowed: Json | None) -> None:
    """Refuse a malformed `allowed_mentions` (50035)."""
    if allowed is None:
        return
    for index, kind in enumerate(allowed.get("parse") or []):
        if kind not in _PARSE:
            choices = "Value must be one of ('users', 'roles', 'everyone')."
            raise invalid_form(f"allowed_mentions.parse.{index}", "BASE_TYPE_CHOICES", choices)
    for kind in ("users", "roles"):
        listed = allowed.get(kind) or []
        if listed and kind in (allowed.get("parse") or []):
            exclusive = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            raise invalid_form("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", exclusive)
        if len(listed) > _MOST:
            raise invalid_form(f"allowed_mentions.{kind}", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer in length.")


class _Allowed:
    """The `allowed_mentions` of a form, asked per person, role and everyone."""

    def __init__(self, allowed: Json | None) -> None:
        self.unset = allowed is None
        given = allowed or {}
        self._parse = set(given.get("parse") or [])
        self._users = {int(user) for user in given.get("users") or []}
        self._roles = {int(role) for role in given.get("roles") or []}
        # Left out altogether, a reply rings; given without this key, it does not.
        self.replied_user = self.unset or bool(given.get("replied_user", False))
        self.everyone = self.unset or "everyone" in self._parse

    def user(self, user_id: int) -> bool:
        return self.unset or "users" in self._parse or user_id in self._users

    def role(self, role_id: int) -> bool:
        return self.unset or "roles" in self._parse or role_id in self._roles


def pinged_by(
    world: World, channel: Channel, content: str, allowed: Json | None, *, bits: int, replied_user: int | None = None
) -> Pinged:
    """Whom this text rings for when its author has these permission bits in this channel."""
    if "@" not in content and replied_user is None:
        return Pinged()
    gate = _Allowed(allowed)
    guild = world.guilds.get(channel.guild_id or 0)
    reachable = guild.members if guild is not None else dict.fromkeys(channel.recipients)
    users = [user for user in _ids(_USER, content) if user in reachable and gate.user(user)]
    everyone = guild is not None and bool(bits & MENTION_EVERYONE) and gate.everyone and bool(_EVERYONE.search(content))
    replied = replied_user if gate.replied_user else None
    return Pinged(everyone, tuple(users), tuple(_roles(guild, content, gate, bits)), replied)


def _roles(guild: Guild | None, content: str, gate: _Allowed, bits: int) -> list[int]:
    if guild is None:
        return []
    named = [guild.roles[role] for role in _ids(_ROLE, content) if role in guild.roles]
    return [role.id for role in named if gate.role(role.id) and (role.mentionable or bits & MENTION_EVERYONE)]


def _ids(pattern: re.Pattern[str], content: str) -> list[int]:
    return list(dict.fromkeys(int(found) for found in pattern.findall(content)))
