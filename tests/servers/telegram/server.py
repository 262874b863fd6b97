"""The server itself: HTTP on the loopback address, from the request to the method and back."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl, unquote

from aiohttp import web

from tests.servers.telegram import (
    methods_account,
    methods_chats,
    methods_messages,
    methods_send,
    methods_topics,
    side_door,
)
from tests.servers.telegram.calls import Call
from tests.servers.telegram.judge import Accepted
from tests.servers.telegram.misbehaviour import ANY, Fault, Rule
from tests.servers.telegram.params import Params, Upload
from tests.servers.telegram.people import People
from tests.servers.telegram.refusals import Refused, refuse
from tests.servers.telegram.updates import encode

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from aiohttp import StreamReader
    from aiohttp.abc import AbstractStreamWriter
    from aiohttp.http import RawRequestMessage

    from tests.servers.telegram.calls import Method
    from tests.servers.telegram.state import Bot

LARGEST_BODY = 64 * 1024 * 1024
CALLBACK_LIFETIME = 15 * 60.0
"""Seconds a button press can be answered. Telegram documents no number; a test may set another one."""

_GET_UPDATES = "getupdates"
_METHODS: dict[str, tuple[str, Method]] = {
    name.lower(): (name, method)
    for table in (
        methods_account.METHODS,
        methods_send.METHODS,
        methods_messages.METHODS,
        methods_topics.METHODS,
        methods_chats.METHODS,
    )
    for name, method in table.items()
}
_GATEWAY_PAGE = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"
    b"<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
)


class _Cut(Exception):
    """The connection is to be cut without an answer."""


class TelegramServer(People):
    """A loopback Bot API server; `async with TelegramServer() as server`.

    Args:
        port: 0 for a free one.
        clock: the source of Unix seconds; `advance` moves time on without waiting.
        callback_lifetime: seconds a button press can be answered.
    """

    def __init__(
        self, port: int = 0, *, clock: Callable[[], float] | None = None, callback_lifetime: float = CALLBACK_LIFETIME
    ) -> None:
        super().__init__(clock=clock)
        self.port = port
        self.callback_lifetime = callback_lifetime
        self._runner: web.ServerRunner | None = None

    @property
    def url(self) -> str:
        """The server's root, as `api_url` of the configuration wants it."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls `base_url`."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot calls `base_file_url`."""
        return f"{self.url}/file/bot"

    def advance(self, seconds: float) -> None:
        """Move the server's clock on."""
        self.clock.shift += seconds

    def misbehave(
        self,
        fault: Fault | str,
        *,
        method: str = ANY,
        chat_id: int | None = None,
        times: int | None = 1,
        seconds: float = 0.0,
        skip: int = 0,
    ) -> None:
        """Do `fault` in the next `times` calls (None: always) of a method, after `skip` calls without it."""
        self.misbehaviour.add(Rule(Fault(fault), method, chat_id, times, seconds, skip))

    async def until(self, reached: Callable[[], bool], *, seconds: float = 10.0) -> None:
        """Wait until something is true, looked at whenever a bot did something; TimeoutError when it never is."""
        await self.judge.until(reached, seconds=seconds)

    async def start(self) -> None:
        """Listen on 127.0.0.1."""
        server = web.Server(self._answer, request_factory=_request, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, backlog=1024)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """End the polls under way and stop listening."""
        for bot in self.world.bots.values():
            bot.queue.wake(news=True)
        self.misbehaviour.release()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        try:
            if path.startswith("/bot"):
                token, _, method = path[4:].partition("/")
                return await self._bot_call(request, token, method.lower())
            if path.startswith("/file/bot"):
                return self._download(path)
            if path.startswith("/_side/"):
                return await side_door.answer(self, request, path[7:])
        except Refused as refused:
            return _json(refused.body(), refused.code)
        except _Cut:
            if request.transport is not None:
                request.transport.abort()
            return web.Response()
        return _json({"ok": False, "error_code": 404, "description": "Not Found"}, 404)

    async def _bot_call(self, request: web.BaseRequest, token: str, method: str) -> web.Response:
        params = await read_params(request)
        faults = self.misbehaviour
        rule = faults.next_for(method, params.values) if faults.rules else None
        try:
            if rule is not None:
                await self._before(rule)
            result = await self._done(
                self._bot(token), method, params, answered=rule is None or rule.fault is not Fault.DROP
            )
        except Refused as refused:
            # A poller that died is not told of anything, so nothing was refused.
            if request.transport is not None:
                self.judge.refuse(method, refused.name)
            raise
        if faults.latency:
            await asyncio.sleep(faults.latency)
        if rule is not None:
            await self._after(rule)
        return web.Response(body=b'{"ok":true,"result":' + result + b"}", content_type="application/json")

    async def _before(self, rule: Rule) -> None:
        """Misbehave before the call is done."""
        if rule.fault is Fault.HOLD:
            await self._held()
        elif rule.fault is Fault.DELAY:
            await asyncio.sleep(rule.seconds)
        elif rule.fault is Fault.TOO_MANY:
            wait = int(rule.seconds) or 1
            raise refuse("too_many_requests", seconds=wait, parameters={"retry_after": wait})
        elif rule.fault is Fault.INTERNAL:
            raise refuse("internal_error")
        elif rule.fault is Fault.GATEWAY:
            raise refuse("bad_gateway")
        elif rule.fault is Fault.CUT:
            raise _Cut

    async def _held(self) -> None:
        gate = self.misbehaviour.hold()
        self.judge.tell()
        await gate

    async def _after(self, rule: Rule) -> None:
        """Misbehave when the call is done and its answer is ready."""
        if rule.fault is Fault.DROP:
            raise _Cut
        if rule.fault is Fault.HOLD_ANSWER:
            await self._held()
        elif rule.fault is Fault.SLOW_ANSWER:
            await asyncio.sleep(rule.seconds)

    def _bot(self, token: str) -> Bot:
        bot = self.world.bots.get(token) or self.world.bots.get(unquote(token))
        if bot is None:
            head, _, tail = unquote(token).partition(":")
            raise refuse("unauthorized" if head.isdecimal() and tail else "malformed_token")
        if bot.revoked:
            raise refuse("unauthorized")
        if bot.logged_out:
            raise refuse("logged_out")
        return bot

    async def _done(self, bot: Bot, method: str, params: Params, *, answered: bool) -> bytes:
        """Do a call and return its result as JSON; what was done is in the judge's list before the answer leaves."""
        entry = Accepted(0, self.clock.now(), bot.id, method, params.values, answered=answered)
        call = Call(self.world, bot, params, self.limits, self.judge, entry, self.callback_lifetime)
        if method == _GET_UPDATES:
            ready = await methods_account.get_updates(call)
            if bot.revoked:
                raise refuse("unauthorized")
            return ready
        found = _METHODS.get(method)
        if found is None:
            raise refuse("method_not_found")
        entry.method, act = found
        result = act(call)
        self.judge.accept(entry)
        return encode(result)

    def _download(self, path: str) -> web.Response:
        token, _, name = path.removeprefix("/file/bot").partition("/")
        self._bot(token)
        kept = self.world.paths.get(name)
        if kept is None:
            return _json({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        return web.Response(body=kept.content, content_type="application/octet-stream")


async def read_params(request: web.BaseRequest) -> Params:
    """Read the parameters of a call from its query and its body."""
    values: dict[str, Any] = dict(request.query) if request.query_string else {}
    kind = request.content_type
    if not request.can_read_body:
        return Params(values)
    if kind.startswith("multipart/"):
        files: dict[str, Upload] = {}
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                files[name] = Upload(value.filename, value.file.read())
            else:
                values[name] = value if isinstance(value, str) else bytes(value).decode()
        return Params(values, files)
    body = (await request.read()).decode("utf-8", "surrogatepass")
    if kind == "application/json":
        try:
            decoded = json.loads(body) if body else {}
        except ValueError:
            raise refuse("broken_json", name="request") from None
        values.update(decoded if isinstance(decoded, dict) else {})
    elif body:
        values.update(parse_qsl(body, keep_blank_values=True))
    return Params(values)


def _request(
    message: RawRequestMessage,
    payload: StreamReader,
    protocol: web.RequestHandler,
    writer: AbstractStreamWriter,
    task: asyncio.Task[None],
) -> web.BaseRequest:
    """Make aiohttp's request object with room for large files."""
    loop = asyncio.get_running_loop()
    return web.BaseRequest(message, payload, protocol, writer, task, loop, client_max_size=LARGEST_BODY)


def _json(answer: dict[str, Any], status: int) -> web.Response:
    if status == 502:
        return web.Response(body=_GATEWAY_PAGE, status=status, content_type="text/html")
    return web.Response(body=encode(answer), status=status, content_type="application/json")
