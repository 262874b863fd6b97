from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.config.conftest import GOOD

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.config import Config
    from bot.ports import Trouble

    Load = Callable[..., tuple[Config | None, list[Trouble]]]

COMMUNITY = """\
  community:
    url: https://community.polderlink.example
    topics:
      outage: {title: Internet valt uit, url: URL}
platforms:"""


def spoiled(before: str, after: str) -> str:
    assert before in GOOD
    return GOOD.replace(before, after)


def linked(url: str, topic: str = "outage") -> str:
    return spoiled("platforms:", COMMUNITY).replace("outage:", f"{topic}:").replace("URL", url)


CHANNEL = "  - platform: sandbox\n    id: klantgroep\n    answer: mentions\n"


@pytest.mark.parametrize(
    ("text", "path", "says", "fix"),
    [
        (spoiled("  - platform: sandbox", "  - platform: sandbx"), "channels.0.platform", "is no platform", "sandbox"),
        (
            spoiled("  - platform: sandbox", "  - platform: discord").replace("id: klantgroep", 'id: "55"'),
            "channels.0.platform",
            "does not stand under platforms",
            "discord: {mode: gateway}",
        ),
        (spoiled(CHANNEL, CHANNEL * 2), "channels.1.id", "listed twice (first in line 9)", "keep one"),
        (spoiled("id: klantgroep", "id: staf"), "channels.0.id", "staff channel", "another staff channel"),
        (spoiled("mentions", "guest"), "channels.0.answer", "consent is missing", "write: consent:"),
        (
            spoiled("staff:\n  sandbox: {id: staf}\n", ""),
            "channels.0.platform",
            "no staff channel on sandbox",
            "staff: sandbox",
        ),
        (spoiled("{mode: sandbox}", "{mode: polling}"), "platforms.sandbox.mode", "cannot listen by", "mode: sandbox"),
        (spoiled("{mode: sandbox}", ""), "platforms.sandbox.mode", "missing", "mode: sandbox"),
        (
            spoiled("{mode: sandbox}", "{mode: sandbox, api_url: localhost}"),
            "platforms.sandbox.api_url",
            "no web address",
            "http://",
        ),
        (GOOD + "policy: {timezone: Europe/Amsterdm}\n", "policy.timezone", "is no time zone", "Europe/Amsterdam"),
        (GOOD + "policy: {timezone: ../etc/passwd}\n", "policy.timezone", "is no time zone", "Europe/Amsterdam"),
        (GOOD + "policy: {holidays: XX}\n", "policy.holidays", "is no country", "NL"),
        (GOOD + "policy: {opening: 18:00}\n", "policy.closing", "stop at 17:00", "17:00"),
        (
            GOOD + "policy: {opening: 18:00, closing: 09:00}\n",
            "policy.closing",
            "does not come after opening at 18:00",
            "17:00",
        ),
        (GOOD + "policy: {quiet: {start: 22:00, end: 22:00}}\n", "policy.quiet", "same time", "leave quiet out"),
        (GOOD + "policy: {quiet: {start: 22:00}}\n", "policy.quiet.end", "is missing", "write: end: 07:00"),
        (GOOD + "policy: {ask_budget: -1}\n", "policy.ask_budget", "0 or more", "ask_budget: 15"),
        (GOOD + "policy: {ask_budget: true}\n", "policy.ask_budget", "whole number", "ask_budget: 15"),
        (GOOD + "retention: {context_hours: 48}\n", "retention.context_hours", "from 0 to 24", "24"),
        (GOOD + "store: {url: 'sqlite:///x.db'}\n", "store.url", "engine and its driver", "sqlite+aiosqlite:///"),
        (GOOD + "store: {url: 'postgres://x'}\n", "store.url", "engine and its driver", "postgresql+asyncpg://"),
        (GOOD + "store: {url: 'mysql://x'}\n", "store.url", "engine and its driver", "begin with"),
        (GOOD + "store: {url: 'sqlite+aiosqlite://'}\n", "store.url", "in memory", "name a file"),
        (GOOD + "store: sqlite\n", "store", "a block of keys", "url, lease"),
        (
            spoiled("[polderlink.example]", "polderlink.example"),
            "brand.domains",
            "a list",
            "domains: [polderlink.example]",
        ),
        (
            spoiled("[polderlink.example]", "['https://polderlink.example/']"),
            "brand.domains.0",
            "is no domain",
            "polderlink.example",
        ),
        (spoiled("[nl, en]", "[Dutch]"), "brand.languages.0", "no language code", "[nl, en]"),
        (spoiled("[nl, en]", "[]"), "brand.languages", "is empty", "languages: [nl, en]"),
        (
            linked("https://elsewhere.example/t/1"),
            "brand.community.topics.outage.url",
            "outside brand.domains (polderlink.example)",
            "add elsewhere.example",
        ),
        (
            linked("https://polderlink.example@elsewhere.example/"),
            "brand.community.topics.outage.url",
            "no web address",
            "https://",
        ),
        (linked("https://notpolderlink.example/"), "brand.community.topics.outage.url", "lies outside", "add"),
        (linked("javascript:alert(1)"), "brand.community.topics.outage.url", "no web address", "https://"),
        (
            linked("https://polderlink.example/", "outtage"),
            "brand.community.topics.outtage",
            "no kind of complaint",
            "write: outage",
        ),
        (
            linked("https://polderlink.example/", "outage.fr"),
            "brand.community.topics.outage.fr",
            "no language of the brand",
            "nl, en",
        ),
    ],
)
def test_a_mistake_is_told_where_it_stands_with_what_to_write(
    load: Load, text: str, path: str, says: str, fix: str
) -> None:
    config, troubles = load(text)
    assert config is None
    assert [trouble.path for trouble in troubles] == [path]
    assert says in troubles[0].message
    assert fix in troubles[0].fix


