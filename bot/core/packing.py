"""Rows of weights, each packed into one whole number: to add two rows is one addition, and a table takes a third of the memory.

A weight is kept in hundredths, which is how training rounds them. Each has `BITS` of its own in the number, so that the sum of rows is
the row of the sums: a text has too few words and pieces (at most 8,193 characters) for any of them to outgrow its place.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from struct import Struct
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UNIT = 100
BITS = 32
_BYTES = BITS // 8
_MIDDLE = 1 << (BITS - 1)
_ALL = (1 << BITS) - 1
Key = TypeVar("Key", bound=Hashable)


def joined(columns: Sequence[Mapping[Key, int]]) -> dict[Key, int]:
    """The rows of a table whose columns are given one by one, in hundredths."""
    rows: dict[Key, int] = {}
    for place, column in enumerate(columns):
        shift = BITS * place
        for key, weight in column.items():
            rows[key] = rows.get(key, 0) + (weight << shift)
    return rows


def in_hundredths(column: Mapping[Key, float]) -> dict[Key, int]:
    """The same weights as whole numbers."""
    return {key: round(weight * UNIT) for key, weight in column.items()}


class Packing:
    """Rows of `width` weights."""

    def __init__(self, width: int) -> None:
        """What is the same for all rows of this width."""
        self.width = width
        self._bytes = width * _BYTES
        self._split = Struct(f"<{width}i").unpack
        self._lift = sum(_MIDDLE << (BITS * place) for place in range(width))

    @staticmethod
    def pack(weights: Iterable[float]) -> int:
        """The row of these weights; each is rounded to hundredths."""
        return sum(round(weight * UNIT) << (BITS * place) for place, weight in enumerate(weights))

    def hundredths(self, row: int) -> tuple[int, ...]:
        """The weights of a row, or of a sum of rows."""
        # Lifted, no weight is negative and borrows from its neighbour; the same bits turned make signed numbers of them again.
        return self._split(((row + self._lift) ^ self._lift).to_bytes(self._bytes, "little"))

    def weight(self, row: int, place: int) -> int:
        """One of these weights."""
        return ((row + self._lift) >> (BITS * place) & _ALL) - _MIDDLE

    def weights(self, row: int) -> tuple[float, ...]:
        """The same in units."""
        return tuple(part / UNIT for part in self.hundredths(row))


class Rows(Mapping[Key, tuple[float, ...]]):
    """A table of rows, read as a mapping to their weights; `packed` is what is added up."""

    __slots__ = ("packed", "packing")

    def __init__(self, packed: dict[Key, int], packing: Packing) -> None:
        self.packed = packed
        self.packing = packing

    @classmethod
    def of(cls, table: Mapping[Key, Sequence[float]], width: int) -> Rows[Key]:
        """A table packed; one that is packed already is given back."""
        if isinstance(table, Rows):
            return table
        packing = Packing(width)
        return cls({key: packing.pack(weights) for key, weights in table.items()}, packing)

    def __getitem__(self, key: Key) -> tuple[float, ...]:
        return self.packing.weights(self.packed[key])

    def __iter__(self) -> Iterator[Key]:
        return iter(self.packed)

    def __len__(self) -> int:
        return len(self.packed)


class Column(Mapping[Key, float]):
    """One weight of each row that has it: where there is a `mark` in the row it says so, else the weight itself, when it is not 0."""

    __slots__ = ("_mark", "_place", "_rows")

    def __init__(self, rows: Rows[Key], place: int, mark: int | None = None) -> None:
        self._rows = rows
        self._place = place
        self._mark = place if mark is None else mark

    def __getitem__(self, key: Key) -> float:
        row = self._rows[key]
        if not row[self._mark]:
            raise KeyError(key)
        return row[self._place]

    def __iter__(self) -> Iterator[Key]:
        return (key for key, row in self._rows.items() if row[self._mark])

    def __len__(self) -> int:
        return sum(1 for _ in self)
