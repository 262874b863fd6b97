"""Personal data in a text: where it stands, and the text with it covered. Rather one number too many than one IBAN in a log.

Not personal here: order and ticket numbers, public service numbers (0800, 0900, 112, 14 0xx), first names and handles.
"""

from __future__ import annotations

import re
from string import ascii_uppercase
from typing import TYPE_CHECKING

from stdnum import iban

from bot.core.findings import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LABELS = {
    "iban": "[IBAN]",
    "bsn": "[BSN]",
    "phone": "[tel.]",
    "email": "[e-mail]",
    "address": "[adres/address]",
    "customer_number": "[klantnr./customer no.]",
}
"""What stands in a masked text instead, readable in Dutch and English."""

_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d(?:\W{0,3}\d){3}")
_FEWEST_DIGITS = 4
"""Numbers and Dutch postcodes have at least so many digits; only a house number has fewer."""
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_EMAIL_SAID = re.compile(
    r"\b[\w.+-]{1,40}\s?[\[(]?\s?(?:at|apenstaartje|apestaartje)\s?[\])]?\s?[\w-]{2,40}\s?[\[(]?\s?(?:dot|punt)\s?[\])]?\s?"
    r"(?:nl|be|com|net|org|eu|uk|example)\b",
    re.IGNORECASE,
)

_IBAN_START = re.compile(r"(?=([A-Za-z]{2})\W{0,2}\d\W{0,2}\d)")
_REGISTRY = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 "
    "EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 "
    "KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 "
    "PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 "
    "VA22 VG24 XK20 YE30"
)
"""Countries and lengths of the IBAN registry (SWIFT, ISO 13616)."""
_IBAN_LENGTHS = {entry[:2]: int(entry[2:]) for entry in _REGISTRY.split()}
_LETTERS = {letter: str(place) for place, letter in enumerate(ascii_uppercase, start=10)}
_AS_NUMBERS = str.maketrans(_LETTERS)
_LONGEST_IBAN = 34

_MISTYPED_IBAN = re.compile(
    r"(?<![A-Za-z0-9])(?:NL\W?\d\W?\d(?:\W?[A-Z]){4,6}(?:\W?\d){7,10}|(?:GB|IE)\W?\d\W?\d(?:\W?[A-Z]){4}(?:\W?\d){14}|BE\d{2}(?:\W?\d{4}){3}|DE\d{2}(?:\W?\d{4}){4}\W?\d{2})"
    r"(?![A-Za-z0-9])",
    re.IGNORECASE,
)
"""What can be nothing else: one wrong digit does not make it anybody's business."""
_BSN_NAME = (
    r"(?:\bb\.?s\.?n\b\.?|\bbsn(?=\d)|\bburger\s?service\s?-?nummer\b|\bsofi\s?-?nummer\b|\bpersoonsnummer\b|\brijksregister\s?-?nummer\b"
    r"|\bcitizen service number\b|\bnational insurance\b|\bsocial security\b|\bNI (?:number|no)\b)"
)
_BSN = re.compile(
    _BSN_NAME + r"\D{0,25}?(\d(?:[ .-]{0,2}\d){7,10}|[A-CEGHJ-PR-TW-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D])(?!\d)",
    re.IGNORECASE,
)
_BSN_BEFORE = re.compile(
    r"(?<![\d.,-])(\d(?:[ .-]?\d){8})(?![\d])\W{1,3}(?:(?:is|dat|mijn|het|my|zijn)\W{1,2}){0,3}" + _BSN_NAME,
    re.IGNORECASE,
)
_CUSTOMER = re.compile(
    r"\b(?:klant\s?-?(?:nummer|nr|no|code|id)|relatie\s?-?(?:nummer|nr)|debiteur(?:en)?\s?-?(?:nummer|nr)|contract\s?-?(?:nummer|nr)"
    r"|lid(?:maatschaps)?\s?-?(?:nummer|nr)|rekening\s?-?(?:nummer|nr)|polis\s?-?(?:nummer|nr)|abonnee\s?-?(?:nummer|nr)|pas\s?-?nummer"
    r"|(?:(?:account|acct|policy|customer|cust|client|season card)(?=[\s.:#]{1,3}(?:nr\.?|no\.?)?\s?\d(?:[ -]?\d){6})"
    r"|(?:customer|client|account|acct|acc|membership|member|contract|policy|subscriber|passenger)\s?(?:holder\s)?"
    r"(?:number|num|no|nr|id|ref|#)))"
    r"[\s.:#=\-()]{0,5}(?:is|was|=|nr|no)?[\s.:#=\-()]{0,4}((?:[A-Za-z]{1,4}[ -]?)?\d(?:[ .-]?\d){3,15})",
    re.IGNORECASE,
)

