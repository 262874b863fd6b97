"""Telegram and Discord offer the desk's commands alike: the same words, what they do, and what is written behind them."""

from __future__ import annotations

import pytest

from bot.core.verbs import VERBS, help_text
from handlers.discord import commands as discord
from handlers.telegram import commands as telegram

LANGUAGES = ("nl", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_offer_the_same_words_in_the_same_order_as_the_help(language: str) -> None:
    words = [verb.word(language) for verb in VERBS if verb.word(language)]
    assert [one["command"] for one in telegram.offered(language)] == words
    assert [one["name"] for one in discord.offered(language)] == words
    helped = [line.partition(":")[0].split()[0] for line in help_text(language, "Hulp").splitlines()[1:]]
    assert helped == [f"/{word}" for word in words]


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_say_what_is_written_behind_a_command(language: str) -> None:
    on_telegram = {one["command"]: one["description"] for one in telegram.offered(language)}
    on_discord = {one["name"]: one for one in discord.offered(language)}
    for verb in VERBS:
        word, takes = verb.word(language), verb.argument(language)
        if not word:
            continue
        begins = f"<{takes}> " if takes else ""
        assert on_telegram[word].startswith(f"{begins}{verb.explained(language)}"[:256])
        assert [one["description"] for one in on_discord[word].get("options", [])] == ([takes] if takes else [])


def test_discords_field_is_named_after_what_goes_into_it() -> None:
    fields = {one["name"]: one["options"][0]["name"] for one in discord.offered("nl") if "options" in one}
    assert {word: fields[word] for word in ("waarschuw", "verwijder", "demp")} == dict.fromkeys(
        ("waarschuw", "verwijder", "demp"), "regel"
    )
    assert fields["geef"] == "naam"
    assert fields["samen"] == "nummer"
    assert fields["zaak"] == "link"
    assert fields["later"] == fields["beloof"] == "moment"
