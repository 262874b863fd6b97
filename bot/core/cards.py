"""What staff read: the card of a case, in the order in which they read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.core.cases import State
from bot.core.words import Button, Link, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

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
_WORDS_OF_CUSTOMER = 600
_SUGGESTION = 400
_CONTEXT_LINE = 100


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a card says besides the case itself; texts are in the staff's language and hold masked words only."""

    name: str
    channel: str
    link: str
    deadline: str
    earlier: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a word, with `…` where something was cut."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


def card(case: Case, facts: CardFacts, desk: Mapping[str, str]) -> Words:
    """The card: deadline, state and owner · the customer's words · why here · what was said · suggestion · earlier · context."""
    state = desk[f"state_{case.state}"]
    head = [facts.deadline or desk["no_deadline"], state]
    if case.owner_name:
        head.append(desk["owner"].format(owner=case.owner_name))
    head += [desk.get(f"topic_{case.topic}", case.topic), desk[f"severity_{case.severity}"]]
    parts: list[str | Link] = [f"{_DOTS[case.state]} {' · '.join(head)} · #{case.number:04d}\n"]
    parts.append(f"„{shorten(case.masked, _WORDS_OF_CUSTOMER)}” — {facts.name}, ")
    parts.append(Link(f"{facts.channel} ↗", facts.link) if facts.link else facts.channel)
    lines = ["", desk["why"].format(why=case.why), desk["said"].format(said=case.said or desk["said_nothing"])]
    suggested = Words.load(list(case.suggested)).plain if case.suggested else desk["no_suggestion"]
    lines.append(desk["suggestion"].format(text=shorten(suggested, _SUGGESTION)))
    lines.append(desk["earlier"].format(cases=", ".join(facts.earlier)) if facts.earlier else desk["earlier_none"])
    if case.private:
        lines.append(desk["private_on"])
    if facts.context:
        lines.append(desk["context"])
        lines += [f"  {shorten(line, _CONTEXT_LINE)}" for line in facts.context]
    parts.append("\n".join(lines))
    return Words(tuple(parts))


def buttons(case: Case, desk: Mapping[str, str]) -> tuple[Button, ...]:
    """The buttons that make sense now; none when the case has ended."""
    if case.ended:
        return ()
    answer = (Button(desk["button_answer"], f"w:answer:{case.id}", "primary"),) if case.suggested else ()
    return (
        *answer,
        Button(desk["button_write"], f"w:write:{case.id}"),
        Button(desk["button_not_complaint"], f"w:not_complaint:{case.id}"),
        Button(desk["button_solve"], f"w:solve:{case.id}"),
    )


def title(case: Case, name: str, desk: Mapping[str, str]) -> str:
    """The name of the case's thread."""
    topic = desk.get(f"topic_{case.topic}", case.topic)
    return shorten(desk["thread_title"].format(number=case.number, topic=topic, name=name), 90)
