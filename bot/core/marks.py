"""The marks of a message that are no words: question marks, capitals, faces, handles and links. Pure and cheap."""

from __future__ import annotations

import re

from bot.core.normalise import fold
from bot.core.weighing import shouts

FEW_WORDS, MANY_WORDS = 4, 25
MOST_LOOKED_AT = 1000
"""A mark this far on is no longer what a message is about."""
MARKS_OF_POST = frozenset(
    {
        "cut_off",
        "handle",
        "handle_after_dot",
        "handle_first",
        "handle_of_service",
        "handles",
        "hashtag",
        "link",
        "loud_word",
        "picture",
    }
)
"""Marks that only a post can bear; they say nothing about chat in which somebody is named."""
_SAD = frozenset("😡😠😤😭😢😒🙄😞😩👎🤬😑😫😖😔☹")
_GLAD = frozenset("😍😊😂🤣😘👍🎉😁🙏❤💕😃😄🥰💪🔥✨")
_SERVICE = re.compile(r"@\w*(?:help|support|care|serv|cust|ask|assist|webcare|klant)", re.IGNORECASE)
_HANDLE = re.compile(r"(?<!\w)@\w")


def handles_in(text: str) -> set[str]:
    """The handles as the normaliser would show them, without @."""
    return {fold(part[1:]).strip(".,:;!?") for part in text.split() if part.startswith("@")}


def marks_of(text: str, length: int, *, asks: bool, post: bool) -> list[str]:
    """The marks that are there. `length` counts the words; `asks`: it ends as a question; `post`: as `is_post` says."""
    found = ["asks"] if asks else []
    if length <= FEW_WORDS:
        found.append("short")
    elif length > MANY_WORDS:
        found.append("long")
    if "?" in text:
        found.append("question_mark")
        if "??" in text or "?!" in text:
            found.append("question_marks")
    if "!" in text:
        found.append("exclamation")
        if "!!" in text:
            found.append("exclamations")
    if ".." in text:
        found.append("dots")
    if ":" in text or not text.isascii():
        found += _faces(text)
    if shouts(text):
        found.append("capitals")
    if post:
        found += _marks_of_post(text[:MOST_LOOKED_AT])
    return found


def _faces(text: str) -> list[str]:
    signs = set() if text.isascii() else set(text[:MOST_LOOKED_AT])
    found = []
    if ":(" in text or ":-(" in text or ":'(" in text or not _SAD.isdisjoint(signs):
        found.append("sad")
    if ":)" in text or ":-)" in text or ":D" in text or not _GLAD.isdisjoint(signs):
        found.append("glad")
    return found


def _marks_of_post(text: str) -> list[str]:
    found = ["cut_off"] if "…" in text else []
    if "@" in text:
        handles = len(_HANDLE.findall(text))
        if handles:
            found.append("handle")
        if handles > 1:
            found.append("handles")
        if text.startswith("@"):
            found.append("handle_first")
        elif text.startswith(".@"):
            found.append("handle_after_dot")
        if _SERVICE.search(text):
            found.append("handle_of_service")
    if "#" in text:
        found.append("hashtag")
    if "://" in text or "www." in text:
        found.append("link")
    if "pic.twitter" in text:
        found.append("picture")
    if any(part.isupper() and len(part) > 2 for part in text.split() if part[0] != "@"):  # noqa: PLR2004 - longer than initials
        found.append("loud_word")
    return found
