"""After the end: did it help? And the end of a case that staff let wait for too long."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.actions import Relay
from bot.core.cases import WITH_STAFF, Event, State
from bot.core.clocks import ClockVerb
from bot.core.messages import Place
from bot.core.triage import ASK_FROM
from bot.core.words import Button, Words
from bot.service import clocking, closing
from bot.service.plans import job

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.core.messages import Message, Press
    from bot.service.draft import Draft
    from bot.service.house import House

MARK = "f:"
"""Every button for a customer carries `f:<yes|no>:<case>`."""
QUESTION = "follow_up"
"""Source under which the question in a private chat is remembered."""
_LATEST = 20
_UNANSWERED = "unanswered"
_SPEAKS = frozenset({"all", "mentions", "addressed"})


# the question -------------------------------------------------------------------------------------------------------------
def ask(draft: Draft, house: House, case: Case) -> None:
    """Ask the customer whether it helped: in his private chat, else below the bot's own closing note; nowhere else."""
    if case.state != State.SOLVED or case.followed is not None:
        return
    if closing.is_open(case):
        draft.tell_thread(case, house.desk("note_waits"), f"note_waits:{draft.now.timestamp():.0f}")
        return
    customer = closing.hears_us(draft, case)
    note = closing.standing(draft, case, closing.NOTE)
    if customer is None or closing.goes_on_in(draft, case) is not None or _talks_there(draft, case):
        return
    if case.private and case.private_channel:
        words = closing.words_of(draft, case, "follow_up")
        if (morning := house.post_at(draft.now, 0.0, QUESTION)) > draft.now:
            draft.timer(case, "follow_up", morning)
            return
        place = Place(case.place.platform, case.private_channel)
        question = Relay(place, "", customer.user, words, QUESTION, buttons=_buttons(house, case))
        draft.memory.jobs.append(
            job(question, f"relay:{case.id}:{QUESTION}:{draft.house.new_id()[:8]}", draft.now, case)
        )
    elif note is not None and case.closing:
        question_ = f"\n\n{house.phrase(case.language, 'follow_up_question')}"
        words = Words((*Words.load(list(case.closing)).parts, question_))
        closing.restate(draft, case, note[1], words, _buttons(house, case))
    else:
        return
    draft.memory.keep(replace(case, followed=draft.now, updated=draft.now))
    draft.memory.audit.append(("bot", "follow_up", case.id))
    draft.timer(case, "silence", house.later(draft.now, house.config.policy.silence))


def _talks_there(draft: Draft, case: Case) -> bool:
    """Whether he talks in the same private chat about another case that people have: the bot does not speak between them."""
    mine = draft.ledger.cases_of_customer(case.customer, _LATEST) if case.private_channel else []
    return any(
        other.id != case.id and other.private_channel == case.private_channel and other.state in WITH_STAFF
        for other in mine
    )


def _buttons(house: House, case: Case) -> tuple[Button, ...]:
    labels = {answer: house.phrase(case.language, f"helped_{answer}") for answer in ("yes", "no")}
    return tuple(Button(label, f"{MARK}{answer}:{case.id}") for answer, label in labels.items())


def take_buttons(draft: Draft, case: Case) -> None:
    """The question is over: what stands there says the end alone."""
    if case.followed is None:
        return
    note = closing.standing(draft, case, QUESTION)
    if note is not None:
        thanks = Words.of(draft.house.phrase(case.language, "follow_up_over"))
        closing.restate(draft, replace(case, place=note[0]), note[1], thanks)
        return
    note = closing.standing(draft, case, closing.NOTE)
    if note is not None and case.closing:
        closing.restate(draft, case, note[1], Words.load(list(case.closing)))


# the answer ---------------------------------------------------------------------------------------------------------------
def pressed(draft: Draft, house: House, press: Press) -> str:
    """Somebody pressed yes or no below the question; what he alone is told."""
    answer, _, name = press.data.removeprefix(MARK).partition(":")
    case = draft.memory.cases.get(name) or draft.ledger.case(name)
    if case is None or answer not in {"yes", "no"} or case.place.platform != press.place.platform:
        return house.desk("case_gone")
    customer = draft.ledger.customer_of(case.customer)
    if customer is None or customer.user != press.author.id:
        return house.phrase(case.language, "follow_up_not_yours")
    if case.followed is None or case.helped or case.state not in {State.SOLVED, State.CLOSED}:
        return house.phrase(case.language, "follow_up_done")
    draft.ledger.cancel_jobs(case.id, ("timer",))
    draft.memory.audit.append((case.customer, f"helped_{answer}", case.id))
    if answer == "yes":
        _helped(draft, house, case)
    else:
        _open_again(draft, house, case)
    return house.phrase(case.language, f"helped_{answer}_thanks")


