"""`wegwijzer evaluate TABLE`: how good the detection is on labelled messages. Nothing is sent or stored."""

from __future__ import annotations

import json
import os
import sys
from time import perf_counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.cli.check import as_lines, collect, failed
from bot.cli.codes import MISTAKES, OK, USAGE
from bot.cli.evaluation.figures import figures
from bot.cli.evaluation.judging import Judging
from bot.cli.evaluation.table import BadTable, read_table
from bot.cli.evaluation.telling import told
from bot.core.operating import points
from bot.core.second import ENCODER
from bot.lexicons import load_lexicons
from bot.lexicons.models import WITH_SECOND, load_calibration
from bot.opinion import again_with, sentence_encoder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from bot.cli.evaluation.judging import Outcome
    from bot.cli.evaluation.table import Labelled
    from bot.core.lexicon import Lexicon
    from bot.opinion import Encoder

_EVERY = 100
"""Rows between two updates of the progress bar."""


def evaluate_table(
    table: Path, path: Path | None, *, as_json: bool, precision: float, prevalence: float, encoder: bool
) -> int:
    """Judge every labelled row and print the figures; the exit code is 2 for a table that cannot be used.

    Thresholds come from the model's own data and never from the table. `path`: a configuration whose languages are used; without one,
    every language there is. `encoder`: whether a second opinion may speak where there is one.
    """
    if not (0 < precision < 1 and 0 < prevalence < 1):
        print("--precision and --prevalence are shares — write e.g. --precision .95 --prevalence .20", file=sys.stderr)
        return USAGE
    try:
        rows = read_table(table)
    except BadTable as error:
        print(error, file=sys.stderr)
        return USAGE
    except OSError as error:
        print(f"{table}: {error.strerror or error} — name a TSV or CSV file", file=sys.stderr)
        return USAGE
    if not rows:
        print(f'{table}: no row has a value under "complaint" — write 0 or 1 there', file=sys.stderr)
        return USAGE
    lexicons = _lexicons(path)
    if lexicons is None:
        return MISTAKES
    asked = sentence_encoder(wanted=encoder)
    with_second = points(load_calibration(WITH_SECOND), precision, prevalence) if asked is not None else None
    judging = Judging(lexicons, points(load_calibration(), precision, prevalence), with_second)
    outcomes, seconds = _judge(judging, rows, asked)
    found = figures(outcomes, prevalence, seconds)
    if as_json:
        print(json.dumps(found))
        return OK
    print(told(table.name, outcomes, found, judging.rules.with_second or judging.rules.points))
    print(_heard(outcomes, asked))
    return OK


def _lexicons(path: Path | None) -> Mapping[str, Lexicon] | None:
    """Every lexicon, or those of the languages of a configuration; None when that has mistakes, which are then told."""
    lexicons, _ = load_lexicons()
    if path is None:
        return lexicons
    config, troubles = collect(path, os.environ)
    if config is None or failed(troubles):
        print(as_lines(troubles), file=sys.stderr)
        return None
    return {language: lexicon for language, lexicon in lexicons.items() if language in config.brand.languages}


def _heard(outcomes: Sequence[Outcome], encoder: Encoder | None) -> str:
    """How many rows the second opinion was heard on."""
    if encoder is None:
        return "fast stages alone"
    heard = sum(outcome.finding.second == ENCODER for outcome in outcomes)
    return f"second opinion heard on {heard} of {len(outcomes)} rows; the speed is that of the fast stages alone"


def _judge(judging: Judging, rows: Sequence[Labelled], encoder: Encoder | None) -> tuple[list[Outcome], float]:
    """Every outcome, and the seconds that the fast stages took."""
    outcomes: list[Outcome] = []
    seconds = 0.0
    # The first message builds the matcher, which is no part of the speed.
    judging.find(rows[0])
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("evaluation", total=len(rows))
        for start in range(0, len(rows), _EVERY):
            part = rows[start : start + _EVERY]
            began = perf_counter()
            findings = [judging.find(row) for row in part]
            seconds += perf_counter() - began
            findings = again_with(encoder, findings, lambda place, second, part=part: judging.find(part[place], second))  # type: ignore[misc]
            outcomes += [judging.conclude(row, finding) for row, finding in zip(part, findings, strict=True)]
            progress.update(bar, completed=len(outcomes))
    return outcomes, seconds
