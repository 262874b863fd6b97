"""What must hold between settings.

Rules look at the file's plain data, so that they speak also when a type is wrong elsewhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from bot.config.models import Policy
from bot.config.own_rules import own_rules
from bot.config.sentences import nearest
from bot.config.source import Problem
from bot.config.teams import teams
from bot.core.findings import TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import time

    from bot.config.source import Spot
    from bot.config.tree import Tree

MODES = {"telegram": "polling", "discord": "gateway", "sandbox": "sandbox"}
"""How each platform is listened to."""
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*", re.IGNORECASE)
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_NEIGHBOURS = frozenset({"NL", "BE", "DE", "FR", "GB", "IE", "LU", "US"})
"""Countries known without loading the calendars of the whole world, which takes half a second."""


def platforms(tree: Tree) -> Iterator[Problem]:
    """Known names, and the way of listening that belongs to each."""
    for name in tree.block("platforms"):
        spot = ("platforms", name)
        if name not in MODES:
            near = nearest(name, MODES)
            yield Problem(spot, f'"{name}" is no platform', f"write: {near or ' or '.join(MODES)}")
            continue
        mode = tree.text(*spot, "mode")
        if not mode:
            yield Problem((*spot, "mode"), f'"mode" is missing under {".".join(spot)}', f"write: mode: {MODES[name]}")
        if mode in (*MODES.values(), "off") and mode not in (MODES[name], "off"):
            yield Problem((*spot, "mode"), f'{name} cannot listen by "{mode}"', f"write: mode: {MODES[name]}")
        address = tree.text(*spot, "api_url")
        if address and _web(address) is None:
            yield Problem((*spot, "api_url"), "api_url is no web address", "write: api_url: http://127.0.0.1:8081")


def channels(tree: Tree) -> Iterator[Problem]:
    """Each on a platform that is used, each once, none of them the staff's, guests with leave."""
    seen: dict[tuple[str, str], int] = {}
    staffed = {(name, tree.text("staff", name, "id")) for name in tree.block("staff")}
    for index, _ in enumerate(tree.listed("channels")):
        here: Spot = ("channels", index)
        platform, channel = tree.text(*here, "platform"), tree.text(*here, "id")
        if platform:
            yield from _known_platform(tree, (*here, "platform"), platform)
        if not channel:
            continue
        yield from _id_fits(platform, channel, (*here, "id"))
        first = seen.setdefault((platform, channel), index)
        if first != index:
            line = tree.line(("channels", first, "id"))
            yield Problem((*here, "id"), f"this channel is listed twice (first in line {line})", "keep one of the two")
        if (platform, channel) in staffed:
            message = "this is the staff channel: watched, it would have the cards in it read as complaints"
            yield Problem((*here, "id"), message, "remove it from channels, or name another staff channel")
        if tree.text(*here, "answer") == "guest" and not tree.text(*here, "consent"):
            fix = 'write: consent: "who gave leave, and when", or answer: addressed'
            yield Problem((*here, "answer"), "a guest needs the owner's leave on record, and consent is missing", fix)


def _known_platform(tree: Tree, spot: Spot, platform: str) -> Iterator[Problem]:
    used = tree.block("platforms")
    if platform in used:
        return
    if platform in MODES:
        fix = f"write under platforms: {platform}: {{mode: {MODES[platform]}}}"
        yield Problem(spot, f'"{platform}" does not stand under platforms', fix)
        return
    near = nearest(platform, used or MODES)
    yield Problem(spot, f'"{platform}" is no platform', f"write: platform: {near or ' or '.join(used or MODES)}")


def _id_fits(platform: str, channel: str, spot: Spot) -> Iterator[Problem]:
    if platform == "telegram" and not re.fullmatch(r"-?\d+", channel):
        message = f'"{channel}" is no id: a Telegram group is named by its number, because its @name can change'
        yield Problem(spot, message, "write: id: -1001234567890 (`wegwijzer check --online` helps to find it)")
    elif platform == "telegram" and not channel.startswith("-"):
        yield Problem(
            spot, "ids of Telegram groups are negative; this is a person's", f"write: id: -{channel}", "warning"
        )
    elif platform == "discord" and not re.fullmatch(r"\d+", channel):
        message = f'"{channel}" is no id: a Discord channel is named by its number'
        yield Problem(
            spot, message, "switch on developer mode in Discord, then: right-click the channel, Copy Channel ID"
        )


