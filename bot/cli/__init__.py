"""The command line (Typer), one file a command. Exit codes: 0 ok, 1 mistakes found, 2 usage, 3 input partly read."""

from __future__ import annotations

import sys

from bot.cli.commands import app

__all__ = ["main"]


def main() -> None:
    """Entry point of `wegwijzer`."""
    sys.exit(app(standalone_mode=True))
