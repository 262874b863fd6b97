"""Reading the parameters of a call, whichever way they came: query, form, JSON or multipart."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.servers.telegram.refusals import refuse

_READABLE = {
    "reply_markup": "reply keyboard markup",
    "reply_parameters": "reply parameters",
    "entities": "entities",
    "caption_entities": "caption entities",
    "link_preview_options": "link preview options",
    "allowed_updates": "allowed updates",
    "reaction": "reaction types",
    "commands": "commands",
    "permissions": "permissions",
    "scope": "BotCommandScope",
}


@dataclass(slots=True)
class Upload:
    """A file that came with a multipart call."""

    name: str
    content: bytes


@dataclass(slots=True)
class Params:
    """The parameters of one call; `values` is what the judge records."""

    values: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a text, empty when it was not given."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a number; what is not one counts as not given."""
        value = self.values.get(name)
        if isinstance(value, int):
            return int(value)
        if isinstance(value, str) and value.lstrip("-").isdecimal():
            return int(value)
        return default

    def flag(self, name: str) -> bool:
        """Return a boolean in the forms the Bot API accepts."""
        return truth(self.values.get(name))

    def data(self, name: str) -> Any:
        """Return a parameter that is JSON, already decoded in a JSON call; None when it was not given."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise refuse("broken_json", name=_READABLE.get(name, name)) from None


def truth(value: object) -> bool:
    """Read a boolean as the Bot API does: true, yes or 1."""
    if isinstance(value, str):
        return value.lower() in {"true", "yes", "1"}
    return bool(value)


def number(value: object) -> int:
    """Read a whole number out of JSON, where it may also be a text; 0 for anything else."""
    if isinstance(value, int):
        return int(value)
    return int(value) if isinstance(value, str) and value.lstrip("-").isdecimal() else 0
