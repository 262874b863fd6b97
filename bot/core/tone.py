"""Lint of a reply: does it sound like somebody who helps, and does it keep the rules for a public answer.

Each rule looks at the rendered words, never at the template, so that it judges what a customer would read. The rules
come from what a good first public answer is: it says that it is a bot, acknowledges without doubting, says something of
substance, names the next step with a time behind it, leads to a person, carries the one link that fits, and asks nobody
for personal data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from bot.core.findings import TOPICS
from bot.core.replies import SERVICE, Facts, Remark
from bot.core.words import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.core.words import Words

MOST_WORDS = 75
FEWEST_OWN_WORDS = 12
"""Words that must stand beside a link; a link alone is a failure."""

PERSON_TAKES_OVER = frozenset({"hand_over", "safety", "abuse", "private_data", "human", "media"})
"""Situations in which a person answers before the deadline."""
SEVERE = PERSON_TAKES_OVER | {
    "stopped",
    "retracted",
    "privacy",
    "outage",
    "taken_private",
    "private_invite",
    "picked_up",
}
"""Situations in which an emoji makes light of somebody's trouble."""
STAFF_SPEAK = frozenset({"picked_up"})
"""Situations in which a member of staff speaks, not the bot: who it is stands before it."""
NO_WAY_OUT_NEEDED = frozenset({"taken_private", "private_invite"}) | STAFF_SPEAK
"""The customer is with a person already."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply as it would be said: its words, for which situation, with which facts; `link` is that of its head."""

    words: Words
    language: str
    situation: str
    link: str
    facts: Facts
    domains: tuple[str, ...] = ()
    """The brand's own domains."""

    @property
    def text(self) -> str:
        """The words with labels and without addresses: what people read."""
        return "".join(part if isinstance(part, str) else part.label for part in self.words.parts)


@dataclass(frozen=True, slots=True)
class Voice:
    """What one language calls things; patterns are matched without regard to case."""

    bot: str
    """How the bot names itself; `{brand}` is put in."""
    person: str
    """Words for somebody of the brand."""
    forbidden: tuple[tuple[str, str, str], ...]
    """(pattern, what is wrong, what to write instead)."""
    asks: str
    negates: str
    data: str
    """Words that together make a sentence a request for personal data, unless it negates."""
    disclosure: str
    """An example of the first line, for the fix."""


