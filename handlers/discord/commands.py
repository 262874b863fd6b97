"""Discord's slash commands: the desk's, made from the table of verbs, for staff alone, and the few that customers have."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.core.linking import COMMANDS, Wish
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

_TEXTS = {
    "nl": {
        Wish.LINK: "Koppel je account met een ander platform; alleen jij ziet het antwoord",
        Wish.UNLINK: "Haal de koppeling van je account weg",
    },
    "en": {
        Wish.LINK: "Link your account with another platform; only you see the answer",
        Wish.UNLINK: "Remove the link of your account",
    },
}

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


def offered_to_all(language: str) -> list[Json]:
    """What customers may do with their own data; only the person himself sees the answer."""
    texts = _TEXTS.get(language, _TEXTS["en"])
    found = []
    for word, wish in COMMANDS.get(language, COMMANDS["en"]).items():
        command: Json = {"type": CHAT_INPUT, "name": word, "description": texts[wish]}
        if wish is Wish.LINK:
            command["options"] = [_field("code")]
        found.append(command)
    return found


def _field(name: str) -> Json:
    first = name.split(maxsplit=1)[0]
    # "rule [private]" is a rule; "tomorrow before 12:00" is an example of a moment.
    word = first.lower()[:32] if first.isalpha() and (first == name or "[" in name) else "moment"
    return {
        "type": STRING,
        "name": word,
        "description": name[:LONGEST_TEXT],
        "required": False,
        "max_length": LONGEST_ARGUMENT,
    }


async def offer(door: Door, sight: Sight, language: str) -> bool:
    """Let Discord show the commands: the desk's in the server of the staff channel, the customers' in every server with a channel.

    False, with a line in the log, where it does not. Typed as words they work all the same: in the staff channel, or in private.
    Raises Revoked.
    """
    desk, application = sight.guild_of(sight.lens.staff_channel), sight.lens.application
    guilds = {guild for channel in sight.lens.watched if (guild := sight.guild_of(channel))}
    if not application:
        return False
    shown = [
        await _offer(door, application, guild, language, desk=guild == desk) for guild in sorted({*guilds, desk} - {""})
    ]
    return bool(shown) and all(shown)


async def _offer(door: Door, application: str, guild: str, language: str, *, desk: bool) -> bool:
    commands = [*(offered(language) if desk else []), *offered_to_all(language)]
    try:
        await door.call("PUT", _PATH, {"application_id": application, "guild_id": guild}, commands, twice=True)
    except Revoked:
        raise
    except ChatError as error:
        log.warning("Discord: the slash commands cannot be offered (%s); typed as words they work", error)
        return False
    return True
