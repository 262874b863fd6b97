"""How a case ends in public: the closing note that staff read first, and what is taken back when it was no complaint."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.core.actions import Relay, Restate, Retract, Withdraw
from bot.core.cases import State
from bot.core.closing_note import refused
from bot.core.menus import button
from bot.core.replies import first_name
from bot.core.tone import outside
from bot.core.verbs import BY_NAME
from bot.core.words import Words
from bot.service.ask_only import say_ask_only
from bot.service.plans import job

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.cases import Case
    from bot.core.messages import Place
    from bot.core.words import Button
    from bot.ports import Customer
    from bot.service.draft import Draft

NOTE = "solve"
"""Source under which the posted note is remembered."""
PREVIEW = "note_preview:"
"""Begins the key of the post that proposes a note."""
WAITS = "solved:"
"""Begins what an undo button says of a note that waits to be posted."""
_SOLVED = "solved"
_COLLEAGUES, _LATEST, _SPEAKERS = 200, 20, 30
_WAITS = frozenset({State.HANDED_OVER, State.CLAIMED})


def is_open(case: Case) -> bool:
    """Whether a closing note is proposed and nobody has decided about it yet."""
    return bool(case.closing) and not case.closing_by and case.ended


def words_of(draft: Draft, case: Case, situation: str, *, turn: int = 0) -> Words:
    """A reply of the bot's own about a case; `turn` picks another variant. The public end names nobody, also where a template would."""
    house = draft.house
    name = "" if situation == _SOLVED else first_name(draft.customer_name(case))
    said = house.say(case.deadline, draft.now, case.language) if case.deadline is not None else ""
    facts = house.facts(case.language, name, case.topic, said, "", case.place.platform)
    return house.library.shelf.reply(case.language, situation, case.number + turn, facts).words


def hears_us(draft: Draft, case: Case) -> Customer | None:
    """The customer of a case when the bot may still say something to him: known, not stopped, and not left to people alone."""
    customer = draft.ledger.customer_of(case.customer)
    if customer is None or not customer.user or customer.stopped or case.outside or case.withdrawn:
        return None
    return None if customer.id in draft.memory.stopped else customer


def can_end_in_public(draft: Draft, case: Case) -> bool:
    """Whether there is a place and somebody to say the end to: a case that was private from the start has none."""
    return hears_us(draft, case) is not None and case.place.channel != case.private_channel


def goes_on_in(draft: Draft, case: Case) -> Case | None:
    """The open case in which the customer says that it is not over: while it runs nothing is said about the end of this one."""
    stored = draft.ledger.cases_of_customer(case.customer, _LATEST) if case.customer else []
    latest = (draft.memory.cases.get(other.id, other) for other in stored)
    return next((other for other in latest if other.follows == case.id and not other.ended), None)


def propose(draft: Draft, case: Case) -> Case:
    """Show staff the note as it would be posted; nothing leaves before a press."""
    words = words_of(draft, case, _SOLVED)
    return _shown(draft, case, words, draft.house.new_id()[:8])


def rewrite(draft: Draft, case: Case, text: str, source: str) -> None:
    """Staff wrote a note of their own: it takes the place of the proposal, or is refused with the reason."""
    house = draft.house
    chat = house.platforms[case.place.platform].chat
    said = house.phrase(case.language, "staff_says", brand=house.config.brand.name, initials="", text=text)
    why = "link" if outside(text, house.config.brand.domains) else _refused(draft, case, text)
    if chat.measure(said) > chat.limit // 2:
        why = "long"
    if why:
        draft.tell_thread(case, house.desk(f"note_refused_{why}"), f"note_refused:{source}")
        return
    draft.memory.keep(_shown(draft, case, Words.of(said), source))


