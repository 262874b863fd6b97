"""Warn for a breach of a house rule, and decide about an objection. Both are done by people alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.house_rules import Appeal
from bot.core.menus import Choice
from bot.service import house_rules
from bot.service.deeds.life import choose

if TYPE_CHECKING:
    from bot.service.deeds.deed import Deed, Told

PRIVATE = frozenset({"private", "prive", "privé"})
PUBLIC = frozenset({"public", "openbaar"})
_COLLEAGUES = 20


def asked_rule(deed: Deed, verb: str, words: list[str]) -> tuple[int | Told, list[str]]:
    """The number of the rule that was named and the words behind it; what is told where it must be chosen, or there is none."""
    rules = deed.house.config.house_rules
    if not rules:
        return deed.say("no_house_rules"), []
    titles = {rule.number: f"{rule.number} {house_rules.title(deed.house, rule, deed.language)}" for rule in rules}
    number = words[0].rstrip(".:") if words else ""
    if not number:
        return choose(deed, verb, [Choice(title, str(n)) for n, title in titles.items()], "warn_which"), []
    known = number.isdecimal() and len(number) <= 2 and int(number) in titles  # noqa: PLR2004 - as in the settings
    if not known:
        return deed.say("warn_unknown", number=number, rules="; ".join(titles.values())), []
    return int(number), words[1:]


def where_choices(deed: Deed, verb: str, chosen: str) -> Told:
    """Ask where the customer is told; `chosen` is what was chosen before."""
    choices = [Choice(deed.house.desk(f"warn_{one}"), f"{chosen}.{one}") for one in ("public", "private")]
    return choose(deed, verb, choices, "warn_where")


def warn(deed: Deed) -> Told:
    """Choose a rule, then where it is said; a warning that stands for that rule in this case is not given again."""
    house, case = deed.house, deed.case
    number, words = asked_rule(deed, "warn", deed.extra.replace(".", " ").split())
    if not isinstance(number, int):
        return number
    rule = house_rules.rule_of(house, number)
    if rule is None:
        return deed.say("no_house_rules")
    where = words[0].casefold() if words else ""
    if where not in PRIVATE | PUBLIC:
        return where_choices(deed, "warn", f"{number}")
    before = [one for one in house_rules.standing(deed.draft, case) if one.rule == rule.number and one.case == case.id]
    if before:
        names = deed.draft.ledger.staff_names([before[-1].who])
        return deed.say("warned_before", who=names.get(before[-1].who, ""), number=rule.number)
    private = where in PRIVATE
    if private and not case.private_channel:
        return deed.say("no_private_route")
    warned = house_rules.warn(deed.draft, house, case, rule, deed.who, private=private)
    if warned is None:
        return deed.say("warn_nobody")
    deed.keep(case, f"warn:{rule.number}")
    count = len(house_rules.standing(deed.draft, case))
    until = f"{warned.until.astimezone(house.zone):%d-%m-%Y}"
    facts = {"who": deed.author.name, "number": rule.number, "until": until, "count": count}
    deed.tell_thread("warned_by", f"warned:{warned.id}", **facts)
    return deed.say("warned_by", **facts)


def _decide(deed: Deed, *, granted: bool) -> Told:
    """Whoever warned does not decide about the objection while there is a colleague who can."""
    ledger = deed.draft.ledger
    warned = next((one for one in ledger.warnings_of(deed.case.customer) if one.id == deed.extra), None)
    if warned is None:
        return deed.say("case_gone")
    if warned.appeal is not Appeal.ASKED:
        names = ledger.staff_names([warned.decided]) if warned.decided else {}
        return deed.say("appeal_decided_before", who=names.get(warned.decided, ""))
    others = [one for one in ledger.staff(deed.case.place.platform, _COLLEAGUES) if one.id != warned.who]
    if deed.who == warned.who and others:
        return deed.say("appeal_not_by_you")
    house_rules.decide(deed.draft, deed.case, warned, deed.who, granted=granted)
    verb = "granted" if granted else "denied"
    deed.keep(deed.case, f"appeal_{verb}:{warned.rule}")
    deed.tell_thread(f"appeal_{verb}_by", f"appeal_{verb}:{warned.id}", who=deed.author.name, number=warned.rule)
    return deed.say(f"appeal_{verb}_by", who=deed.author.name, number=warned.rule)


def grant(deed: Deed) -> Told:
    """The objection is right: the warning does not count any more and goes."""
    return _decide(deed, granted=True)


def deny(deed: Deed) -> Told:
    """The warning stands."""
    return _decide(deed, granted=False)


DEEDS = {"warn": warn, "grant": grant, "deny": deny}
