"""Triage of what a customer says in a matter that runs: private chats, exit words, changed words, and more of the same."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.cases import ENDED, TRANSITIONS, WITH_STAFF, Event, State
from bot.core.findings import HARD_REASONS, TOPICS, Finding, Reasons, Signal
from bot.core.grace import person_answers
from bot.core.messages import Author, Message, Role
from bot.core.reasons import of_policy
from bot.core.triage import History, Kind, Rules, Verdict, triage
from tests.core.judged import (
    CASE,
    MODES,
    NOON,
    PLACE,
    SANNE,
    SIGNAL,
    SPAN,
    case,
    chat,
    complaint,
    judge,
    message,
    names,
    past,
    rules,
)

LIVE = [state for state in State if state not in ENDED]
SILENT = ("ask", "off")


def own(state: State, **changes: Any) -> History:
    """Sanne's case is open and is what she replies to."""
    mine = case(state, **changes)
    return past(open_case=mine, replied_case=mine)


# private chats ---------------------------------------------------------------------------------------------------------------
def test_a_private_chat_opens_a_case_with_staff_without_a_public_word() -> None:
    for found in (chat(), complaint(), chat(exit_word="human")):
        verdict = judge(message(private=True), found)
        assert (verdict.kind, verdict.event, verdict.case, verdict.situation) == (
            Kind.HAND_OVER,
            Event.HAND_OVER,
            None,
            "",
        )


def test_stop_in_private_is_for_good_and_makes_no_case() -> None:
    verdict = judge(message(private=True, text="stop"), chat(exit_word="stop"))
    assert (verdict.kind, verdict.event, verdict.case, verdict.stop) == (Kind.LEAVE, None, None, True)


@pytest.mark.parametrize("state", LIVE)
def test_stop_in_private_ends_the_bots_turn_and_what_staff_have_stays_theirs(state: State) -> None:
    verdict = judge(message(private=True, text="stop"), chat(exit_word="stop"), past(open_case=case(state)))
    assert verdict.stop
    assert verdict.event is not None
    assert TRANSITIONS[state, verdict.event] is (state if state in WITH_STAFF else State.CLOSED)


@pytest.mark.parametrize("text", ["Nee", "nee, helaas niet", "No.", "Het heeft niet geholpen", "It didn't help"])
def test_no_in_words_after_the_question_opens_the_case_again(text: str) -> None:
    ended = case(State.SOLVED, followed=NOON)
    history = past(replied_case=ended, customer=ended.customer)
    verdict = judge(message(text=text), chat(), history)
    assert (verdict.kind, verdict.case, verdict.event) == (Kind.HAND_OVER, ended, Event.REOPEN)


@pytest.mark.parametrize("found", [chat(solved=True), chat(praise=True)])
def test_no_problem_any_more_is_a_remark(found: Finding) -> None:
    ended = case(State.SOLVED, followed=NOON)
    history = past(replied_case=ended, customer=ended.customer)
    verdict = judge(message(text="No problem any more, thanks!"), found, history)
    assert (verdict.kind, verdict.comment) == (Kind.LEAVE, True)


@pytest.mark.parametrize("state", LIVE)
def test_in_private_an_open_case_goes_on_with_staff(state: State) -> None:
    verdict = judge(message(private=True), chat(), past(open_case=case(state)))
    assert (verdict.kind, verdict.situation) == (Kind.HAND_OVER, "")
    assert verdict.event is not None
    assert verdict.case is not None
    assert TRANSITIONS[state, verdict.event] in WITH_STAFF


@pytest.mark.parametrize("history", [own(State.ASKED), past(open_case=case(State.ASKED))])
@pytest.mark.parametrize("hard", HARD_REASONS)
def test_a_hard_complaint_is_judged_by_itself_while_staff_are_asked_about_other_words(
    hard: str, history: History
) -> None:
    verdict = judge(message(), complaint(hard=(hard,)), history)
    assert (verdict.kind, verdict.case, verdict.event) == (Kind.HAND_OVER, None, Event.HAND_OVER)
    more = judge(message(), complaint(), history)
    assert more.case == history.open_case