def _refused(draft: Draft, case: Case, text: str) -> str:
    """What is wrong with a note of staff's own: nobody who spoke there is named, and nothing that was said in private comes out."""
    ledger = draft.ledger
    staff = [member.name for member in ledger.staff(case.place.platform, _COLLEAGUES)]
    spoke = {seen.author for seen in ledger.context(case.place, draft.now, _SPEAKERS)}
    authors = (spoke | {line.who for line in ledger.life_of(case.id)}) - {case.customer, ""}
    others = [person.name for author in sorted(authors) if (person := ledger.customer_of(author)) is not None]
    return refused(
        text,
        words_of(draft, case, _SOLVED).plain,
        draft.customer_name(case),
        [*staff, case.owner_name],
        others=others,
        answers=[answer.said for answer in ledger.intake_answers(case.id)],
    )


def _shown(draft: Draft, case: Case, words: Words, stamp: str) -> Case:
    case = _settled(draft, case, draft.house.desk("note_earlier"))
    case = replace(case, closing=tuple(words.dump()), closing_by="", updated=draft.now)
    text = draft.house.desk("note_preview", text=words.plain)
    draft.tell_thread(case, text, f"{PREVIEW}{stamp}", _choices(draft, case))
    return case


def _settled(draft: Draft, case: Case, text: str) -> Case:
    """The post that proposed a note says this now, and its buttons go."""
    if not case.note_post:
        return case
    draft.staff_edit(case, case.note_post, text)
    return replace(case, note_post="")


def _choices(draft: Draft, case: Case) -> tuple[Button, ...]:
    mark, language = mark_of(case), draft.house.staff_language
    return tuple(button(BY_NAME[name], case.id, language, mark) for name in ("post_note", "no_note"))


def mark_of(case: Case) -> str:
    """Says which text a button stands below, so that an older one cannot post a newer text."""
    return sha256(Words.load(list(case.closing)).plain.encode()).hexdigest()[:8]


def post(draft: Draft, case: Case, who: str) -> Case | None:
    """Post the note below the complaint after the undo time, and bring the bot's own first answer up to date with it.

    None where that cannot be any more.
    """
    customer, house = hears_us(draft, case), draft.house
    if customer is None:
        return None
    words = Words.load(list(case.closing))
    note = Relay(case.place, case.message, customer.user, words, NOTE)
    stamp = f"{WAITS}{house.new_id()[:8]}"
    key, due = f"relay:{case.id}:{stamp}", house.later(draft.now, house.config.policy.undo)
    draft.memory.jobs.append(job(note, key, due, case))
    if case.answer:
        restate(draft, case, case.answer, words_of(draft, case, "settled"), due=due)
    offer = house.desk("note_offer", owner=who, seconds=f"{house.config.policy.undo:g}")
    undo = button(BY_NAME["undo"], case.id, house.staff_language, stamp)
    draft.tell_thread(case, offer, f"undo:{stamp}", (undo,))
    case = _settled(draft, case, words.plain)
    return decided(draft, replace(case, pending=key), who)


def without_note(draft: Draft, case: Case, who: str) -> Case:
    """Somebody decided that nothing is said in public."""
    case = _settled(draft, case, draft.house.desk("note_not", who=who))
    return decided(draft, replace(case, closing=()), who)


def waits(case: Case) -> bool:
    """Whether a note was decided on and waits for its undo time."""
    return case.pending.startswith(f"relay:{case.id}:{WAITS}")


def take_back(draft: Draft, case: Case) -> tuple[Case, str] | None:
    """The note is not posted, or goes again, and is proposed once more; with what staff are told. None where there is none."""
    if not case.ended or not case.closing_by or not case.closing:
        return None
    if waits(case) and draft.ledger.cancel_job(case.pending):
        draft.ledger.cancel_jobs(case.id, ("restate",))
        return _proposed_again(draft, replace(case, pending="")), "undone"
    note = standing(draft, case, NOTE)
    if note is None:
        return None
    draft.ledger.cancel_jobs(case.id, ("restate",))
    key = f"withdraw:{case.id}:{NOTE}:{draft.house.new_id()[:8]}"
    draft.memory.jobs.append(job(Withdraw(NOTE), key, draft.now, case))
    if case.answer and case.answer_words:
        restate(draft, case, case.answer, Words.load(list(case.answer_words)))
    return _proposed_again(draft, case), "taking_back"


