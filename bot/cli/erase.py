"""`wegwijzer erase`: everything that says who a customer is and what he wrote."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from bot.cli.beside import configured, with_store
from bot.cli.codes import MISTAKES, OK, USAGE
from bot.clock import WallClock
from bot.library import Library
from bot.service import House, erasing
from bot.service.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.ports import Ledger, Store

ADMIN = "admin"
"""Who erased it, in the audit trail, when it was done from the command line."""


def erase_customer(path: Path | None, customer: str, *, dry_run: bool, as_json: bool) -> int:
    """Forget the customer whom a platform knows as `platform:user`; with `dry_run` only say what would go."""
    platform, _, user = customer.partition(":")
    if not platform or not user:
        print('erase: name the customer as "platform:user id", such as telegram:4711', file=sys.stderr)
        return USAGE
    config = configured(path)
    if config is None:
        return MISTAKES
    house = House(config, Library(config).load(), {}, WallClock())

    def change(ledger: Ledger) -> tuple[bool, Mapping[str, int], int]:
        _learn_moves(house, ledger)
        who = ledger.find_customer(customer)
        if not who:
            return False, {}, 0
        linked = len(ledger.accounts(who)) - 1
        if dry_run:
            return True, ledger.remains_of(who, erasing.public(house)), linked
        draft = Draft(house, ledger, house.clock.now())
        removed = erasing.erase(draft, house, who, ADMIN)
        draft.save()
        return True, removed, linked

    async def work(store: Store) -> int:
        known, found, linked = await (store.read(change) if dry_run else store.write(change))
        if as_json:
            told = {"customer": customer, "known": known, "dry_run": dry_run, "linked": linked, "removed": dict(found)}
            print(json.dumps(told))
        else:
            print(_said(customer, found, linked, known=known, dry_run=dry_run))
        return OK

    return with_store("erase", config, work)


def _learn_moves(house: House, ledger: Ledger) -> None:
    """Groups that have another id than the settings say are no private chats either."""
    for platform in house.config.platforms:
        for old, new in ledger.moves(platform).items():
            house.remember_move(platform, old, new)


def _said(customer: str, found: Mapping[str, int], linked: int, *, known: bool, dry_run: bool) -> str:
    if not known:
        return f"nobody is known as {customer}; nothing was erased"
    what = ", ".join(f"{name} {number}" for name, number in found.items() if number)
    line = f"{customer}: {'would be erased' if dry_run else 'erased'}: {what}"
    if linked:
        line += f"; {linked} linked account(s) on other platforms are not erased with it"
    return line
