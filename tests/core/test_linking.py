from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.linking import ALPHABET, LENGTH, MOST, Request, Wish, codes_in, digest, read_request, shown

CODES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


@pytest.mark.parametrize(
    ("text", "wish", "language"),
    [
        ("koppel", Wish.LINK, "nl"),
        ("/Koppel", Wish.LINK, "nl"),
        ("link", Wish.LINK, "en"),
        ("Ontkoppel!", Wish.UNLINK, "nl"),
        ("unlink", Wish.UNLINK, "en"),
        ("Vergeet mij.", Wish.FORGET, "nl"),
        ("forget me", Wish.FORGET, "en"),
        ("Ja, vergeet mij", Wish.FORGET_SURE, "nl"),
        ("yes, forget me", Wish.FORGET_SURE, "en"),
    ],
)
def test_the_words_are_understood(text: str, wish: Wish, language: str) -> None:
    assert read_request(text) == Request(wish, language=language)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "koppel mijn modem los",
        "de link doet het niet",
        "vergeet mij niet terug te bellen",
        "ja",
        "jullie vergeet mij elke keer",
        "WACHTEND",
    ],
)
def test_other_words_are_left_to_the_rest_of_the_bot(text: str) -> None:
    assert read_request(text) is None


@given(CODES)
def test_a_code_is_read_as_people_write_it(code: str) -> None:
    for written in (code, code.lower(), shown(code), shown(code).replace("-", " "), f" {shown(code)}. "):
        request = read_request(written)
        assert request == Request(Wish.CODE, code)
    assert read_request(f"koppel {code}") == Request(Wish.CODE, code, "nl")
    assert codes_in(f"Hier is hij: {shown(code)}!") == [code]


def test_a_text_full_of_codes_is_not_looked_through_to_the_end() -> None:
    text = " ".join(f"BCDF{one}{two}{three}B" for one in ALPHABET for two in ALPHABET for three in ALPHABET[:2])
    assert len(codes_in(text)) == MOST


def test_what_is_stored_does_not_hold_the_code() -> None:
    assert digest("BCDFGHJK") == digest("BCDFGHJK") != digest("BCDFGHJL")
    assert "BCDFGHJK" not in digest("BCDFGHJK")
