"""How far each channel was read. A cursor moves together with the rows that it stands for, never before them.

`channel:<id>` is the last message of a channel or thread that is on disk, `dm:<id>` the same for direct messages, `talk:<id>` for a
private thread that the bot made, `since:<id>` the newest message of a channel when it was first watched: what is older is never answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ports import Cursor
from handlers.discord.lens import NAME
from handlers.discord.shapes import is_id

if TYPE_CHECKING:
    from collections.abc import Mapping

CHANNEL, PRIVATE, TALK, SINCE = "channel", "dm", "talk", "since"


class Cursors:
    """The cursors of one bot, as on disk and as they will be after the next commit."""

    def __init__(self, bot: str) -> None:
        """`bot` is the bot's own id."""
        self.frozen = False
        """While a line is new and the history not yet fetched, live messages must not move a cursor over a hole."""
        self._bot = bot
        self._known: dict[str, int] = {}
        self._moved: set[str] = set()

    def load(self, stored: Mapping[str, str]) -> None:
        """From the inbox."""
        self._known = {source: int(value) for source, value in stored.items() if is_id(value)}

    def at(self, kind: str, channel: str) -> int | None:
        """The last message read, or None where nothing ever was."""
        return self._known.get(f"{kind}:{channel}")

    def of_kind(self, kind: str) -> dict[str, int]:
        """Channel → last message read."""
        return {
            source.partition(":")[2]: value for source, value in self._known.items() if source.startswith(f"{kind}:")
        }

    def live(self, kind: str, channel: str, message: int) -> None:
        """A live message was heard."""
        if not self.frozen:
            self.move(kind, channel, message)

    def move(self, kind: str, channel: str, message: int) -> None:
        """Everything up to this message is on disk with the next commit."""
        source = f"{kind}:{channel}"
        if message > self._known.get(source, -1):
            self._known[source] = message
            self._moved.add(source)

    def take(self) -> list[Cursor]:
        """What must be written with the next commit."""
        moved, self._moved = sorted(self._moved), set()
        return [Cursor(NAME, self._bot, source, str(self._known[source])) for source in moved]
