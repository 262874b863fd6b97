"""Further acts of conversations by chance: private talks, cases put together, linked accounts, being forgotten, exports, kills."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.cli.cases_choice import house_of
from bot.cli.cases_row import as_row
from bot.ports import CaseQuery
from handlers.sandbox import World
from tests.story import kept, kept_data
from tests.story.chance import at_once, picks
from tests.story.chance_moderation import Moderated
from tests.story.chance_words import COMPLAINTS, CUSTOMERS, HARD, REPLIES, STAFFERS
from tests.story.lives import EVERYWHERE, ONE_BY_ONE
from tests.story.stage import PUBLIC

if TYPE_CHECKING:
    from bot.ports import Ledger

_CODE = re.compile(r"\b[B-Z]{4}-[B-Z]{4}\b")


class Everything(Moderated):
    """Conversations in which anything can happen."""

    def __init__(self) -> None:
        super().__init__()
        self.void: set[str] = set()
        """Codes that were said in public."""

    def look(self) -> None:
        for post in self.world.posts.values():
            if post.who == World.BOT and post.channel.startswith("private:"):
                for code in _CODE.findall(post.text):
                    if code not in self.void:
                        self.said.codes.setdefault(code, post.channel.removeprefix("private:"))
        super().look()

    def hold_against_the_promises(self, world: World, said: kept.Said, books: kept.Books) -> None:
        super().hold_against_the_promises(world, said, books)
        kept_data.words_of_customers_are_not_repeated(world, said)
        kept_data.what_was_forgotten_is_gone(world, said, books)
        kept_data.every_way_in_leads_somewhere(world, said, books)

    def in_private(self, who: str, text: str) -> None:
        """Somebody writes to the bot in private, and everything due happens."""
        self.world.say(who, text, f"private:{who}", self.clock.now())
        self.did(settle=True)

    def secret(self, who: str) -> str:
        """A mark that this person alone says, in private."""
        mark = f"geheim{self.said.now():04d}"
        self.said.secrets[mark] = who
        return mark

    # private talks -----------------------------------------------------------------------------------------------------------
    @rule(
        who=st.sampled_from(CUSTOMERS),
        by=st.sampled_from(STAFFERS),
        said=st.lists(st.sampled_from(REPLIES), max_size=4),
    )
    def a_customer_is_invited_and_answers_questions(self, who: str, by: str, said: list[str]) -> None:
        message = self.say(who, HARD)
        self.did(settle=True)
        card = self.world.card_about(message) if message else None
        if card is None or not self.pressed(by, card, "private"):
            return
        self._comes_in(who)
        for text in said:
            self.in_private(who, f"{text} {self.secret(who)}" if text else self.secret(who))
        self._presses(who, len(said))

    def _comes_in(self, who: str) -> None:
        mine = (p for p in self.world.listing(PUBLIC) if p.reply_to and self.world.posts[p.reply_to].who == who)
        links = [part[1] for p in mine for part in p.parts if not isinstance(part, str)]
        ways = [link.removeprefix("#private-") for link in links if link.startswith("#private-")]
        if ways:
            self.in_private(who, f"/start {ways[-1]}")

    def _presses(self, who: str, which: int) -> None:
        asked = [p for p in self.world.listing(f"private:{who}") if p.buttons]
        if asked:
            buttons = asked[-1].buttons
            self.world.press(who, asked[-1].id, buttons[which % len(buttons)]["data"], self.clock.now())
            self.did(settle=True)

    @rule(who=st.sampled_from(CUSTOMERS), by=st.sampled_from(STAFFERS), first=at_once, private=at_once)
    def two_cases_of_one_customer_are_put_together(self, who: str, by: str, *, first: bool, private: bool) -> None:
        message = self.say(who, HARD)
        self.did(settle=True)
        card = self.world.card_about(message) if message else None
        if card is None:
            return
        self.type(by, "/opgelost", card.thread)
        self.did(settle=True)
        message = self.say(who, COMPLAINTS[4])
        self.did(settle=True)
        other = self.world.card_about(message) if message else None
        self.type(by, "/heropen", card.thread)
        self.did(settle=True)
        if other is None or other.thread == card.thread:
            return
        if private and self.pressed(by, other, "private"):
            self._comes_in(who)
        here, there = (card, other) if first else (other, card)
        id_ = next(b["data"].split(":")[2] for b in there.buttons)
        number = next((row["number"] for row in self.books.cases() if row["id"] == id_), 0)
        self.type(by, f"/samen {number}", here.thread)
        self.did(settle=True)
        for thread in (here.thread, there.thread):
            self.staff_say(by, thread)

    def staff_say(self, who: str, thread: str) -> None:
        """Words of staff for the customer, with a mark."""
        if thread not in self.said.threads:
            return
        mark = f"merk{self.said.now():04d}"
        self.said.notes[mark + ")"] = thread
        about = self.said.threads[thread]
        if any(row["private"] for row in self.books.cases() if row["message"] == about):
            self.said.hushed.add(mark + ")")
        self.type(who, f"We zoeken het uit ({mark}).", thread)
        self.did(settle=True)

    @rule(who=st.sampled_from(STAFFERS), which=picks)
    def staff_note_something(self, who: str, which: int) -> None:
        card = self.a_card(which)
        if card is not None:
            mark = f"notitie{self.said.now():04d}"
            self.said.inside.add(mark)
            self.said.notes[mark] = card.thread
            self.type(who, f"/notitie {mark}", card.thread)
            self.did(settle=True)

    # accounts ----------------------------------------------------------------------------------------------------------------
    @rule(who=st.sampled_from(CUSTOMERS), other=st.sampled_from(CUSTOMERS), public=at_once)
    def somebody_asks_for_a_code_and_somebody_says_it(self, who: str, other: str, *, public: bool) -> None:
        self.in_private(who, "koppel")
        code = next((code for code, owner in reversed(self.said.codes.items()) if owner == who), "")
        if code and public:
            del self.said.codes[code]  # void from now on: what is said in a case reaches staff
            self.void.add(code)
            self.say(other, code)
            self.did(settle=True)
        elif code:
            self.in_private(other, code)

    @rule(who=st.sampled_from(CUSTOMERS), other=st.sampled_from(CUSTOMERS))
    def two_accounts_turn_out_to_be_one_person(self, who: str, other: str) -> None:
        """A code works between platforms alone, and here is one: the link is made in the store."""
        now = self.clock.now()

        def work(ledger: Ledger) -> None:
            mine, his = (ledger.find_customer(f"sandbox:{one}") for one in (who, other))
            if mine and his and mine != his:
                ledger.link(mine, his, now)

        self.settle()
        self.loop.run(self.store.write(work))
        self.in_private(who, "koppel")

    @rule(who=st.sampled_from(CUSTOMERS))
    def somebody_unlinks(self, who: str) -> None:
        self.in_private(who, "ontkoppel")

    @rule(who=st.sampled_from(CUSTOMERS))
    def a_customer_is_forgotten(self, who: str) -> None:
        self.settle()
        self.in_private(who, "vergeet mij")
        before = self.books.posted()
        self.forgets(who)
        self.world.say(who, "ja, vergeet mij", f"private:{who}", self.clock.now())
        self.loop.run(self.on.settle())
        self.said.let_go |= before - self.books.posted()
        self.did(settle=True)

    def forgets(self, who: str) -> None:
        """From now on nothing that he said, or that was said to him, may be found."""
        said = self.said
        said.forgotten[who] = said.now()
        said.stopped.pop(who, None)
        gone = {mark for marks in (said.words, said.secrets) for mark, owner in marks.items() if owner == who}
        said.erased |= dict.fromkeys(gone, who)

    # exports, kills ----------------------------------------------------------------------------------------------------------
    @rule()
    def the_cases_are_exported(self) -> None:
        self.settle()

        def rows(ledger: Ledger) -> list[dict[str, Any]]:
            names = house_of(ledger, self.config)
            return [as_row(record, names) for record in ledger.case_records(CaseQuery(), 500)]

        kept_data.the_export_names_nobody_else(self.loop.run(self.store.read(rows)), self.said, self.books)

    @rule(life=st.sampled_from((EVERYWHERE, *ONE_BY_ONE)))
    def the_program_will_be_killed_in_the_next_step(self, life: Any) -> None:
        self.life = life
