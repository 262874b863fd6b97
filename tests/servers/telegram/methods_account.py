"""getMe, getWebhookInfo, deleteWebhook, setMyCommands, getMyCommands, close, logOut and getUpdates."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from tests.servers.telegram.refusals import refuse

if TYPE_CHECKING:
    from tests.servers.telegram.calls import Call, Method
    from tests.servers.telegram.state import Json

LONGEST_POLL = 50
"""Seconds; the real server waits no longer whatever is asked (tdlib/telegram-bot-api Client.cpp)."""

MOST_UPDATES = 100


def get_me(call: Call) -> Json:
    """Return the bot with what it is allowed to do."""
    return {
        **call.bot.user.json,
        "can_join_groups": True,
        "can_read_all_group_messages": call.bot.reads_all,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_webhook_info(call: Call) -> Json:
    """Tell that no webhook is set and how many updates wait."""
    call.bot.queue.expire(call.world.clock.now())
    return {"url": "", "has_custom_certificate": False, "pending_update_count": len(call.bot.queue.waiting)}


def delete_webhook(call: Call) -> bool:
    """Drop waiting updates when asked; there is never a webhook to delete. Dropped ones do not count as confirmed."""
    if call.params.flag("drop_pending_updates"):
        call.bot.queue.waiting.clear()
    return True


def set_my_commands(call: Call) -> bool:
    """Keep the command list, for everybody or for one chat."""
    commands = call.params.data("commands") or []
    for one in commands:
        name = one.get("command", "") if isinstance(one, dict) else ""
        if not re.fullmatch(r"[a-z0-9_]{1,32}", name) or not 1 <= len(one.get("description", "")) <= 256:
            raise refuse("command_invalid")
    chat = _scope(call)
    if chat:
        call.bot.chat_commands[chat] = commands
    else:
        call.bot.commands = commands
    return True


def get_my_commands(call: Call) -> list[Json]:
    """Return the command list."""
    chat = _scope(call)
    return call.bot.chat_commands.get(chat, []) if chat else call.bot.commands


def _scope(call: Call) -> int:
    """The chat that a list is for; 0 for everybody."""
    scope = call.params.data("scope")
    if not isinstance(scope, dict) or scope.get("type") != "chat":
        return 0
    return call.world.chat_for(call.bot, scope.get("chat_id")).id


def close(call: Call) -> bool:
    """End the poll under way; the bot may come back at once."""
    call.bot.queue.wake(news=True)
    return True


def log_out(call: Call) -> bool:
    """Log out of this server; every later call is refused."""
    call.bot.logged_out = True
    call.bot.queue.wake(news=True)
    return True


async def get_updates(call: Call) -> bytes:
    """Confirm by offset, wait for updates, return them as a ready JSON array; end an older poll with 409."""
    queue, params = call.bot.queue, call.params
    queue.wake(news=False)
    queue.polls += 1
    now = queue.last_poll = call.world.clock.now()
    allowed = params.data("allowed_updates")
    if isinstance(allowed, list):
        queue.allow(str(kind) for kind in allowed)
    queue.expire(now)
    offset = params.integer("offset")
    if offset:
        forgotten = queue.confirm(offset)
        if forgotten:
            call.judge.confirm(call.bot.id, forgotten)
    limit = params.integer("limit", MOST_UPDATES)
    limit = limit if 1 <= limit <= MOST_UPDATES else MOST_UPDATES
    timeout = min(params.integer("timeout"), LONGEST_POLL)
    if timeout > 0 and not queue.waiting:
        loop = asyncio.get_running_loop()
        poll = queue.poll = loop.create_future()
        call.judge.tell()
        end = loop.call_later(timeout, queue.wake_as_empty, poll)
        try:
            news = await poll
        finally:
            end.cancel()
            if queue.poll is poll:
                queue.poll = None
        if not news:
            raise refuse("poll_conflict")
    return b"[" + b",".join(queue.first(limit)) + b"]"


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getWebhookInfo": get_webhook_info,
    "deleteWebhook": delete_webhook,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "close": close,
    "logOut": log_out,
}
