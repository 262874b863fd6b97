"""Where stories that know no platform are told."""

from __future__ import annotations

import pytest


class Page(str):
    """The sandbox, as its page shows it: to a story it is the sandbox."""

    __slots__ = ()
    place = "page"


PLATFORMS = (
    "sandbox",
    "telegram",
    "discord",
    pytest.param(Page("sandbox"), id="page", marks=(pytest.mark.thorough, pytest.mark.browser, pytest.mark.page)),
)
"""Where the stories that know no platform are told."""
THREADS = "discord-threads"
"""Discord where private talks are held in private threads; `discord` itself holds them in direct messages."""
