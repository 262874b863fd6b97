"""The file's plain data, read without fear."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.config import amounts

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import time

    from bot.config.source import Spot


class Tree:
    """The file's data: what is absent or of the wrong type is empty."""

    def __init__(self, data: object, line: Callable[[Spot], int]) -> None:
        """`line` gives the line of a spot, for sentences that point at a second place."""
        self._data = data
        self.line = line

    def at(self, *spot: str | int) -> Any:
        """The value at a spot, or None."""
        found = self._data
        for step in spot:
            if isinstance(found, dict):
                found = found.get(step)
            elif isinstance(found, list) and isinstance(step, int) and step < len(found):
                found = found[step]
            else:
                return None
        return found

    def block(self, *spot: str | int) -> dict[str, Any]:
        """The mapping at a spot."""
        found = self.at(*spot)
        return found if isinstance(found, dict) else {}

    def listed(self, *spot: str | int) -> list[Any]:
        """The list at a spot."""
        found = self.at(*spot)
        return found if isinstance(found, list) else []

    def text(self, *spot: str | int) -> str:
        """The text at a spot; ids may be numbers."""
        found = self.at(*spot)
        return "" if found is None or isinstance(found, bool | dict | list) else str(found).strip()

    def time(self, *spot: str | int) -> time | None:
        """The time of day at a spot."""
        try:
            return amounts.clock(self.at(*spot))
        except ValueError:
            return None
