"""`wegwijzer explain TEXT`."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.cli.beside import taught
from bot.cli.check import as_lines, collect, failed
from bot.cli.codes import MISTAKES, OK
from bot.cli.judge import Bench
from bot.core.flipping import flip
from bot.opinion import sentence_encoder

if TYPE_CHECKING:
    from pathlib import Path

    from bot.cli.judge import Judged
    from bot.core.flipping import Flip

_SEEN = ("names_brand", "question", "praise", "solved", "quotation", "news", "negation", "sarcasm", "look_alike")
"""What a finding says yes or no to."""
NOTHING_SMALL = "-"
"""No small change was found that gives another verdict."""


def explain_text(text: str, path: Path | None, *, as_json: bool, encoder: bool = True) -> int:
    """Judge one message as if a customer wrote it in a channel that answers all complaints, and print every signal."""
    config, troubles = collect(path, os.environ)
    if config is None or failed(troubles):
        print(as_lines(troubles), file=sys.stderr)
        return MISTAKES
    if text == "-":
        text = sys.stdin.read()
    bench = Bench(config, mode="all", encoder=sentence_encoder(config, wanted=encoder))
    bench.house.adjustment = taught(config, bench.house.library.shelf.lexicons)
    message = bench.message(text, datetime.now(UTC))
    judged = bench.judge(message)
    changed = flip(message, bench.afresh, bench.house.library.shelf.lexicons)
    if as_json:
        print(json.dumps(_as_dict(judged) | {"flip": _flip_as_dict(changed, judged)}, ensure_ascii=False, indent=2))
    else:
        told = changed.say(judged.finding.language) if changed else NOTHING_SMALL
        print("\n".join([*_lines(judged), f"flip       {told}"]))
    return OK


def _flip_as_dict(changed: Flip | None, judged: Judged) -> dict[str, Any] | None:
    if changed is None:
        return None
    return {
        "verdict": changed.verdict,
        "with" if changed.added else "without": changed.words,
        "change": round(changed.by, 3),
        "complaint": round(changed.probability, 4),
        "says": changed.say(judged.finding.language),
    }


def _as_dict(judged: Judged) -> dict[str, Any]:
    finding = judged.finding
    return {
        "text": finding.masked,
        "language": finding.language,
        "complaint": round(finding.probability, 4),
        "topic": finding.topic or None,
        "severity": finding.severity,
        "hard": list(finding.hard),
        "abusive": finding.abusive,
        "private": [span.kind for span in finding.private],
        "seen": [name for name in _SEEN if getattr(finding, name)],
        "verdict": judged.verdict.kind,
        "because": judged.because(everything=True),
        "reply": judged.reply,
        "reply_name": judged.reply_name or None,
    }


def _lines(judged: Judged) -> list[str]:
    finding, verdict = judged.finding, judged.verdict
    lines = [
        f"verdict    {verdict.kind}",
        f"complaint  {finding.probability:.3f}   topic {finding.topic or '-'}   severity {finding.severity}   language {finding.language}",
    ]
    if finding.hard or finding.private:
        lines.append(
            f"hard       {', '.join(finding.hard) or '-'}   personal data {', '.join(s.kind for s in finding.private) or '-'}"
        )
    seen = [name.replace("_", " ") for name in _SEEN if getattr(finding, name)]
    seen += [f"other company: {finding.other_company}"] if finding.other_company else []
    seen += ["abusive"] if finding.abusive else []
    if seen:
        lines.append(f"seen       {', '.join(seen)}")
    lines.append("because")
    lines += [
        f"  {'+' if signal.fired else ' '} {signal.weight:+6.2f}  {signal.name:<28} {signal.text}"
        for signal in sorted(verdict.because, key=lambda s: (not s.fired, -abs(s.weight)))
    ]
    if judged.reply:
        lines += [f"reply      {judged.reply_name}", f"  {judged.reply}"]
    return lines
