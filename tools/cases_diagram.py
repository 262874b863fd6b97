# ruff: noqa: INP001 - run by path, not imported
"""docs/cases.md, written from the table of transitions: `python tools/cases_diagram.py` after a row has changed."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.core.cases import ENDED, TRANSITIONS, WITH_STAFF, Event, State  # noqa: E402 - found through the line above

PAGE = ROOT / "docs" / "cases.md"

STATES = {
    State.HEARD: "a complaint; the bot's answer is on its way (grace period, quiet hours)",
    State.ASKED: "staff are asked whether this is a complaint",
    State.ANSWERED: "the bot or a member answered in public; staff are needed only when the customer says so",
    State.HANDED_OVER: "staff must act; nobody has taken it yet",
    State.CLAIMED: "a member of staff has it",
    State.SOLVED: "staff, or the customer, say that it is solved",
    State.CLOSED: "ended without a solution on record: silence, withdrawn, or the customer wants no answers",
    State.DISMISSED: "it was not a complaint",
}
EVENTS = {
    Event.ANSWER_SENT: "the bot's own public answer was posted",
    Event.ASK: "triage is not sure and asks staff",
    Event.HAND_OVER: "triage, or a failed or withheld answer, gives it to staff",
    Event.CUSTOMER_SAID: "the customer says more, or changes his words",
    Event.MEMBER_ANSWERED: "somebody who is not staff replies to the complaint",
    Event.STAFF_ANSWERED: "staff reply, in public or through the case's thread",
    Event.CLAIM: "staff press *answer with this*, *write*, *claim* or *assign*",
    Event.WANTS_HUMAN: 'the customer says "mens" or "human"',
    Event.HELPED: "the customer says that it helped",
    Event.GIVEN_UP: "staff let it wait for `policy.unanswered`; it ends with a notice",
    Event.WANTS_STOP: 'the customer says "stop"',
    Event.NOT_COMPLAINT: "staff, or the customer, say that it was no complaint",
    Event.SOLVE: "staff press *solve*, or the customer says that it is solved",
    Event.REMOVED: "the customer deletes the complaint",
    Event.SILENCE: "the timer ran out, or an answer was held back for too long",
    Event.RELEASE: "whoever has it gives it back to everybody",
    Event.REOPEN: "staff open an ended case again",
    Event.MERGE: "staff put it with another open case of the same customer",
    Event.ERASED: "the customer had everything about him erased",
}

_HEAD = """\
# The life of a case

<!-- Written by `python tools/cases_diagram.py` from TRANSITIONS in bot/core/cases.py; a test compares the two.
Change the table instead. -->

A complaint becomes a *case*: one matter of one customer in one place. What can happen to it, and what it is
then, stands in one table in `bot/core/cases.py`; everything on this page is written from that table. A pair of
state and event that is not in it cannot happen: `Case.after` refuses it.
"""


def document() -> str:
    """The whole page."""
    parts = [
        _HEAD,
        "## At a glance\n",
        _diagram(),
        "Events that leave a case in its state are not drawn.\n",
        "## States\n",
    ]
    parts += [_states(), "## Events\n", _events(), "## Every state and every event\n", _table()]
    return "\n".join(parts)


def _diagram() -> str:
    arrows: dict[tuple[State, State], list[Event]] = defaultdict(list)
    for (before, event), after in TRANSITIONS.items():
        if before is not after:
            arrows[before, after].append(event)
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> heard"]
    lines += [
        f"    {before} --> {after}: {', '.join(_plain(e) for e in events)}"
        for (before, after), events in arrows.items()
    ]
    lines += [f"    {state} --> [*]" for state in State if state in ENDED]
    return "\n".join([*lines, "```", ""])


def _plain(event: Event) -> str:
    return event.replace("_", " ")


def _states() -> str:
    lines = ["| state | meaning | card in the staff channel | ended |", "|---|---|---|---|"]
    lines += [
        f"| `{state}` | {STATES[state]} | {'yes' if state in WITH_STAFF else ''} | {'yes' if state in ENDED else ''} |"
        for state in State
    ]
    return "\n".join([*lines, ""])


def _events() -> str:
    lines = ["| event | what happened |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{event}` | {EVENTS[event]} |" for event in Event), ""])


def _table() -> str:
    lines = [
        "A dot: the case stays as it is. Empty: cannot happen.\n",
        f"| | {' | '.join(f'`{state}`' for state in State)} |",
    ]
    lines.append(f"|---|{'---|' * len(State)}")
    lines += [f"| `{event}` | {' | '.join(_cell(state, event) for state in State)} |" for event in Event]
    return "\n".join([*lines, ""])


def _cell(state: State, event: Event) -> str:
    after = TRANSITIONS.get((state, event))
    if after is None:
        return ""
    return "·" if after is state else str(after)


if __name__ == "__main__":
    PAGE.write_text(document(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} is up to date\n")
