"""What Discord's refusals mean, by their JSON error codes (discord.com/developers/docs/topics/opcodes-and-status-codes#json).

10003 10004 10008 10013 10007   Gone: channel or thread, server, message, person
50007 50278                     Gone: the person takes no private messages from the bot
50035 at message_reference      Gone: the message to reply to was deleted
50001 50013 160002 160005 …     Refused: a right is missing, the thread is locked, …
20028 30046 40062               Busy: limits that come without a 429
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ports import Busy, Gone, NotSent, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MEMBER, UNKNOWN_MESSAGE, UNKNOWN_USER = 10003, 10004, 10007, 10008, 10013
UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION = 10015, 10062
ALREADY_ANSWERED = 40060
NO_ACCESS, NO_PERMISSION, WEBHOOK_EXPIRED = 50001, 50013, 50027
INVALID_FORM, ARCHIVED = 50035, 50083
THREAD_EXISTS, LOCKED, TOO_MANY_THREADS = 160004, 160005, 160006

_SLOW_SECONDS = 60.0

_GONE: Mapping[int, tuple[str, str]] = {
    UNKNOWN_CHANNEL: ("channel", "The channel is not there any more"),
    UNKNOWN_GUILD: ("channel", "The server is not there any more, or the bot is not in it"),
    UNKNOWN_MEMBER: ("user", "This person is not in the server any more"),
    UNKNOWN_MESSAGE: ("message", "The message is not there any more"),
    UNKNOWN_USER: ("user", "This person is not on Discord any more"),
    50007: ("user", "This person takes no private messages from the bot"),
    50278: ("user", "This person shares no server with the bot any more"),
}

_REFUSED: Mapping[int, str] = {
    50001: "The bot may not see this channel: give it View Channel there",
    50003: "This cannot be done in a private chat",
    50005: "The message is not the bot's own",
    50006: "The text is empty",
    50008: "Nothing can be posted in a channel of this kind",
    50013: "The bot lacks a right here: it needs View Channel, Send Messages, Read Message History and, for staff, Create Public Threads",
    50021: "This is a notice of Discord itself",
    50024: "This cannot be done in a channel of this kind",
    50083: "The thread is archived and cannot be opened again by the bot",
    160002: "The bot may not reply here: give it Read Message History",
    160005: "The thread is locked: unlock it, or give the bot Manage Threads",
    160006: "The server has as many active threads as Discord allows: archive some",
    240000: "Discord does not take this text: it contains a harmful link",
    200000: "Discord's AutoMod does not take this text",
}

_WHY: Mapping[int, str] = {
    50001: "right",
    50013: "right",
    160002: "right",
    50083: "locked",
    160005: "locked",
    200000: "filter",
    240000: "filter",
}
"""What a code tells in the words of `bot.ports.Refused`. Who was put out of a server is told that he has no access (50001)."""

_BUSY = frozenset({20016, 20022, 20028, 30046, 40062})


class ByCode(Refused):
    """A refusal with the platform's code, for a caller that knows what some of them mean."""

    def __init__(self, text: str, code: int) -> None:
        super().__init__(text, _WHY.get(code, ""))
        self.code = code


def refused(status: int, code: int, words: str) -> NotSent:
    """What a 4xx answer other than 401 and 429 means. `words` are the library's, flattened from the answer."""
    if code in _BUSY:
        return Busy("Discord asks to go slower here", _SLOW_SECONDS)
    if code == INVALID_FORM and "In message_reference" in words:
        return Gone(_GONE[UNKNOWN_MESSAGE][1], "message")
    if code in _GONE:
        what, text = _GONE[code]
        return Gone(text, what)
    if code == INVALID_FORM:
        return ByCode(f"Discord does not take the form{_where(words)}", code)
    return ByCode(_REFUSED.get(code, f"Discord refuses: status {status}, code {code}"), code)


def _where(words: str) -> str:
    """The field that is wrong; what stands in it may be a customer's words and is left out."""
    for line in words.splitlines():
        if line.startswith("In ") and ":" in line:
            return f": {line[3:].partition(':')[0]}"
    return ""
