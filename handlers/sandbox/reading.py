"""Sandbox events → values. Pure."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

from bot.core.messages import Author, Inbound, Message, Place, Press, Removed, Role, ThreadGone
from bot.ports import Unreadable

_MENTION = re.compile(r"@(\w{2,32})")
_START = re.compile(r"/start\s+([A-Za-z0-9_-]{1,64})\s*")


def read(raw: str, staff: str, bot: str) -> Inbound | None:
    """One event of the world. `staff` is the staff channel's id, `bot` the bot's handle. Raises Unreadable."""
    try:
        event = json.loads(raw)
        at = datetime.fromisoformat(event["at"])
        kind = event["kind"]
        if kind == "thread_gone":
            return ThreadGone(Place("sandbox", staff, event["thread"]), at)
        place = Place("sandbox", event["channel"], event["thread"])
        if kind == "removed":
            return Removed(place, event["id"], at)
        author = _author(event["author"])
        if kind == "press":
            return Press(place, event["id"], author, event["data"], event["token"], at)
        return _message(event, place, author, at, bot) if kind == "message" else None
    except (KeyError, TypeError, ValueError) as error:
        message = f"not an event of the sandbox: {error}"
        raise Unreadable(message) from error


def _author(data: dict[str, Any]) -> Author:
    return Author(data["id"], data["name"], Role(data["role"]), data.get("handle", ""))


def _message(event: dict[str, Any], place: Place, author: Author, at: datetime, bot: str) -> Message:
    mentions = frozenset(name.lower() for name in _MENTION.findall(event["text"]))
    private = place.channel.startswith("private:")
    start = _START.fullmatch(event["text"]) if private else None
    replied = _author(event["reply_to_author"]) if event["reply_to_author"] else None
    return Message(
        place=place,
        id=event["id"],
        author=author,
        text=event["text"],
        at=at,
        version=event["version"],
        reply_to=event["reply_to"],
        reply_to_author=replied,
        mentions=mentions,
        to_bot=bot in mentions or (replied is not None and replied.role == Role.SELF),
        media=event["media"],
        private=private,
        start=start[1] if start is not None else "",
        link=f"#message/{place.channel}/{event['id']}",
    )
