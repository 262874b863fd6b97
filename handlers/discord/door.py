"""The one door to Discord's REST API: a call goes out by discord.py, every failure comes back as one of bot.ports.

discord.py keeps to the rate limits, waits short ones out itself (up to 30 seconds) and repeats a call after 500, 502, 504 and 524; a
message carries an enforced nonce, so that repeating it is harmless. What a failure means:

    429 that asks for a longer wait           Busy
    connection refused, no name               Unreachable: certainly not sent
    line cut, no answer in time, 5xx          Unsure; Unreachable where doing it twice is harmless
    401                                       Revoked
    other 4xx                                 by their code, see `refusals`
"""

from __future__ import annotations

import asyncio
import json
import logging
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

import aiohttp
from discord import HTTPException, LoginFailure, RateLimited
from discord.http import Route

from bot.ports import Busy, ChatError, NotSent, Revoked, Unreachable, Unsure
from handlers.discord import refusals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from discord.http import HTTPClient

CALL_SECONDS = 45.0
"""How long one call may take, the library's own repeats and waits included: well within the lease of a job."""
_UNAUTHORISED, _TOO_MANY, _SERVER_FAULT = 401, 429, 500
_SLOW_SECONDS = 5.0
_REVOKED = "Discord does not accept the token (any more)"
_NONE: Mapping[str, str] = MappingProxyType({})


class Expired(NotSent):
    """The press is answered already, or too old to be answered."""


class Line(Protocol):
    """Who holds the library's HTTP client."""

    revoked: bool
    """The token is not valid any more."""

    @property
    def http(self) -> HTTPClient | None:
        """The client of this moment; None while there is none to be used."""
        ...


def hush() -> None:
    """Silence libraries that write addresses with tokens, or customers' words, to the log."""
    for name in ("discord", "aiohttp"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


class Door:
    """Calls of one bot over one line."""

    def __init__(self, line: Line, *, seconds: float = CALL_SECONDS) -> None:
        """`seconds` is the longest a call may take."""
        self._line = line
        self._seconds = seconds

    async def call(
        self,
        method: str,
        path: str,
        ids: Mapping[str, str] = _NONE,
        body: object = None,
        *,
        twice: bool = False,
        seconds: float | None = None,
    ) -> Any:
        """Do `method` on `path`, whose `{names}` are filled from `ids`; return the answer's JSON.

        Args:
            method: GET, POST, PATCH, PUT or DELETE.
            path: as documented, after the version. Names that discord.py knows as major parameters must be used for its buckets:
                channel_id, guild_id, webhook_id, webhook_token.
            ids: fill the path.
            body: sent as JSON; None sends none. In GET the query, as a mapping.
            twice: doing it twice is harmless, so a lost answer is no reason for doubt.
            seconds: the longest this call may take.

        Raises:
            ChatError: one of its kinds, see the table above; Expired for a press that cannot be answered (any more).
        """
        http = self._line.http
        if http is None:
            raise Revoked(_REVOKED) if self._line.revoked else Unreachable("There is no login at Discord now")
        route = Route(method, path, metadata=None, **ids)
        sent: dict[str, Any] = {} if body is None else {"params" if method == "GET" else "json": body}
        try:
            async with asyncio.timeout(seconds or self._seconds):
                return await http.request(route, **sent)
        except (
            HTTPException,
            RateLimited,
            OSError,
            aiohttp.ClientError,
            RuntimeError,
            ValueError,
            KeyError,
            TypeError,
        ) as error:
            raise translated(error, twice=twice) from None


def translated(error: Exception, *, twice: bool = False) -> ChatError:
    """One of the library's errors as one of ours. A time-out is an OSError; RuntimeError is a session that was closed meanwhile."""
    match error:
        case RateLimited():
            return Busy(f"Discord asks to wait {error.retry_after:g} seconds", error.retry_after)
        case LoginFailure():
            return Revoked(_REVOKED)
        case HTTPException():
            return _by_status(error, twice=twice)
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return Unreachable("No connection to Discord")
        case json.JSONDecodeError():
            return _doubtful("Discord's answer makes no sense", twice=twice)
        case _:
            return _doubtful("Discord's answer was lost", twice=twice)


def _by_status(error: HTTPException, *, twice: bool) -> ChatError:
    if error.status >= _SERVER_FAULT:
        return _doubtful(f"Discord fails with status {error.status}", twice=twice)
    if error.code in {
        refusals.UNKNOWN_WEBHOOK,
        refusals.UNKNOWN_INTERACTION,
        refusals.ALREADY_ANSWERED,
        refusals.WEBHOOK_EXPIRED,
    }:
        return Expired("This press cannot be answered any more")
    if error.status == _UNAUTHORISED:
        return Revoked(_REVOKED)
    if error.status == _TOO_MANY:
        return Busy("Discord asks to go slower", _wait(error))
    return refusals.refused(error.status, error.code, error.text)


def _wait(error: HTTPException) -> float:
    try:
        return float(error.response.headers.get("Retry-After", _SLOW_SECONDS))
    except ValueError:
        return _SLOW_SECONDS


def _doubtful(text: str, *, twice: bool) -> ChatError:
    return Unreachable(text) if twice else Unsure(text)
