"""One call of a bot, and the doors that most methods go through first, which say whether it may speak there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from tests.servers.telegram.refusals import refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.telegram.judge import Accepted, Judge
    from tests.servers.telegram.limits import Limits
    from tests.servers.telegram.params import Params
    from tests.servers.telegram.state import Bot, Chat, World


@dataclass(slots=True)
class Call:
    """A call under way; a method fills `entry` for the judge."""

    world: World
    bot: Bot
    params: Params
    limits: Limits
    judge: Judge
    entry: Accepted
    callback_lifetime: float


Method: TypeAlias = "Callable[[Call], Any]"


def known_chat(call: Call) -> Chat:
    """Return the chat a call names, whether or not the bot may speak there; a migrated one is refused."""
    chat_id = call.params.values.get("chat_id")
    if chat_id is None or chat_id == "":
        raise refuse("chat_id_empty")
    chat = call.world.chat_for(call.bot, chat_id)
    if chat.migrated_to:
        raise refuse("migrated", parameters={"migrate_to_chat_id": chat.migrated_to})
    call.entry.chat_id = chat.id
    return chat


def open_chat(call: Call) -> Chat:
    """Return the chat a call names, where the bot is inside and not blocked."""
    chat = known_chat(call)
    if chat.kind == "private":
        if call.world.users[chat.partner].deactivated:
            raise refuse("deactivated")
        if chat.blocked:
            raise refuse("blocked")
        return chat
    member = chat.member(call.bot.id)
    if not member.present:
        raise refuse("kicked" if member.status == "kicked" else "not_a_member", kind=chat.kind)
    return chat
