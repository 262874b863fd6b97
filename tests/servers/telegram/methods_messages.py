"""editMessageText, editMessageReplyMarkup, deleteMessage, setMessageReaction, answerCallbackQuery."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.telegram.calls import open_chat
from tests.servers.telegram.refusals import refuse
from tests.servers.telegram.said import markup_of, text_of

if TYPE_CHECKING:
    from tests.servers.telegram.calls import Call, Method
    from tests.servers.telegram.state import Chat, Json

DELETABLE_SECONDS = 48 * 60 * 60
LONGEST_QUERY_ANSWER = 200
EMOJI = frozenset(
    (  # noqa: SIM905 - words read better as words
        "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 "
        "🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 "
        "🤷‍♂ 🤷 🤷‍♀ 😡"
    ).split()
)
"""The emoji that may be a reaction: https://core.telegram.org/bots/api#reactiontypeemoji."""


def edit_message_text(call: Call) -> Json:
    """Change a text of the bot's own; without reply markup the buttons go."""
    content = text_of(call)
    markup, _ = markup_of(call)
    chat, message = _own(call, "text")
    return _replace(
        call, chat, message, {**_bare(message, "text", "entities", "link_preview_options"), **content}, markup
    )


def edit_message_reply_markup(call: Call) -> Json:
    """Change the buttons of a message of the bot's own."""
    markup, _ = markup_of(call)
    chat, message = _own(call, "")
    return _replace(call, chat, message, message, markup)


def _own(call: Call, needed: str) -> tuple[Chat, Json]:
    chat = open_chat(call)
    message = chat.messages.get(call.params.integer("message_id"))
    if message is None:
        raise refuse("edit_not_found")
    if message.get("from", {}).get("id") != call.bot.id or (needed and needed not in message):
        raise refuse("cannot_edit")
    return chat, message


def _bare(message: Json, *names: str) -> Json:
    return {key: value for key, value in message.items() if key not in names}


def _replace(call: Call, chat: Chat, old: Json, new: Json, markup: Json | None) -> Json:
    new = _bare(new, "reply_markup", "edit_date")
    if markup is not None:
        new["reply_markup"] = markup
    if all(new.get(name) == old.get(name) for name in ("text", "entities", "reply_markup")):
        raise refuse("not_modified")
    new["edit_date"] = call.world.now()
    chat.messages[old["message_id"]] = new
    call.entry.message_id = old["message_id"]
    call.entry.thread = old.get("message_thread_id", 0)
    return new


def delete_message(call: Call) -> bool:
    """Delete a message within 48 hours: the bot's own, any as an administrator with that right."""
    chat = open_chat(call)
    message = chat.messages.get(call.params.integer("message_id"))
    if message is None:
        raise refuse("delete_not_found")
    member = chat.member(call.bot.id)
    own = message.get("from", {}).get("id") == call.bot.id
    if not own and not (member.leads and member.may("can_delete_messages")) and chat.kind != "private":
        raise refuse("cannot_delete")
    if call.world.clock.now() - message["date"] > DELETABLE_SECONDS and chat.kind != "private":
        raise refuse("cannot_delete" if own else "cannot_delete_old")
    del chat.messages[message["message_id"]]
    call.entry.message_id = message["message_id"]
    return True


def set_message_reaction(call: Call) -> bool:
    """Set or take away the bot's one reaction."""
    chat = open_chat(call)
    message = chat.messages.get(call.params.integer("message_id"))
    if message is None:
        raise refuse("react_not_found")
    wanted = call.params.data("reaction") or []
    if not isinstance(wanted, list) or any(
        not isinstance(one, dict) or one.get("emoji") not in EMOJI for one in wanted
    ):
        raise refuse("reaction_invalid")
    if len(wanted) > 1:
        raise refuse("reactions_too_many")
    call.entry.message_id = message["message_id"]
    return True


def answer_callback_query(call: Call) -> bool:
    """Answer a button press that is young enough and was meant for this bot."""
    if len(call.params.text("text")) > LONGEST_QUERY_ANSWER:
        raise refuse("query_answer_too_long")
    press = call.world.presses.get(call.params.text("callback_query_id"))
    if press is None or press.bot is not call.bot or call.world.clock.now() - press.at > call.callback_lifetime:
        raise refuse("query_too_old")
    press.answers += 1
    return True


METHODS: dict[str, Method] = {
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "setMessageReaction": set_message_reaction,
    "answerCallbackQuery": answer_callback_query,
}