# exit words ------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", LIVE)
@pytest.mark.parametrize("mode", MODES)
def test_mens_in_an_open_case_always_reaches_staff(mode: str, state: State) -> None:
    for history in (own(state), past(open_case=case(state))):
        verdict = judge(message(text="mens"), chat(exit_word="human"), history, rules(mode))
        assert verdict.kind == Kind.HAND_OVER
        assert verdict.event is not None
        assert verdict.case is not None
        assert TRANSITIONS[state, verdict.event] in WITH_STAFF - {State.ASKED}
        said = "" if mode in SILENT or state in {State.HANDED_OVER, State.CLAIMED} else "human"
        assert verdict.situation == said


@pytest.mark.parametrize("mode", MODES)
def test_mens_without_a_case_makes_one_where_the_bot_is_meant(mode: str) -> None:
    spoken_to = judge(message(to_bot=True), chat(exit_word="human"), policy=rules(mode))
    assert (spoken_to.kind, spoken_to.event) == (Kind.HAND_OVER, Event.HAND_OVER)
    assert spoken_to.situation == ("" if mode in SILENT else "human")
    loose = judge(message(), chat(exit_word="human"), policy=rules(mode))
    assert loose.kind == (Kind.HAND_OVER if mode in {"all", "mentions"} else Kind.LEAVE)


@pytest.mark.parametrize("state", LIVE)
def test_stop_is_for_good_and_ends_the_bots_turn(state: State) -> None:
    verdict = judge(message(text="stop"), chat(exit_word="stop"), own(state))
    assert (verdict.kind, verdict.stop, verdict.event, verdict.situation) == (
        Kind.LEAVE,
        True,
        Event.WANTS_STOP,
        "stopped",
    )


@pytest.mark.parametrize("mode", MODES)
def test_stop_is_confirmed_once_and_never_where_the_bot_may_not_speak(mode: str) -> None:
    first = judge(message(to_bot=True), chat(exit_word="stop"), policy=rules(mode))
    again = judge(message(to_bot=True), chat(exit_word="stop"), past(stopped=True), rules(mode))
    assert first.stop
    assert first.situation == ("" if mode in SILENT else "stopped")
    assert again.situation == ""


@pytest.mark.parametrize("word", ["stop", "no_complaint"])
def test_an_exit_word_that_is_not_meant_for_the_bot_is_ordinary_talk(word: str) -> None:
    verdict = judge(message(), chat(exit_word=word))
    assert (verdict.kind, verdict.stop, verdict.retract, names(verdict)) == (
        Kind.LEAVE,
        False,
        False,
        ["not_complaint"],
    )


@pytest.mark.parametrize("state", LIVE)
def test_no_complaint_takes_the_answer_back(state: State) -> None:
    verdict = judge(message(), chat(exit_word="no_complaint"), own(state))
    assert (verdict.kind, verdict.retract, verdict.event, verdict.situation) == (
        Kind.LEAVE,
        True,
        Event.NOT_COMPLAINT,
        "",
    )


@pytest.mark.parametrize(("word", "event"), [("human", Event.WANTS_HUMAN), ("no_complaint", Event.NOT_COMPLAINT)])
@pytest.mark.parametrize("state", [State.SOLVED, State.CLOSED])
def test_the_customers_own_case_hears_exit_words_after_its_end_too(state: State, word: str, event: Event) -> None:
    """The closing note itself promises: "Toch nog niet goed? Met "mens" gaat de zaak weer open"."""
    history = past(replied_case=case(state), **({"customer": "sanne"} if "customer" in History.__slots__ else {}))
    verdict = judge(message(to_bot=True), chat(exit_word=word), history)
    assert (verdict.event, verdict.case and verdict.case.id) == (event, CASE.id)


@pytest.mark.parametrize("word", ["human", "stop", "no_complaint"])
@pytest.mark.parametrize("mine", [None, CASE])
def test_nobody_ends_or_moves_the_case_of_somebody_else(mine: Any, word: str) -> None:
    hers = case(State.ANSWERED, id="c9", customer="kim")
    verdict = judge(message(to_bot=True), chat(exit_word=word), past(replied_case=hers, open_case=mine))
    assert verdict.case is None or verdict.case.id != "c9"


# changed words ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("state", State)
def test_a_change_of_the_complaint_itself_belongs_to_its_case(state: State) -> None:
    mine = case(state, message="m2", answer="b2")
    verdict = judge(message(version=1), complaint(), past(seen_version=0, own_case=mine, open_case=mine))
    assert (verdict.kind, verdict.situation, names(verdict)) == (Kind.LEAVE, "", ["edited"])
    assert verdict.event == (Event.CUSTOMER_SAID if state not in ENDED else None)


