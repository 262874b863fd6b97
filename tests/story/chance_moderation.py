"""Further acts of conversations by chance: house rules, appeals, what is taken back, and people without the role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.story import kept_rules
from tests.story.chance import Conversation, at_once, picks
from tests.story.chance_words import (
    APPEALS,
    BROKEN,
    CHAT,
    COMMANDS,
    COMPLAINTS,
    CUSTOMERS,
    EVERYBODY,
    HARD,
    MEASURES,
    RULED,
    STAFFERS,
    WITHOUT_A_RULE,
)
from tests.story.stage import PUBLIC, STAFF

if TYPE_CHECKING:
    from handlers.sandbox import Post, World
    from tests.story.kept import Books, Said


class Moderated(Conversation):
    """Conversations in which staff warn, remove and mute."""

    def __init__(self) -> None:
        super().__init__()
        self.ruled = kept_rules.Ruled()

    def hold_against_the_promises(self, world: World, said: Said, books: Books) -> None:
        super().hold_against_the_promises(world, said, books)
        self.ruled.look(world, books)
        kept_rules.nobody_is_dealt_with_but_by_staff_and_a_rule(world, said, self.ruled)
        kept_rules.only_staff_warn_and_by_a_rule_that_is_there(books)
        kept_rules.nobody_else_acts_as_staff(books)
        kept_rules.every_mute_ends(world, said, books, self.clock.now())
        kept_rules.a_note_says_the_end_only_of_what_ended(world, books)

    def everything_comes_to_an_end(self) -> None:
        super().everything_comes_to_an_end()
        self.time_passes(8 * 24 * 3600)
        left = [who for who in CUSTOMERS if self.world.is_muted(PUBLIC, who, self.clock.now())]
        assert not left, f"{left} are muted for ever"

    def type(self, who: str, text: str, thread: str) -> None:
        """Somebody types something in a thread of the staff channel."""
        self.world.say(who, text, STAFF, self.clock.now(), thread=thread)

    def a_card(self, which: int) -> Post | None:
        """A card in a thread that exists."""
        cards = [
            p
            for p in self.world.posts.values()
            if p.thread in self.world.threads and any(b["data"].startswith("w:more:") for b in p.buttons)
        ]
        return cards[-1 - which % len(cards)] if cards else None

    def pressed(self, who: str, post: Post, verb: str, extra: str = "") -> bool:
        """Somebody presses the last button of this verb in the thread of a post; False where there is none."""
        for other in reversed(self.world.listing(post.channel, post.thread)):
            for button in other.buttons:
                parts = button["data"].split(":")
                if parts[1] == verb:
                    self.world.press(who, other.id, button["data"] + extra, self.clock.now())
                    self.did(settle=True)
                    return True
        return False

    @rule(who=st.sampled_from(STAFFERS), which=picks, text=st.sampled_from((*RULED, *WITHOUT_A_RULE)), settle=at_once)
    def staff_apply_a_house_rule(self, who: str, which: int, text: str, *, settle: bool) -> None:
        card = self.a_card(which)
        if card is not None:
            self.type(who, text, card.thread)
            self.did(settle=settle)

    @rule(who=st.sampled_from(CUSTOMERS), by=st.sampled_from(STAFFERS), text=st.sampled_from(RULED), lifted=at_once)
    def a_customer_is_dealt_with(self, who: str, by: str, text: str, *, lifted: bool) -> None:
        message = self.say(who, HARD)
        self.did(settle=True)
        card = self.world.card_about(message) if message else None
        if card is not None:
            self.type(by, text, card.thread)
            self.did(settle=True)
            if lifted:
                self.type(by, "/ontdemp", card.thread)
                self.did(settle=True)

    @rule(who=st.sampled_from(EVERYBODY), which=picks, verb=st.sampled_from(MEASURES), settle=at_once)
    def somebody_presses_a_measure(self, who: str, which: int, verb: str, *, settle: bool) -> None:
        card = self.a_card(which)
        if card is not None:
            name, _, choice = verb.partition("::")
            data = next(b["data"] for b in card.buttons if b["data"].startswith("w:more:"))
            data = data.replace(":more:", f":{name}:") + (f":{choice}" if choice else "")
            self.world.press(who, card.id, data, self.clock.now())
            self.did(settle=settle)

    @rule(who=st.sampled_from(CUSTOMERS), text=st.sampled_from(APPEALS), private=at_once, which=picks, settle=at_once)
    def a_customer_appeals(self, who: str, text: str, which: int, *, private: bool, settle: bool) -> None:
        warnings = (p for p in self.world.listing(PUBLIC) if ":warn:" in self.world.key_of(p.id))
        target = self.pick(warnings, which)
        if private:
            self.world.say(who, text, f"private:{who}", self.clock.now())
        elif target is not None:
            self.say(self.world.posts[target.reply_to].who if target.reply_to else who, text, reply_to=target.id)
        self.did(settle=settle)

    @rule(who=st.sampled_from((*CUSTOMERS, "weerbot")), which=picks, text=st.sampled_from((*COMMANDS, *RULED, "")))
    def somebody_without_the_role_types_in_a_thread(self, who: str, which: int, text: str) -> None:
        card = self.a_card(which)
        if card is not None:
            mark = f"buiten{self.said.now():04d}"
            self.said.inside.add(mark)
            self.said.notes[mark] = card.thread
            self.type(who, text.format(1) or f"Ik werk hier ook ({mark}).", card.thread)
            self.did(settle=True)

    @rule(who=st.sampled_from(EVERYBODY), which=picks, data=st.sampled_from(BROKEN))
    def somebody_presses_what_no_button_says(self, who: str, which: int, data: str) -> None:
        card = self.a_card(which)
        if card is not None:
            more = next(b["data"] for b in card.buttons if b["data"].startswith("w:more:"))
            self.world.press(who, card.id, data.format(more.split(":")[2]), self.clock.now())
            self.did(settle=True)

    @rule(
        who=st.sampled_from(CUSTOMERS),
        other=st.sampled_from((*CUSTOMERS, *STAFFERS)),
        text=st.sampled_from((*COMPLAINTS[:3], HARD)),
        answer=st.sampled_from(CHAT[:2]),
        reply=at_once,
    )
    def somebody_else_answers_first(self, who: str, other: str, text: str, answer: str, *, reply: bool) -> None:
        message = self.say(who, text)
        self.did(settle=True)
        if message:
            self.say(other, answer, reply_to=message if reply else "")
        self.time_passes(25)

    # taken back --------------------------------------------------------------------------------------------------------------
    @rule(by=st.sampled_from(STAFFERS), which=picks, after=st.sampled_from((0, 5, 25, 4000)), typed=at_once)
    def a_suggestion_is_sent_and_taken_back(self, by: str, which: int, after: int, *, typed: bool) -> None:
        card = self.a_card(which)
        if card is not None and self.pressed(by, card, "answer"):
            self._taken_back(by, card, after, typed=typed)

    @rule(by=st.sampled_from(STAFFERS), which=picks, after=st.sampled_from((0, 5, 25, 4000)), typed=at_once)
    def a_closing_note_is_posted_and_taken_back(self, by: str, which: int, after: int, *, typed: bool) -> None:
        card = self.a_card(which)
        if card is None:
            return
        self.type(by, "/opgelost", card.thread)
        self.did(settle=True)
        if self.pressed(by, card, "post_note"):
            self._taken_back(by, card, after, typed=typed)

    def _taken_back(self, by: str, card: Post, after: int, *, typed: bool) -> None:
        if after:
            self.time_passes(after)
        before = set(self.world.posts)
        if typed:
            self.type(by, "/terug", card.thread)
            self.did(settle=True)
            return
        undo = [
            b["data"] for p in self.world.listing(STAFF, card.thread) for b in p.buttons if b["data"][:7] == "w:undo:"
        ]
        if not undo:
            return
        self.pressed(by, card, "undo")
        self.time_passes(25)
        _, _, case, stamp = undo[-1].split(":", 3)
        sent = self.world.posts.get(self.world.keys.get(f"relay:{case}:{stamp}", ""))
        assert sent is None or sent.gone or (sent.id in before and sent.edits), (
            f"{sent.text!r} was taken back, and stands"
        )

    @rule(
        by=st.sampled_from(STAFFERS),
        which=picks,
        posted=st.sampled_from((0, 9, 25)),
        how=st.sampled_from(("staff", "mens")),
    )
    def a_case_opens_again_around_its_note(self, by: str, which: int, posted: int, how: str) -> None:
        card = self.a_card(which)
        if card is None:
            return
        self.type(by, "/opgelost", card.thread)
        self.did(settle=True)
        self.pressed(by, card, "post_note")
        if posted:
            self.time_passes(posted)
        about = self.world.posts.get(self.said.threads.get(card.thread, ""))
        if how == "staff" or about is None or about.channel != PUBLIC:
            self.type(by, "/heropen", card.thread)
        else:
            self.say(about.who, "mens", reply_to=about.id)
        self.did(settle=False)
        self.time_passes(25)
