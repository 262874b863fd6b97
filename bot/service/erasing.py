"""Forgetting a customer: his open cases end, staff hear why, cards and posts that show him are emptied or taken back, his rows go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.actions import Answer, Card, Relay, Retract
from bot.core.cases import WITH_STAFF, Event
from bot.core.messages import Role
from bot.core.promises.keeping import PromiseState
from bot.ports import Seen
from bot.service import asking
from bot.service.plans import job

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.core.cases import Case
    from bot.service.draft import Draft
    from bot.service.house import House
    from bot.service.tasks import Outcome

_PLANNED = ("answer", "relay", "amend", "withdraw", "timer", "card", "card_edit", "thread_post", "reveal")
_ALL = 100_000
_LATEST = 20
_BESIDE = 12
"""A card shows the last three messages before its case; of more than those, because some in between may have been changed since."""
"""More cases than anybody has."""


def erase(draft: Draft, house: House, customer: str, who: str) -> Mapping[str, int]:
    """Forget a customer (random id) because `who` (a random id, or `admin`) said so; gives what was removed, by kind."""
    draft.save()
    cases = draft.ledger.cases_of_customer(customer, _ALL)
    ended = [_ended(draft, case) for case in cases]
    posts = {case.id: [seen for seen in draft.ledger.messages_of(case.id) if seen.posted] for case in cases}
    draft.save()
    shown = _cards_with_him(draft, customer, cases)
    unasked = draft.ledger.unasked_of(customer)
    removed = draft.ledger.erase(customer, public(house))
    asking.list_anew(draft, unasked)
    for case in shown:
        draft.edit_card(case)
    for before, now in zip(cases, ended, strict=True):
        shell = draft.ledger.case(now.id)
        if shell is not None:
            _show_staff(draft, before, shell, posts[now.id])
    draft.memory.audit.append((who, "erased", ""))
    return removed


def public(house: House) -> set[str]:
    """Every address that is nobody's private chat."""
    places = [*house.public_places(), *house.desks()]
    return {f"{place.platform}:{place.channel}" for place in places}


def _cards_with_him(draft: Draft, customer: str, cases: Sequence[Case]) -> list[Case]:
    """The cards of others that show something of him: his words as context, his name in a flood, his cases beside a linked account."""
    ledger = draft.ledger
    beside = ledger.cases_after(customer, _BESIDE)
    leads = ledger.cases({case.grouped for case in cases if case.grouped}).values()
    accounts = [other for other in ledger.accounts(customer) if other != customer]
    linked = [case for other in accounts for case in ledger.cases_of_customer(other, _LATEST)]
    own = {case.id for case in cases}
    found = {case.id: case for case in (*beside, *leads, *linked) if case.id not in own}
    return [case for case in found.values() if case.card or case.state in WITH_STAFF]


def _ended(draft: Draft, case: Case) -> Case:
    """The case at its end, with nothing left that would speak to the customer or ring for him."""
    draft.ledger.cancel_jobs(case.id, _PLANNED)
    for promise in draft.ledger.promises_of(case.id):
        if promise.state in {PromiseState.OPEN, PromiseState.PROPOSED}:
            draft.ledger.save_promise(promise.withdrawn(draft.now))
    if case.ended:
        return case
    closed = case.after(Event.ERASED, draft.now, snoozed=None, pending="")
    draft.memory.audit.append(("bot", f"{Event.ERASED}", case.id))
    draft.memory.keep(closed)
    return closed


def was_forgotten(draft: Draft, before: Case | None, now: Case) -> bool:
    """Whether the customer of a case was forgotten since it was as `before`."""
    emptied = before is not None and bool(before.masked) and not now.masked
    return emptied and draft.ledger.customer_of(now.customer) is None


def too_late(draft: Draft, case: Case, outcome: Outcome) -> None:
    """It was under way while its customer was forgotten: where others read it, it is taken back; nothing of it is kept."""
    action, receipt = outcome.task.action, outcome.receipt
    if isinstance(action, Card) and outcome.thread is not None:
        draft.memory.keep(replace(case, card=outcome.thread.card, thread=outcome.thread.place))
        draft.edit_card(case)
        return
    place = outcome.place or (action.place if isinstance(action, Answer | Relay) else None)
    if place is not None and f"{place.platform}:{place.channel}" in public(draft.house):
        _take_back(draft, case, Seen(place, receipt, 0, "bot", Role.SELF, draft.now, "", case=case.id, posted=True))


def _take_back(draft: Draft, shell: Case, post: Seen) -> None:
    """Only what is known to stand somewhere is ever taken back."""
    draft.memory.seen.append(post)
    key = f"retract:{shell.id}:{draft.house.new_id()}"
    draft.memory.jobs.append(job(Retract(post.place, post.id), key, draft.now, shell))


def _show_staff(draft: Draft, before: Case, shell: Case, posts: list[Seen]) -> None:
    """The card becomes empty; what the bot said in the thread, and to him in public, is taken back; of an open case staff hear why."""
    house = draft.house
    known = public(house)
    for post in posts:
        place = post.place
        if post.id == shell.card or f"{place.platform}:{place.channel}" not in known:
            continue
        _take_back(draft, shell, post)
    if shell.card:
        draft.edit_card(shell)
    if before.grouped and (lead := draft.ledger.case(before.grouped)) is not None and lead.card:
        draft.edit_card(lead)
    if before.ended:
        return
    text = house.desk("customer_erased", number=shell.number)
    if shell.card:
        draft.tell_thread(shell, text, "erased")
    else:
        draft.notice(shell.place.platform, text, f"erased:{shell.id}")
