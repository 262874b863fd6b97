"""What the bot does to others' messages and to members of a group, by word of staff; and what it means when Telegram refuses.

core.telegram.org/bots/api#deletemessage: only within 48 hours; others' messages with the right can_delete_messages.
core.telegram.org/bots/api#restrictchatmember: supergroups only, with the right can_restrict_members; an end that is less than 30
seconds or more than 366 days away is no end.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.ports import Barred, ChatError, Gone, Refused
from handlers.telegram import refusals
from handlers.telegram.refusals import ByWords

if TYPE_CHECKING:
    from handlers.telegram.door import Door

DELETE, RESTRICT = "can_delete_messages", "can_restrict_members"
"""The rights of an administrator that these need."""
_SENDING = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
)
_OTHER = ("can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics")
_NO_RIGHT = ("not enough rights", "chat_admin_required", "need administrator rights")
_RANK = ("user is an administrator", "can't remove chat owner", "can't restrict self", "user_admin_invalid")
_KIND = ("only for supergroups", "for supergroup and channel chats only")
_LEFT = ("user_not_participant", "participant_id_invalid", "member not found")


async def take_down(door: Door, bot: str, target: dict[str, Any]) -> None:
    """Delete a message. Raises Gone, or Barred with what stands in the way."""
    try:
        await door.call("deleteMessage", target, twice=True)
    except ByWords as refused:
        if refusals.DELETED in refused.words:
            raise Gone("The message is not there any more", "message") from None
        if refusals.CANNOT_DELETE not in refused.words:
            raise
        # Telegram says the same of a missing right and of a message that is too old.
        why = "age" if await _has_right(door, bot, target["chat_id"], DELETE) else "right"
        raise Barred("Telegram does not let the bot delete this message", why) from None


async def restrict(door: Door, bot: str, who: dict[str, Any], until: datetime) -> None:
    """Let a member send nothing until then. Raises Gone, or Barred with what stands in the way: others' restriction stays as it is."""
    if await _standing(door, who, until):
        return  # an earlier try, whose answer was lost
    values = {"permissions": dict.fromkeys(_SENDING, False), "until_date": int(until.timestamp())}
    await _set(door, bot, who, values)


async def unrestrict(door: Door, bot: str, who: dict[str, Any], until: datetime) -> None:
    """Give every right back to a member whom the bot restricted until then; harmless where he has them. Raises as `restrict`."""
    if await _standing(door, who, until) is False:
        return
    await _set(door, bot, who, {"permissions": dict.fromkeys((*_SENDING, *_OTHER), True)})


async def _standing(door: Door, who: dict[str, Any], until: datetime) -> bool | None:
    """Whether the restriction until then stands; None where that cannot be told. Raises Barred where another one does.

    `restrictChatMember` replaces whatever stands, so it is looked at first.
    """
    try:
        member = await door.call("getChatMember", who, twice=True)
    except Refused:
        return None  # the call itself will say why
    if not isinstance(member, dict):
        return None
    if member.get("status") != "restricted":
        return False
    ends = member.get("until_date")
    ends = ends if isinstance(ends, int) else 0
    if ends == int(until.timestamp()) and not any(member.get(right) for right in _SENDING):
        return True
    text = "Others restricted this member already"
    raise Barred(text, "standing", datetime.fromtimestamp(ends, UTC) if ends else None)


async def _set(door: Door, bot: str, who: dict[str, Any], values: dict[str, Any]) -> None:
    try:
        await door.call("restrictChatMember", {**who, **values, "use_independent_chat_permissions": True}, twice=True)
    except ByWords as refused:
        raise await _restricted(door, bot, who, refused) from None


async def _restricted(door: Door, bot: str, who: dict[str, Any], refused: ByWords) -> ChatError:
    """What a refusal to restrict means."""
    if any(words in refused.words for words in _KIND):
        return Barred("Only a supergroup can mute somebody", "kind")
    if any(words in refused.words for words in _RANK):
        return Barred("An owner or administrator cannot be muted", "rank")
    if any(words in refused.words for words in _LEFT):
        return Gone("This person is not in the group any more", "user")
    if any(words in refused.words for words in _NO_RIGHT):
        # With the right it is an administrator who was made one by somebody else.
        why = "rank" if await _has_right(door, bot, who["chat_id"], RESTRICT) else "right"
        return Barred("The bot may not restrict this member", why)
    return refused


async def _has_right(door: Door, bot: str, chat: int, right: str) -> bool:
    """Whether the bot has this right there; False where that cannot be told."""
    try:
        member = await door.call("getChatMember", {"chat_id": chat, "user_id": int(bot)}, twice=True)
    except (ChatError, ValueError):
        return False
    return isinstance(member, dict) and (member.get("status") == "creator" or member.get(right) is True)
