"""Telegram by python-telegram-bot: own long poll into the inbox, pure reading, one door for everything that goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.clock import WallClock
from handlers.telegram.ingest import POLL_SECONDS
from handlers.telegram.platform import TelegramPlatform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.config import Config
    from bot.ports import Clock

__all__ = ["TelegramPlatform", "connect"]


def connect(
    config: Config, moves: Mapping[str, str], *, clock: Clock | None = None, poll_seconds: int = POLL_SECONDS
) -> TelegramPlatform:
    """The platform for this configuration; nothing is sent before `start`.

    Args:
        config: the token is its secret `telegram_token`, the server's root `platforms.telegram.api_url` (empty: Telegram's).
        moves: groups that became supergroups, old id → new.
        clock: the wall's unless a test brings another.
        poll_seconds: how long a poll may stay open when nothing happens.
    """
    return TelegramPlatform(config, moves, clock or WallClock(), poll_seconds=poll_seconds)
