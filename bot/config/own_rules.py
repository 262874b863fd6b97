"""The brand's own rules: what must hold for them in the file, and from settings to what detection uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.config.patterns import BadPattern, compiled
from bot.config.sentences import nearest
from bot.config.source import Problem
from bot.core.findings import HARD_REASONS, TOPICS
from bot.core.lexicon import plain_phrase
from bot.core.own_rules import OwnRule, own_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.config.models import Config
    from bot.config.source import Spot
    from bot.config.tree import Tree

_TOPIC = re.compile(r"[a-z][a-z0-9_]{1,31}")


def own_rules(tree: Tree) -> Iterator[Problem]:
    """Each has a name of its own and either words or a pattern that can be used; topics are known."""
    for index, _ in enumerate(tree.listed("brand", "topics")):
        topic = tree.text("brand", "topics", index)
        if not _TOPIC.fullmatch(topic) or topic in TOPICS:
            said = "is known already" if topic in TOPICS else "is no name for a kind of complaint"
            fix = "remove it" if topic in TOPICS else "write a name in small letters, such as parking"
            yield Problem(("brand", "topics", index), f'"{topic}" {said}', fix)
    seen: dict[str, int] = {}
    for index, _ in enumerate(tree.listed("rules")):
        here: Spot = ("rules", index)
        name = tree.text(*here, "name")
        first = seen.setdefault(name, index)
        if name and first != index:
            line = tree.line(("rules", first, "name"))
            yield Problem((*here, "name"), f"two rules have this name (first in line {line})", "give it another name")
        yield from _looks_for(tree, here)
        yield from _topic_of(tree, here)


def _looks_for(tree: Tree, here: Spot) -> Iterator[Problem]:
    pattern = tree.text(*here, "pattern")
    listed = tree.listed(*here, "phrase")
    phrases: dict[Spot, str] = {(*here, "phrase", n): str(phrase) for n, phrase in enumerate(listed)}
    if not listed and tree.text(*here, "phrase"):
        phrases = {(*here, "phrase"): tree.text(*here, "phrase")}
    if bool(pattern) == bool(phrases):
        said = "has both a phrase and a pattern" if pattern else "has nothing to look for"
        fix = "keep one of the two" if pattern else "write: phrase: [words, other words]"
        yield Problem(here, f"this rule {said}", fix)
    for spot, phrase in phrases.items():
        if not any(character.isalnum() for character in plain_phrase(phrase)):
            yield Problem(spot, f'"{phrase}" holds no words', "write words")
    if pattern:
        try:
            compiled(pattern)
        except BadPattern as error:
            yield Problem((*here, "pattern"), f"this pattern cannot be used: {error}", error.fix)


def _topic_of(tree: Tree, here: Spot) -> Iterator[Problem]:
    topic, hard = tree.text(*here, "topic"), tree.text(*here, "means") == "hard"
    known = HARD_REASONS if hard else (*TOPICS, *(str(name) for name in tree.listed("brand", "topics")))
    if hard and not topic:
        fix = f"write: topic: one of {', '.join(HARD_REASONS)}"
        yield Problem((*here, "means"), "a reason for a person must say which one", fix)
    elif topic and topic not in known:
        near = nearest(topic, known)
        fix = f"write: topic: {near}" if near else f"use one of: {', '.join(known)}"
        if not hard:
            fix += ", or add it to brand.topics"
        yield Problem((*here, "topic"), f'"{topic}" is no {"reason" if hard else "kind of complaint"}', fix)


def rules_of(config: Config) -> tuple[OwnRule, ...]:
    """Every rule under `rules`, in its order; its pattern was checked when the settings were read."""
    return tuple(
        own_rule(
            rule.name,
            rule.means,
            rule.says or rule.name,
            phrases=rule.phrase,
            find=compiled(rule.pattern) if rule.pattern else None,
            weight=rule.weight,
            topic=rule.topic,
            severity=rule.severity,
        )
        for rule in config.rules
    )
