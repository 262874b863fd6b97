"""What to do with one message: leave it, answer it, ask staff, hand it over, or warn; always with the reasons in words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.core.after_end import asks_again, is_remark, says_no, withdraws
from bot.core.asks import SERIOUS, refused, weight
from bot.core.cases import WITH_STAFF, Case, Event, State
from bot.core.grace import after_edit, held_back
from bot.core.messages import Role
from bot.core.reasons import Because, reason
from bot.core.second import ENDPOINT, UNHEARD

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.findings import Finding, Signal
    from bot.core.messages import Message
    from bot.core.operating import Points

ASK_FROM = 0.5
"""From this probability on a message counts as trouble in a case that runs; also the ask threshold where no calibration is at hand."""
HARD_CHANCE = 0.12
"""From this chance of a hard case on staff are asked, however unsure the complaint is: those are the ones not to lose."""
SAFETY_FROM = 0.3
"""Danger is handed over even when the rest of the message hardly reads as a complaint."""
_OPENS_CHAT = "/start"
"""What a platform says for somebody who opens a private chat with the bot, not words of his own."""
_NEVER = {Role.SELF: "own", Role.BOT: "bot", Role.CHANNEL: "bot", Role.STAFF: "staff"}
_IN_PRIVATE = frozenset({"welcome"})
"""Replies that are said in a private chat alone, where no channel's mode forbids anything."""


class Kind(StrEnum):
    """The five verdicts."""

    LEAVE = "leave"
    ANSWER = "answer"
    ASK = "ask"
    HAND_OVER = "hand_over"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Rules:
    """The policy of one channel, as triage needs it. Durations in seconds; see bot.config.models for what each one means."""

    mode: str = "mentions"
    precision: float = 0.95
    cooldown: float = 3600.0
    topic_pause: float = 1800.0
    daily_ceiling: int = 60
    ask_budget: int = 15
    contacts_for_staff: int = 3
    loop_breaker: int = 5
    retractions_for_ask_only: int = 3
    official: frozenset[str] = frozenset()
    """The brand's official handles on this platform, lower case, without `@`."""
    points: Points | None = None
    """From which probability on the bot answers and asks; without them it answers from `precision` on and asks from ASK_FROM on."""
    with_second: Points | None = None
    """The same where a measured second opinion looks at what is in doubt."""


