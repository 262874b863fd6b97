"""Intake as values: which questions, which forms, which steps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.intake import Kind, Question, Run, Stage, Ways, buttons, questions_for, read_reaction, said_as_button
from bot.core.intake_dates import When
from bot.core.menus import read_button
from bot.core.private import Entry, Way, digest, entry, is_customers, read_way, way_button

NOW = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)
TODAY = NOW.date()
CASE = "0123456789abcdef"
WAYS = Ways("Sla over", "Stop met vragen", "← Vorige vraag")
WAY = Way(digest("token"), CASE, "sanne", NOW, NOW + timedelta(days=2))


def question(kind: Kind, **more: object) -> Question:
    """A question about outages."""
    return Question("q", "Vraag?", "Vraag", kind, frozenset({"outage"}), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "said", ["3 november", "3-11-2026", "2026-11-03", "sinds gisteren", "November 3rd", "3/11", "maandag", "3 of May"]
)
def test_a_date_is_known(said: str) -> None:
    assert question(Kind.DATE).fits(said, TODAY)


@pytest.mark.parametrize(
    "said", ["al heel lang", "drie weken", "", "10 mensen", "weet ik niet", "31 februari", "45/12", "31-31-2026"]
)
def test_what_names_no_day_is_no_date(said: str) -> None:
    assert not question(Kind.DATE).fits(said, TODAY)


@pytest.mark.parametrize(
    ("said", "when", "day"),
    [
        ("sinds 3 november", "past", "03-11-2026"),
        ("sinds 3 mei", "past", "03-05-2026"),
        ("3rd of May", "coming", "03-05-2027"),
        ("per 31 december graag", "coming", "31-12-2026"),
        ("sinds 20 december", "past", "20-12-2025"),
        ("Dec 20", "", "20-12-2026"),
        ("03.11", "past", "03-11-2026"),
        ("3/11/25", "coming", "03-11-2025"),
        ("sinds gisteren", "past", "18-11-2026"),
        ("eergisteren of zo", "past", "17-11-2026"),
        ("today", "", "19-11-2026"),
        ("op 03-11-2026", "past", ""),
        ("maandag", "past", ""),
        ("31 februari", "past", ""),
    ],
)
def test_a_date_is_read_as_the_day_that_is_meant(said: str, when: str, day: str) -> None:
    assert question(Kind.DATE, when=When(when)).dated(said, TODAY) == day
    assert question(Kind.TEXT).dated(said, TODAY) == ""


def test_a_choice_is_known_in_words_and_a_number_by_its_pattern() -> None:
    assert question(Kind.CHOICE, choices=("Wifi", "Kabel")).chosen(" kabel ") == "Kabel"
    assert not question(Kind.CHOICE, choices=("Wifi", "Kabel")).fits("allebei", TODAY)
    assert question(Kind.ORDER, find=lambda text: "PL-" in text).fits("het is PL-123456", TODAY)
    assert not question(Kind.ORDER, find=lambda text: "PL-" in text).fits("weet ik niet", TODAY)


def test_questions_are_those_of_the_topic_and_those_of_every_topic() -> None:
    every = Question("all", "?", "A", Kind.TEXT, frozenset({"all"}))
    assert questions_for((every, question(Kind.TEXT)), "billing") == ("all",)
    assert questions_for((every, question(Kind.TEXT)), "outage") == ("all", "q")


def test_a_question_of_staff_comes_after_the_one_that_is_open_and_alone_once_all_is_asked() -> None:
    asking = Run(CASE, ("a", "b"), stage=Stage.ASKING).with_question("x")
    assert (asking.asked, asking.next().asked, asking.next().next().asked) == ("a", "x", "b")
    assert Run(CASE, ("a", "b"), 1, stage=Stage.STOPPED).with_question("x").asked == "x"
    assert Run(CASE, ("a",), 1, stage=Stage.DONE).with_question("x").next().stage is Stage.DONE
    assert Run(CASE).with_question("x").stage is Stage.WAITING


@given(st.lists(st.sampled_from(["next", "stop", "add", "begun"]), max_size=30))
def test_a_run_never_asks_what_it_has_not(steps: list[str]) -> None:
    run = Run(CASE, ("a", "b", "c"))
    for step in steps:
        match step:
            case "next" if run.asked:
                run = run.next()
            case "stop":
                run = run.stopped()
            case "add":
                run = run.with_question("x")
            case "begun" if run.stage is Stage.WAITING:
                run = run.begun()
            case _:
                continue
        assert bool(run.asked) == (run.stage is Stage.ASKING)


def test_buttons_fit_every_platform_and_say_what_was_pressed() -> None:
    asked = question(Kind.CHOICE, choices=tuple(f"Keuze {n}" for n in range(8)))
    made = buttons(asked, Run(CASE, ("q",), stage=Stage.ASKING), WAYS)
    assert all(len(button.data.encode()) <= 64 and is_customers(button.data) for button in made)
    assert all(read_button(button.data) is None for button in made)
    read = [read_reaction(button.data) for button in made]
    assert [one.choice for one in read if one is not None and one.choice is not None] == list(range(8))
    assert [(one.skip, one.stop) for one in read[-2:] if one is not None] == [(True, False), (False, True)]


@given(st.text(max_size=80))
def test_any_other_button_is_read_without_fear(data: str) -> None:
    assert read_reaction(data) is None or data.startswith("p:a:")
    assert not read_way(data) or data.startswith("p:in:")


@pytest.mark.parametrize(("said", "skip"), [("sla over", True), ("Skip.", True), ("stop", False), ("Genoeg!", False)])
def test_the_ways_out_can_be_written(said: str, *, skip: bool) -> None:
    found = said_as_button(Run(CASE, ("q",), stage=Stage.ASKING), said)
    assert found is not None
    assert (found.skip, found.stop) == (skip, not skip)


def test_a_way_lets_its_own_customer_in_once_and_in_time() -> None:
    late = WAY.expires
    used = Way(WAY.hash, CASE, "sanne", NOW, WAY.expires, NOW)
    assert entry(WAY, "sanne", NOW, ended=False) is Entry.OPEN
    assert entry(WAY, "sanne", late, ended=False) is Entry.EXPIRED
    assert entry(used, "sanne", NOW, ended=False) is Entry.USED
    assert entry(WAY, "sanne", NOW, ended=True) is Entry.UNKNOWN
    assert entry(None, "sanne", NOW, ended=False) is Entry.UNKNOWN


@pytest.mark.parametrize("ended", [True, False])
@pytest.mark.parametrize("used", [None, NOW])
@pytest.mark.parametrize("now", [NOW, NOW + timedelta(days=9)])
def test_anybody_else_is_a_stranger_whatever_became_of_the_way(
    used: datetime | None, now: datetime, *, ended: bool
) -> None:
    assert entry(Way(WAY.hash, CASE, "sanne", NOW, WAY.expires, used), "mo", now, ended=ended) is Entry.FOREIGN


def test_a_way_is_kept_by_its_hash_alone() -> None:
    button = way_button("Start", "a" * 32)
    assert read_way(button.data) == "a" * 32
    assert len(button.data) <= 64
    assert "token" not in repr(WAY)
