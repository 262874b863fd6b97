"""What the bot can say at this moment: one frozen snapshot, so that a reload never changes a reply half-way."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.core.replies import SERVICE, Facts, Situation, Unrenderable, render
from bot.core.tone import allowed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.core.intake import Question
    from bot.core.lexicon import Lexicon
    from bot.core.words import Words
    from bot.ports import Trouble

_log = logging.getLogger("bot.library")


class NoReply(LookupError):
    """No file says what to do in this situation, in any language of the brand."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply that was rendered. `name` is such as `nl/outage#2`; `link` is that of its head: community, private or none."""

    name: str
    words: Words
    link: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Situations by (language, name), desk phrases by language, lexicons by language, and what is wrong with them.

    `languages` are the brand's, the first is fallen back on. A community link leads to one of `domains` or is left
    out.
    """

    languages: tuple[str, ...]
    situations: Mapping[tuple[str, str], Situation]
    phrases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lexicons: Mapping[str, Lexicon] = field(default_factory=dict)
    questions: Mapping[str, tuple[Question, ...]] = field(default_factory=dict)
    domains: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()

    def language(self, asked: str) -> str:
        """The language that a customer with `asked` is answered in: his own where the brand has it, else the first."""
        return asked if asked in self.languages else self.languages[0]

    def reply(self, language: str, situation: str, pick: int, facts: Facts) -> Reply:
        """The reply for a situation, with variant `pick` modulo how many there are. Raises NoReply.

        Falls back on the brand's first language, and then for an unknown topic on `other`. A community link outside the
        brand's domains is left out. A variant that cannot be rendered with these facts gives way to the next one.
        """
        if facts.community is not None and not allowed(facts.community.url, self.domains):
            _log.warning("a community link outside brand.domains was left out of %s/%s", language, situation)
            facts = replace(facts, community=None)
        for found in self._candidates(language, situation):
            for offset in range(len(found.variants)):
                variant = found.variants[(pick + offset) % len(found.variants)]
                try:
                    return Reply(variant.name, render(variant, facts), found.head.link)
                except Unrenderable as error:
                    _log.warning("reply %s was passed over: %s", variant.name, error)
        raise NoReply(f"there is no reply for {situation!r} in {', '.join(self.languages)}; add {situation}.j2")

    def _candidates(self, language: str, situation: str) -> Iterator[Situation]:
        names = (situation,) if situation in SERVICE else (situation, "other")
        for name in names:
            for spoken in dict.fromkeys((self.language(language), self.languages[0])):
                if (found := self.situations.get((spoken, name))) is not None:
                    yield found

    def desk(self, language: str) -> Mapping[str, str]:
        """The phrases of the staff's cards; what this language lacks is said in the brand's first one."""
        first = self.phrases.get(self.languages[0], {})
        return MappingProxyType({**first, **self.phrases.get(self.language(language), {})})

    def intake(self, language: str) -> tuple[Question, ...]:
        """What is asked in a private talk; a language without questions of its own is asked in the brand's first one."""
        return self.questions.get(self.language(language)) or self.questions.get(self.languages[0], ())
