"""Days and elapsed time in English."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.core.promises import days
from bot.core.promises.alike import named, next_workday
from bot.core.promises.calendar_dates import read_date
from bot.core.promises.numbers import EN as N
from bot.core.promises.numbers import number
from bot.core.promises.units import Part, Unit

if TYPE_CHECKING:
    from bot.core.promises.units import Scan

PARTS = {"morning": Part.MORNING, "afternoon": Part.AFTERNOON, "evening": Part.EVENING, "night": Part.EVENING}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WD = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_WD_SHORT = r"(?:mon|tues?|weds?|thurs?|thu|fri|sat|sun)\b\.?"
_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)\b\.?"
)
_MONTH_STARTS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ROUGHLY = (
    r"(?:(?:about|around|roughly|approximately|approx\.?|at most|max\.?|no more than|not more than|less than|"
    r"under|just|only|the next|"
    r"the coming|next|another|say|some|the|like|maybe)\s+)*"
)
_LEAD = rf"(?:\b(?:within|in|inside|under|over the next|during the next|give (?:me|us)|allow(?: me| us)?)\s+{_ROUGHLY})"
_RANGE = rf"(?:{N}\s*(?:to|or|/|and|(?<=\d)-|(?<=\d )-|\u2013)\s*)?(?P<n>{N})"
_UNIT = (
    r"(?P<unit>minutes?|mins?\b\.?|hours?|hrs?\b\.?|h\b|m\b|quarters of an hour|days?|weeks?|wks?|months?|fortnights?|"
    r"(?:working|business|work|office)[ -]?days?)\b(?:'s?\b)?(?!\s+(?:a (?:day|week)|per|ago|long|notice))"
)
_DURATION = re.compile(rf"{_LEAD}{_RANGE}(?:\s*|-){_UNIT}")
_FROM_NOW = re.compile(rf"{_RANGE}\s*{_UNIT}\s+from\s+(?:now|today)\b")
_OR_TWO = re.compile(rf"{_LEAD}(?:an|a|one)\s+{_UNIT}\s+(?:or|to)\s+(?P<n>{N})\b")
_TO_AN_HOUR = re.compile(
    rf"{_LEAD}(?:half an hour|30 minutes|45 minutes)\s+(?:to|or)\s+(?P<n>an|one)\s+(?P<unit>hour)\b"
)
_A_WEEK_FROM = re.compile(rf"\b(?P<n>{N})\s+weeks?\s+(?P<a>today|from today|from tomorrow|tomorrow)\b")
_AT_ONCE = re.compile(
    rf"(?:^|(?<=[.!?:\n])|(?<=, ))\s*(?P<n>{N})(?:\s*|-)(?P<unit>minutes?|mins?\b\.?|hours?|"
    r"hrs?\b\.?|(?:(?:working |business )?days?|weeks?)(?= (?:max|tops|at most)\b|,? (?:then|and you)\b))\b(?:\s+tops|"
    r"\s+max|\s+at most)?(?=\s*(?:,|and\b|then\b|-|\u2013|\.\.|…|till\b|until\b))"
)
_ODD = re.compile(
    rf"(?:{_LEAD})?(?P<odd>half an hour|half hour|(?:an|one) hour and a half|three quarters of an hour|"
    r"a quarter of an hour|quarter of an hour)\b(?P<now> from now)?"
)
_ODD_AT_ONCE = re.compile(
    r"(?:^|(?<=[.!?:\n])|(?<=, ))\s*(?P<odd>half an hour|an hour and a half|three quarters of an hour|a quarter of an hour)\b"
    r"(?P<now>(?=\s*(?:,|and\b|then\b|-|\u2013|\.\.|…|tops\b|max\b)))"
)
_ODD_MINUTES = {"half": 30, "an": 90, "one": 90, "three": 45, "a quarter": 15, "quarter": 15}
_HOUR_AND = re.compile(rf"{_LEAD}(?P<h>{N})\s*(?:hours?|hrs?)\s+and\s+(?P<n>{N})\s*(?:minutes|mins?)\b")
_THE_HOUR = re.compile(r"\b(?:within|in|inside)\s+(?:the|this|under an|less than an)\s+(?:next\s+)?hour\b")


def _elapsed(match: re.Match[str], scan: Scan) -> Unit:
    count, unit = number(match["n"]), match["unit"]
    start, end = match.span()
    if re.match(r"(?:work|busi|offi)", unit):
        return Unit(start, end, day=days.working_days(scan.today, round(count), scan.hours), inclusive=True, ahead=True)
    if unit.startswith("month"):
        return Unit(start, end, day=days.months_later(scan.today, round(count)), inclusive=True, ahead=True)
    if unit.startswith(("day", "week", "wk", "fort")):
        length = 1 if unit.startswith("day") else 14 if unit.startswith("fort") else 7
        return Unit(start, end, day=scan.today + timedelta(days=round(count * length)), inclusive=True, ahead=True)
    minutes = 15 if unit.startswith("quarter") else 60 if unit.startswith("h") else 1
    return Unit(start, end, elapsed=timedelta(minutes=count * minutes), ahead=True)


def _odd(match: re.Match[str], _: Scan) -> Unit | None:
    if match.start() == match.start("odd") and match["now"] is None:
        return None
    minutes = next(found for key, found in _ODD_MINUTES.items() if match["odd"].startswith(key))
    return Unit(match.start(), match.end(), elapsed=timedelta(minutes=minutes), ahead=True)


def _hour_and(match: re.Match[str], _: Scan) -> Unit:
    minutes = number(match["h"]) * 60 + number(match["n"])
    return Unit(match.start(), match.end(), elapsed=timedelta(minutes=minutes), ahead=True)


# --- days ------------------------------------------------------------------------------------------------------------
_WEEK = r"(?P<which>this|next|the|coming|the coming|following)\s+(?:working\s+)?week"
_WD_OF_WEEK = re.compile(
    rf"\b(?:next week(?: on)?\s+(?P<a>{_WD})|(?P<b>{_WD})(?:\s+(?P<mid>morning|afternoon|"
    r"evening))?(?:\s+of)?\s+next week)(?:\s+(?P<part>morning|afternoon|evening))?\b"
    rf"|\b(?P<c>{_WD})\s+week\b"
)
_WD_IN_WEEKS = re.compile(rf"\b(?P<n>{N})\s+weeks?\s+(?:from|on)\s+(?P<a>{_WD})\b")
_WEEK_PART = re.compile(
    r"\b(?:(?P<edge>(?:the )?(?:beginning|start|middle|end|early|mid|later|late|halfway(?: through)?|"
    r"midway(?: through)?|"
    r"half way(?: through)?|first half|course))(?:\s+(?:of|in))?[\s-]+)?"
    rf"{_WEEK}\b(?!\s*end)|\b(?P<mid>mid-?week)\b|\b(?P<late>end of (?:the )?week|eow)\b"
)
_WEEKEND = re.compile(
    r"\b(?P<how>after|before|over|at|this|next|during|by|ahead of)\s+(?:the\s+|this\s+)?(?:coming\s+)?week-?end\b"
)
_MONTH_END = re.compile(
    r"\b(?:the )?(?:very )?(?:end|last day) of (?:the|this|next) month\b|\b(?:month(?:'s)?[ -]end|"
    r"end of month|eom)\b|\b(?:later )?this month\b|\bnext month\b"
)
_END_OF_NAMED_MONTH = re.compile(rf"\b(?:the )?end of (?P<month>{_MONTHS})")
_DAY_AFTER = re.compile(r"\b(?:the )?day after (?:tomorrow|tmrw)\b|\bovermorrow\b")
_PLAIN = re.compile(
    r"\b(?P<day>today|tomorrow|tomorow|tommorow|tommorrow|tmrw|tmr|2morrow|tonight|this (?=morning|afternoon|"
    r"evening))(?:'s)?(?:\s?(?P<part>morning|afternoon|evening|night))?\b"
)
_NEXT_WORKDAY = re.compile(r"\b(?:the\s+)?(?:next|first|following) (?:working|business) ?day\b")
_WEEKDAY = re.compile(
    rf"\b(?P<next>next\s+)?(?P<wd>{_WD})(?:\s+(?P<part>morning|afternoon|evening|"
    r"night))?\b(?!s\b)(?!\s+(?:the )?\d{1,2}(?:st|nd|rd|"
    rf"th)\b)(?!\s*,?\s+\d{{1,2}}\s+{_MONTHS})(?!\s*,?\s+{_MONTHS}\s+\d)"
)
_WEEKDAY_SHORT = re.compile(
    rf"\b(?:on|by|before|this|next|until|til|latest|come)\s+(?P<u>(?P<wd>{_WD_SHORT}))(?=\s*(?:$|[\d,.!?\x00-]|"
    r"at\b|by\b|latest\b|the\b|and\b|noon\b|morning\b|afternoon\b|evening\b))"
)
_WEEKDAY_CLOCKED = re.compile(
    rf"\b(?P<u>(?P<wd>(?!sat at){_WD_SHORT}))(?=\s+(?:(?:at|by|before|around)\s+)?\d{{1,2}}(?::\d\d|(?:\.\d\d)?\s?[ap]\.?m\b))"
)
_D = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"(?P<u>(?:\b(?:{_WD}|"
    rf"{_WD_SHORT})(?:\s*,)?\s+(?:the\s+)?)?(?<![\d/.-])(?P<date>\b{_D}\s+(?:of\s+)?{_MONTHS}(?:,?\s+20\d\d)?|"
    rf"\b{_MONTHS}\s+(?:the\s+)?{_D}\b(?!\s*(?:pm|am|:))(?:,?\s+20\d\d)?"
    r"|\d{1,2}[-/]\d{1,2}[-/](?:20)?\d\d|\d{1,2}[-/]\d{1,2}|20\d\d-\d\d-\d\d)(?![\d/%]|[-.]\d|\s*(?:euros?|"
    r"hours|minutes|days|weeks|working|business|pm|am)))"
)
_ORDINAL = re.compile(
    rf"\b(?:(?:{_WD})\s+)?the\s+(?P<n>\d{{1,2}})(?:st|nd|rd|th)\b(?:\s+of\s+(?P<which>this|the|"
    r"next) month)?(?!\s+(?:time|engineer|visit|line|attempt|floor|one|call|message|of|and final|century|day|"
    r"party|item|step|appointment))"
)
_NAMED = (
    (re.compile(r"\bchristmas eve\b"), "christmas eve"),
    (re.compile(r"\bboxing day\b"), "boxing day"),
    (re.compile(r"\b(?:christmas(?: day)?|xmas)\b"), "christmas"),
    (re.compile(r"\bnew year'?s eve\b|\b(?:the )?end of (?:the|this) year\b"), "new year's eve"),
    (re.compile(r"\bnew year(?:'?s)?(?: day)?\b"), "new year"),
    (re.compile(r"\bking'?s ?day\b"), "king's day"),
    (re.compile(r"\bgood friday\b"), "good friday"),
    (re.compile(r"\beaster monday\b"), "easter monday"),
    (re.compile(r"\beaster(?: sunday)?\b"), "easter"),
    (re.compile(r"\bascension(?: day)?\b"), "ascension"),
    (re.compile(r"\bwhit monday\b"), "whit monday"),
)


def _wd(words: str) -> int:
    return _WEEKDAYS.index(words[:3])


def _wd_of_week(match: re.Match[str], scan: Scan) -> Unit:
    if match["c"]:
        day = days.weekday_after(scan.today, _wd(match["c"])) + timedelta(weeks=1)
    else:
        day = days.of_week(scan.today, _wd(match["a"] or match["b"]), 1)
    return Unit(match.start(), match.end(), day=day, part=PARTS.get(match["part"] or match["mid"] or ""), ahead=True)


def _wd_in_weeks(match: re.Match[str], scan: Scan) -> Unit:
    day = days.weekday_after(scan.today, _wd(match["a"])) + timedelta(weeks=round(number(match["n"])))
    return Unit(match.start(), match.end(), day=day, ahead=True)


def _a_week_from(match: re.Match[str], scan: Scan) -> Unit:
    day = scan.today + timedelta(weeks=round(number(match["n"])), days=int(match["a"].endswith("tomorrow")))
    return Unit(match.start(), match.end(), day=day, ahead=True)


def _week_part(match: re.Match[str], scan: Scan) -> Unit | None:
    edge, which = match["edge"] or "", match["which"] or "this"
    weeks = 1 if which in {"next", "coming", "the coming", "following"} else 0
    if which == "the" and not edge:
        return None
    start = bool(re.search("beginning|start|early|first half", edge))
    middle = bool(match["mid"] or re.search("mid|half", edge)) and not start
    day = days.of_week(scan.today, days.TUESDAY if start else days.WEDNESDAY if middle else days.FRIDAY, weeks)
    return Unit(match.start(), match.end(), day=day, inclusive=bool(edge) or not weeks, ahead=bool(weeks))


def _weekend(match: re.Match[str], scan: Scan) -> Unit:
    how = match["how"]
    if how == "after":
        day = days.of_week(scan.today, days.MONDAY, 1)
    elif how in {"before", "ahead of", "by"}:
        day = days.of_week(scan.today, days.FRIDAY)
    else:
        day = days.of_week(scan.today, days.SUNDAY, int(how == "next"))
    return Unit(match.start(), match.end(), day=day, inclusive=True, ahead=True)


def _month_end(match: re.Match[str], scan: Scan) -> Unit:
    later = "next" in match[0]
    return Unit(match.start(), match.end(), day=days.end_of_month(scan.today, int(later)), inclusive=True, ahead=later)


def _end_of_named_month(match: re.Match[str], scan: Scan) -> Unit:
    months = (_MONTH_STARTS.index(match["month"][:3]) + 1 - scan.today.month) % 12
    return Unit(match.start(), match.end(), day=days.end_of_month(scan.today, months), inclusive=True)


def _day_after(match: re.Match[str], scan: Scan) -> Unit:
    return Unit(match.start(), match.end(), day=scan.today + timedelta(days=2), ahead=True)


def _plain(match: re.Match[str], scan: Scan) -> Unit:
    word = match["day"]
    later = word.startswith(("tom", "tm", "2m"))
    part = Part.EVENING if word == "tonight" else PARTS.get(match["part"] or "")
    return Unit(
        match.start(), match.end(), day=scan.today + timedelta(days=int(later)), part=part, ahead=later, today=not later
    )


def _weekday(match: re.Match[str], scan: Scan) -> Unit:
    found = match.groupdict()
    weekday = _wd(match["wd"])
    following = bool(found.get("next"))
    day = days.of_week(scan.today, weekday, 1) if following else days.weekday_after(scan.today, weekday)
    group = "u" if "u" in found else 0
    return Unit(match.start(group), match.end(group), day=day, part=PARTS.get(found.get("part") or ""), ahead=following)


def _date(match: re.Match[str], scan: Scan) -> Unit | None:
    day = read_date(re.sub(r"\b(?:of|the)\s+", "", match["date"]), "en", scan.today)
    return Unit(match.start("u"), match.end("u"), day=day) if day else None


def _ordinal(match: re.Match[str], scan: Scan) -> Unit | None:
    after = scan.today if match["which"] != "next" else days.end_of_month(scan.today) + timedelta(days=1)
    day = days.next_dated(after, int(match["n"]))
    return Unit(match.start(), match.end(), day=day) if day else None


def read_days(scan: Scan) -> None:
    """Elapsed times and days, the most particular first."""
    for pattern, build in (
        (_WD_IN_WEEKS, _wd_in_weeks),
        (_A_WEEK_FROM, _a_week_from),
        (_HOUR_AND, _hour_and),
        (_TO_AN_HOUR, _elapsed),
        (_OR_TWO, _elapsed),
        (_ODD, _odd),
        (_ODD_AT_ONCE, _odd),
        (_FROM_NOW, _elapsed),
        (_AT_ONCE, _elapsed),
        (_DURATION, _elapsed),
        (_WD_OF_WEEK, _wd_of_week),
        (_WEEKEND, _weekend),
        (_WEEK_PART, _week_part),
        (_MONTH_END, _month_end),
        (_DAY_AFTER, _day_after),
        (_NEXT_WORKDAY, next_workday),
    ):
        scan.take(pattern, build)
    scan.take(_THE_HOUR, lambda match, _: Unit(*match.span(), elapsed=timedelta(hours=1), ahead=True))
    for pattern, name in _NAMED:
        scan.take(pattern, partial(named, name=name))
    for pattern, build in (
        (_DATE, _date),
        (_END_OF_NAMED_MONTH, _end_of_named_month),
        (_ORDINAL, _ordinal),
        (_PLAIN, _plain),
        (_WEEKDAY, _weekday),
        (_WEEKDAY_SHORT, _weekday),
        (_WEEKDAY_CLOCKED, _weekday),
    ):
        scan.take(pattern, build)
