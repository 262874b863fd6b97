"""The life of one case, as text and as JSON: events from the audit trail, clocks, promises, timers, messages and notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.cli.cases_choice import house_of
from bot.cli.cases_row import as_row, covered, plain, unnamed, words
from bot.cli.cases_row import channel as channel_of
from bot.config.budgets import budgets_of
from bot.config.hours import office_hours
from bot.core.clocks import ClockKind, ClockState, read_clock
from bot.core.messages import Role
from bot.ports import AuditLine, CaseQuery

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from bot.cli.cases_choice import House
    from bot.config import Config
    from bot.core.cases import Case
    from bot.core.clocks import Reading
    from bot.core.promises.keeping import GivenPromise
    from bot.ports import CaseRecord, Ledger, Note, Seen, TimerLine

_PROGRAM = frozenset({"bot", "learning"})
_NOBODY = ("nobody", "")
_BY_STAFF = "case_from_link"
"""What the trail says when staff made a case of a message or an address."""


@dataclass(frozen=True, slots=True)
class Life:
    """Everything that is shown of a case."""

    record: CaseRecord
    house: House
    into: int
    """Number of the case in which it goes on, or 0."""
    staff: Mapping[str, str]
    """Random id → name of those of staff who had to do with it."""
    events: Sequence[AuditLine]
    clocks: Sequence[Reading]
    promises: Sequence[GivenPromise]
    timers: Sequence[TimerLine]
    messages: Sequence[Seen]
    notes: Sequence[Note]

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.record.case

    def who(self, person: str) -> tuple[str, str]:
        """What somebody is (bot, customer, staff, somebody) and, of staff, the name."""
        if not person:
            return _NOBODY
        if person in _PROGRAM:
            return "bot", ""
        if person == self.case.customer:
            return "customer", ""
        if person in self.staff:
            return "staff", self.staff[person]
        return "somebody", ""


def life_of(ledger: Ledger, case: Case, config: Config, now: datetime) -> Life:
    """Read it in one transaction; clocks are told as they stand at `now`."""
    lines, promises, notes = ledger.life_of(case.id), ledger.promises_of(case.id), ledger.notes(case.id)
    messages = ledger.messages_of(case.id)
    people = {
        *(line.who for line in lines),
        *(promise.who for promise in promises),
        *(note.who for note in notes),
        *(seen.author for seen in messages),
        case.owner,
    }
    names = ledger.staff_names(people)
    if case.owner:
        names = {case.owner: case.owner_name} | names
    opener = next((line.who for line in lines if line.what == _BY_STAFF), case.customer)
    merged = ledger.case(case.merged) if case.merged else None
    return Life(
        record=_record(ledger, case),
        house=house_of(ledger, config),
        into=merged.number if merged is not None else 0,
        staff=names,
        events=[AuditLine(case.opened, opener, "opened"), *lines],
        clocks=_clocks(ledger, case, config, now),
        promises=promises,
        timers=ledger.timers_of(case.id),
        messages=messages,
        notes=notes,
    )


def _record(ledger: Ledger, case: Case) -> CaseRecord:
    return unnamed(ledger.case_records(CaseQuery(), 1, beyond=case.number - 1)[0])


def _clocks(ledger: Ledger, case: Case, config: Config, now: datetime) -> list[Reading]:
    events = ledger.clock_events(case.id)
    budgets = budgets_of(config.clocks, case.severity)
    hours = office_hours(config.policy)
    readings = [read_clock(kind, events, budgets.of(kind), now, hours) for kind in ClockKind]
    return [reading for reading in readings if reading.state is not ClockState.NONE]


def as_object(life: Life) -> dict[str, Any]:
    """For JSON; moments are ISO 8601 by the brand's clock."""
    return {
        "case": {**as_row(life.record, life.house), "outside": life.case.outside, "merged_into": life.into or None},
        "events": [_event(life, line) for line in life.events],
        "clocks": [
            {"clock": str(one.kind), "state": str(one.state), "used": round(one.used, 3), "due": _iso(life, one.due)}
            for one in life.clocks
        ],
        "promises": [
            {
                "state": str(one.state),
                "made": _iso(life, one.made),
                "due": _iso(life, one.due),
                "ended": _iso(life, one.ended),
                "words": covered(one.words),
                **_person(life, one.who),
            }
            for one in life.promises
        ],
        "timers": [{"timer": one.name, "due": _iso(life, one.due)} for one in life.timers],
        "messages": [
            {
                "at": _iso(life, seen.at),
                **_speaker(life, seen),
                "text": covered(seen.masked),
                "edited": seen.version > 0,
            }
            for seen in life.messages
        ],
        "notes": [
            {"at": _iso(life, note.at), **_person(life, note.who), "text": covered(note.masked)} for note in life.notes
        ],
    }


