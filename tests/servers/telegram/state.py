"""What the server remembers: bots, users, chats, members, topics, files and button presses."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from tests.servers.telegram.params import number as whole
from tests.servers.telegram.refusals import refuse
from tests.servers.telegram.updates import UpdateQueue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Json: TypeAlias = dict[str, Any]

FIRST_SUPERGROUP = -1001000000000
FIRST_GROUP = -4000000000
FIRST_USER = 5000000001
ANONYMOUS_ADMIN = 1087968824
CHANNEL_BOT = 136817688
SERVICE_ACCOUNT = 777000

ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)
MEMBER_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
    "can_edit_tag",
    "can_react_to_messages",
)


@dataclass(slots=True, eq=False)
class User:
    """A person or a bot; `json` is the User object as it stands in every message."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language: str = ""
    is_bot: bool = False
    deactivated: bool = False
    json: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Prepare the User object once, because every message carries it."""
        self.json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        for name, value in (
            ("last_name", self.last_name),
            ("username", self.username),
            ("language_code", self.language),
        ):
            if value:
                self.json[name] = value


@dataclass(slots=True)
class Member:
    """How a user stands in a chat: creator, administrator, member, restricted, left or kicked."""

    status: str = "member"
    rights: dict[str, bool] = field(default_factory=dict)
    until: int = 0
    """When a restriction ends, in Unix seconds; 0 for never."""

    @property
    def present(self) -> bool:
        """Whether the user is in the chat."""
        return self.status in {"creator", "administrator", "member", "restricted"}

    @property
    def leads(self) -> bool:
        """Whether the user is an administrator or the owner."""
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        """Whether this member has a right; an owner has all, a restricted member only those given."""
        if self.status == "creator":
            return True
        return self.rights.get(right, self.status == "member" and right.startswith("can_send"))


@dataclass(slots=True)
class Topic:
    """A forum topic; its id is the message id of the service message that opened it."""

    id: int
    name: str
    icon_color: int = 0x6FB9F0
    closed: bool = False


@dataclass(slots=True, eq=False)
class Chat:
    """A chat with everything said in it. A message that was deleted is no longer in `messages`."""

    id: int
    kind: str
    title: str = ""
    username: str = ""
    is_forum: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Json] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    last_message_id: int = 0
    last_bot: int = 0
    migrated_to: int = 0
    linked: int = 0
    partner: int = 0
    started: bool = True
    blocked: bool = False
    json: Json = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Prepare the Chat object once, because every message carries it."""
        if self.kind != "private":
            self.json = {"id": self.id, "title": self.title, "type": self.kind}
            if self.username:
                self.json["username"] = self.username
            if self.is_forum:
                self.json["is_forum"] = True

    @property
    def is_group(self) -> bool:
        """Whether this is a group or a supergroup."""
        return self.kind in {"group", "supergroup"}

    def member(self, user_id: int) -> Member:
        """How a user stands here; somebody who never came is `left`."""
        return self.members.get(user_id) or Member("left")


@dataclass(slots=True, eq=False)
class Bot:
    """A bot account with its token and its waiting updates."""

    token: str
    user: User
    reads_all: bool = False
    revoked: bool = False
    logged_out: bool = False
    queue: UpdateQueue = field(default_factory=UpdateQueue)
    commands: list[Json] = field(default_factory=list)
    chat_commands: dict[int, list[Json]] = field(default_factory=dict)
    met: set[int] = field(default_factory=set)

    @property
    def id(self) -> int:
        """The bot's user id, which is also the first part of its token."""
        return self.user.id


@dataclass(slots=True)
class Press:
    """A button press that waits for `answerCallbackQuery`."""

    bot: Bot
    at: float
    answers: int = 0


@dataclass(slots=True)
class StoredFile:
    """A file that was uploaded by a bot or sent by a person."""

    file_id: str
    unique_id: str
    path: str
    content: bytes
    name: str


@dataclass(slots=True)
class Clock:
    """The server's time in Unix seconds; `shift` moves it without waiting."""

    source: Callable[[], float] = time.time
    shift: float = 0.0

    def now(self) -> float:
        """Return the present moment in Unix seconds."""
        return self.source() + self.shift


class World:
    """All state of one server."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.bots: dict[str, Bot] = {}
        self.bots_by_id: dict[int, Bot] = {}
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.usernames: dict[str, int] = {}
        self.private: dict[tuple[int, int], Chat] = {}
        self.presses: dict[str, Press] = {}
        self.files: dict[str, StoredFile] = {}
        self.paths: dict[str, StoredFile] = {}
        self.numbers: Iterator[int] = itertools.count(1)
        for user in (
            User(ANONYMOUS_ADMIN, "Group", username="GroupAnonymousBot", is_bot=True),
            User(CHANNEL_BOT, "Channel", username="Channel_Bot", is_bot=True),
            User(SERVICE_ACCOUNT, "Telegram"),
        ):
            self.users[user.id] = user

    def now(self) -> int:
        """Return the present moment in whole Unix seconds, as messages carry it."""
        return int(self.clock.now())

    def chat_for(self, bot: Bot, chat_id: object) -> Chat:
        """Return the chat that a bot means by an id or an @username; refuse what it cannot know."""
        named = isinstance(chat_id, str) and chat_id.startswith("@")
        number = self.usernames.get(str(chat_id)[1:].lower(), 0) if named else whole(chat_id)
        chat = self.chats.get(number)
        if chat is not None:
            return chat
        private = self.private.get((bot.id, number))
        if private is not None:
            return private
        user = self.users.get(number)
        if user is None or number not in bot.met:
            raise refuse("chat_not_found")
        raise refuse("bot_to_bot" if user.is_bot else "cannot_initiate")

    def private_chat(self, bot: Bot, user: User) -> Chat:
        """Return the private chat of a user with a bot, opened by the user."""
        chat = self.private.get((bot.id, user.id))
        if chat is None:
            chat = Chat(user.id, "private", partner=user.id)
            chat.json = {
                "id": user.id,
                **{key: user.json[key] for key in ("first_name", "last_name", "username") if key in user.json},
                "type": "private",
            }
            chat.members = {user.id: Member(), bot.id: Member()}
            self.private[bot.id, user.id] = chat
            bot.met.add(user.id)
        return chat

    def keep_file(self, content: bytes, name: str, folder: str) -> StoredFile:
        """Store a file and give it the identifiers and the path that `getFile` tells."""
        number = next(self.numbers)
        extension = name.rpartition(".")[2] if "." in name else "bin"
        kept = StoredFile(
            f"file-{number:08d}", f"unique-{number:08d}", f"{folder}/file_{number}.{extension}", content, name
        )
        self.files[kept.file_id] = kept
        self.paths[kept.path] = kept
        return kept