def staff(tree: Tree) -> Iterator[Problem]:
    """On a platform that is used, and there for each watched channel."""
    for name in tree.block("staff"):
        yield from _known_platform(tree, ("staff", name), name)
        channel = tree.text("staff", name, "id")
        if channel:
            yield from _id_fits(name, channel, ("staff", name, "id"))
    told: set[str] = set()
    for index, _ in enumerate(tree.listed("channels")):
        name = tree.text("channels", index, "platform")
        used = name in tree.block("platforms") and tree.text("platforms", name, "mode") != "off"
        if used and name not in told and name not in tree.block("staff"):
            told.add(name)
            message = f"there is no staff channel on {name}: hard cases would have nowhere to go"
            spot: Spot = ("staff",) if tree.block("staff") else ("channels", index, "platform")
            yield Problem(spot, message, f'write under staff: {name}: {{id: "…"}}')


def links(tree: Tree) -> Iterator[Problem]:
    """Domains are host names, and every address the bot can send lies inside them."""
    # One domain without brackets is a mistake of its own; the links inside it are not.
    domains = [tree.text("brand", "domains").lower()] if tree.text("brand", "domains") else []
    for index, _ in enumerate(tree.listed("brand", "domains")):
        domain = tree.text("brand", "domains", index)
        spot = ("brand", "domains", index)
        if _HOST.fullmatch(domain):
            domains.append(domain.lower())
        elif domain:
            host = (_web(domain) or urlsplit("")).hostname or "polderlink.example"
            yield Problem(spot, f'"{domain}" is no domain', f"write the name alone: {host}")
    yield from _inside(tree, ("brand", "community", "url"), domains)
    for topic in tree.block("brand", "community", "topics"):
        yield from _inside(tree, ("brand", "community", "topics", topic, "url"), domains)


def _inside(tree: Tree, spot: Spot, domains: list[str]) -> Iterator[Problem]:
    address = tree.text(*spot)
    if not address:
        return
    parts = _web(address)
    if parts is None:
        yield Problem(spot, f'"{address}" is no web address', f"write: {spot[-1]}: https://…")
        return
    host = (parts.hostname or "").lower()
    if not any(host == domain or host.endswith(f".{domain}") for domain in domains):
        known = ", ".join(domains) or "none"
        message = f"{host} lies outside brand.domains ({known}), and the bot links nowhere else"
        yield Problem(spot, message, f"add {host} to brand.domains, or link to a page inside them")


def _web(address: str) -> SplitResult | None:
    """The parts of an http(s) address; None for anything else, and for an address that hides its host."""
    if re.search(r"[\s\\<>\"]", address):
        return None
    try:
        parts = urlsplit(address)
        hidden = parts.username is not None or parts.port == 0
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.hostname and not hidden else None


def topics(tree: Tree) -> Iterator[Problem]:
    """Keys of community.topics are kinds of complaint, with a language of the brand behind the dot."""
    languages = [str(language) for language in tree.listed("brand", "languages")] or ["nl", "en"]
    known = (*TOPICS, *(str(name) for name in tree.listed("brand", "topics")))
    for key in tree.block("brand", "community", "topics"):
        spot = ("brand", "community", "topics", key)
        topic, _, language = key.partition(".")
        if topic not in known:
            near = nearest(topic, known)
            behind = f".{language}" if language else ""
            fix = f"write: {near}{behind}" if near else f"use one of: {', '.join(known)}"
            yield Problem(spot, f'"{topic}" is no kind of complaint', fix)
        if "." in key and language not in languages:
            fix = f"use one of: {', '.join(languages)}, or add {language} to brand.languages"
            yield Problem(spot, f'"{language}" is no language of the brand', fix)


