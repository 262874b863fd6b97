"""What every part of the service looks up: settings by channel, words by language, the staff channel, the clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, partial
from secrets import token_hex
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import holidays

from bot.config.own_rules import rules_of
from bot.config.team_models import DAYS
from bot.core.detection import detect
from bot.core.hours import OfficeHours, due_after, midnight, quiet_until, say_deadline
from bot.core.lexicon import BrandNames
from bot.core.messages import Place
from bot.core.operating import points
from bot.core.replies import Facts
from bot.core.second import doubted, surely
from bot.core.teams import Team
from bot.core.triage import Rules
from bot.core.words import Link
from bot.lexicons.models import WITH_SECOND, load_calibration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.config import Channel, Config
    from bot.config.models import CommunityTopic
    from bot.core.adjusting import Adjustment
    from bot.core.cases import Case
    from bot.core.findings import Finding
    from bot.core.messages import Message
    from bot.core.operating import Points
    from bot.core.second import Second
    from bot.ports import Clock, Library, Opinion, Platform

URGENT = frozenset({"safety", "private_data"})
"""Situations that wait for nobody: no grace period, no quiet hours."""


@dataclass
class House:
    """The settings and the words of one installation, as the service asks for them."""

    config: Config
    library: Library
    platforms: Mapping[str, Platform]
    clock: Clock
    new_id: Callable[[], str] = lambda: token_hex(8)
    new_token: Callable[[], str] = lambda: token_hex(16)
    """For ways into private talks: letters and digits that every platform takes in a link."""
    moved: dict[tuple[str, str], str] = field(default_factory=dict)
    """(platform, new channel id) → the id that the settings name."""
    opinion: Opinion | None = None
    """Who is asked about messages in doubt; None: nobody."""
    adjustment: Adjustment | None = None
    """What the brand's own labels taught; set anew when another version serves."""

    def __post_init__(self) -> None:
        """Compute what never changes while the program runs."""
        policy, brand = self.config.policy, self.config.brand
        self.zone = ZoneInfo(policy.timezone)
        country = holidays.country_holidays(policy.holidays) if policy.holidays else frozenset()
        self.hours = OfficeHours(self.zone, policy.opening, policy.closing, country)
        handles = frozenset(h.lower().lstrip("@") for hs in brand.official.values() for h in hs)
        own = rules_of(self.config)
        self.names = BrandNames(brand.name, tuple(brand.aliases), tuple(sorted(handles)), tuple(brand.domains), own)
        self.staff_language = brand.languages[0]
        self._silent: set[tuple[str, str]] = set()
        self._channels = {(c.platform, c.id): c for c in self.config.channels}
        self._points = cache(partial(points, load_calibration()))
        self._teams = {name: teams_on(self.config, name) for name in self.config.platforms}
        self._rules = {key: self._make_rules(channel) for key, channel in self._channels.items()}

    def _make_rules(self, channel: Channel) -> Rules:
        policy = self.config.policy
        official = frozenset(h.lower().lstrip("@") for h in self.config.brand.official.get(channel.platform, ()))
        return Rules(
            mode=channel.answer,
            precision=channel.precision,
            cooldown=channel.cooldown,
            topic_pause=policy.topic_pause,
            daily_ceiling=min(policy.daily_ceiling, 3) if channel.answer == "guest" else policy.daily_ceiling,
            ask_budget=policy.ask_budget * self._at_the_desk(channel.platform),
            contacts_for_staff=policy.contacts_for_staff,
            loop_breaker=policy.loop_breaker,
            retractions_for_ask_only=policy.retractions_for_ask_only,
            official=official,
            points=self._points(channel.precision, channel.share),
            with_second=self._with_second(channel.precision, channel.share),
        )

    def _with_second(self, precision: float, share: float) -> Points | None:
        """The thresholds where a measured second opinion is at hand."""
        if self.opinion is None or not self.opinion.measured:
            return None
        return points(load_calibration(WITH_SECOND), precision, share)

    def _at_the_desk(self, platform: str) -> int:
        """How many people the budget of questions is for: those the settings name, one at least."""
        staff = self.config.staff.get(platform)
        return max(1, len(staff.users)) if staff is not None else 1

    def channel(self, place: Place) -> Channel | None:
        """The watched channel of a place, also after it moved; None when it is not watched."""
        named = self.moved.get((place.platform, place.channel), place.channel)
        return self._channels.get((place.platform, named))

    def rules(self, place: Place) -> Rules | None:
        """The policy of a watched place."""
        named = self.moved.get((place.platform, place.channel), place.channel)
        return self._rules.get((place.platform, named))

    def named(self, place: Place) -> str:
        """The id under which the settings know the channel of a place, also after it moved."""
        return self.moved.get((place.platform, place.channel), place.channel)

    def silence(self, place: Place) -> None:
        """This channel sent the bot away."""
        self._silent.add((place.platform, self.named(place)))

    def is_silent(self, place: Place) -> bool:
        """Whether this channel sent the bot away."""
        return (place.platform, self.named(place)) in self._silent

    def guests(self) -> list[Place]:
        """The channels of others in which the bot is a guest."""
        return [Place(c.platform, c.id) for c in self.config.channels if c.answer == "guest"]

    def public_places(self) -> list[Place]:
        """Every watched channel, under the id that it has now."""
        now = {(platform, old): new for (platform, new), old in self.moved.items()}
        return [Place(c.platform, now.get((c.platform, c.id), c.id)) for c in self.config.channels]

    def staff_place(self, platform: str) -> Place | None:
        """The staff channel of a platform as it is now."""
        staff = self.config.staff.get(platform)
        if staff is None:
            return None
        return Place(
            platform, next((new for (p, new), old in self.moved.items() if p == platform and old == staff.id), staff.id)
        )

    def teams(self, platform: str) -> list[Team]:
        """The teams and partners on a platform, in the order of the settings."""
        return self._teams.get(platform, [])

    def team(self, platform: str, name: str) -> Team | None:
        """The team of this name on a platform; never a partner."""
        found = (team for team in self.teams(platform) if team.name == name and not team.partner)
        return next(found, None)

    def desk_of(self, case: Case) -> Place | None:
        """The staff channel in which a case's card stands, or is to stand: its team's own, else the main one."""
        platform = case.place.platform
        if case.thread is not None:
            return Place(platform, case.thread.channel)
        team = self.team(platform, case.team) if case.team else None
        return (
            Place(platform, self.channel_now(platform, team.channel))
            if team and team.channel
            else self.staff_place(platform)
        )

    def channel_now(self, platform: str, channel: str) -> str:
        """The id that a channel of the settings has now."""
        return next((new for (p, new), old in self.moved.items() if p == platform and old == channel), channel)

    def desks(self) -> list[Place]:
        """Every channel in which staff work, teams' own included."""
        main = [place for platform in self.config.staff if (place := self.staff_place(platform)) is not None]
        own = [
            Place(platform, self.channel_now(platform, channel))
            for platform in self.config.platforms
            for channel in sorted(self.config.team_desks(platform))
        ]
        return [*main, *own]

    def is_partner(self, place: Place) -> bool:
        """Whether a place is a partner's: the bot posts there and hears nothing."""
        named = self.moved.get((place.platform, place.channel), place.channel)
        return any(team.partner and team.channel == named for team in self.teams(place.platform))

    def is_staff_place(self, place: Place) -> bool:
        """Whether a place lies in the staff channel, or in a team's own."""
        named = self.moved.get((place.platform, place.channel), place.channel)
        staff = self.staff_place(place.platform)
        return (staff is not None and staff.channel == place.channel) or named in self.config.team_desks(place.platform)

    def remember_move(self, platform: str, old: str, new: str) -> None:
        """From now on `new` is the channel that the settings call `old` (or what `old` once was)."""
        self.moved[platform, new] = self.moved.pop((platform, old), old)
        if platform in self.platforms:
            self.platforms[platform].moved(old, new)

    def detect(self, message: Message, second: Second | None = None) -> Finding:
        """What is in a message, by today's lexicons, what the brand's labels taught, and a second opinion where there is one."""
        return detect(message, self.library.shelf.lexicons, self.names, adjustment=self.adjustment, second=second)

    def in_doubt(self, finding: Finding) -> bool:
        """Whether a second opinion is asked for."""
        return self.opinion is not None and doubted(finding, self.opinion.band)

    def is_sure(self, finding: Finding) -> bool:
        """Whether it is a complaint beyond doubt, of which somebody is asked the topic alone."""
        return self.opinion is not None and self.opinion.topical is not None and surely(finding, self.opinion.band)

    def midnight(self, now: datetime) -> datetime:
        """Start of the brand's day."""
        return midnight(now, self.zone)

    def deadline(self, now: datetime) -> datetime:
        """When staff must have answered a case that is handed over now."""
        return due_after(now, self.config.policy.answer_within, self.hours)

    @staticmethod
    def later(now: datetime, seconds: float) -> datetime:
        """So many seconds from now."""
        return now + timedelta(seconds=seconds)

    def say(self, moment: datetime, now: datetime, language: str) -> str:
        """A moment as people say it."""
        return say_deadline(moment, now, self.hours, language)

    def clock_time(self, moment: datetime) -> str:
        """`15:30` in the brand's time zone."""
        return f"{moment.astimezone(self.zone):%H:%M}"

    def day_time(self, moment: datetime) -> str:
        """`15:30` for a moment of today, `23-11 15:30` for one of another day, in the brand's time zone."""
        local = moment.astimezone(self.zone)
        return (
            f"{local:%H:%M}"
            if local.date() == self.clock.now().astimezone(self.zone).date()
            else f"{local:%d-%m %H:%M}"
        )

    def post_at(self, now: datetime, grace: float, situation: str) -> datetime:
        """When a public post may leave: after the grace period and the quiet hours, at once when it is urgent."""
        if situation in URGENT:
            return now
        due = now + timedelta(seconds=grace)
        quiet = self.config.policy.quiet
        until = quiet_until(due, self.zone, quiet.start, quiet.end) if quiet is not None else None
        return until or due

    def desk(self, key: str, /, **facts: object) -> str:
        """A phrase for staff, in their language."""
        return self.library.shelf.desk(self.staff_language)[key].format(**facts)

    def phrase(self, language: str, key: str, /, **facts: object) -> str:
        """A phrase for the customer, in the language of the case."""
        return self.library.shelf.desk(language)[key].format(**facts)

    def facts(
        self, message_language: str, name: str, topic: str, deadline: str, reference: str, platform: str
    ) -> Facts:
        """What a reply may say. `reference` is the token of a way in, empty for none."""
        brand = self.config.brand
        chat = self.platforms[platform].chat if platform in self.platforms else None
        page = self.community_page(topic, message_language)
        linked = chat is not None and bool(reference) and not chat.private_buttons
        address = chat.private_link(reference) if chat is not None and linked else ""
        dutch = message_language in {"nl", "mixed"}
        return Facts(
            brand=brand.name,
            name=name,
            deadline=deadline,
            community=Link(page.title, page.url) if page is not None else None,
            private=Link(self.phrase(message_language, "private_link"), address) if address else None,
            phone=brand.phone,
            human="mens" if dutch else "human",
            stop="stop",
            topic=topic,
            formal=brand.form == "formal",
        )

    def community_page(self, topic: str, language: str) -> CommunityTopic | None:
        """The brand's own page on a topic, in this language where there is one."""
        topics = self.config.brand.community.topics
        return topics.get(f"{topic}.{language}") or topics.get(topic)

    def reply_language(self, language: str) -> str:
        """The language to answer in: the message's own, Dutch for mixed, else the brand's first."""
        if language == "mixed":
            language = "nl"
        return language if language in self.config.brand.languages else self.config.brand.languages[0]


def teams_on(config: Config, platform: str) -> list[Team]:
    """The settings' teams as routing sees them on a platform."""
    found = []
    for team in config.teams:
        place = team.on(platform)
        if place is None:
            continue
        start, end = (team.hours.start, team.hours.end) if team.hours is not None else (None, None)
        topics, days = frozenset(team.topics), frozenset(DAYS.index(day) for day in team.days)
        found.append(Team(team.name, topics, place.own, place.topic, place.role, start, end, team.partner, days))
    return found
