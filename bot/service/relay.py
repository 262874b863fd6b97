"""Words of staff on their way to a customer, bound to him and his place; what they change, and what they take back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.actions import Amend, Relay, Withdraw
from bot.core.cases import WITH_STAFF, Event
from bot.core.messages import Place, Role
from bot.core.privacy import find_private, mask
from bot.core.replies import first_name
from bot.core.verbs import read_command
from bot.core.words import Words
from bot.service import amends, closing, intake, labels, promising, talks
from bot.service.draft import PICKED_UP
from bot.service.plans import job

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.core.cases import Case
    from bot.core.messages import Message, Removed
    from bot.service.draft import Draft
    from bot.service.house import House

NOTE_MARK = "//"
"""A line that begins with this stays inside."""
_LOOKED_AT = 100
_BEFORE = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")
"""What nobody sees in front of a line: blanks, and characters without a shape, which come along when words are pasted."""


def signed(house: House, case: Case, name: str, words: Words) -> Words:
    """Words of staff as the customer reads them. A suggestion in which the bot speaks for itself stays the bot's."""
    if case.suggestion.partition("/")[2].partition("#")[0] != PICKED_UP:
        return words
    return Words((_prefix(house, case, name), *words.parts))


def _prefix(house: House, case: Case, name: str) -> str:
    """Who speaks: `Medewerker van Polderlink ^NB: `."""
    initials = initials_of(name) if house.config.policy.initials else ""
    return house.phrase(case.language, "staff_says", brand=house.config.brand.name, initials=initials, text="")


def initials_of(name: str) -> str:
    """` ^AB` for Anne Bos, empty for no name."""
    letters = "".join(word[0].upper() for word in name.split() if word[0].isalpha())[:3]
    return f" ^{letters}" if letters else ""


def bound_relay(draft: Draft, case: Case, words: Words, source: str, piece: int = 0) -> Relay | None:
    """To where the customer complained, or, once he went private, only there. None when there is no such place or person."""
    customer = draft.ledger.customer_of(case.customer)
    if customer is None or not customer.user or case.outside or (case.private and not case.private_channel):
        return None
    bot = draft.house.platforms[case.place.platform].bot_id
    if case.private:
        place = Place(case.place.platform, case.private_channel)
        return Relay(place, "", customer.user, words, source, piece, bot)
    return Relay(case.place, case.last_message or case.message, customer.user, words, source, piece, bot)


def nowhere(house: House, case: Case) -> str:
    """Why words of staff have nowhere to go to."""
    if case.outside:
        return house.desk("outside_answer", link=case.outside)
    if case.private and not case.private_channel:
        return f"{house.desk('talk_gone')}. {house.desk('talk_again')}"
    return house.desk("no_customer")


def take_private(draft: Draft, case: Case, *, invite: bool) -> bool:
    """Say in public that it goes on in private; with `invite` the customer finds the way there in it.

    False where nobody can be told (the customer is not known, the case has no public place), or it was said with the way in.
    """
    house, customer = draft.house, draft.ledger.customer_of(case.customer)
    if customer is None or not customer.user or case.outside or case.place.channel == case.private_channel:
        return False
    if not invite and (customer.stopped or case.withdrawn or draft.ledger.ways_of(case.id)):
        return False
    token = house.new_token() if invite else ""
    facts = house.facts(case.language, first_name(customer.name), case.topic, "", token, case.place.platform)
    situation = "private_invite" if invite else "taken_private"
    reply = house.library.shelf.reply(case.language, situation, case.number, facts)
    buttons = talks.make_way(draft, case, token) if invite else ()
    source, key = "taken_private", f"relay:{case.id}:{situation}:{token[:8]}"
    to = case.last_message or case.message
    note = Relay(case.place, to, customer.user, reply.words, source, int(invite), buttons=buttons)
    draft.memory.jobs.append(job(note, key, draft.now, case))
    return True


