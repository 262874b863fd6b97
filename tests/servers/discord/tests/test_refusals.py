"""Each row of the table of refusals, by a real request that meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from tests.servers.discord import permissions, posting
from tests.servers.discord.forms import Draft
from tests.servers.discord.limits import Limit
from tests.servers.discord.refusals import REFUSALS, invalid_form

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.servers.discord.interactions import Interaction
    from tests.servers.discord.tests.conftest import Polderlink, Rest

Answer = tuple[int, Any]
CASES: dict[str, Callable[[Polderlink, Rest], Awaitable[Answer]]] = {}
HOI = {"content": "Hoi"}


def refuses(key: str) -> Callable[[Callable[[Polderlink, Rest], Awaitable[Answer]]], None]:
    """Enter a case under the row it meets."""

    def enter(case: Callable[[Polderlink, Rest], Awaitable[Answer]]) -> None:
        assert key not in CASES
        CASES[key] = case

    return enter


@pytest.mark.parametrize("key", sorted(REFUSALS))
async def test_the_platform_refuses_as_its_source_says(key: str, polderlink: Polderlink, rest: Rest) -> None:
    status, body = await CASES[key](polderlink, rest)
    row = REFUSALS[key]
    assert (status, body.get("code", 0), body["message"]) == (row.status, row.code, row.message)


def test_every_row_is_met_and_names_its_source() -> None:
    assert set(CASES) == set(REFUSALS)
    assert all(len(row.source) > 10 or row.source.startswith("codes ") for row in REFUSALS.values())


def public(polderlink: Polderlink) -> str:
    return f"/channels/{polderlink.channel.id}/messages"


def pressed(polderlink: Polderlink) -> Interaction:
    """Ayse presses a button under a message of the bot."""
    button = {"type": 2, "style": 1, "label": "Antwoord", "custom_id": "answer", "id": 2}
    server = polderlink.server
    row = {"type": 1, "id": 1, "components": [button]}
    card = posting.post(server, polderlink.desk, polderlink.bot.user_id, Draft("Een zaak", components=[row]))
    return server.press(polderlink.ayse, card, "answer")


def callback(interaction: Interaction) -> str:
    return f"/interactions/{interaction.id}/{interaction.token}/callback"


def webhook(interaction: Interaction) -> str:
    return f"/webhooks/{interaction.bot.application_id}/{interaction.token}"


@refuses("bad_token")
async def _(_world: Polderlink, rest: Rest) -> Answer:
    rest.token = "not-the-token"
    return await rest("GET", "/users/@me")


@refuses("no_such_route")
async def _(_world: Polderlink, rest: Rest) -> Answer:
    return await rest("GET", "/no/such/place")


@refuses("wrong_method")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    return await rest("PUT", public(polderlink), HOI)


@refuses("too_many_requests")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    polderlink.server.limit("GET /users/@me", Limit(1, 30))
    await rest("GET", "/users/@me")
    return await rest("GET", "/users/@me")


@refuses("unknown_channel")
async def _(_world: Polderlink, rest: Rest) -> Answer:
    return await rest("POST", "/channels/1/messages", HOI)


@refuses("unknown_guild")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    polderlink.server.kick(polderlink.guild, polderlink.bot)
    return await rest("GET", f"/guilds/{polderlink.guild.id}")


@refuses("unknown_member")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    return await rest("GET", f"/guilds/{polderlink.guild.id}/members/1")


@refuses("unknown_message")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    return await rest("GET", f"{public(polderlink)}/1")


@refuses("unknown_user")
async def _(_world: Polderlink, rest: Rest) -> Answer:
    return await rest("POST", "/users/@me/channels", {"recipient_id": "1"})


@refuses("unknown_emoji")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    said = polderlink.server.say(polderlink.channel, polderlink.sanne, "hoi")
    return await rest("PUT", f"{public(polderlink)}/{said.id}/reactions/nonsense/@me")


@refuses("unknown_application")
async def _(_world: Polderlink, rest: Rest) -> Answer:
    return await rest("PUT", "/applications/1/commands", [])


@refuses("unknown_webhook")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    return await rest("POST", webhook(pressed(polderlink)), HOI)


@refuses("unknown_interaction")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    interaction = pressed(polderlink)
    polderlink.server.clock.advance(3.5)
    return await rest("POST", callback(interaction), {"type": 6})


@refuses("already_acknowledged")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    interaction = pressed(polderlink)
    assert (await rest("POST", callback(interaction), {"type": 6}))[0] == 204
    modal = {"custom_id": "m", "title": "Antwoord", "components": [{"type": 1, "components": [{"type": 4}]}]}
    return await rest("POST", callback(interaction), {"type": 9, "data": modal})


@refuses("invalid_webhook_token")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    interaction = pressed(polderlink)
    await rest("POST", callback(interaction), {"type": 6})
    polderlink.server.clock.advance(15 * 60 + 1)
    return await rest("POST", webhook(interaction), HOI)


@refuses("missing_access")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    hidden = polderlink.server.add_channel(polderlink.guild, "directie", private_to=[polderlink.staff])
    return await rest("GET", f"/channels/{hidden.id}/messages")


@refuses("missing_permissions")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    polderlink.server.overwrite(polderlink.channel, polderlink.bot, deny=permissions.SEND_MESSAGES)
    return await rest("POST", public(polderlink), HOI)


@refuses("not_in_a_dm")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    said = polderlink.server.direct_message(polderlink.sanne, polderlink.bot, "hoi")
    return await rest("DELETE", f"/channels/{said.channel_id}/messages/{said.id}")


@refuses("not_your_message")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    said = polderlink.server.say(polderlink.channel, polderlink.sanne, "hoi")
    return await rest("PATCH", f"{public(polderlink)}/{said.id}", {"content": "iets anders"})


@refuses("empty_message")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    return await rest("POST", public(polderlink), {"content": "  "})


@refuses("dms_closed")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    polderlink.sanne.dms_open = False
    _, channel = await rest("POST", "/users/@me/channels", {"recipient_id": str(polderlink.sanne.id)})
    return await rest("POST", f"/channels/{channel['id']}/messages", HOI)


@refuses("no_mutual_guild")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    polderlink.server.kick(polderlink.guild, polderlink.sanne)
    _, channel = await rest("POST", "/users/@me/channels", {"recipient_id": str(polderlink.sanne.id)})
    return await rest("POST", f"/channels/{channel['id']}/messages", HOI)


@refuses("not_a_text_channel")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    forum = polderlink.server.add_channel(polderlink.guild, "vragen", kind=15)
    return await rest("POST", f"/channels/{forum.id}/messages", HOI)


@refuses("system_message")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    said = polderlink.server.say(polderlink.channel, polderlink.sanne, "hoi")
    thread = polderlink.server.start_thread(polderlink.channel, polderlink.sanne, "Wifi", message=said)
    [starter] = polderlink.server.messages(thread)
    return await rest("PATCH", f"/channels/{thread.id}/messages/{starter.id}", {"content": "anders"})


@refuses("wrong_channel_type")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    return await rest("PUT", f"/channels/{polderlink.channel.id}/thread-members/@me")


@refuses("invalid_form")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    status, body = await rest("POST", public(polderlink), {"content": "x" * 2001})
    [error] = body["errors"]["content"]["_errors"]
    assert error == {"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2000 or fewer in length."}
    return status, body


@refuses("invalid_json")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    headers = {"Authorization": f"Bot {rest.token}", "Content-Type": "application/json"}
    address = rest.base + public(polderlink)
    async with aiohttp.ClientSession() as session, session.post(address, data=b"{", headers=headers) as answer:
        return answer.status, await answer.json()


@refuses("thread_archived")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    thread = polderlink.server.start_thread(polderlink.channel, polderlink.sanne, "Wifi")
    polderlink.server.archive_thread(thread)
    return await rest("PUT", f"/channels/{thread.id}/thread-members/@me")


@refuses("reply_needs_history")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    said = polderlink.server.say(polderlink.channel, polderlink.sanne, "hoi")
    polderlink.server.overwrite(polderlink.channel, polderlink.bot, deny=permissions.READ_MESSAGE_HISTORY)
    return await rest("POST", public(polderlink), HOI | {"message_reference": {"message_id": str(said.id)}})


@refuses("thread_exists")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    said = polderlink.server.say(polderlink.channel, polderlink.sanne, "hoi")
    path = f"{public(polderlink)}/{said.id}/threads"
    assert (await rest("POST", path, {"name": "Zaak"}))[0] == 201
    return await rest("POST", path, {"name": "Zaak"})


@refuses("thread_locked")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    thread = polderlink.server.start_thread(polderlink.channel, polderlink.sanne, "Wifi")
    polderlink.server.lock_thread(thread)
    polderlink.server.overwrite(polderlink.channel, polderlink.bot, deny=permissions.MANAGE_THREADS)
    return await rest("POST", f"/channels/{thread.id}/messages", HOI)


@refuses("too_many_threads")
async def _(polderlink: Polderlink, rest: Rest) -> Answer:
    polderlink.guild.max_active_threads = 1
    polderlink.server.start_thread(polderlink.channel, polderlink.sanne, "Wifi")
    return await rest("POST", f"/channels/{polderlink.channel.id}/threads", {"name": "Zaak", "type": 11})


FORMS: list[tuple[dict[str, Any], str]] = [
    ({"content": "x", "nonce": "n" * 26}, "nonce"),
    ({"content": "x", "message_reference": {"message_id": "1"}}, "message_reference"),
    ({"content": "x", "embeds": [{"title": "t" * 257}]}, "embeds.0.title"),
    ({"content": "x", "embeds": [{}] * 11}, "embeds"),
    ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "allowed_mentions"),
    ({"content": "x", "allowed_mentions": {"parse": ["all"]}}, "allowed_mentions.parse.0"),
    ({"content": "x", "components": [{"type": 2}]}, "components.0.type"),
    ({"content": "x", "components": [{"type": 1, "components": []}]}, "components.0.components"),
    (
        {"content": "x", "components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "l"}]}]},
        "components.0.components.0.custom_id",
    ),
    (
        {
            "content": "x",
            "components": [{"type": 1, "components": [{"type": 2, "label": "l", "custom_id": "c" * 101}]}],
        },
        "components.0.components.0.custom_id",
    ),
    (
        {"content": "x", "components": [{"type": 1, "components": [{"type": 2, "label": "l", "custom_id": "c"}] * 2}]},
        "components.0.components.1.custom_id",
    ),
]


@pytest.mark.parametrize(("body", "place"), FORMS)
async def test_an_invalid_form_names_its_place(
    polderlink: Polderlink, rest: Rest, body: dict[str, Any], place: str
) -> None:
    status, found = await rest("POST", public(polderlink), body)
    assert (status, found["code"]) == (400, 50035)
    tree = found["errors"]
    for part in place.split("."):
        tree = tree[part]
    assert tree["_errors"]
    assert polderlink.server.accepted == []


@pytest.mark.parametrize(
    "path", ["/channels/abc/messages", "/channels/{}/messages?limit=101", "/channels/{}/messages?after=x"]
)
async def test_an_id_or_number_that_is_none_is_an_invalid_form(polderlink: Polderlink, rest: Rest, path: str) -> None:
    status, found = await rest("GET", path.format(polderlink.channel.id))
    assert (status, found["code"]) == (400, 50035)


async def test_exactly_2000_characters_are_accepted(polderlink: Polderlink, rest: Rest) -> None:
    status, _ = await rest("POST", public(polderlink), {"content": "é" * 2000})
    assert status == 200


def test_the_errors_tree_follows_the_path() -> None:
    assert invalid_form("a.0.b", "CODE", "why").errors == {
        "a": {"0": {"b": {"_errors": [{"code": "CODE", "message": "why"}]}}}
    }
