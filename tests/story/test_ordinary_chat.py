"""What nobody answers is most of what is heard: it costs little, and can still become a case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from bot.store.sqlite import SqliteStore
from handlers.sandbox import Person
from tests.story.stage import PUBLIC, STAFF, stage

if TYPE_CHECKING:
    from pathlib import Path

CHAT = "heeft iemand zaterdag zin om mee te wandelen langs de plas, nummer {n}"


async def test_a_full_batch_of_chat_takes_no_statement_for_each_message(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        assert isinstance(on.store, SqliteStore)
        said: list[str] = []

        @event.listens_for(on.store.engine.sync_engine, "before_cursor_execute")
        def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            said.append(statement)

        for n in range(100):
            on.world.join(Person(f"c{n}", f"Klant {n}"))
            on.world.say(f"c{n}", CHAT.format(n=n), PUBLIC, on.clock.now())
        await on.platform.pull(on.webcare.door)
        said.clear()
        assert await on.webcare.judge_once() == 100
        strangers = len(said)
        for n in range(100):
            on.world.say(f"c{n}", CHAT.format(n=n + 100), PUBLIC, on.clock.now())
        await on.platform.pull(on.webcare.door)
        said.clear()
        assert await on.webcare.judge_once() == 100
        assert strangers <= 14
        assert len(said) <= 14


async def test_a_message_that_was_left_alone_keeps_the_decision_and_a_case_made_of_it_the_signals(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path) as on:
        message = await on.says("sanne", "de website is vandaag best traag")
        seen = await on.store.read(lambda ledger: ledger.seen("sandbox", PUBLIC, message))
        assert seen is not None
        assert (seen.verdict, seen.case) == ("leave", "")
        assert [one["signal"] for one in seen.because] == ["policy:not_complaint"]
        on.world.say("noor", f"/zaak #message/{PUBLIC}/{message}", STAFF, on.clock.now())
        await on.settle()
        seen = await on.store.read(lambda ledger: ledger.seen("sandbox", PUBLIC, message))
        assert seen is not None
        assert seen.case
        assert len(seen.because) > 1
        assert all(one["text"] for one in seen.because)
