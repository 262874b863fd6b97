"""What must hold between the teams and the rest of the settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.config.sentences import nearest
from bot.config.source import Problem
from bot.core.findings import TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.config.source import Spot
    from bot.config.tree import Tree

PLATFORMS = ("telegram", "discord", "sandbox")


def teams(tree: Tree) -> Iterator[Problem]:
    """Each name once, known topics, a place on a platform that is used, and no place that is somebody else's."""
    names: dict[str, int] = {}
    for index, _ in enumerate(tree.listed("teams")):
        here: Spot = ("teams", index)
        name = tree.text(*here, "name")
        first = names.setdefault(name.casefold(), index)
        if name and first != index:
            line = tree.line(("teams", first, "name"))
            yield Problem(
                (*here, "name"), f'there are two teams "{name}" (first in line {line})', "give one another name"
            )
        yield from _topics(tree, here)
        yield from _hours(tree, here)
        places = [platform for platform in PLATFORMS if tree.block(*here, platform)]
        if not places:
            fix = f'write: {next(iter(tree.block("platforms")), "telegram")}: {{id: "…"}}'
            yield Problem(here, f'team "{name}" is nowhere: it has no place on any platform', fix)
        for platform in places:
            yield from _place(tree, index, platform)


def _topics(tree: Tree, here: Spot) -> Iterator[Problem]:
    known = {*TOPICS, *(tree.text("brand", "topics", n) for n, _ in enumerate(tree.listed("brand", "topics")))}
    for number, _ in enumerate(tree.listed(*here, "topics")):
        topic = tree.text(*here, "topics", number)
        if topic and topic not in known:
            fix = f"write: {nearest(topic, known) or ', '.join(sorted(known))}"
            yield Problem((*here, "topics", number), f'there is no kind of complaint "{topic}"', fix)


def _hours(tree: Tree, here: Spot) -> Iterator[Problem]:
    if tree.at(*here, "days") == []:
        yield Problem((*here, "days"), "the team has no day, so it is never there", "leave days out for every day")
    start, end = tree.text(*here, "hours", "start"), tree.text(*here, "hours", "end")
    if start and start == end:
        fix = "leave hours out for a team that is always there"
        yield Problem((*here, "hours", "end"), "the hours end when they begin, so the team is never there", fix)


def _place(tree: Tree, index: int, platform: str) -> Iterator[Problem]:
    here: Spot = ("teams", index, platform)
    if platform not in tree.block("platforms"):
        yield Problem(here, f'"{platform}" does not stand under platforms', f"remove {platform} from the team")
        return
    key = "channel" if tree.text(*here, "channel") else "id"
    channel, partner = tree.text(*here, key), tree.at("teams", index, "partner") is True
    if tree.text(*here, "channel") and tree.text(*here, "id"):
        yield Problem((*here, "channel"), "id and channel mean the same", "keep one of the two")
    if not channel and not tree.text(*here, "role"):
        what = "its channel" if partner else "a channel of its own or a role to call"
        yield Problem(here, f"the team's place does not say where it is: it needs {what}", 'write: id: "…"')
    elif partner and not channel:
        yield Problem(here, "a partner is informed in a channel of its own, and none is named", 'write: id: "…"')
    if platform != "sandbox" and channel and not re.fullmatch(r"-?\d+", channel):
        yield Problem(
            (*here, key), f'"{channel}" is no id: channels and groups are named by their numbers', 'write: id: "…"'
        )
    if channel:
        yield from _not_taken(tree, index, platform, (*here, key), channel)
    if partner and tree.text(*here, "role"):
        yield Problem((*here, "role"), "a partner is informed and never called", "remove role")
    if not partner and tree.text(*here, "topic"):
        fix = "remove topic: each case has a topic of its own in the team's group"
        yield Problem((*here, "topic"), "only a partner is informed in one topic", fix)


def _not_taken(tree: Tree, index: int, platform: str, spot: Spot, channel: str) -> Iterator[Problem]:
    for number, _ in enumerate(tree.listed("channels")):
        if (tree.text("channels", number, "platform"), tree.text("channels", number, "id")) == (platform, channel):
            message = "this is a watched channel: customers would read what is for staff"
            yield Problem(spot, message, "name a private channel")
    if tree.text("staff", platform, "id") == channel:
        yield Problem(spot, "this is the main staff channel", "leave it out, or name another channel")
    partner = tree.at("teams", index, "partner") is True
    for number, _ in enumerate(tree.listed("teams")):
        other = ("teams", number, platform)
        if number == index or channel not in {tree.text(*other, "id"), tree.text(*other, "channel")}:
            continue
        if partner != (tree.at("teams", number, "partner") is True):
            message = "this channel is a team's and a partner's: the partner would read customers' cases"
            yield Problem(spot, message, "name a channel of its own for the partner")
