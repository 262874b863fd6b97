"""One case as one row: its fields for JSON and CSV, its line for a terminal, and cells that no spreadsheet runs.

Random ids, words of customers with personal data covered, and what staff read on the card. Never a customer's name, a platform's id of a
person or a message, or the address of a private chat.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.core.cards import shorten
from bot.core.names import without_name
from bot.core.privacy import find_private, mask

if TYPE_CHECKING:
    from datetime import datetime

    from bot.cli.cases_choice import House
    from bot.core.cases import Case
    from bot.ports import CaseRecord

COLUMNS = (
    *("number", "id", "opened", "updated", "ended", "state", "topic", "severity", "language", "platform", "channel"),
    *("text", "media", "why", "hard", "probability", "answered", "reply", "staff_answered", "said", "suggestion"),
    *("messages", "deadline", "snoozed", "owner", "owner_id", "customer", "private", "pasted", "merged", "grouped"),
    "intake",
)
"""The fields of a row, in the order of the columns."""
_FORMULA = re.compile(r"(^|[,;\t|])(?=[\s\"']*[=+\-@\uff1d\uff0b\uff0d\uff20])|^(?=[\t\r\n])")
"""Where a cell, or what another program would take for one, could begin with a formula."""
_BREAKS = re.compile(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_WORDS = 60


def covered(text: str) -> str:
    """The text with whatever counts as personal data today covered, also where an older version let it pass."""
    return mask(text, find_private(text))


def unnamed(record: CaseRecord) -> CaseRecord:
    """The record with the customer's name covered in every text about him; of a case that began in private no reason is quoted."""
    case, name = record.case, record.name
    why = "" if _began_private(case) else case.why
    told = replace(
        case,
        masked=without_name(case.masked, name),
        said=without_name(case.said, name),
        why=without_name(why, name),
    )
    intake = tuple(replace(one, said=without_name(one.said, name)) for one in record.intake)
    return replace(record, case=told, intake=intake)


def words(case: Case) -> str:
    """The customer's words, covered; none where he said them in private."""
    return "" if _began_private(case) else covered(case.masked)


def channel(case: Case, house: House) -> str:
    """What the channel is called. A private chat has no name, and its id says who the customer is."""
    return "private" if _began_private(case) else house.name(case.place)


def _began_private(case: Case) -> bool:
    return bool(case.private_channel) and case.place.channel == case.private_channel


def as_row(record: CaseRecord, house: House) -> dict[str, Any]:
    """The fields of COLUMNS; moments are ISO 8601 by the brand's clock, what is not known is None or empty."""
    case = record.case

    def at(moment: datetime | None) -> str | None:
        return house.local(moment).isoformat(timespec="seconds") if moment is not None else None

    return {
        "number": case.number,
        "id": case.id,
        "opened": at(case.opened),
        "updated": at(case.updated),
        "ended": at(case.updated) if case.ended else None,
        "state": str(case.state),
        "topic": case.topic,
        "severity": case.severity,
        "language": case.language,
        "platform": case.place.platform,
        "channel": channel(case, house),
        "text": words(case),
        "media": case.media,
        "why": covered(case.why),
        "hard": list(case.hard),
        "probability": round(case.probability, 3),
        "answered": at(case.answered),
        "reply": case.reply,
        "staff_answered": at(record.staff_answered),
        "said": covered(case.said),
        "suggestion": case.suggestion,
        "messages": record.messages,
        "deadline": at(case.deadline),
        "snoozed": at(case.snoozed),
        "owner": case.owner_name,
        "owner_id": case.owner,
        "customer": case.customer,
        "private": case.private,
        "pasted": bool(case.outside),
        "merged": case.merged,
        "grouped": case.grouped,
        "intake": {one.question: covered(one.said) for one in record.intake},
    }


def as_cells(row: dict[str, Any]) -> list[str | int | float]:
    """A row for a CSV file: one line, and no cell that a spreadsheet takes for a formula."""
    return [_cell(row[name]) for name in COLUMNS]


def _cell(value: Any) -> str | int | float:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, dict):
        value = [f"{name}: {said}" for name, said in value.items()]
    text = ", ".join(value) if isinstance(value, list) else value or ""
    return harmless(text)


def harmless(text: str) -> str:
    """The text in one line, with an apostrophe wherever a spreadsheet could begin a formula.

    Also behind a comma, semicolon, tab or bar inside the text: a program with another separator begins a cell there.
    """
    return _BREAKS.sub(" ", _FORMULA.sub(r"\1'", text))


def as_line(record: CaseRecord, house: House) -> str:
    """A case in one line of a list."""
    case = record.case
    facts = [
        f"#{case.number:04d}",
        f"{house.local(case.opened):%Y-%m-%d %H:%M}",
        f"{case.state:<11}",
        f"{case.topic:<14}",
        str(case.severity),
        f"{shorten(channel(case, house), 20):<20}",
        f"{shorten(case.owner_name, 14) or '-':<14}",
        shorten(words(case), _WORDS),
    ]
    return plain("  ".join(facts))


def plain(text: str) -> str:
    """The text without what could steer a terminal or turn the reading direction."""
    return "".join(sign if sign.isprintable() else " " if sign.isspace() else "" for sign in text)


HEAD = f"{'case':<5}  {'opened':<16}  {'state':<11}  {'topic':<14}  !  {'channel':<20}  {'owner':<14}  words"
"""Above a list."""
