"""Every word of the console's pages, in Dutch and in English. Texts of the bot itself stand in replies/."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

LANGUAGES = ("nl", "en")

_BOTH: dict[str, tuple[str, str]] = {
    # the frame
    "title": ("Wegwijzer · demo", "Wegwijzer · demo"),
    "demo_of": ("demo · {brand} (verzonnen)", "demo · {brand} (fictional)"),
    "skip": ("Naar het gesprek", "Skip to the conversation"),
    "language": ("Taal", "Language"),
    "theme_dark": ("Donker", "Dark"),
    "theme_light": ("Licht", "Light"),
    "intro": (
        (
            "Dit is een klantgroep van {brand}, een provider die niet bestaat, op een middag die versneld voorbijkomt."
            " Wegwijzer beantwoordt klachten, geeft lastige zaken aan medewerkers en vertelt bij elk bericht waarom."
        ),
        (
            "This is a customers' group of {brand}, a provider that does not exist, on an afternoon that plays fast."
            " Wegwijzer answers complaints, hands hard cases to people, and tells for every message why."
        ),
    ),
    "try": ("Probeer: schrijf een klacht als Sanne", "Try: write a complaint as Sanne"),
    "try_text": (
        "@polderlink mijn bestelling had maandag al bezorgd moeten zijn en er is nog steeds niks. Waar blijft mijn pakket?",
        "@polderlink my order should have been delivered on Monday and it still has not arrived. Where is my parcel?",
    ),
    "hide": ("Verberg uitleg", "Hide this"),
    "talks": ("Privégesprekken", "Private chats"),
    "talk_of": ("Privégesprek van {name}", "Private chat of {name}"),
    "talk_hint": ("Schrijf als {name} …", "Write as {name} …"),
    "new_talk": ("Schrijf de bot privé", "Write to the bot in private"),
    "new_talk_hint": ("Schrijf privé …", "Write in private …"),
    "enter_as": ("Ga het privégesprek in als", "Enter the private chat as"),
    "enter": ("Ga naar binnen", "Enter"),
    "offline": (
        "De demo antwoordt niet. Draait hij nog in je terminal?",
        "The demo does not answer. Is it still running in your terminal?",
    ),
    # the clock
    "controls": ("Klok", "Clock"),
    "play": ("Speel af", "Play"),
    "pause": ("Pauze", "Pause"),
    "next": ("Volgende bericht", "Next message"),
    "speed": ("Snelheid", "Speed"),
    "times": ("{speed} keer zo snel", "{speed} times as fast"),
    "to_come": ("nog {count} te gaan", "{count} to come"),
    "ended": ("afgespeeld", "all played"),
    "paused": ("gepauzeerd", "paused"),
    # the figures
    "tally": ("Stand", "So far"),
    "tally_messages": ("berichten", "messages"),
    "tally_complaints": ("klachten", "complaints"),
    "tally_answered": ("beantwoord", "answered"),
    "tally_with_staff": ("bij staf", "with staff"),
    "tally_left": ("met rust", "left alone"),
    # the panes
    "pane_public": ("Groep", "Group"),
    "pane_staff": ("Staf", "Staff"),
    "pane_why": ("Waarom", "Why"),
    "public_note": ("openbaar", "public"),
    "staff_note": ("besloten", "private"),
    "why_note": ("per bericht", "for each message"),
    "public_empty": ("Nog niemand heeft iets gezegd.", "Nobody has said anything yet."),
    "staff_empty": (
        "Nog geen zaken. Lastige klachten verschijnen hier als kaart.",
        "No cases yet. Hard complaints appear here as a card.",
    ),
    "why_empty": (
        "Druk op een bericht om te zien waarom de bot deed wat hij deed.",
        "Press a message to see why the bot did what it did.",
    ),
    "bot": ("bot", "bot"),
    "staff_member": ("medewerker", "staff"),
    "relayed": ("medewerker, via de bot", "staff, through the bot"),
    "other_bot": ("andere bot", "another bot"),
    "edited": ("bewerkt", "edited"),
    "muted": ("gedempt", "muted"),
    "removed": ("Dit bericht is verwijderd.", "This message was removed."),
    "taken_back": ("De bot heeft dit bericht teruggenomen.", "The bot took this message back."),
    "photo": ("foto", "photo"),
    "voice": ("spraakbericht", "voice message"),
    "video": ("video", "video"),
    "file": ("bestand", "file"),
    "sticker": ("sticker", "sticker"),
    "reply": ("Antwoord", "Reply"),
    "reply_to": ("Antwoord aan {name}", "Reply to {name}"),
    "no_reply": ("Niet meer antwoorden op dit bericht", "Stop replying to this message"),
    "change": ("Bewerk", "Edit"),
    "change_of": ("Bewerk je bericht van {time}", "Edit your message of {time}"),
    "save": ("Bewaar", "Save"),
    "remove": ("Verwijder", "Delete"),
    "link_to": ("Link naar dit bericht", "Link to this message"),
    "make_case": ("Maak zaak", "Make a case"),
    "make_case_of": ("Maak een zaak van het bericht van {name}", "Make a case of {name}'s message"),
    "why": ("Waarom?", "Why?"),
    "why_of": ("Waarom, bij het bericht van {name}", "Why, for {name}'s message"),
    "speak_as": ("Spreek als", "Speak as"),
    "message": ("Bericht in de groep", "Message in the group"),
    "message_hint": ("Schrijf iets …", "Write something …"),
    "send": ("Verstuur", "Send"),
    "newest": ("Naar het nieuwste bericht", "To the newest message"),
    "reply_as": ("Antwoord als", "Reply as"),
    "thread": ("Antwoord in de thread van {case}", "Reply in the thread of {case}"),
    "thread_hint": ("Gaat naar de klant …", "Goes to the customer …"),
    "press_as": ("Druk als", "Press as"),
    "customers": ("Klanten", "Customers"),
    "staff": ("Medewerkers", "Staff"),
    "outsiders": ("Zonder de rol", "Without the role"),
    "order": ("Bericht in het stafkanaal", "Message in the staff channel"),
    "order_hint": ("Aan collega's, of /zaak …", "To colleagues, or /zaak …"),
    "choose": ("Kies", "Choose"),
    "only": ("Alleen {name} ziet dit", "Only {name} sees this"),
    "close": ("Sluit", "Close"),
    "ended_cases": ("Afgerond", "Ended"),
    "notices": ("Eerdere meldingen", "Earlier notices"),
    "late": ("te laat", "late"),
    "due_soon": ("bijna tijd", "due soon"),
    # the verdicts, short at a message and long in Why
    "tag_leave": ("met rust gelaten", "left alone"),
    "tag_answer": ("bot antwoordt", "bot answers"),
    "tag_ask": ("staf gevraagd", "staff asked"),
    "tag_hand_over": ("naar medewerker", "to staff"),
    "tag_warn": ("waarschuwing", "warning"),
    "tag_case": ("hoort bij een zaak", "part of a case"),
    "tag_wait": ("wordt gelezen", "being read"),
    "verdict_leave": ("Met rust laten", "Leave alone"),
    "verdict_answer": ("Zelf antwoorden", "Answer"),
    "verdict_ask": ("Aan medewerkers vragen", "Ask staff"),
    "verdict_hand_over": ("Overdragen aan een medewerker", "Hand over to staff"),
    "verdict_warn": ("Waarschuwen", "Warn"),
    # why
    "complaint": ("Klacht", "Complaint"),
    "verdict": ("Oordeel", "Verdict"),
    "because": ("Omdat", "Because"),
    "signals": ("Signalen", "Signals"),
    "flip": ("Wat het zou veranderen:", "What would change it:"),
    "silent": ("Gezocht, niet gevonden", "Looked for, not found"),
    "fired": ("gevonden", "found"),
    "not_fired": ("niet gevonden", "not found"),
    "weight": ("gewicht", "weight"),
    "topic": ("Onderwerp", "Topic"),
    "severity": ("Ernst", "Severity"),
    "spoken": ("Taal", "Language"),
    "used_reply": ("Antwoordtekst", "Reply text"),
    "case": ("Zaak", "Case"),
    "kept": ("Wat bewaard wordt", "What is kept"),
    "none": ("geen", "none"),
    "why_staff": (
        "Dit schreef een medewerker. De bot geeft het door en mengt zich er niet in.",
        "A member of staff wrote this. The bot passes it on and stays out of it.",
    ),
    "why_wait": ("De bot heeft dit bericht nog niet gelezen.", "The bot has not read this message yet."),
    "why_forgotten": (
        "Het oordeel zelf is gewist: na 24 uur bewaart de bot niets van berichten die geen klacht zijn.",
        "The verdict itself was erased: after 24 hours the bot keeps nothing of messages that are no complaint.",
    ),
    "severity_0": ("geen", "none"),
    "severity_1": ("licht", "mild"),
    "severity_2": ("serieus", "serious"),
    "severity_3": ("zwaar", "grave"),
    "topic_delivery": ("bezorging", "delivery"),
    "topic_billing": ("rekening", "billing"),
    "topic_outage": ("storing", "outage"),
    "topic_product_defect": ("defect product", "product defect"),
    "topic_service": ("service", "service"),
    "topic_promotion": ("actie of aanbod", "promotion"),
    "topic_app": ("app of website", "app or website"),
    "topic_cancellation": ("opzeggen", "cancellation"),
    "topic_privacy": ("privacy", "privacy"),
    "topic_other": ("overig", "other"),
    "language_nl": ("Nederlands", "Dutch"),
    "language_en": ("Engels", "English"),
    "language_mixed": ("gemengd", "mixed"),
    "language_other": ("onbekend", "unknown"),
    "state_heard": ("gehoord", "heard"),
    "state_asked": ("is dit een klacht?", "is this a complaint?"),
    "state_answered": ("beantwoord", "answered"),
    "state_handed_over": ("bij medewerkers", "with staff"),
    "state_claimed": ("opgepakt", "claimed"),
    "state_solved": ("opgelost", "solved"),
    "state_closed": ("gesloten", "closed"),
    "state_dismissed": ("geen klacht", "not a complaint"),
    # what cannot be done
    "error": ("Dat lukte niet", "That did not work"),
    "error_empty": ("Schrijf eerst iets.", "Write something first."),
    "error_long": ("Dat is te lang: hooguit 4096 tekens.", "That is too long: at most 4,096 characters."),
    "error_who": ("Kies wie er spreekt.", "Choose who speaks."),
    "error_muted": (
        "Deze klant is hier gedempt en kan nu niets schrijven.",
        "This customer is muted here and can write nothing now.",
    ),
    "error_gone": (
        "Dat bericht is er niet meer. Kies een ander.",
        "That message is not there any more. Choose another.",
    ),
    "error_own": ("Je kunt alleen je eigen bericht bewerken.", "You can change your own message only."),
    "error_staff": ("Hier schrijven alleen medewerkers.", "Only staff write here."),
    "error_way": ("Die weg is er niet.", "There is no such way in."),
    "error_thread": ("Die thread is er niet meer.", "That thread is not there any more."),
    "error_button": (
        "Die knop is er niet meer; het bericht is ondertussen veranderd.",
        "That button is not there any more; the message has changed meanwhile.",
    ),
    "error_speed": ("Kies een snelheid van 1 tot 600.", "Choose a speed from 1 to 600."),
    "error_form": ("Die pagina of dat formulier bestaat niet.", "There is no such page or form."),
}

_MONTHS = {
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_DAYS = {
    "nl": ("ma", "di", "wo", "do", "vr", "za", "zo"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}

TEXTS: Mapping[str, Mapping[str, str]] = {
    language: {key: both[at] for key, both in _BOTH.items()} for at, language in enumerate(LANGUAGES)
}
"""Language → key → text."""


def day(moment: datetime, language: str) -> str:
    """`do 19 nov`, `Thu 19 Nov`."""
    return f"{_DAYS[language][moment.weekday()]} {moment.day} {_MONTHS[language][moment.month - 1]}"


def number(value: float, language: str, digits: int = 0) -> str:
    """A number as the reader writes it: `1.234,5` in Dutch, `1,234.5` in English."""
    text = f"{value:,.{digits}f}"
    return text.translate(str.maketrans(",.", ".,")) if language == "nl" else text