def languages(tree: Tree) -> Iterator[Problem]:
    """Languages are codes such as nl; official accounts belong to known platforms."""
    for index, _ in enumerate(tree.listed("brand", "languages")):
        language = tree.text("brand", "languages", index)
        if not _LANGUAGE.fullmatch(language):
            fix = "write: languages: [nl, en]"
            yield Problem(("brand", "languages", index), f'"{language}" is no language code', fix)
    for name in tree.block("brand", "official"):
        if name not in MODES:
            fix = f"write: {nearest(name, MODES) or ' or '.join(MODES)}"
            yield Problem(("brand", "official", name), f'"{name}" is no platform', fix)


def times(tree: Tree) -> Iterator[Problem]:
    """A time zone and a country that exist, hours in their order."""
    zone = tree.text("policy", "timezone")
    if zone and not _is_zone(zone):
        near = nearest(zone, {name.lower(): name for name in available_timezones()})
        right = next((name for name in available_timezones() if name.lower() == near), "Europe/Amsterdam")
        yield Problem(("policy", "timezone"), f'"{zone}" is no time zone', f"write: timezone: {right}")
    country = tree.text("policy", "holidays")
    if country and not _is_country(country):
        yield Problem(("policy", "holidays"), f'"{country}" is no country code', 'write: holidays: NL, or "" for none')
    opening, closing = _hour(tree, "opening"), _hour(tree, "closing")
    if opening and closing and opening >= closing:
        message = f"staff stop at {closing:%H:%M}, which does not come after opening at {opening:%H:%M}"
        yield Problem(("policy", "closing"), message, "write: closing: 17:00")
    start, end = tree.time("policy", "quiet", "start"), tree.time("policy", "quiet", "end")
    if start and start == end:
        yield Problem(("policy", "quiet"), "quiet hours begin and end at the same time", "leave quiet out for none")


def _hour(tree: Tree, key: str) -> time | None:
    """The time written, or the one that counts when none is; None for one that cannot be read."""
    default: time = Policy.model_fields[key].default
    return default if tree.at("policy", key) is None else tree.time("policy", key)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return False
    return True


def _is_country(code: str) -> bool:
    if code in _NEIGHBOURS:
        return True
    from holidays.registry import COUNTRIES

    return any(code == entry[1] for entry in COUNTRIES.values())


def store(tree: Tree) -> Iterator[Problem]:
    """One of the two engines, with the driver named."""
    address = tree.text("store", "url")
    if address:
        yield from store_address(address, ("store", "url"))


def store_address(address: str, spot: Spot) -> Iterator[Problem]:
    """What is wrong with a store's address; sentences repeat no part of it, for it may hold a password."""
    scheme, colon, rest = address.partition("://")
    if scheme == "sqlite+aiosqlite" and colon:
        if not rest.removeprefix("/") or ":memory:" in rest:
            yield Problem(spot, "a store in memory forgets everything at the end", "name a file: …:///var/wegwijzer.db")
        return
    if scheme == "postgresql+asyncpg" and colon:
        return
    if scheme.startswith("sqlite"):
        fix = "write: url: sqlite+aiosqlite:///var/wegwijzer.db"
    elif scheme.startswith("postgres"):
        fix = "write: url: postgresql+asyncpg://… (the rest stays as it is)"
    else:
        fix = "begin with sqlite+aiosqlite:/// or postgresql+asyncpg://"
    yield Problem(spot, "the store's address does not name an engine and its driver", fix)


def opinion(tree: Tree) -> Iterator[Problem]:
    """Customers' words go to an endpoint by https, or to one on this machine."""
    spot = ("opinion", "endpoint", "url")
    address = tree.text(*spot)
    if not address:
        return
    parts = _web(address)
    if parts is None:
        yield Problem(spot, f'"{address}" is no web address', "write: url: https://…/v1")
    elif parts.scheme != "https" and parts.hostname not in {"127.0.0.1", "::1", "localhost"}:
        yield Problem(
            spot, "messages would travel there without encryption", f"write: url: https://{parts.netloc}{parts.path}"
        )


RULES = (platforms, channels, staff, teams, links, topics, languages, times, own_rules, store, opinion)
"""Every rule, in the order of the file."""