def hold_note(draft: Draft, case: Case) -> None:
    """The customer says that it is not over: a note that waits for its undo time does not leave, and is proposed again."""
    case = draft.memory.cases.get(case.id, case)
    if waits(case) and (taken := take_back(draft, case)) is not None:
        draft.memory.keep(taken[0])
        draft.edit_card(taken[0])


def _proposed_again(draft: Draft, case: Case) -> Case:
    case = decided(draft, replace(case, followed=None), "")
    return _shown(draft, case, Words.load(list(case.closing)), draft.house.new_id()[:8])


def decided(draft: Draft, case: Case, who: str) -> Case:
    """Somebody decided about the note (nobody while `who` is empty): from now on count the time until the customer is asked whether it helped."""
    house = draft.house
    draft.ledger.cancel_jobs(case.id, ("timer",))
    case = replace(case, closing_by=who, updated=draft.now)
    if case.state == State.SOLVED:
        draft.timer(case, "follow_up", house.later(draft.now, house.config.policy.follow_up))
        draft.timer(case, "silence", house.later(draft.now, house.config.policy.silence))
    return case


def restate(
    draft: Draft,
    case: Case,
    message: str,
    words: Words,
    buttons: tuple[Button, ...] = (),
    *,
    due: datetime | None = None,
) -> None:
    """Change a post of the bot's own in the case's public place, at `due` or at once."""
    key = f"restate:{case.id}:{message}:{draft.house.new_id()[:8]}"
    place = _stands_in(draft, case, message)
    draft.memory.jobs.append(job(Restate(place, message, words, buttons), key, due or draft.now, case))


def _stands_in(draft: Draft, case: Case, message: str) -> Place:
    """Where a post of the bot's own stands: the customer may have been answered in a thread beside the complaint."""
    seen = draft.ledger.seen(case.place.platform, case.place.channel, message)
    return seen.place if seen is not None else case.place


def standing(draft: Draft, case: Case, source: str) -> tuple[Place, str] | None:
    """Where the bot's own note of this kind stands now."""
    pieces = [piece for piece in draft.ledger.relays(case.id, source) if piece.message]
    return (pieces[-1].place, pieces[-1].message) if pieces else None


def follow(draft: Draft) -> None:
    """What holds however a case came to its state: one that waits for staff is watched, one that was reopened says so in public."""
    for case in list(draft.memory.cases.values()):
        if case.state in _WAITS:
            due = draft.house.later(case.updated, draft.house.config.policy.unanswered)
            _watch(draft, case, due)
        if not case.ended and (case.closing or case.closing_by or case.followed is not None):
            _take_up_again(draft, case)


def _watch(draft: Draft, case: Case, due: datetime) -> None:
    """One timer a case; one that rings too early sets another."""
    planned = any(new.case == case.id and new.key.startswith("unanswered:") for new in draft.memory.jobs)
    if not planned and not any(line.name == "unanswered" for line in draft.ledger.timers_of(case.id)):
        draft.timer(case, "unanswered", due)


def _take_up_again(draft: Draft, case: Case) -> None:
    note = standing(draft, case, NOTE)
    draft.ledger.cancel_jobs(case.id, ("restate",))
    if waits(case):
        draft.ledger.cancel_job(case.pending)
        draft.memory.jobs[:] = [new for new in draft.memory.jobs if new.key != case.pending]
        case = replace(case, pending="")
    case = _settled(draft, case, draft.house.desk("note_earlier"))
    if note is not None and hears_us(draft, case) is not None and note[0] == case.place:
        restate(draft, case, note[1], words_of(draft, case, "reopened"))
        if case.answer:
            restate(draft, case, case.answer, words_of(draft, case, "reopened", turn=1))
    draft.memory.keep(replace(case, closing=(), closing_by="", followed=None))


def take_back_answers(draft: Draft, case: Case) -> None:
    """Everything the bot said by itself in public about this case goes; after too many of these in a day the channel rests."""
    posts = draft.ledger.own_posts(case.id, case.place)
    answers = list(dict.fromkeys([*posts, *([case.answer] if case.answer else [])]))
    for message in answers:
        key = f"retract:{case.id}:{message}"
        draft.memory.jobs.append(job(Retract(_stands_in(draft, case, message), message), key, draft.now, case))
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
