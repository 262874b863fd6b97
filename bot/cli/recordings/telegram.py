"""Telegram Desktop's export (`result.json`): one message of it → Message."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.cli.recordings.bytes_in import repaired
from bot.cli.recordings.people import Authors, mentioned, moment
from bot.core.messages import Message, Place, Role

if TYPE_CHECKING:
    from datetime import tzinfo

    from bot.cli.recordings.recording import Kind

_MEDIA = {
    "voice_message": "voice",
    "video_message": "video",
    "video_file": "video",
    "animation": "video",
    "audio_file": "file",
    "sticker": "sticker",
}
_PRIVATE = frozenset({"personal_chat", "bot_chat", "saved_messages", "replies", "verification_codes"})
_PREFIX = {
    "private_supergroup": "-100",
    "public_supergroup": "-100",
    "private_channel": "-100",
    "public_channel": "-100",
    "private_group": "-",
}
"""An export names a chat by its bare number; the Bot API, and so config.yaml, by this and the number."""
_SERVICE_USER = "777000"


class TelegramReader:
    """One chat of an export; it remembers which of its messages began a forum topic."""

    kind: Kind = "telegram"

    def __init__(self, head: dict[str, Any], stem: str, zone: tzinfo) -> None:
        """`head` is what stands before the messages; `stem`, the file's name, stands in for a missing name."""
        self._form = str(head.get("type", ""))
        number = str(head.get("id", "") or stem)
        self.place_name = repaired(str(head.get("name") or stem))[0]
        self._channel = f"{_PREFIX.get(self._form, '')}{number}"
        self._place = Place("telegram", self._channel)
        self._topics: dict[str, Place] = {}
        self._authors = Authors()
        self._zone = zone

    @property
    def is_private(self) -> bool:
        """A chat between two people, which is nobody's business in an export of a whole account."""
        return self._form in _PRIVATE

    def is_service(self, value: dict[str, Any]) -> bool:
        """Joined, pinned, called, …; a topic that was begun is remembered."""
        if value.get("type", "message") == "message":
            return False
        if value.get("action") == "topic_created" and "id" in value:
            number = str(value["id"])
            self._topics[number] = Place("telegram", self._channel, number)
        return True

    def message(self, value: dict[str, Any]) -> Message:
        """Raise KeyError, TypeError or ValueError when it is none."""
        text = _text(value.get("text", ""))
        reply = str(value.get("reply_to_message_id") or "")
        place = self._topics.get(reply)
        who, name = str(value.get("from_id") or ""), str(value.get("from") or "")
        return Message(
            place=place or self._place,
            id=str(value["id"]),
            author=self._authors.get(_number(who) or name, name, _role(who, value)),
            text=text,
            at=self._at(value),
            reply_to="" if place else reply,
            mentions=mentioned(text),
            media=_media(value),
        )

    def _at(self, value: dict[str, Any]) -> datetime:
        seconds = value.get("date_unixtime")
        return datetime.fromtimestamp(int(seconds), UTC) if seconds else moment(str(value["date"]), self._zone)


def _text(value: object) -> str:
    """A text, or a list of texts and marked pieces."""
    if isinstance(value, list):
        value = "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in value)
    if not isinstance(value, str):
        raise TypeError("the text is neither a text nor a list of texts")
    return repaired(value)[0]


def _number(who: str) -> str:
    return who.removeprefix("user")


def _role(who: str, value: dict[str, Any]) -> Role:
    """Posts of a channel, by way of a bot, or of Telegram itself are nobody's complaint."""
    automatic = who.startswith("channel") or "via_bot" in value or _number(who) == _SERVICE_USER
    return Role.BOT if automatic else Role.CUSTOMER


def _media(value: dict[str, Any]) -> str:
    if "photo" in value:
        return "photo"
    form = value.get("media_type")
    if form:
        return _MEDIA.get(str(form), "file")
    return "file" if "file" in value else ""
