"""What people do: speak, edit, delete, press, submit, begin, archive, lock and delete threads."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from tests.servers.discord import components, interactions, posting, threads, wire
from tests.servers.discord.core import Platform
from tests.servers.discord.forms import Draft
from tests.servers.discord.interactions import Interaction
from tests.servers.discord.permissions import VIEW_CHANNEL, permissions_in
from tests.servers.discord.state import Attachment, Bot, World

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.servers.discord.state import Channel, Guild, Json, Message, User

File = tuple[str, str, bytes]
"""A file a person attaches: name, content type, bytes."""


class People(Platform):
    """The part of the server that speaks for its users. A person is bound by permissions as a bot is."""

    def say(
        self,
        channel: Channel,
        user: User,
        text: str,
        *,
        reply_to: Message | None = None,
        attachments: Iterable[File] = (),
    ) -> Message:
        """A person (or a foreign bot) posts; mentions in the text ring as they would.

        Raises RefusedError where the platform would not let this person post.
        """
        files = [Attachment(self.ids.next(), name, kind, data) for name, kind, data in attachments]
        draft = Draft(content=text, attachments=files)
        if reply_to is not None:
            draft.reference = {"message_id": str(reply_to.id)}
        posting.may_post(self, channel, user.id, draft)
        return posting.post(self, channel, user.id, draft)

    def edit(self, message: Message, text: str) -> Message:
        """The author changes a message."""
        posting.edit(self, message, {"content": text})
        return message

    def delete(self, message: Message) -> None:
        """The author or a moderator deletes a message."""
        posting.delete(self, message)

    def press(self, user: User, message: Message, custom_id: str, *, values: list[str] | None = None) -> Interaction:
        """A person presses a button or picks from a select under a bot's message.

        Raises ValueError when there is no such component, it is disabled, or this person cannot see it.
        """
        component = components.find(message.components, custom_id)
        if component is None or component.get("disabled"):
            raise ValueError(f"message {message.id} has no component {custom_id!r} that can be pressed")
        self._sees(user, message)
        data: Json = {"component_type": component["type"], "custom_id": custom_id, "id": component.get("id", 0)}
        if values is not None:
            data["values"] = values
        bot = self.world.bots[message.author_id]
        return self._interact(bot, user, message.channel_id, interactions.MESSAGE_COMPONENT, data, message.id)

    def submit_modal(self, user: User, shown: Interaction, values: dict[str, str]) -> Interaction:
        """A person fills in the modal that answered `shown`: a text for each custom_id, the others keep their value.

        Raises ValueError when no modal was shown, or a named field is not in it.
        """
        if shown.modal is None or shown.user_id != user.id:
            raise ValueError("no modal was shown to this person")
        fields = [c for _, c in components.walk(shown.modal["components"]) if c.get("type") == components.TEXT_INPUT]
        strange = set(values) - {field["custom_id"] for field in fields}
        if strange:
            raise ValueError(f"the modal has no field {sorted(strange)}")
        for field in fields:
            components.check_written(field, values.get(field["custom_id"], field.get("value") or ""))
        data = {
            "custom_id": shown.modal["custom_id"],
            "components": [_filled(component, values) for component in shown.modal["components"]],
        }
        return self._interact(shown.bot, user, shown.channel_id, interactions.MODAL_SUBMIT, data, shown.message_id)

    def command(self, user: User, bot: Bot, channel: Channel, name: str, options: Iterable[Json] = ()) -> Interaction:
        """A person uses a slash command that the bot registered.

        Raises ValueError when there is no such command.
        """
        known = next((command for command in bot.commands if command["name"] == name), None)
        if known is None:
            raise ValueError(f"this bot has no command {name!r}")
        data = {"id": known["id"], "name": name, "type": 1, "options": list(options)}
        return self._interact(bot, user, channel.id, interactions.APPLICATION_COMMAND, data, None)

    def shown_to(self, user: User) -> list[Message]:
        """The ephemeral messages this person sees."""
        return [message for message in self.world.ephemeral.values() if message.ephemeral_for == user.id]

    def direct_message(self, user: User, bot: Bot, text: str) -> Message:
        """A person writes to a bot in private."""
        return self.say(self.direct(user.id, bot.user_id), user, text)

    def start_thread(self, channel: Channel, user: User, name: str, *, message: Message | None = None) -> Channel:
        """A person begins a public thread, on a message or loose."""
        if message is not None:
            return threads.begin_from(self, channel, message, user.id, name, 1440)
        return threads.begin(self, channel, user.id, name, kind=World.PUBLIC_THREAD, archive_after=1440)

    def add_to_thread(self, thread: Channel, moderator: User, other: User) -> None:
        """Somebody lets someone else into a thread. Raises RefusedError where he may not."""
        threads.add(self, thread, moderator.id, other.id)

    def leave_thread(self, thread: Channel, user: User) -> None:
        """Somebody leaves a thread, or is taken out of it."""
        threads.leave(self, thread, user.id)

    def archive_thread(self, thread: Channel, *, archived: bool = True) -> None:
        """A moderator archives a thread, or takes it back."""
        threads.change(self, thread, {"archived": archived})

    def lock_thread(self, thread: Channel, *, locked: bool = True) -> None:
        """A moderator locks a thread, or unlocks it."""
        threads.change(self, thread, {"locked": locked})

    def delete_thread(self, thread: Channel) -> None:
        """A moderator deletes a thread."""
        threads.delete(self, thread)

    def archive_idle_threads(self) -> list[Channel]:
        """Archive every thread that was silent for longer than its time, by the platform's clock."""
        now, idle = self.clock.now(), []
        for channel in self.world.channels.values():
            state = channel.thread
            if state is None or state.archived:
                continue
            newest = channel.messages[channel.last_message_id].at if channel.last_message_id in channel.messages else 0
            if now - max(newest, state.archived_at) > state.auto_archive * 60:
                idle.append(channel)
        for channel in idle:
            self.archive_thread(channel)
        return idle

    def sync_threads(self, guild: Guild) -> None:
        """THREAD_LIST_SYNC to every bot in the server: the active threads it may see."""
        active = [c for c in self.world.threads_of(guild.id) if c.thread is not None and not c.thread.archived]
        for session in self.hub.sessions.values():
            own = session.bot.user_id
            if own not in guild.members or not session.hears(guild.id):
                continue
            seen = [c for c in active if permissions_in(self.world, own, c) & VIEW_CHANNEL]
            joined = [wire.thread_member_json(c, own) for c in seen if c.thread is not None and own in c.thread.members]
            listed = [wire.channel_json(self.world, c) for c in seen]
            told = {"guild_id": str(guild.id), "threads": listed, "members": joined}
            session.push("THREAD_LIST_SYNC", told)

    def _interact(
        self, bot: Bot, user: User, channel_id: int, kind: int, data: Json, message_id: int | None
    ) -> Interaction:
        made = Interaction(
            id=self.ids.next(),
            token=secrets.token_urlsafe(24),
            kind=kind,
            bot=bot,
            user_id=user.id,
            channel_id=channel_id,
            at=self.clock.now(),
            data=data,
            message_id=message_id,
        )
        self.interactions[made.token] = made
        guild_id = self.world.channels[channel_id].guild_id
        self.hub.to_bot(bot.user_id, "INTERACTION_CREATE", interactions.payload(self, made), guild_id=guild_id)
        return made

    def _sees(self, user: User, message: Message) -> None:
        channel = self.world.channels[message.channel_id]
        hidden = message.ephemeral_for not in {None, user.id}
        if hidden or not permissions_in(self.world, user.id, channel) & VIEW_CHANNEL:
            raise ValueError(f"{user.name} cannot see message {message.id}")


def _filled(component: Json, values: dict[str, str]) -> Json:
    if component.get("type") == components.TEXT_INPUT:
        name = component["custom_id"]
        filled = values.get(name, component.get("value") or "")
        return {"type": components.TEXT_INPUT, "id": component.get("id", 0), "custom_id": name, "value": filled}
    kept: Json = {"type": component["type"], "id": component.get("id", 0)}
    if "components" in component:
        kept["components"] = [_filled(inner, values) for inner in component["components"]]
    if "component" in component:
        kept["component"] = _filled(component["component"], values)
    if "content" in component:
        kept["content"] = component["content"]
    return kept
