"""A raw row → what it says. Pure: the row and the lens are all it looks at.

A row is `{"t": event, "d": the event's data, "parent": …, "heard": …, "names": …, "talk": …}`; the last four are added by ingest: the
channel that a thread hangs in, when a frame without a time of its own was heard (Unix milliseconds), what ids in the text are called,
and that the thread is a private talk.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.core.messages import Command, Inbound, LetIn, Membership, Message, Place, Press, Removed, ThreadGone
from bot.ports import Unreadable
from handlers.discord.lens import NAME
from handlers.discord.people import author_of, person, shown
from handlers.discord.shapes import (
    Json,
    an_id,
    born,
    clean,
    listed,
    maybe,
    maybe_id,
    moment,
    number,
    part,
    text,
    version_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.messages import Author
    from handlers.discord.lens import Lens

KEYS = "keys"
"""Top-level key of what is kept of a frame in which no channel can be read."""
GONE = "GONE"
"""Event name of a row that ingest writes itself: a channel of ours is not there any more, or the bot is not in it."""
DEFAULT, REPLY = 0, 19
ADDED = 1
"""Discord's own line in a thread that somebody was let in; `mentions` says who."""
SPOKEN = frozenset({DEFAULT, REPLY})
"""Message types in which people speak (discord.com/developers/docs/resources/message#message-object-message-types).

All others are notices of the platform; the first line of a thread (21) only repeats the message it grew from, and is empty.
"""
COMMAND, COMPONENT, FILLED_IN = 2, 3, 5
ACTS = frozenset({COMMAND, COMPONENT, FILLED_IN})
"""Interaction types that are kept: slash commands, presses, and forms that were sent."""
_VOICE_MESSAGE = 1 << 13
_MENTION = re.compile(r"<(@!?|@&|#)(\d{1,20})>|<a?:(\w{1,64}):\d{1,20}>")


def read(raw: str, lens: Lens) -> Inbound | None:
    """What a raw row says; None for what is nothing to us.

    Raises:
        Unreadable: what is wrong, in a sentence.
    """
    try:
        row = json.loads(raw)
    except (ValueError, RecursionError):
        raise Unreadable("The row is no JSON") from None
    if not isinstance(row, dict):
        raise Unreadable("The row is no object")
    if KEYS in row:
        raise Unreadable("No channel can be read in this event")
    reader = _READERS.get(text(row, "t"))
    return reader(part(row, "d"), row, lens) if reader is not None else None


def _changed(message: Json, row: Json, lens: Lens) -> Inbound | None:
    """An update without the time of an edit only adds a preview or a thread."""
    return _message(message, row, lens) if version_of(message) else None


def _message(message: Json, row: Json, lens: Lens) -> Inbound | None:
    if number(message, "type") == ADDED and row.get("talk") is True:
        added = next(iter(listed(message, "mentions")), None)
        return LetIn(_place(message, row), person(added, None, lens), moment(message, "timestamp")) if added else None
    if number(message, "type") not in SPOKEN:
        return None
    content, media = text(message, "content"), media_of(message)
    if not content and not media:
        return None
    place, message_id = _place(message, row), an_id(message, "id")
    author = author_of(message, lens)
    replied = maybe(message, "referenced_message") if number(message, "type") == REPLY else None
    answered = author_of(replied, lens) if replied is not None else None
    mentioned = listed(message, "mentions")
    guild = maybe_id(message, "guild_id")
    in_thread = row.get("talk") is True
    private = not guild or in_thread
    return Message(
        place=place,
        id=message_id,
        author=author,
        text=readable(content, mentioned, maybe(row, "names") or {}),
        at=moment(message, "timestamp"),
        version=version_of(message),
        reply_to=_reply_to(message),
        reply_to_author=answered,
        mentions=frozenset(text(user, "username").lower() for user in mentioned) - {""},
        to_bot=private or _to_bot(message, answered, lens),
        media=media,
        private=private,
        in_thread=in_thread,
        link=address(guild, place.thread or place.channel, message_id),
    )


def _place(owner: Json, row: Json) -> Place:
    """A thread lies in the channel it hangs in."""
    channel, parent = an_id(owner, "channel_id"), maybe_id(row, "parent")
    return Place(NAME, parent, channel) if parent and parent != channel else Place(NAME, channel)


