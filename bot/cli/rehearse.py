"""`wegwijzer rehearse FILE`: the live judgement over recorded chat. Nothing is ever sent."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.cli.asked import Asked
from bot.cli.beside import taught
from bot.cli.check import as_lines, collect, failed
from bot.cli.codes import MISTAKES, OK, PARTLY, USAGE
from bot.cli.judge import Bench, Judged
from bot.cli.recordings import PartlyRead, RecordedRow, Recording, Unusable, open_recording
from bot.core.triage import Kind
from bot.opinion import sentence_encoder

if TYPE_CHECKING:
    from pathlib import Path

_MODES = ("all", "mentions", "addressed", "guest", "ask")
_EVERY = 200
"""Rows between two updates of the progress bar."""
_TEXT_SHOWN = 100
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def rehearse_file(
    file: Path,
    path: Path | None,
    *,
    as_json: bool,
    quiet: bool,
    only: str,
    mode: str,
    precision: float | None = None,
    encoder: bool = True,
) -> int:
    """Judge every row; print a line (or an object) for each and a summary on stderr. `precision` stands for the channel's own."""
    wanted = {name.strip() for name in only.split(",") if name.strip()}
    if unknown := wanted - set(Kind):
        print(f"--only: {', '.join(sorted(unknown))} is no verdict; write some of: {', '.join(Kind)}", file=sys.stderr)
        return USAGE
    if mode not in _MODES:
        print(f"--answer: {mode} is no mode; write one of: {', '.join(_MODES)}", file=sys.stderr)
        return USAGE
    if precision is not None and not 0 < precision < 1:
        print("--precision is a share; write e.g. --precision .95", file=sys.stderr)
        return USAGE
    config, troubles = collect(path, os.environ)
    if config is None or failed(troubles):
        print(as_lines(troubles), file=sys.stderr)
        return MISTAKES
    bench = Bench(config, mode, precision, encoder=sentence_encoder(config, wanted=encoder))
    bench.house.adjustment = taught(config, bench.house.library.shelf.lexicons)
    try:
        with open_recording(file, bench.house.zone) as recording:
            return _Rehearsal(bench, recording, wanted, as_json=as_json, quiet=quiet).run()
    except Unusable as error:
        print(f"{file}: {error} — {error.fix}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        # Whoever read our output has seen enough (`| head`); the interpreter must not complain about it when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


class _Rehearsal:
    """One run over one recording."""

    def __init__(self, bench: Bench, recording: Recording, wanted: set[str], *, as_json: bool, quiet: bool) -> None:
        self.bench, self.recording, self.wanted = bench, recording, wanted
        self.as_json, self.quiet = as_json, quiet
        self.verdicts: Counter[str] = Counter()
        self.topics: Counter[str] = Counter()
        self.asks = Asked(bench.house.zone)
        self.rows = 0

    def run(self) -> int:
        cut: PartlyRead | None = None
        console = Console(stderr=True)
        counted = TextColumn("{task.fields[rows]} messages")
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), counted, TimeRemainingColumn())
        with Progress(*columns, console=console, disable=self.quiet, transient=True) as progress:
            bar = progress.add_task("rehearsal", total=self.recording.size or None, rows=0)
            try:
                for row in self.recording:
                    self._row(row)
                    if self.rows % _EVERY == 0:
                        progress.update(bar, completed=self.recording.done, rows=self.rows)
            except PartlyRead as error:
                cut = error
        sys.stdout.flush()
        return self._summary(cut)

    def _row(self, row: RecordedRow) -> None:
        judged = self.bench.judge(row.message)
        self.rows += 1
        kind = judged.verdict.kind
        self.verdicts[kind] += 1
        self.asks.count(row.message.at, judged.verdict)
        if kind != Kind.LEAVE:
            self.topics[judged.finding.topic or "other"] += 1
        if self.wanted and kind not in self.wanted:
            return
        line = _encode(_as_dict(row, judged)) if self.as_json else _as_line(row, judged)
        sys.stdout.write(line + "\n")

    def _summary(self, cut: PartlyRead | None) -> int:
        lines = self._lines()
        if cut is not None:
            lines.append(f"{self.recording.path}: only partly read: {cut}")
        print("\n".join(lines), file=sys.stderr)
        return PARTLY if cut is not None or self.recording.broken else OK

    def _lines(self) -> list[str]:
        recording = self.recording
        lines = [f"{recording.path.name}: {self.rows} messages judged; nothing was sent"]
        for kind in Kind:
            share = 100 * self.verdicts[kind] / self.rows if self.rows else 0.0
            lines.append(f"  {kind:<10} {self.verdicts[kind]:>9}  {share:5.1f} %")
        if self.topics:
            lines.append("  topics     " + ", ".join(f"{topic} {count}" for topic, count in self.topics.most_common()))
        lines += self.asks.lines(self.rows, self.bench.rules.ask_budget)
        if recording.skipped:
            lines.append(f"  {recording.skipped} service messages were passed over")
        lines += [f"  row {note.n} (line {note.line}): {note.message}" for note in recording.notes]
        if recording.noted > len(recording.notes):
            lines.append(f"  … and {recording.noted - len(recording.notes)} more notes")
        return lines


def _as_dict(row: RecordedRow, judged: Judged) -> dict[str, Any]:
    message, finding = row.message, judged.finding
    return {
        "n": row.n,
        "id": message.id,
        "platform": row.platform,
        "place": row.place_name,
        "author": message.author.name or message.author.id,
        "at": message.at.isoformat(),
        "text": message.text,
        "language": finding.language,
        "complaint": round(finding.probability, 4),
        "topic": finding.topic or None,
        "severity": finding.severity,
        "verdict": judged.verdict.kind,
        "because": judged.because(),
        "reply": judged.reply or None,
    }


def _as_line(row: RecordedRow, judged: Judged) -> str:
    text = " ".join(judged.finding.masked.split())
    shown = text if len(text) <= _TEXT_SHOWN else text[: _TEXT_SHOWN - 1] + "…"
    why = "; ".join(reason["text"] for reason in judged.because()[:3])
    line = f"{row.n:>7} {judged.verdict.kind:<9} {judged.finding.probability:4.2f}  {shown}\n{'':>18}because {why}"
    return f"{line}\n{'':>18}reply   {judged.reply}" if judged.reply else line