_BSN_WORDS = (
    *("bsn", "b.s.n", "burgerservice", "burger service", "sofi", "persoonsnummer", "rijksregister"),
    *("citizen service", "national insurance", "social security", "ni number", "ni no"),
)
_CUSTOMER_WORDS = (
    *("klant", "relatie", "debiteur", "contract", "lid", "rekening", "polis", "abonnee", "pas"),
    *("cust", "client", "acc", "member", "policy", "subscriber", "passenger", "season card"),
)
"""A text without any of these needs no look at the pattern."""

_PHONE = re.compile(r"(?<![\w@#€£$.,/-])(?:\+|\(\+|\(?0)\d?(?:[\s().\-/]{0,3}\d){6,14}(?![\w€])")
_DATE = re.compile(r"^\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d{2}")
_SERVICE = re.compile(r"^(?:0800|0900|0906|0909|0808|0300|14\d{2,4}$|112$|116\d{3}$|0345|0343|0870|0844|0845)")
_MOBILE = re.compile(r"^(?:06\d{8}|00316\d{8}|316\d{8}|07\d{9}|00447\d{9}|447\d{9}|04\d{8}|00324\d{8}|324\d{8})$")
_ORDER = re.compile(
    r"(?:bestel\w*|order\w*|ticket\w*|case\w*|zaak\w*|meld\w*|track\w*|pakket\w*|referentie\w*|ref\w*|factuur\w*|invoice\w*|flight|vlucht)"
    r"[\s.:#-]{0,3}(?:nummer|nr|no|number|code)?[\s.:#-]{0,3}(?:is\s)?$",
    re.IGNORECASE,
)
_MOST_LOOKED_UP = 12
"""A look-up costs about 0.1 ms; candidates beyond so many in one text are taken for what they look like without one."""
_REGIONS = ("NL", "BE", "GB")
_SPOKEN = (
    "nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien|achttien|"
    "negentien|\\w{2,5}(?:en|ën)(?:twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig)|twintig|dertig|veertig|vijftig|"
    "zestig|zeventig|tachtig|negentig|zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|dubbel"
)
_SPOKEN_PHONE = re.compile(
    rf"\b(?:nul|zero|oh)\s(?:(?:{_SPOKEN}|\d{{1,3}})[\s,.-]{{1,3}}){{3,11}}(?:{_SPOKEN}|\d{{1,3}})\b", re.IGNORECASE
)

