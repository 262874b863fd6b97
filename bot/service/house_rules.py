"""House rules at work: what a warning says, what customers answer to it, and how staff see it. Only a press of staff warns.

What is done beside a warning (a message taken away, a customer muted) is in `measures`; here is what is said about it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.actions import Relay, Withdraw
from bot.core.house_rules import Appeal, Measure, Warned, appeals
from bot.core.menus import button
from bot.core.messages import Place, Role
from bot.core.replies import first_name
from bot.core.verbs import BY_NAME
from bot.ports import Seen
from bot.service import measures, relay, talks
from bot.service.closing import hears_us, words_of
from bot.service.plans import job

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.config.models import HouseRule
    from bot.core.cases import Case
    from bot.core.messages import Message
    from bot.core.words import Button, Words
    from bot.ports import Customer
    from bot.service.draft import Draft
    from bot.service.house import House

_WARN, _APPEAL = "warn", "appeal"
_SITUATIONS = {Measure.NONE: "warned", Measure.REMOVE: "message_removed", Measure.MUTE: "muted"}


def rule_of(house: House, number: int) -> HouseRule | None:
    """The rule of this number."""
    return next((rule for rule in house.config.house_rules if rule.number == number), None)


def title(house: House, rule: HouseRule, language: str) -> str:
    """What a rule is called in a language."""
    return rule.title.get(language) or rule.title.get(house.staff_language) or next(iter(rule.title.values()))


def standing(draft: Draft, case: Case) -> list[Warned]:
    """The customer's warnings that count now."""
    return [one for one in draft.ledger.warnings_of(case.customer) if one.stands(draft.now)]


def _where(case: Case, *, private: bool) -> tuple[Place, str]:
    if private:
        return Place(case.place.platform, case.private_channel), ""
    return case.place, case.last_message or case.message


def new_warning(draft: Draft, house: House, case: Case, rule: HouseRule, who: str) -> Warned:
    """A warning that counts from now on for as long as the settings say; it is not saved yet."""
    until = draft.now + timedelta(seconds=house.config.policy.warning)
    return Warned(house.new_id(), case.id, case.customer, rule.number, who, draft.now, until)


def warn(draft: Draft, house: House, case: Case, rule: HouseRule, who: str, *, private: bool) -> Warned | None:
    """A person warns the customer; None when the bot may not speak to him."""
    if _hearer(draft, case) is None:
        return None
    warned = new_warning(draft, house, case, rule, who)
    draft.ledger.save_warning(warned)
    tell(draft, house, case, warned, private=private)
    return warned


def _hearer(draft: Draft, case: Case) -> Customer | None:
    """The customer where a warning may be said to him."""
    customer = draft.ledger.customer_of(case.customer)
    if customer is None or not customer.user or customer.stopped or case.outside:
        return None
    return customer


def tell(draft: Draft, house: House, case: Case, warned: Warned, *, private: bool) -> bool:
    """Tell the customer what was done and by which rule; False when the bot may not speak to him."""
    customer, rule = _hearer(draft, case), rule_of(house, warned.rule)
    if customer is None or rule is None:
        return False
    situation = _SITUATIONS[warned.measure]
    # Who may not write in public finds a way to appeal in private.
    token = house.new_token() if warned.measure is Measure.MUTE and not private and not case.ended else ""
    words = _words(house, case, customer, rule, situation, token)
    if warned.ends is not None:
        when = house.phrase(case.language, "muted_until", time=house.day_time(warned.ends))
        words = replace(words, parts=(*words.parts, f"\n\n{when}"))
    buttons = talks.make_way(draft, case, token) if token else ()
    _say(draft, case, customer, words, f"{_WARN}:{warned.id}", private=private, buttons=buttons)
    return True


def _words(house: House, case: Case, customer: Customer, rule: HouseRule, situation: str, token: str) -> Words:
    """The warning, with what the rule asks for."""
    facts = house.facts(case.language, first_name(customer.name), case.topic, "", token, case.place.platform)
    facts = replace(facts, rule=f"{rule.number} ({title(house, rule, case.language)})")
    words = house.library.shelf.reply(case.language, situation, case.number, facts).words
    text = rule.text.get(case.language, "")
    return replace(words, parts=(*words.parts, f"\n\n{text}")) if text else words


def _say(
    draft: Draft,
    case: Case,
    customer: Customer,
    words: Words,
    source: str,
    *,
    private: bool,
    buttons: tuple[Button, ...] = (),
) -> None:
    place, reply_to = _where(case, private=private)
    bot = draft.house.platforms[case.place.platform].bot_id
    note = Relay(place, reply_to, customer.user, words, source, bot=bot, buttons=buttons)
    draft.memory.jobs.append(job(note, f"relay:{case.id}:{source}", draft.now, case))


def unmuted(draft: Draft, case: Case, warned: Warned) -> None:
    """Tell him that he can write again, where he read that he could not."""
    customer = _hearer(draft, case)
    pieces = [piece for piece in draft.ledger.relays(case.id, f"{_WARN}:{warned.id}") if piece.message]
    if customer is None or not pieces:
        return
    words = words_of(draft, replace(case, deadline=None), "unmuted")
    private = pieces[0].place != case.place
    _say(draft, case, customer, words, f"{_WARN}:{warned.id}:end", private=private)


