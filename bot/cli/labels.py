"""`wegwijzer labels`: what people said messages are, out, in and away."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.cli.beside import configured, with_store
from bot.cli.codes import MISTAKES, OK, USAGE
from bot.cli.labels_table import BadLabels, Reader, as_objects, as_table, read_rows
from bot.cli.recordings import PartlyRead, Unusable, open_recording
from bot.lexicons import load_lexicons

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.config import Config
    from bot.ports import Label, Ledger, Store

ALL = 1_000_000
"""More labels than any brand has."""


def export_labels(path: Path | None, output: Path | None, *, as_json: bool) -> int:
    """Write every label, personal data masked: tab-separated, or JSON Lines."""
    config = configured(path)
    if config is None:
        return MISTAKES
    kept: list[Label] = []

    async def work(store: Store) -> int:
        kept.extend(await store.read(lambda ledger: ledger.labels(ALL)))
        return OK

    code = with_store("labels export", config, work)
    if code != OK:
        return code
    text = as_objects(kept) if as_json else as_table(kept)
    if output is None:
        sys.stdout.write(text)
        return OK
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        print(f"{output}: {error.strerror or error} — name a file that can be written", file=sys.stderr)
        return USAGE
    print(f"{len(kept)} labels written to {output}")
    return OK


def import_labels(table: Path, path: Path | None, recording: Path | None, *, as_json: bool) -> int:
    """Take labels in from a table, or marks on a recording. The same file twice changes nothing."""
    config = configured(path)
    if config is None:
        return MISTAKES
    try:
        labels, blank = _read(table, recording, config)
    except (BadLabels, Unusable) as error:
        fix = f" — {error.fix}" if isinstance(error, Unusable) else ""
        print(f"{error}{fix}", file=sys.stderr)
        return USAGE
    except OSError as error:
        print(
            f"{error.filename or table}: {error.strerror or error} — name a TSV, CSV or JSON Lines file",
            file=sys.stderr,
        )
        return USAGE

    async def work(store: Store) -> int:
        changed = await store.write(lambda ledger: ledger.keep_labels(_with_customers(ledger, labels)))
        there = await store.read(lambda ledger: ledger.count_labels())
        if as_json:
            print(json.dumps({"read": len(labels), "new": changed, "not_marked": blank, "labels": there}))
        else:
            print(
                f"{len(labels)} labels read, {changed} of them new or changed, {blank} rows without a mark; there are {there} now"
            )
        return OK

    return with_store("labels import", config, work, create=True)


def _read(table: Path, recording: Path | None, config: Config) -> tuple[list[Label], int]:
    said = _said(recording, config) if recording is not None else None
    reader = Reader(load_lexicons()[0], datetime.now(UTC), config.brand.topics, said)
    read = [reader.label(place, row) for place, row in read_rows(table)]
    labels = [label for label in read if label is not None]
    return labels, len(read) - len(labels)


def _said(recording: Path, config: Config) -> dict[str, str]:
    """The texts of a recording by row number and by message id; a number is a row's, where both are numbers."""
    by_id: dict[str, str] = {}
    by_row: dict[str, str] = {}
    try:
        with open_recording(recording, ZoneInfo(config.policy.timezone)) as rows:
            for row in rows:
                by_row[str(row.n)] = row.message.text
                by_id[row.message.id] = row.message.text
    except PartlyRead as error:
        raise BadLabels(f"{recording}: only partly read: {error} — save the recording anew") from error
    return by_id | by_row


def _with_customers(ledger: Ledger, labels: Sequence[Label]) -> list[Label]:
    """`platform:user` becomes the customer's random id, so that the labels go when he is erased."""
    ids: dict[str, str] = {}
    for key in sorted({label.customer for label in labels if ":" in label.customer}):
        platform, _, user = key.partition(":")
        ids[key] = ledger.customer(platform, user, "").id
    return [replace(label, customer=ids.get(label.customer, label.customer)) for label in labels]


def erase_labels(path: Path | None, *, customer: str, case: str, everything: bool, as_json: bool) -> int:
    """Erase the labels of one customer, of one case, or all."""
    if sum((bool(customer), bool(case), everything)) != 1:
        print("labels erase: name one of --customer, --case and --all", file=sys.stderr)
        return USAGE
    config = configured(path)
    if config is None:
        return MISTAKES

    async def work(store: Store) -> int:
        gone = await store.write(
            lambda ledger: ledger.erase_labels(customer=customer, case=case, everything=everything)
        )
        print(json.dumps({"erased": gone}) if as_json else f"{gone} labels erased")
        return OK

    return with_store("labels erase", config, work)


def count_labels(path: Path | None, *, as_json: bool) -> int:
    """How many labels there are, by source and by what they say."""
    config = configured(path)
    if config is None:
        return MISTAKES

    async def work(store: Store) -> int:
        labels = await store.read(lambda ledger: ledger.labels(ALL))
        sources = Counter(label.source for label in labels)
        complaints = sum(label.complaint for label in labels)
        figures = {"labels": len(labels), "complaints": complaints, **dict(sorted(sources.items()))}
        print(json.dumps(figures) if as_json else ", ".join(f"{name} {number}" for name, number in figures.items()))
        return OK

    return with_store("labels", config, work)
