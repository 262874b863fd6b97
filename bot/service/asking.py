"""Questions for which a shift had no budget: listed for staff once an hour, each with its reason and a way to it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.core.actions import Notice
from bot.core.asks import BELOW, OVER
from bot.core.cards import shorten
from bot.core.reasons import of_policy, reason
from bot.core.words import Link, Words
from bot.service.plans import job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.messages import Message
    from bot.core.triage import Verdict
    from bot.ports import Chat, Ledger, Seen
    from bot.service.draft import Draft
    from bot.service.house import House

_REASONS = frozenset({f"policy:{OVER}", f"policy:{BELOW}"})
_HOUR = timedelta(hours=1)
_LATER = timedelta(minutes=5)
"""What is judged late (after a stop) is waited for so long."""
_LISTED = 15
_TEXT = 80
"""Longest part of a message in the list, in characters."""


def list_later(draft: Draft, message: Message, verdict: Verdict) -> None:
    """After the hour in which this was said, staff read what they were not asked; one list a platform and hour."""
    staff = draft.house.staff_place(message.place.platform)
    if staff is None or not any(signal.name in _REASONS for signal in of_policy(verdict.because)):
        return
    hour = _hour(message.at)
    key = _key(message.place.platform, hour)
    due = max(hour + _HOUR, draft.now + _LATER)
    notice = Notice(staff.channel, "", hour.isoformat())
    draft.memory.jobs.append(job(notice, key, due, platform=message.place.platform))


def list_anew(draft: Draft, before: Sequence[Seen]) -> None:
    """Lists that quote these messages, which are not kept any more, are made anew where they stand."""
    for platform, hour in dict.fromkeys((seen.place.platform, _hour(seen.at)) for seen in before):
        key, staff = _key(platform, hour), draft.house.staff_place(platform)
        post = draft.ledger.receipt_of(key)
        if post and staff is not None:
            notice = Notice(staff.channel, "", hour.isoformat(), post)
            again = f"{key}:{draft.house.new_id()[:8]}"
            draft.memory.jobs.append(job(notice, again, draft.now, platform=platform))


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _key(platform: str, hour: datetime) -> str:
    return f"unasked:{platform}:{hour:%Y%m%d%H}"


def load(ledger: Ledger, platform: str, hour: str) -> list[Seen]:
    """The messages of the list, one more than are shown where there are more."""
    since = datetime.fromisoformat(hour)
    return ledger.unasked(platform, since, since + _HOUR, _LISTED + 1)


def words(house: House, chat: Chat, notice: Notice, found: Sequence[Seen]) -> Words:
    """A notice's own text, or the list: what was said, where, and why nobody was asked; shortened until the platform takes it."""
    if not notice.unasked:
        return Words.of(notice.text)
    shown = list(found[:_LISTED])
    made = _words(house, chat, shown, more=len(found) > len(shown))
    while len(shown) > 1 and chat.measure(made.plain) > chat.limit:
        shown = shown[: len(shown) // 2]
        made = _words(house, chat, shown, more=True)
    return made


def _words(house: House, chat: Chat, shown: Sequence[Seen], *, more: bool) -> Words:
    parts: list[str | Link] = [house.desk("unasked")]
    for seen in shown:
        text = shorten(seen.masked, _TEXT) or "…"
        why = next((line["signal"] for line in seen.because if line["signal"] in _REASONS), f"policy:{OVER}")
        link = chat.message_link(seen.place, seen.id)
        parts += [f"\n{house.clock_time(seen.at)} ", Link(text, link) if link else f"„{text}”"]
        parts.append(f": {reason(why.removeprefix('policy:'), house.staff_language).text}")
    if more:
        parts.append(f"\n{house.desk('unasked_more')}")
    return Words(tuple(parts))
