"""Forms (Discord calls them modals) for the answer to an intake question: made from the press that opens one, read when one is sent.

A press that opens a form must be answered with the form itself, within three seconds and before anything else, so what it shows is
taken from the pressed post. Limits: discord.com/developers/docs/components/reference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.core.intake import FORMS, LONGEST_SAID, form_of
from handlers.discord.shapes import Json, listed, maybe, number

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPONENT = 3
LABEL, TEXT, TEXT_INPUT = 18, 10, 4
FEW_LINES, ONE_LINE = 2, 1
LONGEST_TITLE = 45
FIELD = "said"


def form_for(press: Json) -> Json | None:
    """The form that a press opens; None for any other press."""
    data, message = maybe(press, "data") or {}, maybe(press, "message") or {}
    carried, question = data.get("custom_id"), message.get("content")
    if number(press, "type") != COMPONENT or not isinstance(carried, str) or not (kind := form_of(carried)):
        return None
    title = _label(message, carried)[:LONGEST_TITLE]
    field = {
        "type": TEXT_INPUT,
        "custom_id": FIELD,
        "style": FEW_LINES if kind == FORMS[0] else ONE_LINE,
        "required": True,
        "min_length": 1,
        "max_length": LONGEST_SAID,
    }
    parts: list[Json] = [{"type": LABEL, "label": title, "component": field}]
    if isinstance(question, str) and question.strip():
        parts.insert(0, {"type": TEXT, "content": question})
    return {"custom_id": carried, "title": title, "components": parts}


def said_in(sent: Json) -> str:
    """What was written in a form that was sent."""
    found = (part.get("value") for part in _parts(sent) if part.get("custom_id") == FIELD)
    return next((value for value in found if isinstance(value, str)), "")


def _label(message: Json, carried: str) -> str:
    """What stands on the button."""
    found = (part.get("label") for part in _parts(message) if part.get("custom_id") == carried)
    return next((label for label in found if isinstance(label, str) and label), "…")


def _parts(owner: Json) -> Iterator[Json]:
    """Every component, inner ones too: rows hold several, a label holds one."""
    waiting: list[Any] = list(listed(owner, "components"))
    while waiting:
        part = waiting.pop(0)
        yield part
        waiting += listed(part, "components")
        inner = maybe(part, "component")
        if inner is not None:
            waiting.append(inner)
