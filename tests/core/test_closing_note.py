"""What a closing note may not hold."""

from __future__ import annotations

import pytest

from bot.core.closing_note import refused

USUAL = "Voor wie meeleest: ik ben de bot van Polderlink, en deze melding is opgelost. Een collega heeft het afgerond."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("De storing in de wijk is verholpen.", ""),
        ("Bel 06 12345678 als het weer gebeurt.", "data"),
        ("Mail naar jan.jansen@post.example.", "data"),
        ("Teruggestort op NL91ABNA0417164300.", "data"),
        ("Voor Sanne is het opgelost.", "customer"),
        ("SANNE kan weer internetten.", "customer"),
        ("Noor heeft de kast vervangen.", "staff"),
        ("Met dank aan daan vos.", "staff"),
        ("Een mooie noordzee vandaag.", ""),
        ("Sannes modem is vervangen.", "customer"),
        ("Noors collega heeft het afgerond.", "staff"),
        ("De factuur van mevrouw Bakker is aangepast.", "customer"),
        ("Opgelost voor dhr. Pieters, dank.", "customer"),
        ("Solved for Mrs Carter.", "customer"),
        ("De storing is voorbij. ^NB", "staff"),
        ("De storing is voorbij, groet N.B.", "staff"),
        ("Afgerond met S.d.W. uit de groep.", "customer"),
        ("Bestelling 48213 is alsnog bezorgd.", "data"),
        ("Order PL-2231 has been delivered.", "data"),
        ("Pakket 3SABCD1234567 is terecht.", "data"),
        ("De kabel in de Kerkstraat is vervangen.", "data"),
        ("De kabel aan de Grote Markstraat is vervangen.", "data"),
        ("De storing op Plein 1813 nr 4, 1234 AB is voorbij.", "data"),
        ("The cable in Church Lane has been replaced.", "data"),
        ("De modem op de Wilgenweg doet het weer.", "data"),
        ("De storing van 18-11-2026 om 15:30 is na 3 uur verholpen. Vragen? Bel 0900-0145.", ""),
        ("Sinds 2026 krijgt iedereen 1000 GB en 100 Mbit.", ""),
        ("De kabel in de straat is vervangen.", ""),
        ("Onderweg ging iets mis; de monteur kwam alsnog.", ""),
        ("Opslaan in de app werkt weer.", ""),
        ("The street cabinet has been repaired.", ""),
    ],
)
def test_personal_data_and_names_are_refused_with_the_reason(text: str, why: str) -> None:
    assert refused(text, USUAL, "Sanne de Wit", ["Noor Bos", "Daan Vos"]) == why


def test_a_name_that_is_a_word_of_the_usual_note_does_not_count() -> None:
    assert refused("Deze melding is afgerond.", USUAL, "Melding", ["Collega"]) == ""


def test_parts_of_a_name_as_short_as_words_do_not_count() -> None:
    assert refused("De lijn is vervangen.", USUAL, "Li de Wit", []) == ""
    assert refused("De kabel is er al, en het is klaar.", USUAL, "Al de En", []) == ""


@pytest.mark.parametrize("name", ["Mo", "Li de Wit", "bo", "mo_1998"])
def test_a_name_of_two_letters_is_a_name_where_it_is_written_as_one(name: str) -> None:
    short = name[:2].title()
    assert refused(f"Fijn dat {short} weer kan bellen.", USUAL, name, []) == "customer"
    assert refused(f"Fijn dat {short}'s modem het doet.", USUAL, name, []) == "customer"


@pytest.mark.parametrize(("name", "text"), [("Zoë", "Voor Zoe werkt het weer."), ("Jose", "José kan weer bellen.")])
def test_an_accent_hides_no_name(name: str, text: str) -> None:
    assert refused(text, USUAL, name, []) == "customer"


def test_others_in_the_conversation_are_not_named_either() -> None:
    assert refused("Met dank aan Piet.", USUAL, "Sanne", ["Noor Bos"], others=["Piet Jansen"]) == "other"
    assert refused("Alles werkt weer, wil iemand meer weten?", USUAL, "Sanne", [], others=["Wil"]) == ""


def test_what_he_answered_in_private_does_not_come_back_in_public() -> None:
    answers = ["AB12", "gisteren, via de winkel in Zwolle"]
    assert refused("Bestelling ab12 is bezorgd.", USUAL, "Sanne", [], answers=answers) == "data"
    assert refused("AB12 is bezorgd.", USUAL, "Sanne", [], answers=answers) == "data"
    assert refused("Sinds gisteren werkt het weer.", USUAL, "Sanne", [], answers=answers) == ""
