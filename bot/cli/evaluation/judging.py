"""Every row of a labelled table through the same detection and triage as live, as if it were said to the brand it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.core.detection import detect, look
from bot.core.lexicon import BrandNames, matcher_for
from bot.core.messages import Author, Message, Place
from bot.core.scorer import read, topic_signs
from bot.core.second import topics_with
from bot.core.triage import History, Kind, Rules, triage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.cli.evaluation.table import Labelled
    from bot.core.findings import Finding
    from bot.core.lexicon import Lexicon
    from bot.core.operating import Points
    from bot.core.second import About, Second

NOBODY = BrandNames("")
"""No brand is configured here: whoever is addressed is the brand."""
_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
_PLACE, _CUSTOMER = Place("table", "evaluate"), Author("1", "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row with what the bot made of it. `topic` is the likeliest also below .5, `topic_probability` given that it complains."""

    row: Labelled
    finding: Finding
    verdict: Kind
    topic: str
    topic_probability: float

    @property
    def probability(self) -> float:
        """0..1, of a complaint."""
        return self.finding.probability


def message_of(row: Labelled) -> Message:
    """The row as somebody would say it to the brand."""
    return Message(_PLACE, str(row.n), _CUSTOMER, row.text, _AT, to_bot=True)


class Judging:
    """Judges rows one by one: no past, no budget, no brake, a channel that answers all complaints."""

    def __init__(self, lexicons: Mapping[str, Lexicon], points: Points, with_second: Points | None = None) -> None:
        """`points`: the thresholds of the verdicts; `with_second`: those with a second opinion, where one is heard."""
        self.lexicons = lexicons
        self.rules = Rules(mode="all", precision=points.wanted, points=points, with_second=with_second)
        self._about: dict[int, About] = {}

    def find(self, row: Labelled, second: Second | None = None) -> Finding:
        """What detection sees in a row, with a second opinion where there is one."""
        if second is not None and second.about is not None:
            self._about[row.n] = second.about
        return detect(message_of(row), self.lexicons, NOBODY, second=second)

    def conclude(self, row: Labelled, finding: Finding) -> Outcome:
        """The verdict, and for a complaint with a topic the likeliest one."""
        verdict = triage(message_of(row), finding, History(), self.rules)
        topic, chance = self._topic(row, finding) if row.complaint and row.topic else (finding.topic, 0.0)
        return Outcome(row, finding, verdict.kind, topic, chance)

    def _topic(self, row: Labelled, finding: Finding) -> tuple[str, float]:
        matcher = matcher_for(tuple(self.lexicons.values()), NOBODY)
        text, evidence, judgement, asks = look(row.text, matcher)
        if matcher.model is None or matcher.model.topics is None:
            return finding.topic or judgement.topic or "other", finding.probability
        reading = read(evidence, judgement, text, asks=asks)
        about = self._about.get(row.n)
        chances = topics_with(matcher.model.topics, topic_signs(evidence, judgement), reading.words, about)
        topic = finding.topic or max(chances, key=chances.__getitem__)
        return topic, chances.get(topic, 0.0)
