"""Ways into private talks and intake in the store: kept with the case, gone with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.cases import State
from bot.core.intake import Answered, Run, Stage
from bot.core.private import Way, digest
from tests.store.people import NOW, a_case, at

if TYPE_CHECKING:
    from bot.ports import Ledger, Store

WAY = Way(digest("secret-token"), "ended", "c1", NOW, at(days=2))
RUN = Run("ended", ("since", "order_number"), 1, again=True, stage=Stage.ASKING)
ANSWER = Answered("ended", "since", "3 november", fits=True, at=NOW)


def kept(ledger: Ledger, case: str) -> tuple[object, ...]:
    """Everything of a private talk."""
    return (ledger.ways_of(case), ledger.intake(case), ledger.intake_answers(case))


async def test_a_way_is_found_by_the_hash_of_its_token_and_is_used_once(store: Store) -> None:
    await store.write(lambda ledger: ledger.save_way(WAY))
    assert await store.read(lambda ledger: ledger.way(digest("another"))) is None
    assert await store.read(lambda ledger: ledger.way(digest("secret-token"))) == WAY
    await store.write(lambda ledger: ledger.use_way(WAY, at(hours=1)))
    assert await store.read(lambda ledger: ledger.ways_of("ended")) == [replace(WAY, used=at(hours=1))]


async def test_how_far_the_questions_are_and_what_was_answered_replace_what_was(store: Store) -> None:
    def prepare(ledger: Ledger) -> None:
        ledger.save_intake(RUN)
        ledger.save_intake(RUN.next())
        ledger.save_answer(ANSWER)
        ledger.save_answer(replace(ANSWER, said="4 november", fits=False))

    await store.write(prepare)
    found = await store.read(lambda ledger: kept(ledger, "ended"))
    assert found == ([], RUN.next(), [replace(ANSWER, said="4 november", fits=False)])


async def test_a_private_talk_goes_with_its_case_and_with_no_other(store: Store) -> None:
    def prepare(ledger: Ledger) -> None:
        ledger.save_cases([a_case("ended", state=State.CLOSED), a_case("open", said="200")])
        for case in ("ended", "open"):
            ledger.save_way(replace(WAY, hash=digest(case), case=case))
            ledger.save_intake(replace(RUN, case=case))
            ledger.save_answer(replace(ANSWER, case=case))

    await store.write(prepare)
    await store.write(lambda ledger: ledger.forget(at(days=181), 24, 7, 180))
    assert await store.read(lambda ledger: kept(ledger, "ended")) == ([], None, [])
    assert all(await store.read(lambda ledger: kept(ledger, "open")))