# the appeal ---------------------------------------------------------------------------------------------------------------
def appeal(draft: Draft, house: House, message: Message, customer: Customer, case: Case | None) -> bool:
    """Whether this is an objection of the customer to a warning in this case; staff then get it, with two buttons.

    In a private chat the warning need not be replied to: who is muted cannot reply where it stands.
    """
    if message.author.role != Role.CUSTOMER or message.version or not appeals(message.text):
        return False
    warned = _appealed(draft, message, customer, case)
    case = draft.memory.cases.get(warned.case) or draft.ledger.case(warned.case) if warned is not None else None
    if warned is None or case is None:
        return False
    warned = replace(warned, appeal=Appeal.ASKED)
    draft.ledger.save_warning(warned)
    masked = house.detect(message).masked
    draft.ledger.note(case.id, customer.id, masked, draft.now)
    draft.memory.audit.append((customer.id, f"appeal:{warned.rule}", case.id))
    case = _where_he_appeals(draft, case, message)
    draft.memory.keep(case)
    buttons = tuple(button(BY_NAME[verb], case.id, house.staff_language, warned.id) for verb in ("grant", "deny"))
    text = house.desk("appeal_came", rule=warned.rule, text=masked)
    draft.tell_thread(case, text, f"appeal:{warned.id}", buttons, relayed=message.id)
    _remember(draft, message, customer, masked, case)
    if (hearer := hears_us(draft, replace(case, withdrawn=False))) is not None:
        words = words_of(draft, replace(case, deadline=None), "appeal")
        _say(draft, case, hearer, words, f"{_APPEAL}:{warned.id}", private=message.private)
    return True


def _appealed(draft: Draft, message: Message, customer: Customer, case: Case | None) -> Warned | None:
    """The warning that he means: the latest open one in the case he replies to; in private, if need be, in any case of his."""
    open_ = [
        one for one in draft.ledger.warnings_of(customer.id) if one.stands(draft.now) and one.appeal is Appeal.NONE
    ]
    here = [one for one in open_ if case is not None and one.case == case.id and case.customer == customer.id]
    if here:
        return here[-1]
    return open_[-1] if open_ and message.private else None


def _where_he_appeals(draft: Draft, case: Case, message: Message) -> Case:
    if not message.private:
        return replace(case, last_message=message.id) if message.place == case.place else case
    if not case.private and not case.ended:
        relay.take_private(draft, case, invite=False)
    return replace(case, private=True, private_channel=message.place.channel)


def _remember(draft: Draft, message: Message, customer: Customer, masked: str, case: Case) -> None:
    kept = "" if message.private else masked
    draft.memory.seen.append(
        Seen(
            message.place,
            message.id,
            message.version,
            customer.id,
            message.author.role,
            message.at,
            kept,
            verdict="leave",
            because=[{"signal": "policy:appeal", "weight": 0.0, "fired": True, "text": "appeal"}],
            case=case.id,
            reply_to=message.reply_to,
        )
    )


def decide(draft: Draft, case: Case, warned: Warned, who: str, *, granted: bool) -> None:
    """A person decided about the objection: the customer reads so where the warning stood, and a wrong one goes."""
    after = replace(warned, appeal=Appeal.GRANTED if granted else Appeal.DENIED, decided=who)
    draft.ledger.save_warning(after)
    if granted and warned.mutes(draft.now):
        measures.lift(draft, case, warned)
    source = f"{_WARN}:{warned.id}"
    pieces = [piece for piece in draft.ledger.relays(case.id, source) if piece.message]
    private = bool(pieces) and pieces[0].place != case.place
    if granted and pieces:
        draft.memory.jobs.append(job(Withdraw(source, 0), f"withdraw:{case.id}:{source}", draft.now, case))
    if (customer := hears_us(draft, replace(case, withdrawn=False))) is not None:
        words = words_of(draft, replace(case, deadline=None), "appeal_granted" if granted else "appeal_denied")
        if granted and warned.measure is Measure.REMOVE:
            again = draft.house.phrase(case.language, "removed_wrongly")
            words = replace(words, parts=(*words.parts, f"\n\n{again}"))
        _say(draft, case, customer, words, f"{_APPEAL}:{warned.id}:end", private=private)


def on_card(house: House, warned: Sequence[Warned]) -> str:
    """The warnings that count, in one line; empty for none."""
    now = house.clock.now()
    lines = [_on_card(house, one, now) for one in warned if one.stands(now)]
    return house.desk("warned", count=len(lines), which=", ".join(lines)) if lines else ""


def _on_card(house: House, warned: Warned, now: datetime) -> str:
    line = house.desk("warned_for", rule=warned.rule, until=f"{warned.until.astimezone(house.zone):%d-%m}")
    if warned.measure is Measure.REMOVE:
        return f"{line} ({house.desk('warned_removed')})"
    if warned.mutes(now) and warned.ends is not None:
        return f"{line} ({house.desk('warned_muted', time=house.day_time(warned.ends))})"
    return line