_STREET = (
    r"(?:[A-ZÀ-Ý][\w'\u2019.-]{0,24}\s){0,3}(?:[\wÀ-ÿ'\u2019.-]{2,24}(?:straat|laan|plein|gracht|singel|dreef|steenweg|plantsoen|steeg|lei)"
    r"|[A-ZÀ-Ý][\wÀ-ÿ'\u2019.-]{2,24}(?:weg|dijk|kade|hof|pad|park|markt|baan|kamp|veld|akker|ring|wal|haven|str\.?))"
)
_ADDRESS = re.compile(
    rf"\b(?!(?:[Oo]nderweg|[Ss]nelweg|[Hh]alfweg)\b){_STREET}\s\d{{1,5}}(?:\s?[a-zA-Z]\b|[-/]\d{{1,4}})?(?:,?\s{{1,3}}\d{{4}}\s?[A-Za-z]{{2}}\b)?"
)
_BEFORE_POSTCODE = re.compile(
    r"\b[A-ZÀ-Ý][\wÀ-ÿ'\u2019.-]{1,24}(?:\s[\wÀ-ÿ'\u2019.-]{1,20}){0,3}\s\d{1,5}(?:\s?[a-zA-Z]\b|[-/]\d{1,4})?,?\s{1,3}(?:in\s|te\s)?[1-9]\d{3}\s?[A-Za-z]{2}\b"
    r"|\b[1-9]\d{3}\s?[A-Z]{2}\b,?\s(?:huis)?(?:nummer|nr\.?)\s?\d{1,5}"
)
_ENGLISH_ADDRESS = re.compile(
    r"\b(?:[Ff]lat\s\w{1,4},?\s)?\d{1,4}[a-zA-Z]?,?\s[A-Z][\w'\u2019]{1,24}(?:\s[A-Z][\w'\u2019]{1,24}){0,2}"
    r"(?:\s(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Row|Yard|Close|Drive|Way|Court|Place|Terrace|Gardens|Crescent|Square|Hill|Mews|Grove|Park|Gate|Walk|Rise|Mount|Green|View|Wharf|Quay|Meadows|Villas|Parade|Vale|Croft)\b\.?"
    r"(?:,?\s(?:[A-Z][a-z]{2,20},?\s)?[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b)?"
    r"|,\s(?:[A-Z][a-z]{2,20},?\s)?[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b)"
)

_POSTCODE = re.compile(r"[1-9]\d{3}\s?[A-Za-z]{2}\b")
_BEFORE_NUMBER = re.compile(r"\s(?=\d)")
_STREET_ENDS = (
    *(
        "aat",
        "aan",
        "ein",
        "cht",
        "gel",
        "eef",
        "weg",
        "ing",
        "oen",
        "eeg",
        "lei",
        "ijk",
        "ade",
        "hof",
        "pad",
        "ark",
        "rkt",
    ),
    *("amp", "eld", "ker", "wal", "ven", "str", "str."),
)
_ENGLISH_START = re.compile(r"\d[a-zA-Z]?,?\s[A-Z]")


def find_private(text: str) -> tuple[Span, ...]:
    """Every stretch of personal data, in order, without overlap. A text without digits or @ costs next to nothing."""
    low = text.casefold()
    found: list[Span] = []
    if "punt " in low or "dot" in low:
        found.extend(_all("email", _EMAIL_SAID, text))
    if "nul " in low or "zero " in low or "oh " in low:
        found.extend(_all("phone", _SPOKEN_PHONE, text))
    if "@" in text:
        found.extend(_all("email", _EMAIL, text))
    digits = _digits(text)
    if not digits:
        return _merged(found, text) if found else ()
    if digits >= _FEWEST_DIGITS and _DIGITS.search(text):
        found.extend(_ibans(text))
        if any(word in low for word in _BSN_WORDS):
            found.extend(Span("bsn", *match.span(1)) for look in (_BSN, _BSN_BEFORE) for match in look.finditer(text))
        if any(word in low for word in _CUSTOMER_WORDS):
            found.extend(Span("customer_number", *match.span(1)) for match in _CUSTOMER.finditer(text))
        found.extend(_phones(text, found))
    found.extend(_addresses(text, digits))
    return _merged(found, text) if found else ()


def _digits(text: str) -> int:
    """How many digits the text holds; of a text with letters beyond ASCII, at least so many that nothing is passed over."""
    if text.isascii():
        return len(text) - len(text.encode().translate(None, b"0123456789"))
    return _FEWEST_DIGITS if _DIGIT.search(text) is not None else 0


def shows_private(masked: str) -> bool:
    """Whether a masked text stands for one that holds personal data."""
    return any(label in masked for label in LABELS.values())


def mask(text: str, spans: Sequence[Span]) -> str:
    """The text with each span replaced by its label."""
    return _replaced(text, spans, LABELS)


def blank(text: str, spans: Sequence[Span]) -> str:
    """The text with each span replaced by a break, so that nothing of it can be matched or quoted."""
    return _replaced(text, spans, {})


