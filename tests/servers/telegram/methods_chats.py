"""getChat, getChatMember, getChatAdministrators, leaveChat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.telegram.calls import known_chat, open_chat
from tests.servers.telegram.memberships import change, member_json
from tests.servers.telegram.refusals import refuse
from tests.servers.telegram.state import MEMBER_RIGHTS, Member

LEAST_RESTRICTION, LONGEST_RESTRICTION = 30, 366 * 86_400
"""Seconds; outside of these a restriction has no end (core.telegram.org/bots/api#restrictchatmember, until_date)."""
_OF_LATER_VERSIONS = frozenset({"can_edit_tag", "can_react_to_messages"})

if TYPE_CHECKING:
    from tests.servers.telegram.calls import Call, Method
    from tests.servers.telegram.state import Json


def get_chat(call: Call) -> Json:
    """Return everything known about a chat (ChatFullInfo)."""
    chat = known_chat(call) if call.params.text("chat_id").lstrip("-").isdecimal() else open_chat(call)
    if chat.kind != "private":
        chat = open_chat(call)
    full: Json = {
        **chat.json,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }
    if chat.is_group:
        full["permissions"] = dict.fromkeys(MEMBER_RIGHTS, True) | {"can_change_info": False, "can_pin_messages": False}
    if chat.linked:
        full["linked_chat_id"] = chat.linked
    return full


def get_chat_member(call: Call) -> Json:
    """Return how a user stands in a chat."""
    chat = open_chat(call)
    user_id = call.params.integer("user_id")
    if user_id <= 0:
        raise refuse("user_id_invalid")
    user = call.world.users.get(user_id)
    if user is None:
        raise refuse("member_not_found")
    return member_json(user, chat.member(user_id), chat)


def get_chat_administrators(call: Call) -> list[Json]:
    """Return owner and administrators; other bots are left out, as on the real server."""
    chat = open_chat(call)
    if chat.kind == "private":
        raise refuse("no_administrators")
    users = call.world.users
    leaders = [(users[user_id], member) for user_id, member in chat.members.items() if member.leads]
    return [member_json(user, member, chat) for user, member in leaders if not user.is_bot or user.id == call.bot.id]


def leave_chat(call: Call) -> bool:
    """Leave a group, supergroup or channel."""
    chat = open_chat(call)
    if chat.kind == "private":
        raise refuse("cannot_leave")
    change(call.world, chat, call.bot.user, call.bot.user, Member("left"))
    return True


def restrict_chat_member(call: Call) -> bool:
    """Restrict a member of a supergroup to the rights given, until a moment; every right given lifts all."""
    chat = open_chat(call)
    if chat.kind != "supergroup":
        raise refuse("supergroups_only")
    rights = call.params.data("permissions")
    if not isinstance(rights, dict):
        raise refuse("permissions_not_object")
    user_id = call.params.integer("user_id")
    user = call.world.users.get(user_id) if user_id > 0 else None
    if user is None:
        raise refuse("user_id_invalid")
    me, member = chat.member(call.bot.id), chat.member(user_id)
    if user_id == call.bot.id:
        raise refuse("is_self")
    if member.status == "creator":
        raise refuse("is_owner")
    if not (me.leads and me.may("can_restrict_members")):
        raise refuse("cannot_restrict")
    if member.leads:
        raise refuse("is_administrator")
    if not member.present:
        raise refuse("not_a_participant")
    until = call.params.integer("until_date")
    seconds = until - call.world.now()
    if not LEAST_RESTRICTION <= seconds <= LONGEST_RESTRICTION:
        until = 0  # for ever
    given = {right: rights.get(right) is True for right in MEMBER_RIGHTS}
    lifted = all(given[right] for right in MEMBER_RIGHTS if right not in _OF_LATER_VERSIONS)
    new = Member() if lifted else Member("restricted", given, until=until)
    change(call.world, chat, user, call.bot.user, new)
    return True


METHODS: dict[str, Method] = {
    "getChat": get_chat,
    "restrictChatMember": restrict_chat_member,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "leaveChat": leave_chat,
}
