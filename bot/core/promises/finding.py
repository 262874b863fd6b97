"""The decision: who commits to what in each clause, and which of the deadlines counts."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC
from enum import Enum
from typing import TYPE_CHECKING

from bot.core.promises import dutch, english
from bot.core.promises.clauses import Clause, Sentence, sentences, unquoted
from bot.core.promises.dutch_wording import DUTCH
from bot.core.promises.english_wording import ENGLISH
from bot.core.promises.groups import Moment, moments
from bot.core.promises.units import TAKEN, Scan

if TYPE_CHECKING:
    from datetime import datetime

    from bot.core.hours import OfficeHours
    from bot.core.promises.wording import Wording

_LANGUAGES = {"nl": (dutch.read, DUTCH), "en": (english.read, ENGLISH)}
_SAME_LENGTH = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u00b4": "'", "`": "'", "\u00a0": " ", "\u202f": " ", "\u2011": "-"}
)
_LONGEST = 2000
_MARKS = " ,.:;!()\n\u2013\u2014\u2026-"
_FEW_WORDS = 2
"""A clause with more of them, none of which the tables know, is not taken for a promise."""


@dataclass(frozen=True, slots=True)
class Promise:
    """`due` is aware, UTC, to the minute; `words` are those the deadline was read from."""

    due: datetime
    words: str


class Judged(Enum):
    """What a clause is."""

    COMMITS = "somebody of the brand commits to something"
    DOUBTFUL = "uncertain, denied, general or conditional: a firm bound beside it still counts"
    ELSE = "something else: the past, somebody else's doing, opening hours, an offer"
    OPEN = "it does not say; its neighbour does"


def find_promise(text: str, now: datetime, language: str, hours: OfficeHours) -> Promise | None:
    """The promise in words of staff, or None. `now` is aware; a language other than nl and en has no promises."""
    if language not in _LANGUAGES:
        return None
    read, wording = _LANGUAGES[language]
    original = unicodedata.normalize("NFC", text)[:_LONGEST]
    plain = _lower(unquoted(original).translate(_SAME_LENGTH))
    local = now.astimezone(hours.zone).replace(second=0, microsecond=0)
    scan = Scan(plain, local, hours)
    read(scan)
    if not scan.units:
        return None
    committed: list[Moment] = []
    bare: list[Moment] = []
    before = Judged.OPEN
    for sentence in sentences(scan.text, wording):
        found = [
            moment for moment in moments(scan, sentence, wording) if moment.due.astimezone(UTC) > local.astimezone(UTC)
        ]
        judged = _judge(scan, sentence, found, wording)
        for moment in found:
            if _counts(scan, moment, sentence, judged, before, wording):
                silent = judged[sentence.clauses.index(moment.clause)] is Judged.OPEN
                (bare if silent and not moment.firm else committed).append(moment)
        before = next((v for v in reversed(judged) if v is not Judged.OPEN), before)
    if not committed and not bare:
        return None
    # A moment of which nothing is said ("net voor sluitingstijd, maar ...") gives way to one at which something is done.
    committed = committed or bare
    chosen = next((moment for moment in committed if moment.firm or moment.before), None)
    if chosen is None:
        chosen = next((moment for moment in committed if _in_person(scan, moment.clause, wording)), committed[0])
    return Promise(chosen.due.astimezone(UTC), original[chosen.start : chosen.end].strip())


def _in_person(scan: Scan, clause: Clause, wording: Wording) -> bool:
    """Whether the writer speaks for himself, or of what the customer gets: that goes before what will happen by itself."""
    words = _words(scan, clause, wording)
    return bool(wording.own.search(words) or wording.receives.search(words))


def _lower(text: str) -> str:
    """Lower case in which every letter keeps its place."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _counts(
    scan: Scan, moment: Moment, sentence: Sentence, judged: list[Judged], before: Judged, wording: Wording
) -> bool:
    """Whether the clause of this deadline commits, or, where it does not say, its neighbours."""
    place = sentence.clauses.index(moment.clause)
    verdict = judged[place]
    if verdict is Judged.OPEN:
        earlier = next((v for v in reversed(judged[:place]) if v is not Judged.OPEN), None)
        later = next((v for v in judged[place + 1 :] if v is not Judged.OPEN), None)
        verdict = earlier or later or before
        if verdict is Judged.OPEN:
            # Nobody says anything against it, and it can only lie ahead: "vrijdag uiterlijk", "morgen meer".
            more = len(wording.word.findall(_words(scan, moment.clause, wording)))
            bound = moment.firm or moment.before
            return more > 0 if bound else moment.ahead and 0 < more <= _FEW_WORDS
        if (moment.firm or moment.before) and verdict is Judged.DOUBTFUL:
            return True
    return verdict is Judged.COMMITS


