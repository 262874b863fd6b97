"""Parts of the day and times on the clock in English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.promises.english_days import PARTS
from bot.core.promises.numbers import number
from bot.core.promises.units import Clock, Part, Unit

if TYPE_CHECKING:
    from bot.core.promises.units import Scan

_DAY_END = re.compile(
    r"\b(?:(?:the\s+)?(?:end|close|course) of (?:the |our |my )?(?:working |business )?(?:day|business|play)|"
    r"eod|cob|(?<!we're )(?<!are )(?<!is )closing(?: time)?(?! (?:up|down|your|the|this|it)\b)|"
    r"close(?= (?:of business|today|tomorrow|on)\b)|(?<=before )we close|(?<=time )we close|day's end|"
    r"the day is out|the day's out)\b"
)
_NOON = re.compile(r"\b(?:12\s?)?(?:noon|midday|lunch(?:time)?)\b|\b(?:mid-?morning|the end of the morning)\b")
_MIDNIGHT = re.compile(r"\b(?:12\s?)?midnight\b")
_PART = re.compile(
    r"\b(?:(?:in|by|during)\s+)?(?:(?:the|this)\s+)?(?:(?:beginning|start|end|course|early|late|"
    r"later) (?:of )?(?:(?:in )?the\s+)?)?(?P<p>morning|afternoon|evening)\b"
)
_HOUR_WORDS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_HOUR = rf"(?:(?:[01]?\d|2[0-4])(?!\d)|{_HOUR_WORDS}\b)"
_TIME = rf"(?:(?:[01]?\d|2[0-4])[:.][0-5]\d(?!\d)|{_HOUR})"
_AMPM = r"(?:\s?(?P<{0}>[ap])\.?\s?m\b\.?)"
_MINUTES = r"(?:five|ten|twenty-five|twenty five|twenty|a quarter|quarter|5|10|15|20|25)"
_SPOKEN = re.compile(
    rf"(?<!\w)(?P<u>(?:half past|half|(?P<m>{_MINUTES})(?:\s+minutes)?\s+(?P<rel>to|past|before|"
    rf"after))\s+(?P<h>{_HOUR_WORDS}|[01]?\d)(?!\d|[:.]\d)\b{_AMPM.format('ap')}?)(?!\s*(?:hours|days|minutes|"
    r"weeks))"
)
_FROM_TO = re.compile(
    rf"\b(?:between|from)\s+(?P<a>now|{_TIME})\s?(?:[ap]\.?m\.?)?\s*(?:and|to|till|until|-|"
    rf"\u2013)\s*(?P<b>{_TIME}){_AMPM.format('bp')}?(?!\s*(?:hours|working|business|days|weeks|minutes|euros|"
    r"times|%))"
    r"|(?<![\d:./€-])(?P<c>[01]?\d(?:[:.][0-5]\d)?|2[0-4](?:[:.][0-5]\d)?)\s?(?:[ap]\.?m\.?)?\s*(?:-|\u2013|"
    rf"to|till)\s*(?P<d>[01]?\d(?:[:.][0-5]\d)?){_AMPM.format('dp')}"
    r"|(?<![\d:./€-])(?P<e>[012]?\d[:.][0-5]\d)\s*(?:-|\u2013|to|till|and)\s*(?P<f>[012]?\d[:.][0-5]\d)(?!\d)"
)
_WITH_AMPM = re.compile(
    rf"(?<![\d:.,€/-])(?P<u>(?P<h>[01]?\d|{_HOUR_WORDS})(?:[:.](?P<m>[0-5]\d))?{_AMPM.format('ap')})(?!\w)"
)
_WRITTEN = re.compile(
    r"(?<![\d:.,€/+-])(?P<u>(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?!\d|:\d)(?:\s?(?:h|hrs|hours)\b)?|"
    r"(?P<i>[01]\d|2[0-3])(?P<n>[0-5]\d)\s?(?:h|hrs|hours)\b)"
)
_PREP = r"(?:at|by|before|around|about|until|till|til|after|from|latest|towards|no later than|come|for|or|and)"
_OCLOCK = re.compile(rf"(?P<u>(?P<h>{_HOUR})\s*o'?\s?clock)")
_DOTTED = re.compile(
    rf"\b{_PREP}\s+(?:(?:about|around|exactly)\s+)?(?P<u>(?P<h>[01]?\d|2[0-4])\.(?P<m>[0-5]\d))(?!\d|\.\d|"
    r"\s*(?:euro|€|%))"
)
_BARE = re.compile(
    r"\b(?:at|by|before|around|about|until|till|til|after|latest|towards|no later than|come)\s+(?:(?:about|"
    rf"around|exactly|latest)\s+)?(?P<u>(?P<h>{_HOUR}))"
    r"(?=\s*(?:$|[,.;!)\u2013\x00-](?!\d)|(?:on|at|in|and|or|to|the|with|i|i'll|we|we'll|you|you'll|it|it's|"
    r"sharp|latest|or|so|for|then|from|this|if|is|as|but|today|tomorrow|at|please|cet|cest|local|his|her|our|"
    r"my|your|he|she|they|mark|will)\b|(?!percent|euro|people|degrees|star)[a-z']+(?<!s)\b))"
)


def _clock(hour: str, minute: int, half: str | None) -> Clock:
    h = int(hour) if hour.isdigit() else int(number(hour))
    if half:
        h = h % 12 + (12 if half == "p" else 0)
        return Clock(h, minute, exact=True)
    return Clock(h, minute, exact=h > 12 or (len(hour) == 2 and hour[0] == "0"))  # noqa: PLR2004


def _hm(words: str, half: str | None) -> Clock:
    found = re.match(r"(\d{1,2})[:.]([0-5]\d)", words)
    return _clock(found[1], int(found[2]), half) if found else _clock(words.strip(), 0, half)


def _from_to(match: re.Match[str], _: Scan) -> Unit:
    end, half = match["b"] or match["d"] or match["f"], match["bp"] or match["dp"]
    return Unit(match.start(), match.end(), clock=_hm(end, half))


def _spoken(match: re.Match[str], _: Scan) -> Unit | None:
    hour, minute = int(number(match["h"])), 30
    if match["m"]:
        shift = 15 if "quarter" in match["m"] else int(number(match["m"]))
        hour, minute = divmod(hour * 60 + (shift if match["rel"] in {"past", "after"} else -shift), 60)
    if match["ap"]:
        hour = hour % 12 + (12 if match["ap"] == "p" else 0)
    return Unit(match.start("u"), match.end("u"), clock=Clock(hour, minute, exact=bool(match["ap"])))


def _written(match: re.Match[str], _: Scan) -> Unit:
    found = match.groupdict()
    hour, minute = found.get("h") or found.get("i") or "0", int(found.get("m") or found.get("n") or 0)
    return Unit(match.start("u"), match.end("u"), clock=_clock(hour, minute, found.get("ap")))


def read_clock(scan: Scan) -> None:
    """Parts of the day and times, the most particular first."""
    scan.take(_DAY_END, lambda match, _: Unit(*match.span(), part=Part.CLOSING, inclusive=True))
    scan.take(_MIDNIGHT, lambda match, _: Unit(*match.span(), part=Part.MIDNIGHT, inclusive=True))
    scan.take(_NOON, lambda match, _: Unit(*match.span(), part=Part.NOON, inclusive=True))
    for pattern, build in (
        (_FROM_TO, _from_to),
        (_SPOKEN, _spoken),
        (_WITH_AMPM, _written),
        (_OCLOCK, _written),
        (_WRITTEN, _written),
        (_DOTTED, _written),
        (_BARE, _written),
    ):
        scan.take(pattern, build)
    scan.take(_PART, lambda match, _: Unit(*match.span(), part=PARTS[match["p"]], inclusive="end" in match[0]))
