"""Private talks: how a customer comes in, who is turned away, and what the bot itself says there."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from bot.core.actions import Answer, Enter, Whisper
from bot.core.cases import WITH_STAFF, Event
from bot.core.intake import read_reaction
from bot.core.messages import Place, Role
from bot.core.private import Entry, Way, digest, entry, read_way, way_button
from bot.core.reasons import reason
from bot.core.words import Button, Words
from bot.ports import Kind, Seen
from bot.service import intake
from bot.service.plans import job

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.core.messages import Message, Press
    from bot.ports import Customer, Talk
    from bot.service.draft import Draft
    from bot.service.house import House

_OPENED = {
    Kind.CHAT: "private_opened",
    Kind.THREAD: "private_thread_opened",
    Kind.INSTEAD: "private_opened_instead",
}
_SAID_AT_THE_DOOR = {
    Entry.USED: "private_used",
    Entry.EXPIRED: "private_expired",
    Entry.FOREIGN: "private_not_yours",
    Entry.UNKNOWN: "private_unknown",
}


def make_way(draft: Draft, case: Case, token: str) -> tuple[Button, ...]:
    """Remember the way in that a public post is about to show; the button for it where the platform has it under the post."""
    house = draft.house
    expires = house.later(draft.now, house.config.policy.invitation)
    draft.ledger.save_way(Way(digest(token), case.id, case.customer, draft.now, expires))
    if not house.platforms[case.place.platform].chat.private_buttons:
        return ()
    return (way_button(house.phrase(case.language, "private_link"), token),)


def open_way(draft: Draft, case: Case) -> Way | None:
    """The invitation that still stands."""
    return next((way for way in reversed(draft.ledger.ways_of(case.id)) if way.open_at(draft.now)), None)


class Talks:
    """What customers do at the door of a private talk and behind it."""

    # coming in ---------------------------------------------------------------------------------------------------------------
    def arrives(self, draft: Draft, message: Message, customer: Customer) -> bool:
        """Somebody opened a private chat with a way in; False where the way is none of ours, and his words are judged as any."""
        way = draft.ledger.way(digest(message.start)) if message.start else None
        if way is None:
            return False
        case = _case(draft, way.case)
        what = entry(way, customer.id, draft.now, ended=case is None or case.ended)
        if case is None or what is Entry.UNKNOWN:
            return False
        here = message.place if what in {Entry.OPEN, Entry.USED} else None
        _remember(draft, message, customer, case.id if here is not None else "")
        if what is Entry.OPEN:
            draft.ledger.use_way(way, draft.now)
            after = bind(draft, case, message.place, customer.name)
            greet(draft, after)
            intake.begin(draft, after)
            return True
        words = Words.of(draft.house.phrase(case.language, _SAID_AT_THE_DOOR[what]))
        refusal = Answer(message.place, "", words, "private", event=False)
        key = f"door:{message.place.platform}:{message.place.channel}:{message.id}"
        draft.memory.jobs.append(job(refusal, key, draft.now, platform=message.place.platform))
        self._tell_staff(draft, case, what, way, customer)
        return True

    @staticmethod
    def _tell_staff(draft: Draft, case: Case, what: Entry, way: Way, customer: Customer) -> None:
        """Once for each person and way; nothing of the case was shown."""
        key = f"door:{what}:{way.hash[:12]}:{customer.id}"
        if what is Entry.EXPIRED:
            tell(draft, case, draft.house.desk("way_expired_for_staff"), key)
        elif what is Entry.FOREIGN:
            name = customer.name or draft.house.desk("somebody")
            tell(draft, case, draft.house.desk("stranger_at_door", name=name), key)
            draft.memory.audit.append((customer.id, "turned_away", case.id))

    def press(self, draft: Draft, press: Press) -> None:
        """A customer's button: the way in, or an answer to a question."""
        customer = draft.ledger.customer(press.place.platform, press.author.id, press.author.name)
        reaction = read_reaction(press.data)
        if reaction is None:
            self._press_way(draft, press, customer)
            return
        case = _case(draft, reaction.case)
        mine = case is not None and case.customer == customer.id and case.private_channel == press.place.channel
        if case is None or not mine:
            language = draft.house.staff_language
            text = draft.house.phrase(language, "intake_closed")
            if case is not None and case.customer != customer.id:
                text = draft.house.phrase(case.language, "intake_not_yours")
            whisper(draft, press.place.platform, press.token, text)
            return
        key = intake.react(draft, case, reaction, press.said)
        whisper(draft, press.place.platform, press.token, draft.house.phrase(case.language, key))

    def _press_way(self, draft: Draft, press: Press, customer: Customer) -> None:
        token, platform = read_way(press.data), press.place.platform
        way = draft.ledger.way(digest(token)) if token else None
        case = _case(draft, way.case) if way is not None else None
        what = entry(way, customer.id, draft.now, ended=case is None or case.ended)
        if way is None or case is None or case.place.platform != platform:
            text = draft.house.phrase(draft.house.staff_language, "private_unknown")
            whisper(draft, platform, press.token, text)
            return
        if what is Entry.OPEN and is_in(case):
            draft.ledger.use_way(way, draft.now)
            what = Entry.USED
        if what is Entry.OPEN:
            enter = _enter(draft.house, case, way, press, customer.user)
            draft.memory.jobs.append(job(enter, f"enter:{case.id}:{press.token}", draft.now, case))
            return
        text = draft.house.phrase(case.language, _SAID_AT_THE_DOOR[what])
        whisper(draft, platform, press.token, text, _go_there(draft, case) if what is Entry.USED else ())
        if press.author.role != Role.STAFF:
            self._tell_staff(draft, case, what, way, customer)

    # behind the door ---------------------------------------------------------------------------------------------------------
    def said(self, draft: Draft, message: Message, before: Case | None) -> None:
        """Words in a private chat were judged in the case `before`: they may answer a question, or be the first there."""
        case = draft.memory.cases.get(before.id) if before is not None else None
        if case is None or before is None or not case.private or case.ended:
            return
        if before.private and before.private_channel:
            intake.heard(draft, message, case)
        else:
            if not message.in_thread:
                # In a thread he was greeted before he was let in.
                greet(draft, case)
            intake.begin(draft, case)

    # what came of a press on the way in --------------------------------------------------------------------------------------
    @staticmethod
    def entered(draft: Draft, case: Case, enter: Enter, talk: Talk | None) -> None:
        """The talk was opened and he was greeted there; without one it was open already."""
        platform = case.place.platform
        if talk is None:
            text = draft.house.phrase(case.language, "private_used")
            whisper(draft, platform, enter.token, text, _go_there(draft, case))
            return
        way = draft.ledger.way(enter.way)
        if way is not None:
            draft.ledger.use_way(way, draft.now)
        after = bind(draft, case, talk.place, draft.customer_name(case))
        intake.begin(draft, after)
        whisper(
            draft, platform, enter.token, draft.house.phrase(case.language, _OPENED[talk.kind]), _go_there(draft, after)
        )

    @staticmethod
    def shut(draft: Draft, case: Case, enter: Enter, reason_: str, *, closed: bool) -> None:
        """It could not be opened: he and staff are told what can be done. The way stays open, so he can press again."""
        house = draft.house
        if closed:
            tell(draft, case, house.desk("private_shut"), f"shut:{enter.token[-24:]}")
            text = house.phrase(case.language, "private_shut_for_customer")
        else:
            tell(draft, case, house.desk("private_not_opened", reason=reason_), f"shut:{enter.token[-24:]}")
            text = house.phrase(case.language, "private_failed")
        whisper(draft, case.place.platform, enter.token, text)


