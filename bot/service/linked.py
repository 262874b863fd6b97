"""`/zaak <link>`: a case from any message of a watched channel, or from an address elsewhere that staff paste."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.cases import Case, Event
from bot.core.messages import Author, Message, Place, Role
from bot.service import private_threads
from bot.service.verdicts import reasons_kept

if TYPE_CHECKING:
    from bot.core.findings import Finding
    from bot.service.draft import Draft
    from bot.service.house import House

_ADDRESS = re.compile(r"https?://[^\s<>]{3,480}\Z|#message/\S{1,200}\Z")
OUTSIDE = "outside"
"""The channel of a case about something that was said in no place of ours."""


def case_from_link(draft: Draft, place: Place, author: Author, text: str) -> str:
    """Make the case, and say what was done. The same message never becomes two cases."""
    house = draft.house
    link, _, words = text.strip().partition(" ")
    link = link.strip("<>")
    if not _ADDRESS.match(link):
        return house.desk("case_how")
    who = draft.member(place.platform, author)
    spot = next((found for one in house.platforms.values() if (found := one.chat.place_of(link)) is not None), None)
    if spot is None:
        return _from_outside(draft, house, place, link, words, who, author)
    if house.rules(spot[0]) is not None and house.staff_place(spot[0].platform) is not None:
        told = _from_message(draft, house, spot, who, author)
        elsewhere = spot[0].platform != place.platform
        return f"{told} {house.desk('case_on', platform=spot[0].platform.title())}" if elsewhere else told
    if house.is_staff_place(spot[0]) or house.is_partner(spot[0]):
        return house.desk("case_own_room")
    talk = private_threads.case_of(draft, spot[0])
    if talk is not None:
        return house.desk("case_is_there", number=talk.number, state=house.desk(f"state_{talk.state}"))
    return _from_outside(draft, house, place, link, words, who, author)


def _from_message(draft: Draft, house: House, spot: tuple[Place, str], who: str, author: Author) -> str:
    place, message = spot
    seen = draft.ledger.seen(place.platform, place.channel, message)
    known = draft.ledger.case(seen.case) if seen is not None and seen.case else draft.ledger.case_about(place, message)
    if known is not None:
        return house.desk("case_is_there", number=known.number, state=house.desk(f"state_{known.state}"))
    if seen is not None and (seen.posted or seen.role != Role.CUSTOMER):
        return house.desk("case_not_a_customer")
    finding = _finding(house, spot, seen.masked if seen is not None else "", draft)
    made = Case(
        id=house.new_id(),
        customer=seen.author if seen is not None else "",
        place=seen.place if seen is not None else place,
        message=message,
        language=house.reply_language(finding.language) if finding.masked else house.staff_language,
        opened=seen.at if seen is not None else draft.now,
        updated=draft.now,
        topic=finding.topic or "other",
        severity=max(finding.severity, 1),
        hard=finding.hard,
        probability=finding.probability,
        masked=finding.masked or house.desk("case_text_unknown"),
        last_message=message,
    )
    if seen is not None:
        because = [*seen.because, *reasons_kept(finding.signals)] if len(seen.because) == 1 else seen.because
        draft.memory.seen.append(replace(seen, case=made.id, because=because))
    return _open(draft, house, made, who, author)


def _finding(house: House, spot: tuple[Place, str], words: str, draft: Draft) -> Finding:
    """What detection sees in words that are kept or pasted."""
    return house.detect(Message(spot[0], spot[1], Author("", ""), words, draft.now))


def _from_outside(draft: Draft, house: House, place: Place, link: str, words: str, who: str, author: Author) -> str:
    known = draft.ledger.case_outside(link)
    if known is not None:
        return house.desk("case_is_there", number=known.number, state=house.desk(f"state_{known.state}"))
    elsewhere = Place(place.platform, OUTSIDE)
    finding = _finding(house, (elsewhere, ""), words, draft)
    made = Case(
        id=house.new_id(),
        customer="",
        place=elsewhere,
        message="",
        language=house.staff_language,
        opened=draft.now,
        updated=draft.now,
        topic=finding.topic or "other",
        severity=max(finding.severity, 1),
        masked=finding.masked or house.desk("case_from_outside"),
        outside=link,
    )
    return _open(draft, house, made, who, author)


def _open(draft: Draft, house: House, made: Case, who: str, author: Author) -> str:
    why = house.desk("case_made_by", who=author.name)
    case = made.after(Event.HAND_OVER, draft.now, deadline=house.deadline(draft.now), why=why)
    draft.memory.audit.append((who, "case_from_link", case.id))
    draft.memory.keep(draft.open_card(case, draft.customer_name(case) if case.customer else ""), new=True)
    return house.desk("case_made")
