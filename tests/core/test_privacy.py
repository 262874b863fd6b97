from __future__ import annotations

import csv
import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban

from bot.core.names import without_name
from bot.core.privacy import blank, find_private, mask

BBANS = st.from_regex(r"[A-Z]{4}[0-9]{10}", fullmatch=True)


def kinds(text: str) -> list[str]:
    return [span.kind for span in find_private(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("mijn rekening is NL91 ABNA 0417 1643 00", "iban"),
        ("nl91abna0417164300 staat nog open", "iban"),
        ("BE68539007547034", "iban"),
        ("bsn 123456782", "bsn"),
        ("burgerservicenummer: 1234.56.782", "bsn"),
        ("bel me op 06-12345678", "phone"),
        ("+31 6 1234 5678", "phone"),
        ("0470 12 34 56 na zes uur", "phone"),
        ("ring 07700 900123", "phone"),
        ("ring +44 20 7946 0958", "phone"),
        ("nul zes twaalf vierendertig zesenvijftig achtenzeventig", "phone"),
        ("mail noor@voorbeeld.example", "email"),
        ("noor apenstaartje voorbeeld punt nl", "email"),
        ("Wilgenlaan 12, 1234 AB", "address"),
        ("Grote Kerkstraat 7b", "address"),
        ("14 Willow Road, LS1 1AA", "address"),
        ("klantnummer 1234567", "customer_number"),
        ("my customer number is AB 123456", "customer_number"),
    ],
)
def test_personal_data_is_found(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


def rows() -> list[tuple[str, str]]:
    with (Path(__file__).parent / "personal_data.tsv").open(encoding="utf-8") as file:
        return [(row["kind"], row["text"]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


@pytest.mark.parametrize(("kind", "text"), rows())
def test_an_iban_and_a_bsn_are_found_however_they_are_written(kind: str, text: str) -> None:
    assert kinds(text) == ([] if kind == "-" else [kind])


@pytest.mark.parametrize(
    "text",
    [
        "bestelnummer 123456789",
        "order 0612345678 is zoek",
        "bel 0800-1234 of 0900-8844",
        "bel 112 of 14 020",
        "het kost 1.480 euro of 12,50",
        "op 01-02-2026 om 10:30",
        "trein 7415 naar Groningen, spoor 5a",
        "Noor en @polderlink",
        "123456782",
        "al 3 weken, 12 keer gebeld",
        "onderweg 5 dagen lang",
        "In 2024 en 2025 was het goed",
    ],
)
def test_public_and_harmless_numbers_are_left(text: str) -> None:
    assert kinds(text) == []


def test_masking_keeps_the_rest_of_the_words() -> None:
    text = "Dubbel afgeschreven van NL91ABNA0417164300, bel 06-12345678 aub"
    spans = find_private(text)
    assert mask(text, spans) == "Dubbel afgeschreven van [IBAN], bel [tel.] aub"
    assert blank(text, spans) == "Dubbel afgeschreven van \n, bel \n aub"


def test_masking_a_masked_text_finds_nothing_more() -> None:
    text = "klantnummer 1234567, Wilgenlaan 12, 1234 AB, noor@voorbeeld.example, bsn 123456782"
    masked = mask(text, find_private(text))
    assert find_private(masked) == ()


def test_spans_are_in_order_and_do_not_overlap() -> None:
    spans = find_private("NL91ABNA0417164300 06-12345678 a@b.example Wilgenlaan 12 klantnummer 1234567 " * 5)
    assert len(spans) == 25
    assert all(one.end <= two.start for one, two in pairwise(spans))


@settings(max_examples=150, deadline=None)
@given(BBANS, st.text(max_size=30), st.text(max_size=30), st.sampled_from(["", " ", "-", ".", "\u200b"]))
def test_masked_text_never_holds_a_valid_iban(bban: str, before: str, after: str, gap: str) -> None:
    # ISO 7064: letters count from 10, the country and 00 go to the end, 98 minus the rest of the division by 97.
    number = f"NL{98 - int(''.join(str(int(character, 36)) for character in f'{bban}NL00')) % 97:02d}{bban}"
    assert iban.is_valid(number, check_country=False)
    written = gap.join(number[place : place + 4] for place in range(0, len(number), 4))
    masked = mask(text := f"{before}{written}{after}", find_private(text))
    compact = re.sub(r"[^A-Z0-9]", "", masked.upper())
    places = range(len(compact) - 17)
    assert not any(compact[place : place + 2] == "NL" and number == compact[place : place + 18] for place in places)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_masked(text: str) -> None:
    spans = find_private(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    mask(text, spans)


@pytest.mark.parametrize(
    ("text", "display", "left"),
    [
        ("bot 14:02: Hoi Sanne, ik ben de bot", "Sanne", "bot 14:02: Hoi [naam/name], ik ben de bot"),
        ("Dag Mo, dat is mo(e)ilijk, mo", "Mo", "Dag [naam/name], dat is mo(e)ilijk, mo"),
        ("van Dijk belt van huis", "Jan van Dijk", "van [naam/name] belt van huis"),
        ("hoi ANNE-MARIE en Anne", "anne-marie", "hoi [naam/name] en Anne"),
        ("niets te zien", "", "niets te zien"),
        ("😀 hoi", "😀", "😀 hoi"),
    ],
)
def test_the_words_of_a_name_are_covered(text: str, display: str, left: str) -> None:
    assert without_name(text, display) == left
