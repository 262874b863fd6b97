"""Orders to misbehave strike once, on the route they name, and the judge knows what was accepted."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import discord
import pytest

from tests.servers.discord.misbehaviour import KINDS, Fault
from tests.servers.discord.tests.conftest import PATIENCE

if TYPE_CHECKING:
    from tests.servers.discord.tests.conftest import Listener, Polderlink, Rest

SEND = "POST /channels/{channel_id}/messages"


def path(polderlink: Polderlink) -> str:
    return f"/channels/{polderlink.channel.id}/messages"


async def test_a_dropped_answer_was_accepted_all_the_same(polderlink: Polderlink, rest: Rest) -> None:
    polderlink.server.misbehave(Fault("drop_after", SEND))
    with pytest.raises(aiohttp.ClientConnectionError):
        await rest("POST", path(polderlink), {"content": "Hoi"})
    assert len(polderlink.server.accepted) == 1
    assert (await rest("POST", path(polderlink), {"content": "Hoi"}))[0] == 200


async def test_a_line_cut_before_accepted_nothing(polderlink: Polderlink, rest: Rest) -> None:
    polderlink.server.misbehave(Fault("cut_before", SEND))
    with pytest.raises(aiohttp.ClientConnectionError):
        await rest("POST", path(polderlink), {"content": "Hoi"})
    assert polderlink.server.accepted == []


@pytest.mark.parametrize(("kind", "accepted"), [("error", 0), ("error_after", 1)])
async def test_a_server_error_comes_before_or_after_acceptance(
    polderlink: Polderlink, rest: Rest, kind: str, accepted: int
) -> None:
    assert kind in {"error", "error_after"}
    polderlink.server.misbehave(Fault("error" if kind == "error" else "error_after", SEND, status=502))
    status, _ = await rest("POST", path(polderlink), {"content": "Hoi"})
    assert (status, len(polderlink.server.accepted)) == (502, accepted)


@pytest.mark.parametrize("everywhere", [False, True])
async def test_a_429_is_waited_out_by_the_real_client(
    polderlink: Polderlink, client: Listener, *, everywhere: bool
) -> None:
    polderlink.server.misbehave(Fault("too_many", SEND, seconds=0.05, everywhere=everywhere))
    await client.get_partial_messageable(polderlink.channel.id).send("Hoi")
    assert len(polderlink.server.accepted) == 1
    assert polderlink.server.journal.calls[SEND, 429] == 1


async def test_a_late_answer_was_accepted_when_the_client_gave_up(polderlink: Polderlink, rest: Rest) -> None:
    polderlink.server.misbehave(Fault("delay_answer", SEND, seconds=PATIENCE))
    with pytest.raises(TimeoutError):
        await rest("POST", path(polderlink), {"content": "Hoi"}, patience=0.2)
    assert len(polderlink.server.accepted) == 1


async def test_a_delayed_request_is_handled_later(polderlink: Polderlink, rest: Rest) -> None:
    polderlink.server.misbehave(Fault("delay", SEND, seconds=0.2))
    calling = asyncio.ensure_future(rest("POST", path(polderlink), {"content": "Hoi"}))
    done, _ = await asyncio.wait({calling}, timeout=0.05)
    assert not done
    assert polderlink.server.accepted == []
    assert (await calling)[0] == 200


async def test_latency_is_for_every_route(polderlink: Polderlink, rest: Rest) -> None:
    polderlink.server.misbehaviour.latency = 0.05
    before = asyncio.get_running_loop().time()
    await rest("GET", "/users/@me")
    assert asyncio.get_running_loop().time() - before >= 0.05


async def test_an_order_for_one_channel_leaves_the_others_alone(polderlink: Polderlink, rest: Rest) -> None:
    polderlink.server.misbehave(Fault("error", SEND, channel_id=polderlink.desk.id, times=None))
    assert (await rest("POST", path(polderlink), {"content": "Hoi"}))[0] == 200
    for _ in range(2):
        assert (await rest("POST", f"/channels/{polderlink.desk.id}/messages", {"content": "Hoi"}))[0] == 500


async def test_a_misspelt_order_is_a_mistake_at_once(polderlink: Polderlink) -> None:
    with pytest.raises(ValueError, match="unknown route"):
        polderlink.server.misbehave(Fault("error", "POST /channel/messages"))
    assert len(KINDS) == 7


async def test_a_502_is_tried_again_by_the_real_client_and_the_nonce_keeps_it_one(
    polderlink: Polderlink, client: Listener
) -> None:
    polderlink.server.misbehave(Fault("error_after", SEND, status=502))
    await client.get_partial_messageable(polderlink.channel.id).send("Hoi", nonce="job-1")
    assert len(polderlink.server.messages(polderlink.channel)) == 1
    assert len(polderlink.server.journal.repeated) == 1


async def test_a_cut_under_the_real_client_is_an_error_the_caller_sees(
    polderlink: Polderlink, client: Listener
) -> None:
    polderlink.server.misbehave(Fault("drop_after", SEND))
    with pytest.raises((aiohttp.ClientError, discord.HTTPException)):
        await client.get_partial_messageable(polderlink.channel.id).send("Hoi")
    assert len(polderlink.server.accepted) == 1
