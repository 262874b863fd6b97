"""Moments in English. The order matters: what is read first is no longer there for the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.promises.english_clock import read_clock
from bot.core.promises.english_days import read_days

if TYPE_CHECKING:
    from bot.core.promises.units import Scan

_LOOKALIKES = (
    # What was done before to the thing that something will be done about: "the recording you asked for".
    re.compile(
        r"(?<!in )(?<!on )(?<!at )\b(?:(?:the|your|that|this|those|any|an?|everything|whatever|all)\s"
        r"(?:(?!like|as|and|but|so|if|when|before|after|because|since|than|to\w*|by)\w+\s){0,3}?(?:that |which )?|(?:like|as) )"
        r"(?:you|we|i)(?:'ve| have| had|'d)?\s(?:asked|sent|reported|ordered|requested|returned|missed|lost|paid|bought|"
        r"mentioned|discussed|described|uploaded|emailed|flagged|raised|agreed|wanted|saw|shared|filed|gave)\b"
        r"(?: on \w+day(?= (?:is|are|was|has|have|will)\b)|"
        r" (?:us|me|for|about|on|in|over|back|to|yesterday|earlier|today|this morning|last \w+)\b)*"
    ),
    re.compile(r"\b24\s?/\s?7\b|\b(?:7|seven) days a week\b|\b\d+ (?:hours|days) a (?:day|week)\b"),
    re.compile(
        r"\bgood\s?(?:morning|afternoon|evening|night|day)\b|^\s*(?:morning|afternoon|evening)\s*(?:all|"
        r"everyone)?\s*(?:[!,.]|$)"
    ),
    re.compile(
        r"\b(?:have|enjoy|wish(?:ing)? you) (?:a |an |the |your )?(?:\w+ )?(?:nice|good|great|lovely|wonderful|"
        r"pleasant|relaxing|fantastic|fab|super|quiet|safe|happy) (?:\w+ )?(?:day|evening|afternoon|morning|night|"
        r"week|weekend|christmas|easter|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
        r"|\b(?:happy|merry|nice|lovely|great|good) (?:day|evening|week|weekend|christmas|easter|friday|monday|"
        r"new year)\b(?!s?\s+(?:is|will))"
        r"|\benjoy the rest of (?:your|the) \w+\b"
    ),
    re.compile(r"\b(?:see|speak to|talk to|catch|meet) (?:you|ya|u)(?: all)?(?: again)?\b[^,.!?]*"),
    re.compile(
        r"\btomorrow(?:'s| is) another day\b|\btoday only\b|\bonly today\b|\bevery (?:first|second|last|other) \w+day(?: of the month)?\b(?: at \S+)?"
    ),
    re.compile(r"(?:€|£|\$|eur|euros?)\s?\d+(?:[.,:]\d+)?|\d+(?:[.,]\d+)?\s?(?:€|£|\$|euros?\b|eur\b)"),
    re.compile(r"\b0\d{2,3}[- ]\d{4,8}\b|\b06[- ]?\d{8}\b"),
    re.compile(
        r"\b(?:order|ticket|case|reference|ref\.?|number|no\.|version|channel|article|firmware|invoice|"
        r"customer)\s*(?:number|no\.?|id)?\s*:?\s*#?[a-z]*[-/]?\d[\d.:/a-z-]*"
        r"|#\d[\d-]*"
    ),
)


def read(scan: Scan) -> None:
    """Find every unit in an English text."""
    for pattern in _LOOKALIKES:
        scan.drop(pattern)
    read_days(scan)
    read_clock(scan)
