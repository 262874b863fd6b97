"""What detection costs in processor time: matchers side by side at growing numbers of phrases, judgements a second, the worst texts."""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import re2
from rich.console import Console
from rich.table import Table

from bot.core.detection import detect
from bot.core.lexicon import BrandNames, Cue, Kind, Lexicon, matcher_for
from bot.core.normalise import normalise
from bot.lexicons import load_lexicons
from tests.core.speaking import BRAND, said
from tests.core.worst_texts import WORST

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.core.normalise import Plain

CORPUS = Path(__file__).parents[2] / "bot" / "lexicons" / "corpus"
SIZES = (100, 1_000, 10_000)
PATIENCE = 2.0
"""Seconds for one measurement; what is slower is measured over fewer messages."""
MOST_GROWTH = 3.0
"""10,000 phrases may cost so many times what 100 do."""
PER_SECOND = 10_000
MOST_MS = 50.0


def bench_detection(rounds: int = 3) -> bool:
    """Print the tables; False when a bound was not reached."""
    console = Console()
    texts = _corpus()
    lines = [normalise(text) for text in texts]
    table = Table(
        "phrases", "ours", "re alternation", "separate regexes", "google-re2", title="messages a second, matching alone"
    )
    ours = {}
    for size in SIZES:
        phrases = _phrases(size)
        found = {name: _rate(search, lines, rounds) for name, search in _searches(phrases).items()}
        ours[size] = found["ours"]
        table.add_row(f"{size:,}", *(f"{rate:,.0f}" for rate in found.values()))
    console.print(table)
    growth = ours[SIZES[0]] / ours[SIZES[-1]]
    judged = _judgements(texts, rounds)
    name, slowest = _slowest()
    console.print(f"10,000 phrases cost {growth:.1f} times what 100 do (bound {MOST_GROWTH:g})")
    console.print(f"detect, one core, {len(texts):,} distinct messages: {judged:,.0f} a second (bound {PER_SECOND:,})")
    console.print(f"slowest of {len(WORST)} hostile texts: {slowest:.1f} ms, {name} (bound {MOST_MS:g} ms)")
    return growth <= MOST_GROWTH and judged >= PER_SECOND and slowest <= MOST_MS


def _corpus() -> list[str]:
    texts: dict[str, None] = {}
    for path in sorted(CORPUS.glob("*.tsv")):
        with path.open(encoding="utf-8") as file:
            texts.update((row["text"], None) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return list(texts)


def _phrases(size: int) -> list[str]:
    """Phrases of the lexicons, the same at every run."""
    every = {
        phrase
        for lexicon in load_lexicons()[0].values()
        for cue in lexicon.cues
        for phrase, _ in cue.phrases
        if "*" not in phrase and "#" not in phrase
    }
    return random.Random(11).sample(sorted(every), size)


def _searches(phrases: Sequence[str]) -> dict[str, Callable[[Plain], object]]:
    """Each way to find the phrases in a text, between word boundaries."""
    cue = Cue("all", Kind.COMPLAINT, tuple((phrase, 1.0) for phrase in phrases))
    matcher = matcher_for((Lexicon("nl", frozenset(), (cue,)),), BrandNames("Nobody"))
    whole = r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b"
    alternation = re.compile(whole)
    separate = [re.compile(rf"\b{re.escape(phrase)}\b") for phrase in phrases]
    options = re2.Options()
    options.max_mem = 1 << 28
    linear = re2.compile(r"\b(?:" + "|".join(map(re2.escape, phrases)) + r")\b", options)
    return {
        "ours": matcher.find,
        "re": lambda plain: alternation.findall(plain.line),
        "separate": lambda plain: [one for one in separate if one.search(plain.line)],
        "re2": lambda plain: linear.findall(plain.line),
    }


def _rate(search: Callable[[Plain], object], lines: Sequence[Plain], rounds: int) -> float:
    """Messages a second, the best of some rounds."""
    best = 0.0
    for _ in range(rounds):
        begin, done = process_time(), 0
        for line in lines:
            search(line)
            done += 1
            if process_time() - begin > PATIENCE:
                break
        best = max(best, done / (process_time() - begin))
    return best


def _judgements(texts: Sequence[str], rounds: int) -> float:
    lexicons, _ = load_lexicons()
    messages = [said(text) for text in texts]
    detect(said("bel 020 1234567"), lexicons, BRAND)
    best = 0.0
    for _ in range(rounds):
        begin = process_time()
        for message in messages:
            detect(message, lexicons, BRAND)
        best = max(best, len(messages) / (process_time() - begin))
    return best


def _slowest() -> tuple[str, float]:
    """The hostile text that takes longest, in milliseconds (the best of three)."""
    lexicons, _ = load_lexicons()
    figures = []
    for name, text in WORST.items():
        message = said(text)
        took = []
        for _ in range(3):
            begin = process_time()
            detect(message, lexicons, BRAND)
            took.append(process_time() - begin)
        figures.append((1000 * min(took), name))
    slowest, name = max(figures)
    return name, slowest
