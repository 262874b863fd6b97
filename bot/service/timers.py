"""What happens when a case's timer rings: silence, a deadline that passed, a rest that is over. Each looks first whether it still counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.cases import Event, State
from bot.service import clocking, followups, promising

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.service.draft import Draft
    from bot.service.house import House

_SILENT = frozenset({State.ANSWERED, State.SOLVED, State.ASKED})
"""States that end by themselves when nobody says anything."""


def rings(draft: Draft, house: House, case: Case, what: str) -> None:
    """A timer rang."""
    ringing = {
        "silence": _silence,
        "deadline": _deadline,
        "snooze": _snooze,
        "clock": clocking.rings,
        "promise": promising.rings,
        "follow_up": followups.ask,
        "unanswered": followups.give_up,
    }
    ringing[what](draft, house, case)


def _silence(draft: Draft, house: House, case: Case) -> None:
    """Nobody said anything for so long: the case closes, and staff who have its card are told."""
    if case.state not in _SILENT or not case.can(Event.SILENCE):
        return
    quiet_since = house.later(case.updated, house.config.policy.silence)
    if case.snoozed is not None and case.snoozed > quiet_since:
        quiet_since = case.snoozed
    if quiet_since > draft.now:
        draft.timer(case, "silence", quiet_since)
        return
    after = case.after(Event.SILENCE, draft.now, snoozed=None)
    draft.memory.keep(after)
    draft.memory.audit.append(("bot", "silence", case.id))
    followups.take_buttons(draft, after)
    if not after.card:
        return
    draft.edit_card(after)
    if case.state == State.ASKED:
        draft.tell_thread(after, house.desk("closed_unanswered"), f"closed:{draft.now.timestamp():.0f}")


def _deadline(draft: Draft, house: House, case: Case) -> None:
    """Nobody took the case in time: its thread says so. A case that rests is reminded of when it comes back."""
    if case.state != State.HANDED_OVER or case.deadline is None or case.deadline > draft.now:
        return
    if case.snoozed is not None and case.snoozed > draft.now:
        draft.timer(case, "deadline", case.snoozed)
        return
    if clocking.waits(draft, house, case):
        return
    if (back := clocking.said_at(house, case.deadline, draft.now)) > draft.now:
        draft.timer(case, "deadline", back)
    elif not clocking.says_late(draft, house, case):
        clocking.say_late(draft, house, case, case.deadline)


def _snooze(draft: Draft, house: House, case: Case) -> None:
    """The rest is over."""
    if case.snoozed is None or case.snoozed > draft.now or case.ended:
        return
    awake = replace(case, snoozed=None, updated=draft.now)
    draft.memory.keep(awake)
    draft.edit_card(awake)
    owner = case.owner_name or house.desk("nobody")
    draft.tell_thread(awake, house.desk("snooze_over", owner=owner), f"awake:{case.snoozed.timestamp():.0f}")
