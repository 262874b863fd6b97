from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handlers.sandbox.script import BadScript, load_script

ZONE = ZoneInfo("Europe/Amsterdam")
HEAD = "title: t\ndate: 2026-11-19\npeople: {mo: {name: Mo, role: customer}}\nmessages:\n"


def test_the_bundled_conversation_is_long_and_in_two_languages() -> None:
    script = load_script(ZONE)
    said = [entry for entry in script.entries if entry.text and not entry.about]
    assert len(said) >= 80
    assert sum(" the " in f" {entry.text.lower()} " for entry in said) >= 15
    assert sum(" de " in f" {entry.text.lower()} " or " ik " in f" {entry.text.lower()} " for entry in said) >= 15
    assert script.start.isoformat() == "2026-11-19T14:00:00+01:00"
    assert [entry.at for entry in script.entries] == sorted(entry.at for entry in script.entries)
    assert {person.role for person in script.people} == {"customer", "staff", "bot"}


@pytest.mark.parametrize(
    ("messages", "says"),
    [
        ("[]", "empty"),
        ('[{id: a, at: "14:00:00", who: mo, text: x}, {id: a, at: "14:00:01", who: mo, text: y}]', "two entries"),
        ('[{id: a, at: "14:00:00", who: jan, text: x}]', "jan is not one of the people"),
        ('[{id: a, at: "14:00:00", who: mo, text: x, reply_to: b}]', "b has not been said yet"),
        ('[{id: a, at: "14:00:00", who: mo, txt: x}]', "unknown key txt"),
        ("[{id: a, who: mo, text: x}]", "'at'"),
        ("[{", "not a conversation"),
    ],
)
def test_a_mistake_in_a_conversation_is_named(tmp_path: Path, messages: str, says: str) -> None:
    file = tmp_path / "script.yaml"
    file.write_text(HEAD + f"  {messages}\n", encoding="utf-8")
    with pytest.raises(BadScript, match=says):
        load_script(ZONE, file)
