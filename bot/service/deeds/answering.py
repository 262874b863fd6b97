"""Answer with the suggestion, write, go private, take back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.actions import Withdraw
from bot.core.menus import Choice, button
from bot.core.verbs import BY_NAME
from bot.core.words import Words
from bot.service import closing, intake
from bot.service.deeds.life import choose
from bot.service.plans import job
from bot.service.relay import bound_relay, nowhere, signed, take_private
from bot.service.talks import is_in, open_way

if TYPE_CHECKING:
    from bot.service.deeds.deed import Deed, Told

PRESSED = "press:"


def answer(deed: Deed) -> Told:
    """The suggestion leaves after the undo time; whoever pressed has the case."""
    draft, house, case = deed.draft, deed.house, deed.case
    seconds = f"{house.config.policy.undo:g}"
    if case.pending:
        return deed.say("answer_coming", seconds=seconds)
    if not case.suggested:
        return deed.say("no_suggestion_left")
    if suggestion_stands(deed):
        return deed.say("suggestion_sent")
    deed.claim()
    intake.give_way(draft, case)
    case, nonce = deed.case, deed.stamp
    words = signed(house, case, deed.author.name, Words.load(list(case.suggested)))
    relay = bound_relay(draft, case, words, f"{PRESSED}{nonce}")
    if relay is None:
        return deed.say("undelivered", reason=nowhere(house, case))
    key = f"relay:{case.id}:{nonce}"
    draft.memory.jobs.append(job(relay, key, house.later(draft.now, house.config.policy.undo), case))
    draft.memory.keep(replace(case, pending=key))
    offer = house.desk("undo_offer", owner=deed.author.name, seconds=seconds, text=words.plain)
    draft.tell_thread(case, offer, f"undo:{nonce}", (button(BY_NAME["undo"], case.id, deed.language, nonce),))
    return deed.say("answer_coming", seconds=seconds)


def suggestion_stands(deed: Deed) -> bool:
    """Whether the suggestion went to the customer and was not taken back: it is said once."""
    pieces = deed.draft.ledger.relays_of(deed.case.id)
    return any(piece.message and piece.source.startswith(PRESSED) for piece in pieces)


def write(deed: Deed) -> Told:
    """The case is the presser's; his words in the thread go to the customer."""
    deed.claim()
    return deed.say("write_here")


def private(deed: Deed) -> Told:
    """Invite the customer to a private chat with the bot, and say so where he complained."""
    if is_in(deed.case):
        return deed.say("private_on")
    invited = open_way(deed.draft, deed.case)
    if invited is not None:
        return deed.say("private_invited_already", time=deed.house.day_time(invited.expires))
    return invite(deed) or deed.say("private_invited")


def invite(deed: Deed) -> Told | None:
    """Claim the case and show its customer the way in; what the person is told where that cannot be."""
    chat = deed.house.platforms[deed.case.place.platform].chat
    if deed.case.outside or not (chat.private_buttons or chat.private_link(deed.case.id)):
        return deed.say("no_private_route")
    deed.claim()
    if not take_private(deed.draft, deed.case, invite=True):
        return deed.say("undelivered", reason=deed.house.desk("no_customer"))
    deed.draft.memory.audit.append((deed.who, "private_invited", deed.case.id))
    return None


def ask(deed: Deed) -> Told:
    """Let the bot ask the customer an intake question, in private; he is invited first where he is not there yet."""
    house, case = deed.house, deed.case
    spoken = {question.id: question.label for question in house.library.shelf.intake(deed.language)}
    if not spoken:
        return deed.say("intake_none")
    if not deed.extra:
        return choose(deed, "ask", [Choice(label, name) for name, label in spoken.items()], "intake_which")
    wanted = deed.extra.strip().casefold()
    chosen = next((name for name, label in spoken.items() if wanted in {name, label.casefold()}), "")
    if not chosen:
        return deed.say("intake_unknown", questions=", ".join(spoken.values()))
    if is_in(case):
        intake.add(deed.draft, case, chosen)
        deed.draft.memory.audit.append((deed.who, "intake_asked", case.id))
        return deed.say("intake_planned")
    if open_way(deed.draft, case) is None and (told := invite(deed)) is not None:
        return told
    intake.add(deed.draft, case, chosen)
    deed.draft.memory.audit.append((deed.who, "intake_asked", case.id))
    return deed.say("intake_waits")


def undo(deed: Deed) -> Told:
    """Cancel what has not left yet; else take back what went to the customer: that of the button, or the latest."""
    draft, case, nonce = deed.draft, deed.case, deed.extra
    if nonce.startswith(closing.WAITS) or (not nonce and _note_is_latest(deed)):
        return _undo_note(deed)
    waiting = f"relay:{case.id}:{nonce}" if nonce else case.pending
    if waiting and case.pending == waiting and draft.ledger.cancel_job(waiting):
        deed.keep(replace(case, pending=""), "undo")
        return deed.say("undone")
    if not nonce and (words := draft.ledger.waiting_words(case.id)) and draft.ledger.cancel_words(case.id, words):
        draft.memory.audit.append((deed.who, "undo", case.id))
        return deed.say("undone")
    source = f"{PRESSED}{nonce}" if nonce else _latest(deed)
    standing = [piece for piece in draft.ledger.relays(case.id, source) if piece.message] if source else []
    if not standing:
        return deed.say("undo_under_way" if waiting and case.pending == waiting else "undo_nothing")
    draft.memory.jobs.append(job(Withdraw(source), f"withdraw:{case.id}:{source}:{deed.stamp}", draft.now, case))
    draft.memory.audit.append((deed.who, "withdraw", case.id))
    return deed.say("taking_back")


def _undo_note(deed: Deed) -> Told:
    """The closing note does not leave, or is taken back: it is proposed again, and the bot's first answer says what it said."""
    taken = closing.take_back(deed.draft, deed.case)
    if taken is None:
        return deed.say("undo_nothing")
    case, told = taken
    deed.keep(case, "undo" if told == "undone" else "withdraw")
    return deed.say(told)


def _note_is_latest(deed: Deed) -> bool:
    """Whether the closing note is what went to the customer last, or is about to."""
    if closing.waits(deed.case):
        return True
    pieces = (piece for piece in deed.draft.ledger.relays_of(deed.case.id) if piece.message)
    return next((piece.source == closing.NOTE for piece in pieces if piece.desk or piece.source == closing.NOTE), False)


def _latest(deed: Deed) -> str:
    """What went to the customer last and still stands there, as far as staff said it."""
    for piece in deed.draft.ledger.relays_of(deed.case.id):
        if piece.message and piece.desk:
            return piece.source
    return ""


DEEDS = {"answer": answer, "write": write, "private": private, "ask": ask, "undo": undo}
