"""What a closing note in public may not hold: personal data, where somebody lives, numbers of orders, and names.

Rather one note too many that staff word once more than a name or an order in public.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from bot.core.privacy import find_private

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]{3,}")
"""Shorter parts of a name are too often words of the language."""
_SHORT = re.compile(r"(?<![^\W\d_])[^\W\d_]{2}(?![^\W\d_])")
_SMALL_WORDS = frozenset(
    _SHORT.findall(
        "al an as at be bv by de do dr du ed el em en er go he if ik in is it je la le me mr my "
        "na no nu of om on op or pm so te to tv uk up us uw we ze zo"
    )
)
"""Words of two letters that begin sentences, or stand in names without being one."""
_TITLED = re.compile(
    r"\b(?i:mevr(?:ouw)?|mw|dhr|meneer|mijnheer|(?:de )?heer|familie|fam|mrs?|ms|miss)\.?\s+(?:[A-Z]\.\s*)*"
    r"(?:(?:van|de|den|der|ter|ten|het|'t)\s+)*[A-ZÀ-Þ]\w"
)
_SIGNED = re.compile(r"\^[A-Za-z]{1,3}\b")
"""The signature of a member of staff, ^AB."""
_MENTION = re.compile(r"(?<![\w.])@\w")
_INITIALS = re.compile(r"(?<!\w)(?:[A-Za-z]\.){2,}")

_LONG_NUMBER = re.compile(r"(?<![\w.,:/-])[A-Za-z]{0,6}[ -]?\d{5,}(?![\w-])|\b(?=\w*[A-Za-z])(?=(?:\w*\d){5})\w{7,}\b")
_NUMBERED = re.compile(
    r"\b(?:bestel\w*|order\w*|ticket\w*|pakket\w*|parcel\w*|zending\w*|shipment\w*|referentie\w*|ref|reference|factuur\w*|invoice\w*)"
    r"[\s.:#]{0,3}(?:(?:nummer|number|nr|no|code)\b[\s.:#]{0,3})?(?=[\w-]*\d{2})[\w-]+",
    re.IGNORECASE,
)
_SERVICE = re.compile(r"0800|0900|0906|0909|14\d{3,4}$")
_STREET = re.compile(
    r"\b(?!(?:Op|Over|Ver|Aan|In|Toe|Neer|Af|Om|Stil)slaan\b)[A-ZÀ-Þ][\w'\u2019-]+(?:straat|laan|plein|gracht|singel|dreef|steenweg|plantsoen|steeg)\b"
    r"|(?<=[a-zà-ÿ,]\s)[A-ZÀ-Þ][\w'\u2019-]+(?:weg|dijk|kade|hof|pad|baan)\b"
    r"|\b[A-Z][\w'\u2019-]+\s(?:Street|Road|Lane|Avenue|Drive|Crescent|Terrace|Mews|Grove|Square|Close|St|Rd|Ave)\b"
)
_POSTCODE = re.compile(r"\b[1-9]\d{3}\s?(?!GB|MB|TB|KB)[A-Z]{2}\b|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b")
_TOKEN = re.compile(r"[\w-]*\d[\w-]*")
_SHORTEST_TOKEN = 3


def refused(
    text: str,
    usual: str,
    customer: str,
    staff: Iterable[str],
    *,
    others: Iterable[str] = (),
    answers: Iterable[str] = (),
) -> str:
    """Why a note cannot be posted: `data`, `customer`, `staff`, `other` (somebody else is named), or empty when it can.

    `usual` is the note that the templates give: a name that is also a word in it ("Mark", "Bot") does not count. `answers` are what the
    customer said in private: no number or code of them may stand here.
    """
    staff = list(staff)
    if find_private(text) or _is_data(text) or _tokens(text) & {token for said in answers for token in _tokens(said)}:
        return "data"
    known = _words(usual) | _short(usual)
    if _TITLED.search(text) or _names(text, known, [customer]):
        return "customer"
    if _SIGNED.search(text) or _names(text, known, staff):
        return "staff"
    if _MENTION.search(text):
        return "other"
    # Many people may have spoken in a channel, and a name is often a word as well: theirs count where they are written as names.
    return "other" if _names(_capitals(text), known, others) else ""


def _is_data(text: str) -> bool:
    """An order or parcel, or where somebody lives."""
    if any(not _SERVICE.match(found[0].strip()) for found in _LONG_NUMBER.finditer(text)):
        return True
    return any(look.search(text) for look in (_NUMBERED, _STREET, _POSTCODE))


def _names(text: str, known: set[str], people: Iterable[str]) -> bool:
    """Whether one of these people is named: by a part of the name, also with an s behind it, or by initials."""
    words, short = _words(text), {word.casefold() for word in _SHORT.findall(_bare(text)) if word[0].isupper()}
    words |= {word.removesuffix("s") for word in words}
    written = {found.replace(".", "").casefold() for found in _INITIALS.findall(text)}
    for name in people:
        if words & (_words(name) - known) or short & (_short(name) - known).difference(_SMALL_WORDS):
            return True
        parts = name.split()
        if len(parts) > 1 and "".join(part[0] for part in parts).casefold() in written:
            return True
    return False


def _capitals(text: str) -> str:
    return " ".join(word for word in text.split() if word.lstrip("(\"'\u201e\u2018\u201c")[:1].isupper())


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(_bare(text))}


def _short(text: str) -> set[str]:
    return {word.casefold() for word in _SHORT.findall(_bare(text))}


def _tokens(text: str) -> set[str]:
    """What holds a digit, as it is compared."""
    return {token.casefold() for token in _TOKEN.findall(text) if len(token) >= _SHORTEST_TOKEN}


def _bare(text: str) -> str:
    """Without accents, as names are often written."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
