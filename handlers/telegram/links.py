"""Addresses of messages on t.me, there and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.messages import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_SUPERGROUP = 10**12
_BY_NUMBER = re.compile(r"https?://t\.me/c/(\d{1,19})(?:/\d{1,19})?/(\d{1,19})(?:\?\S*)?")
_BY_NAME = re.compile(r"https?://t\.me/([A-Za-z]\w{3,31})(?:/\d{1,19})?/(\d{1,19})(?:\?\S*)?")


def address(username: str, chat_id: int, message_id: int) -> str:
    """Address of a message by the group's public name, or by a supergroup's number; empty in other chats."""
    if username:
        return f"https://t.me/{username}/{message_id}"
    if chat_id < -FIRST_SUPERGROUP:
        return f"https://t.me/c/{-chat_id - FIRST_SUPERGROUP}/{message_id}"
    return ""


def spot_of(link: str, names: Mapping[str, str]) -> tuple[Place, str] | None:
    """The group and the message behind an address; `names` maps a chat's id to its public name. None where that is not known."""
    if found := _BY_NUMBER.fullmatch(link):
        return Place("telegram", str(-(FIRST_SUPERGROUP + int(found[1])))), found[2]
    found = _BY_NAME.fullmatch(link)
    if found is None:
        return None
    for chat, name in names.items():
        if name and name.lower() == found[1].lower():
            return Place("telegram", chat), found[2]
    return None
