"""`wegwijzer learn`: a candidate from the brand's labels, versions, and the way back."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.cli.beside import configured, with_store
from bot.cli.codes import MISTAKES, OK
from bot.learning import adjustment_of, gather, keep, model_of, result_of, roll_back, worth_trying
from bot.learning.words import report_lines
from bot.lexicons import load_lexicons

if TYPE_CHECKING:
    from pathlib import Path

    from bot.config import Config
    from bot.core.scorer import Model
    from bot.ports import Learned, Store


def learn_brand(path: Path | None, *, as_json: bool) -> int:
    """Train a candidate, measure it, promote it when it is better, and say what changed. Exit code 0 also when it is not."""
    config = configured(path)
    if config is None:
        return MISTAKES
    return with_store("learn", config, lambda store: _learn(store, config, as_json=as_json), create=True)


async def _learn(store: Store, config: Config, *, as_json: bool) -> int:
    task = await store.read(lambda ledger: gather(ledger, config))
    decision = worth_trying(task)
    if not decision.promote:
        why = decision.sentences("en", only_failed=True)
        told = {"promoted": False, "labels": len(task.labels), "why": why}
        print(json.dumps(told) if as_json else "nothing was promoted\n" + "\n".join(f"- {one}" for one in why))
        return OK
    result = result_of(task.do())
    kept = await store.write(lambda ledger: keep(ledger, result, datetime.now(UTC)))
    report, sentences = result["report"], result["sentences"]["en"]
    if as_json:
        number = kept.number if kept is not None else None
        print(json.dumps({**report, "version": number, "why": sentences}, ensure_ascii=False))
        return OK
    first = f"version {kept.number} judges from now on" if kept is not None else "nothing was promoted"
    print("\n".join([first, *report_lines(report, sentences)]))
    return OK


def go_back(path: Path | None, *, as_json: bool) -> int:
    """Take the version that serves back; a running bot follows within seconds."""
    config = configured(path)
    return MISTAKES if config is None else with_store("learn", config, lambda store: _back(store, as_json=as_json))


async def _back(store: Store, *, as_json: bool) -> int:
    gone = await store.write(lambda ledger: roll_back(ledger, datetime.now(UTC)))
    serves = await store.read(lambda ledger: ledger.learned())
    if as_json:
        numbers = {
            "taken_back": gone.number if gone is not None else None,
            "serves": serves.number if serves is not None else None,
        }
        print(json.dumps(numbers))
        return OK
    now = f"version {serves.number} judges again" if serves is not None else "the packaged model judges alone"
    print(
        f"version {gone.number} was taken back; {now}" if gone is not None else f"there is nothing to take back; {now}"
    )
    return OK


def list_versions(path: Path | None, *, as_json: bool) -> int:
    """Every version that is kept, newest first."""
    config = configured(path)
    return MISTAKES if config is None else with_store("learn", config, lambda store: _list(store, as_json=as_json))


async def _list(store: Store, *, as_json: bool) -> int:
    versions = await store.read(lambda ledger: ledger.versions())
    serves = next((version.number for version in versions if version.withdrawn is None), 0)
    if as_json:
        print(json.dumps([_as_dict(version, serves) for version in versions], ensure_ascii=False))
    else:
        model = model_of(load_lexicons()[0])
        lines = [_as_line(version, serves, model) for version in versions]
        print("\n".join(lines) or "no version: the packaged model judges alone")
    return OK


def _as_dict(version: Learned, serves: int) -> dict[str, Any]:
    return {
        "version": version.number,
        "at": version.at.isoformat(),
        "labels": version.labels,
        "serves": version.number == serves,
        "taken_back": version.withdrawn.isoformat() if version.withdrawn is not None else None,
        "base": version.base,
        "report": version.report,
    }


def _as_line(version: Learned, serves: int, model: Model | None) -> str:
    state = "taken back" if version.withdrawn is not None else "serves" if version.number == serves else "earlier"
    if version.number == serves and adjustment_of(version, model) is None:
        state = "rests: it was made for another packaged model"
    before, after = version.report["before"], version.report["after"]
    figures = f"log-loss {before['log_loss']:.3f} → {after['log_loss']:.3f}"
    return f"{version.number:>4}  {version.at:%Y-%m-%d %H:%M}  {version.labels:>6} labels  {figures}  {state}"
