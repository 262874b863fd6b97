"""A server, a bot in a supergroup and a customer; the bot is the real python-telegram-bot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from telegram import Bot as LibraryBot
from telegram.request import HTTPXRequest

from tests.servers.telegram import TelegramServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.servers.telegram.state import Bot, Chat, User


class Wall:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.seconds = 1_795_000_000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Scene:
    """Everything a test needs; `call` speaks to the server without any library."""

    server: TelegramServer
    account: Bot
    customer: User
    group: Chat
    library: LibraryBot
    http: aiohttp.ClientSession

    async def call(self, method: str, /, **params: object) -> dict[str, Any]:
        async with self.http.post(f"{self.server.base_url}{self.account.token}/{method}", json=params) as answer:
            content: dict[str, Any] = await answer.json(content_type=None) if answer.status != 502 else {}
            return {**content, "status": answer.status}

    async def updates(self, **params: object) -> list[dict[str, Any]]:
        result: list[dict[str, Any]] = (await self.call("getUpdates", **params))["result"]
        return result

    async def sent(self, text: str = "Hoi", **params: object) -> dict[str, Any]:
        answer = await self.call("sendMessage", chat_id=params.pop("chat_id", self.group.id), text=text, **params)
        result: dict[str, Any] = answer["result"]
        return result


def plain_request() -> HTTPXRequest:
    """The library's own transport without loading certificates, which a loopback address never needs."""
    return HTTPXRequest(httpx_kwargs={"verify": False})


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with TelegramServer(clock=Wall()) as server, aiohttp.ClientSession() as http:
        account = server.add_bot("7000000001:invented", "polderlink_bot", "Polderlink", reads_all=True)
        customer = server.add_user("Sanne", username="sanne_test")
        group = server.add_supergroup("Polderlink klanten", members=[customer])
        library = LibraryBot(
            account.token,
            base_url=server.base_url,
            base_file_url=server.base_file_url,
            request=plain_request(),
            get_updates_request=plain_request(),
        )
        async with library:
            yield Scene(server, account, customer, group, library, http)