@pytest.mark.parametrize(
    ("after", "event", "reasons"),
    [
        (complaint(), Event.CUSTOMER_SAID, ["edited"]),
        (complaint(hard=("safety",)), Event.HAND_OVER, ["edited", "hard:safety"]),
        (complaint(abusive=True), Event.HAND_OVER, ["edited", "abuse"]),
        (complaint(probability=0.6), Event.ASK, ["edited", "unsure"]),
        (chat(), Event.REMOVED, ["edited_away"]),
        (chat(solved=True), Event.SOLVE, ["solved_said"]),
    ],
)
def test_what_waits_must_fit_what_the_complaint_says_now(after: Finding, event: Event, reasons: list[str]) -> None:
    mine = case(State.HEARD, message="m2")
    verdict = judge(message(version=1), after, past(seen_version=0, own_case=mine, open_case=mine))
    assert (verdict.situation, verdict.event, names(verdict)) == ("", event, reasons)


def test_a_complaint_that_was_edited_away_and_comes_back_goes_to_a_person() -> None:
    mine = case(State.CLOSED, message="m2")
    verdict = judge(message(version=2), complaint(), past(seen_version=1, own_case=mine))
    assert (verdict.kind, verdict.situation, verdict.event) == (Kind.HAND_OVER, "", Event.REOPEN)


@pytest.mark.parametrize("state", LIVE)
def test_a_change_of_a_later_message_stays_in_the_same_case(state: State) -> None:
    verdict = judge(
        message(version=1, reply_to="b1", to_bot=True), complaint(), past(seen_version=0, **vars_of(own(state)))
    )
    assert verdict.case is not None
    assert verdict.case.id == CASE.id
    assert verdict.kind != Kind.ANSWER


def vars_of(history: History) -> dict[str, Any]:
    """The two cases of a past, to build another with."""
    return {"open_case": history.open_case, "replied_case": history.replied_case}


def test_a_message_that_becomes_a_complaint_by_a_change_is_one() -> None:
    assert judge(message(version=1), complaint(), past(seen_version=0)).kind == Kind.ANSWER


# more of the same ------------------------------------------------------------------------------------------------------------
FOLLOW_UPS: list[tuple[str, State, dict[str, Any], Finding, Kind, Event | None, str]] = [
    ("a reply while staff have it", State.CLAIMED, {"reply": True}, chat(), Kind.HAND_OVER, Event.CUSTOMER_SAID, ""),
    (
        "to the bot while staff have it",
        State.HANDED_OVER,
        {"to_bot": True},
        chat(),
        Kind.HAND_OVER,
        Event.CUSTOMER_SAID,
        "",
    ),
    (
        "trouble while staff have it",
        State.CLAIMED,
        {},
        complaint(topic="billing"),
        Kind.HAND_OVER,
        Event.CUSTOMER_SAID,
        "",
    ),
    (
        "trouble while staff are asked",
        State.ASKED,
        {},
        complaint(probability=0.5),
        Kind.HAND_OVER,
        Event.CUSTOMER_SAID,
        "",
    ),
    (
        "danger while staff have it",
        State.CLAIMED,
        {},
        complaint(hard=("safety",)),
        Kind.HAND_OVER,
        Event.CUSTOMER_SAID,
        "",
    ),
    ("chat while staff have it", State.CLAIMED, {}, chat(), Kind.LEAVE, None, ""),
    ("solved before the answer", State.HEARD, {"reply": True}, chat(solved=True), Kind.LEAVE, Event.SOLVE, ""),
    ("more before the answer", State.HEARD, {}, complaint(), Kind.LEAVE, Event.CUSTOMER_SAID, ""),
    ("a reply before the answer", State.HEARD, {"reply": True}, chat(), Kind.LEAVE, Event.CUSTOMER_SAID, ""),
    (
        "a hard word before the answer",
        State.HEARD,
        {},
        complaint(hard=("legal",)),
        Kind.HAND_OVER,
        Event.HAND_OVER,
        "hand_over",
    ),
    (
        "danger before the answer",
        State.HEARD,
        {},
        complaint(hard=("safety",)),
        Kind.HAND_OVER,
        Event.HAND_OVER,
        "safety",
    ),
    ("abuse before the answer", State.HEARD, {}, complaint(abusive=True), Kind.HAND_OVER, Event.HAND_OVER, "abuse"),
    ("chat before the answer", State.HEARD, {}, chat(), Kind.LEAVE, None, ""),
    ("solved after the answer", State.ANSWERED, {"reply": True}, chat(solved=True), Kind.LEAVE, Event.SOLVE, ""),
    (
        "thanks after the answer",
        State.ANSWERED,
        {"reply": True},
        chat(praise=True),
        Kind.LEAVE,
        Event.CUSTOMER_SAID,
        "",
    ),
    (
        "thanks with trouble",
        State.ANSWERED,
        {"reply": True},
        complaint(solved=True),
        Kind.HAND_OVER,
        Event.HAND_OVER,
        "hand_over",
    ),
    (
        "a question after the answer",
        State.ANSWERED,
        {"reply": True},
        chat(question=True),
        Kind.HAND_OVER,
        Event.HAND_OVER,
        "hand_over",
    ),
    ("it did not help", State.ANSWERED, {"to_bot": True}, complaint(), Kind.HAND_OVER, Event.HAND_OVER, "hand_over"),
    ("the same again in the open", State.ANSWERED, {}, complaint(), Kind.HAND_OVER, Event.HAND_OVER, "hand_over"),
    ("a remark after the answer", State.ANSWERED, {"reply": True}, chat(), Kind.LEAVE, Event.CUSTOMER_SAID, ""),
    ("chat after the answer", State.ANSWERED, {}, chat(solved=True), Kind.LEAVE, None, ""),
    ("another company after the answer", State.ANSWERED, {}, complaint(other_company="Zeekabel"), Kind.LEAVE, None, ""),
]