def test_every_trouble_says_what_to_do(load: Load) -> None:
    _, troubles = load(
        "brand: x\nplatforms: []\nchannels: {}\nstaff: 3\npolicy: [1]\nstore: {lease: [1]}\nreplies: {}\n"
    )
    assert {trouble.path for trouble in troubles} == {
        "brand",
        "platforms",
        "channels",
        "staff",
        "policy",
        "store.lease",
        "replies",
    }
    assert all(trouble.fix for trouble in troubles)


def test_a_telegram_group_is_named_by_its_number(load: Load) -> None:
    text = GOOD.replace("sandbox", "telegram").replace("{mode: telegram}", "{mode: polling}")
    _, troubles = load(text, {"WEGWIJZER_TELEGRAM_TOKEN": "t"})
    assert [(t.path, t.level) for t in troubles] == [("channels.0.id", "error"), ("staff.telegram.id", "error")]
    _, troubles = load(text.replace("klantgroep", "55").replace("staf}", "-66}"), {"WEGWIJZER_TELEGRAM_TOKEN": "t"})
    assert [(t.path, t.level) for t in troubles] == [("channels.0.id", "warning")]


@pytest.mark.parametrize(
    ("before", "after", "fixes"),
    [
        ("sandbox: {mode: sandbox}", "sandbox: {mode: sandbox}\n  disord: {mode: gateway}", ["write: discord"]),
        ("  domains:", "  official: {telegramm: [x]}\n  domains:", ["write: telegram"]),
        ("id: klantgroep", "id: [1, 2]", ['write: id: "text, in quotes"']),
        ("[polderlink.example]", "[[a], {b: c}]", ["write one text on this line, in quotes when in doubt"] * 2),
        ("  name: Polderlink", '  name: ""', ["write: name: Polderlink"]),
        ("  name: Polderlink\n", "", ["write: name: Polderlink"]),
        ("  name: Polderlink", "  name: Polderlink\n  quux: 1", ["remove it, or use one of: name, aliases, official"]),
        ("{mode: sandbox}", "{mode: sandbox, pace: maybe}", ["write: pace: true"]),
    ],
)
def test_slips_of_the_pen_get_the_fix_that_fits(load: Load, before: str, after: str, fixes: list[str]) -> None:
    config, troubles = load(spoiled(before, after))
    assert config is None
    assert len(troubles) == len(fixes)
    assert all(trouble.fix.startswith(fix) for trouble, fix in zip(troubles, fixes, strict=True))
