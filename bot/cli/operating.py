"""What a channel's wanted precision comes to, in words: for `check`, for the start of `run`, and for `evaluate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.core.operating import Points, points
from bot.lexicons.models import WITH_SECOND, load_calibration
from bot.opinion import sentence_encoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.config import Config
    from bot.core.operating import Point

BELOW = "stays below the wanted precision: asks staff instead of answering"
"""What is said where the labelled messages do not show the wanted precision at any threshold."""
_SPEAKING = ("all", "mentions", "addressed", "guest")
"""Modes in which the bot may answer by itself."""
_HEAD = "  messages   answers from   precision (interval)    complaints answered   asks from   others asked   caught"


def channels_told(config: Config) -> str:
    """A table for each precision and share that channels ask for, with the names of the channels; empty without channels."""
    wanted: dict[tuple[float, float], list[str]] = {}
    for channel in config.channels:
        if channel.answer != "off":
            wanted.setdefault((channel.precision, channel.share), []).append(channel.name or channel.id)
    calibration = load_calibration(WITH_SECOND) if sentence_encoder(config) is not None else load_calibration()
    parts = []
    for (precision, share), names in wanted.items():
        found = points(calibration, precision, share)
        parts.append("\n".join([f"{', '.join(names)}:", *thresholds_told(found, config.brand.languages)]))
    return "\n\n".join(parts)


def below_wanted(config: Config) -> list[str]:
    """One sentence for each channel in which the bot would answer by itself, and never will in some language."""
    calibration = load_calibration(WITH_SECOND) if sentence_encoder(config) is not None else load_calibration()
    lines = []
    for channel in config.channels:
        found = points(calibration, channel.precision, channel.share)
        never = [point.group for point in _of_languages(found, config.brand.languages) if point.answer is None]
        if channel.answer in _SPEAKING and never:
            where = f"{channel.platform} {channel.name or channel.id}"
            lines.append(f"{where}: {', '.join(never)} at precision {channel.precision:g}: {BELOW}")
    return lines


def thresholds_told(found: Points, languages: Sequence[str] = ()) -> list[str]:
    """The operating point of each group (of some languages), and what stays below the wanted precision."""
    share = f"{100 * found.share:g} %"
    chosen = _of_languages(found, languages)
    if not chosen:
        return [f"  no labelled messages: answers from {found.wanted:g}, asks from 0.5"]
    lines = [f"  precision {found.wanted:g} wanted where {share} of the messages to the brand are complaints", _HEAD]
    lines += [_line(point) for point in chosen]
    lines += [f"  {point.group}: {BELOW}" for point in chosen if point.answer is None]
    return lines


def _of_languages(found: Points, languages: Sequence[str]) -> list[Point]:
    return [point for name, point in found.groups.items() if not languages or name.partition("/")[0] in languages]


def _line(point: Point) -> str:
    answer = f"{point.answer:.3f}" if point.answer is not None else "never"
    bounds = f" ({point.interval[0]:.2f} to {point.interval[1]:.2f})" if point.interval is not None else ""
    estimate = f"{point.precision:.3f}{bounds}" if point.precision is not None else "-"
    return (
        f"  {point.group:<9}  {answer:>12}   {estimate:<20}  {100 * point.answered:>19.1f} %   {point.ask:>9.3f}"
        f"  {100 * point.asked:>11.1f} %  {100 * point.caught:>5.1f} %"
    )
