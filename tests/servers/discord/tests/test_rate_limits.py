"""Rate limits: the headers on every answer, buckets per channel, the global limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.servers.discord.limits import Limit

if TYPE_CHECKING:
    from tests.servers.discord.tests.conftest import Listener, Polderlink, Rest

SEND = "POST /channels/{channel_id}/messages"
HEADERS = {"Limit", "Remaining", "Reset", "Reset-After", "Bucket"}


@pytest.mark.parametrize("path", ["/users/@me", "/gateway", "/channels/1", "/channels/1/messages"])
async def test_every_answer_has_the_headers(rest: Rest, path: str) -> None:
    _, _, headers = await rest.full("GET", path)
    assert {f"X-RateLimit-{name}" for name in HEADERS} <= set(headers)


async def test_a_small_bucket_runs_out_for_its_own_channel_only(polderlink: Polderlink, rest: Rest) -> None:
    polderlink.server.limit(SEND, Limit(2, 30))
    path = f"/channels/{polderlink.channel.id}/messages"
    left = [(await rest.full("POST", path, {"content": "x"}))[2]["X-RateLimit-Remaining"] for _ in range(2)]
    assert left == ["1", "0"]
    status, body, headers = await rest.full("POST", path, {"content": "x"})
    assert (status, body["global"], headers["X-RateLimit-Scope"]) == (429, False, "user")
    assert 0 < body["retry_after"] <= 30
    assert (await rest("POST", f"/channels/{polderlink.desk.id}/messages", {"content": "x"}))[0] == 200
    assert len(polderlink.server.accepted) == 3


async def test_the_global_limit_says_that_it_is_global(polderlink: Polderlink, rest: Rest) -> None:
    polderlink.server.limits.overall = Limit(1, 30)
    await rest("GET", "/users/@me")
    status, body, headers = await rest.full("GET", f"/channels/{polderlink.channel.id}")
    assert (status, body["global"], headers["X-RateLimit-Global"]) == (429, True, "true")


async def test_the_real_client_waits_for_its_bucket_before_it_asks(polderlink: Polderlink, client: Listener) -> None:
    polderlink.server.limit(SEND, Limit(2, 0.1))
    channel = client.get_partial_messageable(polderlink.channel.id)
    for number in range(6):
        await channel.send(str(number))
    assert polderlink.server.journal.calls[SEND, 200] == 6
    assert polderlink.server.journal.calls[SEND, 429] == 0
