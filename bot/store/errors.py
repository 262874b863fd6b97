"""What can go wrong with the store, besides `ports.StoreFull`.

StoreError                the text is for people: what is wrong and what to do
├── BadAddress            `store.url` is not an address that this program knows
├── DriverMissing         the database's driver is not installed
├── StoreInUse            another process works on this SQLite file
├── StoreTooNew           a newer version of this program wrote the store
├── StoreTooOld           the store has to be brought up to date, and `create` is off
├── StoreUnreachable      the database cannot be opened
└── StoreClosed           work was offered after `close`
"""

from __future__ import annotations


class StoreError(Exception):
    """Something is wrong with the store; the text says what to do about it and holds no password."""


class BadAddress(StoreError):
    """`store.url` is not an address that this program knows."""


class DriverMissing(StoreError):
    """The database's driver is not installed."""


class StoreInUse(StoreError):
    """Another process works on this SQLite file."""


class StoreTooNew(StoreError):
    """A newer version of this program wrote the store."""


class StoreTooOld(StoreError):
    """The store is missing or has an older schema, and may not be changed now."""


class StoreUnreachable(StoreError):
    """The database cannot be opened."""


class StoreClosed(StoreError):
    """Work was offered after the store was closed."""
