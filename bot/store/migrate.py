"""Bringing the tables to the schema of this version."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select

from bot.store.errors import StoreTooNew, StoreTooOld

if TYPE_CHECKING:
    from sqlalchemy import Connection

_UPGRADE = 7_203_912
"""Number of the PostgreSQL advisory lock that lets one process at a time change the tables."""


def scripts() -> ScriptDirectory:
    """The migrations of this version."""
    return ScriptDirectory.from_config(_config())


def bring_up(sql: Connection, *, create: bool) -> None:
    """Make the tables what this version expects; runs in the transaction of `sql`.

    Raises StoreTooNew for a schema that this version does not know, and without `create` StoreTooOld instead of changing anything.
    """
    if sql.dialect.name == "postgresql":
        sql.execute(select(func.pg_advisory_xact_lock(_UPGRADE)))
    script = scripts()
    head = script.get_current_head()
    current = MigrationContext.configure(sql).get_current_revision()
    if current == head:
        return
    known = {revision.revision for revision in script.walk_revisions()}
    if current is not None and current not in known:
        message = f"a newer version of Wegwijzer wrote this store (schema {current}; this version knows {head}): update the program."
        raise StoreTooNew(message)
    if current is None and inspect(sql).has_table("inbox"):
        raise StoreTooNew(
            "this database has tables of another program, or of a store without a schema number: use an empty one."
        )
    if not create:
        message = f"the store has schema {current or 'none'}, this version needs {head}: run `wegwijzer run` once, or allow creating."
        raise StoreTooOld(message)
    _upgrade(sql)


def _upgrade(sql: Connection) -> None:
    config = _config()
    config.attributes["connection"] = sql
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config
