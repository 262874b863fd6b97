"""Who is speaking: the author of a message or the presser of a button, and who that is to the brand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.messages import Author, Role
from handlers.discord.shapes import Json, an_id, maybe, part, text

if TYPE_CHECKING:
    from handlers.discord.lens import Lens


def author_of(message: Json, lens: Lens) -> Author:
    """The author of a message, or Unreadable where it has none."""
    user = part(message, "author")
    author = person(user, maybe(message, "member"), lens)
    if message.get("webhook_id") and author.role is not Role.SELF:
        return Author(author.id, author.name, Role.BOT, author.handle)
    return author


def person(user: Json, member: Json | None, lens: Lens) -> Author:
    """A user object, and who he is in the server where that is told."""
    user_id = an_id(user, "id")
    handle = text(user, "username").lower()
    return Author(user_id, shown(user, member), _role(user, member, user_id, handle, lens), handle)


def shown(user: Json, member: Json | None) -> str:
    """The name that others see: of the server, of the account, or the handle."""
    nick = text(member, "nick") if member is not None else ""
    return nick or text(user, "global_name") or text(user, "username")


def roles_of(member: Json | None) -> list[str]:
    """The role ids of a member."""
    roles = member.get("roles") if member is not None else None
    return [role for role in roles if isinstance(role, str)] if isinstance(roles, list) else []


def _role(user: Json, member: Json | None, user_id: str, handle: str, lens: Lens) -> Role:
    if user_id == lens.bot_id:
        return Role.SELF
    if user.get("bot") or user.get("system"):
        return Role.BOT
    if lens.is_staff(user_id, roles_of(member)) or (handle and handle in lens.official):
        return Role.STAFF
    return Role.CUSTOMER
