"""Why a verdict fell as it did, in words: the reasons that come from policy, not from the message itself."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bot.core.findings import Reasons, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

POLICY = "policy:"
"""How the names of these reasons begin."""

_TEXTS: dict[str, tuple[str, str]] = {
    "own": ("dit is een bericht van de bot zelf", "this is the bot's own message"),
    "bot": ("bots en automatische berichten krijgen geen antwoord", "bots and automatic posts are never answered"),
    "staff": ("dit schreef een medewerker", "a member of staff wrote this"),
    "stopped": ("deze klant vroeg de bot te stoppen", "this customer asked the bot to stop"),
    "judged": ("deze versie van het bericht is al beoordeeld", "this version of the message was judged before"),
    "edited": ("een bewerking van een bericht waar al een zaak van is", "an edit of a message that has a case already"),
    "edited_away": ("de klacht is uit het bericht gehaald", "the complaint was edited out of the message"),
    "wants_human": ("vraagt om een mens", "asks for a person"),
    "wants_stop": ("vraagt de bot te stoppen", "asks the bot to stop"),
    "no_complaint_said": ("zegt zelf dat het geen klacht was", "says it was no complaint"),
    "media": ("beeld of opname zonder woorden, gericht aan het merk", "picture or recording without words, for the brand"),
    "other_company": ("gaat over een ander bedrijf", "is about another company"),
    "forwarded": ("de woorden zijn van iemand anders", "the words are somebody else's"),
    "staff_talk": ("hij praat met een medewerker", "he is talking with a member of staff"),
    "not_complaint": ("te weinig dat op een klacht wijst", "too little that points to a complaint"),
    "unsure": ("waarschijnlijk een klacht, maar niet zeker genoeg", "probably a complaint, but not sure enough"),
    "sure": ("zeker genoeg om zelf te antwoorden", "sure enough to answer by itself"),
    "not_addressed": ("het merk is niet aangesproken, en dat moet in dit kanaal", "the brand is not addressed, as this channel asks"),
    "mode_off": ("de bot staat in dit kanaal uit", "the bot is off in this channel"),
    "mode_ask": ("in dit kanaal vraagt de bot het eerst aan medewerkers", "in this channel the bot asks staff first"),
    "budget": ("in deze dienst is al genoeg aan medewerkers gevraagd", "staff were asked enough in this shift"),
    "budget_kept": ("de laatste vragen van deze dienst zijn voor zwaardere twijfel", "the last questions of this shift are kept for graver doubts"),
    "third_contact": ("opnieuw contact over hetzelfde onderwerp", "another contact on the same matter"),
    "again": ("het vorige antwoord van de bot hielp niet", "the bot's earlier answer did not help"),
    "cooldown": ("deze klant kreeg hier kort geleden al antwoord", "this customer was answered here a short while ago"),
    "topic_pause": ("over dit onderwerp staat hier al een recent antwoord", "there is a recent answer on this topic here"),
    "ceiling": ("het maximum aan openbare antwoorden van vandaag is bereikt", "today's ceiling of public answers is reached"),
    "retractions": ("vandaag zijn hier al te veel antwoorden ingetrokken", "too many answers were taken back here today"),
    "breaker": ("de bot sprak hier in de laatste minuut te vaak", "the bot spoke too often here in the last minute"),
    "quiet": ("het zijn stille uren; het antwoord wacht", "these are quiet hours; the answer waits"),
    "with_staff": ("de zaak ligt bij een medewerker", "the case is with a member of staff"),
    "more": ("hoort bij een zaak die al loopt", "belongs to a case that is open"),
    "solved_said": ("zegt dat het is opgelost", "says that it is solved"),
    "private_data": ("bevat privégegevens die iedereen kan lezen", "holds personal data that everyone can read"),
    "abuse": ("scheldt of dreigt tegen mensen", "insults or threatens people"),
    "look_alike": ("lijkt op een officieel account en is het niet", "looks like an official account and is none"),
    "hard:legal": ("dreigt met een juridische stap", "threatens a legal step"),
    "hard:safety": ("gevaar voor mensen", "danger to people"),
    "hard:money": ("geld kwijt of fraude", "money lost or fraud"),
    "hard:vulnerable": ("een kwetsbaar persoon", "a vulnerable person"),
    "hard:press": ("noemt de pers of een toezichthouder", "names the press or a regulator"),
    "hard:repeated": ("zegt dat het al vaker gebeurde", "says that it happened before"),
    "private_chat": ("een privégesprek met de bot", "a private chat with the bot"),
    "private_opened": ("opende een privégesprek en schreef nog niets", "opened a private chat and wrote nothing yet"),
    "after_end": ("een vraag na het einde van een eerdere zaak", "a question after the end of an earlier case"),
    "comment": ("een opmerking na het einde van de zaak", "a remark after the end of the case"),
    "empty": ("een bericht zonder woorden", "a message without words"),
}  # fmt: skip


@lru_cache(maxsize=256)
def reason(name: str, language: str, weight: float = 0.0) -> Signal:
    """A policy reason as a fired signal, in Dutch for `nl` and `mixed`, else in English."""
    dutch, english = _TEXTS[name]
    return Signal(
        name=f"{POLICY}{name}", weight=weight, fired=True, text=dutch if language in {"nl", "mixed"} else english
    )


class Because(Reasons):
    """Why a verdict fell: the reasons of policy, then the signals of the finding, which are put in words when they are first read."""

    __slots__ = ("policy",)

    def __init__(self, policy: tuple[Signal, ...], signals: Sequence[Signal]) -> None:
        super().__init__(lambda: (*policy, *signals))
        self.policy = policy


def of_policy(because: Sequence[Signal]) -> tuple[Signal, ...]:
    """The reasons that come from policy: of a verdict's `because` those that cost nothing to read."""
    if isinstance(because, Because):
        return because.policy
    return tuple(signal for signal in because if signal.name.startswith(POLICY))
