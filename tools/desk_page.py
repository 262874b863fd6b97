# ruff: noqa: INP001 - run by path, not imported
"""The tables of docs/desk.md, written from the table of verbs: `python tools/desk_page.py` after a verb has changed."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bot.core.cases import ENDED, State  # noqa: E402 - found through the line above
from bot.core.verbs import ANY, OPEN, VERBS, Verb, Where, Who  # noqa: E402 - idem

PAGE = ROOT / "docs" / "desk.md"
BEGIN, END = "<!-- verbs: written by tools/desk_page.py -->", "<!-- end of verbs -->"
_PLACES = {
    Where.CARD: "On the card",
    Where.MORE: "Behind *More*",
    Where.POST: "Under a post in the thread",
    Where.COMMAND: "As a command alone",
}


def tables() -> str:
    """One table a place, in the order in which the verbs are offered."""
    parts = []
    for where, title in _PLACES.items():
        lines = [f"### {title}\n", "| button | command | what it does | when | who |", "|---|---|---|---|---|"]
        lines += [_row(verb) for verb in VERBS if verb.where is where]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _row(verb: Verb) -> str:
    who = "whoever has the case" if verb.who is Who.OWNER else "staff"
    cells = (
        f"{verb.called('nl')} · {verb.called('en')}",
        _commands(verb),
        verb.explained("en"),
        _when(verb.states),
        who,
    )
    return f"| {' | '.join(cells)} |"


def _commands(verb: Verb) -> str:
    found = []
    for language in ("nl", "en"):
        if word := verb.word(language):
            takes = f" <{verb.argument(language)}>".replace("|", "\\|") if verb.takes else ""
            found.append(f"`/{word}{takes}`")
    return " ".join(dict.fromkeys(found))


def _when(states: frozenset[State]) -> str:
    named = {ANY: "always", OPEN: "while it runs", frozenset(ENDED): "once it has ended"}
    return named.get(states) or ", ".join(f"`{state}`" for state in State if state in states)


def document(page: str) -> str:
    """The page with its tables as they should be."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{tables()}\n\n{END}{tail}"


if __name__ == "__main__":
    PAGE.write_text(document(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} is up to date\n")
