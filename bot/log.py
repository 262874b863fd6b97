"""Logs: one line a thing, no token in any of them. Customer text is never logged; where a library would, it is silenced."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_TOKEN_SHAPES = re.compile(r"\d{6,12}:[A-Za-z0-9_-]{30,}|[A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}")
"""A Telegram token (`123456789:AA…`) and a Discord token (three parts with dots)."""
_CHATTY = (
    "httpx",
    "httpcore",
    "aiohttp",
    "telegram",
    "discord",
    "sqlalchemy",
    "watchfiles",
    "uvicorn",
    "asyncio",
    "alembic",
)
"""Libraries whose lines at INFO hold addresses with tokens, or at DEBUG what customers wrote."""


class Redactor(logging.Filter):
    """Covers secrets in every record that passes, arguments and tracebacks included."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def cover(self, text: str) -> str:
        """The text without known secrets and without anything that has the shape of a token."""
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return _TOKEN_SHAPES.sub("[secret]", text)

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a record."""
        text = record.getMessage()
        if record.name == "asyncio":
            # Further lines hold the error of a task in its own words, which may quote what a customer wrote.
            text = text.partition("\n")[0]
        record.msg, record.args = self.cover(text), None
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = self.cover(_trace(record))
            record.exc_info = None
        return True


def _trace(record: logging.LogRecord) -> str:
    """Where it went wrong and the kind of error, without its message: a library's message may quote what a customer wrote."""
    import traceback

    kind, _, tb = record.exc_info or (None, None, None)
    lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(tb)]
    return "\n".join([*lines, f"  {kind.__name__ if kind is not None else 'error'}"])


def set_up(level: str, secrets: Iterable[str] = ()) -> None:
    """One handler on stderr. `level` is for our own lines; libraries speak from WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s", "%H:%M:%S"))
    handler.addFilter(Redactor(secrets))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for name in ("wegwijzer", "bot", "handlers"):
        logging.getLogger(name).setLevel(level.upper())
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING if name not in {"telegram", "discord"} else logging.ERROR)
