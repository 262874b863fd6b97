"""The brand's business hours, from its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import holidays

from bot.core.hours import OfficeHours

if TYPE_CHECKING:
    from bot.config.models import Policy


def office_hours(policy: Policy) -> OfficeHours:
    """Zone, opening, closing and the country's public holidays. The country was checked when the settings were read."""
    free = holidays.country_holidays(policy.holidays) if policy.holidays else frozenset()
    return OfficeHours(ZoneInfo(policy.timezone), policy.opening, policy.closing, free)
