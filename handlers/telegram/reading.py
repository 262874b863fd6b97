"""A raw row → what it says. Pure: the update and the lens are all it looks at."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from bot.core.messages import Inbound, Membership, Message, Moved, Place, Press
from bot.ports import Unreadable
from handlers.telegram.links import address
from handlers.telegram.people import author_of, person
from handlers.telegram.shapes import Json, channel_of, is_number, maybe, moment, number, part, text
from handlers.telegram.units import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.core.messages import Author
    from handlers.telegram.lens import Lens

HEARD = "heard_at"
"""Top-level key that ingest adds to a press, in Unix seconds: the Bot API does not say when a button was pressed."""
MOVED = "moved"
"""Top-level key of a row that ingest writes itself, when a move shows in an answer and not in an update."""
KEYS = "keys"
"""Top-level key of what is kept of an update in which no chat can be read."""

_PAYLOAD = re.compile(r"/start(?:@\w+)?\s+([A-Za-z0-9_-]{1,64})\s*")
_PRESENT = frozenset({"creator", "administrator", "member"})

_MEDIA = {
    "photo": "photo",
    "voice": "voice",
    "video": "video",
    "video_note": "video",
    "animation": "video",  # before document, which an animation carries as well
    "sticker": "sticker",
    "document": "file",
    "audio": "file",
    "paid_media": "photo",
    "story": "video",
    "poll": "file",
    "checklist": "file",
    "contact": "file",
    "location": "file",
    "venue": "file",
    "dice": "sticker",
    "game": "sticker",
}
"""What came instead of words, or beside them; a message with none of these and no text is a service message."""


def read(raw: str, lens: Lens) -> Inbound | None:
    """What a raw row says; None for what is nothing to us.

    Raises:
        Unreadable: what is wrong, in a sentence.
    """
    try:
        update = json.loads(raw)
    except (ValueError, RecursionError):
        raise Unreadable("The row is no JSON") from None
    if not isinstance(update, dict):
        raise Unreadable("The update is no object")
    if KEYS in update:
        raise Unreadable("No chat can be read in this update")
    for kind, reader in _READERS.items():
        if kind in update:
            return reader(part(update, kind), update, lens)
    return None


def _message(message: Json, _: Json, lens: Lens) -> Inbound | None:
    channel = channel_of(message)
    moved = _move(message, channel)
    if moved is not None:
        return moved
    said = text(message, "text") or text(message, "caption")
    media = next((word for name, word in _MEDIA.items() if name in message), "")
    if not said and not media:
        return None
    place = Place("telegram", channel, _thread(message))
    author = author_of(message, lens)
    replied = _replied(message)
    private = text(part(message, "chat"), "type") == "private"
    start = _PAYLOAD.fullmatch(said) if private else None
    answered = _answered_author(replied, lens)
    spots = list(_entities(message))
    return Message(
        place=place,
        id=str(number(message, "message_id")),
        author=author,
        text=said,
        at=moment(message),
        version=version_of(message),
        reply_to=str(number(replied, "message_id")) if replied is not None else "",
        reply_to_author=answered,
        mentions=frozenset(_mentions(said, spots)),
        to_bot=private or (answered is not None and answered.id == lens.bot_id) or _addressed(said, spots, lens),
        media=media,
        forwarded=_forwarded(message, author),
        private=private,
        link=link_of(part(message, "chat"), number(message, "message_id")),
        start=start[1] if start is not None else "",
    )


def _forwarded(message: Json, author: Author) -> bool:
    """Whether he brings the words of somebody else; his own words from elsewhere are his."""
    origin = maybe(message, "forward_origin")
    if origin is None:
        return False
    user = maybe(origin, "sender_user")
    return user is None or str(user.get("id")) != author.id


def version_of(message: Json) -> int:
    """The date of the edit in Unix seconds; 0 for the first version."""
    return number(message, "edit_date") if message.get("edit_date") is not None else 0


def _move(message: Json, channel: str) -> Moved | None:
    """Both groups tell of a move; each tells it whole."""
    if "migrate_to_chat_id" in message:
        return Moved("telegram", channel, str(number(message, "migrate_to_chat_id")))
    if "migrate_from_chat_id" in message:
        return Moved("telegram", str(number(message, "migrate_from_chat_id")), channel)
    return None


def _thread(message: Json) -> str:
    """The topic. A plain reply in a group without topics carries a thread id as well; that is no topic."""
    if message.get("is_topic_message") is not True:
        return ""
    return str(number(message, "message_thread_id"))


def _replied(message: Json) -> Json | None:
    """The message answered. In a topic, what answers nothing carries the topic's first service message instead."""
    replied = maybe(message, "reply_to_message")
    if replied is None or "forum_topic_created" in replied:
        return None
    if message.get("is_topic_message") is True and replied.get("message_id") == message.get("message_thread_id"):
        return None
    return replied


