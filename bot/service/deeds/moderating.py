"""Remove a message and mute a customer, each by the number of a house rule and by people alone; and let him write again.

Without a rule nothing is done: criticism breaks none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.house_rules import MUTES, Measure, read_length
from bot.core.menus import Choice
from bot.core.messages import Role
from bot.service import house_rules, measures
from bot.service.deeds.life import choose
from bot.service.deeds.warning import PRIVATE, PUBLIC, asked_rule, where_choices

if TYPE_CHECKING:
    from bot.core.messages import Place
    from bot.service.deeds.deed import Deed, Told

_COMPLAINT = frozenset({"complaint", "klacht"})
_LATEST = frozenset({"latest", "laatste"})
_BY_ID = "id-"
"""Begins what a button carries once it is known which message is meant."""


def _words(extra: str) -> list[str]:
    """What was written behind the command, or carried by a button (`1.latest.public`)."""
    words = extra.split()
    return words[0].split(".") if len(words) == 1 else words


def _nobody(deed: Deed) -> Told | None:
    """What is told where there is nobody, or no public place, to do it to."""
    customer = deed.draft.ledger.customer_of(deed.case.customer)
    if customer is None or not customer.user:
        return deed.say("measure_nobody")
    if deed.case.outside or deed.house.rules(deed.case.place) is None:
        return deed.say("measure_nowhere")
    return None


def _public(words: list[str]) -> tuple[list[str], bool | None]:
    """The other words, and whether it is said in public; None where that was not said."""
    where = [word for word in words if word.casefold() in PRIVATE | PUBLIC]
    rest = [word for word in words if word not in where]
    return rest, (where[-1].casefold() in PUBLIC if where else None)


# remove -------------------------------------------------------------------------------------------------------------------
def remove(deed: Deed) -> Told:
    """Choose a rule, then the message where there are several, then where the customer is told."""
    rule, words = asked_rule(deed, "remove", _words(deed.extra))
    if not isinstance(rule, int):
        return rule
    if (told := _nobody(deed)) is not None:
        return told
    words, public = _public(words)
    message = _message(deed, words)
    if message is None:
        names = ("complaint", "latest")
        choices = [Choice(deed.house.desk(f"remove_{name}"), f"{rule}.{name}") for name in names]
        return choose(deed, "remove", choices, "remove_which")
    place = _said_in(deed, message)
    if place is None:
        return deed.say("remove_unknown")
    if public is None:
        return where_choices(deed, "remove", f"{rule}.{_BY_ID}{message}")
    if not public and not deed.case.private_channel:
        return deed.say("no_private_route")
    return _remove(deed, rule, message, place, private=not public)


def _message(deed: Deed, words: list[str]) -> str | None:
    """The message that is meant: the complaint, his latest, or the one behind a link; None where it must be asked."""
    case = deed.case
    word = words[0].casefold() if words else ""
    if word in _LATEST:
        return case.last_message
    if word in _COMPLAINT:
        return case.message
    if word.startswith(_BY_ID):
        return words[0].removeprefix(_BY_ID)
    if word:
        chat = deed.house.platforms[case.place.platform].chat
        found = chat.place_of(words[0])
        return found[1] if found is not None and found[0].channel == case.place.channel else ""
    standing = {case.message, case.last_message} - {""}
    return None if len(standing) > 1 else next(iter(standing), "")


def _said_in(deed: Deed, message: str) -> Place | None:
    """Where the customer of the case said this in its channel; None where it is none of his messages there."""
    place = deed.case.place
    seen = deed.draft.ledger.seen(place.platform, place.channel, message) if message else None
    his = seen is not None and seen.role == Role.CUSTOMER and seen.author == deed.case.customer and not seen.posted
    return seen.place if seen is not None and his else None


def _remove(deed: Deed, number: int, message: str, place: Place, *, private: bool) -> Told:
    draft, house, case = deed.draft, deed.house, deed.case
    before = next((one for one in draft.ledger.warnings_of(case.customer) if one.takes(message)), None)
    if before is not None:
        names = draft.ledger.staff_names([before.who])
        return deed.say("removed_before", who=names.get(before.who, ""), number=before.rule)
    rule = house_rules.rule_of(house, number)
    if rule is None:
        return deed.say("no_house_rules")
    warned = house_rules.new_warning(draft, house, case, rule, deed.who)
    draft.cancel_public(case)
    measures.plan(draft, case, replace(warned, measure=Measure.REMOVE, message=message), place, private=private)
    deed.keep(case, f"remove:{number}")
    return deed.say("remove_coming", number=number)


# mute ---------------------------------------------------------------------------------------------------------------------
def mute(deed: Deed) -> Told:
    """Choose a rule, then for how long, then where the customer is told."""
    rule, words = asked_rule(deed, "mute", _words(deed.extra))
    if not isinstance(rule, int):
        return rule
    if (told := _nobody(deed)) is not None:
        return told
    words, public = _public(words)
    length = read_length(words[0]) if words else ""
    if not length:
        choices = [Choice(deed.house.desk(f"mute_{name}"), f"{rule}.{name}") for name in MUTES]
        return choose(deed, "mute", choices, "mute_how_long")
    if public is None:
        return where_choices(deed, "mute", f"{rule}.{length}")
    if not public and not deed.case.private_channel:
        return deed.say("no_private_route")
    return _mute(deed, rule, length, private=not public)


def _mute(deed: Deed, number: int, length: str, *, private: bool) -> Told:
    draft, house, case = deed.draft, deed.house, deed.case
    before = measures.muted(draft, case)
    if before is not None and before.ends is not None:
        names = draft.ledger.staff_names([before.who])
        return deed.say("muted_before", who=names.get(before.who, ""), time=house.day_time(before.ends))
    rule = house_rules.rule_of(house, number)
    if rule is None:
        return deed.say("no_house_rules")
    warned = house_rules.new_warning(draft, house, case, rule, deed.who)
    ends = draft.now.replace(microsecond=0) + MUTES[length]
    measures.plan(draft, case, replace(warned, measure=Measure.MUTE, ends=ends), case.place, private=private)
    deed.keep(case, f"mute:{number}")
    return deed.say("mute_coming", number=number, time=house.day_time(ends))


def unmute(deed: Deed) -> Told:
    """Let him write again; the warning stays, for that there is the appeal."""
    before = measures.muted(deed.draft, deed.case)
    if before is None:
        return deed.say("unmute_none")
    never = measures.lift(deed.draft, deed.case, before)
    deed.keep(deed.case, "unmute")
    return deed.say("unmute_in_time" if never else "unmute_coming")


DEEDS = {"remove": remove, "mute": mute, "unmute": unmute}
