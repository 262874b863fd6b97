"""config.yaml + environment → one frozen Config; all mistakes at once, each with its line and what to write instead."""

from bot.config.load import find_config, load_config
from bot.config.models import (
    Brand,
    Channel,
    Community,
    CommunityTopic,
    Config,
    Mode,
    PlatformSettings,
    Policy,
    Quiet,
    Retention,
    Staff,
    StoreSettings,
)

__all__ = [
    "Brand",
    "Channel",
    "Community",
    "CommunityTopic",
    "Config",
    "Mode",
    "PlatformSettings",
    "Policy",
    "Quiet",
    "Retention",
    "Staff",
    "StoreSettings",
    "find_config",
    "load_config",
]
