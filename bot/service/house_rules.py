"""House rules at work: what a warning says, what customers answer to it, and how staff see it. Only a press of staff warns."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.actions import Relay, Withdraw
from bot.core.house_rules import Appeal, Warned, appeals
from bot.core.menus import button
from bot.core.messages import Place, Role
from bot.core.replies import first_name
from bot.core.verbs import BY_NAME
from bot.ports import Seen
from bot.service.closing import hears_us, words_of
from bot.service.plans import job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.config.models import HouseRule
    from bot.core.cases import Case
    from bot.core.messages import Message
    from bot.core.words import Words
    from bot.ports import Customer
    from bot.service.draft import Draft
    from bot.service.house import House

_WARN, _APPEAL = "warn", "appeal"


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


def warn(draft: Draft, house: House, case: Case, rule: HouseRule, who: str, *, private: bool) -> Warned | None:
    """A person warns the customer; None when the bot may not speak to him."""
    customer = draft.ledger.customer_of(case.customer)
    if customer is None or not customer.user or customer.stopped or case.outside:
        return None
    until = draft.now + timedelta(seconds=house.config.policy.warning)
    warned = Warned(house.new_id(), case.id, case.customer, rule.number, who, draft.now, until)
    draft.ledger.save_warning(warned)
    _say(draft, case, customer, _words(house, case, customer, rule), f"{_WARN}:{warned.id}", private=private)
    return warned


def _words(house: House, case: Case, customer: Customer, rule: HouseRule) -> Words:
    """The warning, with what the rule asks for."""
    facts = house.facts(case.language, first_name(customer.name), case.topic, "", "", case.place.platform)
    facts = replace(facts, rule=f"{rule.number} ({title(house, rule, case.language)})")
    words = house.library.shelf.reply(case.language, "warned", case.number, facts).words
    text = rule.text.get(case.language, "")
    return replace(words, parts=(*words.parts, f"\n\n{text}")) if text else words


def _say(draft: Draft, case: Case, customer: Customer, words: Words, source: str, *, private: bool) -> None:
    place, reply_to = _where(case, private=private)
    bot = draft.house.platforms[case.place.platform].bot_id
    note = Relay(place, reply_to, customer.user, words, source, bot=bot)
    draft.memory.jobs.append(job(note, f"relay:{case.id}:{source}", draft.now, case))


# the appeal ---------------------------------------------------------------------------------------------------------------
def appeal(draft: Draft, house: House, message: Message, customer: Customer, case: Case | None) -> bool:
    """Whether this is an objection of the customer to a warning in this case; staff then get it, with two buttons."""
    if case is None or case.customer != customer.id or message.author.role != Role.CUSTOMER or message.version:
        return False
    if not appeals(message.text):
        return False
    open_ = [one for one in standing(draft, case) if one.case == case.id and not one.appeal]
    if not open_:
        return False
    warned = replace(open_[-1], appeal=Appeal.ASKED)
    draft.ledger.save_warning(warned)
    masked = house.detect(message).masked
    draft.ledger.note(case.id, customer.id, masked, draft.now)
    draft.memory.audit.append((customer.id, f"appeal:{warned.rule}", case.id))
    case = replace(draft.memory.cases.get(case.id, case), last_message=case.last_message)
    if not message.private:
        case = replace(case, last_message=message.id)
    draft.memory.keep(case)
    buttons = tuple(button(BY_NAME[verb], case.id, house.staff_language, warned.id) for verb in ("grant", "deny"))
    text = house.desk("appeal_came", rule=warned.rule, text=masked)
    draft.tell_thread(case, text, f"appeal:{warned.id}", buttons, relayed=message.id)
    _remember(draft, message, customer, masked, case)
    if (hearer := hears_us(draft, replace(case, withdrawn=False))) is not None:
        words = words_of(draft, replace(case, deadline=None), "appeal")
        _say(draft, case, hearer, words, f"{_APPEAL}:{warned.id}", private=message.private)
    return True


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
    source = f"{_WARN}:{warned.id}"
    pieces = [piece for piece in draft.ledger.relays(case.id, source) if piece.message]
    private = bool(pieces) and pieces[0].place != case.place
    if granted and pieces:
        draft.memory.jobs.append(job(Withdraw(source, 0), f"withdraw:{case.id}:{source}", draft.now, case))
    if (customer := hears_us(draft, replace(case, withdrawn=False))) is not None:
        words = words_of(draft, replace(case, deadline=None), "appeal_granted" if granted else "appeal_denied")
        _say(draft, case, customer, words, f"{_APPEAL}:{warned.id}:end", private=private)


def on_card(house: House, warned: Sequence[Warned]) -> str:
    """The warnings that count, in one line; empty for none."""
    now = house.clock.now()
    lines = [
        house.desk("warned_for", rule=one.rule, until=f"{one.until.astimezone(house.zone):%d-%m}")
        for one in warned
        if one.stands(now)
    ]
    return house.desk("warned", count=len(lines), which=", ".join(lines)) if lines else ""
