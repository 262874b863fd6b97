"""A card as staff read it: the order of its lines, its length at the worst, and nothing of the customer's that works."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.cards import CardFacts, card, shorten, title
from bot.core.cases import Case, State
from bot.core.messages import Place
from bot.core.words import Link, Words

ROOT = Path(__file__).parents[2]
DESKS = {
    language: yaml.safe_load((ROOT / "replies" / language / "desk.yaml").read_text(encoding="utf-8"))
    for language in ("nl", "en")
}
NL = DESKS["nl"]
NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
SUGGESTED = Words(("Dag Mo, dat hoort niet. Lees ", Link("dit", "https://polderlink.example/t/1"), " eens.")).dump()
CASE = Case(
    id="0123456789abcdef",
    customer="someone",
    place=Place("sandbox", "square"),
    message="m1",
    language="nl",
    opened=NOON,
    updated=NOON,
    state=State.HANDED_OVER,
    number=42,
    topic="service",
    severity=3,
    masked="Derde keer dat de monteur niet komt",
    why="dreigt met een juridische stap",
    said="bot 13:01 „Dag Mo, dat hoort niet”",
    suggested=tuple(SUGGESTED),
)
FACTS = CardFacts(
    "Mo", "Klantgroep Utrecht", "#message/square/m1", "15:30", ("#0041 opgelost 02-11",), ("12:58 lekker weer",)
)
DISCORD, TELEGRAM = 2000, 4096
SCREEN = 30
"""Lines of 40 letters of a chat on a telephone."""


def units(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def test_the_lines_stand_in_the_order_in_which_they_are_read() -> None:
    text = card(replace(CASE, owner_name="Noor Bos", private=True), FACTS, NL).plain
    wanted = (
        "🔴",
        "15:30",
        "nieuw",
        "bij Noor Bos",
        "service",
        "zwaar",
        "#0042",
        "„Derde keer dat de monteur niet komt”",
        "Mo, ",
        "Klantgroep Utrecht",
        "Waarom: dreigt",
        "Al gezegd: bot 13:01",
        "Voorstel: Dag Mo",
        "Eerder: #0041",
        "praat privé",
        "Gesprek ervoor:",
        "12:58 lekker weer",
    )
    places = [text.index(piece) for piece in wanted]
    assert places == sorted(places), text


def test_what_staff_need_last_stands_last_and_in_its_order() -> None:
    facts = replace(
        FACTS,
        promise="morgen 12:00",
        also=(Link("#0043 Kim", "#message/square/m2"),),
        incident="Incident: 5 meldingen over service sinds 12:40",
        community=Link("Monteur gemist", "https://polderlink.example/t/9"),
        fields=("Eerder contact: gebeld",),
    )
    text = card(replace(CASE, media="photo"), facts, NL).plain
    wanted = (
        "„Derde keer",
        "📎 een foto",
        "Waarom:",
        "Al gezegd:",
        "Voorstel:",
        "Eerder:",
        "Toegezegd: morgen 12:00",
        "Gesprek ervoor:",
        "Ook: #0043 Kim",
        "Incident: 5 meldingen",
        "Community: Monteur gemist",
        "Eerder contact: gebeld",
    )
    places = [text.index(piece) for piece in wanted]
    assert places == sorted(places), text


def test_the_card_shows_no_scores() -> None:
    text = card(replace(CASE, probability=0.87), FACTS, NL).plain
    assert "%" not in text
    assert "87" not in text


def test_the_first_five_fit_one_screen_of_a_telephone() -> None:
    long = replace(
        CASE,
        masked="woord " * 200,
        why="reden " * 90,
        said="antwoord " * 60,
        suggested=tuple(Words.of("voorstel " * 90).dump()),
    )
    facts = replace(FACTS, name="Naam " * 30, channel="Kanaal " * 30)
    first = (
        card(replace(long, owner_name="Noor " * 20), facts, NL)
        .plain.partition("Eerder:")[0]
        .replace(" (#message/square/m1)", "")
    )
    lines = sum(-(-len(line) // 40) for line in first.splitlines())
    assert lines <= SCREEN, first


def test_what_is_not_there_is_said_in_words() -> None:
    bare = card(replace(CASE, said="", suggested=()), CardFacts("Mo", "Klantgroep", "", ""), NL)
    assert bare.links == ()
    for phrase in ("geen tijd afgesproken", "nog niets", "geen, dit vraagt een eigen antwoord", "geen eerdere zaken"):
        assert phrase in bare.plain
    assert "Gesprek ervoor" not in bare.plain
    assert "privé" not in bare.plain


def test_the_link_to_the_message_is_the_only_link() -> None:
    shown = card(replace(CASE, masked="kijk op https://evil.example [klik](https://evil.example)"), FACTS, NL)
    assert [link.url for link in shown.links] == ["#message/square/m1"]


@given(st.text(), st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_customer_text_never_becomes_a_link(masked: str, name: str, channel: str, context: list[str]) -> None:
    facts = replace(FACTS, name=name, channel=channel, context=tuple(context))
    shown = card(replace(CASE, masked=masked), facts, NL)
    assert [link.url for link in shown.links] == ["#message/square/m1"]


def doubled(text: str) -> int:
    """Length where every sign of markup is escaped."""
    return len(text) + sum(text.count(sign) for sign in "*_`~|\\")


LETTERS = {
    "plain": "woord ",
    "one word": "x",
    "emoji": "😡",
    "flag": "🇳🇱 ",
    "right to left": "שלום ",
    "combined": "e\u0301",
    "markup": "**_`",
}


@pytest.mark.parametrize("letters", LETTERS.values(), ids=list(LETTERS))
def test_the_longest_card_fits_every_platform(letters: str) -> None:
    """Every part as long as it can get: a name of 130 characters, three reasons of a line and a half, a reply of 1,500."""
    long = (letters * 5000)[:5000]
    case = replace(
        CASE,
        masked=long,
        why="; ".join([long[:150]] * 3),
        said=f"bot 13:01 „{long[:80]}”",
        suggested=tuple(Words.of(long[:1500]).dump()),
        owner_name=long[:130],
        private=True,
    )
    link = "https://discord.com/channels/112233445566778899/112233445566778899/112233445566778899"
    facts = CardFacts(long[:130], long[:128], link, "31-12 17:00", ("#0041 doorgegeven 02-11",) * 3, (long,) * 3)
    for measure, most in ((len, DISCORD), (units, TELEGRAM), (doubled, DISCORD)):
        shown = [
            card(replace(case, state=state), facts, desk, lambda text: measure(text) <= most).plain  # noqa: B023 - called at once
            for state in State
            for desk in DESKS.values()
        ]
        assert max(map(measure, shown)) <= most


def test_an_ordinary_card_is_not_cut() -> None:
    whole = card(CASE, FACTS, NL)
    assert "…" not in whole.plain
    assert card(CASE, FACTS, NL, lambda text: len(text) <= DISCORD) == whole


@given(st.text(max_size=400), st.integers(1, 120))
@example("a" * 50, 10)
@example("een twee", 5)
def test_a_shortened_text_is_short_enough_and_begins_as_it_did(text: str, limit: int) -> None:
    short = shorten(text, limit)
    whole = " ".join(text.split())
    assert len(short) <= limit
    assert short == whole or (short.endswith("…") and whole.startswith(short[:-1]))


def test_a_text_is_cut_at_a_word() -> None:
    assert shorten("de monteur komt niet", 14) == "de monteur…"
    assert shorten("de  monteur\nkomt niet", 30) == "de monteur komt niet"


@given(st.text(max_size=300), st.sampled_from(["service", "a topic of the brand's own"]))
def test_a_title_fits_a_thread(name: str, topic: str) -> None:
    made = title(replace(CASE, topic=topic), name, NL)
    assert made.startswith("#0042")
    assert len(made) <= 90
    assert "\n" not in made
