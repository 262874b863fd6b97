"""Each story is told by a program that lives, and again by one that is killed in the middle of every step (tests/story/lives.py)."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest

from tests.story import lives
from tests.story.chromium import CHROMIUM
from tests.story.lives import CUT, EVERYWHERE, LIVES, ONE_BY_ONE, TOLD, WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.story.lives import Life

PLAYED = {
    "sandbox": (WHOLE, EVERYWHERE, *ONE_BY_ONE),
    "telegram": (WHOLE, TOLD, CUT),
    "discord": (WHOLE, EVERYWHERE),
    "discord-threads": (WHOLE, EVERYWHERE),
    "town": (WHOLE, TOLD),
    "page": (WHOLE,),
}
"""Which lives are told where. The single kills are for finding out which one it was: they are marked slow."""


@pytest.fixture(scope="session", autouse=True)
def chromium_ends() -> Iterator[None]:
    """One Chromium serves all stories of a run."""
    yield
    CHROMIUM.close()


@pytest.fixture(autouse=True)
def life(request: pytest.FixtureRequest) -> Iterator[None]:
    """The life of this story's program."""
    with lives.living(getattr(request, "param", WHOLE)):
        yield


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every story that is not marked `one_life` is told with every life, save in the quick suite, which has one."""
    if "not thorough" in metafunc.config.getoption("markexpr"):
        return
    if inspect.iscoroutinefunction(metafunc.function) and not metafunc.definition.get_closest_marker("one_life"):
        metafunc.parametrize("life", [_told(life) for life in LIVES], indirect=True)


def _told(life: Life) -> object:
    if life is WHOLE:
        return pytest.param(life, id=pytest.HIDDEN_PARAM)
    return pytest.param(
        life, id=life.name, marks=(pytest.mark.killed, pytest.mark.slow if life in ONE_BY_ONE else pytest.mark.thorough)
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A life is told where it means something."""
    items[:] = [item for item in items if _life_of(item) in PLAYED[_place_of(item)]]
    for item in items:
        if _life_of(item) is not WHOLE:
            # A connection of the killed program is left to the collector of garbage, which may find it in any later story.
            item.add_marker(pytest.mark.filterwarnings("ignore:.*was deleted before being closed:ResourceWarning"))


def _params(item: pytest.Item) -> dict[str, object]:
    return getattr(getattr(item, "callspec", None), "params", {})


def _life_of(item: pytest.Item) -> object:
    return _params(item).get("life", WHOLE)


def _place_of(item: pytest.Item) -> str:
    """Where a story plays: its parameter, else its folder, else the sandbox; or on all three at once."""
    code = getattr(getattr(item, "function", None), "__code__", None)
    if item.path.stem == "test_teams" or (code is not None and "town" in code.co_names):
        return "town"
    folder = item.path.parent.name
    found = _params(item).get("platform", folder if folder in PLAYED else "sandbox")
    return getattr(found, "place", str(found))
