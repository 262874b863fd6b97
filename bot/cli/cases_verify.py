"""`wegwijzer cases verify`: whether the audit trail is whole, and where it breaks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.cli.cases import look
from bot.cli.cases_choice import BadChoice
from bot.cli.cases_export import bar
from bot.cli.codes import MISTAKES, OK
from bot.ports import Chain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.config import Config
    from bot.ports import Store

_LINES = 5_000
"""Lines checked at a time."""
_HASH = 64


def verify(path: Path | None, holds: Sequence[str], *, as_json: bool, quiet: bool) -> int:
    """Check the whole chain, and that it holds these hashes."""
    wanted = frozenset(one.strip().lower() for one in holds)

    async def work(store: Store, config: Config) -> int:
        for one in wanted:
            if len(one) != _HASH or not set(one) <= set("0123456789abcdef"):
                raise BadChoice(f"--holds is {one[:80]!r} — give the 64 signs that an earlier `cases verify` printed")
        chain = await _checked(store, wanted, quiet=quiet)
        gone = sorted(wanted - chain.seen)
        if as_json:
            print(json.dumps(_as_object(chain, gone, config)))
        else:
            print("\n".join(_lines(chain, gone, config)))
        return MISTAKES if chain.broken is not None or gone else OK

    return look("cases verify", path, work)


async def _checked(store: Store, wanted: frozenset[str], *, quiet: bool) -> Chain:
    chain, total = Chain(), await store.read(lambda ledger: ledger.count_lines())
    with bar("verify", total, quiet=quiet or total <= _LINES) as move:
        while chain.broken is None:
            # The trail only grows, so each part may be read in a transaction of its own.
            after = await store.read(lambda ledger, chain=chain: ledger.check_chain(chain, _LINES, wanted))  # type: ignore[misc]
            if after == chain:
                break
            chain = after
            move(chain.checked)
    return chain


def _lines(chain: Chain, gone: Sequence[str], config: Config) -> list[str]:
    lines = []
    if chain.broken is not None:
        when = _local(chain, config)
        before = f"after line {chain.last}" if chain.last else "at its beginning"
        lines.append(
            f"the audit trail breaks {before}: line {chain.broken} (which says {when}) does not follow. It was changed, or a line before "
            f"it was changed, added or taken out; the {chain.checked} lines before are whole. Compare with a backup"
        )
    elif not chain.checked:
        lines.append("the audit trail is empty: nothing has happened in a case yet")
    else:
        lines.append(f"the audit trail is whole: {chain.checked} lines; the last hash is {chain.hash}")
        lines.append(
            "keep that hash elsewhere: `wegwijzer cases verify --holds HASH` shows later that nothing was cut off"
        )
    lines += [f"no line has the hash {one}: lines were cut off or written anew since it was printed" for one in gone]
    return lines


def _as_object(chain: Chain, gone: Sequence[str], config: Config) -> dict[str, object]:
    return {
        "whole": chain.broken is None and not gone,
        "lines": chain.checked,
        "last": chain.last or None,
        "hash": chain.hash,
        "broken": chain.broken,
        "broken_at": _local(chain, config) if chain.broken is not None else None,
        "not_held": list(gone),
    }


def _local(chain: Chain, config: Config) -> str:
    zone = ZoneInfo(config.policy.timezone)
    return chain.broken_at.astimezone(zone).isoformat(timespec="seconds") if chain.broken_at is not None else ""
