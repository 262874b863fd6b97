"""How long the clocks of a case may run: the settings' budget for its severity."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.clock_calls import Budgets

if TYPE_CHECKING:
    from bot.config.models import Clocks

_SERIOUS, _GRAVE = 2, 3


def budgets_of(clocks: Clocks, severity: int) -> Budgets:
    """Grave from severity 3 on, serious at 2, light below."""
    chosen = clocks.grave if severity >= _GRAVE else clocks.serious if severity == _SERIOUS else clocks.light
    return Budgets(*(timedelta(seconds=part) for part in (chosen.first, chosen.next, chosen.solution)))
