"""The shape of `teams` in config.yaml: who takes which cases, and which partners are informed."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from bot.config.values import ClockTime, Model


class TeamPlace(Model):
    """Where a team is on one platform."""

    id: str = Field(
        default="",
        description="A group of its own, in which it gets its cards; left out, its cards stand in the main staff channel",
    )
    channel: str = Field(default="", description="The same on Discord, where groups are called channels")
    topic: str = Field(
        default="", description="Only for a partner on Telegram: the topic of that group in which it is informed"
    )
    role: str = Field(
        default="", description="Who is called when it gets a case: a role id on Discord, names with @ on Telegram"
    )

    @property
    def own(self) -> str:
        """Its own channel, or empty."""
        return self.id or self.channel


class Duty(Model):
    """The hours in which a team takes cases, in the brand's time zone."""

    start: ClockTime = Field(description="From this time", examples=["08:00"])
    end: ClockTime = Field(description="Until this time; earlier than the start means the next day", examples=["20:00"])


Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAYS: tuple[Day, ...] = get_args(Day)


class Team(Model):
    """People who take cases on certain topics, or a partner who is only informed."""

    name: str = Field(min_length=1, max_length=40, description="What staff call it", examples=["Netwerk"])
    topics: tuple[str, ...] = Field(
        default=(),
        description="The kinds of complaint that go to it; of two teams on duty the first in the list. Without any it gets only what "
        "is escalated to it",
    )
    telegram: TeamPlace | None = Field(default=None, description="Where it is on Telegram")
    discord: TeamPlace | None = Field(default=None, description="Where it is on Discord")
    sandbox: TeamPlace | None = Field(default=None, description="Where it is on the sandbox")
    hours: Duty | None = Field(
        default=None,
        description="Its hours on duty; outside them the next team with the topic gets the case, else the main staff channel. "
        "Left out: always",
    )
    days: tuple[Day, ...] = Field(
        default=DAYS,
        description="The days on which it takes cases, of mon tue wed thu fri sat sun; hours that end on the next day belong to the day "
        "on which they begin. Left out: every day",
        examples=["[mon, tue, wed, thu, fri]"],
    )
    partner: bool = Field(
        default=False,
        description="A partner or shop outside the staff: it is only informed of number, topic, time and the public message, and "
        "nothing that is written there reaches a customer",
    )

    def on(self, platform: str) -> TeamPlace | None:
        """Where it is on a platform; None where it is not."""
        places = {"telegram": self.telegram, "discord": self.discord, "sandbox": self.sandbox}
        return places.get(platform)
