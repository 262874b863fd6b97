"""The door of the REST API: orders to misbehave, authentication, rate limits, the form, the answer, the judge's book.

Handlers are plain functions, so what one request changes is never seen half done by another.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from tests.servers.discord.forms import snowflake
from tests.servers.discord.journal import Written
from tests.servers.discord.refusals import REFUSALS, RefusedError, invalid_form
from tests.servers.discord.state import Attachment, Bot

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.servers.discord.core import Platform
    from tests.servers.discord.misbehaviour import Fault
    from tests.servers.discord.state import Json

API = "/api/v10"
# json_or_text in discord.py's http compares the content type literally, without a charset.
_JSON = "application/json"
# discord.py takes a 429 without a Via header for a ban by the proxy and gives up.
_VIA = {"Via": "1.1 loopback"}
_MAJOR = ("channel_id", "guild_id", "webhook_id", "token")


@dataclass(slots=True)
class Call:
    """One request as a handler sees it."""

    platform: Platform
    route: str
    path: dict[str, str]
    query: dict[str, str]
    body: Json = field(default_factory=dict)
    items: list[Json] | None = None
    files: list[Attachment] = field(default_factory=list)
    asker: Bot | None = None
    written: Written = field(default_factory=Written)

    @property
    def bot(self) -> Bot:
        """The bot that asks; only routes with a token have one."""
        if self.asker is None:
            raise RefusedError("bad_token")
        return self.asker

    def id(self, name: str) -> int:
        """An id from the path."""
        return snowflake(self.path[name], name)


Answer = tuple[int, object]
NO_CONTENT: Answer = (204, None)


@dataclass(frozen=True, slots=True)
class Route:
    """One route; `by_token` routes are authenticated by the token in their path, `free` ones by nothing."""

    method: str
    path: str
    handler: Callable[[Call], Answer]
    by_token: bool = False
    free: bool = False

    @property
    def name(self) -> str:
        """How limits, orders and the judge's book call it."""
        return f"{self.method} {self.path}"


