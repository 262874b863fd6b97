"""Changing and taking back what was brought to a customer, and the check that words of staff go to nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.actions import is_note
from bot.core.messages import Place
from bot.core.words import Words
from bot.ports import ChatError, Gone, NotPrivate, Refused

if TYPE_CHECKING:
    from bot.core.actions import Amend, Relay, Withdraw
    from bot.core.cases import Case
    from bot.ports import Chat
    from bot.service.house import House
    from bot.service.tasks import Task


def check_bound(task: Task, action: Relay, house: House) -> Case:
    """The case, when these words may leave now: same platform, same account of ours, his own place, the same customer.

    Raises Refused, with a reason for staff, in every other case.
    """
    case, customer = task.case, task.customer
    if case is None or customer is None or customer.user != action.user or not customer.user:
        raise Refused(house.desk("case_gone"), "ours")
    if action.place.platform != case.place.platform or customer.platform != case.place.platform:
        raise Refused(house.desk("case_gone"), "ours")
    if action.bot and action.bot != house.platforms[case.place.platform].bot_id:
        raise Refused(house.desk("other_bot"), "ours")
    own = Place(case.place.platform, case.private_channel) if case.private_channel else None
    if action.place not in {case.place, own}:
        raise Refused(house.desk("other_place"), "ours")
    if case.private and action.place != own and not is_note(action.source):
        raise Refused(house.desk("private_on"), "ours")
    if house.is_silent(action.place):
        raise Refused(house.desk("sent_away_there"), "ours")
    return case


def in_public(case: Case, place: Place) -> bool:
    """Whether a place of a case is one that others read: that of the complaint, where that was not said in private."""
    return place.channel == case.place.channel != case.private_channel


async def check_ears(case: Case, place: Place, user: str, chat: Chat) -> None:
    """Raises NotPrivate where a private place would be read by somebody other than its customer, or not by him.

    Every place but that of the complaint is private, an earlier private place of the case as well.
    """
    if place.channel == case.private_channel or place.channel != case.place.channel:
        await chat.check_private(place, user)


async def look_again(case: Case, place: Place, user: str, message: str, chat: Chat) -> None:
    """Raises NotPrivate for words that somebody else may have read, who came in between the look and the post; they are taken back first.

    Nothing else is raised: what was said is said, and must not be said again.
    """
    try:
        await check_ears(case, place, user, chat)
    except NotPrivate as error:
        if error.why != "others":
            return
        why = "came"
        try:
            await chat.delete(place, message)
        except ChatError:
            why = "came_stays"
        text = "somebody came in while it was said"
        raise NotPrivate(text, why) from error
    except ChatError:
        return


async def amend(task: Task, action: Amend, chat: Chat, house: House) -> tuple[str, Place | None, str]:
    """(message, place, why it was skipped): the post that carries this piece now says the new words.

    A piece that was not there before hangs below the one before it. Raises Gone when what it hangs on is not there any more, Unsure
    where nobody can tell whether an earlier attempt at that arrived, and Refused for words elsewhere than where he talks in private.
    """
    standing = [piece for piece in task.relayed if piece.message]
    if not standing:
        return "", None, "not relayed"
    last = next((piece for piece in standing if piece.piece == action.piece), standing[-1])
    if task.case is not None and task.case.private and in_public(task.case, last.place):
        raise Refused(house.desk("stands_in_public"))
    if task.case is not None:
        await check_ears(task.case, last.place, task.customer.user if task.customer is not None else "", chat)
    if last.piece == action.piece:
        await chat.edit(last.place, last.message, action.words)
        return last.message, last.place, ""
    found = None
    if task.job.doubt and task.case is not None:
        found = await find_earlier(task, last.place, last.message, action.words, chat)
    posted = found or await chat.post(last.place, action.words, key=task.job.new.key, reply_to=last.message)
    return posted, last.place, ""


async def find_earlier(task: Task, place: Place, reply_to: str, words: Words, chat: Chat) -> str | None:
    """The post of an earlier attempt at this very job; the same words that were said before it, or for another, are not it."""
    since = task.job.added or task.job.new.due
    return await chat.find_reply(place, reply_to, since, words, task.known_posts)


async def withdraw(task: Task, action: Withdraw, chat: Chat, house: House) -> str:
    """Why nothing was done, or empty: every piece from there on is taken back."""
    pieces = [piece for piece in task.relayed if piece.message and piece.piece >= action.since]
    for piece in pieces:
        await take_back(task, piece.place, piece.message, chat, house)
    return "" if pieces else "not relayed"


async def take_back(task: Task, place: Place, message: str, chat: Chat, house: House) -> None:
    """Delete a post of our own; where the platform lets us delete it no more (Telegram after 48 hours), its words go.

    core.telegram.org/bots/api#deletemessage
    """
    try:
        await chat.delete(place, message)
    except Refused:
        language = task.case.language if task.case is not None else house.staff_language
        await chat.edit(place, message, Words.of(house.phrase(language, "withdrawn")))


def still_there(task: Task, message: str) -> None:
    """Raises Gone for a message whose channel moved: its id means somebody else's message now."""
    if not task.known:
        text = f"message {message} is not known any more"
        raise Gone(text, "message")


async def anew(place: Place, message: str, words: Words, chat: Chat) -> None:
    """A post of ours to staff says something else; where somebody deleted it meanwhile, there is nothing to do."""
    try:
        await chat.edit(place, message, words)
    except Gone:
        return
