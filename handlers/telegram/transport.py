"""How calls travel: a `telegram.request.BaseRequest` on aiohttp, which tells "never sent" from "answer lost".

The library's own transport (httpx) collapses under concurrency and puts one time-out for both cases. Nothing raised here
carries an address, because the address of every call holds the token.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS = 10.0
"""For finding the host, the connection and its encryption, the wait for a free connection included."""
ANSWER_SECONDS = 20.0
KEEP_ALIVE_SECONDS = 15.0
"""Shorter than any server's own, so that a call is not written to a line that is just being closed."""
CONNECTIONS = 64
FLOOD_SECONDS = 5.0
"""When a 429 does not say how long to wait."""
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_UNAVAILABLE_FROM = 500
_FLOOD = 429
_TOO_LARGE = 413

_NEVER_SENT = (
    aiohttp.ClientConnectorError,  # refused, no such host, bad certificate, proxy not there
    aiohttp.ConnectionTimeoutError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ServerFingerprintMismatch,
    aiohttp.InvalidURL,
)


class NeverSent(NetworkError):
    """The call certainly did not reach the platform."""


class AnswerLost(NetworkError):
    """The connection ended after the call may have been written: it may have been done."""


class Garbled(NetworkError):
    """An answer that is not the Bot API's: the call may have been done."""


class Failing(NetworkError):
    """The platform, or a gateway before it, answered 5xx: the call may have been done."""


class Flood(TelegramError):
    """429, with the seconds to wait. The library's own `RetryAfter` warns whenever it is made."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the platform asks to wait {seconds:g} seconds")
        self.seconds = seconds


class Transport(BaseRequest):
    """One pool of connections to one server."""

    def __init__(
        self,
        root: str,
        *,
        connections: int = CONNECTIONS,
        connect: float = CONNECT_SECONDS,
        answer: float = ANSWER_SECONDS,
    ) -> None:
        """`root` is the server's address; proxies come from the environment unless the server is on this machine."""
        self._own_machine = urlsplit(root).hostname in LOOPBACK
        self._connections = connections
        self._connect = connect
        self._answer = answer
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds that an answer may take."""
        return self._answer

    async def initialize(self) -> None:
        """Open the pool; harmless when it is open."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEEP_ALIVE_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=not self._own_machine,
            )

    async def shutdown(self) -> None:
        """Close every connection."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - counted in the time for the answer
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - counted in the time to connect
    ) -> tuple[int, bytes]:
        """Do one call; return its status and body.

        Raises:
            NeverSent, AnswerLost, TimedOut, Failing, Flood, BadRequest: see each.
        """
        if self._session is None:
            raise NeverSent("the connection to Telegram is not open")
        connect, answer = _chosen(connect_timeout, self._connect), _chosen(read_timeout, self._answer)
        # The sum guards against a body that is never taken or an answer that trickles.
        limits = aiohttp.ClientTimeout(
            total=connect + 2 * answer, connect=connect, sock_connect=connect, sock_read=answer
        )
        form = request_data.json_parameters if request_data is not None else None
        try:
            async with self._session.request(method, url, data=form, timeout=limits, allow_redirects=False) as response:
                status, body = response.status, await response.read()
        except _NEVER_SENT as error:
            raise NeverSent(f"no connection to Telegram ({type(error).__name__})") from None
        except TimeoutError:
            raise TimedOut(f"no answer within {answer:g} seconds") from None
        except (aiohttp.ClientError, OSError) as error:
            raise AnswerLost(f"the connection to Telegram broke ({type(error).__name__})") from None
        return _sorted_out(status, body)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse an answer. The library's own version writes what it cannot parse, customers' words included, to the log."""
        try:
            parsed = json.loads(payload.decode("utf-8", "replace"))
        except ValueError:
            parsed = None
        if not isinstance(parsed, dict):
            raise Garbled("the answer is not from the Bot API")
        return parsed


def _chosen(given: object, usual: float) -> float:
    """The library hands over a number, None or its mark for "the usual"."""
    return float(given) if isinstance(given, int | float) else usual


def _sorted_out(status: int, body: bytes) -> tuple[int, bytes]:
    """Statuses that the library would blur into one kind of error."""
    if status >= _UNAVAILABLE_FROM:
        raise Failing(f"Telegram answered with status {status}")
    if status == _FLOOD:
        raise Flood(_wait(body))
    if status == _TOO_LARGE:
        raise BadRequest("Request Entity Too Large")
    return status, body


def _wait(body: bytes) -> float:
    try:
        seconds = json.loads(body)["parameters"]["retry_after"]
    except (ValueError, KeyError, TypeError):
        return FLOOD_SECONDS
    return float(seconds) if isinstance(seconds, int | float) and seconds >= 0 else FLOOD_SECONDS
