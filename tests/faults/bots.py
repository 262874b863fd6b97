"""The bots that are killed: Wegwijzer as anybody starts it, and a bare python-telegram-bot echo bot."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.discord import DiscordScene
    from tests.faults.telegram import TelegramScene

    Scene: TypeAlias = TelegramScene | DiscordScene

ROOT = Path(__file__).parents[2]

_CONFIG = """\
brand:
  name: Polderlink
  aliases: [polder link]
  official: {{telegram: [polderlink], discord: [polderlink]}}
  domains: [polderlink.example]
  languages: [nl, en]
platforms:
{platforms}
channels:
{channels}
staff:
{staff}
policy: {{topic_pause: 0, daily_ceiling: 100000, loop_breaker: 100000, ask_budget: 100000, opening: "00:00", closing: "23:59"}}
store: {{url: "{store}", lease: 2s}}
replies: {replies}
opinion: {{encoder: "off"}}
"""


def write_config(folder: Path, scene: Scene, store: str) -> Path:
    """A config for the scene: every complaint is answered at once."""
    channels = "".join(
        f'  - {{platform: {scene.name}, id: "{channel}", answer: all, grace: 0, cooldown: 0, precision: 0.9}}\n'
        for channel in scene.channel_ids()
    )
    text = _CONFIG.format(
        platforms=scene.platform_yaml(),
        channels=channels,
        staff=scene.staff_yaml(),
        store=store,
        replies=ROOT / "replies",
    )
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@contextmanager
def process(command: list[str], scene: Scene, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A bot that is killed with SIGKILL when the block ends, if it still runs."""
    with log.open("ab") as out:
        bot = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **scene.environment}, stdout=out, stderr=out)
        try:
            yield bot
        finally:
            if bot.poll() is None:
                bot.send_signal(signal.SIGKILL)
            bot.wait(timeout=20)


def wegwijzer(config: Path) -> list[str]:
    """As anybody starts it."""
    return [sys.executable, "-m", "bot", "run", "--config", str(config)]


def echo(scene: TelegramScene) -> list[str]:
    """The bare echo bot on the same server."""
    return [sys.executable, "-m", "tests.faults.echo", scene.side.url]