_HIDES = "hides behind the organisation"
_FEELS = "claims a feeling that a bot has not"
VOICES = {
    "nl": Voice(
        bot=r"\bbot van {brand}",
        person=r"\b(collega|medewerker|mens|iemand van)\w*",
        forbidden=(
            (r"\beventue(el|le)\b", "doubts the customer", "take the word away"),
            (r"\bongemak\b", "is what brands say when they say nothing", "name what happened"),
            (r"\b(wij|we) streven\b|\bstreven ernaar\b", "promises an effort, not a time", "write {{ deadline }}"),
            (r"\bzo (snel|spoedig) mogelijk\b|\bbinnenkort\b", "is no time", "write {{ deadline }}"),
            (r"\bonze (oprechte |welgemeende )?excuses\b|\bexcuses namens\b", _HIDES, "write Sorry."),
            (r"\bbeste klant\b|\bgeachte\b", "is no greeting for a person", "write Hoi or Dag and the name"),
            (r"\b(ik|we|wij) (begrijp|snap)\w* (hoe|dat|je|uw)\b", _FEELS, "name what happened"),
            (r"\bstuur\b[^.]{0,20}\b(dm|pb|privébericht)\b", "sends the customer away", "write {{ private }}"),
            (r"\bkomen erop terug\b", "promises without a date", "write {{ deadline }}"),
        ),
        asks=(
            r"\b(stuur|geef|deel|mail|noem|vermeld|vul|zet|plaats|app|wat is|laat\b.*\bweten"
            r"|reageer met|antwoord met)\b"
        ),
        negates=r"\b(geen|niet|nooit|zonder|verwijder|haal|wis|dek)\b",
        data=(
            r"\b(klant|rekening|telefoon|bestel|order|huis|burgerservice|06-?)-?nummer|\biban\b|\bbsn\b"
            r"|\b(e-?mail|post|huis)?adres\b"
            r"|\bpostcode\b|\bgeboortedatum\b|\b(wachtwoord|pincode)\b"
        ),
        disclosure="ik ben de bot van {{ brand }}",
    ),
    "en": Voice(
        bot=r"\bbot (of|for|from) {brand}|{brand}(['\u2019]s)? bot\b",
        person=r"\b(colleague|member of staff|human|person|someone from)\w*",
        forbidden=(
            (r"\bany inconvenience\b|\bmay have caused\b", "doubts the customer", "name what happened"),
            (r"\binconvenience\b", "is what brands say when they say nothing", "name what happened"),
            (r"\bwe (strive|endeavou?r|aim)\b", "promises an effort, not a time", "write {{ deadline }}"),
            (r"\bas soon as possible\b|\bshortly\b|\basap\b", "is no time", "write {{ deadline }}"),
            (r"\bour (sincer\w+ )?apologies\b|\bwe apologi[sz]e\b", _HIDES, "write Sorry."),
            (r"\bdear (customer|valued)\b", "is no greeting for a person", "write Hi and the name"),
            (r"\b(i|we) (understand|know) (how|that|your)\b", _FEELS, "name what happened"),
            (r"\b(send|drop) (us|me) a (dm|pm|direct message)\b", "sends the customer away", "write {{ private }}"),
            (r"\bget back to you\b(?! before| by)", "promises without a date", "write {{ deadline }}"),
        ),
        asks=(
            r"\b(send|give|share|mail|tell|post|enter|provide|include|what is|what's|let\b.*\bknow"
            r"|(reply|answer) with)\b"
        ),
        negates=r"\b(no|not|never|don['\u2019]t|without|remove|delete|take|cover|keep|any)\b",
        data=(
            r"\b(customer|account|order|phone|house|card) number|\biban\b|\bsocial security\b"
            r"|\b(e-?mail |home |your )address\b"
            r"|\bpostcode\b|\bzip code\b|\bdate of birth\b|\b(password|pin)\b"
        ),
        disclosure="I'm the bot of {{ brand }}",
    ),
}
"""The voices of the first two languages; another language is held to the rules that need no words."""

_ANY = Voice(r"\bbot\b", "", (), "", "", "", "I'm the bot of {{ brand }}")

