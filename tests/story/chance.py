"""Whole conversations by chance: anybody says and does anything in any order, the program dies in between, and the promises hold.

python -m tests.story.chance --examples 400 --steps 80 --seeds 1,2,3
"""

from __future__ import annotations

import asyncio
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bot.clock import SimulatedClock
from bot.store import open_store
from handlers.sandbox import World
from tests.story import kept, kept_cases, lives
from tests.story.chance_words import (
    BEHIND_MORE,
    CHAT,
    COMMANDS,
    COMPLAINTS,
    CUSTOMERS,
    ENDED,
    ENDS_WITHIN,
    EVERYBODY,
    EXITS,
    HARD,
    PAUSES,
    PERSONAL,
    SETTLES,
    STAFFERS,
    TEXTS,
    VERBS,
)
from tests.story.stage import PUBLIC, STAFF, WORKDAY, Stage, config_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from handlers.sandbox import Post

picks = st.integers(0, 40)
at_once = st.booleans()


class Conversation(RuleBasedStateMachine):
    """One installation, its world and its people."""

    empty: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="wegwijzer-chance-"))
        shutil.copy(self.empty, self.folder / "store.db")
        self.loop = asyncio.Runner()
        self.said = kept.Said()
        self.world = World()
        self.clock = SimulatedClock(WORKDAY)
        self.books = kept.Books(self.folder / "store.db")
        self.held = kept_cases.Held()
        self.whole = True
        self.life = lives.WHOLE
        self.about: dict[str, str] = {}
        """Case → its complaint, also when the case does not name it any more."""

    @initialize(mode=st.sampled_from(("all", "all", "mentions", "addressed", "ask")), flood=st.sampled_from((1, 2, 5)))
    def opens(self, mode: str, flood: int) -> None:
        self.config = config_with(channel__answer=mode, flood=flood)
        self.loop.run(self.open())

    async def open(self) -> None:
        self.store = await open_store(f"sqlite+aiosqlite:///{self.folder}/store.db")
        self.on = Stage(self.config, self.store, self.world, self.clock)
        await self.on.webcare.start()

    def teardown(self) -> None:
        try:
            if hasattr(self, "store") and self.whole:
                self.everything_comes_to_an_end()
        finally:
            if hasattr(self, "store"):
                self.loop.run(self.store.close())
            self.loop.close()
            shutil.rmtree(self.folder)

    def everything_comes_to_an_end(self) -> None:
        """Whatever state a case is in, staff can solve it, or it ends by itself."""
        self.settle()
        for _ in range(ENDS_WITHIN):
            left = [row for row in self.books.cases() if row["state"] not in ENDED]
            if not left:
                return
            cards = {row["id"]: row["card"] for row in self.books.cases()}
            for row in left:
                card = self.world.posts.get(cards[row["grouped"]] if row["grouped"] else row["card"])
                if card is not None and not card.gone:
                    self.world.press("noor", card.id, f"w:solve:{row['id']}", self.clock.now())
                    self.did(settle=True)
            self.time_passes(50 * 3600)
        left = [f"{row['number']} ({row['state']})" for row in self.books.cases() if row["state"] not in ENDED]
        assert not left, f"nobody can end case {', '.join(left)}"

    # what happens ------------------------------------------------------------------------------------------------------------
    def did(self, *, settle: bool) -> None:
        self.clock.advance(1)
        if settle:
            self.settle()

    def settle(self) -> None:
        with lives.living(self.life):
            self.loop.run(self.on.settle())
        self.life = lives.WHOLE
        self.clock.advance(2)
        self.loop.run(self.on.settle())  # what was put off for a second because its thread was gone
        self.look()

    def look(self) -> None:
        """Take down what is new in the world, then hold it against the promises."""
        for post in self.world.posts.values():
            self.said.order.setdefault(post.id, self.said.now())
            if post.thread and post.buttons and post.thread not in self.said.threads:
                case = post.buttons[0]["data"].split(":")[2]
                about = next((p[1].rpartition("/")[2] for p in post.parts if not isinstance(p, str)), "")
                if about in self.world.posts:
                    self.about.setdefault(case, about)
                if case in self.about:
                    self.said.threads[post.thread] = self.about[case]
        self.whole = False
        self.hold_against_the_promises(self.world, self.said, self.books)
        self.whole = True

    def hold_against_the_promises(self, world: World, said: kept.Said, books: kept.Books) -> None:
        kept.never_two_answers(world, said)
        kept.only_customers_are_answered(world)
        kept.never_over_a_person(world, said)
        kept.staff_words_reach_their_customer_alone(world, said)
        kept.private_words_stay_private(world, said)
        kept.stop_is_kept(world, said)
        for who in books.stopped():
            said.stopped.setdefault(who, said.now())
        kept.every_case_that_needs_staff_is_visible(world, books.cases())
        books.every_verdict_has_reasons()
        books.nothing_is_unread_or_parked()
        books.receipts_are_the_posts(world, said.let_go)
        self.held.never_over_whoever_holds_it(books, world)
        kept_cases.personal_data_is_never_repeated(world, PERSONAL)
        kept_cases.whispers_are_for_their_reader(world, said)
        kept_cases.every_open_promise_has_a_live_timer(books, self.clock.now(), self.on.house.hours)
        kept_cases.no_case_is_stuck(books)

    def say(self, who: str, text: str, **more: str) -> str:
        """Somebody says something in public, complaints with a mark of their own; nothing (``) where he is muted."""
        if self.world.is_muted(PUBLIC, who, self.clock.now()):
            return ""
        message = self.world.say(who, self.marked(who, text), PUBLIC, self.clock.now(), **more)
        self.heard(message)
        return message

    def marked(self, who: str, text: str) -> str:
        if text not in COMPLAINTS or who not in CUSTOMERS:
            return text
        mark = f"zolder{self.said.now():04d}"
        self.said.words[mark] = who
        return f"{text} {mark}"

    def said_by_people(self) -> Iterator[Post]:
        return (p for p in self.world.posts.values() if p.channel == PUBLIC and p.who != World.BOT and not p.gone)

    def pick(self, posts: Iterator[Post], which: int) -> Post | None:
        found = [post for post in posts if not post.gone]
        return found[-1 - which % len(found)] if found else None

    def heard(self, message: str) -> None:
        """Take down who answered whom, as detection sees it at this moment."""
        self.said.order[message] = self.said.now()
        post = self.world.posts[message]
        self.said.answering.discard(message)
        if not post.reply_to or self.world.people[post.who].role != "customer":
            return
        replied = self.world.posts[post.reply_to]
        if replied.who != post.who and not kept.complains(self.on.house, json.dumps(self.world.events[-1])):
            self.said.answering.add(message)

    @rule(who=st.sampled_from(CUSTOMERS), text=st.sampled_from(TEXTS), reply=st.none() | picks, settle=at_once)
    def a_customer_says(self, who: str, text: str, reply: int | None, *, settle: bool) -> None:
        target = self.pick(iter(self.world.listing(PUBLIC)), reply) if reply is not None else None
        media = "photo" if not text else ""
        self.say(who, text, reply_to=target.id if target else "", media=media)
        self.did(settle=settle)

    @rule(who=st.sampled_from(CUSTOMERS), text=st.sampled_from(COMPLAINTS[:4]), grace=at_once)
    def a_customer_complains_and_is_answered(self, who: str, text: str, *, grace: bool) -> None:
        self.say(who, text)
        self.did(settle=True)
        if grace:
            self.time_passes(25)

    @rule(who=st.sampled_from(CUSTOMERS), text=st.sampled_from(COMPLAINTS[:5]), sent=at_once)
    def the_program_dies_as_it_answers(self, who: str, text: str, *, sent: bool) -> None:
        self.say(who, text)
        self.did(settle=True)
        self.the_program_starts_again(cut=True, pulled=True, sent=sent, after=25)

    @rule(who=st.sampled_from(CUSTOMERS), by=st.sampled_from(STAFFERS), verb=st.sampled_from(("write", "private")))
    def a_hard_case_is_taken_before_the_bot_has_said_anything(self, who: str, by: str, verb: str) -> None:
        message = self.say(who, HARD)
        self.did(settle=True)
        card = self.world.card_about(message) if message else None
        data = [b["data"] for b in card.buttons if b["data"].startswith(f"w:{verb}:")] if card is not None else []
        if card is not None and data:
            self.world.press(by, card.id, data[0], self.clock.now())
            self.did(settle=True)
        self.time_passes(25)

    @rule(which=picks, text=st.sampled_from((*EXITS, *EXITS, *CHAT, *COMPLAINTS)), settle=at_once)
    def the_customer_answers_the_bot(self, which: int, text: str, *, settle: bool) -> None:
        mine = (p for p in self.world.listing(PUBLIC) if p.who == World.BOT and p.reply_to)
        target = self.pick(mine, which)
        if target is not None:
            who = self.world.posts[target.reply_to].who
            self.say(who, text, reply_to=target.id)
            self.did(settle=settle)

    @rule(
        who=st.sampled_from((*STAFFERS, "weerbot")),
        text=st.sampled_from(TEXTS),
        reply=st.none() | picks,
        settle=at_once,
    )
    def staff_or_a_bot_speaks_in_public(self, who: str, text: str, reply: int | None, *, settle: bool) -> None:
        target = self.pick(iter(self.world.listing(PUBLIC)), reply) if reply is not None else None
        self.say(who, text, reply_to=target.id if target else "")
        self.did(settle=settle)

    @rule(which=picks, text=st.sampled_from(TEXTS), settle=at_once)
    def somebody_changes_his_words(self, which: int, text: str, *, settle: bool) -> None:
        post = self.pick(self.said_by_people(), which)
        if post is not None:
            self.world.edit(post.id, self.marked(post.who, text), self.clock.now())
            self.heard(post.id)
            self.did(settle=settle)

    @rule(which=picks, settle=at_once)
    def somebody_takes_his_words_away(self, which: int, *, settle: bool) -> None:
        post = self.pick(self.said_by_people(), which)
        if post is not None:
            self.world.remove(post.id, self.clock.now())
            self.said.taken.add(post.id)
            self.did(settle=settle)

    @rule(who=st.sampled_from(EVERYBODY), which=picks, verb=st.sampled_from(VERBS), settle=at_once)
    def somebody_presses(self, who: str, which: int, verb: str, *, settle: bool) -> None:
        cards = [p for p in self.world.posts.values() if p.channel == STAFF and p.buttons]
        buttons = [(card.id, b["data"]) for card in cards for b in card.buttons if b["data"].startswith(f"w:{verb}:")]
        if buttons:
            card, data = buttons[-1 - which % len(buttons)]
            self.world.press(who, card, data, self.clock.now())
            self.did(settle=settle)

    @rule(who=st.sampled_from(EVERYBODY), which=picks, verb=st.sampled_from(BEHIND_MORE), settle=at_once)
    def somebody_presses_behind_more(self, who: str, which: int, verb: str, *, settle: bool) -> None:
        name, _, choice = verb.partition("::")
        cards = [p for p in self.world.posts.values() if p.channel == STAFF and p.buttons]
        found = [(card.id, b["data"]) for card in cards for b in card.buttons if b["data"].startswith("w:more:")]
        if found:
            card, data = found[-1 - which % len(found)]
            data = data.replace(":more:", f":{name}:") + (f":{choice}" if choice else "")
            self.world.press(who, card, data, self.clock.now())
            self.did(settle=settle)

    @rule(who=st.sampled_from(STAFFERS), which=picks, verb=st.sampled_from(SETTLES), settle=at_once)
    def staff_press_below_a_post_in_a_thread(self, who: str, which: int, verb: str, *, settle: bool) -> None:
        posts = [p for p in self.world.posts.values() if p.channel == STAFF and p.buttons and not p.gone]
        found = [(p.id, b["data"]) for p in posts for b in p.buttons if b["data"].startswith(f"w:{verb}:")]
        if found:
            post, data = found[-1 - which % len(found)]
            self.world.press(who, post, data, self.clock.now())
            self.did(settle=settle)

    @rule(which=picks, text=st.sampled_from(COMMANDS), other=picks, settle=at_once)
    def staff_type_a_command_in_a_thread(self, which: int, text: str, other: int, *, settle: bool) -> None:
        threads = list(self.said.threads)
        if threads:
            number = 1 + other % max(len(self.books.cases()), 1)
            thread = threads[-1 - which % len(threads)]
            self.world.say("noor", text.format(number), STAFF, self.clock.now(), thread=thread)
            self.did(settle=settle)

    @rule(who=st.none() | st.sampled_from(CUSTOMERS), which=picks, settle=at_once)
    def a_customer_says_whether_it_helped(self, who: str | None, which: int, *, settle: bool) -> None:
        asked = [p for p in self.world.listing(PUBLIC) if p.who == World.BOT and p.buttons]
        buttons = [(post, button["data"]) for post in asked for button in post.buttons]
        if buttons:
            post, data = buttons[-1 - which % len(buttons)]
            self.world.press(who or self.world.posts[post.reply_to].who, post.id, data, self.clock.now())
            self.did(settle=settle)

    @rule(which=picks, inside=at_once, settle=at_once)
    def staff_change_their_words(self, which: int, *, inside: bool, settle: bool) -> None:
        mine = (p for p in self.world.posts.values() if p.channel == STAFF and p.who in STAFFERS and p.thread)
        post = self.pick(mine, which)
        if post is not None:
            self.world.edit(post.id, f"// {post.text}" if inside else f"{post.text} Echt.", self.clock.now())
            self.did(settle=settle)

    @rule(which=picks, settle=at_once)
    def staff_delete_their_words(self, which: int, *, settle: bool) -> None:
        mine = (p for p in self.world.posts.values() if p.channel == STAFF and p.who in STAFFERS and p.thread)
        post = self.pick(mine, which)
        if post is not None:
            self.world.remove(post.id, self.clock.now())
            self.did(settle=settle)

    @rule(who=st.sampled_from(STAFFERS), which=picks, settle=at_once)
    def staff_make_a_case_of_a_message(self, who: str, which: int, *, settle: bool) -> None:
        post = self.pick(iter(self.world.listing(PUBLIC)), which)
        if post is not None:
            self.world.say(who, f"/zaak #message/{PUBLIC}/{post.id}", STAFF, self.clock.now())
            self.did(settle=settle)

    @rule(who=st.sampled_from(STAFFERS), which=picks, note=at_once, settle=at_once)
    def staff_write_in_a_thread(self, who: str, which: int, *, note: bool, settle: bool) -> None:
        threads = list(self.said.threads)
        if threads:
            thread = threads[-1 - which % len(threads)]
            mark = f"merk{self.said.now():04d}"
            text = f"We sturen morgen iemand langs ({mark})."
            if note:
                inner = f"{mark}binnen"
                text = f"// moeilijke klant {inner}\n{text}\n  // {inner}"
                self.said.inside.add(inner)
                self.said.notes[inner] = thread
            self.said.notes[mark + ")"] = thread
            about = self.said.threads[thread]
            hushed = any(row["private"] for row in self.books.cases() if row["message"] == about)
            self.said.hushed |= {mark + ")"} if hushed else set()
            self.world.say(who, text, STAFF, self.clock.now(), thread=thread)
            self.did(settle=settle)

    @rule(who=st.sampled_from(CUSTOMERS), text=st.sampled_from(TEXTS), settle=at_once)
    def a_customer_writes_in_private(self, who: str, text: str, *, settle: bool) -> None:
        mark = f"geheim{self.said.now():04d}"
        self.said.secrets[mark] = who
        self.world.say(who, f"{text} {mark}", f"private:{who}", self.clock.now())
        self.did(settle=settle)

    @rule(who=st.sampled_from(EVERYBODY), which=picks, settle=at_once)
    def somebody_follows_a_way_into_a_private_talk(self, who: str, which: int, *, settle: bool) -> None:
        links = [part[1] for p in self.world.listing(PUBLIC) for part in p.parts if not isinstance(part, str)]
        ways = [link.removeprefix("#private-") for link in links if link.startswith("#private-")]
        if ways:
            self.world.say(who, f"/start {ways[-1 - which % len(ways)]}", f"private:{who}", self.clock.now())
            self.did(settle=settle)

    @rule(who=st.sampled_from(EVERYBODY), which=picks, settle=at_once)
    def somebody_presses_in_a_private_talk(self, who: str, which: int, *, settle: bool) -> None:
        asked = [p for p in self.world.posts.values() if p.channel.startswith("private:") and p.buttons]
        buttons = [(post.id, button["data"]) for post in asked for button in post.buttons]
        if buttons:
            post, data = buttons[-1 - which % len(buttons)]
            self.world.press(who, post, data, self.clock.now())
            self.did(settle=settle)

    @rule(which=picks, settle=at_once)
    def somebody_deletes_a_thread(self, which: int, *, settle: bool) -> None:
        threads = list(self.world.threads)
        if threads:
            self.world.drop_thread(threads[which % len(threads)], self.clock.now())
            self.did(settle=settle)

    @rule(seconds=st.sampled_from(PAUSES))
    def time_passes(self, seconds: int) -> None:
        self.loop.run(self.on.settle())
        self.clock.advance(seconds)
        self.settle()

    @rule(cut=at_once, pulled=at_once, sent=at_once, after=st.sampled_from((0, 0, 25, 4000)))
    def the_program_starts_again(self, *, cut: bool, pulled: bool, sent: bool, after: int) -> None:
        """Also with messages heard and not judged, or with sends that were marked and never made, or made without a receipt."""
        self.clock.advance(after)
        self.loop.run(self.stop_and_start(cut=cut, pulled=pulled, sent=sent))
        self.settle()

    async def stop_and_start(self, *, cut: bool, pulled: bool, sent: bool) -> None:
        if pulled:
            await self.on.platform.pull(self.on.webcare.door)
        if cut:
            await self.on.webcare.judge_once()
            for task in await self.on.webcare._claim(16):
                if sent:
                    await self.on.webcare.perform(task)
        await self.store.close()
        await self.open()
