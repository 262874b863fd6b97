"""Where words of staff went, their notes, and who is staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from bot.ports import Member, Note, Relayed
from bot.store.desk import Desk
from bot.store.rows import address, place_of
from bot.store.schema import messages, notes, relays, staff, where_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row

    from bot.core.messages import Place

_PUT = insert(relays)
_SAVE = _PUT.on_conflict_do_update(
    index_elements=["case", "source", "piece"],
    set_={name: _PUT.excluded[name] for name in ("desk", "channel", "thread", "message", "at")},
)
_OF_SOURCE = (
    select(relays)
    .where(relays.c.case == bindparam("of_case"), relays.c.source == bindparam("of_source"))
    .order_by(relays.c.piece)
)
_OF_CASE = (
    select(relays).where(relays.c.case == bindparam("of_case")).order_by(relays.c.at.desc(), relays.c.piece.desc())
)
_CASE_OF = (
    select(relays.c.case)
    .where(relays.c.desk == bindparam("of_desk"), relays.c.source == bindparam("of_source"))
    .limit(1)
)
_TAKEN = (
    update(relays)
    .where(
        relays.c.case == bindparam("of_case"),
        relays.c.source == bindparam("of_source"),
        relays.c.piece >= bindparam("since"),
    )
    .values(message="")
)
_POSTS = (
    select(messages.c.message)
    .where(
        messages.c.case == bindparam("of_case"),
        messages.c.channel == bindparam("of_channel"),
        where_text("posted"),
        messages.c.message.not_in(select(relays.c.message).where(relays.c.case == bindparam("of_case"))),
    )
    .order_by(messages.c.at, messages.c.message)
)
_STANDS = select(messages.c.message).where(
    messages.c.case == bindparam("of_case"), where_text("\"case\" <> ''"), where_text("posted")
)
_NOTES = select(notes).where(notes.c.case == bindparam("of_case")).order_by(notes.c.id)
_here = insert(staff)
_SEEN = _here.on_conflict_do_update(
    index_elements=["id"], set_={"name": _here.excluded.name, "last": _here.excluded.last}
)
_STAFF = select(staff).where(staff.c.platform == bindparam("on")).order_by(staff.c.last.desc()).limit(bindparam("many"))


class RelaysPart(Desk):
    """What went from the desk to customers, and what stays there."""

    def save_relay(self, relayed: Relayed) -> None:
        """Remember which post of ours carries which words of staff; the same piece again replaces it."""
        place = relayed.place
        row = {
            "case": relayed.case,
            "source": relayed.source,
            "piece": relayed.piece,
            "desk": relayed.desk,
            "channel": address(place.platform, place.channel),
            "thread": place.thread,
            "message": relayed.message,
            "at": relayed.at,
        }
        self.sql.execute(_SAVE, row)

    def relays(self, case: str, source: str) -> list[Relayed]:
        """The posts that carry the words of one staff message, in order; one that was taken back has no message."""
        return [_relayed(row) for row in self.sql.execute(_OF_SOURCE, {"of_case": case, "of_source": source})]

    def relays_of(self, case: str) -> list[Relayed]:
        """Everything that went to the customer of a case, the latest first."""
        return [_relayed(row) for row in self.sql.execute(_OF_CASE, {"of_case": case})]

    def case_of_source(self, platform: str, channel: str, source: str) -> str:
        """The case whose customer got the words of this staff message; empty for none."""
        found = self.sql.scalar(_CASE_OF, {"of_desk": address(platform, channel), "of_source": source})
        return str(found) if found is not None else ""

    def relay_taken(self, case: str, source: str, since: int) -> None:
        """The pieces from `since` on do not stand there any more."""
        self.sql.execute(_TAKEN, {"of_case": case, "of_source": source, "since": since})

    def own_posts(self, case: str, place: Place) -> list[str]:
        """What the bot said by itself for a case in this channel, oldest first; words of staff are not among it."""
        wanted = {"of_case": case, "of_channel": address(place.platform, place.channel)}
        return list(self.sql.scalars(_POSTS, wanted))

    def posts_of(self, case: str) -> frozenset[str]:
        """Everything that the bot posted for a case, words of staff too, in public and in private: the message ids that it has."""
        return frozenset(self.sql.scalars(_STANDS, {"of_case": case}))

    def note(self, case: str, who: str, masked: str, now: datetime) -> None:
        """Something that staff keep to themselves."""
        self.sql.execute(insert(notes), {"case": case, "who": who, "masked": masked, "at": now})

    def notes(self, case: str) -> list[Note]:
        """The notes of a case, oldest first."""
        return [Note(row.case, row.who, row.masked, row.at) for row in self.sql.execute(_NOTES, {"of_case": case})]

    def staff_seen(self, member: Member, now: datetime) -> None:
        """Somebody acted as staff."""
        row = {"id": member.id, "platform": member.platform, "name": member.name, "last": now}
        self.sql.execute(_SEEN, row)

    def staff(self, platform: str, limit: int) -> list[Member]:
        """Who acted as staff on a platform, the latest first."""
        found = self.sql.execute(_STAFF, {"on": platform, "many": limit})
        return [Member(row.id, row.platform, row.name) for row in found]


def _relayed(row: Row[tuple[object, ...]]) -> Relayed:
    return Relayed(row.case, row.source, row.piece, row.desk, place_of(row.channel, row.thread), row.message, row.at)
