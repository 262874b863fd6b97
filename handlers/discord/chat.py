"""The bot's mouth on Discord: ports.Chat.

Every post forbids all mentions, shows no previews and carries a nonce made from the job's key: repeated within a few minutes it gives
the first message back. A reply is sent only while the message it answers is there, and a message for a thread only into that thread.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bot.core.messages import Place
from bot.ports import Busy, ChatError, Gone, Refused, Thread, Unreachable, Unsure
from handlers.discord import measures, refusals
from handlers.discord.components import rows_of
from handlers.discord.door import Expired
from handlers.discord.lens import NAME
from handlers.discord.markup import LONGEST, cut, escaped, rendered
from handlers.discord.presses import CALLBACK, EPHEMERAL
from handlers.discord.reading import address
from handlers.discord.refusals import ByCode
from handlers.discord.shapes import Json, clean, id_at, is_id, maybe, maybe_id
from handlers.discord.unmasked import unmasked

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence
    from datetime import datetime

    from bot.core.words import Button, Words
    from bot.ports import Clock, Opening, Talk
    from handlers.discord.door import Door
    from handlers.discord.lens import Sight
    from handlers.discord.presses import Presses
    from handlers.discord.talks import Talks

LONGEST_TITLE = 100
ARCHIVE_MINUTES = 10080
NONCE_LETTERS = 24
NO_PREVIEWS = 4
NO_MENTIONS: Json = {"parse": [], "replied_user": False}
AGAIN = (0.0, 1.0, 3.0)
"""Seconds before each repeat of a post whose answer was lost; the nonce makes repeats harmless."""
POST_SECONDS = 50.0
"""For a post with all its repeats: within the lease of a job, and within the minutes for which Discord remembers a nonce."""
LEAST_SECONDS = 5.0
PAGE, PAGES = 100, 50
CLOCKS_DIFFER = 60.0
CARDS_REMEMBERED = 256

_CHANNEL = "/channels/{channel_id}"
_MESSAGES = "/channels/{channel_id}/messages"
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"
_ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"

_ADDRESS = re.compile(r"https?://(?:\w+\.)?discord(?:app)?\.com/channels/\d{1,20}/(\d{1,20})/(\d{1,20})")

log = logging.getLogger(__name__)


class DiscordChat:
    """ports.Chat over a Door."""

    platform = NAME
    limit = LONGEST
    whisper_limit = LONGEST
    private_menus = True
    private_buttons = True
    forms = True

    def __init__(self, door: Door, sight: Sight, presses: Presses, clock: Clock, talks: Talks) -> None:
        """`presses` knows which presses are not acknowledged yet, `talks` opens private talks."""
        self._door, self._sight, self._presses, self._clock, self._talks = door, sight, presses, clock, talks
        self._cards: dict[str, str] = {}
        """Cards that were posted but have no thread yet, by the job's key."""

    def measure(self, text: str) -> int:
        """Characters that a literal text takes, its escapes included."""
        return len(escaped(text))

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
        """Post and return the message id. Unsure only when repeating with the same nonce did not help either.

        `ping` is a role's id; it is the only thing in a post that may mention anybody.
        """
        body = _calling(_said(words, buttons), ping) | {"nonce": nonce(key), "enforce_nonce": True, "tts": False}
        channel = _id(place.thread or place.channel, "thread" if place.thread else "channel")
        if reply_to:
            body["message_reference"] = {
                "message_id": _id(reply_to, "message"),
                "channel_id": channel,
                "fail_if_not_exists": True,
            }
        return str(await self._awake(place, lambda: self._surely(channel, body)))

    async def _surely(self, channel: str, body: Json) -> str:
        """Send; when the answer is lost, send again until Discord says which message it was."""
        loop = asyncio.get_running_loop()
        end = loop.time() + POST_SECONDS
        try:
            return await self._send(channel, body, POST_SECONDS)
        except Unsure as error:
            doubt = error
        for wait in AGAIN:
            await self._clock.sleep(wait)
            left = end - loop.time()
            if left < LEAST_SECONDS:
                break
            try:
                return await self._send(channel, body, left)
            except Busy as busy:
                await self._clock.sleep(min(busy.retry_after or 0.0, max(0.0, left - LEAST_SECONDS)))
            except Unreachable:
                continue
            except Unsure as error:
                doubt = error
            except ChatError as error:
                # The first try may have been delivered before what it answers was deleted or a right was taken away.
                raise Unsure(f"The first answer was lost, and then: {error}") from None
        raise doubt

    async def _send(self, channel: str, body: Json, seconds: float) -> str:
        sent = await self._door.call("POST", _MESSAGES, {"channel_id": channel}, body, seconds=seconds)
        if not isinstance(sent, dict) or not is_id(sent.get("id")):
            raise Unsure("Discord took the message but did not name it")
        return str(sent["id"])

    async def _awake(self, place: Place, act: Callable[[], Awaitable[Any]]) -> Any:
        """Act; an archived thread is opened again first. What is gone is named by where it was looked for."""
        try:
            return await act()
        except ByCode as refused:
            if refused.code != refusals.ARCHIVED:
                raise
        except Gone as gone:
            raise _located(gone, place) from None
        await self._door.call(
            "PATCH", _CHANNEL, {"channel_id": place.thread or place.channel}, {"archived": False}, twice=True
        )
        try:
            return await act()
        except Gone as gone:
            raise _located(gone, place) from None

    async def edit(self, place: Place, message: str, words: Words, buttons: Sequence[Button] = ()) -> None:
        """Replace a post of our own; unchanged text is no error."""
        body = _said(words, buttons) | {"components": rows_of(buttons)}
        home = _home(place, message)
        await self._awake(home, lambda: self._door.call("PATCH", _MESSAGE, _target(home, message), body, twice=True))

    async def delete(self, place: Place, message: str) -> None:
        """Take a post of our own back; already gone is no error."""
        home = _home(place, message)
        try:
            await self._awake(home, lambda: self._door.call("DELETE", _MESSAGE, _target(home, message), twice=True))
        except Gone:
            return

    async def take_down(self, place: Place, message: str) -> None:
        """Delete somebody's message, with Manage Messages."""
        home = _home(place, message)
        with measures.barring():
            await self._awake(home, lambda: self._door.call("DELETE", _MESSAGE, _target(home, message), twice=True))

    async def mute(self, place: Place, user: str, until: datetime) -> None:
        """Time somebody out in the whole server until then, with Moderate Members."""
        member = measures.Member(self._door, self._sight, place.channel, _id(user, "user"))
        await measures.time_out(member, until, self._clock.now())

    async def unmute(self, place: Place, user: str, until: datetime) -> None:
        """End the time-out, where it is the one until then."""
        member = measures.Member(self._door, self._sight, place.channel, _id(user, "user"))
        await measures.end_time_out(member, until, self._clock.now())

    async def react(self, place: Place, message: str, emoji: str) -> None:
        """Put a reaction of ours under a message."""
        home, path = _home(place, message), f"{_MESSAGE}/reactions/{quote(emoji, safe='')}/@me"
        await self._awake(home, lambda: self._door.call("PUT", path, _target(home, message), twice=True))

    async def open_thread(
        self, place: Place, title: str, words: Words, *, key: str, buttons: Sequence[Button] = ()
    ) -> Thread:
        """A card in the staff channel and a thread that grows from it; both have the same id.

        A second call with the key finds the card by its nonce, and the thread by Discord's refusal to make a second one. Where no
        thread can be made (the server's limit, a missing right) the card stands alone and the case goes on in replies to it.
        """
        home = Place(NAME, place.channel)
        card = self._cards.get(key) or await self.post(home, words, key=key, buttons=buttons)
        self._remember_card(key, card)
        body = {"name": clean(title).strip()[:LONGEST_TITLE] or "…", "auto_archive_duration": ARCHIVE_MINUTES}
        try:
            await self._door.call("POST", f"{_MESSAGE}/threads", _target(home, card), body, twice=True)
        except ByCode as refused:
            if refused.code in {refusals.TOO_MANY_THREADS, refusals.NO_PERMISSION}:
                log.warning("Discord: a card stands without a thread, staff answer by replying to it: %s", refused)
                self._cards.pop(key, None)
                return Thread(home, card)
            if refused.code != refusals.THREAD_EXISTS:
                raise
        except Gone as gone:
            self._cards.pop(key, None)
            raise _located(gone, home) from None
        self._cards.pop(key, None)
        self._sight.parents[card] = place.channel
        return Thread(Place(NAME, place.channel, card), card)

    def _remember_card(self, key: str, card: str) -> None:
        self._cards[key] = card
        while len(self._cards) > CARDS_REMEMBERED:
            del self._cards[next(iter(self._cards))]

    async def whisper(self, token: str, text: str, buttons: Sequence[Button] = ()) -> None:
        """Answer a press so that only the presser sees it; an expired token is no error."""
        await self._whispered(token, escaped(text), buttons)

    async def _whispered(self, token: str, content: str, buttons: Sequence[Button]) -> None:
        application, _, rest = token.partition(":")
        interaction, _, secret = rest.partition(":")
        if not is_id(application) or not is_id(interaction) or not secret:
            return
        body: Json = {"content": cut(content, LONGEST) or "…", "allowed_mentions": NO_MENTIONS}
        if buttons:
            body["components"] = rows_of(buttons)
        await self._presses.settled(secret)
        try:
            ids = {"webhook_id": application, "webhook_token": secret}
            await self._door.call("PATCH", _ORIGINAL, ids, body, twice=True)
        except (Expired, Gone):
            await self._first_word(interaction, secret, body)

    async def _first_word(self, interaction: str, secret: str, body: Json) -> None:
        """The press was never acknowledged (a stop came between): within three seconds it can still be answered directly."""
        answer = {"type": 4, "data": body | {"flags": EPHEMERAL}}
        try:
            ids = {"webhook_id": interaction, "webhook_token": secret}
            await self._door.call("POST", CALLBACK, ids, answer, twice=True)
        except (Expired, Gone):
            return

    async def reveal(self, token: str, place: Place, message: str, thread: Thread | None) -> str:
        """Show the presser alone what stands in the message now; without a press to answer, in the case's thread."""
        home = _home(place, message)
        found = await self._awake(home, lambda: self._door.call("GET", _MESSAGE, _target(home, message), twice=True))
        words = unmasked(found if isinstance(found, dict) else {}, LONGEST // 4)
        if token or thread is None:
            await self._whispered(token, rendered(words), ())
            return ""
        return await self.post(thread.place, words, key=f"reveal:{message}:{self._clock.now().isoformat()}")

    def place_of(self, link: str) -> tuple[Place, str] | None:
        """The channel, or the thread in it, and the message that an address of Discord leads to."""
        found = _ADDRESS.fullmatch(link)
        if found is None:
            return None
        if found[1] in self._sight.talks:
            return Place(NAME, found[1]), found[2]
        parent = self._sight.parents.get(found[1])
        return (Place(NAME, parent, found[1]) if parent else Place(NAME, found[1])), found[2]

    async def leave(self, channel: str) -> None:
        """Leave a server (its id stands for the channel) without a post; not being in it is no error."""
        try:
            await self._door.call(
                "DELETE", "/users/@me/guilds/{guild_id}", {"guild_id": _id(channel, "channel")}, twice=True
            )
        except Gone:
            return

    async def find_reply(
        self, place: Place, reply_to: str, since: datetime, words: Words, but: Collection[str] = ()
    ) -> str | None:
        """Our own post with these words that replies to `reply_to` and is not older than `since`."""
        content = _said(words, ())["content"]
        channel = _id(place.thread or place.channel, "channel")
        begin = id_at(since) - (int(CLOCKS_DIFFER * 1000) << 22)
        after = max(begin, int(reply_to)) if is_id(reply_to) else max(begin, 0)
        for _ in range(PAGES):
            query = {"after": str(after), "limit": str(PAGE)}
            try:
                found = await self._door.call("GET", _MESSAGES, {"channel_id": channel}, query, twice=True)
            except Gone:
                return None
            page = (
                sorted((one for one in found if is_id(one.get("id"))), key=lambda one: int(one["id"]))
                if isinstance(found, list)
                else []
            )
            for message in page:
                if str(message["id"]) not in but and self._is_ours(message, reply_to, content):
                    return str(message["id"])
            if len(page) < PAGE:
                return None
            after = int(page[-1]["id"])
        raise Unsure("Too much was said since to look through it all")

    def _is_ours(self, message: Json, reply_to: str, content: object) -> bool:
        author, reference = maybe(message, "author") or {}, maybe(message, "message_reference") or {}
        ours = maybe_id(author, "id") == self._sight.lens.bot_id and maybe_id(reference, "message_id") == reply_to
        return ours and message.get("content") == content

    def private_link(self, reference: str) -> str:
        """The bot's page, from which a private chat begins; Discord's addresses carry no reference."""
        del reference
        bot = self._sight.lens.bot_id
        return f"https://discord.com/users/{bot}" if bot else ""

    async def open_private(self, user: str, opening: Opening) -> Talk:
        """A private thread beside the channel, or direct messages with somebody."""
        return await self._talks.open(user, opening, self)

    async def check_private(self, place: Place, user: str) -> None:
        """Raises NotPrivate where anybody but the customer and the bot is in the thread."""
        await self._talks.check(place, user)

    def talk_link(self, place: Place) -> str:
        """The address of the thread or of the direct messages."""
        guild = self._sight.guild_of(place.channel) or "@me"
        return f"https://discord.com/channels/{guild}/{place.channel}" if is_id(place.channel) else ""

    def message_link(self, place: Place, message: str) -> str:
        """Address of a message."""
        if not is_id(message):
            return ""
        home = _home(place, message)
        return address(self._sight.guild_of(place.channel), home.thread or home.channel, message)


def nonce(key: str) -> str:
    """At most 25 characters (discord.com/developers/docs/resources/message#create-message), the same for the same key."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:NONCE_LETTERS]


def _said(words: Words, buttons: Sequence[Button]) -> Json:
    """Content and buttons of a post, or Refused before anything is sent."""
    content = rendered(words)
    if len(content) > LONGEST:
        raise Refused(f"The text has {len(content)} characters; Discord takes {LONGEST}")
    if not content.strip():
        raise Refused("The text is empty")
    body: Json = {"content": content, "allowed_mentions": NO_MENTIONS, "flags": NO_PREVIEWS}
    if buttons:
        body["components"] = rows_of(buttons)
    return body


def _calling(body: Json, role: str) -> Json:
    """The same post, calling a role."""
    if not is_id(role):
        return body
    content = f"<@&{role}> {body['content']}"
    return body | {"content": content, "allowed_mentions": {"parse": [], "roles": [role], "replied_user": False}}


def _home(place: Place, message: str) -> Place:
    """Where a message really stands: a thread has the id of the message it grew from, and that one stands outside, in the channel."""
    return Place(place.platform, place.channel) if message and place.thread == message else place


def _target(place: Place, message: str) -> dict[str, str]:
    return {"channel_id": _id(place.thread or place.channel, "channel"), "message_id": _id(message, "message")}


def _located(gone: Gone, place: Place) -> Gone:
    """A thread is a channel to Discord; to us it is a thread."""
    return Gone("The thread is not there any more", "thread") if gone.what == "channel" and place.thread else gone


def _id(text: str, what: str) -> str:
    """An id as Discord wants it. One that is none names nothing on Discord."""
    if not is_id(text):
        raise Gone(f"There is no such {what} on Discord", what)
    return text
