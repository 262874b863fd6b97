"""From actions to jobs: which lane, which key, how urgent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core import actions
from bot.core.actions import (
    Amend,
    Answer,
    Card,
    CardEdit,
    CardMoved,
    Enter,
    Inform,
    Leave,
    Mute,
    Notice,
    Relay,
    Restate,
    Retract,
    Reveal,
    TakeDown,
    Tell,
    ThreadPost,
    Timer,
    Unmute,
    Whisper,
    Withdraw,
)
from bot.ports import NewJob

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.actions import Action
    from bot.core.cases import Case

PUBLIC = ("answer",)
"""Kinds that a person's answer cancels."""
TIMERS = ("timer",)

_PRIORITY: dict[type[Action], int] = {
    Whisper: 0,
    Retract: 0,
    Restate: 1,
    TakeDown: 0,
    Mute: 0,
    Unmute: 0,
    Answer: 1,
    Relay: 1,
    Amend: 1,
    Withdraw: 0,
    Reveal: 1,
    Enter: 1,
    ThreadPost: 1,
    Card: 2,
    Notice: 2,
    Tell: 0,
    CardEdit: 3,
    CardMoved: 3,
    Inform: 2,
    Leave: 3,
    Timer: 5,
}


def job(
    action: Action, key: str, due: datetime, case: Case | None = None, *, platform: str = "", staff: str = ""
) -> NewJob:
    """One job for one action.

    `key` makes it unique: a second one of the same key is a no-op. `staff` is the staff channel's id, for what is posted there.
    Public words of a case go through one lane, what staff read of it through another, so that neither waits for the other.
    """
    name = case.id if case is not None else key
    platform = case.place.platform if case is not None else platform
    match action:
        case Mute() | Unmute():
            # Of one person, whichever case it is said in: lifting comes after what it lifts.
            lane = f"mute:{case.customer if case is not None else key}"
            channel = f"{action.place.platform}:{action.place.channel}"
        case Answer() | Relay() | Retract() | Restate() | TakeDown():
            lane, channel = f"public:{name}", f"{action.place.platform}:{action.place.channel}"
        case Amend() | Withdraw():
            lane, channel = f"public:{name}", f"{platform}:{_channel_of(case)}"
        case Card() | CardEdit() | CardMoved() | ThreadPost():
            lane, channel = f"staff:{name}", f"{platform}:{staff}"
        case Inform():
            lane, channel = f"inform:{key}", f"{action.place.platform}:{action.place.channel}"
        case Notice():
            lane, channel = f"notice:{key}", f"{platform}:{action.channel}"
        case Enter():
            lane, channel = f"enter:{name}", f"{platform}:"
        case Reveal():
            lane, channel = f"reveal:{key}", f"{platform}:{staff}"
        case Whisper() | Leave() | Timer() | Tell():
            # Of a word in private no address stays behind: the channel is in the payload, which goes when it is said.
            lane, channel = f"{actions.kind_of(action)}:{key}", f"{platform}:"
    return NewJob(
        key=key,
        lane=lane,
        kind=actions.kind_of(action),
        payload=actions.dump(action),
        due=due,
        channel=channel,
        priority=_PRIORITY[type(action)],
        case=case.id if case is not None else "",
    )


def _channel_of(case: Case | None) -> str:
    """Where words of staff about a case go now."""
    if case is None:
        return ""
    return case.private_channel if case.private else case.place.channel
