"""A channel in which too many answers were taken back today: the bot asks first there, until the next day or until staff put it back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.core.messages import Author, Place
    from bot.service.draft import Draft
    from bot.service.house import House

_BEFORE_TODAY = timedelta(seconds=1)
_SIGNS = "#<>"


def say_ask_only(draft: Draft, place: Place) -> None:
    """Tell staff that the bot asks first in this channel: once a day, and once more each time that it was put back."""
    text = draft.house.desk("ask_only", channel=_name(draft.house, place))
    draft.notice(place.platform, text, f"ask_only:{_stamp(draft, place)}")


def put_back(draft: Draft, place: Place, author: Author, wanted: str) -> str:
    """From now on the bot answers by itself again in the channel that is meant; what the person is told, empty where all of staff are."""
    house, midnight = draft.house, draft.house.midnight(draft.now)
    many = house.config.policy.retractions_for_ask_only
    own = [one for one in house.public_places() if one.platform == place.platform]
    resting = {_name(house, one): one for one in own if draft.ledger.retractions(one, midnight) >= many}
    if not resting:
        return house.desk("resume_none")
    word = wanted.strip().strip(_SIGNS).casefold()
    meant = [one for name, one in resting.items() if word in {"", name.strip(_SIGNS).casefold(), one.channel}]
    if len(meant) != 1:
        return house.desk("resume_which", channels=", ".join(resting))
    stamp = _stamp(draft, meant[0])
    draft.ledger.forgive_retractions(meant[0], midnight, midnight - _BEFORE_TODAY)
    draft.memory.audit.append((draft.member(place.platform, author), "answers_again", ""))
    text = house.desk("resumed", channel=_name(house, meant[0]), who=author.name)
    draft.notice(place.platform, text, f"{_AGAIN}{stamp}")
    return ""


_AGAIN = "answers_again:"


def _name(house: House, place: Place) -> str:
    channel = house.channel(place)
    return (channel.name or channel.id) if channel is not None else place.channel


def _stamp(draft: Draft, place: Place) -> str:
    """Channel and day, and how often it was put back on that day."""
    day, times = draft.now.astimezone(draft.house.zone).date(), 0
    while draft.ledger.has_job(f"notice:{_AGAIN}{place.channel}:{day}:{times}"):
        times += 1
    return f"{place.channel}:{day}:{times}"
