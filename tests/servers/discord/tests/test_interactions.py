"""Buttons and modals, pressed by people and answered by the real client."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
import pytest

from tests.servers.discord.refusals import RefusedError
from tests.servers.discord.tests.conftest import PATIENCE, Listener, connected, intents

if TYPE_CHECKING:
    from tests.servers.discord.state import Message
    from tests.servers.discord.tests.conftest import Polderlink

Press = discord.Interaction[Listener]


async def card(polderlink: Polderlink, client: Listener, *names: str) -> Message:
    """A card with buttons in the staff channel."""
    view = discord.ui.View(timeout=None)
    for name in names or ("answer",):
        view.add_item(discord.ui.Button(label=name, custom_id=name))
    channel = client.get_channel(polderlink.desk.id)
    assert isinstance(channel, discord.TextChannel)
    await channel.send("Een zaak", view=view)
    return polderlink.server.messages(polderlink.desk)[-1]


async def pressed(polderlink: Polderlink, client: Listener, on: Message, name: str = "answer") -> tuple[Any, Press]:
    """Ayse presses; the platform's side and the client's side of it."""
    there = polderlink.server.press(polderlink.ayse, on, name)
    return there, await client.next("interaction")


async def test_a_press_reaches_the_bot_with_its_message_and_member(polderlink: Polderlink, client: Listener) -> None:
    on = await card(polderlink, client)
    _, here = await pressed(polderlink, client, on)
    assert here.data is not None
    assert here.data["custom_id"] == "answer"  # type: ignore[typeddict-item]
    assert here.message is not None
    assert here.message.id == on.id
    assert isinstance(here.user, discord.Member)
    assert [role.id for role in here.user.roles[1:]] == [polderlink.staff.id]


async def test_a_public_answer_stands_in_the_channel(polderlink: Polderlink, client: Listener) -> None:
    there, here = await pressed(polderlink, client, await card(polderlink, client))
    await here.response.send_message("Verstuurd")
    assert await asyncio.wait_for(there.answered(), PATIENCE) == 4
    assert polderlink.server.messages(polderlink.desk)[-1].content == "Verstuurd"


async def test_an_ephemeral_answer_is_seen_by_the_presser_alone(polderlink: Polderlink, client: Listener) -> None:
    _, here = await pressed(polderlink, client, await card(polderlink, client))
    await here.response.send_message("Alleen voor jou", ephemeral=True)
    assert [m.content for m in polderlink.server.shown_to(polderlink.ayse)] == ["Alleen voor jou"]
    assert polderlink.server.shown_to(polderlink.sanne) == []
    assert [m.content for m in polderlink.server.messages(polderlink.desk)] == ["Een zaak"]


async def test_a_deferral_fixes_whether_the_answer_is_ephemeral(polderlink: Polderlink, client: Listener) -> None:
    _, here = await pressed(polderlink, client, await card(polderlink, client))
    await here.response.defer(ephemeral=True, thinking=True)
    await here.followup.send("Klaar")
    await here.edit_original_response(content="Echt klaar")
    assert [m.content for m in polderlink.server.shown_to(polderlink.ayse)] == ["Echt klaar"]


async def test_an_update_changes_the_card(polderlink: Polderlink, client: Listener) -> None:
    on = await card(polderlink, client, "answer", "claim")
    _, here = await pressed(polderlink, client, on)
    await here.response.edit_message(content="Geclaimd door Ayse", view=None)
    assert (on.content, on.components) == ("Geclaimd door Ayse", [])
    with pytest.raises(ValueError, match="no component"):
        polderlink.server.press(polderlink.ayse, on, "claim")


async def test_a_silent_deferral_lets_the_card_be_edited_later(polderlink: Polderlink, client: Listener) -> None:
    on = await card(polderlink, client)
    _, here = await pressed(polderlink, client, on)
    await here.response.defer()
    await here.edit_original_response(content="Bijgewerkt")
    assert on.content == "Bijgewerkt"


class Answer(discord.ui.Modal, title="Antwoord"):
    text: discord.ui.TextInput[Answer] = discord.ui.TextInput(label="Tekst", custom_id="text")

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(f"Ontvangen: {self.text.value}", ephemeral=True)


async def test_a_modal_is_shown_filled_in_and_submitted(polderlink: Polderlink, client: Listener) -> None:
    there, here = await pressed(polderlink, client, await card(polderlink, client))
    await here.response.send_modal(Answer())
    assert await asyncio.wait_for(there.answered(), PATIENCE) == 9
    submitted = polderlink.server.submit_modal(polderlink.ayse, there, {"text": "We bellen u terug"})
    await asyncio.wait_for(submitted.answered(), PATIENCE)
    assert [m.content for m in polderlink.server.shown_to(polderlink.ayse)] == ["Ontvangen: We bellen u terug"]


async def test_a_modal_after_a_deferral_is_refused(polderlink: Polderlink, client: Listener) -> None:
    _, here = await pressed(polderlink, client, await card(polderlink, client))
    await here.response.defer()
    here.response._response_type = None
    with pytest.raises(discord.HTTPException) as refused:
        await here.response.send_modal(Answer())
    assert refused.value.code == 40060


async def test_an_answer_after_three_seconds_is_refused(polderlink: Polderlink, client: Listener) -> None:
    _, here = await pressed(polderlink, client, await card(polderlink, client))
    polderlink.server.clock.advance(3.1)
    with pytest.raises(discord.NotFound) as refused:
        await here.response.send_message("te laat")
    assert refused.value.code == 10062


async def test_a_followup_after_fifteen_minutes_is_refused(polderlink: Polderlink, client: Listener) -> None:
    _, here = await pressed(polderlink, client, await card(polderlink, client))
    await here.response.defer()
    polderlink.server.clock.advance(901)
    with pytest.raises(discord.HTTPException) as refused:
        await here.followup.send("te laat")
    assert (refused.value.status, refused.value.code) == (401, 50027)


async def test_a_persistent_button_works_for_a_new_client(polderlink: Polderlink, client: Listener) -> None:
    on = await card(polderlink, client)
    await client.close()
    async with connected(polderlink.server, intents()) as later:
        there = polderlink.server.press(polderlink.ayse, on, "answer")
        here = await later.next("interaction")
        await here.response.send_message("na een herstart", ephemeral=True)
        assert await asyncio.wait_for(there.answered(), PATIENCE) == 4


async def test_a_customer_cannot_press_in_the_staff_channel(polderlink: Polderlink, client: Listener) -> None:
    on = await card(polderlink, client)
    with pytest.raises(ValueError, match="cannot see"):
        polderlink.server.press(polderlink.sanne, on, "answer")
    with pytest.raises(RefusedError, match="Missing Permissions"):
        polderlink.server.say(polderlink.desk, polderlink.sanne, "mag ik hier ook praten?")
