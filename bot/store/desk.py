"""What all parts of the ledger share: one connection inside one transaction."""

from __future__ import annotations

import secrets
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Select

V = TypeVar("V", str, int)


class Desk:
    """One connection inside one transaction.

    `writing` is off in a read: then nothing is locked and nobody new is written down.
    """

    def __init__(self, sql: Connection, *, writing: bool) -> None:
        self.sql = sql
        self.writing = writing
        self.lines: list[dict[str, Any]] = []
        """Audit lines of this transaction; they are written last, so that the chain's lock is held for a moment only."""

    @property
    def shared(self) -> bool:
        """Other processes may work on this store: lock what is read in order to be changed."""
        return self.sql.dialect.name == "postgresql"

    def held(self, query: Select[Any], *, skip: bool = False) -> Select[Any]:
        """`query` with its rows locked until the transaction ends; `skip` passes over what another transaction holds.

        SQLite: the one writer needs no locks.
        """
        return _locking(query, skip=skip) if self.writing and self.shared else query


@lru_cache(maxsize=64)
def _locking(query: Select[Any], *, skip: bool) -> Select[Any]:
    return query.with_for_update(skip_locked=skip)


def random_id() -> str:
    """A new id that says nothing about whom or what it stands for."""
    return secrets.token_hex(8)


def padded(values: Iterable[V]) -> list[V]:
    """The distinct values, the last one repeated up to a power of two.

    A list of values makes as many SQL texts as it has lengths; so there are few, and drivers keep them prepared.
    """
    distinct = sorted(set(values))
    if distinct:
        distinct += [distinct[-1]] * ((1 << (len(distinct) - 1).bit_length()) - len(distinct))
    return distinct