@dataclass(frozen=True, slots=True)
class History:
    """What has happened before between this customer, this channel and the brand."""

    customer: str = ""
    """Random id of whoever speaks."""
    stopped: bool = False
    withdrawn: bool = False  # he was abusive: the bot says nothing more to him by itself in this channel
    seen_version: int = -1
    own_case: Case | None = None
    open_case: Case | None = None
    replied_case: Case | None = None
    answered_customer: datetime | None = None
    answered_topics: dict[str, datetime] = field(default_factory=dict)
    contacts: dict[str, int] = field(default_factory=dict)
    answers_today: int = 0
    retractions_today: int = 0
    posts_minute: int = 0
    asks_shift: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What triage decided. `because` is never empty.

    `situation` names the reply to post in public, or is empty where the bot says nothing. `case` is the case it belongs to, None for
    a new one (or for none at all: `leave` without `event`). `event` is what happens to that case. `retract` takes the bot's own
    answer back; `stop` records that the customer wants no more answers; `comment` marks a remark about the ended case that is replied to.
    """

    kind: Kind
    because: Because | tuple[Signal, ...]
    situation: str = ""
    case: Case | None = None
    event: Event | None = None
    retract: bool = False
    stop: bool = False
    comment: bool = False


def triage(message: Message, finding: Finding, history: History, rules: Rules) -> Verdict:
    """Judge one message of a watched place. Pure; the first rule that applies decides."""
    early = (_never_answered, _remarks, _private_chat, _impostors, _exit_words, _edits, _withdraws, _follow_ups)
    for rule in (*early, _after_the_end, _speechless):
        verdict = rule(message, finding, history, rules)
        if verdict is not None:
            return _kept_quiet(verdict, history, rules)
    return _kept_quiet(_complaint(message, finding, history, rules), history, rules)


def _kept_quiet(verdict: Verdict, history: History, rules: Rules) -> Verdict:
    """Whatever the rule: nothing is said in public where the mode forbids it, nor to somebody who said stop or was abusive."""
    quiet = rules.mode in {"ask", "off"} and verdict.situation not in _IN_PRIVATE
    if history.withdrawn and verdict.kind is Kind.ANSWER:
        verdict = replace(verdict, kind=Kind.HAND_OVER, event=Event.HAND_OVER)
    return replace(verdict, situation="") if history.stopped or history.withdrawn or quiet else verdict


def _because(finding: Finding, *names: str) -> Because:
    return Because(tuple(reason(name, finding.language) for name in names), finding.signals)


def _leave(finding: Finding, *names: str, case: Case | None = None, event: Event | None = None) -> Verdict:
    return Verdict(Kind.LEAVE, _because(finding, *names), case=case, event=event)


def _never_answered(message: Message, finding: Finding, history: History, _: Rules) -> Verdict | None:
    if message.author.role in _NEVER:
        return _leave(finding, _NEVER[message.author.role])
    if history.seen_version >= message.version and not message.private:
        return _leave(finding, "judged")
    return None


def _impostors(message: Message, finding: Finding, history: History, _: Rules) -> Verdict | None:
    """Who passes for an official account is shown to staff once while that case is open, and never answered in public."""
    if not finding.look_alike or message.private:
        return None
    if history.open_case is not None:
        return _leave(finding, "look_alike")
    return Verdict(Kind.WARN, _because(finding, "look_alike"), event=Event.HAND_OVER)


def _remarks(message: Message, finding: Finding, history: History, _: Rules) -> Verdict | None:
    """What a customer says about his own case once he was asked whether it helped: no, or one remark that asks for nothing."""
    case = history.replied_case
    if case is None or not _own(case, history) or history.open_case:
        return None
    if says_no(message, finding, case):
        return Verdict(Kind.HAND_OVER, _because(finding, "again"), case=case, event=Event.REOPEN)
    return replace(_leave(finding, "comment"), comment=True) if is_remark(message, finding, case) else None


def _private_chat(message: Message, finding: Finding, history: History, _: Rules) -> Verdict | None:
    if not message.private:
        return None
    case, stop = history.open_case, finding.exit_word == "stop"
    if case is None and message.text.strip().partition(" ")[0].partition("@")[0] == _OPENS_CHAT:
        return Verdict(Kind.LEAVE, _because(finding, "private_opened"), "welcome")
    if stop and (case is None or case.state not in WITH_STAFF):
        event = Event.WANTS_STOP if case is not None else None
        return Verdict(Kind.LEAVE, _because(finding, "wants_stop"), case=case, event=event, stop=True)
    if case is None:
        return Verdict(Kind.HAND_OVER, _because(finding, "private_chat"), event=Event.HAND_OVER)
    event = Event.CUSTOMER_SAID if case.state in WITH_STAFF else Event.WANTS_HUMAN
    return Verdict(Kind.HAND_OVER, _because(finding, "private_chat", "more"), case=case, event=event, stop=stop)


def _speaks_to_us(message: Message, rules: Rules) -> bool:
    return message.to_bot or bool(message.mentions & rules.official)


def _exit_words(message: Message, finding: Finding, history: History, rules: Rules) -> Verdict | None:
    case = history.replied_case if _own(history.replied_case, history) else history.open_case
    near = case is not None or _speaks_to_us(message, rules)
    match finding.exit_word:
        case "human" if near or rules.mode in {"all", "mentions"}:
            return _human(finding, case)
        case "stop" if near:
            event = Event.WANTS_STOP if case is not None and case.can(Event.WANTS_STOP) else None
            because = _because(finding, "wants_stop")
            return Verdict(Kind.LEAVE, because, "" if history.stopped else "stopped", case, event, stop=True)
        case "no_complaint" if case is not None and case.can(Event.NOT_COMPLAINT):
            return Verdict(
                Kind.LEAVE, _because(finding, "no_complaint_said"), "", case, Event.NOT_COMPLAINT, retract=True
            )
        case _:
            return None


def _human(finding: Finding, case: Case | None) -> Verdict:
    because = _because(finding, "wants_human")
    if case is not None and case.state in {State.HANDED_OVER, State.CLAIMED}:
        return Verdict(Kind.HAND_OVER, because, "", case, Event.CUSTOMER_SAID)
    return Verdict(Kind.HAND_OVER, because, "human", case, Event.WANTS_HUMAN if case is not None else Event.HAND_OVER)


def _own(case: Case | None, history: History) -> bool:
    """Whether the case that is replied to is this customer's own."""
    return case is not None and case.customer == history.customer


def _edits(message: Message, finding: Finding, history: History, rules: Rules) -> Verdict | None:
    case = history.own_case
    if case is None or message.version == 0:
        return None
    name, event = after_edit(finding, case, *thresholds(message, finding, rules))
    if event is Event.ASK:
        return Verdict(Kind.ASK, _because(finding, name, "unsure"), case=case, event=event)
    if event is not None and case.after(event, message.at).state is State.HANDED_OVER != case.state:
        return Verdict(Kind.HAND_OVER, _because(finding, name, *_hard(finding)), case=case, event=event)
    return _leave(finding, name, case=case, event=event)


