"""A second opinion on messages about which the word model is in doubt, and on the topic of those it is sure of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.second import Second


class Opinion(Protocol):
    """Somebody who reads whole sentences: the shipped encoder, an endpoint of the brand's own, or one after the other."""

    @property
    def band(self) -> tuple[float, float]:
        """The probabilities between which a message is in doubt; of those above it only the topic is asked."""
        ...

    @property
    def measured(self) -> bool:
        """Whether its views were cross-validated on labelled messages, so that thresholds for them can be computed."""
        ...

    @property
    def topical(self) -> Opinion | None:
        """Who can say which topic a sure complaint has; None where nobody can."""
        ...

    async def judge(self, texts: Sequence[str]) -> list[Second | None]:
        """A view on each text, in their order. None where there is none in time: too much waits, the budget is spent, it failed.

        `texts` have their personal data masked. Never raises for what happens outside; cancelling it leaves nothing behind.
        """
        ...

    async def close(self) -> None:
        """Stop what works for it."""
        ...
