"""`wegwijzer run`."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from typing import TYPE_CHECKING

from bot import log
from bot.cli.check import as_lines, collect, failed
from bot.cli.codes import MISTAKES, OK, USAGE
from bot.cli.operating import below_wanted
from bot.ports import Revoked, StoreFull
from bot.store import StoreError

if TYPE_CHECKING:
    from pathlib import Path

_LEVELS = ("debug", "info", "warning", "error")


def run_bot(path: Path | None, level: str) -> int:
    """Check, then serve. What stops the bot is said in one line."""
    if level.lower() not in _LEVELS:
        print(f"--log-level: {level} is no level; write one of: {', '.join(_LEVELS)}", file=sys.stderr)
        return USAGE
    config, troubles = collect(path, os.environ)
    if config is None or failed(troubles):
        print(as_lines(troubles), file=sys.stderr)
        return MISTAKES
    log.set_up(level, [secret.get_secret_value() for secret in config.secrets.values()])
    for line in below_wanted(config):
        logging.getLogger("wegwijzer").warning("%s", line)
    from bot.app import NothingToDo, serve

    try:
        asyncio.run(serve(config))
    except KeyboardInterrupt:
        return OK
    except Revoked as error:
        print(
            f"stopped: {error}; nothing is lost, put a valid token in the environment and start again", file=sys.stderr
        )
        return MISTAKES
    except (NothingToDo, StoreError, StoreFull) as error:
        print(f"stopped: {error}", file=sys.stderr)
        return MISTAKES
    except Exception:
        # Through the log, which leaves out an error's own words: they may quote what a customer wrote.
        logging.getLogger("wegwijzer").exception("stopped by something unforeseen; nothing is lost, start again")
        return MISTAKES
    return OK
