"""The staff desk: presses of buttons, commands, and words in the staff channel, each led to what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.actions import Whisper
from bot.core.menus import read_button
from bot.core.messages import Author, Command, Message, Press, Role
from bot.core.verbs import BY_NAME, Where, Who, help_text, read_command
from bot.service import followups, private_threads
from bot.service.ask_only import put_back
from bot.service.deeds import DEEDS
from bot.service.deeds.deed import Deed, Told
from bot.service.linked import case_from_link
from bot.service.plans import job
from bot.service.relay import NOTE_MARK, Desktalk, bare

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.core.messages import Place, Removed
    from bot.core.verbs import Verb
    from bot.service.draft import Draft
    from bot.service.house import House


class Desk:
    """Applies what staff do to the draft of a transaction."""

    def __init__(self, house: House) -> None:
        """`house` gives settings and words."""
        self.house = house
        self.talk = Desktalk(house)

    # presses -----------------------------------------------------------------------------------------------------------------
    def press(self, draft: Draft, press: Press) -> None:
        """Do what the button says, and tell the presser. Anything that is not in order gets a clear private answer and changes nothing."""
        if press.data.startswith(followups.MARK):
            answer = followups.pressed(draft, self.house, press)
            self._whisper(draft, press.place, press.token, Told(answer))
            return
        if not self._may(press.place, press.author):
            self._whisper(draft, press.place, press.token, self._not_staff())
            return
        read = read_button(press.data)
        verb = BY_NAME.get(read[0]) if read is not None else None
        case = self._case(draft, read[1]) if read is not None else None
        if read is None or verb is None or case is None or case.place.platform != press.place.platform:
            self._whisper(draft, press.place, press.token, Told(self.house.desk("case_gone")))
            return
        on_card = bool(case.card) and press.message == case.card
        told, deed = self._do(draft, verb, case, press, press.token, read[2], on_card=on_card)
        self._tell(draft, deed, told)

    def _may(self, place: Place, author: Author) -> bool:
        return self.house.is_staff_place(place) and author.role == Role.STAFF

    def _not_staff(self) -> Told:
        return Told(self.house.desk("not_staff", brand=self.house.config.brand.name))

    @staticmethod
    def _case(draft: Draft, case_id: str) -> Case | None:
        return draft.memory.cases.get(case_id) or draft.ledger.case(case_id)

    def _do(
        self,
        draft: Draft,
        verb: Verb,
        case: Case,
        by: Press | Command | Message,
        token: str,
        extra: str,
        *,
        on_card: bool = False,
    ) -> tuple[Told, Deed]:
        """Do it where it makes sense and this person may; else what is told says why not."""
        who = draft.member(by.place.platform, by.author)
        deed = Deed(draft, self.house, case, by.place, by.author, who, extra, token, on_card=on_card)
        if case.state not in verb.states:
            state = self.house.desk(f"state_{case.state}")
            return Told(self.house.desk("case_ended" if case.ended else "not_now", state=state)), deed
        if verb.who == Who.OWNER and (taken := deed.taken()) is not None:
            return taken, deed
        return DEEDS[verb.name](deed), deed

    # telling -----------------------------------------------------------------------------------------------------------------
    def _tell(self, draft: Draft, deed: Deed, told: Told) -> None:
        """To the person alone where that can be; what is too long for it, or was asked for with typed words, into the thread."""
        chat = self.house.platforms[deed.place.platform].chat
        if not told.text:
            return
        if not deed.token:
            draft.tell_thread(deed.case, told.text, f"told:{deed.stamp}", told.buttons)
        elif chat.measure(told.text) > chat.whisper_limit:
            draft.tell_thread(deed.case, told.text, f"told:{deed.stamp}", told.buttons)
            self._whisper(draft, deed.place, deed.token, Told(self.house.desk("look_in_thread")))
        elif told.buttons and not chat.private_menus:
            if deed.on_card:
                draft.edit_card(deed.case, told.buttons)
                self._whisper(draft, deed.place, deed.token, Told(told.text))
            else:
                draft.tell_thread(deed.case, told.text, f"told:{deed.stamp}", told.buttons)
                self._whisper(draft, deed.place, deed.token, Told(self.house.desk("look_in_thread")))
        else:
            self._whisper(draft, deed.place, deed.token, told)

    @staticmethod
    def _whisper(draft: Draft, place: Place, token: str, told: Told) -> None:
        whisper = Whisper(token, told.text, told.buttons)
        draft.memory.jobs.append(job(whisper, f"whisper:{token}", draft.now, platform=place.platform))

    # commands ----------------------------------------------------------------------------------------------------------------
    def command(self, draft: Draft, command: Command) -> None:
        """A command that the platform itself offers."""
        if not self._may(command.place, command.author):
            self._whisper(draft, command.place, command.token, self._not_staff())
            return
        self._command(draft, command, read_command(f"/{command.name} {command.argument}"), command.token)

    def _command(self, draft: Draft, by: Command | Message, read: tuple[Verb | None, str] | None, token: str) -> None:
        verb, extra = read if read is not None else (None, "")
        reply_to = by.reply_to if isinstance(by, Message) else ""
        found = draft.ledger.case_of_thread(by.place, reply_to)
        case = self._case(draft, found.id) if found is not None else None
        stamp = by.id if isinstance(by, Message) else token
        if verb is None:
            self._say(draft, by.place, case, self.house.desk("unknown_command", word=extra), token, stamp)
        elif verb.name == "help":
            text = help_text(self.house.staff_language, self.house.desk("help_title"))
            self._say(draft, by.place, case, text, token, stamp)
        elif verb.where == Where.COMMAND:
            do = {"case": case_from_link, "resume": put_back}[verb.name]
            told = do(draft, by.place, by.author, extra)
            if told or token:
                self._say(draft, by.place, case, told or self.house.desk("resumed_now"), token, stamp)
        elif case is None:
            self._say(draft, by.place, case, self.house.desk("command_needs_case"), token, stamp)
        elif isinstance(by, Message) and (other := self.talk.meant(draft, case, by)) is not None:
            self._say(draft, by.place, case, self.house.desk("belongs_to_other", number=other.number), token, stamp)
        else:
            told_, deed = self._do(draft, verb, case, by, token, extra)
            self._tell(draft, deed, told_)

    def _say(self, draft: Draft, place: Place, case: Case | None, text: str, token: str, stamp: str) -> None:
        """An answer that belongs to a case, or to none: to the person, else to the thread, else to the staff channel."""
        if token:
            self._whisper(draft, place, token, Told(text))
        elif case is not None:
            draft.tell_thread(case, text, f"told:{stamp}")
        else:
            draft.notice(place.platform, text, f"told:{stamp}")

    # words -------------------------------------------------------------------------------------------------------------------
    def thread_message(self, draft: Draft, message: Message) -> None:
        """Words in the staff channel: a command is done, other words in a case's thread go to its customer."""
        if message.version == 0 and message.author.role == Role.STAFF and not bare(message.text).startswith(NOTE_MARK):
            read = read_command(bare(message.text))
            if read is not None:
                self._command(draft, message, read, "")
                return
        self.talk.said(draft, message)

    def removed(self, draft: Draft, removed: Removed) -> None:
        """Words of staff were deleted."""
        self.talk.removed(draft, removed)

    def thread_gone(self, draft: Draft, place: Place) -> None:
        """A thread was deleted: a customer's private talk, or that of a case."""
        if not private_threads.gone(draft, place):
            self.talk.thread_gone(draft, place)

    def lost_thread(self, draft: Draft, case: Case) -> None:
        """The card's thread does not exist any more."""
        self.talk.lost_thread(draft, case)
