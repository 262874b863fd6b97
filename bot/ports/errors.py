"""What can go wrong at a platform's door or at the disk.

ChatError                     something went wrong at the platform's door
├── NotSent                   certainly not delivered; `retry_after` says when to try again, if at all
│   ├── Busy                  429: wait `retry_after` seconds for that channel
│   ├── Unreachable           no connection, or the platform answered 5xx before accepting
│   ├── ChannelMoved          the channel has a new id (`new`): move every row, send again
│   ├── Gone                  the target does not exist any more; `what` is message, thread, channel or user
│   ├── Refused               the platform will never accept this (too long, blocked, no right); a person must know
│   │   ├── Barred            a message or a member may not be touched; `why` is right, age, rank, kind or standing
│   │   └── NotPrivate        a private place is not (any more) for one customer alone; `why` is one of its reasons
│   └── Revoked               the token is no longer valid: stop sending, say so
└── Unsure                    may have been delivered: never repeat blindly
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


class ChatError(Exception):
    """Something went wrong at the platform's door. The text is for people and holds no token and no customer text."""


class NotSent(ChatError):
    """Certainly not delivered."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        """`retry_after` in seconds; None where waiting does not help."""
        super().__init__(message)
        self.retry_after = retry_after


class Busy(NotSent):
    """The platform asks to wait `retry_after` seconds for this channel."""


class Unreachable(NotSent):
    """No connection, or an answer that says it was not accepted."""


class ChannelMoved(NotSent):
    """The channel has a new id."""

    def __init__(self, message: str, new: str) -> None:
        """`new` is the platform's new id for the channel."""
        super().__init__(message, 0.0)
        self.new = new


class Gone(NotSent):
    """The target is gone: `what` is message, thread, channel or user.

    `why` says more where the platform does: `kicked` the bot was put out of the channel, `closed` the thread is there and takes nothing.
    """

    def __init__(self, message: str, what: str, why: str = "") -> None:
        """`what` and `why` as above."""
        super().__init__(message)
        self.what, self.why = what, why


class Refused(NotSent):
    """The platform will not accept this post, now or later.

    `why` says more where the platform does: `right` the bot may not write there, `locked` the thread is closed to it, `filter` a
    filter of the platform does not take the text, `ours` a check of our own, whose text is for staff.
    """

    def __init__(self, message: str, why: str = "") -> None:
        """`why` as above, or as a kind of refusal names it."""
        super().__init__(message)
        self.why = why


class Barred(Refused):
    """What was asked about somebody's message, or about himself, may not be done.

    `why`: `right` the bot lacks the right, `age` the message is too old, `rank` he stands above the bot (owner, administrator),
    `kind` channels of this kind do not have it, `standing` others restricted him already and that stays as it is.
    """

    def __init__(self, message: str, why: str, stands: datetime | None = None) -> None:
        """`why` as above; `stands` is until when others restricted him, None for without an end."""
        super().__init__(message, why)
        self.stands = stands


class NotPrivate(Refused):
    """A private place is not for its one customer, so nothing may be said there.

    `why` is `gone` (it was deleted), `locked` (a moderator closed it), `left` (the customer is not in it), `others` (somebody else is)
    or `came` (he came while it was said, and it was taken back; `came_stays` where that failed).
    """

    def __init__(self, message: str, why: str) -> None:
        """`why` is one of the reasons above."""
        super().__init__(message, why)


class Revoked(NotSent):
    """The token is not valid (any more)."""


class Unsure(ChatError):
    """The post may have been delivered; the answer was lost."""


class Unreadable(Exception):
    """A raw row that `read` cannot understand; the row is parked with this text, the next row goes on."""


class StoreFull(Exception):
    """The disk is full or not writable: nothing was written; free space and the bot goes on."""
