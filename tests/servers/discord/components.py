"""Buttons, selects, text inputs: what the platform takes and what it refuses.

Source: Discord documentation, "Component Reference" (limits of each component) and "Interactions" (modals).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.discord.refusals import invalid_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers.discord.state import Json

ROW, BUTTON, SELECT, TEXT_INPUT, TEXT, LABEL = 1, 2, 3, 4, 10, 18
_SELECTS = {3, 5, 6, 7, 8}
_LINK_STYLE = 5
_ROWS, _IN_ROW, _IN_MODAL, _OPTIONS = 5, 5, 5, 25
_CUSTOM_ID, _LABEL, _TITLE, _DESCRIPTION, _TEXT, _WRITTEN = 100, 80, 45, 100, 4000, 4000
# What stands at the top of a modal: a row (the old form, for one text input), text, a label; `data.components.N` has two dots.
_IN_A_MODAL, _TOP = {ROW, TEXT, LABEL}, 2
_TOO_LONG = "BASE_TYPE_MAX_LENGTH"
_REQUIRED = "BASE_TYPE_REQUIRED"


def walk(components: list[Json], path: str = "components") -> Iterator[tuple[str, Json]]:
    """Every component with its place in the form, outer ones first."""
    for index, component in enumerate(components):
        place = f"{path}.{index}"
        yield place, component
        yield from walk(component.get("components") or [], f"{place}.components")
        for single in ("component", "accessory"):
            if isinstance(component.get(single), dict):
                yield from walk([component[single]], f"{place}.{single}")


def find(components: list[Json], custom_id: str) -> Json | None:
    """The component with this custom_id."""
    return next((c for _, c in walk(components) if c.get("custom_id") == custom_id), None)


def check_message(components: list[Json], *, layout: bool) -> None:
    """Refuse (50035) components that a message cannot have; `layout` is the components-v2 flag."""
    if not layout and len(components) > _ROWS:
        raise invalid_form("components", _TOO_LONG, f"Must be {_ROWS} or fewer in length.")
    seen: set[str] = set()
    for place, component in walk(components):
        kind = component.get("type")
        if place.count(".") == 1 and kind != ROW and not layout:
            raise invalid_form(f"{place}.type", "BASE_TYPE_CHOICES", 'Value of field "type" must be one of (1,).')
        if kind == ROW:
            _check_row(place, component)
        elif kind == BUTTON:
            _check_button(place, component)
        elif kind in _SELECTS:
            _check_select(place, component)
        _check_custom_id(place, component, seen)


def check_modal(data: Json) -> None:
    """Refuse (50035) a modal that the platform does not take."""
    title, custom_id, inside = data.get("title"), data.get("custom_id"), data.get("components")
    if not title:
        raise invalid_form("data.title", _REQUIRED, "This field is required")
    if len(title) > _TITLE:
        raise invalid_form("data.title", _TOO_LONG, f"Must be {_TITLE} or fewer in length.")
    if not custom_id or len(custom_id) > _CUSTOM_ID:
        raise invalid_form("data.custom_id", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
    if not isinstance(inside, list) or not 1 <= len(inside) <= _IN_MODAL:
        raise invalid_form("data.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    seen: set[str] = set()
    for place, component in walk(inside, "data.components"):
        kind = component.get("type")
        if kind == BUTTON:
            raise invalid_form(f"{place}.type", "BASE_TYPE_CHOICES", "A button cannot stand in a modal.")
        if place.count(".") == _TOP and kind not in _IN_A_MODAL:
            raise invalid_form(f"{place}.type", "BASE_TYPE_CHOICES", "Must be one of {1, 10, 18}.")
        if kind == LABEL:
            _check_label(place, component)
        elif kind == TEXT_INPUT:
            _check_input(place, component)
        elif kind == TEXT and not 1 <= len(component.get("content") or "") <= _TEXT:
            raise invalid_form(f"{place}.content", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {_TEXT} in length.")
        _check_custom_id(place, component, seen)


def check_written(field: Json, said: str) -> None:
    """What the client itself does not let somebody send. Raises ValueError."""
    least = field.get("min_length", 1 if field.get("required", True) else 0)
    if (said or field.get("required", True)) and not least <= len(said) <= field.get("max_length", _WRITTEN):
        raise ValueError(f"{len(said)} characters cannot be sent in {field['custom_id']!r}")


def _check_label(place: str, label: Json) -> None:
    if not 1 <= len(label.get("label") or "") <= _TITLE:
        raise invalid_form(f"{place}.label", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {_TITLE} in length.")
    if len(label.get("description") or "") > _DESCRIPTION:
        raise invalid_form(f"{place}.description", _TOO_LONG, f"Must be {_DESCRIPTION} or fewer in length.")
    if not isinstance(label.get("component"), dict):
        raise invalid_form(f"{place}.component", _REQUIRED, "This field is required")
    if label["component"].get("type") == TEXT_INPUT and label["component"].get("label"):
        raise invalid_form(f"{place}.component.label", "BASE_TYPE_CHOICES", "The label stands on the label component.")


def _check_input(place: str, field: Json) -> None:
    if len(field.get("label") or "") > _TITLE:
        raise invalid_form(f"{place}.label", _TOO_LONG, f"Must be {_TITLE} or fewer in length.")
    if field.get("style") not in {1, 2}:
        raise invalid_form(f"{place}.style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")
    if not field.get("custom_id"):
        raise invalid_form(f"{place}.custom_id", _REQUIRED, "A custom id is required")
    least, most = field.get("min_length", 0), field.get("max_length", _WRITTEN)
    if not 0 <= least <= _WRITTEN or not 1 <= most <= _WRITTEN or least > most:
        raise invalid_form(f"{place}.max_length", "NUMBER_TYPE_MAX", f"Must be between 1 and {_WRITTEN}.")


def numbered(components: list[Json]) -> list[Json]:
    """The components with the ids that the platform gives to those without one."""
    for number, (_, component) in enumerate(walk(components), start=1):
        component.setdefault("id", number)
    return components


def _check_row(place: str, row: Json) -> None:
    inside = row.get("components") or []
    if not 1 <= len(inside) <= _IN_ROW:
        raise invalid_form(f"{place}.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")


def _check_button(place: str, button: Json) -> None:
    if len(button.get("label") or "") > _LABEL:
        raise invalid_form(f"{place}.label", _TOO_LONG, f"Must be {_LABEL} or fewer in length.")
    if button.get("style") == _LINK_STYLE:
        if not button.get("url"):
            raise invalid_form(f"{place}.url", _REQUIRED, "A url is required")
        if button.get("custom_id"):
            raise invalid_form(
                place, "BUTTON_COMPONENT_URL_AND_CUSTOM_ID", "A custom id and url cannot both be specified"
            )
    elif not button.get("custom_id"):
        raise invalid_form(f"{place}.custom_id", _REQUIRED, "A custom id is required")
    if not button.get("label") and not button.get("emoji"):
        raise invalid_form(f"{place}.label", _REQUIRED, "A label or an emoji is required")


def _check_select(place: str, select: Json) -> None:
    if select.get("type") == SELECT and not 1 <= len(select.get("options") or []) <= _OPTIONS:
        raise invalid_form(f"{place}.options", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")


def _check_custom_id(place: str, component: Json, seen: set[str]) -> None:
    custom_id = component.get("custom_id")
    if custom_id is None:
        return
    if not 1 <= len(custom_id) <= _CUSTOM_ID:
        raise invalid_form(f"{place}.custom_id", _TOO_LONG, f"Must be {_CUSTOM_ID} or fewer in length.")
    if custom_id in seen:
        duplicate = "Component custom id cannot be duplicated"
        raise invalid_form(f"{place}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", duplicate)
    seen.add(custom_id)
