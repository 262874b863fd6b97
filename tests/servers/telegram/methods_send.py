"""sendMessage, forwardMessage, sendPhoto, sendDocument, getFile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.telegram.calls import open_chat
from tests.servers.telegram.posting import post
from tests.servers.telegram.refusals import refuse
from tests.servers.telegram.said import answered_message, caption_of, markup_of, text_of, thread_of

if TYPE_CHECKING:
    from tests.servers.telegram.calls import Call, Method
    from tests.servers.telegram.state import Json, StoredFile


def send_message(call: Call) -> Json:
    """Send a text."""
    content = text_of(call)
    preview = call.params.data("link_preview_options")
    if isinstance(preview, dict):
        content["link_preview_options"] = preview
    return _send(call, content, "can_send_messages", "text messages")


def send_photo(call: Call) -> Json:
    """Send a picture; only its file is real, the sizes are invented."""
    caption = caption_of(call)
    kept = _file(call, "photo", "photos")
    size = {
        "file_id": kept.file_id,
        "file_unique_id": kept.unique_id,
        "file_size": len(kept.content),
        "width": 640,
        "height": 480,
    }
    return _send(call, {"photo": [size], **caption}, "can_send_photos", "photos")


def send_document(call: Call) -> Json:
    """Send a file."""
    caption = caption_of(call)
    kept = _file(call, "document", "documents")
    document = {
        "file_name": kept.name,
        "file_id": kept.file_id,
        "file_unique_id": kept.unique_id,
        "file_size": len(kept.content),
    }
    return _send(call, {"document": document, **caption}, "can_send_documents", "documents")


def _send(call: Call, content: Json, right: str, what: str) -> Json:
    markup, _ = markup_of(call)
    chat = open_chat(call)
    if chat.is_group and not chat.member(call.bot.id).leads and not chat.member(call.bot.id).may(right):
        raise refuse("no_right_to_send", what=what)
    reply_to = answered_message(call, chat)
    thread = thread_of(call, chat, reply_to)
    if call.limits.on:
        call.limits.take(call.bot.id, chat.id, is_group=chat.is_group, now=call.world.clock.now())
    if markup is not None:
        content["reply_markup"] = markup
    message = post(call.world, chat, call.bot.user, content, thread=thread, reply_to=reply_to)
    chat.last_bot = call.bot.id
    entry = call.entry
    entry.message_id, entry.reply_to, entry.thread = (
        message["message_id"],
        reply_to,
        message.get("message_thread_id", 0),
    )
    return message


def forward_message(call: Call) -> Json:
    """Bring a message of a chat that the bot is in into another one, under its author's name."""
    source = call.world.chat_for(call.bot, call.params.values.get("from_chat_id"))
    original = source.messages.get(call.params.integer("message_id"))
    if original is None:
        raise refuse("forward_not_found")
    content: Json = {
        name: original[name]
        for name in ("text", "entities", "caption", "photo", "voice", "document")
        if name in original
    }
    origin = {"type": "user", "sender_user": original["from"], "date": original["date"]}
    return _send(call, {**content, "forward_origin": origin}, "can_send_messages", "text messages")


def _file(call: Call, name: str, folder: str) -> StoredFile:
    upload = call.params.files.get(name)
    given = call.params.text(name)
    if given.startswith("attach://"):
        upload = call.params.files.get(given.removeprefix("attach://"))
        if upload is None:
            raise refuse("file_missing", name=name)
    if upload is not None:
        return call.world.keep_file(upload.content, upload.name or name, folder)
    if not given:
        raise refuse("file_missing", name=name)
    kept = call.world.files.get(given)
    if kept is None:
        raise refuse("file_id_wrong")
    return kept


def get_file(call: Call) -> Json:
    """Return where a file can be downloaded."""
    kept = call.world.files.get(call.params.text("file_id"))
    if kept is None:
        raise refuse("file_id_invalid")
    return {
        "file_id": kept.file_id,
        "file_unique_id": kept.unique_id,
        "file_size": len(kept.content),
        "file_path": kept.path,
    }


METHODS: dict[str, Method] = {
    "sendMessage": send_message,
    "forwardMessage": forward_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "getFile": get_file,
}
