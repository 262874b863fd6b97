"""What a customer says to the bot in private about his own data: link accounts with a one-time code, unlink them, be forgotten."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

ALPHABET = "BCDFGHJKLMNPQRSTVWXZ"
"""Letters of a code: no vowels, so that no code is a word, and none that look like a digit."""
LENGTH = 8
LASTS = timedelta(minutes=15)
"""How long a code, and the question "are you sure", stand."""
TRIES = 5
WINDOW = timedelta(hours=1)
"""So many codes may be asked for, and so many may be tried, in this time."""
MOST = 5
"""So many codes are looked for in one message: each look is slow on purpose, and a text full of them must not hold up the others."""
_HALF = LENGTH // 2
_LETTERS = f"[{ALPHABET}{ALPHABET.lower()}]{{{_HALF}}}"
_CODE = re.compile(rf"(?<!\w)({_LETTERS})[- ]?({_LETTERS})(?!\w)")
_SCRYPT_COST, _SCRYPT_BLOCK = 1 << 11, 8
_PURPOSE = b"wegwijzer: a code that links accounts"


class Wish(StrEnum):
    """What is asked for."""

    LINK = "link"
    CODE = "code"
    UNLINK = "unlink"
    FORGET = "forget"
    FORGET_SURE = "forget_sure"
    """"Forget me", said again when asked."""


_WORDS: dict[str, tuple[Wish, str]] = {
    "koppel": (Wish.LINK, "nl"),
    "koppelen": (Wish.LINK, "nl"),
    "link": (Wish.LINK, "en"),
    "ontkoppel": (Wish.UNLINK, "nl"),
    "ontkoppelen": (Wish.UNLINK, "nl"),
    "unlink": (Wish.UNLINK, "en"),
    "vergeet mij": (Wish.FORGET, "nl"),
    "vergeetmij": (Wish.FORGET, "nl"),
    "forget me": (Wish.FORGET, "en"),
    "forgetme": (Wish.FORGET, "en"),
    "ja vergeet mij": (Wish.FORGET_SURE, "nl"),
    "yes forget me": (Wish.FORGET_SURE, "en"),
}
COMMANDS = {
    "nl": {"koppel": Wish.LINK, "ontkoppel": Wish.UNLINK},
    "en": {"link": Wish.LINK, "unlink": Wish.UNLINK},
}
"""The words that a platform may offer customers as commands, by language."""


@dataclass(frozen=True, slots=True)
class Request:
    """A wish, with the code that was written and the language of the word; both may be empty."""

    wish: Wish
    code: str = ""
    language: str = ""


def read_request(text: str) -> Request | None:
    """What somebody asks for with the whole of his message; None for any other words, which are left to the rest of the bot."""
    plain = " ".join(re.sub(r"[.,!?]", " ", text.strip().lstrip("/!")).split()).casefold()
    if plain in _WORDS:
        wish, language = _WORDS[plain]
        return Request(wish, language=language)
    first, _, rest = plain.partition(" ")
    if rest and _WORDS.get(first, (None,))[0] is Wish.LINK and (code := _CODE.fullmatch(rest)) is not None:
        return Request(Wish.CODE, _joined(code), _WORDS[first][1])
    code = _CODE.fullmatch(plain)
    return Request(Wish.CODE, _joined(code)) if code is not None else None


def codes_in(text: str) -> list[str]:
    """What has the shape of a code in a text, at most MOST; whether it is one only the store knows."""
    return list(dict.fromkeys(_joined(found) for found in _CODE.finditer(text)))[:MOST]


def _joined(found: re.Match[str]) -> str:
    return (found[1] + found[2]).upper()


def shown(code: str) -> str:
    """A code as people read it: `BCDF-GHJK`."""
    return f"{code[:_HALF]}-{code[_HALF:]}"


def digest(code: str) -> str:
    """What is stored of a code. Slow on purpose: there are few letters in a code (some milliseconds)."""
    found = hashlib.scrypt(code.encode(), salt=_PURPOSE, n=_SCRYPT_COST, r=_SCRYPT_BLOCK, p=1, dklen=32)
    return found.hex()
