"""Reads how people complain, one yaml file a language, and says with line numbers what is wrong in it."""

from bot.lexicons.reading import load_lexicons

__all__ = ["load_lexicons"]
