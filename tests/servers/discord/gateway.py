"""The gateway's side of the conversation: hello, identify or resume, heartbeats, member requests.

Source: Discord documentation, "Gateway" and "Gateway Events".
"""

from __future__ import annotations

import json
import secrets
import time
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from tests.servers.discord import intents, wire
from tests.servers.discord.hub import Session
from tests.servers.discord.line import Line
from tests.servers.discord.refusals import CLOSINGS

if TYPE_CHECKING:
    from tests.servers.discord.core import Platform
    from tests.servers.discord.state import Bot, Json

HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME = 1, 2, 3, 4, 6
RECONNECT, REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 8, 9, 10, 11

# "Sending Events": at most 120 a minute on one connection, each at most 4096 bytes.
_EVENTS_A_MINUTE = 120
_LARGEST = 4096
_CHUNK = 1000
_MOST_BY_QUERY = 100
# Closing with 1000 or 1001 ends the session ("Initiating a Disconnect").
_CLOSES_SESSION = {1000, 1001}


class _HangUp(Exception):
    def __init__(self, closing: str) -> None:
        super().__init__(closing)
        self.closing = CLOSINGS[closing]


class Gateway:
    """Serves gateway sockets."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self.lines: set[Line] = set()
        self.identified = 0
        self.resumed = 0
        self.down = False
        self.resume_window = 120.0
        self.heartbeat_interval = 41.25

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one gateway connection until it ends."""
        compress = request.query.get("compress", "")
        if self.down:
            return web.Response(status=503)
        if compress not in {"", "zlib-stream"}:
            return web.Response(status=400, text=f"this gateway speaks zlib-stream only, not {compress}")
        socket = web.WebSocketResponse(max_msg_size=1 << 20, compress=False)
        await socket.prepare(request)
        line = Line(socket, request, zlib_stream=bool(compress))
        self.lines.add(line)
        talk = _Talk(self._platform, self, line)
        try:
            if request.query.get("v") not in {"9", "10"}:
                line.close(CLOSINGS["invalid_version"])
            else:
                line.say(HELLO, {"heartbeat_interval": int(self.heartbeat_interval * 1000), "_trace": []})
            async for message in socket:
                if message.type in {WSMsgType.TEXT, WSMsgType.BINARY}:
                    talk.hear(message.data)
        finally:
            self.lines.discard(line)
            talk.leave(socket.close_code)
            await line.finish()
        return socket

    def forget(self, session: Session) -> None:
        """End a session for good."""
        self._platform.hub.sessions.pop(session.key, None)

    def forget_expired(self) -> None:
        """Drop the sessions that nobody can resume any more (a killed bot leaves one behind each time)."""
        for session in list(self._platform.hub.sessions.values()):
            if session.line is None and self.expired(session):
                self.forget(session)

    def expired(self, session: Session) -> bool:
        """Whether this session was away for too long to be resumed."""
        return session.left_at is not None and self._platform.clock.now() - session.left_at > self.resume_window


