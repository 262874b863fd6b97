"""Routes that answer interactions, follow them up, and register commands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.servers.discord import interactions, posting, wire
from tests.servers.discord.refusals import RefusedError, invalid_form
from tests.servers.discord.rest import NO_CONTENT, Answer, Call, Route

if TYPE_CHECKING:
    from tests.servers.discord.interactions import Interaction
    from tests.servers.discord.state import Json, Message

# Application Commands, Naming: 1-32 letters, digits, - and _, in lower case.
_COMMAND_NAME = re.compile(r"[-_'\w]{1,32}")


def _wrote(call: Call, interaction: Interaction, message: Message | None) -> None:
    call.asker = interaction.bot
    call.written.channel_id = interaction.channel_id
    call.written.message_id = message.id if message is not None else None


def _shown(call: Call, message: Message) -> Json:
    return wire.message_json(call.platform.world, message, call.platform.files_at)


def _callback(call: Call) -> Answer:
    interaction = interactions.find(call.platform, call.id("interaction_id"), call.path["token"])
    message = interactions.respond(call.platform, interaction, call.body, call.files)
    _wrote(call, interaction, message)
    if call.query.get("with_response") not in {"1", "true", "True"}:
        return NO_CONTENT
    about: Json = {
        "id": str(interaction.id),
        "type": interaction.kind,
        "response_message_loading": interaction.answered_with == interactions.DEFER_REPLY,
        "response_message_ephemeral": interaction.hidden,
    }
    found: Json = {"interaction": about}
    if message is not None:
        about["response_message_id"] = str(message.id)
        found["resource"] = {"type": interaction.answered_with, "message": _shown(call, message)}
    return 200, found


def _of_webhook(call: Call) -> Interaction:
    return interactions.by_webhook(call.platform, call.id("webhook_id"), call.path["token"])


def _follow_up(call: Call) -> Answer:
    interaction = _of_webhook(call)
    message = interactions.follow_up(call.platform, interaction, call.body, call.files)
    _wrote(call, interaction, message)
    return 200, _shown(call, message)


def _read(call: Call) -> Answer:
    message = interactions.response(call.platform, _of_webhook(call), call.path["message_id"])
    return 200, _shown(call, message)


def _edit(call: Call) -> Answer:
    interaction = _of_webhook(call)
    which = call.path["message_id"]
    message = interactions.edit_response(call.platform, interaction, which, call.body, call.files)
    _wrote(call, interaction, message)
    return 200, _shown(call, message)


def _delete(call: Call) -> Answer:
    interaction = _of_webhook(call)
    message = interactions.response(call.platform, interaction, call.path["message_id"])
    posting.delete(call.platform, message)
    _wrote(call, interaction, message)
    return NO_CONTENT


def _own_application(call: Call) -> None:
    if call.id("application_id") != call.bot.application_id:
        raise RefusedError("unknown_application")


def _commands(call: Call) -> Answer:
    _own_application(call)
    return 200, call.bot.commands


def _replace_commands(call: Call) -> Answer:
    _own_application(call)
    made = []
    for index, command in enumerate(call.items or []):
        name = command.get("name")
        if not isinstance(name, str) or not _COMMAND_NAME.fullmatch(name) or name != name.lower():
            wrong = "Command name is invalid"
            raise invalid_form(f"{index}.name", "APPLICATION_COMMAND_INVALID_NAME", wrong)
        if command.get("type", 1) == 1 and not command.get("description"):
            raise invalid_form(f"{index}.description", "BASE_TYPE_REQUIRED", "This field is required")
        ids = {"id": str(call.platform.ids.next()), "application_id": str(call.bot.application_id)}
        made.append({"type": 1, "default_member_permissions": None} | command | ids | {"version": ids["id"]})
    call.bot.commands = made
    return 200, made


_WEBHOOK = "/webhooks/{webhook_id}/{token}"
_COMMANDS = "/applications/{application_id}/commands"
_GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"
ROUTES = (
    Route("POST", "/interactions/{interaction_id}/{token}/callback", _callback, by_token=True),
    Route("POST", _WEBHOOK, _follow_up, by_token=True),
    Route("GET", _WEBHOOK + "/messages/{message_id}", _read, by_token=True),
    Route("PATCH", _WEBHOOK + "/messages/{message_id}", _edit, by_token=True),
    Route("DELETE", _WEBHOOK + "/messages/{message_id}", _delete, by_token=True),
    Route("GET", _COMMANDS, _commands),
    Route("PUT", _COMMANDS, _replace_commands),
    Route("GET", _GUILD_COMMANDS, _commands),
    Route("PUT", _GUILD_COMMANDS, _replace_commands),
)
