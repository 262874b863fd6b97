"""What triage is given in tests: a message, a finding, a past and the rules, each ordinary unless the test says otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.core.cases import Case, State
from bot.core.findings import Finding, Signal, Span
from bot.core.messages import Author, Message, Place, Role
from bot.core.triage import History, Rules, Verdict, triage

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
PLACE = Place("sandbox", "square")
SANNE = Author("7", "Sanne")
SIGNAL = Signal("net_fails", 3.0, fired=True, text="zegt dat een verbinding het niet doet")
SPAN = Span("phone", 0, 10)
MODES = ("all", "mentions", "addressed", "guest", "ask", "off")

MESSAGE = Message(PLACE, "m2", SANNE, "mijn wifi valt weg", NOON)
COMPLAINT = Finding("nl", 0.97, "outage", 1, (SIGNAL,), "mijn wifi valt weg")
CHAT = Finding("nl", 0.02, "", 0, (SIGNAL,), "lekker weer")
CASE = Case("c1", "sanne", PLACE, "m1", "nl", NOON, NOON, topic="outage", number=1, last_message="m1")
RULES = Rules(mode="all", official=frozenset({"polderlink"}))


def message(**changes: Any) -> Message:
    """A customer's message; `role` sets his role."""
    role = changes.pop("role", Role.CUSTOMER)
    return replace(MESSAGE, author=replace(SANNE, role=role), **changes)


def complaint(**changes: Any) -> Finding:
    """A clear, mild complaint."""
    return replace(COMPLAINT, **changes)


def chat(**changes: Any) -> Finding:
    """No complaint at all."""
    return replace(CHAT, **changes)


def case(state: State, **changes: Any) -> Case:
    """Sanne's case."""
    return replace(CASE, state=state, **changes)


def rules(mode: str = "all", **changes: Any) -> Rules:
    """A channel's policy."""
    return replace(RULES, mode=mode, **changes)


def past(**changes: Any) -> History:
    """Nothing happened before, but for these."""
    return replace(History(), **changes)


def judge(
    said: Message = MESSAGE, found: Finding = COMPLAINT, history: History | None = None, policy: Rules = RULES
) -> Verdict:
    """The verdict."""
    return triage(said, found, history or History(), policy)


def names(verdict: Verdict) -> list[str]:
    """The policy reasons of a verdict, without their prefix."""
    return [signal.name.removeprefix("policy:") for signal in verdict.because if signal.name.startswith("policy:")]
