"""Each rule of triage for a message that opens no conversation yet: who speaks, where, how sure we are, and the brakes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.core.cases import Event
from bot.core.messages import Role
from bot.core.operating import Point, Points
from bot.core.triage import ASK_FROM, SAFETY_FROM, Kind
from tests.core.judged import CASE, MODES, NOON, SPAN, chat, complaint, judge, message, names, past, rules

SPOKEN_TO: dict[str, dict[str, Any]] = {
    "addressed": {"to_bot": True},
    "official": {"mentions": frozenset({"polderlink"})},
}


# who speaks ------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("role", "why"), [(Role.SELF, "own"), (Role.BOT, "bot"), (Role.STAFF, "staff")])
@pytest.mark.parametrize("mode", MODES)
def test_only_customers_are_judged(role: Role, why: str, mode: str) -> None:
    for found in (complaint(), complaint(hard=("safety",)), complaint(exit_word="human"), complaint(exit_word="stop")):
        verdict = judge(message(role=role, to_bot=True), found, past(open_case=CASE, replied_case=CASE), rules(mode))
        assert (verdict.kind, names(verdict), verdict.situation, verdict.event) == (Kind.LEAVE, [why], "", None)
        assert not verdict.stop
        assert not verdict.retract


@pytest.mark.parametrize(
    ("seen", "version", "again"),
    [(-1, 0, False), (0, 0, True), (0, 1, False), (3, 2, True), (3, 3, True), (3, 4, False)],
)
def test_a_version_is_judged_once(seen: int, version: int, again: bool) -> None:
    verdict = judge(message(version=version), history=past(seen_version=seen))
    assert (names(verdict) == ["judged"]) is again


def test_an_account_that_passes_for_an_official_one_is_shown_to_staff_once_and_never_answered() -> None:
    found = replace(complaint(), look_alike=True)
    verdict = judge(found=found)
    assert (verdict.kind, names(verdict), verdict.situation, verdict.event) == (
        Kind.WARN,
        ["look_alike"],
        "",
        Event.HAND_OVER,
    )
    again = judge(found=found, history=past(open_case=CASE))
    assert (again.kind, names(again)) == (Kind.LEAVE, ["look_alike"])


# modes -----------------------------------------------------------------------------------------------------------------------
MAY_SPEAK = {
    "all": {"plain", "named", "addressed", "official"},
    "mentions": {"named", "addressed", "official"},
    "addressed": {"addressed", "official"},
    "guest": {"addressed", "official"},
    "ask": set(),
    "off": set(),
}


@pytest.mark.parametrize("way", ["plain", "named", "addressed", "official"])
@pytest.mark.parametrize("mode", MODES)
def test_a_mode_says_when_the_bot_may_answer_by_itself(mode: str, way: str) -> None:
    verdict = judge(message(**SPOKEN_TO.get(way, {})), complaint(names_brand=way == "named"), policy=rules(mode))
    if way in MAY_SPEAK[mode]:
        assert (verdict.kind, verdict.situation, verdict.event, verdict.case) == (Kind.ANSWER, "outage", None, None)
    else:
        assert verdict.kind in {Kind.LEAVE, Kind.ASK}
        assert verdict.situation == ""


def test_a_channel_that_is_off_is_left_alone() -> None:
    for found in (complaint(), complaint(hard=("safety", "legal"), severity=3), chat(abusive=True)):
        assert names(judge(found=found, policy=rules("off"))) == ["mode_off"]


def test_in_a_channel_on_ask_staff_are_asked_about_what_the_bot_would_have_answered() -> None:
    verdict = judge(message(to_bot=True), policy=rules("ask"))
    assert (verdict.kind, names(verdict), verdict.event) == (Kind.ASK, ["mode_ask"], Event.ASK)


@pytest.mark.parametrize("mode", ["mentions", "addressed"])
def test_a_complaint_that_does_not_address_the_brand_is_left_unless_it_is_serious(mode: str) -> None:
    mild, serious = judge(policy=rules(mode)), judge(found=complaint(severity=2), policy=rules(mode))
    assert (mild.kind, names(mild)) == (Kind.LEAVE, ["not_addressed"])
    assert (serious.kind, serious.situation, names(serious)) == (Kind.HAND_OVER, "", ["not_addressed"])


@pytest.mark.parametrize(
    "found", [complaint(), complaint(severity=3), complaint(hard=("safety",)), complaint(abusive=True)]
)
def test_in_somebody_elses_group_nothing_is_kept_unless_the_brand_is_addressed(found: Any) -> None:
    verdict = judge(found=found, policy=rules("guest"))
    assert (verdict.kind, names(verdict), verdict.event) == (Kind.LEAVE, ["not_addressed"], None)


# another company -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("mode", ["all", "mentions", "addressed", "guest", "ask"])
def test_a_complaint_about_another_company_is_never_answered(mode: str) -> None:
    found = complaint(probability=0.99, other_company="Zeekabel", severity=3, hard=("legal",))
    verdict = judge(found=found, policy=rules(mode))
    assert (verdict.kind, names(verdict)) == (Kind.LEAVE, ["other_company"])


@pytest.mark.parametrize("mode", ["all", "mentions", "addressed", "guest", "ask"])
def test_what_is_said_to_us_about_another_company_is_for_staff_alone(mode: str) -> None:
    mild = judge(message(to_bot=True), complaint(probability=0.99, other_company="Zeekabel"), policy=rules(mode))
    assert (mild.kind, names(mild), mild.situation) == (Kind.ASK, ["unsure", "other_company"], "")
    grave = complaint(probability=0.99, other_company="Zeekabel", severity=3, hard=("legal",))
    handed = judge(message(to_bot=True), grave, policy=rules(mode))
    assert (handed.kind, names(handed), handed.situation) == (Kind.HAND_OVER, ["hard:legal"], "")


def test_a_complaint_that_names_us_beside_another_company_is_ours() -> None:
    assert judge(found=complaint(other_company="Zeekabel", names_brand=True)).kind == Kind.ANSWER


# how sure --------------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("precision", [0.5, 0.8, 0.95, 0.999])
@pytest.mark.parametrize("off", [-0.001, 0.0, 0.001])
def test_the_channels_precision_divides_answering_from_asking(precision: float, off: float) -> None:
    verdict = judge(found=complaint(probability=precision + off), policy=rules(precision=precision))
    sure = off >= 0
    below = precision + off < ASK_FROM
    assert verdict.kind == (Kind.ANSWER if sure else Kind.LEAVE if below else Kind.ASK)
    assert names(verdict) == (["sure"] if sure else ["not_complaint"] if below else ["unsure"])


@pytest.mark.parametrize(
    ("probability", "kind"), [(0.0, Kind.LEAVE), (ASK_FROM - 1e-9, Kind.LEAVE), (ASK_FROM, Kind.ASK), (0.9, Kind.ASK)]
)
def test_below_one_half_nobody_is_asked(probability: float, kind: Kind) -> None:
    assert judge(found=complaint(probability=probability)).kind == kind


@pytest.mark.parametrize(
    ("asked", "severity", "kind", "why"),
    [
        (14, 1, Kind.ASK, ["unsure"]),
        (15, 1, Kind.LEAVE, ["unsure", "budget"]),
        (16, 1, Kind.LEAVE, ["unsure", "budget"]),
        (15, 2, Kind.ASK, ["unsure"]),
        (99, 3, Kind.ASK, ["unsure"]),
    ],
)
def test_the_budget_of_questions_bounds_the_mild_ones_alone(
    asked: int, severity: int, kind: Kind, why: list[str]
) -> None:
    verdict = judge(found=complaint(probability=0.7, severity=severity), history=past(asks_shift=asked))
    assert (verdict.kind, names(verdict)) == (kind, why)


@pytest.mark.parametrize(("severity", "kind"), [(1, Kind.LEAVE), (2, Kind.ASK)])
def test_the_last_questions_of_a_shift_are_kept_for_graver_doubts(severity: int, kind: Kind) -> None:
    verdict = judge(found=complaint(probability=0.94, severity=severity), history=past(asks_shift=13))
    assert verdict.kind == kind
    assert ("budget_kept" in names(verdict)) == (kind == Kind.LEAVE)
    doubtful = judge(found=complaint(probability=0.55, severity=1), history=past(asks_shift=13))
    assert doubtful.kind == Kind.ASK


def test_what_is_sure_but_may_not_be_answered_is_asked_as_long_as_there_is_budget() -> None:
    sure = complaint(probability=0.99, severity=1)
    assert judge(found=sure, policy=rules(mode="ask"), history=past(asks_shift=14)).kind == Kind.ASK
    assert judge(found=sure, policy=rules(mode="ask"), history=past(asks_shift=15)).kind == Kind.LEAVE


def operating(answer: float | None, ask: float) -> Points:
    point = Point("nl/chat", answer, ask, 0.95, (0.9, 0.99), 0.3, 0.9, 0.2, 1000)
    return Points(0.95, 0.2, {"nl/chat": point})


@pytest.mark.parametrize(
    ("probability", "kind"), [(0.39, Kind.LEAVE), (0.4, Kind.ASK), (0.79, Kind.ASK), (0.8, Kind.ANSWER)]
)
def test_the_operating_point_stands_before_the_precision_itself(probability: float, kind: Kind) -> None:
    policy = rules(precision=0.95, points=operating(0.8, 0.4))
    assert judge(found=complaint(probability=probability), policy=policy).kind == kind


def test_where_the_wanted_precision_is_not_reached_staff_are_asked_however_sure_the_model_is() -> None:
    policy = rules(points=operating(None, 0.4))
    assert judge(found=complaint(probability=0.999), policy=policy).kind == Kind.ASK


# hard cases ------------------------------------------------------------------------------------------------------------------
HARD: list[tuple[str, dict[str, Any], str]] = [
    *((name, {"hard": (name,)}, "hand_over") for name in ("legal", "money", "vulnerable", "press", "repeated")),
    ("safety", {"hard": ("safety",)}, "safety"),
    ("safety before all", {"hard": ("legal", "safety"), "abusive": True, "private": (SPAN,)}, "safety"),
    ("private data", {"private": (SPAN,)}, "private_data"),
    ("private data before abuse", {"private": (SPAN,), "abusive": True}, "private_data"),
    ("abuse", {"abusive": True}, "abuse"),
]


@pytest.mark.parametrize(("changes", "situation"), [row[1:] for row in HARD], ids=[row[0] for row in HARD])
@pytest.mark.parametrize("mode", MODES)
def test_a_hard_case_goes_to_staff_and_the_bot_says_so_where_it_may(
    mode: str, changes: dict[str, Any], situation: str
) -> None:
    for way in ("plain", "addressed"):
        verdict = judge(message(**SPOKEN_TO.get(way, {})), complaint(**changes), policy=rules(mode))
        if mode == "off" or (mode == "guest" and way == "plain"):
            assert verdict.kind == Kind.LEAVE
            continue
        if not (changes.get("hard") or changes.get("abusive")) and mode == "ask":
            assert verdict.kind in {Kind.HAND_OVER, Kind.ASK}
        else:
            assert verdict.kind == Kind.HAND_OVER
        assert verdict.situation == (situation if way in MAY_SPEAK[mode] else "")


def test_an_unsure_hard_case_reaches_staff_without_a_post() -> None:
    verdict = judge(found=complaint(probability=0.6, hard=("legal",)))
    assert (verdict.kind, verdict.situation, names(verdict)) == (Kind.HAND_OVER, "", ["hard:legal"])


def test_personal_data_that_everyone_can_read_is_warned_about_even_when_the_complaint_is_not_sure() -> None:
    verdict = judge(found=complaint(probability=0.6, private=(SPAN,)))
    assert (verdict.kind, verdict.situation) == (Kind.HAND_OVER, "private_data")


@pytest.mark.parametrize(
    ("probability", "kind"),
    [(0.0, Kind.LEAVE), (SAFETY_FROM - 1e-9, Kind.LEAVE), (SAFETY_FROM, Kind.HAND_OVER), (0.4, Kind.HAND_OVER)],
)
def test_danger_is_handed_over_and_answered_even_when_it_hardly_reads_as_a_complaint(
    probability: float, kind: Kind
) -> None:
    verdict = judge(found=chat(probability=probability, hard=("safety",)))
    assert verdict.kind == kind
    assert verdict.situation == ("safety" if kind == Kind.HAND_OVER else "")


@pytest.mark.parametrize("name", ["legal", "money", "vulnerable", "press", "repeated"])
def test_another_hard_word_without_a_complaint_is_left(name: str) -> None:
    assert names(judge(found=chat(hard=(name,), probability=0.49))) == ["not_complaint"]


@pytest.mark.parametrize(("before", "third"), [(0, False), (1, False), (2, True), (5, True)])
def test_the_third_contact_on_one_matter_is_handed_over(before: int, third: bool) -> None:
    verdict = judge(history=past(contacts={"outage": before, "billing": 9}))
    assert ("third_contact" in names(verdict)) is third
    assert verdict.kind == (Kind.HAND_OVER if third else Kind.ANSWER)


@pytest.mark.parametrize("mode", MODES)
def test_abuse_without_a_complaint_is_a_warning_to_staff_and_never_a_post(mode: str) -> None:
    verdict = judge(found=chat(abusive=True), policy=rules(mode))
    assert verdict.kind == (Kind.LEAVE if mode in {"guest", "off"} else Kind.WARN)
    assert verdict.situation == ""


# the brakes ------------------------------------------------------------------------------------------------------------------
def ago(seconds: float) -> Any:
    """A moment before the message."""
    return NOON - timedelta(seconds=seconds)


BRAKES: list[tuple[str, dict[str, Any], dict[str, Any], Kind, str]] = [
    ("just answered", {"answered_customer": ago(1)}, {}, Kind.LEAVE, "cooldown"),
    ("a second within the cool-down", {"answered_customer": ago(3599)}, {}, Kind.LEAVE, "cooldown"),
    ("exactly the cool-down", {"answered_customer": ago(3600)}, {}, Kind.ANSWER, "sure"),
    ("answered later than he spoke", {"answered_customer": ago(-5)}, {}, Kind.LEAVE, "cooldown"),
    ("serious within the cool-down", {"answered_customer": ago(1)}, {"severity": 2}, Kind.HAND_OVER, "cooldown"),
    ("a second within the pause", {"answered_topics": {"outage": ago(1799)}}, {}, Kind.LEAVE, "topic_pause"),
    ("exactly the pause", {"answered_topics": {"outage": ago(1800)}}, {}, Kind.ANSWER, "sure"),
    ("a pause on another topic", {"answered_topics": {"billing": ago(1)}}, {}, Kind.ANSWER, "sure"),
    ("one below the ceiling", {"answers_today": 59}, {}, Kind.ANSWER, "sure"),
    ("at the ceiling", {"answers_today": 60}, {}, Kind.ASK, "ceiling"),
    ("two taken back", {"retractions_today": 2}, {}, Kind.ANSWER, "sure"),
    ("three taken back", {"retractions_today": 3}, {}, Kind.ASK, "retractions"),
    ("four posts in a minute", {"posts_minute": 4}, {}, Kind.ANSWER, "sure"),
    ("five posts in a minute", {"posts_minute": 5}, {}, Kind.ASK, "breaker"),
    ("all budgets are spent", {"posts_minute": 5, "asks_shift": 15}, {}, Kind.LEAVE, "breaker"),
    (
        "all budgets are spent and it is serious",
        {"posts_minute": 5, "asks_shift": 15},
        {"severity": 2},
        Kind.ASK,
        "breaker",
    ),
]


@pytest.mark.parametrize(
    ("before", "changes", "kind", "why"), [row[1:] for row in BRAKES], ids=[row[0] for row in BRAKES]
)
def test_a_brake_holds_the_bot_exactly_so_long(
    before: dict[str, Any], changes: dict[str, Any], kind: Kind, why: str
) -> None:
    verdict = judge(found=complaint(**changes), history=past(**before))
    assert (verdict.kind, names(verdict)[0]) == (kind, why)
    assert (verdict.situation != "") is (kind == Kind.ANSWER)


def test_without_cool_down_and_pause_nothing_is_held_even_a_message_older_than_the_last_answer() -> None:
    policy = replace(rules("all"), cooldown=0, topic_pause=0)
    before = past(answered_customer=ago(-5), answered_topics={"outage": ago(-5)})
    assert names(judge(found=complaint(), history=before, policy=policy))[0] == "sure"


def test_who_addresses_the_brand_during_a_pause_hears_that_it_was_seen() -> None:
    verdict = judge(message(to_bot=True), history=past(answered_topics={"outage": ago(60)}))
    assert (verdict.kind, verdict.situation) == (Kind.ANSWER, "also_seen")


def test_a_bot_that_spoke_too_often_hands_over_without_a_word() -> None:
    verdict = judge(found=complaint(hard=("legal",)), history=past(posts_minute=5))
    assert (verdict.kind, verdict.situation) == (Kind.HAND_OVER, "")


def test_a_complaint_without_a_topic_gets_the_general_answer() -> None:
    assert judge(found=complaint(topic="")).situation == "other"


# who wants no answers --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, Kind.LEAVE),
        ({"severity": 2}, Kind.HAND_OVER),
        ({"hard": ("legal",)}, Kind.HAND_OVER),
        ({"hard": ("safety",)}, Kind.HAND_OVER),
    ],
)
def test_who_said_stop_is_never_answered_but_a_hard_case_of_his_reaches_staff(
    changes: dict[str, Any], kind: Kind
) -> None:
    verdict = judge(message(to_bot=True), complaint(**changes), past(stopped=True))
    assert (verdict.kind, verdict.situation) == (kind, "")


# without words ---------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("media", ["photo", "voice", "video", "file"])
@pytest.mark.parametrize("mode", MODES)
def test_a_picture_or_recording_that_addresses_the_brand_goes_to_staff(mode: str, media: str) -> None:
    for spoken in SPOKEN_TO.values():
        verdict = judge(message(text=" ", media=media, **spoken), chat(), policy=rules(mode))
        assert (verdict.kind, verdict.event) == (Kind.HAND_OVER, Event.HAND_OVER)
        assert verdict.situation == ("media" if mode not in {"ask", "off"} else "")


@pytest.mark.parametrize(
    "said",
    [{"media": "photo"}, {"media": ""}, {"media": "sticker", "to_bot": True}, {"media": "", "to_bot": True}],
    ids=["nobody is addressed", "nothing at all", "a sticker", "only a mention"],
)
def test_other_messages_without_words_are_left(said: dict[str, Any]) -> None:
    verdict = judge(message(text="", **said), chat())
    assert (verdict.kind, names(verdict)) == (Kind.LEAVE, ["empty"])


def test_a_picture_of_who_said_stop_is_left() -> None:
    assert judge(message(text="", media="photo", to_bot=True), chat(), past(stopped=True)).kind == Kind.LEAVE


def test_words_that_somebody_brings_from_elsewhere_are_asked_about_and_not_answered() -> None:
    assert judge(message(), complaint()).kind == Kind.ANSWER
    assert judge(message(forwarded=True), complaint()).kind in {Kind.ASK, Kind.LEAVE}
    hard = judge(message(forwarded=True), complaint(hard=("legal",)))
    assert (hard.kind, hard.situation) == (Kind.HAND_OVER, "")
