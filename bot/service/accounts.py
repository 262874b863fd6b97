"""What a customer asks in private about his own data: to link accounts, to unlink them, to be forgotten.

A code never links in public: one that is written there is void at once, and nobody reads in public that it was one.
"""

from __future__ import annotations

from secrets import choice
from typing import TYPE_CHECKING

from bot.core.actions import Tell, Whisper
from bot.core.cases import WITH_STAFF
from bot.core.linking import (
    ALPHABET,
    COMMANDS,
    LASTS,
    LENGTH,
    TRIES,
    WINDOW,
    Request,
    Wish,
    codes_in,
    digest,
    read_request,
    shown,
)
from bot.core.messages import Place
from bot.core.words import Words
from bot.ports import LinkCode
from bot.service import erasing
from bot.service.plans import job

if TYPE_CHECKING:
    from bot.core.messages import Command, Message
    from bot.service.draft import Draft
    from bot.service.house import House

_LATEST = 20


class Accounts:
    """Applies such requests to the draft of a transaction."""

    def __init__(self, house: House) -> None:
        """`house` gives settings and words."""
        self.house = house

    @staticmethod
    def asks(message: Message) -> bool:
        """Whether a message is such a request: it is then no complaint, and staff do not read it.

        Not in a thread, which moderators of the server can read: there only the platform's own commands do it.
        """
        return message.private and not message.in_thread and read_request(message.text) is not None

    @staticmethod
    def is_command(command: Command) -> bool:
        """Whether a command is one of those that customers have."""
        return any(command.name in words for words in COMMANDS.values())

    def heard(self, draft: Draft, message: Message) -> None:
        """A request in a private chat; one that was only edited into a message does nothing."""
        request = read_request(message.text)
        if request is None or message.version:
            return
        customer = draft.ledger.customer(message.place.platform, message.author.id, message.author.name).id
        self._answer(draft, message.place, customer, request, "")

    def command(self, draft: Draft, command: Command) -> None:
        """The same as a command of the platform, which only the person himself sees."""
        request = read_request(f"{command.name} {command.argument}".strip())
        customer = draft.ledger.customer(command.place.platform, command.author.id, command.author.name).id
        language = next(language for language, words in COMMANDS.items() if command.name in words)
        if request is None:
            request = Request(Wish.CODE, command.argument, language)
        self._answer(draft, command.place, customer, request, command.token)

    def _answer(self, draft: Draft, place: Place, customer: str, request: Request, token: str) -> None:
        language = self._language(draft, customer, request)
        text = self._done(draft, place, customer, request, language, in_passing=bool(token))
        self.tell(draft, place, text, token)

    def tell(self, draft: Draft, place: Place, text: str, token: str = "") -> None:
        """In a private chat, or to the person alone who used a command. The job's key says nothing about either."""
        if token:
            draft.memory.jobs.append(job(Whisper(token, text), f"whisper:{token}", draft.now, platform=place.platform))
        else:
            key = f"tell:{self.house.new_id()}"
            draft.memory.jobs.append(job(Tell(place, Words.of(text)), key, draft.now, platform=place.platform))

    def _language(self, draft: Draft, customer: str, request: Request) -> str:
        """That of the word; for a code alone, that in which he spoke last."""
        if request.language in self.house.config.brand.languages:
            return request.language
        last = draft.ledger.cases_of_customer(customer, 1)
        return last[0].language if last else self.house.config.brand.languages[0]

    def _done(
        self, draft: Draft, place: Place, customer: str, request: Request, language: str, *, in_passing: bool
    ) -> str:
        match request.wish:
            case Wish.LINK:
                return self._code(draft, place, customer, language, in_passing=in_passing)
            case Wish.CODE:
                return self._redeem(draft, place, customer, request.code, language)
            case Wish.UNLINK:
                return self._unlink(draft, customer, language)
            case Wish.FORGET:
                draft.ledger.act(customer, Wish.FORGET, draft.now)
                return self._phrase(language, "forget_sure")
            case Wish.FORGET_SURE:
                return self._forget(draft, place, customer, language)

    def _phrase(self, language: str, key: str, /, **facts: object) -> str:
        return self.house.phrase(language, f"account_{key}", brand=self.house.config.brand.name, **facts)

    # linking -----------------------------------------------------------------------------------------------------------------
    def _code(self, draft: Draft, place: Place, customer: str, language: str, *, in_passing: bool) -> str:
        if self._too_often(draft, customer, "ask"):
            return self._phrase(language, "too_often")
        code = "".join(choice(ALPHABET) for _ in range(LENGTH))
        channel = "" if in_passing else f"{place.platform}:{place.channel}"
        draft.ledger.keep_code(LinkCode(digest(code), customer, channel, language, draft.now + LASTS))
        draft.memory.audit.append((customer, "link_asked", ""))
        minutes = int(LASTS.total_seconds()) // 60
        return self._phrase(language, "code", code=shown(code), minutes=minutes)

    @staticmethod
    def _too_often(draft: Draft, customer: str, what: str) -> bool:
        """Count one more; True when it is one too many."""
        if draft.ledger.acted(customer, what, draft.now - WINDOW) >= TRIES:
            return True
        draft.ledger.act(customer, what, draft.now)
        return False

    def _redeem(self, draft: Draft, place: Place, customer: str, code: str, language: str) -> str:
        if self._too_often(draft, customer, "try"):
            return self._phrase(language, "too_often")
        known = draft.ledger.code(digest(code))
        owner = draft.ledger.customer_of(known.customer) if known is not None else None
        if known is None or owner is None or known.expires <= draft.now:
            return self._phrase(language, "code_unknown")
        if owner.platform == place.platform:
            return self._phrase(language, "code_same_platform", platform=place.platform.title())
        draft.ledger.drop_code(known.digest)
        draft.ledger.link(known.customer, customer, draft.now)
        draft.memory.audit += [(customer, "linked", ""), (known.customer, "linked", "")]
        self._show_again(draft, draft.ledger.accounts(customer))
        if known.channel:
            there = self._phrase(known.language, "linked", platform=place.platform.title())
            self.tell(draft, Place(owner.platform, known.channel.partition(":")[2]), there)
        return self._phrase(language, "linked", platform=owner.platform.title())

    def _unlink(self, draft: Draft, customer: str, language: str) -> str:
        others = draft.ledger.unlink(customer)
        if not others:
            return self._phrase(language, "not_linked")
        draft.memory.audit.append((customer, "unlinked", ""))
        self._show_again(draft, [customer, *others])
        return self._phrase(language, "unlinked")

    @staticmethod
    def _show_again(draft: Draft, customers: list[str]) -> None:
        """The cards of these people say what is known of them now."""
        for customer in customers:
            for kept in draft.ledger.cases_of_customer(customer, _LATEST):
                case = draft.memory.cases.get(kept.id, kept)
                if case.card and case.state in WITH_STAFF:
                    draft.edit_card(case)

    def in_public(self, draft: Draft, message: Message) -> None:
        """A code that somebody writes where others read it is void at once; its owner hears so in private, where that can be."""
        for code in codes_in(message.text):
            known = draft.ledger.code(digest(code))
            if known is None or not draft.ledger.drop_code(known.digest):
                continue
            draft.memory.audit.append((known.customer, "code_exposed", ""))
            if known.channel and known.expires > draft.now:
                platform, _, channel = known.channel.partition(":")
                self.tell(draft, Place(platform, channel), self._phrase(known.language, "code_exposed"))

    # being forgotten ---------------------------------------------------------------------------------------------------------
    def _forget(self, draft: Draft, place: Place, customer: str, language: str) -> str:
        if not draft.ledger.acted(customer, Wish.FORGET, draft.now - LASTS):
            draft.ledger.act(customer, Wish.FORGET, draft.now)
            return self._phrase(language, "forget_sure")
        erasing.erase(draft, self.house, customer, customer)
        draft.forgotten.add(f"{place.platform}:{place.channel}")
        return self._phrase(language, "forgotten")
