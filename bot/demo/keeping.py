"""What the demo keeps in its folder besides the store: the journal of the sandbox, the clock's position, and where its page is."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.store.errors import StoreInUse
from bot.store.lock import FileLock

if TYPE_CHECKING:
    from bot.config import Config

_PACKAGED = Path(__file__).resolve().parents[1]


class InUse(Exception):
    """Another demo plays in this folder."""


@dataclass(frozen=True, slots=True)
class ClockAt:
    """Where the clock stood: the moment, the chosen speed, and whether it ran."""

    moment: datetime
    speed: float
    running: bool


class Folder:
    """`var/demo/` beside the configuration; `./var/demo/` for the configuration that came with the program."""

    def __init__(self, config: Config) -> None:
        """Take the folder. Raises InUse, StoreError (not writable) or OSError."""
        home = config.file.resolve().parent
        if home.is_relative_to(_PACKAGED):
            home = Path.cwd()
        self.path = home / "var" / "demo"
        self.path.mkdir(parents=True, exist_ok=True)
        self.journal = self.path / "journal.jsonl"
        self.store = self.path / "wegwijzer.db"
        self._clock = self.path / "clock.json"
        self._address = self.path / "address"
        try:
            self._lock = FileLock(self.path / "demo")
        except StoreInUse as error:
            raise InUse(self._busy()) from error

    def _busy(self) -> str:
        with suppress(OSError):
            address = self._address.read_text(encoding="utf-8").strip()
            if address:
                return f"another demo already plays in {self.path}; its page is {address}"
        return f"another demo already plays in {self.path}"

    def start_afresh(self) -> None:
        """Forget everything; the locks stay."""
        for file in self.path.iterdir():
            if file.suffix != ".lock" and file.is_file():
                file.unlink()

    def clock(self) -> ClockAt | None:
        """Where the clock stood; None when there is nothing (readable) to go on from."""
        try:
            kept = json.loads(self._clock.read_text(encoding="utf-8"))
            moment = datetime.fromisoformat(kept["at"])
            return ClockAt(moment, float(kept["speed"]), bool(kept["running"])) if moment.tzinfo is not None else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep_clock(self, clock: ClockAt) -> None:
        """Written beside and put in place in one step, so that a cut leaves the old one."""
        text = json.dumps({"at": clock.moment.isoformat(), "speed": clock.speed, "running": clock.running})
        beside = self._clock.with_suffix(".new")
        beside.write_text(text, encoding="utf-8")
        beside.replace(self._clock)

    def keep_address(self, address: str) -> None:
        """So that a second demo can say where the first one is."""
        self._address.write_text(f"{address}\n", encoding="utf-8")

    def close(self) -> None:
        """Let go."""
        with suppress(OSError):
            self._address.unlink()
        self._lock.release()
