"""`wegwijzer explain TEXT`."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.cli.check import as_lines, collect, failed
from bot.cli.codes import MISTAKES, OK
from bot.cli.judge import Bench

if TYPE_CHECKING:
    from pathlib import Path

    from bot.cli.judge import Judged


def explain_text(text: str, path: Path | None, *, as_json: bool) -> int:
    """Judge one message as if a customer wrote it in a channel that answers all complaints, and print every signal."""
    config, troubles = collect(path, os.environ)
    if config is None or failed(troubles):
        print(as_lines(troubles), file=sys.stderr)
        return MISTAKES
    if text == "-":
        text = sys.stdin.read()
    bench = Bench(config, mode="all")
    judged = bench.judge(bench.message(text, datetime.now(UTC)))
    if as_json:
        print(json.dumps(_as_dict(judged), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(judged)))
    return OK


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
    lines.append("because")
    lines += [
        f"  {'+' if signal.fired else ' '} {signal.weight:+6.2f}  {signal.name:<28} {signal.text}"
        for signal in sorted(verdict.because, key=lambda s: (not s.fired, -abs(s.weight)))
    ]
    if judged.reply:
        lines += [f"reply      {judged.reply_name}", f"  {judged.reply}"]
    return lines
