"""Questions that staff were not asked: kept with the other messages that opened no case, for as long as those are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Text, bindparam, or_, select, type_coerce

from bot.core.asks import BELOW, OVER
from bot.store.columns import Moment
from bot.store.desk import Desk
from bot.store.rows import to_seen
from bot.store.schema import messages, where_text, word

if TYPE_CHECKING:
    from datetime import datetime

    from bot.ports import Seen

_because = type_coerce(messages.c.because, Text)
_LEFT_OUT = (
    where_text("\"case\" = ''"),
    messages.c.verdict == word("leave"),
    or_(*(_because.contains(f'"policy:{name}"', autoescape=True) for name in (OVER, BELOW))),
)
_UNASKED_OF = select(messages).where(messages.c.author == bindparam("who"), *_LEFT_OUT).order_by(messages.c.at)
_UNASKED = (
    select(messages)
    .where(
        messages.c.at >= bindparam("since", type_=Moment),
        messages.c.at < bindparam("until", type_=Moment),
        messages.c.channel.like(bindparam("channels")),
        *_LEFT_OUT,
    )
    .order_by(messages.c.at)
    .limit(bindparam("many"))
)


class AsksPart(Desk):
    """What the budget of questions left out."""

    def unasked(self, platform: str, since: datetime, until: datetime, limit: int) -> list[Seen]:
        """Messages of a platform, said from `since` to before `until`, for which there was no budget; oldest first."""
        values = {"channels": f"{platform}:%", "since": since, "until": until, "many": limit}
        return [to_seen(row) for row in self.sql.execute(_UNASKED, values)]

    def unasked_of(self, customer: str) -> list[Seen]:
        """Those of them that this customer said, on whatever platform."""
        return [to_seen(row) for row in self.sql.execute(_UNASKED_OF, {"who": customer})]
