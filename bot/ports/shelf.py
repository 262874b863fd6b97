"""What the bot can say and hear at this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.core.intake import Question
    from bot.core.lexicon import Lexicon
    from bot.core.replies import Facts
    from bot.core.words import Words


class Reply(Protocol):
    """A reply that was rendered: its name (`nl/outage#2`), its words, and the kind of link its head asks for."""

    @property
    def name(self) -> str:
        """`nl/outage#2`."""
        ...

    @property
    def words(self) -> Words:
        """The text."""
        ...

    @property
    def link(self) -> str:
        """community, private or none."""
        ...


class Shelf(Protocol):
    """One frozen snapshot of replies, desk phrases and lexicons."""

    @property
    def lexicons(self) -> Mapping[str, Lexicon]:
        """By language."""
        ...

    def reply(self, language: str, situation: str, pick: int, facts: Facts) -> Reply:
        """The reply for a situation, variant `pick` modulo how many there are."""
        ...

    def intake(self, language: str) -> tuple[Question, ...]:
        """What is asked in a private talk, in order."""
        ...

    def desk(self, language: str) -> Mapping[str, str]:
        """Phrases for staff, by key."""
        ...


class Library(Protocol):
    """Where the snapshot of this moment is found; it is swapped when files change."""

    @property
    def shelf(self) -> Shelf:
        """The snapshot that serves now."""
        ...
