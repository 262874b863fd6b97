"""The demo as its page sees it: bot.console.stage.Stage over the sandbox, the store and the service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.console.stage import (
    BadRequest,
    Bubble,
    ClockFace,
    Key,
    Quote,
    Scene,
    Secret,
    Side,
    Somebody,
    Talk,
    Tally,
    Thread,
    Why,
)
from bot.core.cards import ENDED_DOTS, shorten
from bot.core.words import Words
from bot.demo.judgements import Judgements
from handlers.sandbox.chat import LIMIT, PRIVATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.demo.time import Timekeeper
    from bot.ports import Store
    from bot.service import House
    from handlers.sandbox import Person, Post, SandboxPlatform
    from handlers.sandbox.player import Player

_QUOTE = 90
_SECRETS = 6
_OPENS, _LONGEST_WAY = "/start ", 64
_PEOPLE = ("customer", "staff")
_SIDES: dict[str, Side] = {"customer": "customer", "staff": "staff", "bot": "other", "self": "bot"}


class DemoStage:
    """Everything that a visitor sees is read from the sandbox and the store; what he does goes through the sandbox."""

    def __init__(self, house: House, store: Store, platform: SandboxPlatform, player: Player, time: Timekeeper) -> None:
        """`player` plays the conversation by the clock that `time` handles."""
        self.house, self.store, self.player, self.time = house, store, player, time
        self.world = platform.world
        self.channel, self.staff = player.public.channel, player.staff.channel
        self.judgements = Judgements(house, store, platform, player.public)

    # what is shown -----------------------------------------------------------------------------------------------------------
    async def scene(self) -> Scene:
        """What is there now."""
        posts = [post for post in self.world.posts.values() if post.channel == self.channel]
        verdicts, with_staff = await self.judgements.verdicts(posts)
        named = self.house.channel(self.player.public)
        return Scene(
            brand=self.house.config.brand.name,
            channel=named.name if named is not None and named.name else self.channel,
            clock=ClockFace(
                self.time.clock.now().astimezone(self.house.zone),
                self.time.clock.speed,
                self.time.chosen,
                self.player.left,
            ),
            tally=self._tally(posts, verdicts, with_staff),
            customers=self._people("customer"),
            staff=self._people("staff"),
            public=[self._bubble(post, verdicts.get(post.id, "")) for post in posts],
            threads=list(self._threads()),
            talks=list(self._talks()),
            notices=[self._bubble(post) for post in self.world.listing(self.staff)],
            secrets=self._secrets(),
        )

    def _people(self, role: str) -> list[Somebody]:
        return sorted(
            (Somebody(p.id, p.name) for p in self.world.people.values() if p.role == role), key=lambda one: one.name
        )

    def _tally(self, posts: list[Post], verdicts: dict[str, str], with_staff: int) -> Tally:
        said = [post for post in posts if post.who != self.world.BOT]
        kinds = [verdicts.get(post.id, "") for post in said]
        replied = {post.reply_to for post in posts if post.who == self.world.BOT and not post.gone}
        return Tally(
            messages=len(said),
            complaints=sum(kind in {"answer", "ask", "hand_over", "warn"} for kind in kinds),
            answered=len(replied),
            with_staff=with_staff,
            left=sum(kind == "leave" for kind in kinds),
        )

    def _person(self, who: str) -> tuple[str, str]:
        person = self.world.people.get(who)
        return (person.name, person.role) if person is not None else (who, "customer")

    def _anchor(self, post: Post) -> str:
        return f"message/{post.channel}/{post.id}"

    def _bubble(self, post: Post, verdict: str = "") -> Bubble:
        name, role = self._person(post.who)
        replied = self.world.posts.get(post.reply_to)
        key = self.world.key_of(post.id)
        return Bubble(
            id=post.id,
            anchor=self._anchor(post),
            who=post.who,
            side=_SIDES.get(role, "customer"),
            name=name,
            at=post.at.astimezone(self.house.zone),
            words=Words.load(post.parts),
            reply=self._quote(replied) if replied is not None else None,
            media=post.media,
            edited=post.edits > 0,
            gone=post.gone,
            reactions=tuple(post.reactions),
            verdict=verdict,
            keys=tuple(Key(b["label"], b["data"], b["style"]) for b in post.buttons),
            relayed=key.startswith("relay:") and ":solved:" not in key,
            muted=self.world.is_muted(post.channel, post.who, self.time.clock.now()),
        )

    def _quote(self, post: Post) -> Quote:
        text = "…" if post.gone else shorten(post.text, _QUOTE)
        return Quote(self._anchor(post), self._person(post.who)[0], text)

    def _threads(self) -> Iterator[Thread]:
        for thread, title in self.world.threads.items():
            posts = self.world.listing(self.staff, thread)
            if posts:
                card, *said = (self._bubble(post) for post in posts)
                open_ = any(key.data.startswith("w:post_note:") for post in said for key in post.keys)
                yield Thread(thread, title, card, tuple(said), ended=not open_ and posts[0].text[:1] in ENDED_DOTS)

    def _talks(self) -> Iterator[Talk]:
        for person in self.world.people.values():
            posts = self.world.listing(f"{PRIVATE}{person.id}")
            shown = tuple(self._bubble(post) for post in posts if not post.text.startswith(_OPENS))
            if shown:
                yield Talk(person.id, person.name, shown)

    def _secrets(self) -> tuple[Secret, ...]:
        told = list(enumerate(self.world.whispers, 1))[-_SECRETS:]
        return tuple(
            Secret(
                number, self._person(one.who)[0], one.text, one.at.astimezone(self.house.zone), self._shown(one.message)
            )
            for number, one in told
        )

    def _shown(self, message: str) -> str:
        """The post, empty where the page shows nothing of it any more."""
        post = self.world.posts.get(message)
        return message if post is not None and (not post.gone or post.channel == self.channel) else ""

    async def why(self, message: str) -> Why | None:
        """The judgement of a message; for a post of the bot, that of the message it answers."""
        post = self.world.posts.get(message)
        if post is not None and post.who == self.world.BOT and post.reply_to in self.world.posts:
            post = self.world.posts[post.reply_to]
        if post is None or post.channel != self.channel:
            return None
        name, role = self._person(post.who)
        why = Why(message=post.id, side=_SIDES.get(role, "customer"), name=name, text=post.text)
        return why if role in {"staff", "self"} else await self.judgements.why(post, why)

    # what people do ----------------------------------------------------------------------------------------------------------
    def looked_at(self) -> None:
        """The conversation begins when somebody looks."""
        self.time.looked_at()

    def _speaker(self, who: str, *roles: str) -> Person:
        person = self.world.people.get(who)
        if person is None or person.role not in roles:
            raise BadRequest("error_who")
        return person

    @staticmethod
    def _text(text: str) -> str:
        text = text.replace("\r\n", "\n").strip()
        if not text:
            raise BadRequest("error_empty")
        if len(text) > LIMIT:
            raise BadRequest("error_long")
        return text

    def say(self, who: str, text: str, reply_to: str = "") -> str:
        """Speak in public, as a customer or as staff. Raises BadRequest."""
        person, text = self._speaker(who, *_PEOPLE), self._text(text)
        if reply_to:
            replied = self.world.posts.get(reply_to)
            if replied is None or replied.gone or replied.channel != self.channel:
                raise BadRequest("error_gone")
        if self.world.is_muted(self.channel, person.id, self.time.clock.now()):
            raise BadRequest("error_muted")
        return self.world.say(person.id, text, self.channel, self.time.clock.now(), reply_to=reply_to)

    def say_to_staff(self, who: str, text: str, thread: str = "") -> str:
        """Speak as staff in a thread, or in the staff channel itself. Raises BadRequest."""
        person, text = self._speaker(who, *_PEOPLE), self._text(text)
        if person.role != "staff":
            raise BadRequest("error_staff")
        if thread and thread not in self.world.threads:
            raise BadRequest("error_thread")
        return self.world.say(person.id, text, self.staff, self.time.clock.now(), thread=thread)

    def _own(self, who: str, message: str) -> str:
        person, post = self._speaker(who, *_PEOPLE), self.world.posts.get(message)
        if post is None or post.gone:
            raise BadRequest("error_gone")
        if post.who != person.id:
            raise BadRequest("error_own")
        return post.id

    def change(self, who: str, message: str, text: str) -> None:
        """Change one's own message. Raises BadRequest."""
        own, text = self._own(who, message), self._text(text)
        if text != self.world.posts[own].text:
            self.world.edit(own, text, self.time.clock.now())

    def remove(self, who: str, message: str) -> None:
        """Take one's own message away. Raises BadRequest."""
        self.world.remove(self._own(who, message), self.time.clock.now())

    def press(self, who: str, message: str, data: str) -> None:
        """Press a button that stands or stood below a post; a private talk is its customer's alone. Raises BadRequest."""
        person, post = self._speaker(who, *_PEOPLE), self.world.posts.get(message)
        if post is None or post.gone or data not in post.offered:
            raise BadRequest("error_button")
        if post.channel.startswith(PRIVATE) and post.channel != f"{PRIVATE}{person.id}":
            raise BadRequest("error_button")
        if data.startswith(("w:answer:", "w:post_note:")) and person.role == "staff":
            self.time.real_time_for(self.house.config.policy.undo)
        self.world.press(person.id, message, data, self.time.clock.now())

    def enter(self, who: str, way: str) -> None:
        """Follow a way into a private talk as a customer. Raises BadRequest."""
        person = self._speaker(who, "customer")
        if not way.isalnum() or len(way) > _LONGEST_WAY:
            raise BadRequest("error_way")
        self.world.say(person.id, f"{_OPENS}{way}", f"{PRIVATE}{person.id}", self.time.clock.now())

    def say_in_private(self, who: str, text: str) -> str:
        """Speak as a customer in his private talk. Raises BadRequest."""
        person, text = self._speaker(who, "customer"), self._text(text)
        return self.world.say(person.id, text, f"{PRIVATE}{person.id}", self.time.clock.now())

    def play(self, speed: float | None = None) -> None:
        """Let the clock run. Raises BadRequest."""
        self.time.play(speed)

    def pause(self) -> None:
        """Stop the clock."""
        self.time.pause()

    def next_message(self) -> None:
        """Jump to the moment of the script's next entry; an entry whose moment has passed is on its way already."""
        due = self.player.next_at
        if due is not None and due > self.time.clock.now():
            self.time.clock.set(due)
            self.time.keep()