@pytest.mark.parametrize(
    ("state", "said", "found", "kind", "event", "situation"),
    [r[1:] for r in FOLLOW_UPS],
    ids=[r[0] for r in FOLLOW_UPS],
)
def test_more_of_the_same_matter(
    state: State, said: dict[str, Any], found: Finding, kind: Kind, event: Event | None, situation: str
) -> None:
    said = dict(said)
    history = own(state) if said.pop("reply", False) else past(open_case=case(state))
    verdict = judge(message(**said), found, history)
    assert (verdict.kind, verdict.event, verdict.situation) == (kind, event, situation)
    assert (verdict.case is not None) is (event is not None)


def test_another_topic_after_an_answer_is_a_matter_of_its_own() -> None:
    verdict = judge(message(), complaint(topic="billing"), past(open_case=case(State.ANSWERED)))
    assert (verdict.kind, verdict.case, verdict.situation) == (Kind.ANSWER, None, "billing")


@pytest.mark.parametrize("state", sorted(WITH_STAFF))
def test_what_names_us_beside_another_company_is_still_with_staff(state: State) -> None:
    """The bot never speaks by itself while staff have this customer's matter."""
    verdict = judge(message(), complaint(other_company="Zeekabel", names_brand=True), past(open_case=case(state)))
    assert verdict.kind != Kind.ANSWER


# a person's answer -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("reply_to", "role", "answer"),
    [
        ("m1", Role.CUSTOMER, True),
        ("m1", Role.STAFF, True),
        ("m1", Role.BOT, False),
        ("m1", Role.SELF, False),
        ("m9", Role.CUSTOMER, False),
        ("", Role.STAFF, False),
    ],
)
def test_a_reply_to_the_complaint_by_a_person_is_a_persons_answer(reply_to: str, role: Role, answer: bool) -> None:
    assert person_answers(message(role=role, reply_to=reply_to), CASE) is answer


