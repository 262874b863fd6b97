"""The day that somebody names in an answer: what has the shape of a date is read by dateparser, so that 31 February is none.

dateparser is loaded at the first such words (see `bot/core/promises/calendar_dates.py`, which asks it for days to come; here they may lie
on either side).
"""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MONTHS = (
    r"jan(?:uari|uary)?|feb(?:ruari|ruary)?|mrt|maart|mar(?:ch)?|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?|aug(?:ustus|ust)?|sep(?:t|tember)?|"
    r"o[kc]t(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_YEAR = r"(?:,?\s\d{4}\b)?"
_SHAPE = re.compile(
    r"\b(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/. ]\d{1,2}(?:[-/. ]\d{2,4})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th|e)?\s(?:of\s)?(?:{_MONTHS}){_YEAR}|(?:{_MONTHS})\s\d{{1,2}}(?:st|nd|rd|th)?{_YEAR})\b"
    r"|\b(?:vandaag|gisteren|eergisteren|today|yesterday)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.IGNORECASE
)
_WITH_YEAR = re.compile(r"\d{4}|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2}\b")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[-. ](?=\d)")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|e)\b|\bof\s", re.IGNORECASE)


@lru_cache(maxsize=1)
def _reader() -> Callable[[str, datetime], datetime | None]:
    from dateparser.date import DateDataParser

    def read(words: str, base: datetime) -> datetime | None:
        parser = DateDataParser(
            languages=["nl", "en"],
            settings={
                "DATE_ORDER": "DMY",
                "PARSERS": ["absolute-time", "relative-time"],
                "PREFER_LOCALE_DATE_ORDER": False,
                "RELATIVE_BASE": base,
                "REQUIRE_PARTS": ["day", "month"],
                "TIMEZONE": "UTC",
            },
        )
        found = parser.get_date_data(words).date_obj
        return found if isinstance(found, datetime) else None

    return read


class When(StrEnum):
    """On which side of today a date without a year lies."""

    NEAREST = ""
    PAST = "past"
    COMING = "coming"


def names_day(said: str, today: date) -> bool:
    """Whether a day is named: a date that exists, or a day of the week."""
    return _WEEKDAY.search(said) is not None or read_day(said, today) is not None


def read_day(said: str, today: date, when: When = When.NEAREST) -> date | None:
    """The first date in an answer. None where there is none, also for a bare day of the week."""
    for found in _SHAPE.finditer(said):
        day = _day(found[0], today, when)
        if day is not None:
            return day
    return None


@lru_cache(maxsize=512)
def _day(words: str, today: date, when: When) -> date | None:
    plain = _BETWEEN_DIGITS.sub("/", _ORDINAL.sub("", words))
    if _WITH_YEAR.search(words) is not None or not any(letter.isdigit() for letter in words):
        return _read(plain, today)
    sign = "/" if "/" in plain else " "
    days = [day for year in (-1, 0, 1) if (day := _read(f"{plain}{sign}{today.year + year}", today)) is not None]
    wanted = {
        When.PAST: [day for day in days if day <= today],
        When.COMING: [day for day in days if day >= today],
    }
    return min(wanted.get(when) or days, key=lambda day: abs(day - today), default=None)


def _read(words: str, today: date) -> date | None:
    # From noon, so that no time zone makes another day of it.
    base = datetime(today.year, today.month, today.day, 12)  # noqa: DTZ001 (dateparser wants it without a zone)
    found = _reader()(words, base)
    return found.date() if found else None
