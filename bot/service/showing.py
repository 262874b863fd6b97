"""A case as staff see it: what its card says besides the case itself, and its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.cards import CardFacts, card
from bot.core.menus import card_buttons
from bot.core.privacy import shows_private
from bot.core.words import Link, Words
from bot.service import clocking, house_rules, intake, promising

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.cases import Case
    from bot.core.words import Button
    from bot.ports import Chat
    from bot.service.house import House
    from bot.service.tasks import Task


class Showing:
    """Makes cards."""

    def __init__(self, house: House) -> None:
        """`house` gives settings and words."""
        self.house = house

    def words(self, task: Task, case: Case, chat: Chat) -> Words:
        """The card, as large as the platform takes."""
        facts = self.facts(task, case, chat)
        return card(case, facts, self.phrases(), lambda text: chat.measure(text) <= chat.limit)

    def buttons(self, case: Case) -> tuple[Button, ...]:
        """What stands on the card."""
        return card_buttons(case, self.house.staff_language)

    def phrases(self) -> dict[str, str]:
        """The phrases for staff."""
        return dict(self.house.library.shelf.desk(self.house.staff_language))

    def name(self, task: Task) -> str:
        """What the customer is called."""
        return task.customer.name if task.customer is not None and task.customer.name else self.house.desk("somebody")

    def for_partner(self, case: Case) -> Words:
        """What a partner may know: number, topic, time, and where everybody can read what was said. No name, and no words of it.

        No way to it either where it shows personal data, or a picture or recording that nobody has looked at.
        """
        house = self.house
        topic = self.phrases().get(f"topic_{case.topic}", case.topic)
        time = f"{case.opened.astimezone(house.zone):%d-%m %H:%M}"
        said = house.desk("partner_informed", number=case.number, topic=topic, time=time)
        in_public = house.rules(case.place) is not None and case.message and case.place.platform in house.platforms
        shown = in_public and not case.media and not shows_private(case.masked)
        link = house.platforms[case.place.platform].chat.message_link(case.place, case.message) if shown else ""
        return Words((f"{said} ", Link("↗", link)) if link else (said,))

    def facts(self, task: Task, case: Case, chat: Chat) -> CardFacts:
        """What the card says besides the case."""
        house = self.house
        channel = house.channel(case.place)
        earlier = tuple(
            earlier_line(house, other, beside=case, promised=task.elsewhere.get(other.id)) for other in task.earlier
        )
        context = tuple(f"{house.clock_time(seen.at)} {seen.masked}" for seen in task.context if seen.masked)
        where = (channel.name or channel.id) if channel is not None else case.place.channel
        page = house.community_page(case.topic, case.language)
        return CardFacts(
            name=self.name(task),
            channel=house.desk("outside") if case.outside else where,
            link=case.outside or chat.message_link(case.place, case.message),
            deadline=clocking.on_card(house, case, task.clock),
            promise=promising.on_card(house, task.promises),
            earlier=earlier,
            context=context,
            snoozed=house.day_time(case.snoozed) if case.snoozed and case.snoozed > house.clock.now() else "",
            also=tuple(
                Link(
                    f"#{other.number:04d} {name or house.desk('somebody')}",
                    chat.message_link(other.place, other.message),
                )
                for other, name in task.also
            ),
            fields=intake.fields(house, task.fields),
            community=Link(page.title, page.url) if page is not None else None,
            incident=self._incident(case, task.surge),
            follows=house.desk("follows", number=task.follows.number) if task.follows is not None else "",
            warned=house_rules.on_card(house, task.warned),
        )

    def _incident(self, case: Case, surge: tuple[int, datetime] | None) -> str:
        """That many report the same, once there are as many as fill the cards of a flood."""
        if surge is None or surge[0] < max(2, self.house.config.policy.flood):
            return ""
        topic = self.phrases().get(f"topic_{case.topic}", case.topic)
        return self.house.desk("incident", many=surge[0], topic=topic, time=self.house.day_time(surge[1]))


def earlier_line(house: House, case: Case, *, beside: Case | None = None, promised: datetime | None = None) -> str:
    """An earlier case in a few words: on another platform than the case `beside` it, that too; and what is promised in it."""
    date = f"{case.opened.astimezone(house.zone):%d-%m}"
    line = house.desk("earlier_case", number=case.number, state=house.desk(f"state_{case.state}"), date=date)
    if beside is not None and case.place.platform != beside.place.platform:
        line = f"{line} ({case.place.platform.title()})"
    return line if promised is None else f"{line}, {house.desk('earlier_promised', time=house.day_time(promised))}"
