from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.detection import detect
from bot.core.impostors import is_look_alike
from bot.core.messages import Author
from bot.lexicons import load_lexicons
from tests.core.speaking import BRAND, said

OFFICIAL = frozenset({"polderlink", "polderlink_helpt"})


@pytest.mark.parametrize(
    ("handle", "name"),
    [
        ("p0lderlink", "Tom"),
        ("polderl1nk", "Tom"),
        ("polder_link", "Tom"),
        ("polderlnk", "Tom"),
        ("poldrelink", "Tom"),
        ("polderlink_support", "Tom"),
        ("helpdesk.polderlink", "Tom"),
        ("xx77", "Polderlink"),
        ("xx77", "Polderlink Klantenservice"),
        ("xx77", "Pоlderlink"),
        ("", "POLDERLINK official"),
    ],
)
def test_an_account_that_passes_for_an_official_one_is_seen(handle: str, name: str) -> None:
    assert is_look_alike(handle, name, OFFICIAL, "Polderlink")


@pytest.mark.parametrize(
    ("handle", "name"),
    [
        ("polderlink", "Polderlink"),
        ("Polderlink_Helpt", "Polderlink"),
        ("sanne", "Sanne"),
        ("polderman", "Joost van de Polder"),
        ("linksaf", "Link"),
        ("xx77", "Polderlink is een drama"),
        ("", ""),
    ],
)
def test_official_accounts_and_ordinary_people_are_not(handle: str, name: str) -> None:
    assert not is_look_alike(handle, name, OFFICIAL, "Polderlink")


def test_the_finding_says_so() -> None:
    lexicons, _ = load_lexicons()
    message = said("Stuur je gegevens, dan kijk ik even mee")
    impostor = replace(message, author=Author("9", "Polderlink Support", handle="xx77"))
    assert detect(impostor, lexicons, BRAND).look_alike
    assert not detect(message, lexicons, BRAND).look_alike
