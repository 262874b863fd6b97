"""DiscordChatExporter's JSON: one message of it → Message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.cli.recordings.bytes_in import repaired
from bot.cli.recordings.people import Authors, mentioned, moment
from bot.core.messages import Author, Message, Place, Role

if TYPE_CHECKING:
    from datetime import tzinfo

    from bot.cli.recordings.recording import Kind

_SPOKEN = frozenset({"Default", "Reply", "0", "19"})
"""Everything else (a member joined, a message was pinned, a command was used) is a service message."""
_MEDIA = (
    ("voice", (".ogg", ".oga", ".opus", ".m4a")),
    ("photo", (".png", ".jpg", ".jpeg", ".webp", ".gif", ".heic")),
    ("video", (".mp4", ".mov", ".webm")),
)


class DiscordReader:
    """One channel or thread of an export."""

    kind: Kind = "discord"

    def __init__(self, head: dict[str, Any], stem: str, zone: tzinfo) -> None:
        """`head` is what stands before the messages; `stem`, the file's name, stands in for a missing name."""
        channel, guild = _block(head, "channel"), _block(head, "guild")
        own = str(channel.get("id") or stem)
        # For a thread, the exporter's "category" is the channel that the thread hangs under.
        parent = str(channel.get("categoryId") or "") if "Thread" in str(channel.get("type")) else ""
        self._place = Place("discord", parent or own, own if parent else "")
        names = (str(guild.get("name") or ""), f"#{channel['name']}" if channel.get("name") else "")
        self.place_name = repaired(" ".join(name for name in names if name) or stem)[0]
        self._authors = Authors()
        self._zone = zone

    def is_service(self, value: dict[str, Any]) -> bool:
        """Anything that nobody said."""
        return str(value.get("type", "Default")) not in _SPOKEN

    def message(self, value: dict[str, Any]) -> Message:
        """Raise KeyError, TypeError or ValueError when it is none."""
        text = value.get("content") or ""
        if not isinstance(text, str):
            raise TypeError("the content is no text")
        text = repaired(text)[0]
        who = _block(value, "author")
        mentions = mentioned(text)
        if value.get("mentions"):
            mentions |= {str(person.get("name", "")).lower() for person in value["mentions"]}
        return Message(
            place=self._place,
            id=str(value["id"]),
            author=self._author(who),
            text=text,
            at=moment(str(value["timestamp"]), self._zone),
            reply_to=str(_block(value, "reference").get("messageId") or ""),
            mentions=mentions,
            media=_media(value),
        )

    def _author(self, who: dict[str, Any]) -> Author:
        handle = str(who.get("name") or "")
        name = str(who.get("nickname") or handle)
        role = Role.BOT if who.get("isBot") else Role.CUSTOMER
        return self._authors.get(str(who.get("id") or handle), name, role, handle.lower())


def _block(value: dict[str, Any], key: str) -> dict[str, Any]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _media(value: dict[str, Any]) -> str:
    if value.get("stickers"):
        return "sticker"
    attached = value.get("attachments")
    if not attached:
        return ""
    name = str(_block({"file": attached[0]}, "file").get("fileName", "")).lower()
    return next((form for form, endings in _MEDIA if name.endswith(endings)), "file")