class Desktalk:
    """What is said in the threads of the staff channel."""

    def __init__(self, house: House) -> None:
        """`house` gives settings and words."""
        self.house = house

    def said(self, draft: Draft, message: Message) -> None:
        """Words in the staff channel: in a case's thread they go to its customer, elsewhere they stay where they are."""
        if message.author.role not in {Role.STAFF, Role.CUSTOMER}:
            return
        case = self._case_of(draft, message)
        if case is None:
            if (moved := self._moved_away(draft, message)) is not None:
                text = self.house.desk("team_old_thread", who=message.author.name)
                draft.tell_thread(moved, text, f"old_thread:{message.id}")
            elif not message.version and not bare(message.text).startswith(NOTE_MARK):
                self._unknown_thread(draft, message)
        elif message.author.role != Role.STAFF:
            if not message.version:
                text = self.house.desk("not_staff", brand=self.house.config.brand.name)
                draft.tell_thread(case, text, f"not_staff:{message.id}")
        elif (other := self.meant(draft, case, message)) is not None:
            text = self.house.desk("belongs_to_other", number=other.number)
            draft.tell_thread(case, text, f"other:{message.id}:{message.version}")
        elif message.version:
            self._changed(draft, case, message)
        else:
            self._new(draft, case, message)

    @staticmethod
    def _case_of(draft: Draft, message: Message) -> Case | None:
        case = draft.ledger.case_of_thread(message.place, message.reply_to)
        return draft.memory.cases.get(case.id, case) if case is not None else None

    @staticmethod
    def _moved_away(draft: Draft, message: Message) -> Case | None:
        """The case whose thread this was, until it went to another team."""
        if message.version or not message.place.thread or message.author.role != Role.STAFF:
            return None
        posts = draft.ledger.context(message.place, draft.now, _LOOKED_AT)
        for name in dict.fromkeys(seen.case for seen in posts if seen.posted and seen.case):
            case = draft.ledger.case(name)
            if case is not None and not case.ended and case.team and case.thread != message.place:
                return case
        return None

    @staticmethod
    def meant(draft: Draft, case: Case, message: Message) -> Case | None:
        """Another case, when the message replies to what was said about that one here: it stands under this card, or did so once."""
        if not message.reply_to:
            return None
        seen = draft.ledger.seen(message.place.platform, message.place.channel, message.reply_to)
        if seen is None or not seen.case or seen.case == case.id:
            return None
        return draft.memory.cases.get(seen.case) or draft.ledger.case(seen.case)

    @staticmethod
    def _heir(draft: Draft, case: Case) -> Case:
        """The case in which this one goes on, itself where it was not merged."""
        known = {case.id}
        while case.ended and case.merged and case.merged not in known:
            known.add(case.merged)
            case = draft.memory.cases.get(case.merged) or draft.ledger.case(case.merged) or case
        return case

    def _unknown_thread(self, draft: Draft, message: Message) -> None:
        """Words in a thread of no known case stay there. While a card is on its way they may have been meant for a customer: say so."""
        waits = any(case.state in WITH_STAFF and not case.card for case in draft.ledger.open_cases(_LOOKED_AT))
        if message.place.thread and message.author.role == Role.STAFF and waits:
            stamp = f"not_a_case:{message.place.thread}:{message.id}"
            draft.notice(message.place.platform, self.house.desk("not_a_case"), stamp)

    def _new(self, draft: Draft, case: Case, message: Message) -> None:
        who = draft.member(message.place.platform, message.author)
        outgoing, inside = parted(message.text)
        if inside:
            draft.ledger.note(case.id, who, mask(inside, find_private(inside)), draft.now)
        if holds_command(outgoing):
            draft.tell_thread(case, self.house.desk("command_inside"), f"command_inside:{message.id}")
        elif outgoing and case.merged and case.ended:
            text = self.house.desk("merged_thread", number=self._heir(draft, case).number)
            draft.tell_thread(case, text, f"merged_thread:{message.id}")
        elif outgoing and closing.is_open(case):
            closing.rewrite(draft, case, outgoing, message.id)
        elif outgoing:
            self._say(draft, case, message, who, outgoing)
            if message.media:
                text = self.house.desk("media_stays", media=self.house.desk(f"media_{message.media}"))
                draft.tell_thread(case, text, f"media_stays:{message.id}")
        elif not inside:
            reason = self.house.desk(f"media_{message.media}") if message.media else "…"
            draft.tell_thread(case, self.house.desk("undelivered", reason=reason), f"undelivered:{message.id}")

    def pieces(self, case: Case, name: str, text: str) -> list[str]:
        """The words as the customer reads them, in as many posts as the platform needs."""
        chat = self.house.platforms[case.place.platform].chat
        return split(_prefix(self.house, case, name) + text, chat.limit, chat.measure)

    def _say(self, draft: Draft, case: Case, message: Message, who: str, text: str) -> None:
        name = message.author.name
        relays = [
            bound_relay(draft, case, Words.of(piece), message.id, number)
            for number, piece in enumerate(self.pieces(case, name, text))
        ]
        if None in relays:
            text = self.house.desk("undelivered", reason=nowhere(self.house, case))
            draft.tell_thread(case, text, f"undelivered:{message.id}")
            return
        draft.cancel_public(case)
        intake.give_way(draft, case)
        case = after = self._instead(draft, case, message, who)
        labels.taken_up(draft, case, who)
        if case.can(Event.STAFF_ANSWERED):
            owner, owner_name = (case.owner, case.owner_name) if case.owner else (who, name)
            after = case.after(Event.STAFF_ANSWERED, draft.now, owner=owner, owner_name=owner_name, snoozed=None)
        for number, relay in enumerate(relays):
            if relay is not None:
                draft.memory.jobs.append(job(relay, f"relay:{case.id}:{message.id}:{number}", draft.now, after))
        draft.memory.audit.append((who, "staff_answered", case.id))
        draft.memory.keep(after)
        promising.propose(draft, self.house, after, text, message.id)
        draft.edit_card(after)

    def _instead(self, draft: Draft, case: Case, message: Message, who: str) -> Case:
        """A colleague's suggestion that waits for its undo time is not sent as well: the customer gets one answer."""
        if not case.pending or case.owner == who or not draft.ledger.cancel_job(case.pending):
            return case
        text = self.house.desk("suggestion_dropped", owner=case.owner_name, who=message.author.name)
        draft.tell_thread(case, text, f"dropped:{message.id}")
        return replace(case, pending="")

    # what staff change and take back -----------------------------------------------------------------------------------------
    def _changed(self, draft: Draft, case: Case, message: Message) -> None:
        """Staff changed their own words: the customer's copy follows. What was only a note stays one."""
        who = draft.member(message.place.platform, message.author)
        outgoing, _ = parted(message.text)
        key = f"{case.id}:{message.id}:{message.version}"
        if not draft.ledger.has_job(f"relay:{case.id}:{message.id}:0"):
            if outgoing:
                draft.tell_thread(case, self.house.desk("note_stays"), f"note_stays:{key}")
            return
        if not outgoing:
            self._withdraw(draft, case, message.id, who, 0, key)
            return
        if holds_command(outgoing):
            draft.tell_thread(case, self.house.desk("command_inside"), f"command_inside:{key}")
            return
        now, sent = self._heir(draft, case), draft.ledger.relays(case.id, message.id)
        public = [piece for piece in sent if any(amends.in_public(one, piece.place) for one in (case, now))]
        if now.private and any(piece.message for piece in public):
            reason = self.house.desk("stands_in_public")
            draft.tell_thread(case, self.house.desk("not_changed", reason=reason), f"not_changed:{key}")
            return
        pieces = self.pieces(case, message.author.name, outgoing)
        unsent = draft.ledger.cancel_words(case.id, message.id) and not any(piece.message for piece in sent)
        for number, piece in enumerate(pieces):
            words = Words.of(piece)
            # What had not left yet leaves as it is now, and never as it was.
            relay = bound_relay(draft, now, words, message.id, number) if unsent and now.id == case.id else None
            change = relay or Amend(message.id, number, words)
            name = "relay" if relay is not None else "amend"
            draft.memory.jobs.append(job(change, f"{name}:{key}:{number}", draft.now, case))
        if any(piece.piece >= len(pieces) for piece in sent):
            draft.memory.jobs.append(job(Withdraw(message.id, len(pieces)), f"withdraw:{key}", draft.now, case))
        promising.reconsider(draft, self.house, case, outgoing, key)
        draft.memory.audit.append((who, "amend", case.id))

    def _withdraw(self, draft: Draft, case: Case, source: str, who: str, since: int, key: str) -> None:
        sent = draft.ledger.relays(case.id, source)
        if draft.ledger.cancel_words(case.id, source) and not any(piece.message for piece in sent):
            draft.tell_thread(case, self.house.desk("undone"), f"undone:{key}")
            draft.memory.audit.append((who, "undo", case.id))
            return
        draft.memory.jobs.append(job(Withdraw(source, since), f"withdraw:{key}", draft.now, case))
        draft.memory.audit.append((who, "withdraw", case.id))

    def removed(self, draft: Draft, removed: Removed) -> None:
        """Staff deleted their own words (only platforms that report it): the customer's copy goes as well."""
        place = removed.place
        found = draft.ledger.case_of_source(place.platform, place.channel, removed.id)
        found = found or draft.ledger.case_of_waiting(place.platform, removed.id)
        case = draft.memory.cases.get(found) or draft.ledger.case(found) if found else None
        if case is not None:
            self._withdraw(draft, case, removed.id, "staff", 0, f"{case.id}:{removed.id}:removed")

    # threads that are gone ---------------------------------------------------------------------------------------------------
    def thread_gone(self, draft: Draft, place: Place) -> None:
        """A thread was deleted: the case gets a new card and thread, and staff are told. Nothing is put anywhere else."""
        case = draft.ledger.case_of_thread(place)
        if case is None or case.thread != place:
            return
        self.lost_thread(draft, case)

    def lost_thread(self, draft: Draft, case: Case) -> None:
        """The card's thread does not exist any more."""
        text = self.house.desk("thread_gone", number=case.number)
        draft.notice(case.place.platform, text, f"thread_gone:{case.id}:{case.card}")
        bare = replace(case, card="", thread=None)
        draft.memory.keep(bare)
        if not case.ended:
            draft.open_card(replace(bare, updated=draft.now), draft.customer_name(case))


def bare(line: str) -> str:
    """A line from its first character on that somebody sees."""
    unseen = _BEFORE.match(line)
    return line[unseen.end() :] if unseen is not None else line


def holds_command(text: str) -> bool:
    """Whether a line of it reads as a command: such a line is for us, and nothing says where it ends."""
    return any(read_command(bare(line)) is not None for line in text.splitlines())


def parted(text: str) -> tuple[str, str]:
    """(what goes out, what stays inside): a line that begins with the note mark stays."""
    lines = text.splitlines()
    marked = [bare(line).startswith(NOTE_MARK) for line in lines]
    out = "\n".join(line for line, inside in zip(lines, marked, strict=True) if not inside).strip()
    kept = "\n".join(
        bare(line).removeprefix(NOTE_MARK).strip() for line, inside in zip(lines, marked, strict=True) if inside
    )
    return out, kept.strip()


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
