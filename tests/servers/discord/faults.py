"""Bad days on command: REST orders, and what happens to the gateway."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.servers.discord import wire
from tests.servers.discord.core import Platform
from tests.servers.discord.gateway import INVALID_SESSION, RECONNECT
from tests.servers.discord.misbehaviour import ANY_ROUTE, Fault
from tests.servers.discord.routes import NAMES

if TYPE_CHECKING:
    from tests.servers.discord.hub import Session
    from tests.servers.discord.limits import Limit
    from tests.servers.discord.state import Bot, Guild, Json


class Faults(Platform):
    """The part of the server that misbehaves."""

    def misbehave(self, fault: Fault) -> None:
        """Order a REST fault.

        Raises ValueError for a route this server does not have (a misspelt order would never strike).
        """
        if fault.route != ANY_ROUTE and fault.route not in NAMES:
            raise ValueError(f"unknown route {fault.route!r}; known: {', '.join(sorted(NAMES))}")
        self.misbehaviour.order(fault)

    def limit(self, route: str, limit: Limit) -> None:
        """Give a route a small bucket of its own."""
        if route not in NAMES:
            raise ValueError(f"unknown route {route!r}")
        self.limits.set(route, limit)

    def cut_gateway(self, bot: Bot | None = None, *, lose_events: bool = False) -> int:
        """Tear the sockets without a word; how many. With `lose_events` what happens until the resume is never told."""
        cut = 0
        for session in self._sessions(bot):
            session.deaf = session.deaf or lose_events
            if session.line is not None:
                line, session.line = session.line, None
                session.left_at = self.clock.now()
                line.cut()
                cut += 1
        return cut

    def gateway_down(self, *, down: bool = True) -> None:
        """Refuse new gateway connections (503) and tear the present ones, until it is up again."""
        self.gateway.down = down
        if down:
            self.cut_gateway()
            for line in list(self.gateway.lines):
                line.cut()

    def send_reconnect(self, bot: Bot | None = None) -> None:
        """Op 7: the client should reconnect and resume."""
        for session in self._sessions(bot):
            if session.line is not None:
                session.line.say(RECONNECT)

    def invalidate_session(self, bot: Bot | None = None, *, resumable: bool = False) -> None:
        """Op 9: the session is no longer valid (`resumable`: it may be resumed all the same)."""
        for session in self._sessions(bot):
            if not resumable:
                self.gateway.forget(session)
            if session.line is not None:
                session.line.say(INVALID_SESSION, data=resumable)

    def close_gateway(self, code: int, bot: Bot | None = None) -> None:
        """Close the sockets with this code."""
        for session in self._sessions(bot):
            if session.line is not None:
                session.line.close(code)

    def raw_frame(self, frame: Json | str, bot: Bot | None = None) -> None:
        """Send anything at all, as it is: unknown events, malformed ones. A text is sent unchecked."""
        text = frame if isinstance(frame, str) else json.dumps(frame)
        for session in self._sessions(bot):
            if session.line is not None:
                session.line.send(text)

    def odd_event(self, event: str, data: Json, bot: Bot | None = None) -> None:
        """An event of any name and content, numbered and kept like every other."""
        for session in self._sessions(bot):
            session.push(event, data)

    def outage(self, guild: Guild, *, over: bool = False) -> None:
        """A server becomes unavailable (GUILD_DELETE with `unavailable`), or comes back with `over`."""
        guild.available = over
        if over:
            self._back(guild)
        else:
            self.hub.in_guild(guild, "GUILD_DELETE", {"id": str(guild.id), "unavailable": True})

    def _back(self, guild: Guild) -> None:
        for session in self.hub.sessions.values():
            if session.bot.user_id in guild.members and session.hears(guild.id):
                session.push("GUILD_CREATE", wire.guild_create_json(self.world, guild, session.bot))

    def _sessions(self, bot: Bot | None) -> list[Session]:
        return [s for s in self.hub.sessions.values() if bot is None or s.bot is bot]
