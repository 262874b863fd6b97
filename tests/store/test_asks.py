"""What staff were not asked for lack of budget can be listed, on each engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.messages import Place
from tests.store.people import NOW, at, seen

if TYPE_CHECKING:
    from bot.ports import Store

LEFT = [{"signal": "policy:unsure", "text": "a"}, {"signal": "policy:budget_kept", "text": "b"}]
CALM = [{"signal": "policy:not_complaint", "text": "the budget is no matter here"}]


async def test_what_had_no_budget_is_found_by_platform_and_hour_oldest_first(store: Store) -> None:
    rows = [
        seen(1, at=at(minutes=20), verdict="leave", because=LEFT),
        seen(2, at=at(minutes=10), verdict="leave", because=[{"signal": "policy:budget"}]),
        seen(3, at=at(minutes=10), verdict="leave", because=CALM),
        seen(4, at=at(minutes=60), verdict="leave", because=LEFT),
        seen(5, at=at(minutes=-1), verdict="leave", because=LEFT),
        seen(6, at=at(minutes=10), verdict="leave", because=LEFT, place=Place("discord", "7")),
        seen(7, at=at(minutes=10), verdict="ask", because=LEFT, case="a1"),
    ]
    await store.write(lambda ledger: ledger.remember(rows))
    found = await store.read(lambda ledger: ledger.unasked("telegram", NOW, at(hours=1), 10))
    assert [one.id for one in found] == ["2", "1"]
    assert [line["signal"] for line in found[1].because] == ["policy:unsure", "policy:budget_kept"]
    assert len(await store.read(lambda ledger: ledger.unasked("telegram", NOW, at(hours=1), 1))) == 1


async def test_what_one_customer_was_not_asked_about_is_found_on_every_channel(store: Store) -> None:
    rows = [
        seen(1, at=at(hours=3), verdict="leave", because=LEFT),
        seen(2, verdict="leave", because=LEFT, place=Place("discord", "7")),
        seen(3, verdict="leave", because=LEFT, author="c2"),
        seen(4, verdict="leave", because=CALM),
    ]
    await store.write(lambda ledger: ledger.remember(rows))
    assert [one.id for one in await store.read(lambda ledger: ledger.unasked_of("c1"))] == ["2", "1"]
