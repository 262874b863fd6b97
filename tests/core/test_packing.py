from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.packing import Column, Packing, Rows, joined

THREE = Packing(3)
WEIGHTS = st.lists(st.integers(-1_000_000, 1_000_000), min_size=3, max_size=3)


@given(st.lists(WEIGHTS, max_size=40))
def test_the_sum_of_rows_is_the_row_of_the_sums(rows: list[list[int]]) -> None:
    total = sum(joined([{"row": weight} for weight in row])["row"] for row in rows)
    assert THREE.hundredths(total) == tuple(sum(row[place] for row in rows) for place in range(3))
    assert tuple(THREE.weight(total, place) for place in range(3)) == THREE.hundredths(total)


def test_weights_come_back_rounded_to_hundredths() -> None:
    assert THREE.weights(THREE.pack([0.25, -1.5, 0.004])) == (0.25, -1.5, 0.0)


def test_a_column_holds_what_is_not_nothing() -> None:
    rows = Rows(joined([{"a": 5, "b": -7}, {"b": 1}]), Packing(2))
    assert dict(Column(rows, 0)) == {"a": 0.05, "b": -0.07}
    assert dict(Column(rows, 1)) == {"b": 0.01}
    with pytest.raises(KeyError):
        Column(rows, 1)["a"]


def test_a_column_with_a_mark_also_holds_words_that_weigh_nothing() -> None:
    rows = Rows(joined([{"a": 0, "b": 3}, {"a": 1}]), Packing(2))
    assert dict(Column(rows, 0, mark=1)) == {"a": 0.0}