def bind(draft: Draft, case: Case, place: Place, name: str) -> Case:
    """From now on the case is talked about there, with staff: their words go nowhere else."""
    house, with_staff = draft.house, case.state in WITH_STAFF
    event = Event.CUSTOMER_SAID if with_staff else Event.WANTS_HUMAN
    draft.cancel_public(case)
    after = case.after(event, draft.now, private=True, private_channel=place.channel, snoozed=None)
    draft.memory.audit.append((case.customer, f"{event}", case.id))
    draft.memory.audit.append((case.customer, "came_in", case.id))
    if not with_staff:
        why = reason("private_chat", house.staff_language).text
        after = draft.with_deadline(replace(after, why=why))
        after = after if after.card else draft.open_card(after, name)
    draft.memory.keep(after)
    text = house.desk("customer_came_in", name=name or house.desk("somebody"))
    draft.tell_thread(after, text, f"came_in:{place.channel}:{house.new_id()[:8]}")
    draft.edit_card(after)
    return after


def greet(draft: Draft, case: Case) -> None:
    """Who speaks here, and what nobody of the brand ever asks for."""
    brand = draft.house.config.brand.name
    intake.say(draft, case, draft.house.phrase(case.language, "private_came_in", brand=brand), "came_in", 0)


def tell(draft: Draft, case: Case, text: str, key: str) -> None:
    """Staff hear it in the case's thread; where it has none, in their channel."""
    if case.card or case.state in WITH_STAFF:
        draft.tell_thread(case, text, key)
    else:
        draft.notice(case.place.platform, f"#{case.number:04d} {text}", key)


def whisper(draft: Draft, platform: str, token: str, text: str, buttons: tuple[Button, ...] = ()) -> None:
    """Answer a press so that only the presser reads it."""
    draft.memory.jobs.append(job(Whisper(token, text, buttons), f"whisper:{token}", draft.now, platform=platform))


def is_in(case: Case) -> bool:
    """Whether the customer has a private place now; one that was deleted is let go, and the case stays private."""
    return case.private and bool(case.private_channel)


def _enter(house: House, case: Case, way: Way, press: Press, user: str) -> Enter:
    """The way leads to one thread, however often it is pressed; another way leads to another."""
    phrase = partial(house.phrase, case.language)
    greeting = Words.of(phrase("private_came_in", brand=house.config.brand.name))
    title = phrase("private_thread_title", number=f"{case.number:04d}", mark=way.hash[:6])
    return Enter(press.token, user, way.hash, greeting, press.place, title, phrase("private_thread_aside"))


def _go_there(draft: Draft, case: Case) -> tuple[Button, ...]:
    """The way to a talk that is open, for its customer alone."""
    chat = draft.house.platforms[case.place.platform].chat
    if not is_in(case) or not chat.private_menus:
        return ()
    address = chat.talk_link(Place(case.place.platform, case.private_channel))
    return (Button(draft.house.phrase(case.language, "private_go"), address, "link"),) if address else ()


def _case(draft: Draft, name: str) -> Case | None:
    return draft.memory.cases.get(name) or draft.ledger.case(name)


def _remember(draft: Draft, message: Message, customer: Customer, case: str) -> None:
    """That he came to the door, without his words."""
    seen = Seen(message.place, message.id, message.version, customer.id, message.author.role, message.at, "", case=case)
    draft.memory.seen.append(seen)
