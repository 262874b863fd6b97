"""What the service needs from outside, as small Protocols, the values that cross them, and the tree of their errors (see errors)."""

from bot.ports.chat import Chat, Clock, Inbox, Platform, Thread
from bot.ports.errors import (
    Busy,
    ChannelMoved,
    ChatError,
    Gone,
    NotSent,
    Refused,
    Revoked,
    StoreFull,
    Unreachable,
    Unreadable,
    Unsure,
)
from bot.ports.shelf import Library, Reply, Shelf
from bot.ports.store import Ledger, Store
from bot.ports.values import Cursor, Customer, Gap, InboxRow, Job, NewJob, Past, PastAsk, RawRow, Seen, Trouble

__all__ = [
    "Busy",
    "ChannelMoved",
    "Chat",
    "ChatError",
    "Clock",
    "Cursor",
    "Customer",
    "Gap",
    "Gone",
    "Inbox",
    "InboxRow",
    "Job",
    "Ledger",
    "Library",
    "NewJob",
    "NotSent",
    "Past",
    "PastAsk",
    "Platform",
    "RawRow",
    "Refused",
    "Reply",
    "Revoked",
    "Seen",
    "Shelf",
    "Store",
    "StoreFull",
    "Thread",
    "Trouble",
    "Unreachable",
    "Unreadable",
    "Unsure",
]
