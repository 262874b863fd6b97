"""What is counted by channel and time: reports of the same trouble, and answers that were taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.core.cases import State
from bot.core.messages import Place
from tests.store.people import MIDNIGHT, NOW, PLACE, a_case, at

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.ports import Store

OTHER = Place("discord", "77")


async def test_a_surge_counts_what_staff_have_on_the_topic_in_these_channels_and_that_time(store: Store) -> None:
    new: dict[str, Any] = {"state": State.HANDED_OVER, "topic": "outage"}
    made = [
        a_case("a1", said="1", **new, opened=at(minutes=5)),
        a_case("a2", said="2", **new, opened=at(minutes=2)),
        a_case("a3", said="3", place=OTHER, **new),
        a_case("a4", said="4", place=Place("telegram", "-9"), **new),
        a_case("a5", said="5", state=State.HANDED_OVER, topic="billing"),
        a_case("a6", said="6", state=State.CLOSED, topic="outage"),
        a_case("a7", said="7", **new, opened=at(hours=-2)),
    ]
    await store.write(lambda ledger: ledger.save_cases(made))

    async def surge(*places: Place) -> tuple[int, object]:
        return await store.read(lambda ledger: ledger.surge(places, "outage", at(minutes=-30), at(minutes=30)))

    assert await surge(PLACE, OTHER) == (3, NOW)
    assert await surge(PLACE) == (2, at(minutes=2))
    assert await surge(Place("telegram", "-5")) == (0, at(minutes=30))
    assert await surge() == (0, at(minutes=30))


async def test_forgiven_retractions_count_as_those_of_a_day_before_and_stay_so(store: Store) -> None:
    def taken_back(name: str, place: Place) -> Case:
        return a_case(name, said=name, place=place, state=State.DISMISSED, answer="9", answered=NOW)

    cases = [taken_back("a1", PLACE), taken_back("a2", PLACE), taken_back("a3", OTHER)]
    await store.write(lambda ledger: ledger.save_cases(cases))
    before = at(hours=-20)
    await store.write(lambda ledger: ledger.forgive_retractions(PLACE, MIDNIGHT, before))
    assert await store.read(lambda ledger: ledger.retractions(PLACE, MIDNIGHT)) == 0
    assert await store.read(lambda ledger: ledger.retractions(PLACE, before)) == 2
    assert await store.read(lambda ledger: ledger.retractions(OTHER, MIDNIGHT)) == 1
    await store.write(lambda ledger: ledger.save_cases([replace(cases[0], updated=at(hours=1))]))
    assert await store.read(lambda ledger: ledger.retractions(PLACE, MIDNIGHT)) == 0
