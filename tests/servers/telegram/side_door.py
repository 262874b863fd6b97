"""The side door: a harness in another process speaks as a customer and reads what was sent, by JSON over HTTP."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeAlias

from aiohttp import web

from tests.servers.telegram.updates import encode

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.telegram.server import TelegramServer
    from tests.servers.telegram.state import Bot, Chat, Json, User

Verb: TypeAlias = "Callable[[TelegramServer, Json], Any]"

_SAY = ("text", "reply_to", "thread", "entities", "via_bot", "sender_chat", "forward_from", "forward_chat", "extra")


async def answer(server: TelegramServer, request: web.BaseRequest, verb: str) -> web.Response:
    """Do one verb; what it cannot do is told with its reason and status 400."""
    body = await request.read() if request.can_read_body else b""
    wanted: Json = {**request.query, **(json.loads(body) if body else {})}
    act = VERBS.get(verb)
    if act is None:
        return _reply({"ok": False, "reason": f"no such verb: {verb}; there are {', '.join(sorted(VERBS))}"}, 404)
    try:
        result = act(server, wanted)
    except (LookupError, ValueError, TypeError) as error:
        return _reply({"ok": False, "reason": f"{type(error).__name__}: {error}"}, 400)
    return _reply({"ok": True, "result": result}, 200)


def _reply(content: Json, status: int) -> web.Response:
    return web.Response(
        body=encode(content),
        status=status,
        content_type="application/json",
    )


def _bot(server: TelegramServer, wanted: Json) -> Bot:
    return server.bot(wanted.get("bot"))


def _bot_json(bot: Bot) -> Json:
    return {"id": bot.id, "token": bot.token, "username": bot.user.username}


def _add_bot(server: TelegramServer, wanted: Json) -> Json:
    return _bot_json(server.add_bot(**wanted))


def _add_user(server: TelegramServer, wanted: Json) -> int:
    return server.add_user(**wanted).id


def _add_chat(server: TelegramServer, wanted: Json) -> int:
    kind = wanted.pop("kind")
    makers: dict[str, Callable[..., Chat]] = {
        "group": server.add_group,
        "supergroup": server.add_supergroup,
        "forum": server.add_forum,
        "channel": server.add_channel,
    }
    return makers[kind](**wanted).id


def _say(server: TelegramServer, wanted: Json) -> Json:
    extras = {name: wanted[name] for name in _SAY if name in wanted}
    for name in ("photo", "voice", "document"):
        if name in wanted:
            extras[name] = str(wanted[name]).encode()
    return server.say(wanted["chat"], wanted.get("user"), **extras, bot=_bot(server, wanted))


def _say_many(server: TelegramServer, wanted: Json) -> list[int]:
    """Say `messages`, each over the shared fields; return their message ids."""
    shared = {name: value for name, value in wanted.items() if name not in {"messages", "texts"}}
    many = wanted.get("messages") or [{"text": text} for text in wanted["texts"]]
    return [_say(server, {**shared, **one})["message_id"] for one in many]


def _edit(server: TelegramServer, wanted: Json) -> Json:
    return server.edit(wanted["chat"], wanted["message"], wanted["text"], bot=_bot(server, wanted))


def _erase(server: TelegramServer, wanted: Json) -> None:
    server.erase(wanted["chat"], wanted["message"], bot=_bot(server, wanted))


def _press(server: TelegramServer, wanted: Json) -> str:
    return server.press(wanted["user"], wanted["chat"], wanted["message"], wanted["data"], bot=_bot(server, wanted))


def _react(server: TelegramServer, wanted: Json) -> None:
    server.react(
        wanted["user"], wanted["chat"], wanted["message"], wanted.get("emoji", "👍"), old=wanted.get("old", "")
    )


def _post(server: TelegramServer, wanted: Json) -> Json:
    return server.post(wanted["channel"], wanted["text"])


def _member(server: TelegramServer, wanted: Json) -> None:
    """Change a membership: `act` is join, leave, kick, promote, demote or restrict."""
    act, chat, user = wanted["act"], wanted["chat"], wanted["user"]
    rights = wanted.get("rights", {})
    if act == "join":
        server.join(chat, user, wanted.get("by"))
    elif act == "leave":
        server.leave(chat, user)
    elif act == "kick":
        server.kick(chat, user, wanted["by"])
    elif act == "demote":
        server.demote(chat, user, wanted["by"])
    elif act == "promote":
        server.promote(chat, user, wanted["by"], **rights)
    elif act == "restrict":
        server.restrict(chat, user, wanted["by"], **rights)
    else:
        reason = f"no such act: {act}"
        raise ValueError(reason)


def _migrate(server: TelegramServer, wanted: Json) -> int:
    return server.migrate(wanted["chat"], wanted["by"]).id


def _block(server: TelegramServer, wanted: Json) -> None:
    server.block(wanted["user"], _bot(server, wanted), blocked=wanted.get("blocked", True))


def _add_topic(server: TelegramServer, wanted: Json) -> int:
    return server.add_topic(wanted["chat"], wanted["name"], wanted["by"]).id


def _topic(server: TelegramServer, wanted: Json) -> None:
    """Close, reopen or delete a topic."""
    if wanted["act"] == "delete":
        server.delete_topic(wanted["chat"], wanted["thread"])
    else:
        server.close_topic(wanted["chat"], wanted["thread"], wanted["by"], closed=wanted["act"] == "close")


def _groups(server: TelegramServer, _: Json) -> list[Json]:
    return [
        {
            **chat.json,
            "migrated_to": chat.migrated_to,
            "members": {str(user_id): member.status for user_id, member in chat.members.items()},
            "topics": [asdict(topic) for topic in chat.topics.values()],
        }
        for chat in server.world.chats.values()
    ]


def _bots(server: TelegramServer, _: Json) -> list[Json]:
    return [_bot_json(bot) for bot in server.world.bots.values()]


def _messages(server: TelegramServer, wanted: Json) -> list[Json]:
    chat = server.chat(int(wanted["chat"]), _bot(server, {}))
    after = int(wanted.get("after", 0))
    return [message for message_id, message in chat.messages.items() if message_id > after]


def _misbehave(server: TelegramServer, wanted: Json) -> None:
    server.misbehave(wanted.pop("fault"), **wanted)


def _calm(server: TelegramServer, _: Json) -> None:
    server.misbehaviour.calm()


def _release(server: TelegramServer, _: Json) -> None:
    server.misbehaviour.release()


def _latency(server: TelegramServer, wanted: Json) -> None:
    server.misbehaviour.latency = float(wanted["ms"]) / 1000


def _limits(server: TelegramServer, wanted: Json) -> None:
    if wanted.get("on", True):
        server.limits.usual()
    else:
        server.limits.off()


def _accepted(server: TelegramServer, wanted: Json) -> list[Json]:
    after = int(wanted.get("after", 0))
    return [one.as_json() for one in server.judge.calls(wanted.get("method", "")) if one.sequence > after]


def _confirmed(server: TelegramServer, wanted: Json) -> list[Json]:
    after = int(wanted.get("after", 0))
    return [one.as_json() for one in server.judge.confirmed if one.sequence > after]


def _refused(server: TelegramServer, _: Json) -> list[tuple[str, str]]:
    return server.judge.refused


def _replies(server: TelegramServer, _: Json) -> list[Json]:
    return [
        {"chat_id": chat, "reply_to": reply_to, "message_ids": ids}
        for (chat, reply_to), ids in server.judge.replies.items()
    ]


def _status(server: TelegramServer, wanted: Json) -> Json:
    """Return the figures a harness waits on, cheap to ask for."""
    bot = _bot(server, wanted)
    judge = server.judge
    return {
        "waiting": server.backlog(bot),
        "polls": bot.queue.polls,
        "last_poll": bot.queue.last_poll,
        "polling": bot.queue.poll is not None,
        "next_update_id": bot.queue.next_id,
        "expired": bot.queue.expired,
        "accepted": len(judge.accepted),
        "confirmed": len(judge.confirmed),
        "refused": len(judge.refused),
        "answered_messages": len(judge.replies),
        "sequence": judge.sequence,
        "faults_used": len(server.misbehaviour.used),
        "held": len(server.misbehaviour.held),
        "now": server.clock.now(),
    }


def _advance(server: TelegramServer, wanted: Json) -> float:
    server.advance(float(wanted["seconds"]))
    return server.clock.now()


def _revoke(server: TelegramServer, wanted: Json) -> None:
    server.revoke(wanted.get("bot"))


def _raw_update(server: TelegramServer, wanted: Json) -> int:
    return server.raw_update(wanted["update"], _bot(server, wanted))


def _reset(server: TelegramServer, _: Json) -> None:
    """Forget what was recorded, calm down, empty the queues; bots, users and chats stay."""
    server.judge.reset()
    server.misbehaviour.calm()
    server.limits.off()
    for bot in server.world.bots.values():
        bot.queue.waiting.clear()


def _users(server: TelegramServer, _: Json) -> list[Json]:
    users: list[User] = list(server.world.users.values())
    return [user.json for user in users]


VERBS: dict[str, Verb] = {
    "accepted": _accepted,
    "add_bot": _add_bot,
    "add_chat": _add_chat,
    "add_topic": _add_topic,
    "add_user": _add_user,
    "advance": _advance,
    "block": _block,
    "bots": _bots,
    "calm": _calm,
    "confirmed": _confirmed,
    "edit": _edit,
    "erase": _erase,
    "groups": _groups,
    "latency": _latency,
    "limits": _limits,
    "member": _member,
    "messages": _messages,
    "migrate": _migrate,
    "misbehave": _misbehave,
    "post": _post,
    "press": _press,
    "raw_update": _raw_update,
    "react": _react,
    "refused": _refused,
    "release": _release,
    "replies": _replies,
    "reset": _reset,
    "revoke": _revoke,
    "say": _say,
    "say_many": _say_many,
    "status": _status,
    "topic": _topic,
    "users": _users,
}
