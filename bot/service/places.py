"""News about places and people who are not customers: staff speaking in public, removals, moves, the bot's own membership."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.core.actions import Leave
from bot.core.cases import WITH_STAFF, Event, State
from bot.core.reasons import reason
from bot.service import hanging, promising
from bot.service.plans import job
from bot.service.roots import root_of

if TYPE_CHECKING:
    from bot.core.cases import Case
    from bot.core.messages import Membership, Message, Moved, Place, Removed
    from bot.service.draft import Draft
    from bot.service.house import House

log = logging.getLogger("wegwijzer.places")

_SEND_AWAY = frozenset({"/uit", "/off"})


def silence_mark(channel: str) -> str:
    """The user id under which the store remembers that a channel, by the id that the settings name, sent the bot away."""
    return f"channel:{channel}"


class Places:
    """Applies such news to the draft of a transaction."""

    def __init__(self, house: House) -> None:
        """`house` gives settings and words."""
        self.house = house

    def staff_in_public(self, draft: Draft, message: Message) -> None:
        """Any word of staff in a place silences the bot there: what waits is cancelled, and every case it was for reaches staff."""
        ledger, rules = draft.ledger, self.house.rules(message.place)
        if rules is not None and rules.mode == "guest" and self.sent_away(draft, message):
            return
        who = ledger.customer(message.place.platform, message.author.id, message.author.name)
        seen = (
            ledger.seen(message.place.platform, message.place.channel, message.reply_to) if message.reply_to else None
        )
        target = ledger.case(seen.case) if seen is not None and seen.case else root_of(draft, message.place)
        for case in ledger.heard_in(message.place):
            if target is None or case.id != target.id:
                self._to_staff(draft, case, case.after(Event.HAND_OVER, draft.now))
        ledger.cancel_in(message.place, ("answer",))
        if target is not None and target.can(Event.STAFF_ANSWERED):
            target = self._instead(draft, target, message, who.id)
            draft.cancel_public(target)
            after = target.after(Event.STAFF_ANSWERED, draft.now, owner=who.id, owner_name=message.author.name)
            self._to_staff(draft, target, after)
            draft.tell_thread(
                after, self.house.desk("staff_answered", owner=message.author.name), f"staff:{message.id}"
            )
            draft.memory.audit.append((who.id, "staff_answered", target.id))
            promising.propose(draft, self.house, after, message.text, f"{message.id}:{message.version}")
        masked = self.house.detect(message).masked
        draft.saw(message, who.id, masked, target.id if target is not None else "")

    def _instead(self, draft: Draft, case: Case, message: Message, who: str) -> Case:
        """A colleague's suggestion that waits for its undo time is not sent as well: the customer gets one answer."""
        if not case.pending or case.owner == who or not draft.ledger.cancel_job(case.pending):
            return case
        text = self.house.desk("suggestion_dropped", owner=case.owner_name, who=message.author.name)
        draft.tell_thread(case, text, f"dropped:{message.id}")
        return replace(case, pending="")

    def _to_staff(self, draft: Draft, before: Case, after: Case) -> None:
        customer = draft.ledger.customer_of(before.customer)
        if before.state in WITH_STAFF:
            draft.edit_card(after)
        else:
            why = (
                f"{reason('staff', self.house.staff_language).text}; {before.why}"
                if after.state == State.HANDED_OVER
                else before.why
            )
            after = replace(after, deadline=self.house.deadline(draft.now), why=why)
            after = draft.open_card(after, customer.name if customer is not None else "")
        draft.memory.keep(after)

    def sent_away(self, draft: Draft, message: Message) -> bool:
        """In somebody else's group the word `/uit` ends it at once: the bot says nothing there any more and leaves where it can.

        Anybody's word counts: who is administrator cannot always be known, and silence is the safe side.
        """
        place = message.place
        if message.text.strip().split("@")[0].lower() not in _SEND_AWAY:
            return self.house.is_silent(place)
        draft.ledger.stop_customer(draft.ledger.customer(place.platform, silence_mark(self.house.named(place)), "").id)
        self.house.silence(place)
        draft.ledger.cancel_in(place, ("answer",))
        self._leave(draft, place, message.id)
        channel = self.house.channel(place)
        name = (channel.name or channel.id) if channel is not None else place.channel
        draft.notice(
            place.platform, self.house.desk("sent_away", channel=name), f"sent_away:{place.channel}:{message.id}"
        )
        return True

    @staticmethod
    def _leave(draft: Draft, place: Place, stamp: str) -> None:
        key = f"leave:{place.platform}:{place.channel}:{stamp}"
        draft.memory.jobs.append(job(Leave(place.channel), key, draft.now, platform=place.platform))

    def removed(self, draft: Draft, removed: Removed) -> None:
        """A message was deleted: its complaint is withdrawn, or staff hear that it is gone; a deleted post of ours stays deleted."""
        seen = draft.ledger.seen(removed.place.platform, removed.place.channel, removed.id)
        case = draft.ledger.case(seen.case) if seen is not None and seen.case else None
        if case is None or seen is None or seen.posted or not case.can(Event.REMOVED):
            return
        if any(warned.takes(removed.id) for warned in draft.ledger.warnings_of(case.customer)):
            return
        if hanging.loses(draft, case, removed.id) or case.message != removed.id:
            return
        draft.cancel_public(case)
        after = case.after(Event.REMOVED, draft.now)
        if after.ended:
            draft.ledger.cancel_jobs(case.id, ("timer",))
        if case.state in WITH_STAFF:
            draft.tell_thread(after, self.house.desk("customer_removed"), f"removed:{removed.id}")
            draft.edit_card(after)
        draft.memory.keep(after)
        draft.memory.audit.append((case.customer, "removed", case.id))

    def moved(self, draft: Draft, moved: Moved) -> None:
        """A channel has a new id: every row moves in this transaction."""
        if draft.ledger.moves(moved.platform).get(moved.old) == moved.new:
            return
        draft.ledger.move_channel(moved.platform, moved.old, moved.new)
        self.house.remember_move(moved.platform, moved.old, moved.new)
        draft.notice(moved.platform, self.house.desk("moved", old=moved.old, new=moved.new), f"moved:{moved.new}")

    def membership(self, draft: Draft, membership: Membership) -> None:
        """The bot was added somewhere (not watched, and no partner's: it leaves without a word) or put out of a watched channel (staff are told)."""
        place = membership.place
        if self.house.is_partner(place):
            return
        watched = self.house.rules(place) is not None or self.house.is_staff_place(place)
        stamp = f"{membership.at.timestamp():.0f}"
        if not watched:
            if membership.present:
                self._leave(draft, place, stamp)
            return
        if self.house.is_staff_place(place):
            if not membership.present:
                log.error("%s: the bot was put out of the staff channel; cases wait until it is back", place.platform)
            return
        if not membership.present:
            log.warning("%s: the bot was put out of channel %s and hears nothing there", place.platform, place.channel)
            draft.notice(
                place.platform,
                self.house.desk("kicked", channel=membership.title or place.channel),
                f"kicked:{place.channel}:{stamp}",
            )
        elif not membership.may_read:
            draft.notice(
                place.platform,
                self.house.desk("blind", channel=membership.title or place.channel),
                f"blind:{place.channel}:{stamp}",
            )
