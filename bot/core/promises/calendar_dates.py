"""Written-out dates ("3 december", "Dec 3rd", "22/12"), read by dateparser.

dateparser is right about these and knows the names and abbreviations of months. What it makes of spoken Dutch is not what people mean
("morgen om 12 uur" becomes 23:00, "15.30 uur" becomes 02:18, "binnen 24 uur" and "half vier" nothing), so it only sees words that have
the shape of a date. It is loaded at the first such words: that takes about a second and 30 MB, which most processes never need.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@lru_cache(maxsize=2)
def _reader(language: str) -> Callable[[str, datetime], datetime | None]:
    from dateparser.date import DateDataParser

    def read(words: str, base: datetime) -> datetime | None:
        parser = DateDataParser(
            languages=[language],
            settings={
                "DATE_ORDER": "DMY",
                "PARSERS": ["absolute-time"],
                "PREFER_DATES_FROM": "future",
                "PREFER_LOCALE_DATE_ORDER": False,
                "RELATIVE_BASE": base,
                "REQUIRE_PARTS": ["day", "month"],
                "TIMEZONE": "UTC",
            },
        )
        found = parser.get_date_data(words).date_obj
        return found if isinstance(found, datetime) else None

    return read


@lru_cache(maxsize=512)
def read_date(words: str, language: str, today: date) -> date | None:
    """The next such date, day first; today counts. None when it is no date (31/2).

    A date without a year that lies less than a year back is the coming one: dateparser's own choice, also for 29 February.
    """
    # From noon the day before, so that a date of today still lies in the future.
    base = datetime(today.year, today.month, today.day, 12) - timedelta(days=1)  # noqa: DTZ001 (dateparser wants it without a zone)
    found = _reader(language)(words, base)
    return found.date() if found else None
