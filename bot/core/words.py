"""Text for people: plain parts and links, so that customer text can never become markup or a link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Link:
    """A link with the words to press on. Platforms show it in their own way."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Words:
    """A text as parts. A `str` part is literal: adapters escape it so that nothing in it is parsed."""

    parts: tuple[str | Link, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """Literal text."""
        return cls((text,))

    @property
    def plain(self) -> str:
        """The text as it reads with each link as `label (url)`."""
        return "".join(part if isinstance(part, str) else f"{part.label} ({part.url})" for part in self.parts)

    @property
    def links(self) -> tuple[Link, ...]:
        """The links in order."""
        return tuple(part for part in self.parts if isinstance(part, Link))

    def dump(self) -> list[Any]:
        """As JSON."""
        return [part if isinstance(part, str) else [part.label, part.url] for part in self.parts]

    @classmethod
    def load(cls, data: list[Any]) -> Words:
        """From JSON."""
        return cls(tuple(part if isinstance(part, str) else Link(part[0], part[1]) for part in data))


@dataclass(frozen=True, slots=True)
class Button:
    """A button: `label` for people, `data` (at most 64 bytes) for the bot, `style` one of primary, plain, danger.

    With the style `link`, which only a whisper has, `data` is an address that it opens, and the bot hears nothing.
    """

    label: str
    data: str
    style: str = "plain"
