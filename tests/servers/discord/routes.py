"""All routes of the REST API, each named `METHOD /path/{parameter}`."""

from __future__ import annotations

from tests.servers.discord import (
    rest_channels,
    rest_guilds,
    rest_interactions,
    rest_messages,
    rest_threads,
    rest_users,
)

ROUTES = (
    *rest_users.ROUTES,
    *rest_channels.ROUTES,
    *rest_messages.ROUTES,
    *rest_threads.ROUTES,
    *rest_guilds.ROUTES,
    *rest_interactions.ROUTES,
)
NAMES = frozenset(route.name for route in ROUTES)
