"""createForumTopic, editForumTopic, closeForumTopic, reopenForumTopic, deleteForumTopic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.telegram.calls import open_chat
from tests.servers.telegram.posting import announce, post
from tests.servers.telegram.refusals import refuse
from tests.servers.telegram.state import Chat, Topic

if TYPE_CHECKING:
    from tests.servers.telegram.calls import Call, Method
    from tests.servers.telegram.state import Json, User, World

LONGEST_NAME = 128


def open_topic(world: World, chat: Chat, by: User, name: str, icon_color: int = 0x6FB9F0) -> Topic:
    """Open a topic, for a bot or for a person; its service message is what its id stands for."""
    topic = Topic(chat.last_message_id + 1, name, icon_color)
    chat.topics[topic.id] = topic
    created = {"name": name, "icon_color": icon_color}
    message = post(
        world, chat, by, {"message_thread_id": topic.id, "is_topic_message": True, "forum_topic_created": created}
    )
    announce(world, chat, message)
    return topic


def set_closed(world: World, chat: Chat, by: User, topic: Topic, *, closed: bool) -> None:
    """Close or reopen a topic, for a bot or for a person."""
    topic.closed = closed
    kind = "forum_topic_closed" if closed else "forum_topic_reopened"
    announce(world, chat, post(world, chat, by, {kind: {}}, thread=topic.id))


def remove_topic(chat: Chat, topic: Topic) -> None:
    """Delete a topic with everything in it; nobody is told."""
    del chat.topics[topic.id]
    for message_id in [key for key, one in chat.messages.items() if one.get("message_thread_id") == topic.id]:
        del chat.messages[message_id]


def _forum(call: Call, act: str, right: str = "can_manage_topics") -> Chat:
    chat = open_chat(call)
    if not chat.is_forum:
        raise refuse("not_a_forum")
    member = chat.member(call.bot.id)
    if not (member.leads and member.may(right)):
        raise refuse("no_right_to_topics", act=act)
    return chat


def _topic(call: Call, chat: Chat) -> Topic:
    topic = chat.topics.get(call.params.integer("message_thread_id"))
    if topic is None:
        raise refuse("topic_not_found")
    call.entry.thread = topic.id
    return topic


def create_forum_topic(call: Call) -> Json:
    """Open a topic."""
    name = call.params.text("name").strip()[:LONGEST_NAME]
    chat = _forum(call, "create a")
    if not name:
        raise refuse("topic_name_empty")
    topic = open_topic(call.world, chat, call.bot.user, name, call.params.integer("icon_color", 0x6FB9F0))
    call.entry.thread = call.entry.message_id = topic.id
    return {"message_thread_id": topic.id, "name": name, "icon_color": topic.icon_color}


def edit_forum_topic(call: Call) -> bool:
    """Rename a topic."""
    chat = _forum(call, "edit the")
    topic = _topic(call, chat)
    name = call.params.text("name").strip()[:LONGEST_NAME]
    if name == topic.name:
        raise refuse("topic_not_modified")
    if name:
        topic.name = name
        announce(
            call.world,
            chat,
            post(call.world, chat, call.bot.user, {"forum_topic_edited": {"name": name}}, thread=topic.id),
        )
    return True


def close_forum_topic(call: Call) -> bool:
    """Close a topic."""
    return _switch(call, closed=True)


def reopen_forum_topic(call: Call) -> bool:
    """Reopen a closed topic."""
    return _switch(call, closed=False)


def _switch(call: Call, *, closed: bool) -> bool:
    chat = _forum(call, "edit the")
    topic = _topic(call, chat)
    if topic.closed == closed:
        raise refuse("topic_not_modified")
    set_closed(call.world, chat, call.bot.user, topic, closed=closed)
    return True


def delete_forum_topic(call: Call) -> bool:
    """Delete a topic with its messages."""
    chat = _forum(call, "delete the", "can_delete_messages")
    remove_topic(chat, _topic(call, chat))
    return True


METHODS: dict[str, Method] = {
    "createForumTopic": create_forum_topic,
    "editForumTopic": edit_forum_topic,
    "closeForumTopic": close_forum_topic,
    "reopenForumTopic": reopen_forum_topic,
    "deleteForumTopic": delete_forum_topic,
}
