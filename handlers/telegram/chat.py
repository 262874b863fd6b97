"""The bot's mouth on Telegram: ports.Chat.

Texts go out as plain text with link entities and without a parse mode, so nothing a customer wrote is ever parsed. A reply is sent
only while the message it answers is there, and a message for a topic only into that topic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.core.messages import Place
from bot.core.words import Words
from bot.ports import Gone, NotPrivate, Refused, Talk, Thread, Unreachable, Unsure
from handlers.telegram import measures, refusals
from handlers.telegram.links import address, spot_of
from handlers.telegram.refusals import ByWords
from handlers.telegram.units import clean, cut, units, with_entities

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from bot.core.words import Button
    from bot.ports import Opening
    from handlers.telegram.door import Door
    from handlers.telegram.lens import Sight

LONGEST = 4096
LONGEST_DATA = 64
LONGEST_TITLE = 128
LONGEST_WHISPER = 200
SHORT_WHISPER = 60
"""Longer than this a whisper is shown in a box to be read and closed, not in a line that fades."""
ROW_LETTERS = 34
ROW_BUTTONS = 3
LONGEST_REFERENCE = 64
TOPICS_REMEMBERED = 256
_STYLES = {"primary": "primary", "danger": "danger"}


class TelegramChat:
    """ports.Chat over a Door."""

    platform = "telegram"
    limit = LONGEST
    whisper_limit = LONGEST_WHISPER
    private_menus = False
    private_buttons = False
    forms = False

    def __init__(self, door: Door, sight: Sight) -> None:
        """`door` is for everything but polls."""
        self._door = door
        self._sight = sight
        self._topics: dict[str, str] = {}
        """Topics that were made for a card which did not get there yet, by the job's key."""

    def measure(self, text: str) -> int:
        """Length in UTF-16 units."""
        return units(text)

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
        """Post and return the message id. Telegram has no idempotency key: an answer that is lost is Unsure.

        `ping` is names with @; Telegram itself makes mentions of them.
        """
        del key
        values = _said(Words((f"{ping} ", *words.parts)) if ping else words, buttons) | {
            "chat_id": _number(place.channel, "channel")
        }
        if place.thread:
            values["message_thread_id"] = _number(place.thread, "thread")
        if reply_to:
            answered = _number(reply_to, "message")
            values["reply_parameters"] = {"message_id": answered, "allow_sending_without_reply": False}
        result = await self._door.call("sendMessage", values)
        if not isinstance(result, dict) or "message_id" not in result:
            raise Unsure("Telegram took the message but did not name it")
        return str(result["message_id"])

    async def edit(self, place: Place, message: str, words: Words, buttons: Sequence[Button] = ()) -> None:
        """Replace a post of our own; unchanged text is no error."""
        values = _said(words, buttons) | _target(place, message)
        try:
            await self._door.call("editMessageText", values, twice=True)
        except ByWords as refused:
            if refusals.NOT_MODIFIED not in refused.words:
                raise

    async def delete(self, place: Place, message: str) -> None:
        """Take a post of our own back; already gone is no error."""
        try:
            await self._door.call("deleteMessage", _target(place, message), twice=True)
        except ByWords as refused:
            if refusals.DELETED not in refused.words:
                raise
        except Gone as gone:
            if gone.what != "message":
                raise

    async def take_down(self, place: Place, message: str) -> None:
        """Delete somebody's message: within 48 hours, with the right to delete messages."""
        await measures.take_down(self._door, self._sight.lens.bot_id, _target(place, message))

    async def mute(self, place: Place, user: str, until: datetime) -> None:
        """Take every right to send from somebody in this supergroup until then; Telegram gives them back by itself."""
        who = {"chat_id": _number(place.channel, "channel"), "user_id": _number(user, "user")}
        await measures.restrict(self._door, self._sight.lens.bot_id, who, until)

    async def unmute(self, place: Place, user: str, until: datetime) -> None:
        """Give somebody in this supergroup his rights back, where what stands is our own restriction until then."""
        who = {"chat_id": _number(place.channel, "channel"), "user_id": _number(user, "user")}
        await measures.unrestrict(self._door, self._sight.lens.bot_id, who, until)

    async def react(self, place: Place, message: str, emoji: str) -> None:
        """Put our one reaction under a message; empty takes it away."""
        reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
        await self._door.call("setMessageReaction", _target(place, message) | {"reaction": reaction}, twice=True)

    async def open_thread(
        self, place: Place, title: str, words: Words, *, key: str, buttons: Sequence[Button] = ()
    ) -> Thread:
        """A topic with the card in it; where the group has no topics, or the bot may not make one, the card alone.

        A second call with the key finds a topic of this run that has no card yet. After a kill between the two an empty topic stays
        behind, which harms nobody.
        """
        _said(words, buttons)  # a card that is refused anyway must not leave an empty topic
        thread = self._topics.get(key) or await self._new_topic(place, title)
        if not thread:
            home = Place(self.platform, place.channel)
            return Thread(home, await self.post(home, words, key=key, buttons=buttons))
        self._remember_topic(key, thread)
        home = Place(self.platform, place.channel, thread)
        try:
            card = await self.post(home, words, key=key, buttons=buttons)
        except (Gone, Unsure):
            del self._topics[key]
            raise
        del self._topics[key]
        return Thread(home, card)

    async def _new_topic(self, place: Place, title: str) -> str:
        """The id of a new topic, empty where there can be none."""
        values = {"chat_id": _number(place.channel, "channel"), "name": cut(clean(title).strip() or "…", LONGEST_TITLE)}
        try:
            result = await self._door.call("createForumTopic", values, twice=True)
        except ByWords as refused:
            if any(words in refused.words for words in refusals.NO_TOPICS):
                return ""
            raise
        if not isinstance(result, dict) or "message_thread_id" not in result:
            raise Unreachable("Telegram made a topic but did not name it")
        return str(result["message_thread_id"])

    def _remember_topic(self, key: str, thread: str) -> None:
        self._topics[key] = thread
        while len(self._topics) > TOPICS_REMEMBERED:
            del self._topics[next(iter(self._topics))]

    async def whisper(self, token: str, text: str, buttons: Sequence[Button] = ()) -> None:
        """Answer a press so that only the presser sees it; an expired token is no error. It can carry no buttons."""
        del buttons
        said = cut(clean(text), LONGEST_WHISPER)
        values = {"callback_query_id": token, "text": said or None, "show_alert": units(said) > SHORT_WHISPER}
        try:
            await self._door.call("answerCallbackQuery", values, twice=True)
        except ByWords as refused:
            if refusals.QUERY_TOO_OLD not in refused.words:
                raise

    async def reveal(self, token: str, place: Place, message: str, thread: Thread | None) -> str:
        """Forward the message into the case's thread: the Bot API cannot read a message again."""
        if thread is None:
            raise Gone("The case has no thread yet", "thread")
        values = {
            "chat_id": _number(thread.place.channel, "channel"),
            "from_chat_id": _number(place.channel, "channel"),
            "message_id": _number(message, "message"),
            "disable_notification": True,
        }
        if thread.place.thread:
            values["message_thread_id"] = _number(thread.place.thread, "thread")
        result = await self._door.call("forwardMessage", values, twice=True)
        if token:
            await self.whisper(token, "↪")
        return str(result.get("message_id", "")) if isinstance(result, dict) else ""

    def place_of(self, link: str) -> tuple[Place, str] | None:
        """The group and the message that an address of t.me leads to, where the bot knows the group."""
        return spot_of(link, self._sight.names)

    async def leave(self, channel: str) -> None:
        """Leave a group without a post; not being in it is no error."""
        try:
            await self._door.call("leaveChat", {"chat_id": _number(channel, "channel")}, twice=True)
        except Gone:
            return

    async def find_reply(
        self, place: Place, reply_to: str, since: datetime, words: Words, but: Collection[str] = ()
    ) -> str | None:
        """The Bot API has no history, so this can never be told."""
        del reply_to, since, words, but
        raise Unsure(f"Telegram cannot tell whether {place} got an answer")

    def private_link(self, reference: str) -> str:
        """Address that opens a private chat with the bot about `reference`; empty where the reference cannot be in one."""
        username = self._sight.lens.username
        sound = reference.isascii() and reference.replace("-", "").replace("_", "").isalnum()
        if not username or not sound or len(reference) > LONGEST_REFERENCE:
            return ""
        return f"https://t.me/{username}?start={reference}"

    async def open_private(self, user: str, opening: Opening) -> Talk:
        """A private chat has the id of the person in it. He opens it himself, so this is for who is in it already."""
        place = Place(self.platform, user)
        return Talk(place, await self.post(place, opening.words, key=opening.key))

    async def check_private(self, place: Place, user: str) -> None:
        """A private chat has the id of the one person in it."""
        if place.channel != user or place.thread:
            message = "this is somebody else's private chat"
            raise NotPrivate(message, "others")

    def talk_link(self, place: Place) -> str:
        """Private chats have no address of their own."""
        del place
        return ""

    def message_link(self, place: Place, message: str) -> str:
        """Address of a message, empty where it has none (private chats, groups that are no supergroup)."""
        try:
            return address(self._sight.names.get(place.channel, ""), int(place.channel), int(message))
        except ValueError:
            return ""


