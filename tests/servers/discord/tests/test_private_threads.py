"""Private threads and forms as strictly as the platform takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.servers.discord import interactions, permissions
from tests.servers.discord.intents import GUILD_MEMBERS
from tests.servers.discord.refusals import RefusedError
from tests.servers.discord.state import World

if TYPE_CHECKING:
    from tests.servers.discord.interactions import Interaction
    from tests.servers.discord.state import Channel
    from tests.servers.discord.tests.conftest import Polderlink, Rest

Json = dict[str, Any]
FIELD: Json = {"type": 4, "custom_id": "said", "style": 1, "max_length": 20}


async def made(polderlink: Polderlink, rest: Rest, **more: object) -> Channel:
    """A private thread of the bot's."""
    body = {"name": "Privé", "type": World.PRIVATE_THREAD, **more}
    status, thread = await rest("POST", f"/channels/{polderlink.channel.id}/threads", body)
    assert status == 201
    return polderlink.server.world.channels[int(thread["id"])]


async def test_who_is_not_in_a_private_thread_does_not_see_it(polderlink: Polderlink, rest: Rest) -> None:
    thread = await made(polderlink, rest, invitable=False)
    assert thread.thread is not None
    assert not thread.thread.invitable
    with pytest.raises(RefusedError, match="Missing Permissions"):
        polderlink.server.say(thread, polderlink.sanne, "hallo?")
    status, _ = await rest("PUT", f"/channels/{thread.id}/thread-members/{polderlink.sanne.id}")
    assert status == 204
    polderlink.server.say(thread, polderlink.sanne, "hallo")
    assert [message.kind for message in polderlink.server.messages(thread)] == [1, 0]


async def test_only_moderators_add_to_a_thread_that_is_not_invitable(polderlink: Polderlink, rest: Rest) -> None:
    closed, open_ = await made(polderlink, rest, invitable=False), await made(polderlink, rest)
    for thread in (closed, open_):
        await rest("PUT", f"/channels/{thread.id}/thread-members/{polderlink.sanne.id}")
    with pytest.raises(RefusedError, match="Missing Permissions"):
        polderlink.server.add_to_thread(closed, polderlink.sanne, polderlink.ayse)
    polderlink.server.add_to_thread(open_, polderlink.sanne, polderlink.ayse)
    polderlink.server.overwrite(polderlink.channel, polderlink.bot, deny=permissions.MANAGE_THREADS)
    status, refused = await rest("PUT", f"/channels/{closed.id}/thread-members/{polderlink.ayse.id}")
    assert (status, refused["code"]) == (403, 50013)


async def test_without_the_right_no_private_thread_is_made(polderlink: Polderlink, rest: Rest) -> None:
    polderlink.server.overwrite(polderlink.channel, polderlink.bot, deny=permissions.CREATE_PRIVATE_THREADS)
    body = {"name": "Privé", "type": World.PRIVATE_THREAD}
    status, refused = await rest("POST", f"/channels/{polderlink.channel.id}/threads", body)
    assert (status, refused["code"]) == (403, 50013)


async def test_members_are_listed_only_with_the_intent_and_looked_up_without(
    polderlink: Polderlink, rest: Rest
) -> None:
    thread = await made(polderlink, rest)
    there = f"/channels/{thread.id}/thread-members"
    assert (await rest("GET", there))[0] == 403
    assert (await rest("GET", f"{there}/{polderlink.bot.user_id}"))[0] == 200
    status, refused = await rest("GET", f"{there}/{polderlink.sanne.id}")
    assert (status, refused["code"]) == (404, 10007)
    polderlink.bot.intents_enabled |= GUILD_MEMBERS
    assert len((await rest("GET", there))[1]) == 1


def pressed(polderlink: Polderlink) -> Interaction:
    """A command of Sanne's, which a form may answer."""
    polderlink.bot.commands = [{"id": "1", "name": "zaak"}]
    return polderlink.server.command(polderlink.sanne, polderlink.bot, polderlink.channel, "zaak")


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        ([{"type": 18, "label": "x" * 46, "component": FIELD}], "label"),
        ([{"type": 18, "label": "x"}], "component"),
        ([{"type": 18, "label": "x", "component": {**FIELD, "label": "y"}}], "label"),
        ([{"type": 18, "label": "x", "description": "x" * 101, "component": FIELD}], "description"),
        ([{"type": 18, "label": "x", "component": {**FIELD, "style": 3}}], "style"),
        ([{"type": 18, "label": "x", "component": {**FIELD, "max_length": 4001}}], "max_length"),
        ([{"type": 18, "label": "x", "component": {**FIELD, "custom_id": ""}}], "custom_id"),
        ([{"type": 10, "content": ""}], "content"),
        ([FIELD], "type"),
        ([{"type": 18, "label": "x", "component": FIELD}] * 2, "custom_id"),
    ],
)
async def test_a_form_that_is_wrong_is_refused(
    polderlink: Polderlink, rest: Rest, parts: list[Json], path: str
) -> None:
    press = pressed(polderlink)
    body = {"type": interactions.MODAL, "data": {"custom_id": "f", "title": "Antwoord", "components": parts}}
    status, refused = await rest("POST", f"/interactions/{press.id}/{press.token}/callback", body)
    assert (status, refused["code"]) == (400, 50035)
    assert path in str(refused["errors"])


async def test_a_form_is_sent_only_as_it_asks_for(polderlink: Polderlink, rest: Rest) -> None:
    press = pressed(polderlink)
    parts = [{"type": 10, "content": "Sinds wanneer?"}, {"type": 18, "label": "Antwoord", "component": FIELD}]
    body = {"type": interactions.MODAL, "data": {"custom_id": "f", "title": "Antwoord", "components": parts}}
    assert (await rest("POST", f"/interactions/{press.id}/{press.token}/callback", body))[0] == 204
    for said in ("", "x" * 21):
        with pytest.raises(ValueError, match="cannot be sent"):
            polderlink.server.submit_modal(polderlink.sanne, press, {"said": said})
    sent = polderlink.server.submit_modal(polderlink.sanne, press, {"said": "gisteren"})
    assert sent.data["components"][1]["component"]["value"] == "gisteren"
