"""What is read in the same way in each language, once its words are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.promises import days
from bot.core.promises.units import Unit

if TYPE_CHECKING:
    import re

    from bot.core.promises.units import Scan


def next_workday(match: re.Match[str], scan: Scan) -> Unit:
    """The first working day after today."""
    return Unit(match.start(), match.end(), day=days.working_days(scan.today, 1, scan.hours), ahead=True)


def named(match: re.Match[str], scan: Scan, name: str) -> Unit:
    """A feast by its name."""
    return Unit(match.start(), match.end(), day=days.named(scan.today, name))
