"""What a bot wants to say: text or caption with entities, reply markup and the message it answers, all checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.servers.telegram import entities as entity_rules
from tests.servers.telegram.markup import parsed
from tests.servers.telegram.params import number, truth
from tests.servers.telegram.refusals import refuse

if TYPE_CHECKING:
    from tests.servers.telegram.calls import Call
    from tests.servers.telegram.state import Chat, Json

LONGEST_TEXT = 4096
"""UTF-16 units after entity parsing: https://core.telegram.org/bots/api#sendmessage."""

LONGEST_CAPTION = 1024
LONGEST_CALLBACK_DATA = 64
MOST_BUTTONS = 100
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def text_of(call: Call) -> Json:
    """Return `text` and `entities` of a message to send, or refuse."""
    raw = call.params.text("text")
    if not raw:
        raise refuse("text_empty")
    text, entities = _formatted(call, raw, "entities")
    if not text:
        raise refuse("text_blank")
    if entity_rules.units(text) > LONGEST_TEXT:
        raise refuse("text_too_long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def caption_of(call: Call) -> Json:
    """Return `caption` and `caption_entities` of a file to send; empty when there is none."""
    raw = call.params.text("caption")
    if not raw:
        return {}
    text, entities = _formatted(call, raw, "caption_entities")
    if entity_rules.units(text) > LONGEST_CAPTION:
        raise refuse("caption_too_long")
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}


def _formatted(call: Call, raw: str, name: str) -> tuple[str, list[Json]]:
    mode = call.params.text("parse_mode")
    if mode:
        text, given = parsed(raw, mode)
    else:
        listed = call.params.data(name)
        text, given = raw, entity_rules.checked(raw, listed) if isinstance(listed, list) else []
    text, given = entity_rules.stripped(text, given)
    return text, entity_rules.merged(text, given)


def markup_of(call: Call) -> tuple[Json | None, bool]:
    """Return the inline keyboard of a call (None without one), and whether any reply markup was given."""
    markup = call.params.data("reply_markup")
    if markup is None:
        return None, False
    if not isinstance(markup, dict):
        raise refuse("markup_not_object")
    rows = markup.get("inline_keyboard")
    if rows is None:
        return None, True
    if not isinstance(rows, list):
        raise refuse("markup_not_object")
    buttons = [[_button(button) for button in row] for row in rows]
    if sum(len(row) for row in buttons) > MOST_BUTTONS:
        raise refuse("markup_too_long")
    kept = [row for row in buttons if row]
    return ({"inline_keyboard": kept} if kept else None), True


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise refuse("markup_not_object")
    if not button.get("text") or sum(name in button for name in _ACTIONS) != 1:
        raise refuse("button_without_action")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= LONGEST_CALLBACK_DATA:
        raise refuse("button_data_invalid")
    address = button.get("url")
    if address is not None:
        parts = urlsplit(str(address))
        if parts.scheme not in {"http", "https", "tg"} or (parts.scheme != "tg" and "." not in (parts.hostname or "")):
            raise refuse("button_url_invalid", url=address)
    return button


def answered_message(call: Call, chat: Chat) -> int:
    """Return the id of the message this one answers, 0 for none; refuse one that is not there."""
    reply = call.params.data("reply_parameters")
    if isinstance(reply, dict):
        wanted, lenient = number(reply.get("message_id")), truth(reply.get("allow_sending_without_reply"))
        elsewhere = reply.get("chat_id")
        if elsewhere is not None and str(elsewhere) != str(chat.id):
            wanted = -1
    else:
        wanted, lenient = call.params.integer("reply_to_message_id"), call.params.flag("allow_sending_without_reply")
    if not wanted or wanted in chat.messages:
        return wanted
    if lenient:
        return 0
    raise refuse("reply_not_found")


def thread_of(call: Call, chat: Chat, reply_to: int) -> int:
    """Return the topic to write in, 0 for none; refuse one that is gone, or closed to this bot."""
    thread = call.params.integer("message_thread_id")
    if thread and chat.kind == "supergroup" and not chat.is_forum and thread in chat.messages:
        return thread
    if thread and thread not in chat.topics:
        raise refuse("thread_not_found")
    parent = chat.messages.get(reply_to, {})
    if not thread and chat.is_forum and "is_topic_message" in parent:
        thread = parent["message_thread_id"]
    topic = chat.topics.get(thread)
    if (
        topic is not None
        and topic.closed
        and not (chat.member(call.bot.id).leads and chat.member(call.bot.id).may("can_manage_topics"))
    ):
        raise refuse("topic_closed")
    return thread
