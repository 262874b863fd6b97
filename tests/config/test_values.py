from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import amounts


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (90, 90),
        ("90", 90),
        ("90s", 90),
        ("15m", 900),
        ("2h", 7200),
        ("1d", 86400),
        ("1h30m", 5400),
        ("1 h 30 min", 5400),
        ("1.5h", 5400),
        ("1,5h", 5400),
        ("2 days", 172800),
        ("0", 0),
        (0.5, 0.5),
    ],
)
def test_a_duration_is_read_in_seconds(written: object, meant: float) -> None:
    assert amounts.seconds(written) == meant


@pytest.mark.parametrize(
    "written", ["soon", "", "m", "15x", "-5m", -1, True, None, [], float("nan"), float("inf"), "1h later"]
)
def test_anything_else_is_no_duration(written: object) -> None:
    with pytest.raises(ValueError, match="a duration such as"):
        amounts.seconds(written)


@given(st.integers(min_value=0, max_value=10**7))
def test_a_duration_written_and_read_again_is_the_same(duration: int) -> None:
    assert amounts.seconds(amounts.spelled(float(duration))) == duration


@pytest.mark.parametrize(("written", "meant"), [("22:00", time(22)), ("9:30", time(9, 30)), ("00:00", time(0))])
def test_a_time_of_day_is_read(written: str, meant: time) -> None:
    assert amounts.clock(written) == meant


@pytest.mark.parametrize("written", [22, 22.0, "22", "24:00", "12:60", "22:00:00", "noon", True, ["22:00"]])
def test_anything_else_is_no_time_of_day(written: object) -> None:
    with pytest.raises(ValueError, match="a time of day such as"):
        amounts.clock(written)


@pytest.mark.parametrize(("written", "meant"), [(0.95, 0.95), ("95%", 0.95), ("97,5 %", 0.975), ("0.9", 0.9), (1, 1.0)])
def test_a_share_may_be_a_percentage(written: object, meant: float) -> None:
    assert amounts.share(written) == pytest.approx(meant)


@pytest.mark.parametrize("written", ["sure", True, None, "nan", "%"])
def test_anything_else_is_no_share(written: object) -> None:
    with pytest.raises(ValueError, match="a share between"):
        amounts.share(written)
