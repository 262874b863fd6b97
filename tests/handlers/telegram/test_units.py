"""UTF-16 units: what Telegram counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.words import Link, Words
from handlers.telegram.units import clean, cut, pieces, units, with_entities

ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)


@given(ANY)
def test_units_are_what_utf_16_says(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(ANY)
def test_clean_text_goes_through_every_encoding(text: str) -> None:
    assert "\0" not in clean(text)
    clean(text).encode("utf-8")
    assert units(clean(text)) == units(text)


@given(ANY, st.integers(1, 50))
def test_cut_text_fits_and_is_left_alone_when_it_did(text: str, most: int) -> None:
    assert units(cut(text, most)) <= most
    assert units(text) > most or cut(text, most) == text


@given(st.lists(ANY.map(clean), max_size=5))
def test_links_lie_on_their_labels(labels: list[str]) -> None:
    words = Words(tuple(part for label in labels for part in ("😀 ", Link(label, "https://polderlink.example/"))))
    text, entities = with_entities(words)
    assert pieces(text, [(one["offset"], one["length"]) for one in entities]) == [one for one in labels if one]
