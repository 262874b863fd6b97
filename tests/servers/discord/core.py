"""The platform's inside: what every route, the gateway and the people's side work on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.discord.clock import Clock, Snowflakes
from tests.servers.discord.gateway import Gateway
from tests.servers.discord.hub import Hub
from tests.servers.discord.journal import Journal
from tests.servers.discord.limits import Limits
from tests.servers.discord.misbehaviour import Misbehaviour
from tests.servers.discord.state import Channel, World

if TYPE_CHECKING:
    from tests.servers.discord.interactions import Interaction


class Platform:
    """World, time, listeners, judge's book, limits and standing orders in one place."""

    # "checked for uniqueness in the past few minutes" (Message, Create Message, enforce_nonce); in seconds.
    nonce_window = 300.0
    # Interactions, Interaction Callback: the first response within 3 seconds, the token for 15 minutes.
    first_response_within = 3.0
    token_lives = 900.0

    def __init__(self) -> None:
        self.clock = Clock()
        self.ids = Snowflakes(self.clock)
        self.world = World()
        self.hub = Hub(self.world)
        self.gateway = Gateway(self)
        self.journal = Journal()
        self.limits = Limits()
        self.misbehaviour = Misbehaviour()
        self.interactions: dict[str, Interaction] = {}
        self.nonces: dict[tuple[int, int, str], tuple[int, float]] = {}
        self.rest_base = ""
        self.gateway_url = ""

    @property
    def files_at(self) -> str:
        """Where attachments are served."""
        return self.hub.files_at

    def direct(self, one: int, other: int) -> Channel:
        """The direct-message channel of two users, made when it is not there."""
        pair = tuple(sorted((one, other)))
        for channel in self.world.channels.values():
            if channel.kind == World.DM and tuple(sorted(channel.recipients)) == pair:
                return channel
        made = Channel(id=self.ids.next(), kind=World.DM, guild_id=None, recipients=pair)
        self.world.channels[made.id] = made
        return made
