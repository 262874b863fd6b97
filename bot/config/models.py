"""The shape of config.yaml. Each field's description is the sentence that the documentation shows."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr

from bot.config.judging_models import Learning, OpinionEndpoint, OpinionSettings
from bot.config.team_models import Duty, Team, TeamPlace
from bot.config.values import ClockTime, Handles, Mode, Model, Phrases, Seconds, Share, Whole

__all__ = [
    "Brand",
    "Budget",
    "Channel",
    "Clocks",
    "Community",
    "CommunityTopic",
    "Config",
    "Duty",
    "Learning",
    "Mode",
    "OpinionEndpoint",
    "OpinionSettings",
    "OwnRule",
    "PlatformSettings",
    "Policy",
    "Quiet",
    "Retention",
    "Staff",
    "StoreSettings",
    "Team",
    "TeamPlace",
]


class CommunityTopic(Model):
    """A page in the brand's community for one kind of complaint."""

    title: str = Field(
        min_length=1, description="What the link says, in the customer's words", examples=["Internet valt uit"]
    )
    url: str = Field(min_length=1, description="Address of the page, inside `brand.domains`", examples=["https://…"])


class Community(Model):
    """The brand's own community."""

    url: str = Field(default="", description="Home of the community, inside `brand.domains`")
    topics: dict[str, CommunityTopic] = Field(
        default_factory=dict,
        description="The best page for each kind of complaint: `outage` for the first language, "
        "`outage.en` for another. A kind without a page gets no link",
    )


class Brand(Model):
    """The one brand that this installation speaks for."""

    name: str = Field(min_length=1, description="The name customers know", examples=["Polderlink"])
    aliases: tuple[str, ...] = Field(default=(), description="Other spellings that customers use for the brand")
    official: dict[str, Handles] = Field(
        default_factory=dict, description="The brand's official accounts per platform, such as `telegram: [polderlink]`"
    )
    domains: tuple[str, ...] = Field(
        default=(), description="The only domains the bot may link to, subdomains included"
    )
    languages: tuple[str, ...] = Field(
        default=("nl", "en"), min_length=1, description="Languages the bot speaks; the first is also the staff's"
    )
    topics: tuple[str, ...] = Field(
        default=(),
        description="Kinds of complaint of your own, besides the known ones; `rules` say which words speak of them, and a reply file "
        "of that name answers them",
        examples=["[parking]"],
    )
    form: Literal["informal", "formal"] = Field(
        default="informal", description="How customers are addressed in Dutch: informal is *je*, formal is *u*"
    )
    community: Community = Field(default_factory=Community, description="The brand's own community")
    phone: str = Field(default="", description="Public number, told in hard cases; put it in quotes")


class PlatformSettings(Model):
    """How a platform is reached. The token is no setting but a secret: see the table of secrets."""

    mode: Literal["polling", "gateway", "sandbox", "off"] = Field(
        description="How messages arrive: `polling` for Telegram, `gateway` for Discord, `sandbox` for the sandbox, "
        "`off` to leave the platform alone"
    )
    api_url: str = Field(default="", description="Root of a server of your own; empty for the platform's")
    pace: bool = Field(
        default=True,
        description="Keep to the rate at which the platform takes posts; `false` only for a server of your own that has no limits",
    )
    private: Literal["thread", "dm"] = Field(
        default="thread",
        description="What a private talk on Discord is: `thread`, a private thread beside the channel, which moderators with Manage "
        "Threads can read, or `dm`, direct messages, which nobody else can; where no thread can be made it is `dm`",
    )


class Channel(Model):
    """One watched channel."""

    platform: str = Field(
        min_length=1, description="`telegram`, `discord` or `sandbox`; it must stand under `platforms`"
    )
    id: str = Field(min_length=1, description="The platform's id of the channel; on Telegram a negative number")
    name: str = Field(default="", description="What people call it; shown to staff")
    answer: Mode = Field(
        default="mentions",
        description="When the bot may answer by itself: `addressed` when it or an official account is mentioned "
        "or replied to, "
        "`mentions` also when the brand is named, `all` on any complaint, `guest` in somebody else's group, "
        "`ask` never before staff have said yes, `off` never",
    )
    grace: Seconds = Field(default=0.0, description="How long members and staff can answer first", examples=["20s"])
    cooldown: Seconds = Field(default=3600.0, description="No second answer to the same customer within this time")
    precision: Share = Field(
        default=0.95,
        ge=0.5,
        le=0.999,
        description="How many of the bot's own answers must go to complaints; the threshold for it is computed from labelled "
        "messages, and below it staff are asked (`wegwijzer check` shows what that means)",
    )
    share: Share = Field(
        default=0.20,
        ge=0.001,
        le=0.999,
        description="How many of the messages to the brand are complaints, as far as you know; the fewer, the surer the bot "
        "must be for the same `precision`",
    )
    consent: str = Field(
        default="",
        description="Needed with `guest`: who of the group gave leave, and when",
        examples=['"Mo, owner of the group, 2026-11-01"'],
    )


