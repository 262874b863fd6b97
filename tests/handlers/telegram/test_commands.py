"""Staff's commands are offered in their own group, and nowhere else."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.core.verbs import VERBS

if TYPE_CHECKING:
    import pytest

    from tests.handlers.telegram.conftest import Scene


async def test_the_staff_group_is_offered_every_command_in_the_brands_language(scene: Scene) -> None:
    await scene.started()
    (offered,) = scene.account.chat_commands.values()
    assert list(scene.account.chat_commands) == [scene.desk.id]
    assert scene.account.commands == []
    assert [one["command"] for one in offered] == [verb.word("nl") for verb in VERBS if verb.word("nl")]
    assert {"command": "opgelost", "description": next(v for v in VERBS if v.name == "solve").help["nl"]} in offered


async def test_a_brand_that_begins_in_english_reads_english(scene: Scene) -> None:
    config = scene.config()
    brand = config.brand.model_copy(update={"languages": ("en", "nl")})
    await scene.started(config.model_copy(update={"brand": brand}))
    (offered,) = scene.account.chat_commands.values()
    assert "solve" in [one["command"] for one in offered]


async def test_what_telegram_does_not_take_is_one_line_in_the_log_and_no_stop(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    scene.server.misbehave("500", method="setMyCommands", times=None)
    with caplog.at_level(logging.WARNING, "handlers.telegram"):
        assert await scene.platform().start() == []
    (line,) = [record.getMessage() for record in caplog.records if record.name.endswith("commands")]
    assert "written out they work" in line
