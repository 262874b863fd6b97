"""Gateway sessions: who is listening, what each may hear, what is kept for a resume."""

from __future__ import annotations

import json
from collections import deque
from typing import TYPE_CHECKING

from tests.servers.discord import intents, wire
from tests.servers.discord.permissions import VIEW_CHANNEL, permissions_in

if TYPE_CHECKING:
    from tests.servers.discord.line import Line
    from tests.servers.discord.state import Bot, Channel, Guild, Json, Message, World

# How many events a session keeps for a resume before the oldest is gone.
BACKLOG = 5000


def packed(data: Json) -> str:
    """Data as JSON text."""
    return json.dumps(data, separators=(",", ":"))


def _frame(seq: int, event: str, body: str) -> str:
    return f'{{"op":0,"t":"{event}","s":{seq},"d":{body}}}'


class Session:
    """One identified session; it outlives its socket until it expires or is invalidated."""

    def __init__(self, key: str, bot: Bot, wanted: int, shard: tuple[int, int]) -> None:
        self.key = key
        self.bot = bot
        self.intents = wanted
        self.shard = shard
        self.seq = 0
        self.backlog: deque[tuple[int, str, str]] = deque(maxlen=BACKLOG)
        self.line: Line | None = None
        self.left_at: float | None = None
        # While deaf, events pass as if they never were: no number, no replay (a platform that lost them).
        self.deaf = False

    def push(self, event: str, data: Json) -> None:
        """Number an event, keep it and send it when the line is up."""
        self.push_body(event, packed(data))

    def push_body(self, event: str, body: str) -> None:
        """The same for data that is JSON text already (made once for many sessions)."""
        if self.deaf:
            return
        self.seq += 1
        self.backlog.append((self.seq, event, body))
        if self.line is not None:
            self.line.send(_frame(self.seq, event, body))

    def missed_since(self, seq: int) -> list[str] | None:
        """The frames after this number; None when some of them are no longer kept."""
        missed = [_frame(number, event, body) for number, event, body in self.backlog if number > seq]
        return missed if len(missed) == self.seq - seq else None

    def hears(self, guild_id: int | None) -> bool:
        """Whether this shard is told of this server (Gateway, Sharding)."""
        number, count = self.shard
        return number == (0 if guild_id is None else (guild_id >> 22) % count)


class Hub:
    """Sends events to every session that may have them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.sessions: dict[str, Session] = {}
        self.files_at = ""

    def of_bot(self, bot_user_id: int) -> list[Session]:
        """The living sessions of this bot."""
        return [session for session in self.sessions.values() if session.bot.user_id == bot_user_id]

    def to_bot(self, bot_user_id: int, event: str, data: Json, *, guild_id: int | None = None) -> None:
        """Send to one bot, whatever its intents (interactions, its own departure)."""
        for session in self.of_bot(bot_user_id):
            if session.hears(guild_id):
                session.push(event, data)

    def in_guild(self, guild: Guild, event: str, data: Json, *, needs: int = intents.GUILDS) -> None:
        """Send to every bot in this server with this intent."""
        body = packed(data)
        for session in self.sessions.values():
            if session.intents & needs and session.bot.user_id in guild.members and session.hears(guild.id):
                session.push_body(event, body)

    def in_channel(self, channel: Channel, event: str, data: Json, *, needs: int = intents.GUILDS) -> None:
        """Send to every bot that may see this channel or thread and has this intent."""
        body = packed(data)
        for session in self._seeing(channel, needs):
            session.push_body(event, body)

    def thread(self, channel: Channel, event: str, extra: Json | None = None) -> None:
        """Send a thread to those who may see it, each with its own membership."""
        for session in self._seeing(channel, intents.GUILDS):
            session.push(event, wire.channel_json(self._world, channel, session.bot.user_id) | (extra or {}))

    def message(self, event: str, message: Message) -> None:
        """Send a new or changed message, each bot getting what it may read."""
        channel = self._world.channels[message.channel_id]
        direct = channel.guild_id is None
        listeners = self._seeing(channel, intents.DIRECT_MESSAGES if direct else intents.GUILD_MESSAGES)
        if not listeners:
            return
        found = wire.message_json(self._world, message, self.files_at, on_gateway=True)
        whole = packed(found)
        for session in listeners:
            has_content = bool(session.intents & intents.MESSAGE_CONTENT)
            seen = wire.readable(found, session.bot, has_content=has_content, direct=direct)
            session.push_body(event, whole if seen is found else packed(seen))

    def _seeing(self, channel: Channel, needs: int) -> list[Session]:
        return [
            session
            for session in self.sessions.values()
            if session.intents & needs
            and session.hears(channel.guild_id)
            and permissions_in(self._world, session.bot.user_id, channel) & VIEW_CHANNEL
        ]
