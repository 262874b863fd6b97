from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.config.conftest import GOOD

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.config import Config
    from bot.ports import Trouble

    Load = Callable[..., tuple[Config | None, list[Trouble]]]


def team(words: str, *others: str) -> str:
    """A good configuration with these teams."""
    lines = "".join(f"  - {{{one}}}\n" for one in (words, *others))
    return f"{GOOD}teams:\n{lines}"


OWN = "name: Netwerk, topics: [outage], sandbox: {id: staf-netwerk}"


@pytest.mark.parametrize(
    ("text", "path", "says", "fix"),
    [
        (team("name: A, topics: [outagee], sandbox: {id: x}"), "teams.0.topics.0", "no kind of complaint", "outage"),
        (team(OWN, OWN.replace("staf-netwerk", "y")), "teams.1.name", "two teams", "another name"),
        (team("name: A, topics: [outage]"), "teams.0", "nowhere", "sandbox: {id:"),
        (team('name: A, discord: {channel: "55"}'), "teams.0.discord", "under platforms", "remove discord"),
        (team("name: A, sandbox: {id: klantgroep}"), "teams.0.sandbox.id", "watched channel", "private channel"),
        (team("name: A, sandbox: {id: staf}"), "teams.0.sandbox.id", "main staff channel", "another channel"),
        (team("name: A, sandbox: {topic: '3'}"), "teams.0.sandbox", "does not say where", "write: id"),
        (team("name: A, sandbox: {id: x, topic: '3'}"), "teams.0.sandbox.topic", "only a partner", "remove topic"),
        (team("name: A, sandbox: {role: r}, partner: true"), "teams.0.sandbox", "channel of its own", "write: id"),
        (team("name: A, sandbox: {id: x, role: r}, partner: true"), "teams.0.sandbox.role", "never called", "remove"),
        (
            team(OWN, "name: Winkel, sandbox: {id: staf-netwerk}, partner: true"),
            "teams.1.sandbox.id",
            "the partner would read",
            "of its own",
        ),
        (team(OWN + ", hours: {start: 09:00, end: 09:00}"), "teams.0.hours.end", "never there", "leave hours out"),
        (team(OWN + ", days: []"), "teams.0.days", "never there", "leave days out"),
    ],
)
def test_a_team_that_cannot_work_is_named_with_its_line_and_what_to_write(
    load: Load, text: str, path: str, says: str, fix: str
) -> None:
    config, troubles = load(text)
    found = next((t for t in troubles if t.path == path), None)
    assert found is not None, troubles
    assert config is None
    assert says in found.message
    assert fix in found.fix
    assert found.line > 0


def test_a_team_with_a_channel_and_one_with_a_role_are_right(load: Load) -> None:
    config, troubles = load(team(OWN, "name: Beurt, topics: [outage], sandbox: {role: iedereen}"))
    assert troubles == []
    assert config is not None
    assert config.team_desks("sandbox") == {"staf-netwerk"}
    assert config.team_roles("sandbox") == {"iedereen"}
