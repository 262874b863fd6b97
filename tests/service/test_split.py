"""Long words of staff in pieces that a platform takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.service.relay import initials_of, split


def units(text: str) -> int:
    """UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


said = st.text(st.sampled_from("ab \n😡é"), min_size=1, max_size=300).map(str.strip).filter(bool)


@given(said, st.integers(2, 60), st.sampled_from([len, units]))
def test_no_piece_is_too_long_or_empty_and_no_word_is_lost(text: str, limit: int, measure: object) -> None:
    assert callable(measure)
    pieces = split(text, limit, measure)
    assert all(0 < measure(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@pytest.mark.parametrize("size", [4095, 4096])
def test_what_fits_stays_whole(size: int) -> None:
    assert split("x" * size, 4096, units) == ["x" * size]


def test_one_more_makes_two_pieces() -> None:
    assert split("x" * 4097, 4096, units) == ["x" * 4096, "x"]
    assert [units(piece) for piece in split("😡" * 2049, 4096, units)] == [4096, 2]


def test_it_is_cut_between_words() -> None:
    assert split("de monteur komt morgen", 12, len) == ["de monteur", "komt morgen"]


@pytest.mark.parametrize(
    ("name", "mark"),
    [("Noor Bos", " ^NB"), ("noor", " ^N"), ("Anne van der Berg", " ^AVD"), ("", ""), ("🙂 Kim", " ^K"), ("  ", "")],
)
def test_staff_sign_withinitials_of(name: str, mark: str) -> None:
    assert initials_of(name) == mark
