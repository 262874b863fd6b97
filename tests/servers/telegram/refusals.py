"""Everything the server refuses, in one table: the error code, the words and where they are known from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

DOCS = "https://core.telegram.org/bots/api"
API = "tdlib/telegram-bot-api telegram-bot-api/"
TD = "tdlib/td td/telegram/"


class Row(NamedTuple):
    """One refusal: HTTP status and error_code, description (with its blanks), and its source."""

    code: int
    description: str
    source: str


REFUSALS: dict[str, Row] = {
    # Accounts and calls
    "malformed_token": Row(
        404, "Not Found", "python-telegram-bot telegram/request/_baserequest.py, comment on 404: malformed tokens"
    ),
    "unauthorized": Row(
        401,
        "Unauthorized",
        "python-telegram-bot telegram/request/_baserequest.py, comment on 401: well-formed tokens that are not valid",
    ),
    "logged_out": Row(400, "Logged out", f"{DOCS}#logout: no log in again for 10 minutes; words of {API}Client.cpp"),
    "method_not_found": Row(
        404, "Not Found", "python-telegram-bot telegram/_bot.py do_api_request: 404 is an unknown method"
    ),
    "poll_conflict": Row(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
        f"{API}Client.cpp abort_long_poll",
    ),
    "too_many_requests": Row(
        429,
        "Too Many Requests: retry after {seconds}",
        f"{DOCS}#responseparameters retry_after; {API}Client.cpp fail_query_with_error",
    ),
    "internal_error": Row(500, "Internal Server Error", f"{API}Client.cpp fail_query_with_error (prefix of 500)"),
    "bad_gateway": Row(
        502, "Bad Gateway", "python-telegram-bot telegram/request/_baserequest.py: 502 is handled as NetworkError"
    ),
    "broken_json": Row(
        400, "Bad Request: can't parse {name} JSON object", f"{API}Client.cpp, json_decode of a parameter"
    ),
    "unsupported_parse_mode": Row(400, "Bad Request: unsupported parse_mode", f"{API}Client.cpp get_formatted_text"),
    # Where to
    "chat_id_empty": Row(400, "Bad Request: chat_id is empty", f"{API}Client.cpp check_chat"),
    "chat_not_found": Row(400, "Bad Request: chat not found", f"{API}Client.cpp check_chat"),
    "cannot_initiate": Row(
        403, "Forbidden: bot can't initiate conversation with a user", f"{API}Client.cpp check_chat_access"
    ),
    "bot_to_bot": Row(
        403, "Forbidden: bot can't send messages to bots", f"{API}Client.cpp fail_query_with_error (USER_IS_BOT)"
    ),
    "blocked": Row(
        403, "Forbidden: bot was blocked by the user", f"{API}Client.cpp fail_query_with_error (USER_IS_BLOCKED)"
    ),
    "deactivated": Row(
        403, "Forbidden: user is deactivated", f"{API}Client.cpp fail_query_with_error (INPUT_USER_DEACTIVATED)"
    ),
    "kicked": Row(403, "Forbidden: bot was kicked from the {kind} chat", f"{API}Client.cpp check_chat_access"),
    "not_a_member": Row(403, "Forbidden: bot is not a member of the {kind} chat", f"{API}Client.cpp check_chat_access"),
    "migrated": Row(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        f"{DOCS}#responseparameters migrate_to_chat_id; {API}Client.cpp check_chat_access",
    ),
    "no_right_to_send": Row(
        400,
        "Bad Request: not enough rights to send {what} to the chat",
        f"{TD}MessagesManager.cpp can_send_message_content",
    ),
    "thread_not_found": Row(400, "Bad Request: message thread not found", f"{API}Client.cpp check_message_thread"),
    "topic_closed": Row(
        400, "Bad Request: TOPIC_CLOSED", "https://core.telegram.org/method/messages.sendMessage, error TOPIC_CLOSED"
    ),
    "reply_not_found": Row(
        400, "Bad Request: message to be replied not found", f"{API}Client.cpp check_reply_parameters"
    ),
    # What is said
    "text_empty": Row(400, "Bad Request: message text is empty", f"{API}Client.cpp get_input_message_text"),
    "text_blank": Row(400, "Bad Request: text must be non-empty", f"{TD}MessageEntity.cpp fix_formatted_text"),
    "text_too_long": Row(
        400, "Bad Request: message is too long", f"{DOCS}#sendmessage: 1-4096 characters after entities parsing"
    ),
    "caption_too_long": Row(
        400, "Bad Request: message caption is too long", f"{DOCS}#sendphoto: 0-1024 characters after entities parsing"
    ),
    "entities_unparsable": Row(
        400, "Bad Request: can't parse entities: {why}", f"{TD}MessageEntity.cpp parse_html, parse_markdown_v2"
    ),
    "entity_type_unknown": Row(
        400,
        "Bad Request: can't parse MessageEntity: Unsupported type specified",
        f"{API}Client.cpp get_text_entity_type; {DOCS}#messageentity",
    ),
    "entity_beyond_text": Row(
        400,
        "Bad Request: entity beginning at UTF-16 offset {offset} ends after the end of the text at UTF-16 offset {end}",
        f"{TD}MessageEntity.cpp fix_entities",
    ),
    "entity_after_text": Row(
        400,
        "Bad Request: entity begins after the end of the text at UTF-16 offset {offset}",
        f"{TD}MessageEntity.cpp fix_entities",
    ),
    "entity_inside_symbol": Row(
        400,
        "Bad Request: entity begins in a middle of a UTF-16 symbol at byte offset {offset}",
        f"{TD}MessageEntity.cpp fix_entities",
    ),
    "markup_not_object": Row(400, "Bad Request: object expected as reply markup", f"{API}Client.cpp get_reply_markup"),
    "button_without_action": Row(
        400,
        "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        f"{API}Client.cpp get_inline_keyboard_button; {DOCS}#inlinekeyboardbutton: exactly one of the optional fields",
    ),
    "button_data_invalid": Row(
        400, "Bad Request: BUTTON_DATA_INVALID", f"{DOCS}#inlinekeyboardbutton: callback_data, 1-64 bytes"
    ),
    "button_url_invalid": Row(
        400,
        "Bad Request: inline keyboard button URL '{url}' is invalid: Wrong HTTP URL",
        f"{TD}ReplyMarkup.cpp get_inline_keyboard_button",
    ),
    "markup_too_long": Row(
        400, "Bad Request: reply markup is too long", f"{API}Client.cpp fail_query_with_error (REPLY_MARKUP_TOO_LONG)"
    ),
    # Changing and deleting
    "edit_not_found": Row(
        400, "Bad Request: message to edit not found", f"{API}Client.cpp process_edit_message_text_query, check_message"
    ),
    "cannot_edit": Row(400, "Bad Request: message can't be edited", f"{TD}MessagesManager.cpp edit_message_text"),
    "not_modified": Row(
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
        "as a current content and reply markup of the message",
        f"{API}Client.cpp fail_query_with_error (MESSAGE_NOT_MODIFIED)",
    ),
    "forward_not_found": Row(
        400,
        "Bad Request: message to forward not found",
        f"{API}Client.cpp process_forward_message_query, check_message",
    ),
    "delete_not_found": Row(
        400, "Bad Request: message to delete not found", f"{API}Client.cpp process_delete_message_query, check_message"
    ),
    "cannot_delete": Row(
        400,
        "Bad Request: message can't be deleted",
        f"{API}Client.cpp fail_query_with_error (MESSAGE_DELETE_FORBIDDEN)",
    ),
    "cannot_delete_old": Row(
        400,
        "Bad Request: message can't be deleted for everyone",
        f"{DOCS}#deletemessage: only if it was sent less than 48 hours ago; words of {TD}MessagesManager.cpp delete_messages",
    ),
    "react_not_found": Row(
        400,
        "Bad Request: message to react not found",
        f"{API}Client.cpp process_set_message_reaction_query, check_message",
    ),
    "reaction_invalid": Row(
        400,
        "Bad Request: REACTION_INVALID",
        f"{DOCS}#reactiontypeemoji; https://core.telegram.org/method/messages.sendReaction",
    ),
    "reactions_too_many": Row(
        400, "Bad Request: REACTIONS_TOO_MANY", f"{DOCS}#setmessagereaction: bots can set up to one reaction a message"
    ),
    # Buttons
    "query_too_old": Row(
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
        f"{API}Client.cpp fail_query_with_error (QUERY_ID_INVALID)",
    ),
    "query_answer_too_long": Row(
        400, "Bad Request: MESSAGE_TOO_LONG", f"{DOCS}#answercallbackquery: text, 0-200 characters"
    ),
    # Topics
    "not_a_forum": Row(400, "Bad Request: the chat is not a forum", f"{TD}ForumTopicManager.cpp is_forum"),
    "no_right_to_topics": Row(
        400,
        "Bad Request: not enough rights to {act} topic",
        f"{DOCS}#createforumtopic: can_manage_topics; {TD}ForumTopicManager.cpp",
    ),
    "topic_name_empty": Row(
        400,
        "Bad Request: topic name must be non-empty",
        f"{DOCS}#createforumtopic: name, 1-128 characters; {TD}ForumTopicManager.cpp",
    ),
    "topic_not_found": Row(
        400,
        "Bad Request: TOPIC_ID_INVALID",
        "https://core.telegram.org/method/channels.editForumTopic, error TOPIC_ID_INVALID",
    ),
    "topic_not_modified": Row(
        400,
        "Bad Request: TOPIC_NOT_MODIFIED",
        "https://core.telegram.org/method/channels.editForumTopic, error TOPIC_NOT_MODIFIED",
    ),
    # Chats and members
    "no_administrators": Row(
        400,
        "Bad Request: there are no administrators in the private chat",
        f"{API}Client.cpp process_get_chat_administrators_query",
    ),
    "user_id_invalid": Row(400, "Bad Request: invalid user_id specified", f"{API}Client.cpp get_user_id"),
    "member_not_found": Row(400, "Bad Request: member not found", f"{API}Client.cpp process_get_chat_member_query"),
    "supergroups_only": Row(
        400,
        "Bad Request: method is available only for supergroups",
        f"{DOCS}#restrictchatmember: a user in a supergroup; words of {API}Client.cpp check_chat",
    ),
    "cannot_restrict": Row(
        400,
        "Bad Request: not enough rights to restrict/unrestrict chat member",
        f"{DOCS}#restrictchatmember: administrator with can_restrict_members; words of {TD}DialogParticipantManager.cpp",
    ),
    "is_administrator": Row(
        400,
        "Bad Request: user is an administrator of the chat",
        f"{API}Client.cpp fail_query_with_error (USER_ADMIN_INVALID)",
    ),
    "is_owner": Row(
        400, "Bad Request: can't remove chat owner", f"{TD}DialogParticipantManager.cpp restrict_channel_participant"
    ),
    "is_self": Row(
        400, "Bad Request: can't restrict self", f"{TD}DialogParticipantManager.cpp restrict_channel_participant"
    ),
    "not_a_participant": Row(
        400,
        "Bad Request: PARTICIPANT_ID_INVALID",
        "https://core.telegram.org/method/channels.editBanned, error PARTICIPANT_ID_INVALID",
    ),
    "permissions_not_object": Row(
        400, "Bad Request: object expected as permissions", f"{API}Client.cpp get_chat_permissions"
    ),
    "cannot_leave": Row(
        400, "Bad Request: can't leave private chats", f"{DOCS}#leavechat: a group, supergroup or channel"
    ),
    "command_invalid": Row(
        400, "Bad Request: BOT_COMMAND_INVALID", f"{DOCS}#botcommand: 1-32 lowercase letters, digits and underscores"
    ),
    # Files
    "file_missing": Row(400, "Bad Request: there is no {name} in the request", f"{API}Client.cpp get_input_file"),
    "file_id_wrong": Row(
        400,
        "Bad Request: wrong file identifier/HTTP URL specified",
        f"{API}Client.cpp get_input_file; {DOCS}#sending-files",
    ),
    "file_id_invalid": Row(400, "Bad Request: invalid file_id", f"{API}Client.cpp process_get_file_query"),
}


@dataclass(eq=False)
class Refused(Exception):
    """The answer to a call is a refusal; `name` is its row in the table."""

    name: str
    code: int
    description: str
    parameters: dict[str, Any] | None = None

    def body(self) -> dict[str, Any]:
        """Return the answer as the Bot API writes it."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def refuse(name: str, /, *, parameters: dict[str, Any] | None = None, **words: object) -> Refused:
    """Make the refusal of a row; `words` fill its blanks."""
    row = REFUSALS[name]
    return Refused(name, row.code, row.description.format(**words) if words else row.description, parameters)
