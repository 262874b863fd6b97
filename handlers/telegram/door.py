"""The one door to the Bot API: a call goes out by python-telegram-bot, every failure comes back as one of bot.ports.

Calls go through `Bot.do_api_request` in the Bot API's own words, so that an answer of a shape the library does not know yet can
never make a delivered post look undelivered. What a failure means:

    429                                            Busy, with the platform's own wait
    connection refused, no name, time-out before   Unreachable: certainly not sent
    anything was written
    time-out after that, line cut, 5xx, an answer  Unsure: a gateway that answers 502 may have passed the call on
    that makes no sense                            before; Unreachable where doing it twice is harmless
    401, or 404 from the Bot API itself            Revoked
    409                                            Taken: somebody else polls with this token
    400, 403                                       by their words, see `refusals`
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any, TypeVar

from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    TelegramError,
    TimedOut,
)

from bot.ports import Busy, ChannelMoved, ChatError, NotSent, Revoked, Unreachable, Unsure
from handlers.telegram import refusals
from handlers.telegram.transport import ANSWER_SECONDS, AnswerLost, Failing, Flood, Garbled, NeverSent, Transport

if TYPE_CHECKING:
    from collections.abc import Mapping

PUBLIC = "https://api.telegram.org"
_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{1,128}")
_ENDPOINT_GONE = frozenset({"Unauthorized", "Not Found"})

T = TypeVar("T")


class Taken(NotSent):
    """409: another program polls with this token, or a webhook is set."""


def hush() -> None:
    """Silence libraries that write addresses with the token, or customers' words, to the log."""
    for name in ("telegram", "httpx", "httpcore", "aiohttp.client", "aiohttp.internal"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


class Door:
    """Calls of one bot over one transport."""

    def __init__(
        self, token: str, api_url: str, *, connections: int = 64, connect: float = 10.0, answer: float = ANSWER_SECONDS
    ) -> None:
        """`api_url` is a server's root, empty for Telegram's own. A token that cannot be one is told by the first call."""
        hush()
        root = (api_url or PUBLIC).rstrip("/")
        self._transport = Transport(root, connections=connections, connect=connect, answer=answer)
        self._bot: Bot | None = None
        if _TOKEN.fullmatch(token):
            self._bot = Bot(
                token,
                base_url=f"{root}/bot",
                base_file_url=f"{root}/file/bot",
                request=self._transport,
                get_updates_request=self._transport,
            )

    async def open(self) -> None:
        """Make calls possible; harmless when it is open."""
        await self._transport.initialize()

    async def close(self) -> None:
        """Close every connection."""
        await self._transport.shutdown()

    async def call(
        self, method: str, values: Mapping[str, Any], *, twice: bool = False, seconds: float | None = None
    ) -> Any:
        """Do a method of the Bot API; return its result as plain JSON.

        Args:
            method: its name as documented; the Bot API takes it in any case, and lower case keeps the library from
                pointing at its own method of that name.
            values: its parameters; None is left out.
            twice: doing it twice is harmless, so a lost answer is no reason for doubt.
            seconds: how long the answer may take.

        Raises:
            ChatError: one of its kinds, see the table above.
        """
        if self._bot is None:
            raise Revoked("The Telegram token is missing or is not a token")
        try:
            return await self._bot.do_api_request(method.lower(), api_kwargs=dict(values), read_timeout=seconds)
        except TelegramError as error:
            raise translated(error, twice=twice) from None
        except (KeyError, TypeError):
            # Status 200 without a result: the library looks it up unasked.
            raise _doubtful("Telegram's answer makes no sense", twice=twice) from None


def translated(error: TelegramError, *, twice: bool = False) -> ChatError:
    """One of the library's errors as one of ours."""
    match error:
        case Flood():
            return Busy(f"Telegram asks to wait {error.seconds:g} seconds", error.seconds)
        case NeverSent():
            return Unreachable(error.message)
        case ChatMigrated():
            return ChannelMoved("The group became a supergroup with a new id", str(error.new_chat_id))
        case BadRequest():
            return refusals.bad_request(error.message)
        case Forbidden():
            return refusals.forbidden(error.message)
        case Conflict():
            return Taken(refusals.plain(error.message))
        case InvalidToken() | EndPointNotFound():
            return _token_or_outage(error)
        case TimedOut() | AnswerLost() | Failing() | Garbled():
            return _doubtful(error.message, twice=twice)
        case _:
            return _doubtful(f"Telegram could not be understood ({type(error).__name__})", twice=twice)


def _doubtful(text: str, *, twice: bool) -> ChatError:
    return Unreachable(text) if twice else Unsure(text)


def _token_or_outage(error: TelegramError) -> ChatError:
    """Tell a revoked token from a page of somebody's web server at the address.

    401 and 404 are one error in the library (a malformed token gets 404); the platform's own words are in the cause.
    """
    cause = error.__cause__ if isinstance(error.__cause__, TelegramError) else error
    if cause.message in _ENDPOINT_GONE:
        return Revoked("Telegram does not accept the token (any more)")
    return Unreachable("There is no Bot API at this address")
