"""The table of transitions: what it says, and what a case does with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.core.cases import ENDED, TRANSITIONS, WITH_STAFF, Case, Event, Impossible, State
from bot.core.messages import Place

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
PAIRS = list(product(State, Event))
LIVE = [state for state in State if state not in ENDED]
EVERYBODYS = (
    Event.HAND_OVER,
    Event.CUSTOMER_SAID,
    Event.MEMBER_ANSWERED,
    Event.STAFF_ANSWERED,
    Event.CLAIM,
    Event.SOLVE,
)
"""What can happen in every live case and, the case once ended, never again."""
STAYS_ENDED = (*EVERYBODYS, Event.ASK, Event.WANTS_STOP, Event.REMOVED)


def a_case(state: State = State.HEARD) -> Case:
    """A case in this state."""
    return Case("c1", "someone", Place("sandbox", "square"), "m1", "nl", NOON, NOON, state=state)


def reachable(start: State) -> set[State]:
    """Every state to which some row of events leads."""
    found, edge = {start}, {start}
    while edge:
        edge = {after for (before, _), after in TRANSITIONS.items() if before in edge} - found
        found |= edge
    return found


@pytest.mark.parametrize(("state", "event"), PAIRS, ids=[f"{s}+{e}" for s, e in PAIRS])
def test_a_pair_does_what_the_table_says_or_cannot_happen(state: State, event: Event) -> None:
    case = a_case(state)
    if (state, event) not in TRANSITIONS:
        assert not case.can(event)
        with pytest.raises(Impossible, match=f"a case that is {state} cannot have {event}"):
            case.after(event, LATER)
        return
    assert case.can(event)
    after = case.after(event, LATER, why="because")
    assert (after.state, after.updated, after.why) == (TRANSITIONS[state, event], LATER, "because")
    assert (after.id, after.opened, after.message) == (case.id, case.opened, case.message)
    assert (case.state, case.updated) == (state, NOON), "a case is a value; the old one stays as it was"


@pytest.mark.parametrize("state", State)
def test_an_end_can_be_reached_from_every_state(state: State) -> None:
    assert reachable(state) & ENDED


@pytest.mark.parametrize("state", State)
def test_every_state_can_come_about(state: State) -> None:
    assert state in reachable(State.HEARD)


@pytest.mark.parametrize("state", LIVE)
def test_everything_can_happen_to_a_case_that_runs(state: State) -> None:
    assert [event for event in Event if (state, event) not in TRANSITIONS] == []


@pytest.mark.parametrize("state", State)
def test_who_asks_for_a_person_gets_staff_from_every_state(state: State) -> None:
    assert TRANSITIONS[state, Event.WANTS_HUMAN] in {State.HANDED_OVER, State.CLAIMED}


@pytest.mark.parametrize(("state", "event"), list(product(sorted(ENDED), STAYS_ENDED)))
def test_only_the_customer_himself_or_staff_open_an_ended_case_again(state: State, event: Event) -> None:
    assert (state, event) not in TRANSITIONS


@pytest.mark.parametrize("state", sorted(ENDED))
def test_a_send_under_way_when_a_case_ended_changes_nothing(state: State) -> None:
    assert TRANSITIONS[state, Event.ANSWER_SENT] == state


@pytest.mark.parametrize("event", Event)
@pytest.mark.parametrize("state", [State.HANDED_OVER, State.CLAIMED])
def test_what_staff_have_leaves_their_desk_only_by_their_own_hand_as_no_complaint_with_notice_or_erased(
    state: State, event: Event
) -> None:
    after = TRANSITIONS[state, event]
    assert after in WITH_STAFF or event in {Event.SOLVE, Event.NOT_COMPLAINT, Event.MERGE, Event.GIVEN_UP, Event.ERASED}


def test_a_claim_goes_back_to_the_pile_only_when_it_is_released() -> None:
    leaving = {event: after for (before, event), after in TRANSITIONS.items() if before == State.CLAIMED != after}
    assert leaving == {
        Event.SOLVE: State.SOLVED,
        Event.NOT_COMPLAINT: State.DISMISSED,
        Event.RELEASE: State.HANDED_OVER,
        Event.MERGE: State.CLOSED,
        Event.GIVEN_UP: State.CLOSED,
        Event.ERASED: State.CLOSED,
    }


def test_only_the_bots_own_answer_or_a_members_makes_a_case_answered() -> None:
    into = {event for (before, event), after in TRANSITIONS.items() if after == State.ANSWERED != before}
    assert into == {Event.ANSWER_SENT, Event.MEMBER_ANSWERED}


@given(st.lists(st.sampled_from(Event)))
def test_the_time_of_a_case_is_that_of_its_last_event(events: list[Event]) -> None:
    case, moment = a_case(), NOON
    for event in events:
        if case.can(event):
            moment += timedelta(seconds=1)
            case = case.after(event, moment)
    assert case.updated == moment
    assert case.ended == (case.state in ENDED)


class CaseLife(RuleBasedStateMachine):
    """A case under any events, beside a few plain facts about it."""

    def __init__(self) -> None:
        super().__init__()
        self.case, self.moment = a_case(), NOON
        self.asked_for_a_person = False
        self.ended_once = False

    @rule(event=st.sampled_from(Event))
    def happens(self, event: Event) -> None:
        self.moment += timedelta(minutes=1)
        before = self.case
        if not before.can(event):
            with pytest.raises(Impossible):
                before.after(event, self.moment)
            return
        self.case = before.after(event, self.moment)
        if event == Event.WANTS_HUMAN:
            self.asked_for_a_person = True
        elif event in {Event.SOLVE, Event.NOT_COMPLAINT, Event.MERGE, Event.GIVEN_UP, Event.ERASED}:
            self.asked_for_a_person = False
        if before.ended and not self.case.ended:
            assert event in {Event.WANTS_HUMAN, Event.REOPEN}
        self.ended_once = self.ended_once or self.case.ended

    @invariant()
    def who_asked_for_a_person_has_staff_until_they_end_it(self) -> None:
        if self.asked_for_a_person:
            assert self.case.state in WITH_STAFF

    @invariant()
    def nothing_but_the_state_and_the_time_changes(self) -> None:
        assert (self.case.id, self.case.message, self.case.opened) == ("c1", "m1", NOON)
        assert self.case.opened <= self.case.updated <= self.moment

    @invariant()
    def a_case_that_ended_once_is_never_the_bots_to_answer_again(self) -> None:
        if self.ended_once:
            assert self.case.state not in {State.HEARD, State.ANSWERED}


TestCaseLife = CaseLife.TestCase
