"""Which frames are kept, and what of them: rows for the inbox. Pure; everything else is dropped before anything is written."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.ports import RawRow
from handlers.discord.forms import said_in
from handlers.discord.lens import NAME
from handlers.discord.reading import ACTS, ADDED, FILLED_IN, GONE, KEYS, SPOKEN
from handlers.discord.shapes import Json, is_id, maybe, maybe_id, number, version_of

if TYPE_CHECKING:
    from handlers.discord.lens import Sight

MESSAGES = frozenset({"MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE", "MESSAGE_DELETE_BULK"})
PRESS = "INTERACTION_CREATE"
PLACES = frozenset({"GUILD_CREATE", "GUILD_DELETE", "CHANNEL_DELETE", "THREAD_DELETE"})
MAPS = frozenset({"CHANNEL_CREATE", "CHANNEL_UPDATE", "THREAD_CREATE", "THREAD_UPDATE"})
FRESH_MS = 15 * 60 * 1000
"""An update whose edit is older than this tells of something else (a pin, a thread), not of the edit."""

_USER = ("id", "username", "global_name", "bot", "system")
_MEMBER = ("nick", "roles")
_SAID = ("id", "channel_id", "guild_id", "type", "content", "timestamp", "edited_timestamp", "webhook_id", "flags")
_NAMED = re.compile(r"<(?:@&|#)(\d{1,20})>")


@dataclass(frozen=True, slots=True)
class Heard:
    """One event of the gateway, and when it came in Unix milliseconds."""

    event: str
    data: Json
    at: int


def concerns_us(heard: Heard, sight: Sight) -> bool:
    """Whether an event may be about a place of ours; where a channel is not known, its server decides."""
    data = heard.data
    if heard.event == PRESS and number(data, "type") not in ACTS:
        return False
    if heard.event in MESSAGES or heard.event == PRESS:
        if not is_id(data.get("channel_id")):
            # No channel can be read: kept as its keys alone, but only of servers of ours.
            return not is_id(data.get("guild_id")) or sight.has_guild(data["guild_id"])
        home = sight.home(data["channel_id"])
        if home is None:
            return not data.get("guild_id") or sight.has_guild(str(data["guild_id"]))
        return bool(home)
    return heard.event in PLACES


def rows_of(heard: Heard, home: str, sight: Sight) -> list[RawRow]:
    """The rows of an event in a place of ours; `home` is the channel (a thread's parent) it belongs to."""
    event, data = heard.event, heard.data
    if event == "MESSAGE_DELETE_BULK":
        ids = data.get("ids")
        gone = [one for one in ids if is_id(one)] if isinstance(ids, list) else []
        return [
            row for one in gone for row in rows_of(Heard("MESSAGE_DELETE", {**data, "id": one}, heard.at), home, sight)
        ]
    if event == "MESSAGE_DELETE":
        kept = _pick(data, ("id", "channel_id", "guild_id"))
        return [_row(sight, home, f"removed:{data.get('id')}"[:60], 0, _raw(event, kept, home, heard=heard.at))]
    if event == PRESS:
        return [_row(sight, home, f"press:{data.get('id')}"[:60], 0, _raw(event, _kept_press(data), home))]
    return _said(heard, home, sight)


def _said(heard: Heard, home: str, sight: Sight) -> list[RawRow]:
    event, data = heard.event, heard.data
    let_in = home in sight.talks and number(data, "type") == ADDED
    if _from_me(data, sight) or ("type" in data and number(data, "type") not in SPOKEN and not let_in):
        return []
    version = version_of(data)
    if event == "MESSAGE_UPDATE" and (not version or version < heard.at - FRESH_MS):
        return []
    kept = kept_message(data)
    content = data.get("content")
    names = (
        {found: sight.names[found] for found in _NAMED.findall(content) if found in sight.names}
        if isinstance(content, str)
        else {}
    )
    raw = _raw(event, kept, home, names=names, talk=home in sight.talks)
    message = str(data["id"]) if is_id(data.get("id")) else f"update:{_mark(raw)}"
    return [_row(sight, home, message, version, raw)]


def _from_me(data: Json, sight: Sight) -> bool:
    author = maybe(data, "author")
    return author is not None and maybe_id(author, "id") == sight.lens.bot_id


def nameless(heard: Heard, sight: Sight) -> RawRow:
    """What is kept of an event in which no channel can be read: its name and its keys."""
    raw = json.dumps({"t": heard.event, KEYS: sorted(str(key)[:40] for key in heard.data)[:40]})
    return _row(sight, "", f"update:{_mark(raw)}", 0, raw)


def joined(heard: Heard, sight: Sight) -> RawRow:
    """The bot is in a server that has no channel of ours."""
    guild = _pick(heard.data, ("id", "name", "joined_at"))
    return _row(
        sight,
        str(guild.get("id")),
        f"update:joined:{guild.get('joined_at')}"[:60],
        0,
        _raw("GUILD_CREATE", guild, "", heard=heard.at),
    )


def gone(channel: str, name: str, at: int, sight: Sight) -> RawRow:
    """A channel of ours is gone, or the bot was put out of its server."""
    return _row(sight, channel, f"update:gone:{at}", 0, _raw(GONE, {"id": channel, "name": name}, "", heard=at))


def thread_gone(heard: Heard, sight: Sight) -> RawRow:
    """A thread in the staff channel was deleted."""
    thread = _pick(heard.data, ("id", "parent_id", "guild_id"))
    return _row(
        sight,
        str(thread.get("parent_id")),
        f"update:thread:{thread.get('id')}"[:60],
        0,
        _raw("THREAD_DELETE", thread, "", heard=heard.at),
    )


def is_mute(data: Json) -> bool:
    """Whether an ordinary message came without anything at all, as all do when the Message Content intent is off."""
    parts = ("content", "attachments", "embeds", "sticker_items", "components", "poll", "message_snapshots")
    author = maybe(data, "author") or {}
    return number(data, "type") in SPOKEN and not author.get("bot") and not any(data.get(part) for part in parts)


def kept_message(data: Json) -> Json:
    """What is needed of a message."""
    kept = _pick(data, _SAID)
    _part(kept, data, "author", _USER)
    _part(kept, data, "member", _MEMBER)
    _part(kept, data, "message_reference", ("type", "message_id"))
    _list(kept, data, "attachments", ("content_type",))
    _list(kept, data, "sticker_items", ("id",))
    for flag in ("poll", "message_snapshots"):
        if data.get(flag):
            kept[flag] = True
    mentions = data.get("mentions")
    if isinstance(mentions, list) and mentions:
        kept["mentions"] = [_mentioned(user) for user in mentions]
    replied = maybe(data, "referenced_message")
    if replied is not None:
        kept["referenced_message"] = _pick(replied, ("id", "webhook_id"))
        _part(kept["referenced_message"], replied, "author", _USER)
        _part(kept["referenced_message"], replied, "member", _MEMBER)
    return kept


def _kept_press(data: Json) -> Json:
    kept = _pick(data, ("id", "application_id", "type", "token", "channel_id", "guild_id"))
    _part(kept, data, "data", ("custom_id", "name"))
    filled = maybe(data, "data")
    if number(data, "type") == FILLED_IN and filled is not None:
        kept["data"]["said"] = said_in(filled)
    if filled is not None and isinstance(filled.get("options"), list):
        _list(kept["data"], filled, "options", ("name", "value"))
    _part(kept, data, "message", ("id",))
    _part(kept, data, "user", _USER)
    member = maybe(data, "member")
    if member is not None:
        kept["member"] = _pick(member, _MEMBER)
        _part(kept["member"], member, "user", _USER)
    return kept


def _mentioned(user: Any) -> Any:
    if not isinstance(user, dict):
        return None
    kept = _pick(user, _USER)
    _part(kept, user, "member", _MEMBER)
    return kept


def _pick(data: Json, keys: tuple[str, ...]) -> Json:
    return {key: data[key] for key in keys if data.get(key) is not None}


def _part(kept: Json, data: Json, key: str, keys: tuple[str, ...]) -> None:
    value = data.get(key)
    if isinstance(value, dict):
        kept[key] = _pick(value, keys)


def _list(kept: Json, data: Json, key: str, keys: tuple[str, ...]) -> None:
    value = data.get(key)
    if isinstance(value, list) and value:
        kept[key] = [_pick(item, keys) for item in value if isinstance(item, dict)]


def talk_gone(heard: Heard, sight: Sight) -> RawRow:
    """The thread of a private talk was deleted."""
    thread = _pick(heard.data, ("id", "guild_id"))
    raw = _raw("THREAD_DELETE", thread, "", heard=heard.at, talk=True)
    return _row(sight, str(thread.get("id")), f"update:thread:{thread.get('id')}"[:60], 0, raw)


def _raw(event: str, kept: Json, home: str, *, heard: int = 0, names: Json | None = None, talk: bool = False) -> str:
    row: Json = {"t": event, "d": kept}
    if talk:
        row["talk"] = True
    if home and kept.get("channel_id") != home:
        row["parent"] = home
    if heard:
        row["heard"] = heard
    if names:
        row["names"] = names
    # ASCII escapes keep halves of symbols, which no database would take.
    return json.dumps(row, separators=(",", ":"))


def _mark(raw: str) -> str:
    return hashlib.sha256(raw.encode()).hexdigest()[:16]


def _row(sight: Sight, channel: str, message: str, version: int, raw: str) -> RawRow:
    return RawRow(NAME, sight.lens.bot_id, channel, message, version, raw)