def _judge(scan: Scan, sentence: Sentence, found: list[Moment], wording: Wording) -> list[Judged]:
    judged: list[Judged] = []
    ahead = False
    for clause in sentence.clauses:
        # "Voor de lunch, zeg 12 uur, heeft Linde ...": what stands before it without a verb is said of it.
        ahead = any(moment.ahead for moment in found if moment.clause is clause) or (
            ahead and judged[-1] is Judged.OPEN
        )
        over = any(moment.over for moment in found if moment.clause is clause)
        settled = over and wording.settled.search(_words(scan, clause, wording))
        judged.append(Judged.ELSE if settled else _clause(scan, clause, wording, ahead=ahead))
    if sentence.question:
        return _questioned(scan, sentence, judged, wording)
    _hang_together(scan, sentence, judged, found, wording)
    for place, clause in enumerate(sentence.clauses):
        if not wording.condition.search(_words(scan, clause, wording)):
            continue
        if place > 0 and wording.whether.search(_words(scan, sentence.clauses[place - 1], wording)):
            continue
        judged[place] = Judged.DOUBTFUL
        # What follows hangs on the condition; what stands before it does unless an "and" or "but" parts them.
        reach = [place + 1] if place + 1 < len(judged) else []
        if place > 0 and not clause.joined:
            reach.append(place - 1)
        for other in reach:
            if judged[other] is Judged.COMMITS:
                judged[other] = Judged.DOUBTFUL
    return judged


def _hang_together(scan: Scan, sentence: Sentence, judged: list[Judged], found: list[Moment], wording: Wording) -> None:
    """What a clause says of the one before it: whose words they are, what follows from it, what holds instead."""
    for place in range(1, len(judged)):
        asked, words = (_words(scan, sentence.clauses[at], wording) for at in (place - 1, place))
        if wording.attributed.search(words):
            judged[place - 1] = judged[place] = Judged.ELSE
        if scan.text[sentence.clauses[place].start] == ":" and wording.quoting.search(asked):
            judged[place] = Judged.ELSE
        verb_first = not scan.text[sentence.clauses[place - 1].start :].lstrip(_MARKS).startswith(TAKEN)
        if verb_first and wording.then.search(words) and wording.inverted.search(asked):
            judged[place - 1] = judged[place] = Judged.DOUBTFUL
        if judged[place] is Judged.COMMITS and wording.then.search(words):
            bare_order = wording.elided.search(asked) and not wording.personal.search(asked)
            if judged[place - 1] is Judged.COMMITS and bare_order and wording.follows.search(words):
                judged[place - 1] = judged[place] = Judged.DOUBTFUL
            dated = any(moment.clause is sentence.clauses[place] for moment in found)
            if wording.opening.search(asked) and not dated and not _past(asked, wording):
                judged[place - 1] = Judged.COMMITS
        asks = judged[place - 1] is Judged.ELSE and wording.duty.search(asked) and wording.asks_for.search(asked)
        if asks and judged[place] is Judged.COMMITS and wording.follows.search(words):
            judged[place] = Judged.DOUBTFUL
        if (
            judged[place - 1] is Judged.DOUBTFUL
            and wording.negation.search(asked)
            and wording.restated.fullmatch(words)
        ):
            judged[place] = _verdict(wording.negation.sub(" ", asked), wording, ahead=True)


def _questioned(scan: Scan, sentence: Sentence, judged: list[Judged], wording: Wording) -> list[Judged]:
    if len(judged) > 1 and wording.open_question.search(_words(scan, sentence.clauses[-1], wording)):
        return [*judged[:-1], Judged.ELSE]
    return [Judged.ELSE] * len(judged)


def _words(scan: Scan, clause: Clause, wording: Wording) -> str:
    words = scan.text[clause.start : clause.end].replace(TAKEN, " ")
    return wording.harmless.sub(" ", words)


def _past(words: str, wording: Wording) -> bool:
    return any(not wording.not_past.search(words[: match.start()]) for match in wording.past.finditer(words))


def _clause(scan: Scan, clause: Clause, wording: Wording, *, ahead: bool) -> Judged:
    return _verdict(_words(scan, clause, wording), wording, ahead=ahead)


def _verdict(words: str, wording: Wording, *, ahead: bool) -> Judged:
    ahead = ahead or bool(wording.planned.search(words))
    receives, own = bool(wording.receives.search(words)), bool(wording.own.search(words))
    if _past(words, wording) or wording.reported.search(words) or (wording.perfect.search(words) and not ahead):
        return Judged.ELSE
    if wording.duty.search(words) or wording.opening.search(words) or wording.debits.search(words):
        return Judged.ELSE
    if wording.negation.search(words) or wording.uncertain.search(words) or wording.general.search(words):
        return Judged.DOUBTFUL
    if wording.knowing.search(words):
        return Judged.ELSE
    if not own and wording.third.search(words):
        return Judged.ELSE
    if not own and not receives and (wording.offer.search(words) or wording.money.search(words)):
        return Judged.ELSE
    if own or receives or wording.elided.search(words):
        return Judged.COMMITS
    if wording.customer.search(words):
        return Judged.ELSE
    if wording.happens.search(words) or wording.brief.search(words):
        return Judged.COMMITS
    return Judged.OPEN
