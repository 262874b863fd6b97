"""What staff can do with a case: one table, from which buttons, menus, commands and the help text are made on every platform."""

from __future__ import annotations

import re

from bot.core.cases import ENDED, State
from bot.core.verb import ANY, OPEN, Verb, Where, Who

__all__ = ["ANY", "OPEN", "Verb", "Where", "Who"]


_COMMAND = re.compile(r"(?:/(?!/)\s*|!(?=[^\W\d]))(\w*)(?:@\w+)?(.*)\Z", re.DOTALL)
_BETWEEN = re.compile(r"\A(?:[\s:,.;–—]|-(?!\d))+")  # noqa: RUF001 - what people write between a command and the rest; -1 is no 1
PREFIX = "w"
"""Every button of the desk carries `w:<verb>:<case>` and, after another colon, what was chosen."""


def _two(nl: str, en: str) -> dict[str, str]:
    return {"nl": nl, "en": en}


VERBS: tuple[Verb, ...] = (
    Verb(
        "answer",
        _two("Antwoord hiermee", "Answer with this"),
        _two(
            "stuurt het voorstel; je ziet de tekst en kunt het nog terugnemen",
            "sends the suggestion; you see the text and can still take it back",
        ),
        Where.CARD,
        who=Who.OWNER,
        command=_two("antwoord", "answer"),
        style="primary",
    ),
    Verb(
        "write",
        _two("Zelf schrijven", "Write"),
        _two("zet de zaak op jouw naam; schrijf in de thread", "puts the case in your name; write in the thread"),
        Where.CARD,
        who=Who.OWNER,
    ),
    Verb(
        "private",
        _two("Privé", "Private"),
        _two(
            "nodigt de klant uit voor een privégesprek en zegt dat in het openbaar",
            "invites the customer to a private chat and says so in public",
        ),
        Where.CARD,
        who=Who.OWNER,
        command=_two("prive", "private"),
    ),
    Verb(
        "not_complaint",
        _two("Geen klacht", "Not a complaint"),
        _two(
            "haalt weg wat de bot in het openbaar zei, en de bot leert ervan",
            "takes back what the bot said in public, and the bot learns from it",
        ),
        Where.CARD,
        command=_two("geenklacht", "notcomplaint"),
    ),
    Verb(
        "more",
        _two("Meer", "More"),
        _two("laat zien wat er nog meer kan", "shows what else can be done"),
        Where.CARD,
        ANY,
        command=_two("meer", "more"),
    ),
    Verb(
        "claim",
        _two("Oppakken", "Claim"),
        _two("zet de zaak op jouw naam, zonder te antwoorden", "puts the case in your name, without an answer"),
        Where.MORE,
        OPEN,
        command=_two("pak", "claim"),
    ),
    Verb(
        "release",
        _two("Loslaten", "Release"),
        _two("geeft de zaak terug aan iedereen", "gives the case back to everybody"),
        Where.MORE,
        frozenset({State.CLAIMED}),
        command=_two("laat", "release"),
    ),
    Verb(
        "assign",
        _two("Geef aan…", "Assign to…"),
        _two("geeft de zaak aan een collega", "gives the case to a colleague"),
        Where.MORE,
        OPEN,
        command=_two("geef", "assign"),
        takes=_two("naam", "name"),
    ),
    Verb(
        "ask",
        _two("Stel vraag…", "Ask…"),
        _two(
            "laat de bot een intakevraag stellen, in het privégesprek",
            "lets the bot ask an intake question, in the private chat",
        ),
        Where.MORE,
        who=Who.OWNER,
        command=_two("vraag", "ask"),
        takes=_two("vraag", "question"),
    ),
    Verb(
        "snooze",
        _two("Later…", "Snooze…"),
        _two("laat de zaak rusten tot het gekozen moment", "lets the case rest until the chosen moment"),
        Where.MORE,
        frozenset({State.ASKED, State.HANDED_OVER, State.CLAIMED}),
        command=_two("later", "snooze"),
        takes=_two("1u | morgen | maandag", "1h | tomorrow | monday"),
    ),
    Verb(
        "promise",
        _two("Beloof…", "Promise…"),
        _two("legt een toezegging vast; de bot herinnert eraan", "records a promise; the bot reminds you of it"),
        Where.MORE,
        OPEN,
        command=_two("beloof", "promise"),
        takes=_two("morgen voor 12:00", "tomorrow before 12:00"),
    ),
    Verb(
        "wait",
        _two("Wacht op klant", "Waiting for customer"),
        _two("zet de klokken stil tot de klant schrijft", "stops the clocks until the customer writes"),
        Where.MORE,
        frozenset({State.HANDED_OVER, State.CLAIMED}),
        command=_two("wacht", "wait"),
    ),
    Verb(
        "topic",
        _two("Onderwerp…", "Topic…"),
        _two("verbetert het onderwerp; de bot leert ervan", "corrects the topic; the bot learns from it"),
        Where.MORE,
        ANY,
        command=_two("onderwerp", "topic"),
        takes=_two("onderwerp", "topic"),
    ),
    Verb(
        "escalate",
        _two("Escaleer…", "Escalate…"),
        _two(
            "geeft de zaak aan een team of licht een partner in; zonder teams roept het de rol uit de instellingen op",
            "gives the case to a team or tells a partner; without teams it calls the role that the settings name",
        ),
        Where.MORE,
        OPEN,
        command=_two("team", "escalate"),
        takes=_two("team", "team"),
    ),
    Verb(
        "merge",
        _two("Voeg samen…", "Merge…"),
        _two(
            "legt deze zaak bij een andere open zaak van dezelfde klant",
            "puts this case with another open case of the same customer",
        ),
        Where.MORE,
        OPEN,
        command=_two("samen", "merge"),
        takes=_two("nummer", "number"),
    ),
    Verb(
        "solve",
        _two("Opgelost", "Solve"),
        _two(
            "sluit de zaak af en stelt een openbaar slotbericht voor",
            "ends the case and proposes a closing note for the channel",
        ),
        Where.MORE,
        OPEN,
        command=_two("opgelost", "solve"),
    ),
    Verb(
        "reopen",
        _two("Heropen", "Reopen"),
        _two("opent een afgesloten zaak opnieuw", "opens an ended case again"),
        Where.MORE,
        ENDED,
        command=_two("heropen", "reopen"),
    ),
    Verb(
        "warn",
        _two("Waarschuw…", "Warn…"),
        _two("waarschuwt de klant voor een huisregel", "warns the customer about a house rule"),
        Where.MORE,
        OPEN,
        command=_two("waarschuw", "warn"),
        takes=_two("regel [prive]", "rule [private]"),
        style="danger",
    ),
    Verb(
        "remove",
        _two("Verwijder bericht…", "Remove message…"),
        _two(
            "verwijdert een openbaar bericht van de klant, met het nummer van de huisregel",
            "removes a public message of the customer, by the number of a house rule",
        ),
        Where.MORE,
        OPEN,
        command=_two("verwijder", "remove"),
        takes=_two("regel [link] [prive]", "rule [link] [private]"),
        style="danger",
    ),
    Verb(
        "mute",
        _two("Dempen…", "Mute…"),
        _two(
            "laat de klant een tijd niet schrijven, met het nummer van de huisregel",
            "lets the customer write nothing for a while, by the number of a house rule",
        ),
        Where.MORE,
        OPEN,
        command=_two("demp", "mute"),
        takes=_two("regel 1u | 1d | 1w [prive]", "rule 1h | 1d | 1w [private]"),
        style="danger",
    ),
    Verb(
        "unmute",
        _two("Dempen opheffen", "Unmute"),
        _two("laat de klant weer schrijven", "lets the customer write again"),
        Where.MORE,
        ANY,
        command=_two("ontdemp", "unmute"),
    ),
    Verb(
        "note",
        _two("Notitie", "Note"),
        _two(
            "blijft onder ons; net als elke regel die met // begint",
            "stays between us; as does every line that begins with //",
        ),
        Where.MORE,
        ANY,
        command=_two("notitie", "note"),
        takes=_two("tekst", "text"),
    ),
    Verb(
        "history",
        _two("Eerder", "History"),
        _two("laat eerdere zaken van deze klant zien", "shows earlier cases of this customer"),
        Where.MORE,
        ANY,
        command=_two("eerder", "history"),
    ),
    Verb(
        "why",
        _two("Waarom", "Why"),
        _two("laat zien waarom de bot dit oordeel gaf, met gewichten", "shows why the bot judged so, with weights"),
        Where.MORE,
        ANY,
        command=_two("waarom", "why"),
    ),
    Verb(
        "unmask",
        _two("Toon bericht", "Unmask"),
        _two(
            "toont het bericht zoals het is geschreven; wie dat deed wordt vastgelegd",
            "shows the message as it was written; who did so is recorded",
        ),
        Where.MORE,
        ANY,
        command=_two("toon", "unmask"),
    ),
    Verb(
        "undo",
        _two("Ongedaan maken", "Undo"),
        _two(
            "neemt terug wat als laatste naar de klant ging",
            "takes back what went to the customer last",
        ),
        Where.POST,
        ANY,
        command=_two("terug", "undo"),
        style="danger",
    ),
    Verb(
        "nopromise",
        _two("Geen belofte", "No promise"),
        _two("legt de toezegging die de bot las niet vast", "does not record the promise that the bot read"),
        Where.POST,
        ANY,
    ),
    Verb(
        "post_note",
        _two("Plaats dit", "Post this"),
        _two("plaatst het slotbericht onder de klacht", "posts the closing note below the complaint"),
        Where.POST,
        frozenset({State.SOLVED, State.CLOSED}),
        style="primary",
    ),
    Verb(
        "no_note",
        _two("Zonder bericht", "Without a note"),
        _two("sluit af zonder slotbericht", "ends without a closing note"),
        Where.POST,
        frozenset({State.SOLVED, State.CLOSED}),
    ),
    Verb(
        "grant",
        _two("Bezwaar klopt", "Appeal is right"),
        _two("trekt de waarschuwing in", "takes the warning back"),
        Where.POST,
        ANY,
    ),
    Verb(
        "deny",
        _two("Waarschuwing blijft", "Warning stands"),
        _two("laat de waarschuwing staan", "lets the warning stand"),
        Where.POST,
        ANY,
    ),
    Verb(
        "own",
        _two("Eigen kaart", "Own card"),
        _two(
            "geeft een zaak uit een golf een eigen kaart en thread",
            "gives a case of a flood a card and thread of its own",
        ),
        Where.POST,
        OPEN,
    ),
    Verb(
        "back",
        _two("← Terug", "← Back"),
        _two("gaat terug naar de eerste knoppen", "goes back to the first buttons"),
        Where.POST,
        ANY,
    ),
    Verb(
        "case",
        _two("Maak een zaak", "Make a case"),
        _two(
            "maakt een zaak van een bericht of van een link van elders",
            "makes a case of a message, or of a link from elsewhere",
        ),
        Where.COMMAND,
        ANY,
        command=_two("zaak", "case"),
        takes=_two("link", "link"),
    ),
    Verb(
        "resume",
        _two("Weer zelf antwoorden", "Answer again"),
        _two(
            "laat de bot weer zelf antwoorden in een kanaal waar hij na te veel terugnemen eerst vraagt",
            "lets the bot answer by itself again in a channel where it asks first after too many were taken back",
        ),
        Where.COMMAND,
        ANY,
        command=_two("hervat", "resume"),
        takes=_two("kanaal", "channel"),
    ),
    Verb(
        "help",
        _two("Hulp", "Help"),
        _two("laat deze lijst zien", "shows this list"),
        Where.COMMAND,
        ANY,
        command=_two("hulp", "help"),
    ),
)
"""In the order in which they are offered."""

BY_NAME = {verb.name: verb for verb in VERBS}
_BY_WORD = {word: verb for verb in VERBS for word in (verb.command or {}).values()}


def at(where: Where, state: State) -> list[Verb]:
    """What is offered there in this state."""
    return [verb for verb in VERBS if verb.where == where and state in verb.states]


def read_command(text: str) -> tuple[Verb | None, str] | None:
    """The verb and what is written behind it, where a text is a command (`/…` or `!word …`); None for words that are none.

    Whatever begins with one slash is a command; one that nobody knows gives (None, its word): it must never be taken for words to a
    customer.
    """
    found = _COMMAND.match(text.strip())
    if found is None:
        return None
    word = found[1].lower()
    verb = _BY_WORD.get(word)
    return (verb, _BETWEEN.sub("", found[2].strip())) if verb is not None else (None, word)


def help_text(language: str, title: str) -> str:
    """Every command with what it does, one a line, for a post."""
    lines = [title]
    for verb in VERBS:
        if word := verb.word(language):
            takes = f" <{verb.argument(language)}>" if verb.takes else ""
            lines.append(f"/{word}{takes}: {verb.explained(language)}")
    return "\n".join(lines)
