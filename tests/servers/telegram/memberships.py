"""Who is in a chat: the ChatMember objects, and what a change of membership tells the bots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.telegram.posting import announce, bots_in, post
from tests.servers.telegram.state import ADMIN_RIGHTS, MEMBER_RIGHTS, Chat, Member, User

if TYPE_CHECKING:
    from tests.servers.telegram.state import Json, World


def member_json(user: User, member: Member, chat: Chat) -> Json:
    """Return a ChatMember object."""
    shape: Json = {"user": user.json, "status": member.status}
    if member.status == "creator":
        shape["is_anonymous"] = False
    elif member.status == "administrator":
        shape["can_be_edited"] = False
        shape["is_anonymous"] = False
        shape.update({right: member.may(right) for right in ADMIN_RIGHTS})
        if not chat.is_forum:
            shape["can_manage_topics"] = False
    elif member.status == "restricted":
        shape["is_member"] = True
        shape.update({right: member.rights.get(right, False) for right in MEMBER_RIGHTS}, until_date=member.until)
    elif member.status == "kicked":
        shape["until_date"] = 0
    return shape


def change(world: World, chat: Chat, user: User, by: User, new: Member) -> None:
    """Give a user another standing in a chat and tell the bots, with the service message that goes with it."""
    old = chat.member(user.id)
    chat.members[user.id] = new
    content: Json = {
        "chat": chat.json,
        "from": by.json,
        "date": world.now(),
        "old_chat_member": member_json(user, old, chat),
        "new_chat_member": member_json(user, new, chat),
    }
    now = world.clock.now()
    bot = world.bots_by_id.get(user.id)
    if bot is not None and bot.queue.wants("my_chat_member"):
        bot.queue.push("my_chat_member", content, now)
    for other in bots_in(world, chat):
        if other.id != user.id and chat.member(other.id).leads and other.queue.wants("chat_member"):
            other.queue.push("chat_member", content, now)
    if chat.is_group and old.present != new.present:
        if new.present:
            service: Json = {
                "new_chat_participant": user.json,
                "new_chat_member": user.json,
                "new_chat_members": [user.json],
            }
        else:
            service = {"left_chat_participant": user.json, "left_chat_member": user.json}
        announce(world, chat, post(world, chat, by, service))