def _helped(draft: Draft, house: House, case: Case) -> None:
    after = case.after(Event.HELPED, draft.now, helped="yes") if case.can(Event.HELPED) else replace(case, helped="yes")
    take_buttons(draft, after)
    draft.memory.keep(after)
    draft.edit_card(after)
    draft.tell_thread(after, house.desk("it_helped"), f"helped:{draft.now.timestamp():.0f}")


def _open_again(draft: Draft, house: House, case: Case) -> None:
    """It did not help: the case goes back to staff, with a new deadline and a timer behind it."""
    after = case.after(Event.REOPEN, draft.now, helped="no", owner="", owner_name="", snoozed=None)
    if case.private:
        take_buttons(draft, after)
    if after.card:
        after = draft.with_deadline(after)
        draft.edit_card(after)
    else:
        after = draft.open_card(replace(after, deadline=house.deadline(draft.now)), draft.customer_name(after))
    draft.memory.keep(after)
    draft.tell_thread(after, house.desk("it_did_not_help"), f"helped:{draft.now.timestamp():.0f}")


def remark(draft: Draft, case: Case, message: Message, masked: str) -> None:
    """The customer's one remark after the end: staff read it, and nobody has to act."""
    case = draft.memory.cases.get(case.id, case)
    after = replace(case, comment=masked)
    draft.memory.keep(after)
    draft.memory.audit.append((case.customer, "comment", case.id))
    draft.edit_card(after)
    draft.tell_thread(after, draft.house.desk("comment", text=masked), f"comment:{message.id}", relayed=message.id)


# waited for too long ------------------------------------------------------------------------------------------------------
def give_up(draft: Draft, house: House, case: Case) -> None:
    """Staff, or the customer whom they wait for, let a case rest for too long: it ends, he is told how to open it again, and staff as well."""
    if case.state not in {State.HANDED_OVER, State.CLAIMED}:
        return
    waited = _answered_by_staff(draft, case)
    if waited and not clocking.waits(draft, house, case):
        return
    since = max(
        [case.updated, *(event.at for event in draft.ledger.clock_events(case.id))] if waited else [case.updated]
    )
    due = house.later(since, house.config.policy.unanswered)
    if case.snoozed is not None and case.snoozed > due:
        due = case.snoozed
    due = max(due, house.post_at(draft.now, 0.0, _UNANSWERED))
    if due > draft.now:
        draft.timer(case, _UNANSWERED, due)
        return
    draft.ledger.cancel_jobs(case.id, ("answer", "timer"))
    after = case.after(Event.GIVEN_UP, draft.now, snoozed=None)
    draft.memory.keep(after)
    draft.memory.audit.append(("bot", "given_up", case.id))
    draft.edit_card(after)
    said = _say_so(draft, house, after, waited=waited)
    key = ("waited_out" if waited else "given_up") + ("" if said else "_quietly")
    draft.tell_thread(after, house.desk(key), f"given_up:{due.timestamp():.0f}")


def _answered_by_staff(draft: Draft, case: Case) -> bool:
    """Through the bot or by themselves, as the case's clocks saw it."""
    answered = any(event.verb is ClockVerb.ANSWER for event in draft.ledger.clock_events(case.id))
    return answered or any(piece.desk and piece.message for piece in draft.ledger.relays_of(case.id))


def _say_so(draft: Draft, house: House, case: Case, *, waited: bool) -> bool:
    """Tell the customer, where somebody spoke to him or the bot may speak; who said stop hears nothing. `waited`: it was for him."""
    customer, rules = closing.hears_us(draft, case), house.rules(case.place)
    spoken = bool(case.answer) or case.private or waited
    may = rules is not None and rules.mode in _SPEAKS and case.probability >= ASK_FROM
    if customer is None or not (spoken or may):
        return False
    private = case.private and bool(case.private_channel)
    place = Place(case.place.platform, case.private_channel) if private else case.place
    words = closing.words_of(draft, replace(case, deadline=None), "waited" if waited else _UNANSWERED)
    note = Relay(place, "" if private else case.message, customer.user, words, _UNANSWERED)
    draft.memory.jobs.append(job(note, f"relay:{case.id}:unanswered:{draft.house.new_id()[:8]}", draft.now, case))
    return True
