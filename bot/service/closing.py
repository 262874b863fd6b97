"""How a case ends in public: the closing note, and what is taken back when it was no complaint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.actions import Relay, Retract
from bot.core.replies import first_name
from bot.service.plans import job

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.core.messages import Place
    from bot.service.draft import Draft


def close_publicly(draft: Draft, case: Case) -> bool:
    """Say the end where the complaint stood, in general terms; False where that is not done.

    A case that was private from the start has no public place, and somebody who said stop hears nothing more from the bot.
    """
    house, customer = draft.house, draft.ledger.customer_of(case.customer)
    if customer is None or customer.stopped or case.outside or case.place.channel == case.private_channel:
        return False
    facts = house.facts(case.language, first_name(customer.name), case.topic, "", case.id, case.place.platform)
    reply = house.library.shelf.reply(case.language, "solved", case.number, facts)
    note = Relay(case.place, case.message, customer.user, reply.words, "solve")
    draft.memory.jobs.append(job(note, f"relay:{case.id}:solved:{house.new_id()[:8]}", draft.now, case))
    return True


def take_back_answers(draft: Draft, case: Case) -> None:
    """Everything the bot said by itself in public about this case goes; after too many of these in a day the channel rests."""
    posts = draft.ledger.own_posts(case.id, case.place)
    answers = list(dict.fromkeys([*posts, *([case.answer] if case.answer else [])]))
    for message in answers:
        key = f"retract:{case.id}:{message}"
        draft.memory.jobs.append(job(Retract(case.place, message), key, draft.now, case))
    if answers:
        _count(draft, case)


def _count(draft: Draft, case: Case) -> None:
    """Say at once that the channel is on ask-only, when this retraction is the one too many of the day."""
    house = draft.house
    before = draft.ledger.retractions(case.place, house.midnight(draft.now))
    planned = draft.memory.retractions.count(case.place.channel)
    draft.memory.retractions.append(case.place.channel)
    if before + planned + 1 >= house.config.policy.retractions_for_ask_only:
        say_ask_only(draft, case.place)


def say_ask_only(draft: Draft, place: Place) -> None:
    """Tell staff, once a day, that the bot asks first in this channel."""
    channel = draft.house.channel(place)
    name = (channel.name or channel.id) if channel is not None else place.channel
    day = draft.now.astimezone(draft.house.zone).date()
    text = draft.house.desk("ask_only", channel=name)
    draft.notice(place.platform, text, f"ask_only:{place.channel}:{day}")
