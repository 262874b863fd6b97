"""Labels as a table or as JSON Lines, in and out.

A table has `text` and `complaint` (0 or 1), and where it has them `topic`, `lang`, `customer` (`platform:user`, or the id of an export),
`at`, `key`, `case`, `source`. Marks on a recording have `n` or `id` instead of `text`.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from bot.core.detection import look
from bot.core.findings import TOPICS
from bot.core.lexicon import BrandNames, matcher_for
from bot.core.privacy import find_private, mask
from bot.ports import Label
from bot.ports.learning import SOURCES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from bot.core.lexicon import Lexicon

COLUMNS = ("key", "text", "complaint", "topic", "lang", "source", "at", "customer", "case")
NO_VALUE = frozenset({"", "-"})
_DELIMITERS = "\t,;|"
_TRUTH = {"0": False, "1": True, "false": False, "true": True}
_LONGEST = 1 << 20
"""Characters in one cell."""


class BadLabels(Exception):
    """The table cannot be used; the message says where and what to write instead."""


Row = dict[str, str]


def read_rows(path: Path) -> list[tuple[str, Row]]:
    """(place, cells) of each row. Raises BadLabels, and OSError for a file that cannot be opened."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadLabels(f"{path}: the file is not UTF-8 — save it as UTF-8 text") from error
    rows = list(_objects(path, text) if text.lstrip()[:1] == "{" else _table(path, text))
    if not rows:
        raise BadLabels(f"{path}: no rows — write a line for each label under a line with the names of the columns")
    there = set(rows[0][1])
    if "complaint" not in there or not there & {"text", "n", "id"}:
        columns = ", ".join(sorted(there))[:200]
        raise BadLabels(f"{path}: the columns are {columns} — name text (or n, or id) and complaint in the first line")
    return rows


def _table(path: Path, text: str) -> Iterator[tuple[str, Row]]:
    csv.field_size_limit(_LONGEST)
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=lambda sign: (first.count(sign), sign == "\t"))
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or []]
        for raw in reader:
            yield f"{path}:{reader.line_num}", {k: v for k, v in raw.items() if k and isinstance(v, str)}
    except csv.Error as error:
        raise BadLabels(f"{path}:{reader.line_num}: {error} — quote cells as spreadsheets do") from error


def _objects(path: Path, text: str) -> Iterator[tuple[str, Row]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
        except ValueError as error:
            raise BadLabels(f"{path}:{number}: no JSON ({error}) — write one object a line") from error
        if not isinstance(raw, dict):
            raise BadLabels(f"{path}:{number}: no object — write one object a line")
        yield f"{path}:{number}", {str(k).lower(): _plain(v) for k, v in raw.items()}


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return "" if value is None else str(value)


class Reader:
    """Rows → labels, with personal data masked before anything else happens to them."""

    def __init__(
        self,
        lexicons: Mapping[str, Lexicon],
        now: datetime,
        topics: Collection[str] = (),
        said: Mapping[str, str] | None = None,
    ) -> None:
        """`topics`: the brand's own. `said`: the texts of a recording by row number and by message id, where the table marks one."""
        self._topics = (*TOPICS, *topics)
        self._matcher = matcher_for(tuple(lexicons.values()), BrandNames(""))
        self._now, self._said = now, said
        self._source = "import" if said is None else "rehearsal"

    def label(self, place: str, row: Row) -> Label | None:
        """A row's label; None for a row that nobody marked. Raises BadLabels."""
        marked = _value(row, "complaint").lower()
        if not marked:
            return None
        if marked not in _TRUTH:
            raise BadLabels(f"{place}: complaint is {marked[:40]!r} — write 0 or 1, or leave it empty")
        complaint, topic = _TRUTH[marked], _value(row, "topic")
        if topic and topic not in self._topics:
            raise BadLabels(
                f"{place}: topic is {topic[:40]!r} — write one of: {', '.join(self._topics)}, or leave it empty"
            )
        text = self._text(place, row)
        masked = mask(text, find_private(text))
        _, evidence, _, _ = look(masked, self._matcher)
        source = _value(row, "source")
        return Label(
            key=_value(row, "key") or f"text:{_digest(masked)}",
            text=masked,
            language=_value(row, "lang") or evidence.language,
            complaint=complaint,
            topic=topic if complaint else "",
            source=source if source in SOURCES else self._source,
            at=self._moment(place, _value(row, "at")),
            case=_value(row, "case"),
            customer=_value(row, "customer"),
        )

    def _text(self, place: str, row: Row) -> str:
        if self._said is None:
            if row.get("text", "").strip():
                return row["text"]
            raise BadLabels(
                f"{place}: no text — write the message, or name the file that it stands in with --recording"
            )
        name = _value(row, "n") or _value(row, "id")
        if name not in self._said:
            raise BadLabels(f"{place}: the recording has no message {name[:40]!r} — n counts its messages from 1")
        return self._said[name]

    def _moment(self, place: str, written: str) -> datetime:
        if not written:
            return self._now
        try:
            moment = datetime.fromisoformat(written)
        except ValueError as error:
            raise BadLabels(
                f"{place}: at is {written[:40]!r} — write 2026-11-22T14:00:00+01:00, or leave it empty"
            ) from error
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=self._now.tzinfo)


def _value(row: Row, name: str) -> str:
    value = row.get(name, "").strip()
    return "" if value in NO_VALUE else value


def _digest(text: str) -> str:
    plain = " ".join(text.casefold().split())
    return blake2b(plain.encode("utf-8", "replace"), digest_size=8).hexdigest()


def as_cells(label: Label) -> dict[str, str | int]:
    """A label as the cells of a row, in the order of COLUMNS."""
    return {
        "key": label.key,
        "text": label.text,
        "complaint": int(label.complaint),
        "topic": label.topic,
        "lang": label.language,
        "source": label.source,
        "at": label.at.isoformat(),
        "customer": label.customer,
        "case": label.case,
    }


def as_table(labels: Sequence[Label]) -> str:
    """Tab-separated, with the names of the columns first."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, dialect="excel-tab", lineterminator="\n")
    writer.writeheader()
    writer.writerows(as_cells(label) for label in labels)
    return out.getvalue()


def as_objects(labels: Sequence[Label]) -> str:
    """JSON Lines."""
    return "".join(json.dumps(as_cells(label), ensure_ascii=False) + "\n" for label in labels)