class Staff(Model):
    """The private staff channel of a platform."""

    id: str = Field(min_length=1, description="The platform's id of the staff channel")
    roles: tuple[str, ...] = Field(default=(), description="Discord role ids that may press the buttons")
    users: tuple[str, ...] = Field(
        default=(), description="User ids that count as staff, besides the group's administrators on Telegram"
    )
    escalate: str = Field(
        default="",
        description="Who is called when a case is escalated: a role id on Discord, names with @ on Telegram",
    )


class Quiet(Model):
    """Hours in which the bot posts nothing by itself in public. Incidents and safety are exempt."""

    start: ClockTime = Field(description="From this time", examples=["22:00"])
    end: ClockTime = Field(
        description="Until this time; earlier than the start means the next morning", examples=["07:00"]
    )


class Policy(Model):
    """When the bot speaks, and when it does not."""

    timezone: str = Field(default="Europe/Amsterdam", description="The brand's time zone")
    opening: ClockTime = Field(default=time(9), description="Staff start")
    closing: ClockTime = Field(
        default=time(17), description="Staff stop; a promise for a day without a time is due then"
    )
    holidays: str = Field(default="NL", description="Country whose public holidays count; empty for none")
    answer_within: Seconds = Field(
        default=5400.0, description="Time that staff have for a handed-over case, counted in business hours"
    )
    quiet: Quiet | None = Field(default=None, description="Quiet hours; leave out for none")
    hold_at_most: Seconds = Field(
        default=21600.0, description="An answer held back longer than this is not posted but shown to staff"
    )
    daily_ceiling: Whole = Field(default=60, ge=0, description="Public answers in a channel in one day")
    topic_pause: Seconds = Field(default=1800.0, description="One answer for each topic and channel in this time")
    flood: Whole = Field(
        default=5,
        ge=1,
        description="Cards on one topic and channel within `topic_pause` after which further cases join the first one's card; "
        "hard cases always have their own",
    )
    ask_together: Seconds = Field(
        default=3600.0,
        description='Questions "is this a complaint?" in one channel within this time stand under one card; 0 gives each its own',
    )
    ask_budget: Whole = Field(
        default=15,
        ge=0,
        description='Questions "is this a complaint?" in a shift of 8 hours, for each person named under `staff.<platform>.users` '
        "(one at least); what is serious comes on top, what is left over is listed once an hour",
    )
    contacts_for_staff: Whole = Field(
        default=3, ge=2, description="The contact on one matter that goes to staff at once"
    )
    loop_breaker: Whole = Field(
        default=5, ge=2, description="Posts of the bot in one channel in one minute after which it rests there"
    )
    retractions_for_ask_only: Whole = Field(
        default=3, ge=1, description="Retractions in one day after which the bot only asks staff in that channel"
    )
    initials: bool = Field(default=True, description="Sign the words of staff with their initials, such as ^AB")
    undo: Seconds = Field(
        default=10.0, description='How long staff can take back "answer with this" and a closing note before it leaves'
    )
    invitation: Seconds = Field(default=172800.0, description="How long the way into a private talk stays open")
    silence: Seconds = Field(default=172800.0, description="An answered case closes when nobody writes for this time")
    follow_up: Seconds = Field(
        default=86400.0, description="How long after the end the customer is asked whether it helped"
    )
    unanswered: Seconds = Field(
        default=1209600.0,
        description="A case in which staff, or a customer who is waited for, say nothing for this time ends, with a notice to the customer",
    )
    warning: Seconds = Field(default=7776000.0, description="How long a warning for a house rule counts")


class OwnRule(Model):
    """A rule of your own: words or a pattern, and what they mean."""

    name: str = Field(min_length=1, description="A short name, shown where it fired", examples=["parking_full"])
    phrase: Phrases = Field(
        default=(),
        description="Words that must stand in the message in this order, or a list of such; a star at the end lets the word go on",
        examples=["[parking is full, parkeerplaats vol*]"],
    )
    pattern: str = Field(
        default="",
        description="Instead of `phrase`: a regular expression as RE2 knows them (nothing that looks ahead, behind or back); capitals "
        "or not is the same",
        examples=["'error [0-9]{4}'"],
    )
    says: str = Field(
        default="", description="The reason in words, as staff read it", examples=["says that the car park is full"]
    )
    means: Literal["complaint", "harmless", "hard"] = Field(
        description="`complaint` speaks for one, `harmless` against one, `hard` is a reason for a person"
    )
    topic: str = Field(
        default="",
        description="The kind of complaint; with `hard` the reason: legal, safety, money, vulnerable, press or repeated",
    )
    weight: float = Field(
        default=3.6,
        ge=0,
        le=10,
        description="How strongly it speaks, in log-odds: 1 is weak, 2 fair, 3.6 strong, 4.6 sure, 0 only names the topic",
    )
    severity: Whole = Field(
        default=0, ge=0, le=2, description="The least severity of a complaint that it fires in; 2 is serious"
    )


