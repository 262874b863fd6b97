"""Warnings come back as they were saved, with what was done beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.house_rules import Appeal, Measure, Stage, Warned
from tests.store.people import NOW, at

if TYPE_CHECKING:
    from bot.ports import Store

REMOVED = Warned("w1", "c1", "someone", 1, "noor", NOW, at(days=90), measure=Measure.REMOVE, message="m-12")
MUTED = Warned("w2", "c1", "someone", 2, "noor", at(hours=1), at(days=90), measure=Measure.MUTE, ends=at(hours=2))


async def test_what_was_done_is_kept_with_the_warning(store: Store) -> None:
    for warned in (REMOVED, replace(MUTED, stage=Stage.PLANNED)):
        await store.write(lambda ledger, warned=warned: ledger.save_warning(warned))  # type: ignore[misc]
    found = await store.read(lambda ledger: ledger.warnings_of("someone"))
    assert found == [REMOVED, replace(MUTED, stage=Stage.PLANNED)]
    assert await store.read(lambda ledger: ledger.warnings_of("")) == []


async def test_a_warning_goes_on_from_planned_to_done_and_its_mute_can_end_early(store: Store) -> None:
    await store.write(lambda ledger: ledger.save_warning(replace(MUTED, stage=Stage.PLANNED)))
    after = replace(MUTED, ends=at(minutes=5), appeal=Appeal.GRANTED, decided="daan")
    await store.write(lambda ledger: ledger.save_warning(after))
    assert await store.read(lambda ledger: ledger.warnings_of("someone")) == [after]