def _withdraws(message: Message, finding: Finding, history: History, _: Rules) -> Verdict | None:
    """Insults or threats in a case of his own: the bot says that it stops, once, and a person has it from here."""
    case = history.open_case
    if case is None or not withdraws(message, finding, case, history.replied_case):
        return None
    return Verdict(Kind.HAND_OVER, _because(finding, "abuse"), "abuse", case, Event.HAND_OVER)


def _follow_ups(message: Message, finding: Finding, history: History, rules: Rules) -> Verdict | None:
    """What a customer says, or changes, in a case of his own that is still open."""
    case = history.open_case
    if case is None or (case.state == State.ASKED and finding.hard and finding.probability >= ASK_FROM):
        # What a person must answer in time does not wait behind a doubt about earlier words: it is judged by itself.
        return None
    replies = history.replied_case is not None and history.replied_case.id == case.id
    trouble = finding.probability >= ASK_FROM and (finding.names_brand or not finding.other_company)
    if case.state in WITH_STAFF:
        if replies or message.to_bot or trouble:
            return Verdict(Kind.HAND_OVER, _because(finding, "with_staff", "more"), "", case, Event.CUSTOMER_SAID)
        return None
    if case.state == State.HEARD:
        if replies and finding.solved and not trouble:
            return _leave(finding, "solved_said", case=case, event=Event.SOLVE)
        if trouble and _hard(finding):
            return Verdict(
                Kind.HAND_OVER, _because(finding, "more", *_hard(finding)), _hard_reply(finding), case, Event.HAND_OVER
            )
        return _leave(finding, "more", case=case, event=Event.CUSTOMER_SAID) if replies or trouble else None
    same = finding.topic == case.topic or _speaks_to_us(message, rules)
    if not (replies or message.to_bot) and not (trouble and same):
        return None
    if (finding.solved or finding.praise) and not trouble:
        return _leave(finding, "solved_said", case=case, event=Event.SOLVE if finding.solved else Event.CUSTOMER_SAID)
    if trouble or finding.question:
        return Verdict(Kind.HAND_OVER, _because(finding, "again"), "hand_over", case, Event.HAND_OVER)
    return _leave(finding, "more", case=case, event=Event.CUSTOMER_SAID)


def _after_the_end(_: Message, finding: Finding, history: History, rules: Rules) -> Verdict | None:
    """A question in a case of his own that has ended goes to staff, as a new case that is tied to the old one."""
    case = history.replied_case
    if case is None or not _own(case, history) or rules.mode == "off" or not asks_again(finding, case):
        return None
    return Verdict(Kind.HAND_OVER, _because(finding, "after_end"), "hand_over", event=Event.HAND_OVER)


def _speechless(message: Message, finding: Finding, history: History, rules: Rules) -> Verdict | None:
    if message.text.strip():
        return None
    addressed = _speaks_to_us(message, rules) or (finding.names_brand and rules.mode in {"all", "mentions"})
    if message.media and message.media != "sticker" and addressed and not history.stopped:
        situation = "media" if rules.mode not in {"ask", "off"} else ""
        return Verdict(Kind.HAND_OVER, _because(finding, "media"), situation, event=Event.HAND_OVER)
    return _leave(finding, "empty")


def _hard(finding: Finding) -> tuple[str, ...]:
    names = [f"hard:{name}" for name in finding.hard]
    if finding.abusive:
        names.append("abuse")
    return tuple(names)


def _hard_reply(finding: Finding) -> str:
    if "safety" in finding.hard:
        return "safety"
    if finding.private:
        return "private_data"
    return "abuse" if finding.abusive else "hand_over"


def thresholds(message: Message, finding: Finding, rules: Rules) -> tuple[float | None, float]:
    """From which probability on this message is answered (None: never by the bot itself), and from which staff are asked."""
    measured = finding.second not in {ENDPOINT, UNHEARD}
    points = (rules.with_second if measured else None) or rules.points
    point = points.of(finding.language, message.text) if points is not None else None
    answer, ask = (rules.precision, ASK_FROM) if point is None else (point.answer, point.ask)
    # Nobody measured an endpoint, and a customer may talk it round: it makes the bot ask or leave, never speak.
    return (None if finding.second == ENDPOINT else answer), ask


def _may_speak(message: Message, finding: Finding, rules: Rules) -> bool:
    """Whether the channel's mode lets the bot say something in public about this message (`ask`: once staff have said yes)."""
    match rules.mode:
        case "all" | "ask":
            return True
        case "mentions":
            return _speaks_to_us(message, rules) or finding.names_brand
        case "addressed" | "guest":
            return _speaks_to_us(message, rules)
        case _:
            return False


