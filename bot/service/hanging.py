"""What a post for a customer hangs under once the message that it was meant for is gone: something else that stands in the same case."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.ports import Gone
from bot.service.plans import job

if TYPE_CHECKING:
    from bot.core.actions import Relay
    from bot.core.cases import Case
    from bot.ports import ChatError
    from bot.service.draft import Draft
    from bot.service.tasks import Task

INVITATION = "taken_private"
"""Source of the public note that a case goes private. It shows nothing of the case, so that it may hang under the bot's own answer, or alone."""


def hangs_elsewhere(draft: Draft, case: Case, relay: Relay, error: ChatError, task: Task) -> bool:
    """Plan the post anew under what still stands, and say so in the thread; False where there is nothing left for it.

    Words of staff hang under the complaint itself when a later message of the customer is gone, and under nothing else.
    """
    if not isinstance(error, Gone) or error.what != "message" or relay.place != case.place or not case.message:
        return False
    after = _next(case, relay)
    if after is None:
        return False
    where, reply_to = after
    if relay.reply_to == case.last_message != case.message:
        draft.memory.keep(replace(case, last_message=""))
    again = replace(relay, reply_to=reply_to)
    draft.memory.jobs.append(job(again, f"{task.job.new.key}:{where}", draft.now, case))
    kind = "invitation" if relay.source == INVITATION else "words"
    draft.tell_thread(case, draft.house.desk(f"{kind}_{where}"), f"hangs:{task.job.new.key}:{where}")
    return True


def _next(case: Case, relay: Relay) -> tuple[str, str] | None:
    """(where it is then, the message to hang under) after what this one was to hang under."""
    stands = [("under_complaint", case.message)]
    if relay.source == INVITATION:
        stands += [("under_answer", case.answer), ("alone", "")]
    tried = [number for number, (_, message) in enumerate(stands) if message == relay.reply_to]
    left = stands[tried[-1] + 1 :] if tried else stands
    return next(((where, message) for where, message in left if message or where == "alone"), None)


def loses(draft: Draft, case: Case, message: str) -> bool:
    """The customer deleted something that he said later in the case: what comes next hangs under the complaint. False for any other message."""
    if message != case.last_message or message == case.message or not case.message:
        return False
    draft.memory.keep(replace(case, last_message=""))
    draft.tell_thread(case, draft.house.desk("customer_removed_later"), f"removed:{message}")
    return True
