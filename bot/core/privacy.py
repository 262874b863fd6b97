"""Stub to be filled."""
from __future__ import annotations
from bot.core.findings import Span
def find_private(text: str) -> tuple[Span, ...]:
    """Nothing yet."""
    return ()
def mask(text: str, spans: tuple[Span, ...]) -> str:
    """Nothing yet."""
    return text
def blank(text: str, spans: tuple[Span, ...]) -> str:
    """Nothing yet."""
    return text
