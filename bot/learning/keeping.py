"""What learning does with the store: gather a task, keep what was promoted, go back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.core.learning import enough
from bot.learning.choosing import MOST_LABELS
from bot.learning.process import Task
from bot.ports import Learned

if TYPE_CHECKING:
    from datetime import datetime

    from bot.config import Config
    from bot.core.learning import Decision
    from bot.ports import Ledger

PROGRAM = "learning"
"""Who stands in the audit trail for what the program did by itself."""


def gather(ledger: Ledger, config: Config) -> Task:
    """Everything that teaching needs."""
    versions = ledger.versions()
    current = next((version for version in versions if version.withdrawn is None), None)
    return Task(ledger.labels(MOST_LABELS), config, current, _since_rollback(ledger, versions, current))


def _since_rollback(ledger: Ledger, versions: list[Learned], current: Learned | None) -> int | None:
    """Labels since the last version was taken back; None when none was, or another was promoted since."""
    taken_back = max((version.withdrawn for version in versions if version.withdrawn is not None), default=None)
    if taken_back is None or (current is not None and current.at > taken_back):
        return None
    return ledger.count_labels(taken_back)


def worth_trying(task: Task) -> Decision:
    """What is known before anything is taught; no label is looked at for it."""
    return enough(len(task.labels), task.since_rollback)


def keep(ledger: Ledger, result: dict[str, Any], now: datetime) -> Learned | None:
    """Let the candidate serve when it was promoted; None when not. `result` as `result_of` gives it."""
    report = result["report"]
    if not report["promoted"]:
        return None
    kept = ledger.keep_version(Learned(now, result["base"], report["labels"], result["weights"], report))
    ledger.audit(PROGRAM, f"learned:{kept.number}", "", now)
    return kept


def roll_back(ledger: Ledger, now: datetime) -> Learned | None:
    """Take the version that serves back; gives it, None when the packaged model serves alone."""
    gone = ledger.withdraw(now)
    if gone is not None:
        ledger.audit(PROGRAM, f"unlearned:{gone.number}", "", now)
    return gone
