"""What a language's wording consists of: patterns for who commits, and for everything that only looks like it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re


@dataclass(frozen=True, slots=True)
class Wording:
    """Patterns of one language, each searched in one clause in lower case, in which moments are blanked out."""

    # What stands before or after a moment.
    before: re.Pattern[str]
    firm: re.Pattern[str]
    firm_after: re.Pattern[str]
    not_due: re.Pattern[str]
    """ "until", "from", "since", "of", "every": no deadline."""
    naming: re.Pattern[str]
    """ "It's", "het is": names the day unless the sentence goes on."""
    starting: re.Pattern[str]
    """ "From 1 December": the day on which something begins; with a time it is an opening hour."""
    not_due_after: re.Pattern[str]
    either: re.Pattern[str]
    """Joins two moments into a range: "morgen of overmorgen"."""
    filler: re.Pattern[str]
    """A clause of nothing but this and a moment belongs to the one before it."""
    word: re.Pattern[str]
    """A word that is more than a preposition; a deadline with none before it leads its clause."""
    planned: re.Pattern[str]
    """ "gepland voor vrijdag": here "voor" is no "before"."""

    # Cutting.
    clause: re.Pattern[str]
    harmless: re.Pattern[str]
    """Taken out first: "geen zorgen", "zo snel mogelijk", "no later than"."""
    open_question: re.Pattern[str]
    """A question that asks for a detail leaves the promise before it whole: "op welk nummer?"."""

    # Against.
    condition: re.Pattern[str]
    past: re.Pattern[str]
    not_past: re.Pattern[str]
    """Before a participle: "'ll have", "be"."""
    perfect: re.Pattern[str]
    """Past, unless the moment can only lie ahead or something was planned."""
    negation: re.Pattern[str]
    uncertain: re.Pattern[str]
    general: re.Pattern[str]
    opening: re.Pattern[str]
    offer: re.Pattern[str]
    money: re.Pattern[str]
    debits: re.Pattern[str]
    """What the brand takes from the customer."""
    settled: re.Pattern[str]
    """ "De storing is om 9.30 uur verholpen": said of a time of today that is over, it is the past."""
    third: re.Pattern[str]
    reported: re.Pattern[str]
    attributed: re.Pattern[str]
    """A clause that says whose words stand before it: ", meldt de omroep", ", says the carrier"."""
    duty: re.Pattern[str]
    asks_for: re.Pattern[str]
    """Asks for something that what follows hangs on: "stuur je nummer, dan …", "send me the photo and …"."""
    restated: re.Pattern[str]
    """What holds after a denial, nothing but a moment: "niet morgen maar vrijdag", "but on Friday"."""
    quoting: re.Pattern[str]
    """Before a colon: what follows are words of before, or a proposal, "in je mail stond: ...", "my suggestion: ..."."""
    inverted: re.Pattern[str]
    """A condition without a word for it, when "dan" follows: "werkt het morgen nog niet, dan ..."."""
    then: re.Pattern[str]
    """Points back at the moment or the request before it: "dan", "then"."""
    whether: re.Pattern[str]
    """Before "if": an indirect question and no condition, "I'll let you know tomorrow if it's in stock"."""
    personal: re.Pattern[str]
    """Somebody is named to whom or by whom it is done, so that "stuur", "send" is no order."""
    follows: re.Pattern[str]
    """Begins what hangs on it."""
    knowing: re.Pattern[str]
    """ "ik zie dat …", "I understand …": the rest is not what the writer does."""
    customer: re.Pattern[str]

    # For.
    own: re.Pattern[str]
    receives: re.Pattern[str]
    elided: re.Pattern[str]
    """Begins without its subject: "Bel je morgen", "Will call you"."""
    happens: re.Pattern[str]
    """Somebody or something of the brand: "de monteur komt", "the refund will be"."""
    brief: re.Pattern[str]
    """No verb at all: "antwoord", "update", "done"."""
