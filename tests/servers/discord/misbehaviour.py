"""Misbehaviour on command: what the network and the platform do to a bot on a bad day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["delay", "delay_answer", "too_many", "error", "error_after", "drop_after", "cut_before"]
"""
delay         wait, then handle the request
delay_answer  handle the request, then wait with the answer
too_many      429 with `retry_after` seconds (`everywhere`: the global limit)
error         answer `status` without handling the request
error_after   handle the request, then answer `status` all the same
drop_after    handle the request, then cut the line without an answer
cut_before    cut the line before the request is handled
"""

KINDS: tuple[Kind, ...] = get_args(Kind)
ANY_ROUTE = "*"


@dataclass(slots=True)
class Fault:
    """One order: on which route and channel, how often (`times` None is always) and what."""

    kind: Kind
    route: str = ANY_ROUTE
    channel_id: int | None = None
    times: int | None = 1
    seconds: float = 0.0
    status: int = 500
    everywhere: bool = False


class Misbehaviour:
    """The standing orders; the first that fits a request is used up by it."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.latency = 0.0
        self.done: list[tuple[Kind, str]] = []

    def order(self, fault: Fault) -> None:
        """Add an order.

        Raises ValueError for an unknown kind.
        """
        if fault.kind not in KINDS:
            raise ValueError(f"unknown misbehaviour {fault.kind!r}; known: {', '.join(KINDS)}")
        self.faults.append(fault)

    def for_request(self, route: str, channel_id: int | None) -> Fault | None:
        """The order that this request meets, counted down; None on a good day."""
        if not self.faults:
            return None
        for fault in self.faults:
            if fault.route in {ANY_ROUTE, route} and fault.channel_id in {None, channel_id}:
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self.faults.remove(fault)
                self.done.append((fault.kind, route))
                return fault
        return None

    def clear(self) -> None:
        """Behave again."""
        self.faults.clear()
        self.done.clear()
        self.latency = 0.0
