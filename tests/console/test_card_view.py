from datetime import UTC, datetime

import pytest

from bot.console.card_view import card_view, words_text
from bot.core.words import Link, Words

NOW = datetime(2026, 11, 19, 14, 0, tzinfo=UTC)
CARD = Words(
    (
        "🔴 15:30 · nieuw · storing · serieus · #0042\n„Het is stuk: al drie dagen” — Mo, ",
        Link("Klantgroep ↗", "#message/groep/m1"),
        "\n\nWaarom: boos\nAl gezegd: nog niets\nVoorstel: Dag Mo, tot 15:00.\ngeen eerdere zaken\nGesprek ervoor:\n  13:58 hoi\n  13:59 ja",
    )
)


def test_a_card_is_laid_out_by_its_lines() -> None:
    laid = card_view(CARD, NOW)
    assert (laid.tone, laid.due, laid.head, laid.number) == ("new", "15:30", ("nieuw", "storing", "serieus"), "#0042")
    assert words_text(laid.quote) == "„Het is stuk: al drie dagen” — Mo, Klantgroep ↗"
    assert laid.quote.links[0].url == "#message/groep/m1"
    assert [(row.label, words_text(row.words)) for row in laid.rows] == [
        ("Waarom", "boos"),
        ("Al gezegd", "nog niets"),
        ("Voorstel", "Dag Mo, tot 15:00."),
        ("", "geen eerdere zaken"),
    ]
    assert [words_text(line).strip() for line in laid.before] == ["13:58 hoi", "13:59 ja"]
    assert laid.before_label == "Gesprek ervoor"


@pytest.mark.parametrize(
    ("hour", "minute", "haste"), [(14, 0, ""), (15, 10, "soon"), (15, 29, "soon"), (15, 30, "late"), (16, 0, "late")]
)
def test_haste_follows_the_deadline(hour: int, minute: int, haste: str) -> None:
    assert card_view(CARD, NOW.replace(hour=hour, minute=minute)).haste == haste


@pytest.mark.parametrize(
    ("tone", "dot", "haste"), [("🔴", "🟠", "soon"), ("🟠", "🟠", "soon"), ("🟠", "🔴", "late"), ("🔴", "🟢", "")]
)
def test_haste_is_what_the_colour_of_the_clock_says(tone: str, dot: str, haste: str) -> None:
    card = Words((f"{tone} {dot} {str(CARD.parts[0])[2:]}", *CARD.parts[1:]))
    assert (card_view(card, NOW).due, card_view(card, NOW).haste) == ("15:30", haste)


def test_a_solved_card_is_never_late() -> None:
    solved = Words(("🟢 " + str(CARD.parts[0])[2:], *CARD.parts[1:]))
    assert card_view(solved, NOW.replace(hour=20)).haste == ""


@pytest.mark.parametrize("text", ["", "zomaar tekst", "🔴", "twee\nregels: ja"])
def test_a_post_of_another_shape_is_shown_as_it_is(text: str) -> None:
    laid = card_view(Words.of(text), NOW)
    assert "\n".join(words_text(row.words) for row in laid.rows) == text
