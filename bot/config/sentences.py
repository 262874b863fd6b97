"""pydantic's findings in our own sentences: what is wrong, and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from rapidfuzz import fuzz, process

from bot.config.models import Config
from bot.config.shape import annotation_at, bare, example, field_at, inner, is_model, settings, wants
from bot.config.source import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import BaseModel, ValidationError

    from bot.config.source import Spot
    from bot.config.tree import Tree

_NEAR = 65
_SHOWN = 60


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is closest to `word`, or empty when none is close."""
    hit = process.extractOne(word.lower(), list(known), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return str(hit[0]) if hit else ""


def dotted(spot: Spot) -> str:
    """("channels", 0, "answer") as channels.0.answer."""
    return ".".join(str(step) for step in spot)


def quoted(value: object) -> str:
    """What the admin wrote, short enough for a line."""
    if isinstance(value, dict):
        return "a block of keys"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    return f'"{text if len(text) <= _SHOWN else text[:_SHOWN] + "…"}"'


def problems_of(error: ValidationError, tree: Tree) -> list[Problem]:
    """Every mistake pydantic saw, each once. A missing key that is there with a slip of the pen is one mistake."""
    details = error.errors(include_url=False, include_context=False)
    strangers = {tuple(d["loc"]): d for d in details if d["type"] == "extra_forbidden"}
    meant = {(*spot[:-1], _meant(spot)) for spot in strangers}
    found = []
    for detail in details:
        spot: Spot = tuple(detail["loc"])
        if detail["type"] == "extra_forbidden":
            found.append(_unknown(spot, tree.at(*spot)))
        elif detail["type"] == "missing":
            if spot not in meant:
                found.append(missing(spot))
        else:
            found.append(wrong(spot, tree.at(*spot)))
    return found


def _meant(spot: Spot) -> str:
    owner = annotation_at(spot[:-1])
    return nearest(str(spot[-1]), settings(owner)) if is_model(owner) else ""


def _unknown(spot: Spot, value: object) -> Problem:
    key = str(spot[-1])
    message = f'"{key}" is not a setting{_under(spot)}'
    near = _meant(spot)
    if near:
        return Problem(spot, f'{message}; the nearest one is "{near}"', f"write: {near}: {_shown(value)}")
    elsewhere = next((path for path in all_settings() if path[-1] == key), None)
    if elsewhere:
        return Problem(spot, f'{message}; it belongs under "{dotted(elsewhere[:-1])}"', "move it there")
    owner = annotation_at(spot[:-1])
    known = ", ".join(settings(owner)) if is_model(owner) else ""
    return Problem(spot, message, f"remove it, or use one of: {known}" if known else "remove it")


def _shown(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) and len(str(value)) <= _SHOWN else "…"


def _under(spot: Spot) -> str:
    return f" under {dotted(spot[:-1])}" if len(spot) > 1 else ""


def missing(spot: Spot) -> Problem:
    """A key that must be there."""
    shown = example(spot) or "…"
    info = field_at(spot)
    said = f": {_lowered(info.description)}" if info is not None and info.description else ""
    return Problem(spot, f'"{spot[-1]}" is missing{_under(spot)}{said}', f"write: {spot[-1]}: {shown}")


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def wrong(spot: Spot, value: object) -> Problem:
    """A value that does not fit."""
    wanted = wants(spot)
    key = _key(spot)
    if value in ("", []):
        return Problem(spot, f"{key} is empty; it must be {wanted}", _fix(spot, value))
    if value == {} and is_model(inner(annotation_at(spot)) if annotation_at(spot) else None):
        return Problem(
            spot, f"{key} is empty", "write: sandbox: {mode: sandbox}" if key == "platforms" else "fill it in"
        )
    return Problem(spot, f"{key} is {quoted(value)}; it must be {wanted}", _fix(spot, value))


def _key(spot: Spot) -> str:
    """The last name in a spot: an item of a list goes by the list's name."""
    names = [step for step in spot if isinstance(step, str)]
    if not names:
        return "the file"
    return f"an item of {names[-1]}" if isinstance(spot[-1], int) else names[-1]


def _fix(spot: Spot, value: object) -> str:
    kind = annotation_at(spot)
    key = spot[-1] if spot else ""
    if get_origin(kind) is Literal:
        choices = [str(choice) for choice in get_args(kind)]
        return f"write: {key}: {nearest(str(value), choices) or example(spot) or choices[0]}"
    if get_origin(kind) is tuple and not is_model(inner(kind)) and isinstance(value, str | int | float):
        return f"write: {key}: [{value}]"
    if get_origin(kind) is tuple and is_model(inner(kind)):
        return f"begin each block under {key} with a dash"
    if is_model(kind) or get_origin(kind) is dict:
        owner = kind if is_model(kind) else inner(kind)
        return (
            f"write the keys indented under it: {', '.join(settings(owner))}"
            if is_model(owner)
            else "indent keys under it"
        )
    if isinstance(key, int):
        return "write one text on this line, in quotes when in doubt"
    shown = example(spot)
    if not shown or shown == '""':
        shown = '"text, in quotes"'
    return f"write: {key}: {shown}"


def all_settings(model: type[BaseModel] = Config, under: Spot = ()) -> list[Spot]:
    """Every setting as a spot; blocks in a list or a dict are named by `*`."""
    found: list[Spot] = []
    for name, info in settings(model).items():
        here = (*under, name)
        found.append(here)
        kind: Any = bare(info.annotation)
        if is_model(kind):
            found += all_settings(kind, here)
        elif is_model(inner(kind)):
            found += all_settings(inner(kind), (*here, "*"))
    return found
