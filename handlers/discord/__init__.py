"""Discord by discord.py: raw frames into the inbox, repairs from the history, pure reading, one door for everything that goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.clock import WallClock
from handlers.discord.platform import DiscordPlatform

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.config import Config
    from bot.ports import Clock

__all__ = ["DiscordPlatform", "connect"]


def connect(config: Config, moves: Mapping[str, str], clock: Clock | None = None) -> DiscordPlatform:
    """The platform for this configuration; nothing is sent before `start`.

    Args:
        config: the token is its secret `discord_token`. `platforms.discord.api_url` is a server's root, empty for Discord's own;
            discord.py keeps that address for the whole process, so one process talks to one of them.
        moves: not used, because channels of Discord keep their ids.
        clock: the wall's unless a test brings another.
    """
    del moves
    return DiscordPlatform(config, clock or WallClock())
