"""Units that belong together become one moment, with its due time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.core.promises import days
from bot.core.promises.units import PART_ENDS, TAKEN, Part, Unit

if TYPE_CHECKING:
    from datetime import date

    from bot.core.promises.clauses import Clause, Sentence
    from bot.core.promises.units import Scan
    from bot.core.promises.wording import Wording

_HALF_A_DAY = timedelta(hours=12)
_LOOK_BACK = 40
_NEARLY_A_YEAR = 300
_ENDS = re.compile(r"\s*(?:[,.!]|$|(?:so|dus|and|en|but|maar)\b)")


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is due, read from `start` to `end`, in this clause."""

    due: datetime
    start: int
    end: int
    clause: Clause
    firm: bool
    before: bool
    ahead: bool
    over: bool
    """A bare time or date that is just over, so that tomorrow's or next year's was read."""


def moments(scan: Scan, sentence: Sentence, wording: Wording) -> list[Moment]:
    """The deadlines of one sentence, in order; "until Friday" and "every Friday" are none."""
    found = []
    for units, clause in _groups(scan, sentence, wording):
        moment = _moment(units, clause, scan, wording)
        if moment is not None:
            found.append(moment)
    return found


def _groups(scan: Scan, sentence: Sentence, wording: Wording) -> list[tuple[list[Unit], Clause]]:
    """Units that can be said of one moment and stand in one clause, or in a clause that consists of nothing else."""
    groups: list[tuple[list[Unit], Clause]] = []
    for clause in sentence.clauses:
        mine = [unit for unit in sorted(scan.units, key=lambda u: u.start) if clause.holds(unit.start)]
        alone = bool(wording.filler.fullmatch(scan.text[clause.start : clause.end].replace(TAKEN, " ")))
        fresh = not alone
        for unit in mine:
            last = groups[-1][0] if groups and not fresh else []
            if last and all(unit.fits(other) for other in last):
                last.append(unit)
            elif last and _either(scan, last[-1], unit, wording):
                last[-1] = unit
            else:
                groups.append(([unit], clause))
            fresh = False
    return groups


def _either(scan: Scan, one: Unit, other: Unit, wording: Wording) -> bool:
    """Whether the two are a range, "morgen of overmorgen", which takes its end."""
    alike = (one.day is None) == (other.day is None) and (one.clock is None) == (other.clock is None)
    return alike and bool(wording.either.fullmatch(scan.text[one.end : other.start]))


def _lead(scan: Scan, unit: Unit) -> str:
    return scan.text[max(0, unit.start - _LOOK_BACK) : unit.start].replace(TAKEN, " ")


def _moment(units: list[Unit], clause: Clause, scan: Scan, wording: Wording) -> Moment | None:
    kept, firm = [], False
    for unit in units:
        lead, tail = _lead(scan, unit), scan.text[unit.end : unit.end + _LOOK_BACK].replace(TAKEN, " ")
        if wording.not_due_after.match(tail):
            return None
        if wording.not_due.search(lead) or (wording.naming.search(lead) and _ENDS.match(tail)):
            return None
        if wording.starting.search(lead) and any(other.clock or other.part for other in units):
            return None
        kept.append(unit)
        firm = firm or bool(wording.firm.search(lead)) or bool(wording.firm_after.match(tail))
    before = {unit for unit in kept if wording.before.search(_lead(scan, unit))}
    if before and wording.planned.search(scan.text[clause.start : clause.end]):
        before = set()
    due = _due(kept, before, scan)
    if due is None:
        return None
    start, end = min(u.start for u in kept), max(u.end for u in kept)
    ahead = any(u.ahead for u in kept) or _yet_to_come(kept, due, scan)
    leads = not wording.word.search(scan.text[clause.start : start].replace(TAKEN, " "))
    bound = bool(before) or firm or any(u.inclusive for u in kept)
    return Moment(due, start, end, clause, firm, bool(before), ahead or (leads and bound), _is_over(kept, due, scan))


def _yet_to_come(units: list[Unit], due: datetime, scan: Scan) -> bool:
    """Whether a time of today has not begun: nothing in the past can be said of it."""
    if any(unit.day is not None and not unit.today for unit in units) or due.date() != scan.today:
        return False
    part = next((unit.part for unit in units if unit.part is not None), None)
    begins = {Part.AFTERNOON: time(12), Part.EVENING: time(17, 30)}
    if any(unit.clock is not None for unit in units):
        return True
    return part in begins and scan.now.time() < begins[part]


def _is_over(units: list[Unit], due: datetime, scan: Scan) -> bool:
    if (due.date() - scan.today).days > _NEARLY_A_YEAR:
        return True
    return due.date() > scan.today and all(unit.clock is not None for unit in units)


def _due(units: list[Unit], before: set[Unit], scan: Scan) -> datetime | None:
    if units[0].elapsed is not None:
        return (scan.now.astimezone(UTC) + units[0].elapsed).astimezone(scan.hours.zone)
    of_day = next((unit for unit in units if unit.day is not None), None)
    of_part = next((unit for unit in units if unit.part is not None), None)
    of_clock = next((unit for unit in units if unit.clock is not None), None)
    day, part = (of_day.day if of_day else None), (of_part.part if of_part else None)
    if of_clock is not None and of_clock.clock is not None:
        later, hour, minute = of_clock.clock.resolved(part)
        due = days.at((day or scan.today) + timedelta(days=later), time(hour, minute), scan.hours)
        if due <= scan.now and day is None and part is None:
            return days.at(scan.today + timedelta(days=1), time(hour, minute), scan.hours)
        if due <= scan.now and of_day is not None and of_day.today and part is None and not of_clock.clock.exact:
            return due + _HALF_A_DAY
        return due
    if part is not None and of_part is not None:
        excluded = of_part in before and not of_part.inclusive
        return _end_of_part(day or scan.today, part, scan, excluded=excluded, dated=day is not None)
    if of_day is None or day is None:
        return None
    if of_day in before and not of_day.inclusive and not of_day.today:
        day = days.last_working_day_before(day, scan.hours)
    return days.at(day, scan.hours.closing, scan.hours)


def _end_of_part(day: date, part: Part, scan: Scan, *, excluded: bool, dated: bool) -> datetime | None:
    """The end of a part of the day; "before" it is where it begins."""
    if part is Part.CLOSING:
        return days.at(day, scan.hours.closing, scan.hours)
    if excluded and part is Part.MORNING:
        return days.at(days.last_working_day_before(day, scan.hours), scan.hours.closing, scan.hours)
    if excluded and part in {Part.AFTERNOON, Part.EVENING}:
        return days.at(day, time(12) if part is Part.AFTERNOON else scan.hours.closing, scan.hours)
    if part is Part.MIDNIGHT:
        return days.at(day + timedelta(days=1), time(0), scan.hours)
    if part is Part.NIGHT:
        return days.at(day + timedelta(days=1), PART_ENDS[part], scan.hours)
    due = days.at(day, PART_ENDS[part], scan.hours)
    if due <= scan.now and not dated:
        return days.at(day + timedelta(days=1), PART_ENDS[part], scan.hours)
    return due
