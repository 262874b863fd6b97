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
    ],
)
def test_personal_data_and_names_are_refused_with_the_reason(text: str, why: str) -> None:
    assert refused(text, USUAL, "Sanne de Wit", ["Noor Bos", "Daan Vos"]) == why


def test_a_name_that_is_a_word_of_the_usual_note_does_not_count() -> None:
    assert refused("Deze melding is afgerond.", USUAL, "Melding", ["Collega"]) == ""


def test_parts_of_a_name_as_short_as_words_do_not_count() -> None:
    assert refused("De lijn is vervangen.", USUAL, "Li de Wit", []) == ""
