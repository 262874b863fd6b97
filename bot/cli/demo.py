"""`wegwijzer demo`: the bot at work on a page of its own, with a bundled conversation and no token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.demo import run_demo as play

if TYPE_CHECKING:
    from pathlib import Path


def run_demo(config_path: Path | None, fresh: bool, port: int, speed: float | None) -> int:
    """Play until Ctrl-C; stdout gets the page's address alone. Returns the exit code: 0 stopped, 1 cannot play.

    `fresh` forgets what an earlier demo kept in `var/demo/` beside the configuration. Where `port` is taken a free one is used.
    `speed` is how many times as fast as real life the conversation plays; None goes on at the speed it had.
    """
    return play(config_path, fresh=fresh, port=port, speed=speed)
