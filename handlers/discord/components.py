"""Buttons as Discord's action rows; their custom ids say all, so they work after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ports import Refused
from handlers.discord.shapes import Json, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.words import Button

ACTION_ROW, BUTTON = 1, 2
STYLES = {"primary": 1, "plain": 2, "danger": 4}
LINK, LINK_STYLE = "link", 5
LONGEST_DATA, LONGEST_LABEL = 100, 80
ROW, ROWS = 5, 5


def rows_of(buttons: Sequence[Button]) -> list[Json]:
    """Action rows of at most five buttons.

    Raises:
        Refused: there are more than 25, or one carries too much or nothing.
    """
    if len(buttons) > ROW * ROWS:
        raise Refused(f"A message on Discord has at most {ROW * ROWS} buttons")
    shown = [_button(button) for button in buttons]
    return [{"type": ACTION_ROW, "components": shown[at : at + ROW]} for at in range(0, len(shown), ROW)]


def _button(button: Button) -> Json:
    if button.style == LINK:
        return {
            "type": BUTTON,
            "style": LINK_STYLE,
            "label": clean(button.label)[:LONGEST_LABEL] or "…",
            "url": button.data,
        }
    if not 1 <= len(button.data) <= LONGEST_DATA:
        raise Refused(f"A button on Discord carries 1 to {LONGEST_DATA} characters")
    label = clean(button.label)[:LONGEST_LABEL] or "…"
    return {
        "type": BUTTON,
        "style": STYLES.get(button.style, STYLES["plain"]),
        "label": label,
        "custom_id": clean(button.data),
    }
