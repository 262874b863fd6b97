"""Private talks in a thread of a server: others can be let into it, so who speaks there is looked at, and what is gone is let go."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.core.messages import LetIn, Message, Place
    from bot.ports import Customer, NotPrivate
    from bot.service.draft import Draft

_RECENT = 10


def case_of(draft: Draft, place: Place) -> Case | None:
    """The case that was talked about last in a private place."""
    seen = [one.case for one in draft.memory.seen if one.place == place and one.case]
    seen = seen or [one.case for one in draft.ledger.context(place, draft.now, _RECENT) if one.case]
    return draft.memory.cases.get(seen[-1]) or draft.ledger.case(seen[-1]) if seen else None


def by_stranger(draft: Draft, message: Message, customer: Customer) -> bool:
    """Whether somebody other than its customer speaks in a private thread. His words count for nothing; staff hear that he is there.

    A thread that no case is known of belongs to whoever speaks in it: before staff words go there it is looked at again.
    """
    case = case_of(draft, message.place) if message.in_thread else None
    if case is None or case.customer == customer.id:
        return False
    draft.memory.audit.append((customer.id, "spoke_in_talk", case.id))
    name = customer.name or draft.house.desk("somebody")
    key = f"talk_stranger:{message.place.channel}:{customer.id}"
    draft.tell_thread(case, draft.house.desk("talk_stranger", name=name), key)
    return True


def let_in(draft: Draft, inbound: LetIn) -> None:
    """Somebody but its customer is in a private thread from now on: it is not used any more, and staff hear it at once."""
    case = case_of(draft, inbound.place)
    customer = draft.ledger.customer_of(case.customer) if case is not None else None
    if case is None or case.ended or customer is None or customer.user == inbound.who.id:
        return
    draft.memory.audit.append((case.customer, "talk_entered", case.id))
    name = inbound.who.name or draft.house.desk("somebody")
    text = f"{draft.house.desk('talk_let_in', name=name)} {let_go(draft, case, inbound.place)}".strip()
    draft.tell_thread(case, text, f"talk_let_in:{inbound.place.channel}:{inbound.at.timestamp():.0f}")


def gone(draft: Draft, place: Place) -> bool:
    """A thread was deleted: whether it was a private talk. Staff hear it at once, not only when they answer."""
    case = case_of(draft, place) if not place.thread else None
    if case is None or case.private_channel != place.channel:
        return False
    if not case.ended:
        text = f"{draft.house.desk('talk_gone')}. {let_go(draft, case, place)}".strip()
        draft.tell_thread(case, f"{text[:1].upper()}{text[1:]}", f"talk_gone:{place.channel}")
    return True


def why_parked(draft: Draft, case: Case, error: NotPrivate, place: Place) -> str:
    """For staff: why their words were not said in a private place, and what they can do."""
    return f"{draft.house.desk(f'talk_{error.why}')}. {let_go(draft, case, place)}".strip()


def let_go(draft: Draft, case: Case, place: Place) -> str:
    """The case stays private and has no private place any more, so that its customer can be invited anew; what staff can do now.

    A case that began in that place has nowhere else to invite from and stays bound to it: nothing is said there either way.
    """
    if case.place.channel == place.channel:
        return ""
    if case.private_channel == place.channel:
        draft.memory.keep(replace(case, private_channel="", updated=draft.now))
    elif case.private_channel:
        # He was invited anew meanwhile, and is in another place.
        return ""
    return draft.house.desk("talk_again")
