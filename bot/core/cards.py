"""What staff read: the card of a case, in the order in which they read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.cases import ENDED, State
from bot.core.words import Link, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.core.cases import Case

_DOTS = {
    State.HEARD: "⚪",
    State.ASKED: "❔",
    State.ANSWERED: "🔵",
    State.HANDED_OVER: "🔴",
    State.CLAIMED: "🟠",
    State.SOLVED: "🟢",
    State.CLOSED: "⚪",
    State.DISMISSED: "⚪",
}
ENDED_DOTS = frozenset(_DOTS[state] for state in ENDED)
"""With one of these begins the card of a case that has ended."""
_WORDS_OF_CUSTOMER, _SUGGESTION, _CONTEXT_LINE, _WHY, _SAID, _NAME, _CHANNEL, _OWNER = (
    360,
    220,
    80,
    160,
    120,
    60,
    60,
    40,
)
"""Longest parts in characters: together with the fixed words they stay below Discord's 2,000, and what staff read first, down to the
suggestion, fits one screen of a telephone (30 lines of 40 letters)."""
_ALSO, _FIELDS = 5, 6
"""How many of them are shown."""
_SCALES = (1.0, 0.7, 0.45, 0.25)
"""Tried in turn until the card fits: on Discord markup in a customer's words is escaped and grows."""


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a card says besides the case itself; texts are in the staff's language and hold masked words only."""

    name: str
    channel: str
    link: str
    deadline: str
    earlier: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    snoozed: str = ""
    """Until when it rests."""
    promise: str = ""
    """The open promise, in one line."""
    also: tuple[Link, ...] = ()
    """Others whose complaint is grouped under this card."""
    incident: str = ""
    """How many report the same at this time, in one line."""
    community: Link | None = None
    fields: tuple[str, ...] = ()
    """Answers to intake questions, one a line."""
    follows: str = ""
    """The ended case that this one goes on from, in a few words."""
    warned: str = ""
    """The warnings of the customer that stand, in one line."""


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a word, with `…` where something was cut."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


def card(case: Case, facts: CardFacts, desk: Mapping[str, str], fits: Callable[[str], bool] | None = None) -> Words:
    """The card: deadline, state and owner · the customer's words · why here · what was said · suggestion · earlier · context.

    `fits` says whether a text can be posted; the card is made smaller until it can.
    """
    words = Words(())
    for scale in _SCALES:
        words = _card(case, facts, desk, scale)
        if fits is None or fits(words.plain):
            break
    return words


def _card(case: Case, facts: CardFacts, desk: Mapping[str, str], scale: float) -> Words:
    head = [facts.deadline or desk["no_deadline"], desk[f"state_{case.state}"]]
    if case.owner_name:
        head.append(desk["owner"].format(owner=shorten(case.owner_name, _OWNER)))
    if facts.snoozed:
        head.append(desk["snoozed"].format(time=facts.snoozed))
    head += [desk.get(f"topic_{case.topic}", case.topic), desk[f"severity_{case.severity}"]]
    parts: list[str | Link] = [f"{_DOTS[case.state]} {' · '.join(head)} · #{case.number:04d}\n"]
    parts.append(f"„{shorten(case.masked, int(_WORDS_OF_CUSTOMER * scale))}” — {shorten(facts.name, _NAME)}, ")
    channel = shorten(facts.channel, _CHANNEL)
    parts.append(Link(f"{channel} ↗", facts.link) if facts.link else channel)
    if case.media:
        shown = f"📎 {desk.get(f'media_{case.media}', case.media)}"
        parts += ["\n", Link(shown, facts.link) if facts.link else shown]
    why, said = shorten(case.why, int(_WHY * scale)), shorten(case.said, int(_SAID * scale))
    lines = ["", desk["why"].format(why=why), desk["said"].format(said=said or desk["said_nothing"])]
    suggested = Words.load(list(case.suggested)).plain if case.suggested else desk["no_suggestion"]
    lines.append(desk["suggestion"].format(text=shorten(suggested, int(_SUGGESTION * scale))))
    lines.append(desk["earlier"].format(cases=", ".join(facts.earlier)) if facts.earlier else desk["earlier_none"])
    if facts.follows:
        lines.append(facts.follows)
    if facts.warned:
        lines.append(shorten(facts.warned, int(_SAID * scale)))
    if case.comment:
        lines.append(desk["comment"].format(text=shorten(case.comment, int(_SAID * scale))))
    if facts.promise:
        lines.append(desk["promise"].format(promise=shorten(facts.promise, int(_SAID * scale))))
    if case.private:
        lines.append(desk["private_on"])
    if facts.context:
        lines.append(desk["context"])
        lines += [f"  {shorten(line, int(_CONTEXT_LINE * scale))}" for line in facts.context]
    parts.append("\n".join(lines))
    parts += _below(facts, desk, scale)
    return Words(tuple(parts))


def _below(facts: CardFacts, desk: Mapping[str, str], scale: float) -> list[str | Link]:
    """What staff need last: others with the same trouble, the incident, the community topic, intake fields."""
    parts: list[str | Link] = []
    for number, other in enumerate(facts.also[:_ALSO]):
        parts += [", " if number else f"\n{desk['also']} ", Link(shorten(other.label, _NAME), other.url)]
    if len(facts.also) > _ALSO:
        parts.append(f" +{len(facts.also) - _ALSO}")
    if facts.incident:
        parts.append(f"\n{facts.incident}")
    if facts.community is not None:
        parts += [f"\n{desk['community']} ", Link(shorten(facts.community.label, _NAME), facts.community.url)]
    parts += [f"\n{shorten(line, int(_CONTEXT_LINE * scale))}" for line in facts.fields[:_FIELDS]]
    return parts


def title(case: Case, name: str, desk: Mapping[str, str]) -> str:
    """The name of the case's thread."""
    topic = desk.get(f"topic_{case.topic}", case.topic)
    return shorten(desk["thread_title"].format(number=case.number, topic=topic, name=name), 90)
