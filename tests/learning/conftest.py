"""What the tests of learning share: a store on each engine, a teacher, and one candidate that many tests look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from bot.config import load_config
from bot.learning import Outcome, Teacher, names_of, rules_of, teach
from bot.lexicons import load_lexicons
from bot.store import open_store
from tests.faults.bots import ROOT
from tests.learning.brand import vaartbuur

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.config import Config
    from bot.ports import Store


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """An open, empty store."""
    on_server = request.param == "postgres"
    url = cast("str", request.getfixturevalue("postgres_url")) if on_server else f"sqlite:///{tmp_path}/store.db"
    opened = await open_store(url)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
def teacher(config: Config) -> Teacher:
    """Judges as the bot would, at a precision of .9."""
    return Teacher(load_lexicons()[0], names_of(config), rules_of(config))


@pytest.fixture(scope="session")
def taught(teacher: Teacher) -> Outcome:
    """What 250 labels of Vaartbuur teach."""
    return teach(vaartbuur(250), teacher)


@pytest.fixture(scope="session")
def config() -> Config:
    """The project's own configuration, for a brand of other words."""
    found, troubles = load_config(ROOT / "config.yaml", {})
    assert found is not None, troubles
    brand = found.brand.model_copy(update={"name": "Vaartbuur", "aliases": (), "domains": (), "official": {}})
    channels = tuple(channel.model_copy(update={"precision": 0.9}) for channel in found.channels)
    return found.model_copy(update={"brand": brand, "channels": channels})
