"""Putting a message into a chat, the same way for people and for bots, and telling the bots that may hear it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.servers.telegram.state import Bot, Chat, Json, User, World

_SERVICE = frozenset(
    (  # noqa: SIM905 - words read better as words
        "new_chat_members left_chat_member new_chat_title migrate_to_chat_id migrate_from_chat_id "
        "pinned_message forum_topic_created forum_topic_edited forum_topic_closed forum_topic_reopened "
        "group_chat_created supergroup_chat_created"
    ).split()
)


def post(
    world: World,
    chat: Chat,
    sender: User | None,
    content: Json,
    *,
    sender_chat: Json | None = None,
    thread: int = 0,
    reply_to: int = 0,
) -> Json:
    """Store one message and return it as the Bot API shows it; `content` is what differs from kind to kind."""
    chat.last_message_id += 1
    message: Json = {"message_id": chat.last_message_id}
    if sender is not None:
        message["from"] = sender.json
    if sender_chat is not None:
        message["sender_chat"] = sender_chat
    message["chat"] = chat.json
    message["date"] = world.now()
    parent = chat.messages.get(reply_to) if reply_to else None
    _thread(chat, message, parent, thread)
    if parent is None and "is_topic_message" in message:
        # In a topic, what answers nothing answers the message that opened the topic.
        parent = chat.messages.get(message["message_thread_id"])
    if parent is not None:
        message["reply_to_message"] = {key: value for key, value in parent.items() if key != "reply_to_message"}
    message.update(content)
    chat.messages[chat.last_message_id] = message
    return message


def _thread(chat: Chat, message: Json, parent: Json | None, thread: int) -> None:
    """Set the thread: a topic in a forum; in another supergroup the chain of replies, which is no topic."""
    if chat.kind != "supergroup":
        return
    if chat.is_forum:
        topic = thread or (parent["message_thread_id"] if parent is not None and "is_topic_message" in parent else 0)
        if topic:
            message["message_thread_id"] = topic
            message["is_topic_message"] = True
    elif parent is not None:
        message["message_thread_id"] = parent.get("message_thread_id", parent["message_id"])


def bots_in(world: World, chat: Chat) -> Iterable[Bot]:
    """Return the bots that are in a chat."""
    if chat.kind == "private":
        return [
            bot
            for (bot_id, user_id), private in world.private.items()
            if private is chat and user_id == chat.id
            for bot in [world.bots_by_id[bot_id]]
        ]
    return [bot for bot in world.bots.values() if (member := chat.members.get(bot.id)) is not None and member.present]


def announce(world: World, chat: Chat, message: Json, kind: str = "message") -> None:
    """Queue a message for every bot that may hear it."""
    now = world.clock.now()
    for bot in bots_in(world, chat):
        if bot.queue.wants(kind) and hears(bot, chat, message):
            bot.met.add(message.get("from", {}).get("id", 0))
            bot.queue.push(kind, message, now)


def hears(bot: Bot, chat: Chat, message: Json) -> bool:
    """Whether a message reaches a bot: its own service messages do, its own words do not; then privacy mode.

    Rules: https://core.telegram.org/bots/features#privacy-mode.
    """
    service = not _SERVICE.isdisjoint(message)
    if message.get("from", {}).get("id") == bot.id and not service:
        return False
    if chat.kind in {"private", "channel"} or bot.reads_all or service or chat.member(bot.id).leads:
        return True
    if (
        message.get("reply_to_message", {}).get("from", {}).get("id") == bot.id
        or message.get("via_bot", {}).get("id") == bot.id
    ):
        return True
    return _addressed(bot, chat, message)


def _addressed(bot: Bot, chat: Chat, message: Json) -> bool:
    text = message.get("text") or message.get("caption") or ""
    name = "@" + bot.user.username.lower()
    raw = text.encode("utf-16-le", "surrogatepass")
    for entity in message.get("entities") or message.get("caption_entities") or ():
        start = entity["offset"] * 2
        words = raw[start : start + entity["length"] * 2].decode("utf-16-le", "replace").lower()
        if entity["type"] == "mention" and words == name:
            return True
        if entity["type"] == "bot_command" and (
            words.endswith(name) or ("@" not in words and chat.last_bot in {0, bot.id})
        ):
            return True
        if entity["type"] == "text_mention" and entity.get("user", {}).get("id") == bot.id:
            return True
    return False
