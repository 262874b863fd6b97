"""What each verb of the desk does: one function a verb, found by its name in bot/core/verbs.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.service.deeds import answering, ending, life, looking, moderating, promising, sharing, warning

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.service.deeds.deed import Deed, Told

DEEDS: dict[str, Callable[[Deed], Told]] = {
    **answering.DEEDS,
    **life.DEEDS,
    **ending.DEEDS,
    **sharing.DEEDS,
    **looking.DEEDS,
    **promising.DEEDS,
    **warning.DEEDS,
    **moderating.DEEDS,
}
"""Every verb's deed. The verb `case` (a new case from a link) has none here: it is done without a case, see service/linked.py."""
