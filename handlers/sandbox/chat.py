"""The Chat port on the sandbox world."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.messages import Place
from bot.core.words import Words
from bot.ports import Barred, Gone, NotPrivate, Refused, Talk, Thread

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.core.words import Button
    from bot.ports import Clock, Opening
    from handlers.sandbox.world import World

LIMIT = 4096
PRIVATE = "private:"
"""A channel of this and a person's id is his private chat with the bot."""
_ANCHOR = re.compile(r"(?:https?://[^\s#]*)?#message/([^\s/]+)/([^\s/]+)")


class SandboxChat:
    """Speaks in a World. Every post that cannot be is refused as a real platform would."""

    platform = "sandbox"
    limit = LIMIT
    whisper_limit = LIMIT
    private_menus = False
    private_buttons = False
    forms = False

    def __init__(self, world: World, clock: Clock) -> None:
        """`world` is the platform, `clock` its time."""
        self.world, self.clock = world, clock

    def measure(self, text: str) -> int:
        """Characters."""
        return len(text)

    async def post(
        self,
        place: Place,
        words: Words,
        *,
        key: str,
        reply_to: str = "",
        buttons: Sequence[Button] = (),
        ping: str = "",
    ) -> str:
        """Post in a place, under a message where `reply_to` says so."""
        if ping:
            words = Words((f"@{ping.lstrip('@')} ", *words.parts))
        if self.measure(words.plain) > self.limit:
            message = "the post is longer than 4,096 characters"
            raise Refused(message)
        if place.thread and place.thread not in self.world.threads:
            message = "the thread does not exist any more"
            raise Gone(message, "thread")
        if reply_to and (reply_to not in self.world.posts or self.world.posts[reply_to].gone):
            message = "the message to reply to does not exist any more"
            raise Gone(message, "message")
        made = [{"label": b.label, "data": b.data, "style": b.style} for b in buttons]
        return self.world.post(
            place.channel, place.thread, words.dump(), self.clock.now(), key=key, reply_to=reply_to, buttons=made
        )

    def _own(self, message: str) -> None:
        if message not in self.world.posts or self.world.posts[message].gone:
            text = "the post does not exist any more"
            raise Gone(text, "message")

    async def edit(self, place: Place, message: str, words: Words, buttons: Sequence[Button] = ()) -> None:  # noqa: ARG002 - the port's shape
        """Replace a post of the bot."""
        self._own(message)
        made = [{"label": b.label, "data": b.data, "style": b.style} for b in buttons]
        self.world.change(message, words.dump(), made)

    async def delete(self, place: Place, message: str) -> None:  # noqa: ARG002 - the port's shape
        """Take a post of the bot back."""
        if message in self.world.posts and not self.world.posts[message].gone:
            self.world.take_back(message)

    async def take_down(self, place: Place, message: str) -> None:  # noqa: ARG002 - the port's shape
        """Take somebody's message away; that is told as a removal by its author is."""
        self._own(message)
        self.world.remove(message, self.clock.now())

    async def mute(self, place: Place, user: str, until: datetime) -> None:
        """Let somebody write nothing in a channel; staff cannot be muted."""
        person = self.world.people.get(user)
        if person is None:
            text = "there is no such person"
            raise Gone(text, "user")
        if person.role != "customer":
            text = "only customers can be muted"
            raise Barred(text, "rank")
        self._ours(place, user, until)
        self.world.mute(place.channel, user, until)

    async def unmute(self, place: Place, user: str, until: datetime) -> None:
        """Let him write again."""
        self._ours(place, user, until)
        self.world.mute(place.channel, user, None)

    def _ours(self, place: Place, user: str, until: datetime) -> None:
        """Raises Barred where something else than the mute until then stands."""
        stands = self.world.muted.get((place.channel, user), until)
        if stands != until and stands > self.clock.now():
            text = "others restricted this person already"
            raise Barred(text, "standing", stands)

    async def react(self, place: Place, message: str, emoji: str) -> None:  # noqa: ARG002 - the port's shape
        """React to a message."""
        self._own(message)
        self.world.react(message, emoji)

    async def open_thread(
        self, place: Place, title: str, words: Words, *, key: str, buttons: Sequence[Button] = ()
    ) -> Thread:
        """Open a thread with the card as its first post."""
        thread = Place(place.platform, place.channel, self.world.open_thread(title, key))
        return Thread(thread, await self.post(thread, words, key=f"{key}:{thread.thread}", buttons=buttons))

    async def whisper(self, token: str, text: str, buttons: Sequence[Button] = ()) -> None:  # noqa: ARG002 - it has no private menus
        """Answer a press."""
        self.world.whisper(token, text, self.clock.now())

    async def reveal(self, token: str, place: Place, message: str, thread: Thread | None) -> str:  # noqa: ARG002 - the port's shape
        """Show the presser the message itself; without a press to answer, in the case's thread."""
        self._own(message)
        post = self.world.posts[message]
        said = " ".join(part for part in (post.text, f"📎 {post.media}" if post.media else "") if part)
        if token or thread is None:
            self.world.whisper(token, said, self.clock.now())
            return ""
        return await self.post(thread.place, Words.of(said), key=f"reveal:{message}:{self.clock.now().isoformat()}")

    def place_of(self, link: str) -> tuple[Place, str] | None:
        """The place behind an anchor of the demo page."""
        found = _ANCHOR.fullmatch(link)
        return (Place(self.platform, found[1]), found[2]) if found is not None else None

    async def leave(self, channel: str) -> None:
        """Leave a channel."""
        self.world.leave(channel)

    async def find_reply(
        self, place: Place, reply_to: str, since: datetime, words: Words, but: Collection[str] = ()
    ) -> str | None:
        """The bot's own reply to a message with these words."""
        for post in self.world.listing(place.channel, place.thread):
            same = post.who == self.world.BOT and post.reply_to == reply_to and post.parts == words.dump()
            if same and post.at >= since and post.id not in but:
                return post.id
        return None

    def private_link(self, reference: str) -> str:
        """A page of the demo itself."""
        return f"#private-{reference}" if reference else ""

    async def open_private(self, user: str, opening: Opening) -> Talk:
        """His own private place."""
        place = Place(self.platform, f"{PRIVATE}{user}")
        return Talk(place, await self.post(place, opening.words, key=opening.key))

    async def check_private(self, place: Place, user: str) -> None:
        """A private place carries the name of the one who reads it."""
        if place.channel != f"{PRIVATE}{user}":
            message = "this is somebody else's private place"
            raise NotPrivate(message, "others")

    def talk_link(self, place: Place) -> str:  # noqa: ARG002 - the port's shape
        """The demo has its private places on the same page."""
        return ""

    def message_link(self, place: Place, message: str) -> str:
        """An anchor on the demo page; empty for a message that a case does not name any more."""
        return f"#message/{place.channel}/{message}" if message else ""
