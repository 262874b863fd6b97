"""Watches replies/, checks what changes, and swaps atomically; the last good version of each file serves."""

from bot.library.checking import check_replies
from bot.library.shelf import NoReply, Reply, Shelf
from bot.library.watching import Library

__all__ = ["Library", "NoReply", "Reply", "Shelf", "check_replies"]