def _replaced(text: str, spans: Sequence[Span], labels: dict[str, str]) -> str:
    parts, last = [], 0
    for span in spans:
        parts += [text[last : span.start], labels.get(span.kind, "\n")]
        last = span.end
    return "".join((*parts, text[last:]))


def _all(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
        yield Span(kind, match.start(), match.end())


def _merged(found: list[Span], text: str) -> tuple[Span, ...]:
    """In order; what overlaps becomes one span of the first kind. Covering may join what was apart, so it is repeated once."""
    if not found:
        return ()
    order = list(LABELS)
    merged: list[Span] = []
    for span in sorted(found, key=lambda span: (span.start, order.index(span.kind), -span.end)):
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Span(last.kind, last.start, min(max(last.end, span.end), len(text)))
        else:
            merged.append(span)
    return tuple(merged)


def _addresses(text: str, digits: int) -> Iterator[Span]:
    """Each pattern only where a cheap look says that it can match."""
    if digits >= _FEWEST_DIGITS and _POSTCODE.search(text):
        yield from _all("address", _BEFORE_POSTCODE, text)
    if any(text.endswith(_STREET_ENDS, 0, match.start()) for match in _BEFORE_NUMBER.finditer(text)):
        yield from _all("address", _ADDRESS, text)
    if _ENGLISH_START.search(text):
        yield from _all("address", _ENGLISH_ADDRESS, text)


def _ibans(text: str) -> Iterator[Span]:
    """Valid by checksum, whatever the spaces and signs between the characters."""
    looked_up = 0
    for match in _IBAN_START.finditer(text):
        length = _IBAN_LENGTHS.get(match[1].upper())
        if not length:
            continue
        number, end = _characters(text, match.start(), length)
        if not end or not _checks(number):
            continue
        looked_up += 1
        if looked_up > _MOST_LOOKED_UP or iban.is_valid(number, check_country=False):
            yield Span("iban", match.start(), end)
    yield from _all("iban", _MISTYPED_IBAN, text)


def _characters(text: str, start: int, length: int) -> tuple[str, int]:
    """So many letters and digits from `start` on, and where they end; 0 where they stand too far apart."""
    compact = ""
    gap = 0
    for place in range(start, min(len(text), start + 3 * _LONGEST_IBAN)):
        character = text[place]
        if character.isascii() and character.isalnum():
            compact += character
            gap = 0
            if len(compact) == length:
                return compact.upper(), place + 1
        else:
            gap += 1
            if gap > 2:  # noqa: PLR2004 - two signs between characters are still one number
                break
    return compact, 0


def _checks(number: str) -> bool:
    """ISO 7064 by one division, because the library takes twenty times as long and a text may hold a thousand candidates."""
    return int(f"{number[4:]}{number[:4]}".translate(_AS_NUMBERS)) % 97 == 1


def _phones(text: str, found: Sequence[Span]) -> Iterator[Span]:
    taken = {place for span in found for place in range(span.start, span.end)}
    looked_up = 0
    for match in _PHONE.finditer(text):
        candidate = match[0]
        digits = re.sub(r"\D", "", candidate.replace("(0)", ""))
        if match.start() in taken or _SERVICE.match(digits) or _DATE.match(candidate):
            continue
        if _ORDER.search(text[max(0, match.start() - 30) : match.start()]):
            continue
        if not _MOBILE.match(digits) and looked_up < _MOST_LOOKED_UP:
            looked_up += 1
            if not _is_personal(candidate):
                continue
        yield Span("phone", match.start(), match.end())


def _is_personal(candidate: str) -> bool:
    """A number that is in use in one of the regions and is no public service number."""
    # Heavy to import (its tables), so only for a text that holds a candidate.
    import phonenumbers

    public = {
        phonenumbers.PhoneNumberType.TOLL_FREE,
        phonenumbers.PhoneNumberType.PREMIUM_RATE,
        phonenumbers.PhoneNumberType.SHARED_COST,
        phonenumbers.PhoneNumberType.UAN,
    }
    for region in (None,) if candidate.startswith(("+", "(+")) else _REGIONS:
        try:
            number = phonenumbers.parse(candidate, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.number_type(number) not in public
    return False
