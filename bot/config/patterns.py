"""Regular expressions of the brand's own rules: the only place that knows the engine.

RE2 takes time in proportion to the text, whatever the pattern; Python's own engine can take for ever on one line of chat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import re2

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_MEMORY = 1 << 20
"""Bytes that one pattern may take; a pattern that needs more is refused."""
LONGEST = 500
_NO_WAY_BACK = ("(?=", "(?!", "(?<=", "(?<!")


class BadPattern(ValueError):
    """A pattern that cannot be used: the message says why, `fix` what to write."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.fix = fix


def compiled(pattern: str) -> Callable[[str], Iterator[tuple[int, int]]]:
    """A function that gives the stretches (begin, end) of a text that match, capitals or not. Raises BadPattern."""
    if len(pattern) > LONGEST:
        raise BadPattern(f"is longer than {LONGEST} characters", "make two rules of it")
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = MOST_MEMORY
    try:
        engine = re2.compile(pattern, options)
    except re2.error as error:
        raise BadPattern(_reason(error), _fix(pattern)) from error
    if engine.match(""):
        raise BadPattern("matches an empty text, so it would match every message", "ask for at least one character")

    def find(text: str) -> Iterator[tuple[int, int]]:
        # The engine reads UTF-8, which has no form for half a character.
        whole = text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
        return (match.span() for match in engine.finditer(whole))

    return find


def _reason(error: Exception) -> str:
    said = error.args[0] if error.args else ""
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)


def _fix(pattern: str) -> str:
    if any(part in pattern for part in _NO_WAY_BACK):
        return "leave out what looks ahead or behind, as in (?=…): the engine reads a text once"
    if any(f"\\{digit}" in pattern for digit in "123456789"):
        return "leave out what refers back, as in \\1: the engine reads a text once"
    if pattern.count("(") != pattern.count(")"):
        return "close every bracket, or write \\( for a bracket as such"
    return "correct it, or name words instead: phrase: [word, other words]"
