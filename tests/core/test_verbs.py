"""The table of desk verbs, and the buttons, commands and help text that are made from it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cases import ENDED, State
from bot.core.menus import Choice, card_buttons, choice_buttons, more_buttons, read_button
from bot.core.verbs import BY_NAME, VERBS, Where, help_text, read_command
from bot.service.deeds import DEEDS
from tests.core.test_cards import CASE

LANGUAGES = ("nl", "en")
LIVE = [state for state in State if state not in ENDED]


def names(buttons: tuple[object, ...]) -> list[str]:
    """The verbs of buttons."""
    return [str(getattr(button, "data", "")).split(":")[1] for button in buttons]


@pytest.mark.parametrize("state", LIVE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_that_runs_has_five_buttons(state: State, language: str) -> None:
    shown = card_buttons(replace(CASE, state=state), language)
    assert names(shown) == ["answer", "write", "private", "not_complaint", "more"]
    assert all(0 < len(button.label) <= 40 for button in shown)


@pytest.mark.parametrize("state", sorted(ENDED))
def test_a_card_that_has_ended_has_more_alone_and_can_be_reopened_there(state: State) -> None:
    case = replace(CASE, state=state)
    assert names(card_buttons(case, "nl")) == ["more"]
    assert "reopen" in names(more_buttons(case, "nl", back=False))
    assert "solve" not in names(more_buttons(case, "nl", back=False))


def test_without_a_suggestion_nothing_can_be_answered_with_it() -> None:
    assert "answer" not in names(card_buttons(replace(CASE, suggested=()), "nl"))


def test_solve_stands_behind_more() -> None:
    assert "solve" in names(more_buttons(CASE, "nl", back=True))
    assert names(more_buttons(CASE, "nl", back=True))[-1] == "back"


def test_who_has_a_case_can_release_it_and_nobody_else_is_offered_that() -> None:
    assert "release" in names(more_buttons(replace(CASE, state=State.CLAIMED), "nl", back=False))
    assert "release" not in names(more_buttons(CASE, "nl", back=False))
    assert "claim" in names(more_buttons(CASE, "nl", back=False))


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_fits_both_platforms(state: State, language: str) -> None:
    case = replace(CASE, state=state)
    choices = [Choice("x" * 60, "f" * 16)]
    for shown in (
        card_buttons(case, language),
        more_buttons(case, language, back=True),
        choice_buttons("assign", case, choices, language, back=True),
    ):
        assert len(shown) <= 25
        for button in shown:
            assert len(button.data.encode()) <= 64
            assert 0 < len(button.label) <= 40
            assert read_button(button.data) is not None


def test_every_verb_has_a_deed_and_every_deed_a_verb() -> None:
    assert set(DEEDS) == {verb.name for verb in VERBS if verb.where is not Where.COMMAND} | {"help"}


def test_names_and_command_words_are_each_there_once_and_plain() -> None:
    assert max(Counter(verb.name for verb in VERBS).values()) == 1
    words = Counter(word for verb in VERBS for word in set((verb.command or {}).values()))
    assert max(words.values()) == 1
    assert all(word.isascii() and word.islower() and word.isalnum() and len(word) <= 32 for word in words)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_is_explained_in_both_languages(verb: object) -> None:
    one = BY_NAME[verb.name]  # type: ignore[attr-defined]
    assert set(one.label) == set(one.help) == set(LANGUAGES)
    assert not one.takes or one.command


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_text_names_every_command_and_fits_a_post(language: str) -> None:
    text = help_text(language, "Hulp:")
    assert all(f"/{verb.word(language)}" in text for verb in VERBS if verb.command)
    assert len(text) < 2000


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("/opgelost", "solve", ""),
        ("/SOLVE", "solve", ""),
        ("/later@polderlink_bot morgen", "snooze", "morgen"),
        ("!zaak https://t.me/c/1/2", "case", "https://t.me/c/1/2"),
        ("  /notitie lastige\nklant ", "note", "lastige\nklant"),
    ],
)
def test_a_command_is_read_in_either_language(text: str, name: str, rest: str) -> None:
    read = read_command(text)
    assert read is not None
    assert read[0] is BY_NAME[name]
    assert read[1] == rest


@pytest.mark.parametrize(("text", "word"), [("/oplost", "oplost"), ("/", ""), ("/1/2", "1"), ("/-: klant", "")])
def test_a_mistyped_command_is_a_command_and_not_words_to_a_customer(text: str, word: str) -> None:
    assert read_command(text) == (None, word)


@pytest.mark.parametrize(
    "text", ["/notitie: belt boos", "/notitie, belt boos", "/ notitie belt boos", "!notitie - belt boos"]
)
def test_what_stands_between_a_command_and_its_words_does_not_matter(text: str) -> None:
    assert read_command(text) == (BY_NAME["note"], "belt boos")


@pytest.mark.parametrize("text", ["Dag Mo", "// notitie", "! let op", "1/2 van de kosten", "//solve"])
def test_other_words_are_no_command(text: str) -> None:
    assert read_command(text) is None


@given(st.text(max_size=80))
def test_a_button_of_somebody_else_is_none_of_ours(data: str) -> None:
    read = read_button(data)
    assert read is None or data.startswith("w:")
