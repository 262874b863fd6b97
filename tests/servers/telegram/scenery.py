"""Setting the scene: bots, users and chats, made quietly, without updates."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tests.servers.telegram.judge import Judge
from tests.servers.telegram.limits import Limits
from tests.servers.telegram.methods_topics import open_topic
from tests.servers.telegram.misbehaviour import Misbehaviour
from tests.servers.telegram.state import (
    ADMIN_RIGHTS,
    FIRST_GROUP,
    FIRST_SUPERGROUP,
    FIRST_USER,
    Bot,
    Chat,
    Clock,
    Member,
    User,
    World,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tests.servers.telegram.judge import Accepted
    from tests.servers.telegram.state import Topic

ChatRef: TypeAlias = "Chat | User | int"
UserRef: TypeAlias = "User | Bot | int"


def all_rights() -> dict[str, bool]:
    """Return the rights of an administrator who may do everything."""
    return dict.fromkeys(ADMIN_RIGHTS, True)


class Scenery:
    """The state of a server and the ways to furnish it. Chats and users may be named by object or by id."""

    def __init__(self, *, clock: Callable[[], float] | None = None) -> None:
        self.clock = Clock() if clock is None else Clock(clock)
        self.world = World(self.clock)
        self.judge = Judge()
        self.limits = Limits()
        self.misbehaviour = Misbehaviour()

    @property
    def accepted(self) -> list[Accepted]:
        """Every call that was done, in order."""
        return self.judge.accepted

    def add_bot(self, token: str = "", username: str = "", name: str = "", *, reads_all: bool = False) -> Bot:
        """Add a bot. The token starts with its id, as real ones do; privacy mode is on unless `reads_all`."""
        number = 7000000001 + len(self.world.bots)
        head = token.partition(":")[0]
        bot_id = int(head) if head.isdecimal() else number
        token = token or f"{bot_id}:invented-token-of-a-loopback-bot-00"
        username = username or f"loopback_{bot_id}_bot"
        user = User(bot_id, name or username, username=username, is_bot=True)
        bot = Bot(token, user, reads_all=reads_all)
        self.world.users[bot_id] = user
        self.world.bots[token] = self.world.bots_by_id[bot_id] = bot
        self.world.usernames[username.lower()] = bot_id
        return bot

    def add_user(
        self,
        first_name: str,
        *,
        username: str = "",
        last_name: str = "",
        language: str = "nl",
        is_bot: bool = False,
        user_id: int = 0,
    ) -> User:
        """Add a person (or a bot without a token, to speak as one)."""
        user = User(user_id or FIRST_USER + len(self.world.users), first_name, last_name, username, language, is_bot)
        self.world.users[user.id] = user
        if username:
            self.world.usernames[username.lower()] = user.id
        return user

    def add_group(
        self,
        title: str,
        *,
        members: Iterable[UserRef] = (),
        admins: Iterable[UserRef] = (),
        owner: UserRef | None = None,
        chat_id: int = 0,
    ) -> Chat:
        """Add a basic group; every bot of the server is a member unless it is an administrator."""
        chat = Chat(chat_id or FIRST_GROUP - len(self.world.chats), "group", title)
        return self._furnish(chat, members, admins, owner)

    def add_supergroup(
        self,
        title: str,
        *,
        members: Iterable[UserRef] = (),
        admins: Iterable[UserRef] = (),
        owner: UserRef | None = None,
        username: str = "",
        chat_id: int = 0,
    ) -> Chat:
        """Add a supergroup."""
        chat = Chat(chat_id or FIRST_SUPERGROUP - len(self.world.chats), "supergroup", title, username)
        return self._furnish(chat, members, admins, owner)

    def add_forum(
        self,
        title: str,
        *,
        members: Iterable[UserRef] = (),
        admins: Iterable[UserRef] = (),
        owner: UserRef | None = None,
        chat_id: int = 0,
    ) -> Chat:
        """Add a supergroup with topics."""
        chat = Chat(chat_id or FIRST_SUPERGROUP - len(self.world.chats), "supergroup", title, is_forum=True)
        return self._furnish(chat, members, admins, owner)

    def add_channel(
        self, title: str, *, linked_to: ChatRef | None = None, username: str = "", admins: Iterable[UserRef] = ()
    ) -> Chat:
        """Add a channel; with `linked_to` its posts are forwarded to that discussion group."""
        chat = Chat(FIRST_SUPERGROUP - len(self.world.chats), "channel", title, username)
        for admin in admins:
            chat.members[self.user(admin).id] = Member("administrator", all_rights())
        if linked_to is not None:
            group = self.chat(linked_to)
            chat.linked, group.linked = group.id, chat.id
        return self._keep(chat)

    def _furnish(
        self, chat: Chat, members: Iterable[UserRef], admins: Iterable[UserRef], owner: UserRef | None
    ) -> Chat:
        for bot in self.world.bots.values():
            chat.members[bot.id] = Member()
        for one in members:
            chat.members[self.user(one).id] = Member()
        for one in admins:
            chat.members[self.user(one).id] = Member("administrator", all_rights())
        if owner is not None:
            chat.members[self.user(owner).id] = Member("creator")
        for bot in self.world.bots.values():
            bot.met.update(chat.members)
        return self._keep(chat)

    def _keep(self, chat: Chat) -> Chat:
        self.world.chats[chat.id] = chat
        if chat.username:
            self.world.usernames[chat.username.lower()] = chat.id
        return chat

    def add_topic(self, chat: ChatRef, name: str, by: UserRef) -> Topic:
        """Open a topic as a person does."""
        return open_topic(self.world, self.chat(chat), self.user(by), name)

    def user(self, ref: UserRef) -> User:
        """Return a user by object or id."""
        if isinstance(ref, User):
            return ref
        return ref.user if isinstance(ref, Bot) else self.world.users[ref]

    def chat(self, ref: ChatRef, bot: Bot | None = None) -> Chat:
        """Return a chat by object or id; a user stands for the private chat with `bot` (the first one by default)."""
        if isinstance(ref, Chat):
            return ref
        number = ref.id if isinstance(ref, User) else ref
        if number in self.world.chats:
            return self.world.chats[number]
        return self.world.private_chat(bot or self.bot(), self.world.users[number])

    def bot(self, ref: Bot | int | str | None = None) -> Bot:
        """Return a bot by object, id or token; the first one by default."""
        if isinstance(ref, Bot):
            return ref
        if isinstance(ref, int):
            return self.world.bots_by_id[ref]
        return self.world.bots[ref] if ref else next(iter(self.world.bots.values()))
