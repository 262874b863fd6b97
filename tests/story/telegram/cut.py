"""What must be true on Telegram, which cannot say whether a post arrived, when the program is killed while it speaks.

Such a post is not repeated, so a story goes otherwise from there. Whichever way it goes: nothing is said twice to anybody, and staff are
told of every post that nobody is sure of.
"""

from __future__ import annotations

from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.story import lives

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ports import Ledger
    from tests.story.telegram.stage import TelegramStage

OTHERWISE = (AssertionError, LookupError, ValueError, TypeError)
"""How a story ends that does not find what it looks for."""


@asynccontextmanager
async def told_of_every_cut(on: TelegramStage) -> AsyncIterator[None]:
    """Around a story: with a life that cuts posts off, what staff must be told is looked at instead of the story's own end."""
    if lives.current() is not lives.CUT:
        yield
        return
    try:
        yield
    except OTHERWISE:
        if not await _uncertain(on):
            raise
    with lives.living(lives.WHOLE):
        await on.settle()
    assert twice(on) == []
    unsure, said = await _uncertain(on), len([post for post in on.staff() if post["text"].startswith("Onzeker of")])
    assert said == unsure, f"staff were told of {said} of {unsure} posts that may not have arrived"


async def _uncertain(on: TelegramStage) -> int:
    def work(ledger: Ledger) -> int:
        return ledger.figures()["job.uncertain"]

    return await on.store.read(work)


def twice(on: TelegramStage) -> list[tuple[int, int, str]]:
    """What was said twice in public: chat, message replied to, text; the opening words of a private talk may come twice."""
    said = Counter(
        (entry.chat_id, entry.reply_to, str(entry.params.get("text", "")))
        for entry in on.server.judge.calls("sendMessage")
        if entry.chat_id < 0 and entry.chat_id != on.desk.id
    )
    return [words for words, times in said.items() if times > 1]
