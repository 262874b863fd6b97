"""Moments in Dutch. The order matters: what is read first is no longer there for the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.promises.dutch_clock import read_clock
from bot.core.promises.dutch_days import read_days

if TYPE_CHECKING:
    from bot.core.promises.units import Scan

_RELATIVE_PAST = (
    r"(?:was|waren|had|hadden|werd|werden|kreeg|zag|wilde|vroeg|moest|kon|deed|ging|schreef|kwam|spraken|bespraken|afspraken|"
    r"(?:stuur|bestel|meld|noem|mail|bel|vraag|tel|beloof|plaats|gebruik)de|(?:mis|app|zoek|maak|koop|verwacht|upload)te|"
    r"(?:gisteren|eergisteren|(?:vorige|afgelopen) \w+|destijds|eerder|laatst) \w+|"
    r"(?:hebt|heb|heeft|hebben|was|had) (?:(?:door|in|op|aan)?ge|be|ver|ont)\w+|(?:(?:door|in|op|aan)?ge|be|ver|ont)\w+ "
    r"(?:hebt|heb|heeft|hebben|had|hadden|was|is))"
)
_LOOKALIKES = (
    # What was done before to the thing that something will be done about: "de opnames die je kwijt was".
    re.compile(
        r"(?<=\w )(?:(?:die|waar\w*|zoals|wat) (?:je|u|jullie|ik|we|wij|hij|ze|er|nog|al|eerder)|dat (?:je|u|jullie|ik|we|wij))\b"
        rf"[^,.;:!?\n]{{1,40}}?\b{_RELATIVE_PAST}\b(?! dat\b)"
    ),
    re.compile(r"\b24\s?/\s?7\b|\b7 dagen per week\b|\b\d+ (?:uur|dagen) per (?:dag|week)\b"),
    re.compile(r"\bgoede?n?\s?(?:morgen|middag|avond|dag|nacht|weekend)\b"),
    re.compile(
        r"\b(?:fijne?|prettige?|mooie|leuke|gezellige|rustige|goed|goede|succes|sterkte)\s+(?:\w+\s+)?"
        r"(?:dag|avond|middag|ochtend|week|weekend|weekeinde|kerst(?:dagen)?|jaarwisseling|(?:maan|dins|woens|"
        r"donder|vrij|zater|zon)dag(?:middag|avond)?)\b"
    ),
    re.compile(r"^\s*(?:goeie)?(?:morgen|middag|avond)\s*(?:allemaal|iedereen)?\s*(?:[!,.]|$)"),
    re.compile(
        r"\bmorgen (?:is er )?weer een dag\b|\b(?:alleen|enkel) (?:vandaag|morgen)\b|\b(?:elke|iedere) (?:eerste|tweede|"
        r"laatste) \w+dag(?: van de maand)?\b"
    ),
    re.compile(r"(?:€|eur|euro)\s?\d+(?:[.,:]\d+)?(?:,-)?|\d+(?:[.,]\d+)?\s?(?:€|euro\b|eur\b)"),
    re.compile(r"\b0\d{2,3}[- ]\d{4,8}\b|\b06[- ]?\d{8}\b"),
    re.compile(
        r"\b(?:order|bestel|bestelling|ordernummer|ticket|zaak|zaaknummer|case|referentie|kenmerk|nummer|nr\.?|"
        r"versie|kanaal|artikel|firmware|"
        r"factuurnummer|klantnummer)\s*(?:nummer|nr\.?)?\s*:?\s*#?[a-z]*[-/]?\d[\d.:/a-z-]*|#\d[\d-]*"
    ),
)


def read(scan: Scan) -> None:
    """Find every unit in a Dutch text."""
    for pattern in _LOOKALIKES:
        scan.drop(pattern)
    read_days(scan)
    read_clock(scan)
