"""What must be true on Telegram, which cannot say whether a post arrived, when the program is killed while it speaks.

Such a post is not repeated, so a story goes otherwise from there. Whichever way it goes: nothing is said twice to anybody, and staff are
told of every post that nobody is sure of.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from tests.story import lives

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ports import Ledger
    from tests.servers.telegram.state import Chat
    from tests.story.telegram.stage import TelegramStage

_ANSWER = re.compile(r"Onzeker of het antwoord van de bot [^\n]*")
_WORDS = re.compile(r"Onzeker of dit is aangekomen")
OTHERWISE = (AssertionError, LookupError, ValueError, TypeError, StopIteration, RuntimeError)
"""How a story ends that does not find what it looks for; a `next` that finds nothing in a coroutine becomes a RuntimeError."""


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
    told = [post["text"] for desk in _desks(on) for post in on.posts(desk)]
    # Of an answer a card that is made later tells again; of words that were brought only their thread tells, each time.
    said = [*{found for text in told for found in _ANSWER.findall(text)}, *filter(_WORDS.match, told)]
    unsure = await _uncertain(on)
    assert len(said) == unsure, f"staff were told of {len(said)} of {unsure} posts that may not have arrived: {said}"


async def _uncertain(on: TelegramStage) -> int:
    def work(ledger: Ledger) -> int:
        return ledger.figures()["job.uncertain"]

    return await on.store.read(work)


def _desks(on: TelegramStage) -> list[Chat]:
    """The staff group, under its first number and under the one that it moved to."""
    moved = on.desk.migrated_to
    return [on.desk, on.server.chat(moved)] if moved else [on.desk]


def twice(on: TelegramStage) -> list[tuple[object, ...]]:
    """What was said twice in public: chat, message replied to, text and addresses; the opening words of a private talk may come twice."""
    staff = {desk.id for desk in _desks(on)}
    said = Counter(
        (entry.chat_id, entry.reply_to, *(str(entry.params.get(part, "")) for part in ("text", "entities")))
        for entry in on.server.judge.calls("sendMessage")
        if entry.chat_id < 0 and entry.chat_id not in staff
    )
    return [words for words, times in said.items() if times > 1]
