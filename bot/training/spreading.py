"""The encoders' numbers as the fits see them, and back to weights for numbers as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from bot.lexicons.models.opinion import DIMENSIONS, Kind

if TYPE_CHECKING:
    Numbers = np.ndarray[Any, Any]

SPREAD = (8.0, 16.0)
"""By what the encoders' numbers are multiplied, so that one ridge suits them all; the second ones lie closer together."""
_SPREADS = np.concatenate([np.full(size, by) for size, by in zip(DIMENSIONS, SPREAD, strict=True)])


def spread_out(numbers: Numbers, middle: Numbers | None = None) -> Numbers:
    """One row a text, around their `middle` (their own mean by default)."""
    found: Numbers = (numbers - (numbers.mean(axis=0) if middle is None else middle)) * _SPREADS
    return found


def as_kind(weights: Numbers, offset: float, middle: Numbers, slope: float) -> Kind:
    """Weights for spread numbers as the encoder adapter reads them: for numbers as they come, so their `middle` goes into the offset."""
    plain = weights * _SPREADS
    rows = tuple(tuple(map(float, part)) for part in np.split(plain, np.cumsum(DIMENSIONS)[:-1]))
    return Kind(slope, offset - float(middle @ plain), rows)
