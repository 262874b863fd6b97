"""Plays conversations by chance, as many as wanted; a seed plays the same ones again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from bot.store import open_store
from tests.story.chance_private import Everything

if TYPE_CHECKING:
    from pathlib import Path


def empty_store(folder: Path) -> Path:
    """A store with its tables and nothing in it, to copy."""
    path = folder / "store.db"

    async def make() -> None:
        await (await open_store(f"sqlite+aiosqlite:///{path}")).close()

    asyncio.run(make())
    return path


def play(empty: Path, examples: int, steps: int, chosen: int, *, shrink: bool = True) -> None:
    """So many conversations of at most so many steps; the same `chosen` seed plays the same ones. Raises what does not hold."""
    machine = seed(chosen)(type("Conversation", (Everything,), {"empty": empty}))
    ordered = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=False,
        database=None,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=ordered)