class _Talk:
    """One connection's conversation."""

    def __init__(self, platform: Platform, gateway: Gateway, line: Line) -> None:
        self._platform = platform
        self._gateway = gateway
        self._line = line
        self._session: Session | None = None
        self._minute = time.monotonic()
        self._count = 0

    def hear(self, raw: str | bytes) -> None:
        """Answer one frame of the client; a wrong one closes the line with its code."""
        if self._line.closed_with is not None:
            return
        try:
            self._count_one()
            op, data = _decode(raw)
            self._answer(op, data)
        except _HangUp as wrong:
            self._line.close(wrong.closing)

    def leave(self, close_code: int | None) -> None:
        """The socket is gone; the session stays for a resume unless the client ended it."""
        session = self._session
        if session is None or session.line is not self._line:
            return
        session.line = None
        session.left_at = self._platform.clock.now()
        if close_code in _CLOSES_SESSION and self._line.closed_with is None:
            self._gateway.forget(session)

    def _count_one(self) -> None:
        now = time.monotonic()
        if now - self._minute > 60:
            self._minute, self._count = now, 0
        self._count += 1
        if self._count > _EVENTS_A_MINUTE:
            raise _HangUp("rate_limited")

    def _answer(self, op: int, data: object) -> None:
        if op == HEARTBEAT:
            self._line.say(HEARTBEAT_ACK)
        elif op in {IDENTIFY, RESUME}:
            if not isinstance(data, dict):
                raise _HangUp("decode_error")
            if self._session is not None:
                raise _HangUp("already_authenticated")
            (self._identify if op == IDENTIFY else self._resume)(data)
        elif op not in {PRESENCE, VOICE, REQUEST_MEMBERS}:
            raise _HangUp("unknown_opcode")
        elif self._session is None:
            raise _HangUp("not_authenticated")
        elif op == REQUEST_MEMBERS and isinstance(data, dict):
            self._members(self._session, data)

    def _identify(self, data: Json) -> None:
        bot = self._authenticated(data)
        wanted = data.get("intents")
        if not isinstance(wanted, int) or wanted & ~intents.KNOWN:
            raise _HangUp("invalid_intents")
        if wanted & intents.PRIVILEGED & ~bot.intents_enabled:
            raise _HangUp("disallowed_intents")
        number, count = data.get("shard") or (0, 1)
        if not 0 <= number < count:
            raise _HangUp("invalid_shard")
        self._gateway.forget_expired()
        session = Session(secrets.token_hex(16), bot, wanted, (number, count))
        session.line = self._line
        self._session = session
        self._platform.hub.sessions[session.key] = session
        self._gateway.identified += 1
        self._ready(session)

    def _ready(self, session: Session) -> None:
        world, bot = self._platform.world, session.bot
        guilds = [g for g in world.guilds.values() if bot.user_id in g.members and session.hears(g.id)]
        session.push(
            "READY",
            {
                "v": 10,
                "user": wire.user_json(world.users[bot.user_id]) | {"mfa_enabled": True, "verified": True},
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "session_id": session.key,
                "resume_gateway_url": self._platform.gateway_url,
                "shard": list(session.shard),
                "application": {
                    "id": str(bot.application_id),
                    "flags": intents.application_flags(bot.intents_enabled),
                },
            },
        )
        if session.intents & intents.GUILDS:
            for guild in guilds:
                if guild.available:
                    session.push("GUILD_CREATE", wire.guild_create_json(world, guild, bot))

    def _resume(self, data: Json) -> None:
        bot = self._authenticated(data)
        session = self._platform.hub.sessions.get(str(data.get("session_id")))
        seq = data.get("seq")
        if session is None or session.bot is not bot or self._gateway.expired(session) or not isinstance(seq, int):
            self._line.say(INVALID_SESSION, data=False)
            return
        if seq > session.seq:
            raise _HangUp("invalid_seq")
        missed = session.missed_since(seq)
        if missed is None:
            self._gateway.forget(session)
            self._line.say(INVALID_SESSION, data=False)
            return
        if session.line is not None:
            session.line.cut()
        self._session = session
        session.left_at, session.deaf = None, False
        for frame in missed:
            self._line.send(frame)
        session.line = self._line
        self._gateway.resumed += 1
        session.push("RESUMED", {"_trace": []})

    def _authenticated(self, data: Json) -> Bot:
        bot = self._platform.world.tokens.get(str(data.get("token")).removeprefix("Bot "))
        if bot is None:
            raise _HangUp("authentication_failed")
        return bot

    def _members(self, session: Session, data: Json) -> None:
        world = self._platform.world
        guild = world.guilds.get(int(data.get("guild_id", 0)))
        if guild is None or session.bot.user_id not in guild.members:
            return
        asked = data.get("user_ids")
        query, limit = str(data.get("query") or "").lower(), int(data.get("limit") or 0)
        everyone = asked is None and not query and not limit
        if everyone and not session.intents & intents.GUILD_MEMBERS:
            return
        if asked is not None:
            wanted = {int(user) for user in (asked if isinstance(asked, list) else [asked])}
            found = [member for member in guild.members.values() if member.user_id in wanted]
        else:
            named = [m for m in guild.members.values() if world.users[m.user_id].name.lower().startswith(query)]
            found = named if everyone else named[: min(limit or _MOST_BY_QUERY, _MOST_BY_QUERY)]
        pages = [found[at : at + _CHUNK] for at in range(0, len(found), _CHUNK)] or [[]]
        for index, page in enumerate(pages):
            chunk: Json = {
                "guild_id": str(guild.id),
                "members": [wire.member_json(world, member) for member in page],
                "chunk_index": index,
                "chunk_count": len(pages),
            }
            if data.get("nonce"):
                chunk["nonce"] = data["nonce"]
            session.push("GUILD_MEMBERS_CHUNK", chunk)


def _decode(raw: str | bytes) -> tuple[int, object]:
    size = len(raw.encode()) if isinstance(raw, str) else len(raw)
    try:
        frame = json.loads(raw)
    except ValueError:
        raise _HangUp("decode_error") from None
    if size > _LARGEST or not isinstance(frame, dict) or not isinstance(frame.get("op"), int):
        raise _HangUp("decode_error")
    return frame["op"], frame.get("d")