def _said(words: Words, buttons: Sequence[Button]) -> dict[str, Any]:
    """Text, entities and buttons of a post, or Refused before anything is sent."""
    text, entities = with_entities(words)
    if units(text) > LONGEST:
        raise Refused(f"The text has {units(text)} units; Telegram takes {LONGEST}")
    if not text.strip():
        raise Refused("The text is empty")
    values: dict[str, Any] = {"text": text, "link_preview_options": {"is_disabled": True}}
    if entities:
        values["entities"] = entities
    if buttons:
        values["reply_markup"] = {"inline_keyboard": _rows(buttons)}
    return values


def _rows(buttons: Sequence[Button]) -> list[list[dict[str, str]]]:
    """Buttons in rows that a narrow telephone shows whole."""
    rows: list[list[dict[str, str]]] = []
    letters = 0
    for button in buttons:
        if not 1 <= len(button.data.encode("utf-8", "replace")) <= LONGEST_DATA:
            raise Refused(f"A button carries 1 to {LONGEST_DATA} bytes")
        shown = {"text": clean(button.label), "callback_data": clean(button.data)}
        if button.style in _STYLES:
            shown["style"] = _STYLES[button.style]
        fits = rows and len(rows[-1]) < ROW_BUTTONS and letters + len(button.label) <= ROW_LETTERS
        if fits:
            rows[-1].append(shown)
        else:
            rows.append([shown])
            letters = 0
        letters += len(button.label)
    return rows


def _target(place: Place, message: str) -> dict[str, Any]:
    return {"chat_id": _number(place.channel, "channel"), "message_id": _number(message, "message")}


def _number(text: str, what: str) -> int:
    """An id as the Bot API wants it. One that is no number names nothing any more (a message from before a move)."""
    try:
        return int(text)
    except ValueError:
        raise Gone(f"There is no such {what}", what) from None
