"""The desk's commands as Discord's slash commands, made from the table of verbs and offered in the staff channel's server alone."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.core.verbs import VERBS
from bot.ports import ChatError, Revoked

if TYPE_CHECKING:
    from handlers.discord.door import Door
    from handlers.discord.lens import Sight
    from handlers.discord.shapes import Json

CHAT_INPUT, STRING = 1, 3
LONGEST_TEXT, LONGEST_ARGUMENT = 100, 500
MANAGE_MESSAGES = str(1 << 13)
"""Who may see the commands until the server's own settings say otherwise: nobody of the customers. Who may use them is checked again."""
_PATH = "/applications/{application_id}/guilds/{guild_id}/commands"

log = logging.getLogger(__name__)


def offered(language: str) -> list[Json]:
    """Every command in a language, as Discord wants it (discord.com/developers/docs/interactions/application-commands)."""
    found = []
    for verb in VERBS:
        if not verb.word(language):
            continue
        command: Json = {
            "type": CHAT_INPUT,
            "name": verb.word(language),
            "description": verb.explained(language)[:LONGEST_TEXT],
            "default_member_permissions": MANAGE_MESSAGES,
        }
        if verb.takes is not None:
            command["options"] = [_field(verb.argument(language))]
        found.append(command)
    return found


def _field(name: str) -> Json:
    word = name.lower()[:32] if name.isalpha() else "moment"
    return {
        "type": STRING,
        "name": word,
        "description": name[:LONGEST_TEXT],
        "required": False,
        "max_length": LONGEST_ARGUMENT,
    }


async def offer(door: Door, sight: Sight, language: str) -> bool:
    """Let Discord show the commands to staff; False, with a line in the log, where it does not. Typed as words they work all the same.

    Raises Revoked.
    """
    guild, application = sight.guild_of(sight.lens.staff_channel), sight.lens.application
    if not guild or not application:
        return False
    ids = {"application_id": application, "guild_id": guild}
    try:
        await door.call("PUT", _PATH, ids, offered(language), twice=True)
    except Revoked:
        raise
    except ChatError as error:
        log.warning("Discord: the slash commands cannot be offered (%s); typed in the staff channel they work", error)
        return False
    return True
