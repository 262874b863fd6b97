"""Walking the models: which field stands at a spot, and what it wants in words."""

from __future__ import annotations

import types
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from bot.config import amounts
from bot.config.models import Config

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from bot.config.source import Spot

INTERNAL = frozenset({"file", "secrets"})
"""Fields of Config that are no settings."""


def settings(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields of a model that stand in the file."""
    return {name: info for name, info in model.model_fields.items() if not (model is Config and name in INTERNAL)}


def bare(annotation: Any) -> Any:
    """Without Annotated and without `| None`."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, types.UnionType):
            annotation = next(arm for arm in get_args(annotation) if arm is not type(None))
        else:
            return annotation


def inner(annotation: Any) -> Any:
    """What a dict or a tuple holds; None for anything else."""
    annotation = bare(annotation)
    arguments = get_args(annotation)
    if get_origin(annotation) is dict:
        return bare(arguments[1])
    if get_origin(annotation) is tuple:
        return bare(arguments[0])
    return None


def is_model(annotation: Any) -> bool:
    """Whether it is one of our models."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def annotation_at(spot: Spot) -> Any:
    """The annotation at a spot, or None where the models know nothing."""
    found: Any = Config
    for step in spot:
        found = bare(found)
        if is_model(found):
            info = settings(found).get(str(step))
            if info is None:
                return None
            found = info.annotation
        else:
            found = inner(found)
            if found is None:
                return None
    return bare(found)


def field_at(spot: Spot) -> FieldInfo | None:
    """The field at a spot, or None: items of a list or a dict are no fields."""
    owner: Any = annotation_at(spot[:-1]) if spot else None
    return settings(owner).get(str(spot[-1])) if is_model(owner) else None


def wants(spot: Spot) -> str:
    """What a spot wants, in words: "one of all, mentions, …", "a whole number, 0 or more"."""
    kind = annotation_at(spot)
    info = field_at(spot)
    words = _kind(kind, info)
    if info is None or words in (amounts.DURATION, amounts.CLOCK):
        return words
    least = next((m.ge for m in info.metadata if getattr(m, "ge", None) is not None), None)
    most = next((m.le for m in info.metadata if getattr(m, "le", None) is not None), None)
    if least is not None and most is not None:
        return f"{words}, from {least:g} to {most:g}"
    return words if least is None else f"{words}, {least:g} or more"


def _kind(kind: Any, info: FieldInfo | None) -> str:
    if get_origin(kind) is Literal:
        return "one of " + ", ".join(str(value) for value in get_args(kind))
    if get_origin(kind) is tuple:
        return "a list of blocks" if is_model(inner(kind)) else "a list such as [one, two]"
    if get_origin(kind) is dict or is_model(kind):
        return "a block of keys, indented under it"
    if kind is time:
        return amounts.CLOCK
    if kind is bool:
        return "true or false"
    if kind is int:
        return amounts.NUMBER
    if kind is float:
        duration = info is not None and any(getattr(m, "func", None) is amounts.seconds for m in info.metadata)
        by_share = info is not None and any(getattr(m, "func", None) is amounts.share for m in info.metadata)
        return amounts.DURATION if duration else amounts.SHARE if by_share else "a number"
    return "a path" if kind is Path else "text"


def example(spot: Spot) -> str:
    """Something right to write at a spot, as YAML; empty where only the admin can know."""
    info = field_at(spot)
    if info is None:
        return ""
    if info.examples:
        return str(info.examples[0])
    kind = bare(info.annotation)
    default = info.get_default(call_default_factory=False)
    if is_model(kind) or info.is_required() or default is None:
        return str(get_args(kind)[0]) if get_origin(kind) is Literal else ""
    return written(default, spot)


def written(value: object, spot: Spot) -> str:
    """A value as an admin writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, tuple):
        return "[" + ", ".join(str(item) for item in value) + "]"
    if isinstance(value, float) and wants(spot) == amounts.DURATION:
        return amounts.spelled(value)
    if isinstance(value, float):
        return f"{value:g}"
    return str(value) if value != "" else '""'
