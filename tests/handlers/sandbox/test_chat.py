"""What the sandbox says of a message that is not known any more."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.clock import SimulatedClock
from bot.core.messages import Place
from handlers.sandbox import SandboxPlatform, World
from tests.story.stage import config_with

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_message_that_a_case_does_not_name_has_no_link() -> None:
    chat = SandboxPlatform(config_with(), World(), SimulatedClock(NOON)).chat
    assert chat.message_link(Place("sandbox", "groep"), "00007") == "#message/groep/00007"
    assert chat.message_link(Place("sandbox", "groep"), "") == ""
