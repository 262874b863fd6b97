"""`wegwijzer cases list` and `show`: cases as staff may see them."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli.beside import configured, missing, with_store
from bot.cli.cases_choice import Asked, BadChoice, house_of, query_of
from bot.cli.cases_life import as_object, as_text, life_of
from bot.cli.cases_row import HEAD, as_line, as_row, unnamed
from bot.cli.codes import MISTAKES, OK, USAGE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from bot.cli.cases_choice import House
    from bot.config import Config
    from bot.core.cases import Case
    from bot.ports import CaseQuery, CaseRecord, Ledger, Store

PAGE = 500
"""Cases read at a time."""
_SHOWN = 50
_LONGEST_NUMBER = 15
"""Digits; what is longer is an id."""
_NONE_YET = (
    "no cases yet: one begins when the bot hears a complaint in a watched channel (`wegwijzer run`); "
    '`wegwijzer explain "TEXT"` tells what it would make of a message'
)


def look(command: str, path: Path | None, work: Callable[[Store, Config], Awaitable[int]]) -> int:
    """Run `work` on the brand's store, which is there already, and give its exit code; every mistake is one line on stderr."""
    config = configured(path)
    if config is None:
        return MISTAKES
    if missing(config):
        where = config.store.url.partition(":///")[2]
        print(f"{command}: there is no store at {where} yet; the bot makes it when it first runs", file=sys.stderr)
        return MISTAKES
    try:
        code = with_store(command, config, lambda store: work(store, config))
        sys.stdout.flush()
    except BadChoice as error:
        print(f"{command}: {error}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        # Whoever read our output has seen enough (`| head`); the interpreter must not complain about it when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    return code


async def chosen(store: Store, config: Config, asked: Asked) -> tuple[House, CaseQuery, int]:
    """The house, the query that the options come to, and how many cases fit. Raises BadChoice."""

    def work(ledger: Ledger) -> tuple[House, CaseQuery, int]:
        house = house_of(ledger, config)
        query = query_of(asked, house)
        return house, query, ledger.count_records(query)

    return await store.read(work)


async def records(
    store: Store, query: CaseQuery, *, newest: bool = False, size: int = PAGE
) -> AsyncIterator[list[CaseRecord]]:
    """Page by page, each in a transaction of its own: a long look holds nothing up, and its memory does not grow."""
    beyond = 0
    while page := await store.read(
        lambda ledger, beyond=beyond: ledger.case_records(query, size, beyond=beyond, newest=newest)  # type: ignore[misc]
    ):
        yield [unnamed(record) for record in page]
        beyond = page[-1].case.number


async def why_none(store: Store, asked: Asked, house: House) -> str:
    """Why there is nothing to show, and what there is instead."""
    topics = await store.read(lambda ledger: ledger.topics_there())
    if not topics:
        return _NONE_YET
    there = ", ".join(f"{topic or '(none)'} {number}" for topic, number in topics.items())
    named = ", ".join(name or address for address, name in house.names.items())
    hint = f" Channels of the configuration: {named}." if asked.channel else ""
    return f"none of the {sum(topics.values())} cases fits. Topics: {there}.{hint}"


def list_cases(path: Path | None, asked: Asked, limit: int | None, *, as_json: bool) -> int:
    """Print the cases that fit, the newest first."""
    most = (0 if as_json else _SHOWN) if limit is None else limit

    async def work(store: Store, config: Config) -> int:
        house, query, there = await chosen(store, config, asked)
        if not there:
            print(await why_none(store, asked, house), file=sys.stderr if as_json else sys.stdout)
        shown = 0
        async for page in records(store, query, newest=True, size=min(PAGE, most or PAGE)):
            for record in page[: most - shown if most else None]:
                _print_one(record, house, shown, as_json=as_json)
                shown += 1
            if shown == most:
                break
        if as_json:
            print("\n]" if shown else "[]")
        elif shown < there:
            print(f"{shown} of {there} cases; --limit 0 shows all")
        return OK

    return look("cases list", path, work)


def _print_one(record: CaseRecord, house: House, before: int, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(",\n" if before else "[\n")
        sys.stdout.write(json.dumps(as_row(record, house), ensure_ascii=False))
        return
    if not before:
        print(HEAD)
    print(as_line(record, house))


def show_case(path: Path | None, wanted: str, *, as_json: bool) -> int:
    """Print the life of one case."""

    async def work(store: Store, config: Config) -> int:
        now = datetime.now(UTC)

        def read(ledger: Ledger) -> str:
            case = _found(ledger, wanted.strip().removeprefix("#"))
            life = life_of(ledger, case, config, now)
            return json.dumps(as_object(life), ensure_ascii=False) if as_json else as_text(life)

        print(await store.read(read))
        return OK

    return look("cases show", path, work)


def _found(ledger: Ledger, wanted: str) -> Case:
    found = None
    if wanted.isascii() and wanted.isdigit() and len(wanted) <= _LONGEST_NUMBER:
        found = ledger.case_numbered(int(wanted))
    found = found or ledger.case(wanted)
    if found is None:
        raise BadChoice(
            f"there is no case {wanted[:40]!r} — give the number on its card or its id; `wegwijzer cases list` shows them"
        )
    return found
