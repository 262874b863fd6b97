"""The platforms, one room each; they never meet. A platform's library is loaded only when the platform is used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

PLATFORMS: dict[str, str] = {
    "telegram": "handlers.telegram:connect",
    "discord": "handlers.discord:connect",
    "sandbox": "handlers.sandbox:connect",
}
"""Name → where its `connect(config, moves, …)` stands, which gives a bot.ports.Platform."""


def load(name: str) -> Callable[..., Any]:
    """The `connect` of a platform.

    Raises:
        KeyError: there is no such platform.
    """
    module, _, attribute = PLATFORMS[name].partition(":")
    connect: Callable[..., Any] = getattr(import_module(module), attribute)
    return connect
