"""Gateway intents: the bits, which are privileged, which event asks for which.

Source: Discord documentation, "Gateway", sections List of Intents and Privileged Intents.
"""

from __future__ import annotations

GUILDS = 1 << 0
GUILD_MEMBERS = 1 << 1
GUILD_PRESENCES = 1 << 8
GUILD_MESSAGES = 1 << 9
GUILD_MESSAGE_REACTIONS = 1 << 10
DIRECT_MESSAGES = 1 << 12
DIRECT_MESSAGE_REACTIONS = 1 << 13
MESSAGE_CONTENT = 1 << 15

PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
# Bits 0-16, 20, 21, 24 and 25 have a meaning; any other bit is close code 4013.
KNOWN = sum(1 << bit for bit in (*range(17), 20, 21, 24, 25))

# Application flags that tell a bot which privileged intents its owner switched on (below 10,000 users: "limited").
_FLAG_OF = {GUILD_PRESENCES: 1 << 13, GUILD_MEMBERS: 1 << 15, MESSAGE_CONTENT: 1 << 19}


def application_flags(enabled: int) -> int:
    """The `flags` of the application object for these enabled privileged intents."""
    return sum(flag for intent, flag in _FLAG_OF.items() if enabled & intent)
