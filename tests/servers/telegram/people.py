"""What people do: speak, edit, press, react, come and go. Each tells the bots what the real server tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.telegram import entities as entity_rules
from tests.servers.telegram.memberships import change
from tests.servers.telegram.methods_topics import remove_topic, set_closed
from tests.servers.telegram.posting import announce, bots_in, post
from tests.servers.telegram.scenery import ChatRef, Scenery, UserRef, all_rights
from tests.servers.telegram.state import (
    ANONYMOUS_ADMIN,
    CHANNEL_BOT,
    FIRST_SUPERGROUP,
    SERVICE_ACCOUNT,
    Bot,
    Chat,
    Json,
    Member,
    Press,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.servers.telegram.state import User


class People(Scenery):
    """The people of a server."""

    def say(  # noqa: PLR0913 - one keyword for each thing a message can carry
        self,
        chat: ChatRef,
        user: UserRef | None,
        text: str = "",
        *,
        reply_to: int | Json | None = None,
        thread: int = 0,
        entities: list[Json] | None = None,
        photo: bytes | None = None,
        voice: bytes | None = None,
        document: bytes | None = None,
        file_name: str = "",
        via_bot: UserRef | None = None,
        sender_chat: ChatRef | None = None,
        forward_from: UserRef | None = None,
        forward_chat: ChatRef | None = None,
        extra: Json | None = None,
        bot: Bot | None = None,
    ) -> Json:
        """Say something and return the message.

        Args:
            chat: where; a user means the private chat with `bot` (the first bot by default).
            user: who; None with `sender_chat` for an anonymous administrator or a channel.
            reply_to: the message answered, or its id.
            entities: None to let the server find mentions, commands and links.
            extra: further fields of the message, as they are.
        """
        place = self.chat(chat, bot)
        content = self._content(text, entities, {"photo": photo, "voice": voice, "document": document}, file_name)
        if via_bot is not None:
            content["via_bot"] = self.user(via_bot).json
        if forward_from is not None:
            content["forward_origin"] = {
                "type": "user",
                "date": self.world.now(),
                "sender_user": self.user(forward_from).json,
            }
        if forward_chat is not None:
            content["forward_origin"] = {
                "type": "channel",
                "date": self.world.now(),
                "chat": self.chat(forward_chat).json,
                "message_id": 1,
            }
        content.update(extra or {})
        answered = reply_to["message_id"] if isinstance(reply_to, dict) else reply_to or 0
        if user is not None and self.is_muted(place, user):
            raise ValueError("whoever is muted here cannot write")
        sender, as_chat = self._sender(place, user, sender_chat)
        message = post(self.world, place, sender, content, sender_chat=as_chat, thread=thread, reply_to=answered)
        announce(self.world, place, message)
        return message

    def is_muted(self, chat: ChatRef, user: UserRef) -> bool:
        """Whether a member may send nothing here now; a restriction whose time is over counts no more."""
        place, who = self.chat(chat), self.user(user)
        member = place.member(who.id)
        over = 0 < member.until <= self.world.now()
        return member.status == "restricted" and not member.rights.get("can_send_messages", False) and not over

    def say_many(self, chat: ChatRef, user: UserRef, texts: Iterable[str]) -> list[int]:
        """Say many things and return their message ids: a backlog for a bot that is away."""
        return [self.say(chat, user, text)["message_id"] for text in texts]

    def _sender(
        self, place: Chat, user: UserRef | None, sender_chat: ChatRef | None
    ) -> tuple[User | None, Json | None]:
        if sender_chat is None:
            return (None if user is None else self.user(user)), None
        speaker = self.chat(sender_chat)
        return self.world.users[ANONYMOUS_ADMIN if speaker is place else CHANNEL_BOT], speaker.json

    def _content(self, text: str, entities: list[Json] | None, files: dict[str, bytes | None], file_name: str) -> Json:
        kind = next((name for name, content in files.items() if content is not None), "")
        found = entity_rules.found(text) if entities is None else entities
        if not kind:
            return {"text": text, "entities": found} if found else {"text": text}
        raw = files[kind] or b""
        kept = self.world.keep_file(raw, file_name or {"photo": "a.jpg", "voice": "a.oga"}.get(kind, "a.txt"), kind)
        shape: Json = {"file_id": kept.file_id, "file_unique_id": kept.unique_id, "file_size": len(raw)}
        content: Json
        if kind == "photo":
            content = {"photo": [{**shape, "width": 640, "height": 480}]}
        elif kind == "voice":
            content = {"voice": {"duration": 3, "mime_type": "audio/ogg", **shape}}
        else:
            content = {"document": {"file_name": kept.name, **shape}}
        if text:
            content["caption"] = text
            if found:
                content["caption_entities"] = found
        return content

    def post(self, channel: ChatRef, text: str) -> Json:
        """Post in a channel; a linked group gets it as an automatic forward, which is returned then."""
        place = self.chat(channel)
        content = self._content(text, None, {}, "")
        message = post(self.world, place, None, content, sender_chat=place.json)
        announce(self.world, place, message, "channel_post")
        if not place.linked:
            return message
        group = self.chat(place.linked)
        origin = {"type": "channel", "chat": place.json, "message_id": message["message_id"], "date": message["date"]}
        service = self.world.users[SERVICE_ACCOUNT]
        forward = post(
            self.world,
            group,
            service,
            {"forward_origin": origin, "is_automatic_forward": True, **content},
            sender_chat=place.json,
        )
        announce(self.world, group, forward)
        return forward

    def edit(self, chat: ChatRef, message: int | Json, text: str, *, bot: Bot | None = None) -> Json:
        """Edit a message as its author does and return it as it is now."""
        place = self.chat(chat, bot)
        old = place.messages[message["message_id"] if isinstance(message, dict) else message]
        field = "text" if "text" in old else "caption"
        new = {
            key: value for key, value in old.items() if key not in {field, "entities", "caption_entities", "edit_date"}
        }
        new["edit_date"] = self.world.now()
        new[field] = text
        found = entity_rules.found(text)
        if found:
            new["entities" if field == "text" else "caption_entities"] = found
        place.messages[old["message_id"]] = new
        announce(self.world, place, new, "edited_message")
        return new

    def erase(self, chat: ChatRef, message: int | Json, *, bot: Bot | None = None) -> None:
        """Delete a message; the Bot API tells nobody."""
        del self.chat(chat, bot).messages[message["message_id"] if isinstance(message, dict) else message]

    def press(self, user: UserRef, chat: ChatRef, message_id: int, data: str, *, bot: Bot | None = None) -> str:
        """Press the button with `data` under a bot's message; return the id of the callback query.

        Raises:
            LookupError: the message is gone or has no such button now; a person could not press it.
        """
        place = self.chat(chat, bot)
        message = place.messages[message_id]
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        if not any(button.get("callback_data") == data for row in rows for button in row):
            reason = f"message {message_id} has no button with the data {data!r}"
            raise LookupError(reason)
        owner = self.world.bots_by_id[message["from"]["id"]]
        query_id = str(4_000_000_000_000_000 + next(self.world.numbers))
        now = self.clock.now()
        self.world.presses[query_id] = Press(owner, now)
        owner.met.add(self.user(user).id)
        if owner.queue.wants("callback_query"):
            content = {
                "id": query_id,
                "from": self.user(user).json,
                "message": message,
                "chat_instance": str(place.id),
                "data": data,
            }
            owner.queue.push("callback_query", content, now)
        return query_id

    def react(self, user: UserRef, chat: ChatRef, message_id: int, emoji: str = "👍", *, old: str = "") -> None:
        """React to a message; only administrators that asked for it are told."""
        place = self.chat(chat)
        before = [{"type": "emoji", "emoji": old}] if old else []
        after = [{"type": "emoji", "emoji": emoji}] if emoji else []
        content: Json = {
            "chat": place.json,
            "message_id": message_id,
            "user": self.user(user).json,
            "date": self.world.now(),
        }
        content.update(old_reaction=before, new_reaction=after)
        for one in bots_in(self.world, place):
            if one.queue.wants("message_reaction") and (place.kind == "private" or place.member(one.id).leads):
                one.queue.push("message_reaction", content, self.clock.now())

    def join(self, chat: ChatRef, user: UserRef, by: UserRef | None = None) -> None:
        """Come into a chat, or be brought in by somebody."""
        who = self.user(user)
        self._change(chat, who, who if by is None else self.user(by), Member())

    def leave(self, chat: ChatRef, user: UserRef) -> None:
        """Leave a chat."""
        self._change(chat, self.user(user), self.user(user), Member("left"))

    def kick(self, chat: ChatRef, user: UserRef, by: UserRef) -> None:
        """Throw somebody out (a bot too)."""
        self._change(chat, self.user(user), self.user(by), Member("kicked"))

    def promote(self, chat: ChatRef, user: UserRef, by: UserRef, **rights: bool) -> None:
        """Make somebody an administrator with every right but those given as false."""
        self._change(chat, self.user(user), self.user(by), Member("administrator", all_rights() | rights))

    def demote(self, chat: ChatRef, user: UserRef, by: UserRef) -> None:
        """Make an administrator an ordinary member."""
        self._change(chat, self.user(user), self.user(by), Member())

    def restrict(self, chat: ChatRef, user: UserRef, by: UserRef, **rights: bool) -> None:
        """Restrict a member to the rights given."""
        self._change(chat, self.user(user), self.user(by), Member("restricted", rights))

    def _change(self, chat: ChatRef, user: User, by: User, member: Member) -> None:
        place = self.chat(chat)
        bot = self.world.bots_by_id.get(user.id)
        if bot is not None:
            bot.met.update(place.members)
        change(self.world, place, user, by, member)

    def block(self, user: UserRef, bot: Bot | None = None, *, blocked: bool = True) -> None:
        """Block a bot in its private chat, or allow it again."""
        target = self.bot(bot)
        who = self.user(user)
        place = self.world.private_chat(target, who)
        place.blocked = blocked
        change(self.world, place, target.user, who, Member("kicked" if blocked else "member"))

    def migrate(self, chat: ChatRef, by: UserRef) -> Chat:
        """Turn a basic group into a supergroup with another id and return it; the old id refuses from now on."""
        old = self.chat(chat)
        new = Chat(FIRST_SUPERGROUP - 500_000 - len(self.world.chats), "supergroup", old.title)
        new.members = dict(old.members)
        new.linked = old.linked
        self._keep(new)
        announce(self.world, old, post(self.world, old, self.user(by), {"migrate_to_chat_id": new.id}))
        old.migrated_to = new.id
        anonymous = self.world.users[ANONYMOUS_ADMIN]
        announce(
            self.world, new, post(self.world, new, anonymous, {"migrate_from_chat_id": old.id}, sender_chat=new.json)
        )
        return new

    def close_topic(self, chat: ChatRef, thread: int, by: UserRef, *, closed: bool = True) -> None:
        """Close a topic as a person does, or reopen it."""
        place = self.chat(chat)
        set_closed(self.world, place, self.user(by), place.topics[thread], closed=closed)

    def delete_topic(self, chat: ChatRef, thread: int) -> None:
        """Delete a topic as a person does; nobody is told."""
        place = self.chat(chat)
        remove_topic(place, place.topics[thread])

    def revoke(self, bot: Bot | int | str | None = None) -> None:
        """Revoke a bot's token, as its owner does; a poll under way ends."""
        one = self.bot(bot)
        one.revoked = True
        one.queue.wake(news=True)

    def raw_update(self, update: dict[str, Any], bot: Bot | None = None) -> int:
        """Queue an update as it is: malformed, or of a kind that does not exist yet; return its id."""
        return self.bot(bot).queue.push_raw(update, self.clock.now())

    def backlog(self, bot: Bot | None = None) -> int:
        """Return how many updates of a bot wait to be confirmed."""
        queue = self.bot(bot).queue
        queue.expire(self.clock.now())
        return len(queue.waiting)
