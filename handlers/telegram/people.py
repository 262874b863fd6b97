"""Who is speaking: the sender of a message or a press, and who that is to the brand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.messages import Author, Role
from bot.ports import Unreadable
from handlers.telegram.shapes import Json, maybe, number, part, text

if TYPE_CHECKING:
    from handlers.telegram.lens import Lens

SERVICE_ACCOUNT = 777000
"""Telegram's own account, which also carries the posts of a linked channel into its group."""
ANONYMOUS_ADMIN = 1087968824
"""@GroupAnonymousBot: an administrator who speaks as the group."""


def author_of(message: Json, lens: Lens) -> Author:
    """The author of a message, or Unreadable where it has none."""
    user, chat = maybe(message, "from"), maybe(message, "sender_chat")
    if chat is not None:
        return _author_as_chat(message, chat, lens)
    if user is None:
        raise Unreadable("The message has no sender")
    author = person(user, lens)
    if author.role is Role.SELF:
        return author
    if "via_bot" in message or message.get("is_automatic_forward"):
        return Author(author.id, author.name, Role.BOT, author.handle)
    return author


def person(user: Json, lens: Lens) -> Author:
    """A user object."""
    user_id = number(user, "id")
    handle = text(user, "username").lower()
    return Author(str(user_id), text(user, "first_name"), _role(user, user_id, handle, lens), handle)


def _role(user: Json, user_id: int, handle: str, lens: Lens) -> Role:
    if str(user_id) == lens.bot_id:
        return Role.SELF
    if user.get("is_bot") or user_id == SERVICE_ACCOUNT:
        return Role.BOT
    if lens.is_staff(str(user_id)) or (handle and handle in lens.official):
        return Role.STAFF
    return Role.CUSTOMER


def _author_as_chat(message: Json, chat: Json, lens: Lens) -> Author:
    """Somebody who speaks as a chat: an anonymous administrator of the group itself is staff; a post that came by itself counts as a bot's."""
    chat_id = number(chat, "id")
    handle = text(chat, "username").lower()
    same = chat_id == number(part(message, "chat"), "id")
    if same and not message.get("is_automatic_forward") and "via_bot" not in message:
        return Author(str(ANONYMOUS_ADMIN), text(message, "author_signature") or text(chat, "title"), Role.STAFF)
    if message.get("is_automatic_forward") or "via_bot" in message:
        role = Role.BOT
    else:
        role = Role.STAFF if handle and handle in lens.official else Role.CHANNEL
    return Author(str(chat_id), text(chat, "title"), role, handle)
