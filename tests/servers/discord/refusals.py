"""Everything this server refuses, in one table; each row names its source and has a test of its own.

`codes` stands for the page "Opcodes and Status Codes" of Discord's documentation (JSON Error Codes); the message is
the one the API sends, which is sometimes shorter than the meaning on that page. Where the page gives no HTTP status,
the row says where it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.servers.discord.state import Json


@dataclass(frozen=True, slots=True)
class Refusal:
    """One row: HTTP status, Discord's JSON error code, the message and where this is written."""

    status: int
    code: int
    message: str
    source: str


REFUSALS: dict[str, Refusal] = {
    "bad_token": Refusal(401, 0, "401: Unauthorized", "discord.py http.static_login turns this 401 into LoginFailure"),
    "no_such_route": Refusal(404, 0, "404: Not Found", "codes, HTTP Response Codes: 404"),
    "wrong_method": Refusal(405, 0, "405: Method Not Allowed", "codes, HTTP Response Codes: 405"),
    "too_many_requests": Refusal(429, 0, "You are being rate limited.", "Rate Limits, Exceeding A Rate Limit"),
    "unknown_channel": Refusal(404, 10003, "Unknown Channel", "codes 10003"),
    "unknown_guild": Refusal(404, 10004, "Unknown Guild", "codes 10004"),
    "unknown_member": Refusal(404, 10007, "Unknown Member", "codes 10007"),
    "unknown_message": Refusal(404, 10008, "Unknown Message", "codes 10008"),
    "unknown_user": Refusal(404, 10013, "Unknown User", "codes 10013"),
    "unknown_emoji": Refusal(400, 10014, "Unknown Emoji", "codes 10014; 400 as discord-api-docs Create Reaction says"),
    "unknown_webhook": Refusal(
        404, 10015, "Unknown Webhook", "codes 10015; a followup before the first response, discord.js issue 6883"
    ),
    "unknown_interaction": Refusal(
        404, 10062, "Unknown interaction", "codes 10062; Interactions, Interaction Callback: within 3 seconds"
    ),
    "unknown_application": Refusal(404, 10002, "Unknown Application", "codes 10002"),
    "already_acknowledged": Refusal(400, 40060, "Interaction has already been acknowledged.", "codes 40060"),
    "missing_access": Refusal(403, 50001, "Missing Access", "codes 50001"),
    "not_in_a_dm": Refusal(403, 50003, "Cannot execute action on a DM channel", "codes 50003"),
    "not_your_message": Refusal(403, 50005, "Cannot edit a message authored by another user", "codes 50005"),
    "empty_message": Refusal(400, 50006, "Cannot send an empty message", "codes 50006"),
    "dms_closed": Refusal(403, 50007, "Cannot send messages to this user", "codes 50007"),
    "not_a_text_channel": Refusal(400, 50008, "Cannot send messages in a non-text channel", "codes 50008"),
    "missing_permissions": Refusal(403, 50013, "Missing Permissions", "codes 50013"),
    "system_message": Refusal(403, 50021, "Cannot execute action on a system message", "codes 50021"),
    "wrong_channel_type": Refusal(400, 50024, "Cannot execute action on this channel type", "codes 50024"),
    "invalid_webhook_token": Refusal(
        401, 50027, "Invalid Webhook Token", "codes 50027; 15 minutes: Interactions, Interaction Callback"
    ),
    "invalid_form": Refusal(400, 50035, "Invalid Form Body", "codes 50035; Reference, Error Messages (errors tree)"),
    "thread_archived": Refusal(400, 50083, "Thread is archived", "codes 50083; discord-api-docs issue 6928"),
    "invalid_json": Refusal(400, 50109, "The request body contains invalid JSON.", "codes 50109"),
    "no_mutual_guild": Refusal(
        403, 50278, "Cannot send messages to this user due to having no mutual guilds", "codes 50278"
    ),
    "reply_needs_history": Refusal(
        403,
        160002,
        "Cannot reply without permission to read message history",
        "codes 160002; 403 as reported in Voxel-Fox-Ltd/Flower issue 63",
    ),
    "thread_exists": Refusal(
        400,
        160004,
        "A thread has already been created for this message",
        "codes 160004; status not documented, assumed",
    ),
    "thread_locked": Refusal(
        403, 160005, "Thread is locked", "codes 160005; Threads, Locked Threads; status not documented, assumed"
    ),
    "too_many_threads": Refusal(
        400,
        160006,
        "Maximum number of active threads reached",
        "codes 160006; Threads, Active & Archived Threads; status assumed",
    ),
}


class RefusedError(Exception):
    """A request the platform turns down; `key` names the row, `errors` is the tree of an invalid form."""

    def __init__(self, key: str, errors: Json | None = None) -> None:
        super().__init__(REFUSALS[key].message)
        self.row = REFUSALS[key]
        self.errors = errors

    def body(self) -> Json:
        """The JSON body Discord answers with."""
        answer: Json = {"message": self.row.message, "code": self.row.code}
        if self.errors is not None:
            answer["errors"] = self.errors
        return answer


def invalid_form(path: str, code: str, message: str) -> RefusedError:
    """Error 50035 at one place of the form: `path` is dotted (`components.0.custom_id`)."""
    tree: Json = {"_errors": [{"code": code, "message": message}]}
    for part in reversed(path.split(".")):
        tree = {part: tree}
    return RefusedError("invalid_form", tree)


@dataclass(frozen=True, slots=True)
class Closing:
    """A close code of the gateway; `final` codes must not be reconnected from."""

    code: int
    reason: str
    final: bool


# Source of all rows: Opcodes and Status Codes, Gateway Close Event Codes.
CLOSINGS: dict[str, Closing] = {
    "unknown_opcode": Closing(4001, "Unknown opcode.", final=False),
    "decode_error": Closing(4002, "Error while decoding payload.", final=False),
    "not_authenticated": Closing(4003, "Not authenticated.", final=False),
    "authentication_failed": Closing(4004, "Authentication failed.", final=True),
    "already_authenticated": Closing(4005, "Already authenticated.", final=False),
    "invalid_seq": Closing(4007, "Invalid seq.", final=False),
    "rate_limited": Closing(4008, "Rate limited.", final=False),
    "invalid_shard": Closing(4010, "Invalid shard.", final=True),
    "invalid_version": Closing(4012, "Invalid API version.", final=True),
    "invalid_intents": Closing(4013, "Invalid intent(s).", final=True),
    "disallowed_intents": Closing(4014, "Disallowed intent(s).", final=True),
}