# properties ------------------------------------------------------------------------------------------------------------------
flags = st.booleans()
signals = st.lists(st.builds(Signal, st.just("x"), st.floats(-5, 5), flags, st.just("iets")), max_size=2).map(tuple)
findings = st.builds(
    Finding,
    language=st.sampled_from(["nl", "en", "mixed", "other"]),
    probability=st.sampled_from([0.0, 0.29, 0.3, 0.49, 0.5, 0.7, 0.94, 0.95, 1.0]),
    topic=st.sampled_from(["", *TOPICS]),
    severity=st.integers(0, 3),
    signals=signals,
    masked=st.just("…"),
    hard=st.lists(st.sampled_from(HARD_REASONS), max_size=2, unique=True).map(tuple),
    abusive=flags,
    question=flags,
    praise=flags,
    solved=flags,
    names_brand=flags,
    other_company=st.sampled_from(["", "Zeekabel"]),
    exit_word=st.sampled_from(["", "", "human", "stop", "no_complaint"]),
    private=st.sampled_from([(), (SPAN,)]),
)
cases = st.builds(
    case, st.sampled_from(State), id=st.sampled_from(["c1", "c2"]), customer=st.sampled_from(["sanne", "kim"])
)
mine = st.builds(case, st.sampled_from(LIVE))
histories = st.builds(
    past,
    stopped=flags,
    seen_version=st.integers(-1, 1),
    own_case=st.none() | st.builds(case, st.sampled_from(State), message=st.just("m2")),
    open_case=st.none() | mine,
    replied_case=st.none() | cases,
    answered_customer=st.none() | st.just(NOON),
    answered_topics=st.sampled_from([{}, {"outage": NOON}]),
    contacts=st.sampled_from([{}, {"outage": 2}]),
    answers_today=st.sampled_from([0, 60]),
    retractions_today=st.sampled_from([0, 3]),
    posts_minute=st.sampled_from([0, 5]),
    asks_shift=st.sampled_from([0, 15]),
)
policies = st.builds(rules, st.sampled_from(MODES), precision=st.sampled_from([0.5, 0.95]))
messages = st.builds(
    Message,
    place=st.just(PLACE),
    id=st.just("m2"),
    author=st.builds(Author, st.just(SANNE.id), st.just("Sanne"), st.sampled_from([Role.CUSTOMER] * 3 + list(Role))),
    text=st.sampled_from(["", "mijn wifi valt weg"]),
    at=st.just(NOON),
    version=st.integers(0, 2),
    mentions=st.sampled_from([frozenset[str](), frozenset({"polderlink"})]),
    to_bot=flags,
    media=st.sampled_from(["", "photo", "sticker"]),
    private=st.sampled_from([False, False, True]),
)


def _holds(said: Message, found: Finding, history: History, policy: Rules, verdict: Verdict) -> None:
    assert verdict.because
    assert all(signal.text for signal in verdict.because)
    if said.author.role != Role.CUSTOMER:
        assert (verdict.kind, verdict.situation, verdict.event, verdict.stop, verdict.retract) == (
            Kind.LEAVE,
            "",
            None,
            False,
            False,
        )
    if verdict.situation:
        assert policy.mode not in SILENT, f"{verdict.situation} is said in a channel on {policy.mode}"
        assert not history.stopped, f"{verdict.situation} is said to somebody who said stop"
        assert not said.private
    if verdict.kind in {Kind.ASK, Kind.WARN}:
        assert verdict.situation == ""
    if verdict.kind == Kind.ANSWER:
        assert verdict.case is None
        assert history.open_case is None or history.open_case.state not in WITH_STAFF, "the bot answers over staff"
        assert found.probability >= policy.precision
    if verdict.event is not None and verdict.case is not None:
        assert verdict.case.can(verdict.event)
    if verdict.kind in {Kind.ASK, Kind.HAND_OVER, Kind.WARN}:
        assert verdict.event is not None


@given(messages, findings, histories, policies)
def test_a_verdict_has_reasons_and_keeps_the_rules_of_who_is_spoken_to(
    said: Message, found: Finding, history: History, policy: Rules
) -> None:
    _holds(said, found, history, policy, triage(said, found, history, policy))


@given(messages, findings, histories, policies)
def test_the_same_is_always_judged_the_same(said: Message, found: Finding, history: History, policy: Rules) -> None:
    assert triage(said, found, history, policy) == triage(said, found, history, policy)


@pytest.mark.parametrize(("mode", "word"), list(product(MODES, ["human", "stop"])))
def test_who_said_stop_hears_nothing_more_whatever_he_says(mode: str, word: str) -> None:
    for history in (
        past(stopped=True),
        past(stopped=True, open_case=case(State.ANSWERED), replied_case=case(State.ANSWERED)),
    ):
        assert judge(message(to_bot=True), chat(exit_word=word), history, rules(mode)).situation == ""


def test_reasons_of_policy_are_at_hand_before_any_signal_is_put_in_words() -> None:
    def never() -> tuple[Signal, ...]:
        raise AssertionError("put in words")

    verdict = judge(message(), chat(signals=Reasons(never)))
    first = of_policy(verdict.because)
    assert [signal.name for signal in first] == ["policy:not_complaint"]
    assert of_policy((SIGNAL, *first)) == first
