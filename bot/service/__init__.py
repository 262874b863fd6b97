"""Webcare: hear → judge → record → act."""

from bot.service.house import House
from bot.service.webcare import Webcare

__all__ = ["House", "Webcare"]
