"""Teaching in a process of its own, so that the bot's memory stays flat and its loop free: plain data in, plain data out."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.config import Config
from bot.learning.teaching import Outcome, Teacher, adjustment_of, model_of, names_of, rules_of, teach
from bot.lexicons import load_lexicons
from bot.ports import Label, Learned

if TYPE_CHECKING:
    from collections.abc import Sequence

AT_MOST = 3600.0
"""Seconds after which a process that teaches is ended."""
_NICE = 15
_NEEDED = {"brand", "platforms", "channels", "rules"}
"""The settings that say how a message is judged; secrets and addresses stay where they are."""


class Failed(Exception):
    """The process ended without an outcome; the text says how, and never repeats a label."""


@dataclass(frozen=True, slots=True)
class Task:
    """What teaching needs: the labels, the settings of the brand and its channels, the version that serves."""

    labels: Sequence[Label]
    config: Config
    current: Learned | None = None
    since_rollback: int | None = None

    def dump(self) -> str:
        """As JSON."""
        return json.dumps(
            {
                "labels": [{**asdict(label), "at": label.at.isoformat()} for label in self.labels],
                "config": self.config.model_dump(mode="json", include=_NEEDED),
                "current": None if self.current is None else _dumped(self.current),
                "since_rollback": self.since_rollback,
            }
        )

    @staticmethod
    def load(text: str) -> Task:
        """From JSON."""
        raw = json.loads(text)
        return Task(
            labels=[Label(**{**one, "at": datetime.fromisoformat(one["at"])}) for one in raw["labels"]],
            config=Config.model_validate(raw["config"]),
            current=None if raw["current"] is None else _loaded(raw["current"]),
            since_rollback=raw["since_rollback"],
        )

    def do(self) -> Outcome:
        """Teach, in this process."""
        lexicons, _ = load_lexicons()
        teacher = Teacher(lexicons, names_of(self.config), rules_of(self.config))
        return teach(self.labels, teacher, adjustment_of(self.current, model_of(lexicons)), self.since_rollback)


def _dumped(learned: Learned) -> dict[str, Any]:
    return {
        "at": learned.at.isoformat(),
        "base": learned.base,
        "labels": learned.labels,
        "weights": learned.weights,
        "number": learned.number,
    }


def _loaded(raw: dict[str, Any]) -> Learned:
    return Learned(
        datetime.fromisoformat(raw["at"]), raw["base"], raw["labels"], raw["weights"], {}, number=raw["number"]
    )


def result_of(outcome: Outcome) -> dict[str, Any]:
    """What comes back: `report`, `weights`, `base`, and the reasons in words by language."""
    return {
        "report": outcome.report(),
        "weights": outcome.weights(),
        "base": outcome.adjustment.base,
        "failed": {language: outcome.decision.sentences(language, only_failed=True) for language in ("nl", "en")},
        "sentences": {language: outcome.decision.sentences(language) for language in ("nl", "en")},
    }


async def teach_apart(task: Task) -> dict[str, Any]:
    """`result_of` the task, done by another process. Raises Failed. Ends that process when it is cancelled."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.learning",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(AT_MOST):
            said, _ = await child.communicate(task.dump().encode())
    except TimeoutError as error:
        raise Failed(f"no end after {AT_MOST:g} seconds") from error
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if child.returncode != 0:
        raise Failed(f"exit code {child.returncode}")
    result: dict[str, Any] = json.loads(said)
    return result


def main() -> int:
    """A task on standard input, its result on standard output; after everything else on this machine."""
    if hasattr(os, "nice"):
        os.nice(_NICE)
    task = Task.load(sys.stdin.read())
    sys.stdout.write(json.dumps(result_of(task.do())))
    return 0