_SENTENCE = re.compile(r"(?<=[.!?…:])\s+|\n+")
_CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b|\b(binnen|within|in)\s+\d+\s*(uur|uren|(werk)?dag(en)?|hours?|(working )?days?)\b",
    re.IGNORECASE,
)
_EMOJI = re.compile("[\u203c\u2049\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_HOLE = re.compile(r"\s[,.;:!?](?=\s|$)|[,;:]\s*[.!?]|,\s*,|\(\s*\)|[\"“„]\s*[\"”]|\bNone\b|:\s*(\n|$)")
_ADDRESS = re.compile(
    r"\w+://\S+|\bwww\.\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:nl|com|org|net|eu|be|de|io|example|info|me|app|shop)\b",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"\w\.\w|://")
_MENTION = re.compile(r"(?<!\w)@\w+")
_SIGNED = re.compile(r"\^[A-Z]{2,3}\b")


def allowed(address: str, domains: tuple[str, ...]) -> bool:
    """Whether the address lies on one of the domains or below it; a user name or a port hides nothing."""
    scheme, _, rest = address.rpartition("://")
    host = re.split(r"[/?#\\]", rest, maxsplit=1)[0].rpartition("@")[2].partition(":")[0].rstrip(".").casefold()
    if scheme and scheme.casefold() not in {"https", "http"}:
        return False
    return any(host == domain.casefold() or host.endswith(f".{domain.casefold()}") for domain in domains)


def outside(text: str, domains: tuple[str, ...]) -> str:
    """The first address in the text that lies outside the domains; empty for none."""
    found = (match[0].rstrip(".,;:!?)") for match in _ADDRESS.finditer(text))
    return next((address for address in found if not allowed(address, domains)), "")


def count_words(words: Words) -> int:
    """How many words people read: labels count, addresses and lone dashes do not."""
    read = "".join(part if isinstance(part, str) else part.label for part in words.parts)
    return sum(token.isalnum() or any(map(str.isalnum, token)) for token in read.split())


def lint(spoken: Spoken, line: int = 0) -> list[Remark]:
    """What is wrong with this reply, errors first, and what to write instead. `line` is put on every remark."""
    voice = VOICES.get(spoken.language, _ANY)
    found = [Remark(line, level, message, fix) for rule in _RULES for level, message, fix in rule(spoken, voice)]
    return sorted(found, key=lambda remark: remark.level)


Finding = tuple[str, str, str]


@cache
def _any_of(voice: Voice) -> re.Pattern[str]:
    """All that is forbidden at once: most replies need no second look."""
    return re.compile("|".join(pattern for pattern, _, _ in voice.forbidden), re.IGNORECASE)


def _length(spoken: Spoken, _: Voice) -> Iterator[Finding]:
    if (count := count_words(spoken.words)) > MOST_WORDS:
        yield "error", f"{count} words with these facts", f"keep it to {MOST_WORDS} words"


def _disclosure(spoken: Spoken, voice: Voice) -> Iterator[Finding]:
    if spoken.situation in STAFF_SPEAK:
        return
    said = re.search(voice.bot.replace("{brand}", re.escape(spoken.facts.brand)), spoken.text, re.IGNORECASE)
    # The first line of a chat bubble: a greeting, the name, and then the bot.
    if said is None or said.start() > 45 + len(spoken.facts.name):
        yield "error", "the first line does not say that this is the brand's bot", f'begin with "{voice.disclosure}"'


def _phrases(spoken: Spoken, voice: Voice) -> Iterator[Finding]:
    if not (voice.forbidden and _any_of(voice).search(spoken.text)):
        return
    for pattern, wrong, instead in voice.forbidden:
        if found := re.search(pattern, spoken.text, re.IGNORECASE):
            yield "error", f'"{found[0]}" {wrong}', instead


def _emoji(spoken: Spoken, _: Voice) -> Iterator[Finding]:
    if _EMOJI.search(_without_values(spoken)):
        level = "error" if spoken.situation in SEVERE else "warning"
        yield level, "an emoji makes light of somebody's trouble", "say it in words"
    if "!" in _without_values(spoken):
        yield "warning", "the bot raises its voice (!)", "write a full stop"


def _personal_data(spoken: Spoken, voice: Voice) -> Iterator[Finding]:
    if not (voice.data and re.search(voice.data, spoken.text, re.IGNORECASE)):
        return
    for sentence in _SENTENCE.split(spoken.text):
        data = re.search(voice.data, sentence, re.IGNORECASE)
        if (
            data
            and re.search(voice.asks, sentence, re.IGNORECASE)
            and not re.search(voice.negates, sentence, re.IGNORECASE)
        ):
            yield "error", f'asks for personal data in public ("{data[0]}")', "lead to {{ private }} instead"


def _next_step(spoken: Spoken, _: Voice) -> Iterator[Finding]:
    facts = spoken.facts
    waits = spoken.situation not in SERVICE or spoken.situation in PERSON_TAKES_OVER | STAFF_SPEAK
    if waits and facts.deadline and facts.deadline not in spoken.text:
        yield "error", "says no time for the next step", "write {% if deadline %}, {{ deadline }}{% endif %}"
    rest = spoken.text.replace(facts.deadline, "") if facts.deadline else spoken.text
    if clock := _CLOCK.search(rest):
        yield "error", f'"{clock[0]}" has no timer behind it', "write {{ deadline }}, which has one"


def _way_to_a_person(spoken: Spoken, voice: Voice) -> Iterator[Finding]:
    if spoken.situation in NO_WAY_OUT_NEEDED or not voice.person:
        return
    if spoken.situation in PERSON_TAKES_OVER | {"solved"}:
        if not re.search(voice.person, spoken.text, re.IGNORECASE):
            yield "error", "does not say that a person takes over", "say that a colleague answers"
    elif f'"{spoken.facts.human}"' not in spoken.text:
        yield "error", "does not say how to reach a person", 'write "{{ human }}" between quotation marks'


def _links(spoken: Spoken, _: Voice) -> Iterator[Finding]:
    facts, links = spoken.facts, spoken.words.links
    for kind, link in (("community", facts.community), ("private", facts.private)):
        if link is None:
            continue
        shown = links.count(link)
        if shown == 0 and spoken.link == kind:
            yield "error", f"the {kind} link is missing", f"write {{% if {kind} %}}…: {{{{ {kind} }}}}{{% endif %}}"
        if shown > 1:
            yield "error", f"the {kind} link stands there {shown} times", "keep one"
        if shown and (spoken.link == "none" or (spoken.link == "private" and kind == "community")):
            yield "error", f"a {kind} link is forbidden here", f"take it away, or say link: {kind} in the head"
    own = count_words(type(spoken.words)(tuple(part for part in spoken.words.parts if isinstance(part, str))))
    if own < FEWEST_OWN_WORDS:
        yield "error", f"only {own} words beside the link", "say something of substance first"


def _typed_links(spoken: Spoken, _: Voice) -> Iterator[Finding]:
    text = _without_values(spoken)
    for found in _ADDRESS.finditer(text) if _DOTTED.search(text) else ():
        address = found[0].rstrip(".,;:!?)")
        inside = allowed(address, spoken.domains)
        wrong = "is typed in the words" if inside else "is typed in the words and lies outside brand.domains"
        yield "error", f'the address "{address}" {wrong}', "write {{ community }} or {{ private }}"
    if mention := _MENTION.search(text):
        yield "error", f'"{mention[0]}" would call somebody', "write the name without @"


def _signature(spoken: Spoken, _: Voice) -> Iterator[Finding]:
    if signed := _SIGNED.search(_without_values(spoken)):
        yield "error", f"the bot signs as a person ({signed[0]})", "take the signature away"


def _holes(spoken: Spoken, _: Voice) -> Iterator[Finding]:
    text = "".join(part if isinstance(part, str) else "link" for part in spoken.words.parts)
    if hole := _HOLE.search(text):
        around = text[max(0, hole.start() - 20) : hole.end() + 10].strip()
        fix = "put {% if fact %}…{% endif %} around the whole part"
        yield "error", f'a gap where a fact is absent: "…{around}…"', fix


def _without_values(spoken: Spoken) -> str:
    """Only the words of the template and of values we make ourselves: a brand or a name may hold a dot or an emoji."""
    text = "".join(part if isinstance(part, str) else "" for part in spoken.words.parts)
    for value in (spoken.facts.brand, spoken.facts.name, spoken.facts.staff):
        text = text.replace(value, "") if value else text
    return text


_RULES: tuple[Callable[[Spoken, Voice], Iterator[Finding]], ...] = (
    _disclosure,
    _links,
    _length,
    _way_to_a_person,
    _next_step,
    _personal_data,
    _phrases,
    _typed_links,
    _holes,
    _signature,
    _emoji,
)

_LONG_NAME = "Jan-Willem-Alexander"
_DEADLINES = {"nl": "maandag 23 november vóór 16:30", "en": "before 16:30 on Monday 23 November"}
_HUMAN = {"nl": "mens", "en": "human"}
_COMMUNITY = Link("Wifi valt 's avonds weg, ook na een herstart: opgelost", "https://community.example/t/101")
_PRIVATE = Link("Start privégesprek", "https://chat.example/start")
_PHONE = "0800 - 020 20 20"
_RULE = {"nl": "2 (Geen gegevens van anderen)", "en": "2 (No data of others)"}


_OPTIONAL = ("name", "deadline", "community", "private", "phone", "staff", "topic", "formal")


def samples(language: str, brand: str = "Polderlink", *, every: bool = False) -> list[Facts]:
    """Facts to try a reply on: all present at their longest, none, and each one absent alone.

    `every` gives all 256 combinations, for tests; the ten without it find the same holes while an admin waits.
    """
    known = frozenset(_OPTIONAL)
    present = [known, frozenset[str]()]
    present += [known - {fact} for fact in _OPTIONAL]
    if every:
        present = [frozenset(chosen) for size in range(len(known) + 1) for chosen in combinations(_OPTIONAL, size)]
    return [_sample(language, brand, chosen) for chosen in present]


def _sample(language: str, brand: str, present: frozenset[str]) -> Facts:
    return Facts(
        brand=brand,
        name=_LONG_NAME if "name" in present else "",
        deadline=_DEADLINES.get(language, _DEADLINES["en"]) if "deadline" in present else "",
        community=_COMMUNITY if "community" in present else None,
        private=_PRIVATE if "private" in present else None,
        phone=_PHONE if "phone" in present else "",
        staff="Noor" if "staff" in present else "",
        human=_HUMAN.get(language, "human"),
        topic=TOPICS[0] if "topic" in present else "",
        formal="formal" in present,
        rule=_RULE.get(language, _RULE["en"]),
    )