def _complaint(message: Message, finding: Finding, history: History, rules: Rules) -> Verdict:
    if rules.mode == "off":
        return _leave(finding, "mode_off")
    elsewhere = bool(finding.other_company) and not finding.names_brand
    if elsewhere and not _speaks_to_us(message, rules):
        return _leave(finding, "other_company")
    danger = "safety" in finding.hard and finding.probability >= SAFETY_FROM
    answer_from, ask_from = thresholds(message, finding, rules)
    if finding.probability < ask_from and not danger and finding.hard_chance < HARD_CHANCE:
        if finding.abusive and rules.mode != "guest":
            return Verdict(Kind.WARN, _because(finding, "abuse"), event=Event.HAND_OVER)
        return _leave(finding, "not_complaint")
    speak = _may_speak(message, finding, rules) and not history.stopped
    if rules.mode == "guest" and not speak:
        return _leave(finding, "not_addressed")
    held = held_back(message, elsewhere=elsewhere)
    sure = answer_from is not None and finding.probability >= answer_from and not held
    hard = _hard(finding) + (("private_data",) if finding.private else ())
    if history.contacts.get(finding.topic, 0) + 1 >= rules.contacts_for_staff:
        hard = (*hard, "third_contact")
    exposed = bool(finding.private)
    if hard and (sure or danger or exposed or finding.hard or finding.abusive):
        loud = speak and not elsewhere and (sure or danger or exposed)
        return _hand_over(finding, history, rules, hard, speak=loud)
    if not speak:
        return _unasked(finding, history)
    if not sure:
        return _ask(finding, history, rules, "unsure", *held)
    return _answer(message, finding, history, rules)


def _breaks(history: History, rules: Rules) -> bool:
    return history.posts_minute >= rules.loop_breaker


def _hand_over(finding: Finding, history: History, rules: Rules, hard: tuple[str, ...], *, speak: bool) -> Verdict:
    situation = _hard_reply(finding) if speak and rules.mode != "ask" and not _breaks(history, rules) else ""
    return Verdict(Kind.HAND_OVER, _because(finding, *hard), situation, event=Event.HAND_OVER)


def _unasked(finding: Finding, history: History) -> Verdict:
    """A complaint where the bot may not speak: serious ones reach staff without a post, mild ones are left with the reason."""
    if history.stopped and finding.severity < SERIOUS:
        return _leave(finding, "stopped")
    if finding.severity >= SERIOUS:
        return Verdict(
            Kind.HAND_OVER, _because(finding, "stopped" if history.stopped else "not_addressed"), event=Event.HAND_OVER
        )
    return _leave(finding, "not_addressed")


def _ask(finding: Finding, history: History, rules: Rules, *names: str) -> Verdict:
    """Ask staff, within the budget. What is sure but may not be answered weighs as a full doubt: nobody else would answer it."""
    heaviness = weight(finding) if names == ("unsure",) else float(max(finding.severity, 1))
    why_not = refused(finding.severity, heaviness, history.asks_shift, rules.ask_budget)
    if why_not:
        return _leave(finding, *names, why_not)
    return Verdict(Kind.ASK, _because(finding, *names), event=Event.ASK)


def _answer(message: Message, finding: Finding, history: History, rules: Rules) -> Verdict:
    """Sure, and allowed to speak: the brakes are left."""
    if rules.mode == "ask":
        return _ask(finding, history, rules, "mode_ask")
    if history.retractions_today >= rules.retractions_for_ask_only:
        return _ask(finding, history, rules, "retractions")
    if _breaks(history, rules):
        return _ask(finding, history, rules, "breaker")
    if history.answers_today >= rules.daily_ceiling:
        return _ask(finding, history, rules, "ceiling")
    if _within(history.answered_customer, message.at, rules.cooldown):
        if finding.severity >= SERIOUS:
            return Verdict(Kind.HAND_OVER, _because(finding, "cooldown"), event=Event.HAND_OVER)
        return _leave(finding, "cooldown")
    if _within(history.answered_topics.get(finding.topic), message.at, rules.topic_pause):
        if _speaks_to_us(message, rules):
            return Verdict(Kind.ANSWER, _because(finding, "topic_pause"), "also_seen")
        return _leave(finding, "topic_pause")
    return Verdict(Kind.ANSWER, _because(finding, "sure"), finding.topic or "other")


def _within(then: datetime | None, now: datetime, seconds: float) -> bool:
    """`now` may lie before `then`: after a gap, messages are heard that are older than the last answer."""
    return seconds > 0 and then is not None and now - then < timedelta(seconds=seconds)
