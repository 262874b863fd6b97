"""Accounts that pass for an official one of the brand: same letters to the eye, one letter off, or the name with a word of service."""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from bot.core.normalise import fold

SHORTEST = 5
"""Shorter names are too near to too many others for one letter to mean anything."""
_READ_AS = str.maketrans("01345@$", "oleasas")
_SERVICE = (
    *(
        "klantenservice",
        "klantendienst",
        "helpdesk",
        "helpt",
        "hulp",
        "service",
        "support",
        "webcare",
        "care",
        "team",
        "desk",
        "help",
    ),
    *(
        "officieel",
        "official",
        "info",
        "nl",
        "be",
        "uk",
        "real",
        "contact",
        "customerservice",
        "customer",
        "refund",
        "terugbetaling",
    ),
)


@lru_cache(maxsize=4096)
def is_look_alike(handle: str, name: str, official: frozenset[str], brand: str) -> bool:
    """Whether an account that is none of the official ones could be taken for one. `official` are handles in lower case, without @."""
    if handle.lower().lstrip("@") in official:
        return False
    wanted = _all_seen(official, brand)
    return any(_passes_for(seen, one) for seen in map(_seen, filter(None, (handle, name))) for one in wanted)


@lru_cache(maxsize=8)
def _all_seen(official: frozenset[str], brand: str) -> tuple[str, ...]:
    return tuple({_seen(one) for one in (*official, brand)} - {""})


def _seen(name: str) -> str:
    """The letters as a hasty reader takes them."""
    return "".join(filter(str.isalnum, fold(name[:64]).translate(_READ_AS)))


def _passes_for(given: str, wanted: str) -> bool:
    if given == wanted:
        return True
    near = abs(len(given) - len(wanted)) <= 1
    if near and len(wanted) >= SHORTEST and DamerauLevenshtein.distance(given, wanted, score_cutoff=1) <= 1:
        return True
    rest = given.removeprefix(wanted) if given.startswith(wanted) else given.removesuffix(wanted)
    return rest != given and _is_service(rest)


def _is_service(rest: str) -> bool:
    """Whether nothing is left but words of service."""
    for word in sorted(_SERVICE, key=len, reverse=True):
        rest = rest.replace(word, " ")
    return not rest.strip()