def _event(life: Life, line: AuditLine) -> dict[str, Any]:
    return {"at": _iso(life, line.at), "what": line.what, **_person(life, line.who), "id": line.who}


def _person(life: Life, person: str) -> dict[str, str]:
    kind, name = life.who(person)
    return {"who": kind, "name": name}


def _speaker(life: Life, seen: Seen) -> dict[str, str]:
    """Also of staff who are not known by name, and of our own posts."""
    if seen.posted or seen.role == Role.SELF:
        return {"who": "bot", "name": ""}
    kind, name = life.who(seen.author)
    return {"who": "staff" if kind == "somebody" and seen.role == Role.STAFF else kind, "name": name}


def _iso(life: Life, moment: datetime | None) -> str | None:
    return life.house.local(moment).isoformat(timespec="seconds") if moment is not None else None


def as_text(life: Life) -> str:
    """For a terminal."""
    parts = [list(_head(life))]
    parts.append(
        ["clocks", *(_line(one.kind, one.state, f"{one.used:.0%}", _due(life, one.due)) for one in life.clocks)]
    )
    parts.append(
        [
            "promises",
            *(_line(one.state, _due(life, one.due), _quoted(one.words), _name(life, one.who)) for one in life.promises),
        ]
    )
    parts.append(["timers", *(_line(one.name, _due(life, one.due)) for one in life.timers)])
    parts.append(
        ["life", *(_line(_time(life, line.at), f"{_name(life, line.who):<14}", line.what) for line in life.events)]
    )
    parts.append(["messages", *(_message(life, seen) for seen in life.messages)])
    parts.append(
        [
            "notes (internal)",
            *(_line(_time(life, note.at), f"{_name(life, note.who):<14}", covered(note.masked)) for note in life.notes),
        ]
    )
    # A part that is only its title has nothing to say.
    return "\n\n".join("\n".join(plain(line) for line in part) for part in parts if len(part) > 1)


def _head(life: Life) -> Iterator[str]:
    case = life.case
    channel = f"{channel_of(case, life.house)} ({case.place.platform})"
    yield " · ".join(
        (f"#{case.number:04d}", str(case.state), case.topic, f"severity {case.severity}", case.language, channel)
    )
    yield f"id {case.id} · customer {case.customer} · opened {_time(life, case.opened)} · changed {_time(life, case.updated)}"
    yield f"owner: {case.owner_name or 'nobody'}"
    yield f"words: {_quoted(words(case))}{f' + {case.media}' if case.media else ''}"
    if case.why:
        yield f"why: {covered(case.why)}"
    if case.said:
        yield f"already said: {covered(case.said)}"
    if case.answered is not None:
        yield f"the bot answered: {_time(life, case.answered)} with {case.reply or 'words of its own'}"
    if life.record.staff_answered is not None:
        yield f"staff answered: {_time(life, life.record.staff_answered)}"
    if case.deadline is not None and not case.ended:
        yield f"deadline: {_time(life, case.deadline)}"
    if case.snoozed is not None:
        yield f"rests until: {_time(life, case.snoozed)}"
    if case.private:
        yield "went on in private; what was said there is not kept"
    for one in life.record.intake:
        yield f"{one.question}: {_quoted(one.said)}{'' if one.fits else ' (another form than asked for)'}"
    if life.into:
        yield f"goes on in: #{life.into:04d}"
    if case.outside:
        yield f"about: {case.outside}"


def _message(life: Life, seen: Seen) -> str:
    who = _speaker(life, seen)
    edited = " (edited)" if seen.version > 0 else ""
    return _line(_time(life, seen.at), f"{who['name'] or who['who']:<14}", covered(seen.masked) + edited)


def _line(*cells: str) -> str:
    return "  " + "  ".join(cells)


def _name(life: Life, person: str) -> str:
    kind, name = life.who(person)
    return name or kind


def _quoted(text: str) -> str:
    return f'"{covered(text)}"'


def _due(life: Life, due: datetime | None) -> str:
    return f"due {_time(life, due)}" if due is not None else "-"


def _time(life: Life, moment: datetime) -> str:
    return f"{life.house.local(moment):%Y-%m-%d %H:%M:%S}"
