"""What a customer says about a case of his own that has ended, and when the bot withdraws from one that runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.core.cases import WITH_STAFF, Case, State

if TYPE_CHECKING:
    from bot.core.findings import Finding
    from bot.core.messages import Message

_TROUBLE = 0.5
"""As `triage.ASK_FROM`."""


_NO = re.compile(
    r"\W*(?:(?:nee|neen|no|nope|helaas niet)\b|(?:het |dit )?(?:heeft )?niet geholpen\b|(?:it |this )?did(?:n\W?t| not) help\b)",
    re.IGNORECASE,
)
"""How an answer to "did it help?" begins when it did not."""


def says_no(message: Message, finding: Finding, case: Case) -> bool:
    """Whether he answers in words that it did not help."""
    if case.state not in {State.SOLVED, State.CLOSED} or case.followed is None or case.helped or message.version:
        return False
    return _NO.match(message.text) is not None and not (finding.solved or finding.praise)


def is_remark(message: Message, finding: Finding, case: Case) -> bool:
    """Whether it is his one remark after he was asked if it helped, or thanks in private: something that asks for nothing."""
    thanks = message.private and (finding.praise or finding.solved)
    asked = case.followed is not None or thanks
    if not (case.ended and asked) or case.comment or message.version or not message.text.strip():
        return False
    return not (finding.question or finding.exit_word or finding.abusive or finding.probability >= _TROUBLE)


def asks_again(finding: Finding, case: Case) -> bool:
    """Whether it is a question, or trouble, after the end."""
    return case.state in {State.SOLVED, State.CLOSED} and (finding.question or finding.probability >= _TROUBLE)


def withdraws(message: Message, finding: Finding, case: Case, replied: Case | None) -> bool:
    """Whether he insults or threatens in a case that the bot still answers in."""
    here = message.to_bot or (replied is not None and replied.id == case.id)
    return finding.abusive and here and case.state not in WITH_STAFF
