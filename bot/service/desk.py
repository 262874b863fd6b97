"""The staff desk: presses of buttons, words in a case's thread, threads that are gone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.actions import Relay, Retract, Whisper
from bot.core.cases import WITH_STAFF, Event, State
from bot.core.messages import Place, Role
from bot.core.replies import first_name
from bot.core.words import Button, Words
from bot.service.plans import job

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.cases import Case
    from bot.core.messages import Message, Press
    from bot.service.draft import Draft
    from bot.service.house import House

NOTE_MARK = "//"
"""A line that begins with this stays inside."""
_PREFIX = "w"
_LOOKED_AT = 100


class Desk:
    """Applies what staff do to the draft of a transaction."""

    def __init__(self, house: House) -> None:
        """`house` gives settings and words."""
        self.house = house
        self._verbs = {
            "answer": self._answer,
            "write": self._write,
            "not_complaint": self._not_complaint,
            "solve": self._solve,
        }

    # presses -----------------------------------------------------------------------------------------------------------------
    def press(self, draft: Draft, press: Press) -> None:
        """Do what the button says, and tell the presser. Anything that is not in order gets a clear private answer and changes nothing."""
        whisper = Whisper(press.token, self._do(draft, press))
        draft.memory.jobs.append(job(whisper, f"whisper:{press.token}", draft.now, platform=press.place.platform))

    def _do(self, draft: Draft, press: Press) -> str:
        prefix, _, rest = press.data.partition(":")
        verb, _, rest = rest.partition(":")
        case_id, _, extra = rest.partition(":")
        if not self.house.is_staff_place(press.place) or press.author.role != Role.STAFF:
            return self.house.desk("not_staff", brand=self.house.config.brand.name)
        case = draft.ledger.case(case_id)
        if prefix != _PREFIX or case is None or case.place.platform != press.place.platform:
            return self.house.desk("case_gone")
        if verb == "undo":
            return self._undo(draft, press, case, extra)
        if case.ended:
            return self.house.desk("case_ended", state=self.house.desk(f"state_{case.state}"))
        do = self._verbs.get(verb)
        return do(draft, press, case) if do is not None else self.house.desk("case_gone")

    def _who(self, draft: Draft, press: Press) -> str:
        return draft.ledger.customer(press.place.platform, press.author.id, press.author.name).id

    def _taken(self, draft: Draft, press: Press, case: Case) -> str:
        """The words for who was first, or empty when nobody else has it."""
        if case.state == State.CLAIMED and case.owner and case.owner != self._who(draft, press):
            return self.house.desk("taken_by", owner=case.owner_name)
        return ""

    def _claim(self, draft: Draft, press: Press, case: Case) -> Case:
        who = self._who(draft, press)
        draft.cancel_public(case)
        after = case.after(Event.CLAIM, draft.now, owner=who, owner_name=press.author.name)
        draft.memory.audit.append((who, "claim", case.id))
        draft.memory.keep(after)
        draft.edit_card(after)
        return after

    def _answer(self, draft: Draft, press: Press, case: Case) -> str:
        if taken := self._taken(draft, press, case):
            return taken
        seconds = f"{self.house.config.policy.undo:g}"
        if case.pending:
            return self.house.desk("answer_coming", seconds=seconds)
        if not case.suggested:
            return self.house.desk("no_suggestion_left")
        case = self._claim(draft, press, case)
        nonce = self.house.new_id()[:8]
        key = f"relay:{case.id}:{nonce}"
        words = Words.load(list(case.suggested))
        due = self.house.later(draft.now, self.house.config.policy.undo)
        relay = self._relay(draft, case, words, f"press:{nonce}")
        if relay is None:
            return self.house.desk("undelivered", reason=self.house.desk("customer_removed"))
        draft.memory.jobs.append(job(relay, key, due, case))
        draft.memory.keep(replace(case, pending=key))
        undo = Button(self.house.desk("button_undo"), f"{_PREFIX}:undo:{case.id}:{nonce}", "danger")
        offer = self.house.desk("undo_offer", owner=press.author.name, seconds=seconds, text=words.plain)
        draft.tell_thread(case, offer, f"undo:{nonce}", (undo,))
        return self.house.desk("answer_coming", seconds=seconds)

    def _undo(self, draft: Draft, press: Press, case: Case, nonce: str) -> str:
        key = f"relay:{case.id}:{nonce}"
        if case.pending != key or not draft.ledger.cancel_job(key):
            return self.house.desk("undo_too_late")
        draft.memory.keep(replace(case, pending=""))
        draft.memory.audit.append((self._who(draft, press), "undo", case.id))
        return self.house.desk("undone")

    def _write(self, draft: Draft, press: Press, case: Case) -> str:
        if taken := self._taken(draft, press, case):
            return taken
        self._claim(draft, press, case)
        return self.house.desk("write_here")

    def _not_complaint(self, draft: Draft, press: Press, case: Case) -> str:
        who = self._who(draft, press)
        draft.ledger.cancel_jobs(case.id, ("answer", "relay", "timer"))
        after = case.after(Event.NOT_COMPLAINT, draft.now, pending="")
        if case.answer:
            draft.memory.jobs.append(
                job(Retract(case.place, case.answer), f"retract:{case.id}:{case.answer}", draft.now, after)
            )
        draft.ledger.label(case.id, "not_complaint", who, draft.now)
        draft.memory.audit.append((who, "not_complaint", case.id))
        draft.memory.keep(after)
        draft.edit_card(after)
        return self.house.desk("marked_not_complaint")

    def _solve(self, draft: Draft, press: Press, case: Case) -> str:
        who = self._who(draft, press)
        draft.ledger.cancel_jobs(case.id, ("answer", "timer"))
        after = case.after(Event.SOLVE, draft.now)
        draft.ledger.label(case.id, "complaint", who, draft.now)
        draft.memory.audit.append((who, "solve", case.id))
        draft.memory.keep(after)
        draft.edit_card(after)
        self._closing_note(draft, after)
        draft.timer(after, "silence", self.house.later(draft.now, self.house.config.policy.silence))
        return self.house.desk("marked_solved")

    def _closing_note(self, draft: Draft, case: Case) -> None:
        """The end is said where the complaint stood, in general terms; a case that was private from the start has no public place."""
        customer = draft.ledger.customer_of(case.customer)
        if customer is None or case.place.channel == case.private_channel:
            return
        facts = self.house.facts(case.language, first_name(customer.name), case.topic, "", case.id, case.place.platform)
        reply = self.house.library.shelf.reply(case.language, "solved", case.number, facts)
        note = Relay(case.place, case.message, customer.user, reply.words, "solve")
        draft.memory.jobs.append(job(note, f"relay:{case.id}:solved:{draft.now.timestamp():.0f}", draft.now, case))

    # the thread --------------------------------------------------------------------------------------------------------------
    def thread_message(self, draft: Draft, message: Message) -> None:
        """Words in the staff channel: in a case's thread they go to its customer, elsewhere they stay where they are."""
        if (
            message.author.role not in {Role.STAFF, Role.CUSTOMER}
            or message.version
            or message.text.lstrip().startswith(NOTE_MARK)
        ):
            return
        case = draft.ledger.case_of_thread(message.place, message.reply_to)
        if case is None:
            self._unknown_thread(draft, message)
            return
        if message.author.role != Role.STAFF:
            draft.tell_thread(
                case, self.house.desk("not_staff", brand=self.house.config.brand.name), f"not_staff:{message.id}"
            )
            return
        inside = "\n".join(
            line for line in message.text.splitlines() if not line.lstrip().startswith(NOTE_MARK)
        ).strip()
        if not inside:
            reason = self.house.desk(f"media_{message.media}") if message.media else "…"
            draft.tell_thread(case, self.house.desk("undelivered", reason=reason), f"undelivered:{message.id}")
            return
        self._say(draft, case, message, inside)

    def _unknown_thread(self, draft: Draft, message: Message) -> None:
        """Words in a thread of no known case stay there. While a card is on its way they may have been meant for a customer: say so."""
        waits = any(case.state in WITH_STAFF and not case.card for case in draft.ledger.open_cases(_LOOKED_AT))
        if message.place.thread and message.author.role == Role.STAFF and waits:
            draft.notice(
                message.place.platform, self.house.desk("not_a_case"), f"not_a_case:{message.place.thread}:{message.id}"
            )

    def _say(self, draft: Draft, case: Case, message: Message, text: str) -> None:
        who = draft.ledger.customer(message.place.platform, message.author.id, message.author.name).id
        draft.cancel_public(case)
        after = case
        if case.can(Event.STAFF_ANSWERED):
            after = case.after(
                Event.STAFF_ANSWERED,
                draft.now,
                owner=case.owner or who,
                owner_name=case.owner_name or message.author.name,
            )
        initials = _initials(message.author.name)
        said = self.house.phrase(
            case.language, "staff_says", brand=self.house.config.brand.name, initials=initials, text=text
        )
        chat = self.house.platforms[case.place.platform].chat
        pieces = split(said, chat.limit, chat.measure)
        for number, piece in enumerate(pieces):
            relay = self._relay(draft, after, Words.of(piece), message.id)
            if relay is None:
                draft.tell_thread(
                    after,
                    self.house.desk("undelivered", reason=self.house.desk("case_gone")),
                    f"undelivered:{message.id}",
                )
                return
            draft.memory.jobs.append(job(relay, f"relay:{case.id}:{message.id}:{number}", draft.now, after))
        draft.memory.audit.append((who, "staff_answered", case.id))
        draft.memory.keep(after)
        draft.edit_card(after)

    def _relay(self, draft: Draft, case: Case, words: Words, source: str) -> Relay | None:
        """To where the customer complained, or, once he went private, only there. None when he is not known any more."""
        customer = draft.ledger.customer_of(case.customer)
        if customer is None:
            return None
        if case.private:
            return Relay(Place(case.place.platform, case.private_channel), "", customer.user, words, source)
        return Relay(case.place, case.last_message or case.message, customer.user, words, source)

    def thread_gone(self, draft: Draft, place: Place) -> None:
        """A thread was deleted: the case gets a new card and thread, and staff are told. Nothing is put anywhere else."""
        case = draft.ledger.case_of_thread(place)
        if case is None or case.thread != place:
            return
        self.lost_thread(draft, case)

    def lost_thread(self, draft: Draft, case: Case) -> None:
        """The card's thread does not exist any more."""
        draft.notice(
            case.place.platform,
            self.house.desk("thread_gone", number=case.number),
            f"thread_gone:{case.id}:{case.card}",
        )
        bare = replace(case, card="", thread=None)
        draft.memory.keep(bare)
        if not case.ended:
            customer = draft.ledger.customer_of(case.customer)
            draft.open_card(replace(bare, updated=draft.now), customer.name if customer is not None else "")


def _initials(name: str) -> str:
    """` ^AB` for Anne Bos, empty for no name."""
    letters = "".join(word[0].upper() for word in name.split() if word[0].isalpha())[:3]
    return f" ^{letters}" if letters else ""


def split(text: str, limit: int, measure: Callable[[str], int]) -> list[str]:
    """Cut a text into pieces of at most `limit` as `measure` counts, at a space or line end where there is one."""
    pieces = []
    while measure(text) > limit:
        size = limit
        while measure(text[:size]) > limit:
            size -= 1
        at = max(text.rfind(" ", size // 2, size), text.rfind("\n", size // 2, size))
        at = at if at > 0 else size
        pieces.append(text[:at].rstrip())
        text = text[at:].lstrip()
    return [*pieces, text]