def _answered_author(replied: Json | None, lens: Lens) -> Author | None:
    if replied is None or ("from" not in replied and "sender_chat" not in replied):
        return None
    return author_of(replied if "chat" in replied else {**replied, "chat": {"id": 0}}, lens)


def _entities(message: Json) -> Iterator[Json]:
    """The entities of text or caption that have a sound place; others are skipped, for no word is lost with them."""
    listed = message.get("entities") if message.get("text") else message.get("caption_entities")
    for entity in listed if isinstance(listed, list) else ():
        if isinstance(entity, dict) and _inside(entity.get("offset"), 0) and _inside(entity.get("length"), 1):
            yield entity


def _inside(value: object, least: int) -> bool:
    return is_number(value) and isinstance(value, int) and value >= least


def _named(said: str, entities: list[Json], kind: str) -> list[str]:
    spots = [(entity["offset"], entity["length"]) for entity in entities if entity.get("type") == kind]
    return [word.lower() for word in pieces(said, spots)]


def _mentions(said: str, entities: list[Json]) -> Iterator[str]:
    for word in _named(said, entities, "mention"):
        if word.startswith("@"):
            yield word.removeprefix("@")
    for user in _users(entities):
        handle = user.get("username")
        if isinstance(handle, str) and handle:
            yield handle.lower()


def _users(entities: list[Json]) -> Iterator[Json]:
    """People mentioned by name alone (text_mention)."""
    for entity in entities:
        user = entity.get("user")
        if entity.get("type") == "text_mention" and isinstance(user, dict):
            yield user


def _addressed(said: str, entities: list[Json], lens: Lens) -> bool:
    """Whether the bot is named: @name, its account behind a name, or a command with its name."""
    me = "@" + lens.username
    return (
        me in _named(said, entities, "mention")
        or any(word.endswith(me) for word in _named(said, entities, "bot_command"))
        or any(str(user.get("id")) == lens.bot_id for user in _users(entities))
    )


def link_of(chat: Json, message_id: int) -> str:
    """Address of a message, where its chat gives it one (public groups and supergroups)."""
    return address(text(chat, "username") if text(chat, "type") != "private" else "", number(chat, "id"), message_id)


def _press(query: Json, update: Json, lens: Lens) -> Inbound | None:
    """A button. Where the message is too old Telegram gives only its place; `date` is 0 then."""
    message = part(query, "message")
    if not isinstance(query.get("data"), str):
        return None
    return Press(
        place=Place("telegram", channel_of(message), _thread(message)),
        message=str(number(message, "message_id")),
        author=person(part(query, "from"), lens),
        data=text(query, "data"),
        token=text(query, "id"),
        at=moment(update, HEARD) if HEARD in update else moment(message),
    )


def _membership(change: Json, _: Json, lens: Lens) -> Inbound | None:
    """The bot came into a chat, left it, or its rights changed."""
    chat, member = part(change, "chat"), part(change, "new_chat_member")
    status = text(member, "status")
    present = status in _PRESENT or (status == "restricted" and member.get("is_member") is True)
    return Membership(
        place=Place("telegram", str(number(chat, "id"))),
        present=present,
        at=moment(change),
        title=text(chat, "title"),
        may_read=present and (lens.reads_all or status == "administrator" or text(chat, "type") == "private"),
    )


def _own_move(move: Json, _: Json, __: Lens) -> Inbound | None:
    return Moved("telegram", text(move, "old"), text(move, "new"))


_READERS = {
    "message": _message,
    "edited_message": _message,
    "callback_query": _press,
    "my_chat_member": _membership,
    MOVED: _own_move,
}
"""Every other kind of update, known or not yet known, is nothing to us."""
