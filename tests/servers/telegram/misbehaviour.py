"""Misbehaviour on command: a rule per method and optionally per chat, for the next calls or for always."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

ANY = "*"


class Fault(StrEnum):
    """What the server can do wrong."""

    DELAY = "delay"
    """Wait `seconds` before the call is looked at."""
    SLOW_ANSWER = "slow_answer"
    """Do what was asked at once, answer after `seconds`."""
    TOO_MANY = "429"
    """Refuse with `retry_after` = `seconds`, nothing is done."""
    INTERNAL = "500"
    """Refuse as an internal error, nothing is done."""
    GATEWAY = "502"
    """Answer as a gateway without the server behind it: an HTML page, nothing is done."""
    HOLD = "hold"
    """Wait with the call until `release`."""
    HOLD_ANSWER = "hold_answer"
    """Do what was asked at once, keep the answer until `release`."""
    DROP = "drop"
    """Do what was asked, then cut the connection without an answer."""
    CUT = "cut"
    """Cut the connection, nothing is done."""


@dataclass(slots=True)
class Rule:
    """One fault for a method (`*` for all) and a chat (None for all); `times` None means always."""

    fault: Fault
    method: str = ANY
    chat_id: int | None = None
    times: int | None = 1
    seconds: float = 0.0
    skip: int = 0

    def fits(self, method: str, chat_id: object) -> bool:
        """Whether the rule speaks about a call."""
        return self.method in {ANY, method} and (self.chat_id is None or str(chat_id) == str(self.chat_id))


class Misbehaviour:
    """The rules in force, oldest first; the first one that fits a call is used."""

    def __init__(self) -> None:
        self.rules: list[Rule] = []
        self.latency = 0.0
        self.used: list[tuple[str, str]] = []
        self.held: list[asyncio.Future[None]] = []

    def add(self, rule: Rule) -> None:
        """Put a rule behind those already there."""
        rule.method = rule.method.lower()
        self.rules.append(rule)

    def calm(self) -> None:
        """Behave from now on."""
        self.rules.clear()
        self.latency = 0.0

    def hold(self) -> asyncio.Future[None]:
        """Return what a call waits for until `release`; `held` tells how many calls wait."""
        gate: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.held.append(gate)
        return gate

    def release(self) -> None:
        """Let every held call go on."""
        for gate in self.held:
            if not gate.done():
                gate.set_result(None)
        self.held.clear()

    def next_for(self, method: str, values: dict[str, Any]) -> Rule | None:
        """Return the rule for a call, if any, and count it down; `method` in lower case."""
        for rule in self.rules:
            if not rule.fits(method, values.get("chat_id")):
                continue
            if rule.skip > 0:
                rule.skip -= 1
                continue
            if rule.times is not None:
                rule.times -= 1
                if rule.times <= 0:
                    self.rules.remove(rule)
            self.used.append((method, rule.fault.value))
            return rule
        return None
