"""The end of a case: it is solved, and what the public reads of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.cases import Event
from bot.service import closing, labels

if TYPE_CHECKING:
    from bot.service.deeds.deed import Deed, Told


def solve(deed: Deed) -> Told:
    """It is solved. The note for the public is proposed; where nobody could read one, the case just ends."""
    draft = deed.draft
    draft.ledger.cancel_jobs(deed.case.id, ("answer", "timer"))
    after = deed.case.after(
        Event.SOLVE, draft.now, snoozed=None, closing=(), closing_by="", followed=None, helped="", comment=""
    )
    labels.complaint(draft, after, deed.who)
    public = closing.can_end_in_public(draft, after)
    after = closing.decided(draft, after, "" if public else deed.author.name)
    deed.keep(closing.propose(draft, after) if public else after, "solve")
    return deed.say("marked_solved" if public else "marked_solved_quietly")


def _settled(deed: Deed) -> Told | None:
    """What is told when there is nothing to decide any more, or another text."""
    case = deed.case
    if case.closing_by:
        return deed.say("note_decided", who=case.closing_by)
    if not closing.is_open(case):
        return deed.say("note_none")
    if deed.extra != closing.mark_of(case):
        return deed.say("note_replaced")
    return None


def post_note(deed: Deed) -> Told:
    """Post the note that stands above the button."""
    if (told := _settled(deed)) is not None:
        return told
    goes_on = closing.goes_on_in(deed.draft, deed.case)
    if goes_on is not None:
        return deed.say("note_goes_on", number=goes_on.number)
    after = closing.post(deed.draft, deed.case, deed.author.name)
    if after is None:
        return deed.say("note_nobody")
    deed.keep(after, "closing_note")
    return deed.say("note_posted", seconds=f"{deed.house.config.policy.undo:g}")


def no_note(deed: Deed) -> Told:
    """End without a note."""
    if (told := _settled(deed)) is not None:
        return told
    case = closing.without_note(deed.draft, deed.case, deed.author.name)
    deed.keep(case, "no_closing_note")
    return deed.say("marked_solved_quietly")


DEEDS = {"solve": solve, "post_note": post_note, "no_note": no_note}
