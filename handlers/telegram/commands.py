"""The desk's commands as Telegram itself offers them while one types, made from the table of verbs, in staff's groups alone."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.core.verbs import VERBS
from bot.ports import ChatError, Revoked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.core.verb import Verb
    from handlers.telegram.door import Door

LONGEST_TEXT = 256
SECONDS = 10.0
"""How long the start of the bot waits for this: without the list every command works all the same."""

log = logging.getLogger(__name__)


def offered(language: str) -> list[dict[str, str]]:
    """Every command in a language, as core.telegram.org/bots/api#botcommand wants it."""
    return [
        {"command": verb.word(language), "description": _text(verb, language)[:LONGEST_TEXT]}
        for verb in VERBS
        if verb.word(language)
    ]


def _text(verb: Verb, language: str) -> str:
    """What is written behind it, for Telegram has no fields, and what it does."""
    return f"<{verb.argument(language)}> {verb.explained(language)}" if verb.takes else verb.explained(language)


async def offer(door: Door, groups: Iterable[str], language: str) -> bool:
    """Let Telegram show the commands in these groups; False, with one line in the log, where it does not. Raises Revoked."""
    commands, refused = offered(language), ""
    for group in groups:
        try:
            scope = {"type": "chat", "chat_id": int(group)}
            await door.call("setMyCommands", {"commands": commands, "scope": scope}, twice=True, seconds=SECONDS)
        except Revoked:
            raise
        except (ChatError, ValueError) as error:
            refused = str(error)
    if refused:
        log.warning("Telegram: the commands cannot be offered while one types (%s); written out they work", refused)
    return not refused
