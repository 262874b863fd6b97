"""The forms a bot fills in: a message, a thread's name. A wrong form is error 50035 with its place.

Source: Discord documentation, "Message", Create Message (limits), and "Reference", Error Messages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.servers.discord import components, mentions
from tests.servers.discord.refusals import RefusedError, invalid_form

if TYPE_CHECKING:
    from tests.servers.discord.state import Attachment, Json

MAX_CONTENT, MAX_NONCE, MAX_EMBEDS, MAX_EMBED_TEXT, MAX_NAME = 2000, 25, 10, 6000, 100
ARCHIVE_AFTER = (60, 1440, 4320, 10080)

SUPPRESS_EMBEDS, EPHEMERAL, SUPPRESS_NOTIFICATIONS, COMPONENTS_V2 = 1 << 2, 1 << 6, 1 << 12, 1 << 15
SETTABLE = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2

_EMBED_LIMITS = {"title": 256, "description": 4096}
_TOO_LONG = "BASE_TYPE_MAX_LENGTH"


@dataclass(slots=True)
class Draft:
    """A message that is well-formed and not yet posted."""

    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    nonce: str | int | None = None
    enforce_nonce: bool = False
    reference: Json | None = None
    allowed_mentions: Json | None = None


def read_message(body: Json, files: list[Attachment]) -> Draft:
    """A new message from its form.

    Raises RefusedError for a malformed (50035) or empty (50006) message.
    """
    draft = Draft(
        content=content_of(body),
        embeds=embeds_of(body),
        components=body.get("components") or [],
        attachments=files,
        flags=int(body.get("flags") or 0),
        nonce=_nonce(body),
        enforce_nonce=bool(body.get("enforce_nonce")),
        reference=body.get("message_reference"),
        allowed_mentions=body.get("allowed_mentions"),
    )
    mentions.check_allowed(draft.allowed_mentions)
    layout = bool(draft.flags & COMPONENTS_V2)
    if layout and (draft.content or draft.embeds):
        old = "The 'content' and 'embeds' fields cannot be used with MessageFlags.IS_COMPONENTS_V2"
        raise invalid_form("flags", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", old)
    components.check_message(draft.components, layout=layout)
    draft.components = components.numbered(draft.components)
    if not (draft.content.strip() or draft.embeds or draft.components or draft.attachments):
        raise RefusedError("empty_message")
    return draft


def content_of(body: Json) -> str:
    """The text of a form; absent and null are the empty text."""
    content = body.get("content")
    if content is None:
        return ""
    if not isinstance(content, str):
        content = str(content)
    if len(content) > MAX_CONTENT:
        raise invalid_form("content", _TOO_LONG, f"Must be {MAX_CONTENT} or fewer in length.")
    return content


def embeds_of(body: Json) -> list[Json]:
    """The embeds of a form, with their kind filled in."""
    embeds = body.get("embeds") or []
    if len(embeds) > MAX_EMBEDS:
        raise invalid_form("embeds", _TOO_LONG, f"Must be {MAX_EMBEDS} or fewer in length.")
    for index, embed in enumerate(embeds):
        for part, longest in _EMBED_LIMITS.items():
            if len(embed.get(part) or "") > longest:
                raise invalid_form(f"embeds.{index}.{part}", _TOO_LONG, f"Must be {longest} or fewer in length.")
    if sum(len(embed.get(part) or "") for embed in embeds for part in _EMBED_LIMITS) > MAX_EMBED_TEXT:
        too_much = f"Embed size exceeds maximum size of {MAX_EMBED_TEXT}"
        raise invalid_form("embeds", "MAX_EMBED_SIZE_EXCEEDED", too_much)
    return [{"type": "rich"} | embed for embed in embeds]


def thread_name(body: Json) -> str:
    """The name of a thread or channel, 1 to 100 characters."""
    name = body.get("name")
    if not isinstance(name, str):
        raise invalid_form("name", "BASE_TYPE_REQUIRED", "This field is required")
    if not 1 <= len(name) <= MAX_NAME:
        raise invalid_form("name", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {MAX_NAME} in length.")
    return name


def archive_after(body: Json, default: int = 1440) -> int:
    """After how many minutes of silence a thread is archived."""
    asked = body.get("auto_archive_duration")
    if asked is None:
        return default
    if asked not in ARCHIVE_AFTER:
        choices = f"Value must be one of {set(ARCHIVE_AFTER)}."
        raise invalid_form("auto_archive_duration", "BASE_TYPE_CHOICES", choices)
    return int(asked)


def between(text: str | None, name: str, *, low: int, high: int, default: int) -> int:
    """A number in a query, within its bounds."""
    if text is None:
        return default
    try:
        number = int(text)
    except ValueError:
        raise invalid_form(name, "NUMBER_TYPE_COERCE", f'Value "{text}" is not int.') from None
    if number < low:
        raise invalid_form(name, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {low}.")
    if number > high:
        raise invalid_form(name, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {high}.")
    return number


def snowflake(text: object, name: str) -> int:
    """An id out of a path, query or body."""
    if isinstance(text, (str, int)) and str(text).isdecimal():
        return int(text)
    raise invalid_form(name, "NUMBER_TYPE_COERCE", f'Value "{text}" is not snowflake.')


def _nonce(body: Json) -> str | int | None:
    nonce = body.get("nonce")
    if nonce is not None and len(str(nonce)) > MAX_NONCE:
        raise invalid_form("nonce", _TOO_LONG, f"Must be {MAX_NONCE} or fewer in length.")
    return nonce if isinstance(nonce, (str, int)) else None
