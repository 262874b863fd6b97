"""Parts of the day and times on the clock in Dutch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.promises.dutch_days import PARTS
from bot.core.promises.numbers import number
from bot.core.promises.units import Clock, Part, Unit

if TYPE_CHECKING:
    from bot.core.promises.units import Scan

_EDGE = r"(?:(?:in|aan|op|voor|tegen)\s+)?(?:(?:het|de)\s+)?(?:(?:begin|eind|einde|loop|v/d)\s*(?:van)?\s*)"
_DAY_END = re.compile(
    rf"\b(?:{_EDGE}(?:de|het|v/d)?\s*(?:werk)?dag|einde? (?:werk)?dag|eind v(?:/|\.)?d(?:\.)? (?:werk)?dag|eod|"
    r"cob|sluitingstijd|(?<=voor )sluiten|(?<=vóór )sluiten|(?<=het )sluiten|einde? kantooruren?|kantoorsluiting)\b"
)
_PART = re.compile(
    r"(?:'s\s?|\bs\s|\u2019s\s)(?P<a>ochtend|morgen|middag|avond|nacht)s\b|\b(?:(?:in|aan|op)\s+)?(?:(?:de|het)\s+)?"
    r"(?:(?:begin|eind|einde|loop|halverwege|midden|tweede helft|eerste helft|vroeg in|"
    r"laat in)(?: van)?\s+(?:de\s+)?)?(?P<b>ochtend|middag|avond)\b"
)
_BEFORE_MIDDAY = re.compile(r"\bv(?:oo|óó)r (?:de middag|de lunch|lunchtijd)\b")
_MIDNIGHT = re.compile(r"\bmiddernacht\b")
_NOON = re.compile(r"\b(?:het )?middaguur\b|\blunch(?:tijd|pauze)?\b|\b(?:de )?middagpauze\b|\btussen de middag\b")
_HOUR_WORDS = r"(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf)"
_HOUR = rf"(?:[01]?\d|2[0-4]|{_HOUR_WORDS})(?!\d)"
_TIME = rf"(?:(?:[01]?\d|2[0-4])[:.][0-5]\d(?!\d)|(?:[01]?\d|2[0-3])\s?u(?:ur)?\s?[0-5]\d\b|{_HOUR})"
_SPOKEN = (
    r"(?:(?P<m>kwart|vijf|tien|twintig|5|10|15|20)(?:\s+minuten)?\s+(?P<rel>voor|"
    rf"over)\s+)?(?P<half>half\s+)?(?P<h>{_HOUR_WORDS}|[01]?\d)(?!\d|[:.]\d)"
)
_SPOKEN_CLOCK = re.compile(
    r"(?<!\w)(?P<u>(?=kwart|half|(?:vijf|tien|twintig|5|10|15|20)(?: minuten)? (?:voor|"
    rf"over) ){_SPOKEN}\b(?:\s+uur)?)(?!\s*(?:uur durend|dagen|euro|maanden|minuten))"
)
_FROM_TO = re.compile(
    rf"\b(?:tussen|van)\s+(?P<a>nu|{_TIME})\s*(?:uur|u)?\s*(?:en|tot|-|\u2013|à)\s*(?P<b>{_TIME})(?:\s*(?:uur|"
    r"u)\b)?(?!\s*(?:euro|dagen|werkdagen|weken|minuten|keer|%))"
    r"|(?<![\d:./-])(?P<c>[01]?\d|[01]?\d[:.][0-5]\d|2[0-4](?:[:.][0-5]\d)?)\s*(?:uur\s*)?(?:-|\u2013|tot|à|"
    rf"en)\s*(?P<d>{_TIME})\s*(?:uur|u)\b"
    r"|(?<![\d:./-])(?P<e>[012]?\d[:.][0-5]\d)\s*(?:uur\s*)?(?:-|\u2013|tot|à|en)\s*(?P<f>[012]?\d[:.][0-5]\d)(?!\d)"
)
_PREP = (
    r"(?:\b(?:om|voor|vóór|tegen|rond|omstreeks|uiterlijk|tot|na|vanaf|sinds|van|en|klokslag|stipt|precies|of|"
    r"richting|zeg|wordt)\s+(?:(?:ongeveer|uiterlijk|circa|ca\.?|stipt|klokslag|een uur of|precies|exact|zeker|"
    r"klokslag|of)\s+)*)"
)
_WRITTEN = re.compile(
    r"(?<![\d:.,€/+-])(?<!€ )(?P<u>(?P<h>[01]?\d|2[0-4])(?::(?P<m>[0-5]\d)(?!\d|:\d)(?:\s*(?:uur|u)\b)?|"
    r"\.(?P<n>[0-5]\d)\s*(?:uur|u)\b|\s?(?:u|h|uur)\s?(?P<o>[0-5]\d)\b))"
)
_DOTTED = re.compile(rf"{_PREP}(?P<u>(?P<h>[01]?\d|2[0-4])\.(?P<m>[0-5]\d))(?!\d|\.\d|\s*(?:euro|€|%))")
_WHOLE = re.compile(
    rf"(?:{_PREP}|\x00\s*,?\s*)(?P<u>(?P<h>{_HOUR})\s?(?:uur|u|h)\b)(?!\s+(?:per|lang|de tijd|nodig|werk|geleden|na)\b)"
)
_BARE = re.compile(
    r"\b(?:om|voor|vóór|tegen|rond|uiterlijk|omstreeks|klokslag|stipt)\s+(?:(?:uiterlijk|ongeveer|"
    rf"een uur of)\s+)?(?P<u>(?P<h>{_HOUR}))"
    r"(?=\s*(?:$|[,.;!)\u2013\x00-](?!\d)|(?:of|en|heb|hoor|ben|is|bel|mail|kom|krijg|staat|ligt|laat|wordt|"
    r"terug|bij|aan|sta|weet|klaar|op|"
    r"weer|je|u|ik|we|dan|antwoord|contact|zeker|nog|een|het|app|stuur)\b))"
)
_BARE_PLURAL = re.compile(
    r"\b(?:voor|vóór|tegen|rond|na)\s+(?P<u>(?P<h>(?:tweeë|drieë|viere|vijve|zesse|zevene|achte|negene|tiene|elve|twaalve)n)\b)"
)


def _hm(words: str) -> Clock:
    found = re.match(r"(\d{1,2})(?:[:.]|\s?u(?:ur)?\s?)([0-5]\d)", words)
    if found:
        return _clock(found[1], int(found[2]))
    return _clock(words, 0, whole=True)


def _clock(hour: str, minute: int, *, whole: bool = False) -> Clock:
    h = int(hour) if hour.isdigit() else int(number(hour))
    return Clock(h, minute, exact=h > 12 or (len(hour) == 2 and hour[0] == "0") or (h == 0 and not whole))  # noqa: PLR2004


def _from_to(match: re.Match[str], _: Scan) -> Unit | None:
    end = match["b"] or match["d"] or match["f"]
    return Unit(match.start(), match.end(), clock=_hm(end.strip()))


def _spoken(match: re.Match[str], _: Scan) -> Unit | None:
    hour = int(number(match["h"]))
    if not 1 <= hour <= 12:  # noqa: PLR2004
        return None
    minute = 0
    if match["half"]:
        hour, minute = hour - 1, 30
    if match["m"]:
        shift = 15 if match["m"] == "kwart" else int(number(match["m"]))
        total = hour * 60 + minute + (shift if match["rel"] == "over" else -shift)
        hour, minute = divmod(total, 60)
    elif not match["half"]:
        return None
    return Unit(match.start("u"), match.end("u"), clock=Clock(hour, minute))


def _written(match: re.Match[str], _: Scan) -> Unit | None:
    found = match.groupdict()
    minute = int(found.get("m") or found.get("n") or found.get("o") or 0)
    return Unit(match.start("u"), match.end("u"), clock=_clock(match["h"], minute))


def _whole(match: re.Match[str], _: Scan) -> Unit:
    return Unit(match.start("u"), match.end("u"), clock=_clock(match["h"], 0, whole=True))


def _part(match: re.Match[str], _: Scan) -> Unit:
    whole = bool(re.search("ein|loop", match[0]))
    return Unit(match.start(), match.end(), part=PARTS[match["a"] or match["b"]], inclusive=whole)


def read_clock(scan: Scan) -> None:
    """Parts of the day and times, the most particular first."""
    scan.take(_DAY_END, lambda match, _: Unit(*match.span(), part=Part.CLOSING, inclusive=True))
    scan.take(_BEFORE_MIDDAY, lambda match, _: Unit(*match.span(), part=Part.NOON, inclusive=True))
    scan.take(_MIDNIGHT, lambda match, _: Unit(*match.span(), part=Part.MIDNIGHT, inclusive=True))
    scan.take(_NOON, lambda match, _: Unit(*match.span(), part=Part.NOON, inclusive=True))
    for pattern, build in (
        (_FROM_TO, _from_to),
        (_SPOKEN_CLOCK, _spoken),
        (_WRITTEN, _written),
        (_DOTTED, _written),
        (_WHOLE, _whole),
        (_BARE, _whole),
        (_BARE_PLURAL, _whole),
        (_PART, _part),
    ):
        scan.take(pattern, build)