def _reply_to(message: Json) -> str:
    """The message that is answered; a forward or a thread's first line refers to one too, and answers nothing."""
    reference = maybe(message, "message_reference")
    return maybe_id(reference, "message_id") if reference is not None and number(message, "type") == REPLY else ""


def _to_bot(message: Json, answered: Author | None, lens: Lens) -> bool:
    if answered is not None and answered.id == lens.bot_id:
        return True
    return any(maybe_id(user, "id") == lens.bot_id for user in listed(message, "mentions"))


def media_of(message: Json) -> str:
    """What came instead of words, or beside them."""
    attached = listed(message, "attachments")
    if number(message, "flags") & _VOICE_MESSAGE:
        return "voice"
    for attachment in attached:
        kind = attachment.get("content_type")
        family = kind.partition("/")[0] if isinstance(kind, str) else ""
        found = {"image": "photo", "video": "video"}.get(family, "")
        if found:
            return found
    if attached or message.get("message_snapshots") or message.get("poll"):
        return "file"
    return "sticker" if message.get("sticker_items") else ""


def readable(content: str, mentioned: list[Json], names: Json) -> str:
    """The text with names where the platform has ids."""
    people = {maybe_id(user, "id"): shown(user, maybe(user, "member")) for user in mentioned}

    def name(found: re.Match[str]) -> str:
        kind, target, emoji = found.groups()
        if emoji:
            return f":{emoji}:"
        known = people.get(target) if kind in {"@", "@!"} else names.get(target)
        sign = "#" if kind == "#" else "@"
        return f"{sign}{known}" if isinstance(known, str) and known else f"{sign}…"

    return _MENTION.sub(name, content)


def address(guild: str, channel: str, message: str) -> str:
    """Where a message stands; `guild` is empty for a private chat."""
    return f"https://discord.com/channels/{guild or '@me'}/{channel}/{message}"


def _deleted(gone: Json, row: Json, _: Lens) -> Inbound:
    return Removed(_place(gone, row), an_id(gone, "id"), _heard(row))


def _press(interaction: Json, row: Json, lens: Lens) -> Inbound | None:
    if number(interaction, "type") not in ACTS:
        return None
    member = maybe(interaction, "member")
    user = part(member, "user") if member is not None else part(interaction, "user")
    interaction_id, application = an_id(interaction, "id"), maybe_id(interaction, "application_id") or lens.application
    place, author, at = _place(interaction, row), person(user, member, lens), born(interaction_id)
    token, data = f"{application}:{interaction_id}:{text(interaction, 'token')}", part(interaction, "data")
    if number(interaction, "type") == COMMAND:
        return Command(place, author, text(data, "name"), _argument(data), token, at)
    pressed = an_id(part(interaction, "message"), "id")
    return Press(place, pressed, author, text(data, "custom_id"), token, at, text(data, "said"))


def _argument(data: Json) -> str:
    """What was filled in with a slash command; ours have one field at most."""
    values = [option.get("value") for option in listed(data, "options")]
    return " ".join(clean(value) for value in values if isinstance(value, str))


def _thread_gone(thread: Json, row: Json, lens: Lens) -> Inbound | None:
    if row.get("talk") is True:
        return ThreadGone(Place(NAME, an_id(thread, "id")), _heard(row))
    parent = an_id(thread, "parent_id")
    if parent not in lens.staffed:
        return None
    return ThreadGone(Place(NAME, parent, an_id(thread, "id")), _heard(row))


def _joined(guild: Json, row: Json, _: Lens) -> Inbound:
    return Membership(Place(NAME, an_id(guild, "id")), present=True, at=_heard(row), title=text(guild, "name"))


def _gone(channel: Json, row: Json, _: Lens) -> Inbound:
    return Membership(Place(NAME, an_id(channel, "id")), present=False, at=_heard(row), title=text(channel, "name"))


def _heard(row: Json) -> datetime:
    heard = number(row, "heard")
    if heard <= 0:
        raise Unreadable('"heard" is missing')
    return datetime.fromtimestamp(heard / 1000, UTC)


_READERS: dict[str, Callable[[Json, Json, Lens], Inbound | None]] = {
    "MESSAGE_CREATE": _message,
    "MESSAGE_UPDATE": _changed,
    "MESSAGE_DELETE": _deleted,
    "INTERACTION_CREATE": _press,
    "THREAD_DELETE": _thread_gone,
    "GUILD_CREATE": _joined,
    GONE: _gone,
}