def door(platform: Platform, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The aiohttp handler of one route."""

    async def answer(request: web.Request) -> web.StreamResponse:
        path = dict(request.match_info)
        fault = platform.misbehaviour.for_request(route.name, _channel(platform, path))
        wait = platform.misbehaviour.latency + (fault.seconds if fault is not None and fault.kind == "delay" else 0)
        if wait:
            await asyncio.sleep(wait)
        # A multipart body is read part by part, later.
        raw = b"" if _multipart(request) else await request.read()
        early = _early(platform, route, fault)
        if early is not None:
            return _cut(request) if fault is not None and fault.kind == "cut_before" else early
        call = Call(platform, route.name, path, dict(request.query))
        standing: dict[str, str] = {}
        try:
            call.asker = _authenticate(platform, route, request)
            standing = _limit(platform, route, call)
            await _read_form(request, raw, call)
            status, found = route.handler(call)
        except _TooManyError as much:
            return _reply(platform, route, 429, much.body, much.headers)
        except RefusedError as refused:
            return _reply(platform, route, refused.row.status, refused.body(), standing)
        if route.method != "GET":
            author = call.asker.user_id if call.asker is not None else 0
            platform.journal.write(route.name, author, call.body, call.written, platform.clock.now())
        return await _after(platform, route, request, fault) or _reply(platform, route, status, found, standing)

    return answer


class _TooManyError(Exception):
    def __init__(self, retry_after: float, headers: dict[str, str], *, everywhere: bool) -> None:
        super().__init__("rate limited")
        message = REFUSALS["too_many_requests"].message
        self.body: Json = {"message": message, "retry_after": round(retry_after, 3), "global": everywhere}
        self.headers = headers


def _early(platform: Platform, route: Route, fault: Fault | None) -> web.Response | None:
    if fault is None or fault.kind not in {"cut_before", "too_many", "error"}:
        return None
    if fault.kind == "too_many":
        headers = {"Retry-After": str(int(fault.seconds) + 1), "X-RateLimit-Scope": "user"}
        if fault.everywhere:
            headers |= {"X-RateLimit-Scope": "global", "X-RateLimit-Global": "true"}
        much = _TooManyError(fault.seconds, headers, everywhere=fault.everywhere)
        return _reply(platform, route, 429, much.body, headers)
    if fault.kind == "error":
        return _reply(platform, route, fault.status, _broken(fault.status), {})
    return web.Response()


async def _after(platform: Platform, route: Route, request: web.Request, fault: Fault | None) -> web.Response | None:
    """What goes wrong once the request has been accepted; None when its answer may go out."""
    if fault is None:
        return None
    if fault.kind == "delay_answer":
        await asyncio.sleep(fault.seconds)
    elif fault.kind == "drop_after":
        return _cut(request)
    elif fault.kind == "error_after":
        return _reply(platform, route, fault.status, _broken(fault.status), {})
    return None


def _broken(status: int) -> Json:
    return {
        "message": f"{status}: {'Bad Gateway' if status == web.HTTPBadGateway.status_code else 'Server Error'}",
        "code": 0,
    }


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _authenticate(platform: Platform, route: Route, request: web.Request) -> Bot | None:
    given = request.headers.get("Authorization", "")
    bot = platform.world.tokens.get(given.removeprefix("Bot ")) if given.startswith("Bot ") else None
    if bot is None and not route.by_token and not route.free:
        raise RefusedError("bad_token")
    return bot


def _limit(platform: Platform, route: Route, call: Call) -> dict[str, str]:
    major = "/".join(call.path[name] for name in _MAJOR if name in call.path)
    who = call.asker.token if call.asker is not None else "-"
    standing = platform.limits.take(route.name, major, who, counts_globally=not route.by_token)
    headers = standing.headers()
    if standing.retry_after is not None:
        raise _TooManyError(standing.retry_after, headers, everywhere=standing.everywhere)
    return headers


def _multipart(request: web.Request) -> bool:
    return request.content_type.startswith("multipart/")


async def _read_form(request: web.Request, raw: bytes, call: Call) -> None:
    if _multipart(request):
        form = await request.post()
        for name, part in form.items():
            if isinstance(part, web.FileField):
                data = part.file.read()
                kind = part.content_type
                call.files.append(Attachment(call.platform.ids.next(), part.filename, kind, data))
            elif name == "payload_json" and isinstance(part, str):
                call.body = _object(part)
        return
    if not raw:
        return
    found = _parsed(raw)
    if isinstance(found, list):
        call.items = found
        call.body = {"items": found}
    elif isinstance(found, dict):
        call.body = found
    else:
        raise invalid_form("_", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")


def _object(text: str) -> Json:
    found = _parsed(text)
    if not isinstance(found, dict):
        raise invalid_form("payload_json", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    return found


def _parsed(raw: bytes | str) -> object:
    try:
        return json.loads(raw)
    except ValueError:
        raise RefusedError("invalid_json") from None


def _channel(platform: Platform, path: dict[str, str]) -> int | None:
    text = path.get("channel_id")
    if text is not None and text.isdecimal():
        return int(text)
    # A followup's or callback's channel is that of its interaction.
    interaction = platform.interactions.get(path.get("token", ""))
    return interaction.channel_id if interaction is not None else None


def _reply(platform: Platform, route: Route, status: int, found: object, headers: dict[str, str]) -> web.Response:
    platform.journal.calls[route.name, status] += 1
    if status == web.HTTPNoContent.status_code:
        return web.Response(status=status, headers=headers | _VIA)
    body = json.dumps(found, separators=(",", ":")).encode()
    return web.Response(status=status, body=body, headers={"Content-Type": _JSON} | headers | _VIA)


async def nothing_here(platform: Platform, request: web.Request) -> web.Response:
    """Any address under the API that Discord does not have either."""
    platform.journal.unknown_calls.append(f"{request.method} {request.path}")
    row = REFUSALS["no_such_route"]
    return web.Response(
        status=row.status,
        body=json.dumps({"message": row.message, "code": row.code}).encode(),
        headers={"Content-Type": _JSON} | _VIA,
    )


async def wrong_method(_: web.Request) -> web.Response:
    """A known address with a method it does not have."""
    row = REFUSALS["wrong_method"]
    return web.Response(
        status=row.status,
        body=json.dumps({"message": row.message, "code": row.code}).encode(),
        headers={"Content-Type": _JSON} | _VIA,
    )