class HouseRule(Model):
    """A rule of the house, as customers can read it. It has nothing to do with `rules`, which are about what a complaint is."""

    number: Whole = Field(ge=1, le=99, description="Its number, by which a warning names it", examples=["1"])
    title: dict[str, str] = Field(
        min_length=1,
        description="Its name in each language",
        examples=["{nl: Blijf respectvol, en: Stay respectful}"],
    )
    text: dict[str, str] = Field(default_factory=dict, description="What it asks for, in one sentence in each language")


class Budget(Model):
    """How long staff have in a case, counted in business hours."""

    first: Seconds = Field(description="Until the first answer by a person")
    next: Seconds = Field(description="Until the next answer when the customer writes again")
    solution: Seconds = Field(
        description="Until the case is solved; time in which we wait for the customer does not count"
    )


class Clocks(Model):
    """Response times: who is reminded and called when, for each severity of a case."""

    light: Budget = Field(
        default=Budget(first=4500.0, next=14400.0, solution=86400.0), description="Cases that are no worse than light"
    )
    serious: Budget = Field(default=Budget(first=3600.0, next=7200.0, solution=57600.0), description="Serious cases")
    grave: Budget = Field(default=Budget(first=1800.0, next=3600.0, solution=28800.0), description="Grave cases")
    remind: Share = Field(
        default=0.8,
        gt=0,
        lt=1,
        description="From this share of the time on the clock is amber and the thread is reminded",
    )
    ping: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        description="Who is called when the time is over, for each platform: a role id on Discord, names with @ on Telegram. "
        "The first is called at once, each next one when half of the time has passed again; "
        "left out, those of `staff.<platform>.escalate`",
    )


class StoreSettings(Model):
    """Where everything is kept."""

    url: str = Field(
        default="sqlite+aiosqlite:///var/wegwijzer.db",
        description="`sqlite+aiosqlite:///path` for one file, `postgresql+asyncpg://user@host/name` for a server",
    )
    lease: Seconds = Field(default=60.0, description="Work of a process that died is taken over after this time")


class Retention(Model):
    """How long what is kept."""

    context_hours: float = Field(
        default=24.0, ge=0, le=24, description="Hours that the masked text of messages that are no complaint is kept"
    )
    parked_days: float = Field(default=14.0, ge=0, description="Days that raw rows which could not be read are kept")
    case_days: float = Field(default=365.0, ge=1, description="Days that ended cases are kept")


class Config(Model):
    """The whole configuration of one installation."""

    brand: Brand = Field(description="The brand that this installation speaks for")
    platforms: dict[str, PlatformSettings] = Field(
        min_length=1, description="The platforms that are used: `telegram`, `discord`, `sandbox`"
    )
    channels: tuple[Channel, ...] = Field(default=(), description="The watched channels; nothing else is heard")
    staff: dict[str, Staff] = Field(default_factory=dict, description="The private staff channel of each platform")
    teams: tuple[Team, ...] = Field(default=(), description="Teams of staff by topic, and partners who are informed")
    policy: Policy = Field(default_factory=Policy, description="When the bot speaks, and when it does not")
    clocks: Clocks = Field(
        default_factory=Clocks, description="How fast staff answer, and who is called when they do not"
    )
    rules: tuple[OwnRule, ...] = Field(
        default=(), description="Rules of your own: words and patterns, and what they mean in your channels"
    )
    house_rules: tuple[HouseRule, ...] = Field(
        default=(),
        description="The rules of the house, for which staff can warn somebody; without them nobody is warned",
    )
    store: StoreSettings = Field(default_factory=StoreSettings, description="Where everything is kept")
    learning: Learning = Field(
        default_factory=Learning, description="How the bot learns from the labels that staff give"
    )
    opinion: OpinionSettings = Field(
        default_factory=OpinionSettings,
        description="Who is asked for a second opinion on messages about which the word model is in doubt",
    )
    retention: Retention = Field(default_factory=Retention, description="How long what is kept")
    replies: Path = Field(
        default=Path("replies"),
        description="Folder of the reply templates; without one beside this file, those that came with the program",
    )
    file: Path = Field(default=Path("config.yaml"), exclude=True)
    """Where it was read; not a setting."""
    secrets: dict[str, SecretStr] = Field(default_factory=dict, exclude=True, repr=False)
    """WEGWIJZER_<NAME> or WEGWIJZER_<NAME>_FILE by lower-case name (telegram_token); not a setting."""

    def team_desks(self, platform: str) -> frozenset[str]:
        """The staff channels of their own that teams have on a platform; a partner's is none."""
        places = [team.on(platform) for team in self.teams if not team.partner]
        return frozenset(place.own for place in places if place is not None and place.own)

    def partner_channels(self, platform: str) -> frozenset[str]:
        """The channels in which partners are informed on a platform."""
        places = [team.on(platform) for team in self.teams if team.partner]
        return frozenset(place.own for place in places if place is not None and place.own)

    def team_roles(self, platform: str) -> frozenset[str]:
        """Whom the teams call on a platform; they are staff, a partner is not."""
        places = [team.on(platform) for team in self.teams if not team.partner]
        return frozenset(place.role for place in places if place is not None and place.role)

    def channel(self, platform: str, channel: str) -> Channel | None:
        """The watched channel, or None."""
        return next((c for c in self.channels if c.platform == platform and c.id == channel), None)
