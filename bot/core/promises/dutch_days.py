"""Days and elapsed time in Dutch."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.core.promises import days
from bot.core.promises.alike import named, next_workday
from bot.core.promises.calendar_dates import read_date
from bot.core.promises.numbers import NL as N
from bot.core.promises.numbers import number
from bot.core.promises.units import Part, Unit

if TYPE_CHECKING:
    from datetime import date

    from bot.core.promises.units import Scan

_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_SHORT = {
    "ma": 0,
    "di": 1,
    "wo": 2,
    "woe": 2,
    "do": 3,
    "dond": 3,
    "don": 3,
    "vr": 4,
    "vrij": 4,
    "za": 5,
    "zat": 5,
    "vrijdg": 4,
    "maandg": 0,
}
PARTS = {
    "ochtend": Part.MORNING,
    "morgen": Part.MORNING,
    "vroeg": Part.MORNING,
    "middag": Part.AFTERNOON,
    "avond": Part.EVENING,
    "nacht": Part.NIGHT,
}
_MONTHS = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|maart|mrt|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sept?(?:ember)?|"
    r"okt(?:ober)?|nov(?:ember)?|"
    r"dec(?:ember)?)\b\.?"
)
_MONTH_STARTS = ("jan", "feb", "ma|mr", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_WD = rf"(?:{'|'.join(_WEEKDAYS)}|maandg|vrijdg)"
_WD_SHORT = rf"(?:{'|'.join(_SHORT)})\b\.?"
_ROUGHLY = (
    r"(?:(?:nu en|nu tot|nu|exact|precies|maar|ongeveer|circa|ca\.?|zo'?n|pakweg|grofweg|nog|uiterlijk|"
    r"maximaal|max\.?|hooguit|hoogstens|minder dan|"
    r"een kleine|een goede?|een krappe|een dikke|ruim|plusminus|komende?|de komende|de eerstvolgende|"
    r"de volgende|het komende?|dik|"
    r"slechts|zeker|de|het|dan|'t|±)\s+)*"
)
_LEAD = (
    rf"(?:\b(?:binnen|over|in|geef (?:me|mij|ons)(?: nog)?|gun (?:me|ons)(?: nog)?)\s+{_ROUGHLY}|\b(?:het|"
    r"de) komende?\s+|\bkomende?\s+|\btussen nu en\s+)"
)
_RANGE = rf"(?:{N}\s*(?:à|á|a|tot|of|-|\u2013|/)\s*)?(?P<n>{N})"
_UNIT = (
    r"(?P<unit>minuut|minuten|minuutjes|min\b\.?|uur|uren|uurtjes?|u\b\.?|kwartier(?:tjes?)?|dag|dagen|"
    r"dagjes?|week|weken|weekjes?|"
    r"maand|maanden|etmaal|werkdag|werkdagen|werkbare dagen|werkdgn)\b(?!\s+(?:per (?:dag|week|etmaal)|lang\b|"
    r"werk\b|geleden))"
)
_DURATION = re.compile(rf"{_LEAD}{_RANGE}\s*{_UNIT}")
_AT_ONCE = re.compile(
    rf"(?:^|(?<=[.!?:;\n])|(?<=, ))\s*(?:nog\s+|geef\s+|even\s+)*(?P<n>{N})\s*(?P<unit>minuut|minuten|minuutjes|"
    r"min\b\.?|uur|uurtjes?|kwartier(?:tje)?|"
    r"(?:(?:werk)?dagen|weken)(?= (?:max|hooguit|maximaal)\b|,? (?:dan|en je|en u)\b))\b(?=\s*(?:,|en\b|dan\b|-|\u2013|\.\.|…|max\b))"
)
_HALF_TO_HOUR = re.compile(
    rf"{_LEAD}(?:een\s+)?(?P<odd>half ?uur)(?:tje)?\s+(?:tot|à)\s+(?:drie kwartier|een uur|anderhalf uur)\b"
)
_A_FEW_OF = re.compile(rf"{_LEAD}een\s+{_UNIT}(?:tje)?\s+of\s+(?P<n>{N})")
_HOUR_AND = re.compile(rf"{_LEAD}(?P<h>{N})\s*uur(?:tje)?\s+en\s+(?P<n>{N}|een)\s*(?P<unit>minuten|min\b|kwartier)")
_ODD = re.compile(
    rf"{_LEAD}(?:het|een|'t|n)?\s*(?P<odd>drie\s?kwartier|3 kwartier|halfuur(?:tje)?|half\s?uur(?:tje)?|"
    r"uur(?:tje)?|kwartier(?:tje)?)\b"
)
_ODD_AT_ONCE = re.compile(
    r"(?:^|(?<=[.!?:;\n])|(?<=, ))\s*(?:nog\s+|geef\s+|even\s+)*(?:een\s+)?(?P<odd>drie\s?kwartier(?:tje)?|half\s?uur(?:tje)?|uurtje|"
    r"kwartier(?:tje)?)\b(?=\s*(?:nog\s*)?(?:,|en\b|dan\b|-|\u2013|\.\.|…|max\b))"
)
_ODD_MINUTES = {"drie": 45, "3": 45, "half": 30, "uur": 60, "kwartier": 15}


def _elapsed(match: re.Match[str], scan: Scan) -> Unit | None:
    count, unit = number(match["n"]), match["unit"]
    start, end = match.span()
    if unit.startswith("werk"):
        return Unit(start, end, day=days.working_days(scan.today, round(count), scan.hours), inclusive=True, ahead=True)
    if unit.startswith("maand"):
        return Unit(start, end, day=days.months_later(scan.today, round(count)), inclusive=True, ahead=True)
    if unit.startswith(("dag", "week", "weken")):
        length = 1 if unit.startswith("dag") else 7
        return Unit(start, end, day=scan.today + timedelta(days=round(count * length)), inclusive=True, ahead=True)
    minutes = 24 * 60 if unit == "etmaal" else 15 if unit.startswith("kwart") else 1 if unit.startswith("min") else 60
    return Unit(start, end, elapsed=timedelta(minutes=count * minutes), ahead=True)


def _hour_and(match: re.Match[str], _: Scan) -> Unit:
    minutes = number(match["h"]) * 60 + number(match["n"]) * (15 if match["unit"] == "kwartier" else 1)
    return Unit(match.start(), match.end(), elapsed=timedelta(minutes=minutes), ahead=True)


def _odd(match: re.Match[str], _: Scan) -> Unit:
    minutes = next(found for key, found in _ODD_MINUTES.items() if match["odd"].startswith(key))
    return Unit(match.start(), match.end(), elapsed=timedelta(minutes=minutes), ahead=True)


def _half_to(match: re.Match[str], _: Scan) -> Unit:
    minutes = 45 if match[0].endswith("kwartier") else 90 if "anderhalf" in match[0] else 60
    return Unit(match.start(), match.end(), elapsed=timedelta(minutes=minutes), ahead=True)


# --- days ------------------------------------------------------------------------------------------------------------
_WEEK_NAMED = r"(?P<which>deze|volgende|komende|aanstaande|de|vlgnd|v\.?d\.?|v/d)\s+week"
_WD_OF_WEEK = re.compile(
    rf"\b(?:(?:volgende|komende) week(?: op)?\s+(?P<a>{_WD})|(?P<b>{_WD})(?P<mid>ochtend|middag|"
    r"avond)?(?:\s+(?:in|van))?\s+(?:volgende|komende) week)(?P<part>ochtend|middag|avond|morgen)?\b"
)
_WD_OF_THIS_WEEK = re.compile(rf"\b(?:deze week(?: op)?(?: nog)?\s+(?P<a>{_WD})|(?P<b>{_WD})(?:\s+van)?\s+deze week)\b")
_WD_OVER_WEEKS = re.compile(rf"\b(?P<a>{_WD}|vandaag|morgen) over (?P<n>{N}) (?:week|weken)\b")
_WEEK_PART = re.compile(
    r"\b(?:(?P<edge>begin|halverwege|midden|medio|half|eind|einde|later|in de loop|op het eind)(?:\s+(?:van|"
    rf"in|v\.?))?\s+)?{_WEEK_NAMED}(?!\s*end)\b"
)
_WEEKEND = re.compile(
    r"\b(?P<how>tegen het|tegen 't|na het|ná het|na 't|voor het|vóór het|voor 't|in het|dit|komend|het|na dit|"
    r"voor dit|na|voor|vóór)\s+(?:weekend|weekeinde)\b"
)
_MONTH_END = re.compile(
    r"\b(?:einde?|het einde?|de laatste dag)(?:\s+van)?\s+(?P<which>de|deze|volgende|komende|v\.?d\.?|"
    r"v/d)\s+maand\b|\b(?:later )?(?P<this>deze) maand\b"
    r"|\b(?P<next>volgende) maand\b"
)
_END_OF_NAMED_MONTH = re.compile(rf"\beinde?\s+(?:van\s+)?(?P<month>{_MONTHS})")
_RELATIVE = re.compile(
    r"\b(?P<day>overmorgen|morgen|mrgn|morge|vandaag|vandaah|van(?!\s?vroeg|"
    r"\smorgen))\s?(?:nog\s)?(?P<part>ochtend|morgen|middag|avond|nacht|vroeg)\b"
)
_PLAIN = re.compile(r"\b(?P<day>overmorgen|vandaag|vndaag|vandaah|morgen|mrgn)\b")
_NEXT_WORKDAY = re.compile(r"\b(?:de\s+)?(?:eerst)?(?:volgende|eerste|komende)\s+werkdag\b")
_WEEKDAY = re.compile(
    rf"\b(?P<next>volgende\s+)?(?:a\.?s\.?\s+)?(?P<wd>{_WD})(?:\s?(?P<part>ochtend|morgen|middag|avond|"
    rf"nacht))?\b(?:\s+(?:a\.?s\.?|aanstaande)\b)?(?!\s+(?:over|{_MONTHS}))"
)
_WEEKDAY_SHORT = re.compile(
    rf"\b(?:op|voor|vóór|uiterlijk|t/m|komende|a\.s\.|deze)\s+(?P<u>(?P<wd>{_WD_SHORT}))(?P<part>ochtend|"
    r"morgen|middag|avond)?(?=\s*(?:$|[\d,.!?\x00]|om\b|voor\b))"
)
_WEEKDAY_CLOCKED = re.compile(
    rf"\b(?P<u>(?P<wd>{_WD_SHORT}))(?P<part>)(?=\s+(?:(?:om|voor|vóór|rond|tussen)\s+)?(?:\d{{1,2}}(?:[:.]\d\d|\s?u(?:ur)?\b)|\d+\s?(?:-|en)\s?\d))"
)
_DATE = re.compile(
    rf"(?P<u>(?:\b(?:{_WD}|{_WD_SHORT})(?:\s*,)?\s+(?:de\s+)?)?(?<![\d/.-])(?P<date>\d{{1,2}}(?:e|ste|"
    rf"de)?\s+{_MONTHS}(?:\s+20\d\d)?|\d{{1,2}}[-/]\d{{1,2}}[-/](?:20)?\d\d"
    r"|\d{1,2}[-/]\d{1,2}|\d{1,2}\.\d{1,2}\.(?:20)?\d\d|20\d\d-\d\d-\d\d)(?![\d/%]|[-.]\d|\s*(?:euro|uur|"
    r"minuten|dagen|weken|werkdagen|keer)))"
)
_ORDINAL = re.compile(
    rf"\b(?:{_WD}\s+)?(?:de|den)\s+(?P<n>\d{{1,2}})\s?(?:e|ste|de)\b(?:\s+van\s+(?P<which>deze|de|volgende) maand)?"
    r"(?!\s+(?:keer|maal|monteur|lijns?|verdieping|etage|plaats|poging|afspraak|bezoek|melding|mail|bericht|"
    r"storing|factuur|termijn|klant|week|"
    r"maand|dag|werkdag|eeuw|pakket|modem|nacht|rij|kans|ronde|categorie|stap|van|persoon|man|graads|"
    r"herinnering|aanmaning|klas|editie|helft|deel|kwartaal))"
)
_NAMED = (
    (re.compile(r"\bkerstavond\b"), "christmas eve"),
    (re.compile(r"\b(?:tweede|2e) kerstdag\b"), "boxing day"),
    (re.compile(r"\b(?:(?:de|eerste|1e) )?kerst(?:mis|dag(?:en)?)?\b"), "christmas"),
    (
        re.compile(
            r"\b(?:oud en nieuw|oudjaar(?:sdag|savond)?|de jaarwisseling|het eind(?:e)? van het jaar|"
            r"eind(?:e)? (?:van het|dit) jaar|het nieuwe jaar)\b"
        ),
        "new year's eve",
    ),
    (re.compile(r"\bnieuwjaar(?:sdag)?\b"), "new year"),
    (re.compile(r"\bkoningsdag\b"), "king's day"),
    (re.compile(r"\bbevrijdingsdag\b"), "liberation day"),
    (re.compile(r"\b(?:goede vrijdag)\b"), "good friday"),
    (re.compile(r"\b(?:tweede|2e) paasdag\b"), "easter monday"),
    (re.compile(r"\b(?:pasen|(?:eerste|1e) paasdag)\b"), "easter"),
    (re.compile(r"\bhemelvaart(?:sdag)?\b"), "ascension"),
    (re.compile(r"\b(?:tweede|2e) pinksterdag\b"), "whit monday"),
    (re.compile(r"\b(?:pinksteren|(?:eerste|1e) pinksterdag)\b"), "whit sunday"),
    (re.compile(r"\bsinterklaas\b|\bpakjesavond\b"), "sinterklaas"),
)


def _wd(words: str) -> int:
    bare = words.strip(". ")
    return _SHORT[bare] if bare in _SHORT else _WEEKDAYS.index(bare)


def _wd_of_week(match: re.Match[str], scan: Scan) -> Unit:
    day = days.of_week(scan.today, _wd(match["a"] or match["b"]), 1)
    return Unit(match.start(), match.end(), day=day, part=PARTS.get(match["part"] or match["mid"] or ""), ahead=True)


def _wd_of_this_week(match: re.Match[str], scan: Scan) -> Unit:
    return Unit(match.start(), match.end(), day=days.of_week(scan.today, _wd(match["a"] or match["b"])))


def _wd_over_weeks(match: re.Match[str], scan: Scan) -> Unit:
    word = match["a"]
    first = _relative_day(word, scan) if word in {"vandaag", "morgen"} else days.weekday_after(scan.today, _wd(word))
    day = first + timedelta(weeks=round(number(match["n"])))
    return Unit(match.start(), match.end(), day=day, ahead=True)


def _week_part(match: re.Match[str], scan: Scan) -> Unit | None:
    edge, which = match["edge"] or "", match["which"]
    weeks = 1 if which in {"volgende", "komende", "aanstaande", "vlgnd"} else 0
    if which[0] in "dv" and which not in {"deze", "volgende", "vlgnd"} and not edge:
        return None
    start = edge.startswith("begin")
    middle = edge in {"halverwege", "midden", "medio", "half"}
    day = days.of_week(scan.today, days.TUESDAY if start else days.WEDNESDAY if middle else days.FRIDAY, weeks)
    return Unit(match.start(), match.end(), day=day, inclusive=bool(edge) or not weeks, ahead=bool(weeks))


def _weekend(match: re.Match[str], scan: Scan) -> Unit:
    how = match["how"]
    if how.startswith(("na", "ná")):
        day = days.of_week(scan.today, days.MONDAY, 1)
    elif how.startswith(("voor", "vóór", "tegen")):
        day = days.of_week(scan.today, days.FRIDAY)
    else:
        day = days.of_week(scan.today, days.SUNDAY)
    return Unit(match.start(), match.end(), day=day, inclusive=True, ahead=True)


def _month_end(match: re.Match[str], scan: Scan) -> Unit:
    later = match["which"] in {"volgende", "komende"} or bool(match["next"])
    return Unit(match.start(), match.end(), day=days.end_of_month(scan.today, int(later)), inclusive=True, ahead=later)


def _end_of_named_month(match: re.Match[str], scan: Scan) -> Unit:
    month = next(n for n, start in enumerate(_MONTH_STARTS) if re.match(start, match["month"]))
    return Unit(
        match.start(),
        match.end(),
        day=days.end_of_month(scan.today, (month + 1 - scan.today.month) % 12),
        inclusive=True,
    )


def _relative_day(word: str, scan: Scan) -> date:
    later = 2 if word.startswith("over") else 1 if word.startswith(("morge", "mrgn")) else 0
    return scan.today + timedelta(days=later)


def _relative(match: re.Match[str], scan: Scan) -> Unit:
    later = match["day"].startswith(("over", "mor", "mr"))
    return Unit(
        match.start(),
        match.end(),
        day=_relative_day(match["day"], scan),
        part=PARTS[match["part"]],
        ahead=later,
        today=not later,
    )


def _plain(match: re.Match[str], scan: Scan) -> Unit:
    later = not match["day"].startswith("v")
    return Unit(match.start(), match.end(), day=_relative_day(match["day"], scan), ahead=later, today=not later)


def _weekday(match: re.Match[str], scan: Scan) -> Unit:
    found = match.groupdict()
    weekday, part = _wd(match["wd"]), PARTS.get(match["part"] or "")
    following = bool(found.get("next"))
    day = days.of_week(scan.today, weekday, 1) if following else days.weekday_after(scan.today, weekday)
    group = "u" if "u" in found else 0
    return Unit(match.start(group), match.end(group), day=day, part=part, ahead=following)


def _date(match: re.Match[str], scan: Scan) -> Unit | None:
    words = re.sub(r"(?<=\d)(?:e|ste|de)\b", "", match["date"]).replace(
        ".", "-" if match["date"].count(".") > 1 else ""
    )
    day = read_date(words, "nl", scan.today)
    return Unit(match.start("u"), match.end("u"), day=day) if day else None


def _ordinal(match: re.Match[str], scan: Scan) -> Unit | None:
    after = scan.today if match["which"] != "volgende" else days.end_of_month(scan.today) + timedelta(days=1)
    day = days.next_dated(after, int(match["n"]))
    return Unit(match.start(), match.end(), day=day) if day else None


def read_days(scan: Scan) -> None:
    """Elapsed times and days, the most particular first."""
    for pattern, build in (
        (_WD_OVER_WEEKS, _wd_over_weeks),
        (_HOUR_AND, _hour_and),
        (_HALF_TO_HOUR, _half_to),
        (_A_FEW_OF, _elapsed),
        (_DURATION, _elapsed),
        (_ODD, _odd),
        (_ODD_AT_ONCE, _odd),
        (_AT_ONCE, _elapsed),
        (_WD_OF_WEEK, _wd_of_week),
        (_WD_OF_THIS_WEEK, _wd_of_this_week),
        (_WEEKEND, _weekend),
        (_WEEK_PART, _week_part),
        (_MONTH_END, _month_end),
        (_NEXT_WORKDAY, next_workday),
    ):
        scan.take(pattern, build)
    for pattern, name in _NAMED:
        scan.take(pattern, partial(named, name=name))
    for pattern, build in (
        (_DATE, _date),
        (_END_OF_NAMED_MONTH, _end_of_named_month),
        (_ORDINAL, _ordinal),
        (_RELATIVE, _relative),
        (_PLAIN, _plain),
        (_WEEKDAY, _weekday),
        (_WEEKDAY_SHORT, _weekday),
        (_WEEKDAY_CLOCKED, _weekday),
    ):
        scan.take(pattern, build)
