"""What Telegram's refusals mean, by their words: the Bot API has no finer codes than 400 and 403.

The words stand in tdlib/telegram-bot-api `Client.cpp` and in the method pages of core.telegram.org; they are compared in lower
case and by their beginning or a telling part, because they carry details.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.ports import Gone, NotSent, Refused, Revoked

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHOWN = 90

_GONE: Mapping[str, tuple[str, ...]] = {
    "message": (
        "message to be replied not found",
        "replied message not found",
        "message to edit not found",
        "message to react not found",
        "message to forward not found",
        "message_id_invalid",
    ),
    "thread": (
        "message thread not found",
        "topic_closed",
        "topic_deleted",
        "topic_id_invalid",
    ),
    "channel": (
        "chat not found",
        "chat_id is empty",
        "peer_id_invalid",
        "channel_private",
        "channel_invalid",
        "group chat was deactivated",
        "bot was kicked",
        "bot is not a member",
        "group chat was deleted",
        "supergroup chat was deleted",
    ),
    "user": (
        "bot was blocked by the user",
        "user is deactivated",
        "bot can't initiate conversation",
        "user not found",
        "bot can't send messages to bots",
    ),
}

_SAID = {
    "message": "The message is not there any more",
    "thread": "The topic is closed or not there any more",
    "channel": "The group is not there any more, or the bot is not in it",
    "user": "This person cannot be written to",
}

_WHY: Mapping[str, tuple[str, ...]] = {
    "kicked": ("bot was kicked", "bot is not a member", "channel_private"),
    "closed": ("topic_closed",),
    "right": (
        "not enough rights to send",
        "have no rights to send",
        "chat_write_forbidden",
        "chat_restricted",
        "chat_send_plain_forbidden",
        "need administrator rights",
        "user_banned_in_channel",
    ),
}
"""What more the words tell; see `bot.ports.Gone` and `bot.ports.Refused`."""

NOT_MODIFIED = "message is not modified"
QUERY_TOO_OLD = "query is too old"
DELETED = "message to delete not found"
CANNOT_DELETE = "message can't be deleted"
NO_TOPICS = (
    "chat is not a forum",
    "not enough rights to create the topic",
    "not enough rights to create a topic",
    "channel_forum_missing",
    "chat_admin_required",
)
"""The group has no topics, or the bot may not make one."""


class ByWords(Refused):
    """A refusal with the platform's words, for a caller that knows what some of them mean."""

    def __init__(self, text: str, words: str) -> None:
        super().__init__(text, _why(words))
        self.words = words


def plain(description: str) -> str:
    """The platform's words, short, and without what is quoted in them (an address, a customer's text)."""
    text = description.removeprefix("Bad Request: ").removeprefix("Forbidden: ").removeprefix("Conflict: ")
    return re.split(r"(?<!\w)['\"`]|\bhttps?:", text, maxsplit=1)[0].strip(" :.")[:_SHOWN]


def _why(words: str) -> str:
    return next((why for why, known in _WHY.items() if any(one in words for one in known)), "")


def _gone(words: str) -> Gone | None:
    for what, known in _GONE.items():
        if any(one in words for one in known):
            return Gone(_SAID[what], what, _why(words))
    return None


def bad_request(description: str) -> NotSent:
    """Status 400."""
    words = description.lower()
    if "logged out" in words:
        return Revoked("The bot is logged out of this Bot API server")
    return _gone(words) or ByWords(f"Telegram refuses: {plain(description)}", words)


def forbidden(description: str) -> NotSent:
    """Status 403."""
    words = description.lower()
    return _gone(words) or ByWords(f"Telegram does not allow it: {plain(description)}", words)
