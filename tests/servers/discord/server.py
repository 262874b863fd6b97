"""The loopback Discord: one HTTP server with REST, gateway, attachments and side door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from aiohttp import web

from tests.servers.discord.faults import Faults
from tests.servers.discord.people import People
from tests.servers.discord.rest import API, door, nothing_here, wrong_method
from tests.servers.discord.routes import ROUTES
from tests.servers.discord.setup import Setup
from tests.servers.discord.side_door import side_door
from tests.servers.discord.vanished import vanished

if TYPE_CHECKING:
    from types import TracebackType

    from tests.servers.discord.journal import Accepted
    from tests.servers.discord.state import Channel, Message

_HOST = "127.0.0.1"
_MAX_BODY = 32 * 1024 * 1024


class DiscordServer(Setup, People, Faults):
    """`async with DiscordServer() as server:` and there is a Discord at `server.rest_base` and `server.gateway_url`."""

    def __init__(self, port: int = 0) -> None:
        super().__init__()
        self._port = port
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen (port 0: any free one).

        Raises OSError when the port is taken.
        """
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, _HOST, self._port)
        await site.start()
        self._runner = runner
        self._port = int(runner.addresses[0][1])
        self.rest_base = f"http://{_HOST}:{self._port}{API}"
        self.gateway_url = f"ws://{_HOST}:{self._port}/gateway"
        self.hub.files_at = f"http://{_HOST}:{self._port}/attachments"

    async def stop(self) -> None:
        """Cut every line and stop listening."""
        for line in list(self.gateway.lines):
            line.cut()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def root(self) -> str:
        """The server's root address."""
        return self.rest_base.removesuffix(API)

    @property
    def accepted(self) -> list[Accepted]:
        """Every write the platform accepted, in order: the judge's book."""
        return self.journal.accepted

    def messages(self, channel: Channel) -> list[Message]:
        """What stands in a channel or thread now, oldest first."""
        return list(channel.messages.values())

    def replies_to(self, message: Message) -> list[Message]:
        """What stands in the channel as a reply to this message."""
        channel = self.world.channels[message.channel_id]
        return [found for found in channel.messages.values() if found.reply_to == message.id]

    def forget_everything(self) -> None:
        """An empty platform at the same address; every line is cut."""
        for line in list(self.gateway.lines):
            line.cut()
        for held in (self.hub.sessions, self.interactions, self.nonces):
            held.clear()
        world = self.world
        for part in (world.users, world.bots, world.tokens, world.guilds, world.channels, world.ephemeral):
            part.clear()
        self.journal.clear()
        self.misbehaviour.clear()

    def _application(self) -> web.Application:
        app = web.Application(client_max_size=_MAX_BODY, middlewares=[vanished])
        app.router.add_get("/gateway", self.gateway.serve)
        # discord.py joins the address it was given with a query; a slash may be left over.
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_get("/attachments/{channel_id}/{attachment_id}/{name}", self._file)
        for route in ROUTES:
            app.router.add_route(route.method, API + route.path, door(self, route))
        for path in {route.path for route in ROUTES}:
            app.router.add_route("*", API + path, wrong_method)
        app.router.add_routes(side_door(self))

        async def unknown(request: web.Request) -> web.StreamResponse:
            return await nothing_here(self, request)

        app.router.add_route("*", API + "/{rest:.*}", unknown)
        return app

    async def _file(self, request: web.Request) -> web.StreamResponse:
        channel = self.world.channels.get(int(request.match_info["channel_id"]))
        wanted = int(request.match_info["attachment_id"])
        for message in channel.messages.values() if channel is not None else ():
            for attachment in message.attachments:
                if attachment.id == wanted:
                    return web.Response(body=attachment.data, content_type=attachment.content_type)
        raise web.HTTPNotFound
