"""Which updates are kept, by chat id alone: everything else is dropped before anything is written."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from bot.ports import RawRow
from handlers.telegram.reading import HEARD, KEYS
from handlers.telegram.shapes import is_number, maybe

if TYPE_CHECKING:
    from handlers.telegram.lens import Lens
    from handlers.telegram.shapes import Json

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction")
"""What Telegram is asked for; the last two and `my_chat_member` come only when they are named."""

_NEVER_KEPT = frozenset({"chat_member", "message_reaction"})
"""Heard for the staff list and for later use; nothing judges them, so nothing of them is stored."""


def sifted(update: object, lens: Lens, heard: int) -> RawRow | None:
    """The row to keep of an update, or None. `heard` is the time of this poll in Unix seconds."""
    if not isinstance(update, dict):
        return _nameless(lens, {KEYS: [type(update).__name__]})
    kind = next((key for key in update if key != "update_id"), "")
    if kind in _NEVER_KEPT:
        return None
    chat = _chat(update.get(kind))
    if chat is None or not is_number(update.get("update_id")):
        return _unplaced(update, lens)
    channel = str(chat["id"])
    anywhere = kind == "my_chat_member" or chat.get("type") == "private"
    if not (anywhere or _ours(update[kind], channel, lens)):
        return None
    return _placed(update, kind, channel, lens, heard)


def _placed(update: Json, kind: str, channel: str, lens: Lens, heard: int) -> RawRow:
    """What is said in a place of ours, whole, under the key that knows a second delivery."""
    content = update[kind]
    if kind == "callback_query":
        return _row(lens, channel, f"press:{content.get('id')}"[:200], 0, {**update, HEARD: heard})
    if kind in {"message", "edited_message"} and is_number(content.get("message_id")):
        return _row(lens, channel, str(content["message_id"]), _version(content), update)
    return _row(lens, channel, f"update:{update['update_id']}", 0, update)


def _unplaced(update: Json, lens: Lens) -> RawRow:
    """Where no chat can be read, the number and the top-level keys are all that is kept."""
    update_id = update.get("update_id")
    keys = [str(key)[:40] for key in update][:20]
    if not is_number(update_id):
        return _nameless(lens, {KEYS: keys})
    return _row(lens, "", f"update:{update_id}", 0, {"update_id": update_id, KEYS: keys})


def move_of(update: object, lens: Lens) -> tuple[str, str] | None:
    """The old and the new id where one of our groups became a supergroup."""
    message = maybe(update, "message") if isinstance(update, dict) else None
    chat = maybe(message, "chat") if message is not None else None
    if message is None or chat is None or not is_number(chat.get("id")):
        return None
    here, to, since = str(chat["id"]), message.get("migrate_to_chat_id"), message.get("migrate_from_chat_id")
    if is_number(to) and lens.ours(here):
        return here, str(to)
    if is_number(since) and lens.ours(str(since)):
        return str(since), here
    return None


def staff_change(update: object, lens: Lens) -> tuple[str, bool] | None:
    """A member of the staff group whose standing changed: user id, and whether he is an administrator now."""
    change = maybe(update, "chat_member") if isinstance(update, dict) else None
    chat = maybe(change, "chat") if change is not None else None
    member = maybe(change, "new_chat_member") if change is not None else None
    user = maybe(member, "user") if member is not None else None
    if chat is None or member is None or user is None or str(chat.get("id")) != lens.staff_channel:
        return None
    return str(user.get("id")), member.get("status") in {"creator", "administrator"} and not user.get("is_bot")


def _chat(content: Any) -> Json | None:
    """The chat of a message, a press or any other content, where one can be read."""
    if not isinstance(content, dict):
        return None
    chat = maybe(content, "chat")
    if chat is None:
        message = maybe(content, "message")
        chat = maybe(message, "chat") if message is not None else None
    return chat if chat is not None and is_number(chat.get("id")) else None


def _ours(content: Json, channel: str, lens: Lens) -> bool:
    return lens.ours(channel) or lens.ours(str(content.get("migrate_from_chat_id")))


def _version(message: Json) -> int:
    edited = message.get("edit_date")
    return edited if isinstance(edited, int) and not isinstance(edited, bool) else 0


def _row(lens: Lens, channel: str, message: str, version: int, raw: Json) -> RawRow:
    # ASCII escapes keep halves of symbols, which no database would take.
    return RawRow("telegram", lens.bot_id, channel, message, version, json.dumps(raw, separators=(",", ":")))


def _nameless(lens: Lens, kept: Json) -> RawRow:
    """An update without a number: its key is made of what is kept."""
    mark = hashlib.sha256(json.dumps(kept).encode()).hexdigest()[:16]
    return _row(lens, "", f"update:?{mark}", 0, kept)
