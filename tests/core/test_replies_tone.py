"""The lint of a reply: each rule once where it holds and once where it is broken."""

import pytest

from bot.core.replies import Facts, compile_variant, render
from bot.core.tone import Spoken, allowed, count_words, lint, samples
from bot.core.words import Link, Words

TOPIC = Link("Wifi valt weg: opgelost", "https://community.example/t/1")
START = Link("Start privégesprek", "https://chat.example/start")
DEADLINE = "vandaag vóór 16:00"
GOOD = (
    "Hoi {{ name }}, ik ben de bot van {{ brand }}. Vervelend dat het niet werkt. Test met een kabel in het modem. "
    'Nog mis? Antwoord "{{ human }}", dan kijkt een collega mee, {{ deadline }}. Meer: {{ community }}'
)


def remarks(
    source: str, *, language: str = "nl", situation: str = "outage", link: str = "community", **facts: object
) -> list[str]:
    values: dict[str, object] = {"name": "Sanne", "deadline": DEADLINE, "community": TOPIC, **facts}
    known = Facts("Polderlink", **values)  # type: ignore[arg-type]
    template, refused = compile_variant(source)
    assert template is not None, refused
    found = lint(Spoken(render(template, known), language, situation, link, known))
    assert all(remark.fix for remark in found)
    return [f"{remark.level}: {remark.message}" for remark in found]


def broken(source: str, **more: object) -> str:
    return "; ".join(remarks(source, **more))  # type: ignore[arg-type]


def test_a_good_reply_has_no_remarks() -> None:
    assert remarks(GOOD) == []


def test_words_are_counted_as_people_read_them() -> None:
    assert count_words(Words(("Kijk hier: ", TOPIC, " – dank."))) == 2 + 4 + 1


def test_more_than_75_words_are_too_many() -> None:
    assert "words with these facts" in broken(GOOD + " en nog wat" * 20)


def test_the_first_line_says_that_it_is_the_brands_bot() -> None:
    assert "first line does not say" in broken(GOOD.replace("ik ben de bot van {{ brand }}", "fijn dat je schrijft"))
    assert "first line does not say" in broken(GOOD.replace("ik ben de bot", "ik ben de assistent"))


def test_a_disclosure_at_the_end_is_too_late() -> None:
    late = GOOD.replace("ik ben de bot van {{ brand }}. ", "") + " Groet, ik ben de bot van {{ brand }}."
    assert "first line does not say" in broken(late)


@pytest.mark.parametrize(
    "phrase",
    [
        "Sorry voor het eventuele ongemak.",
        "Eventuele problemen lossen we op.",
        "Wij streven naar een snelle reactie.",
        "Je hoort zo snel mogelijk van ons.",
        "Onze excuses hiervoor.",
        "Ik begrijp hoe vervelend dit is.",
        "Stuur een DM.",
        "We komen erop terug.",
        "Beste klant, dag.",
    ],
)
def test_phrases_that_doubt_hide_or_promise_nothing_are_errors(phrase: str) -> None:
    assert "error" in broken(f"{GOOD} {phrase}")


@pytest.mark.parametrize(
    "phrase",
    [
        "We apologise for any inconvenience this may have caused.",
        "We strive to help.",
        "We will answer as soon as possible.",
        "I understand how you feel.",
        "Please send us a DM.",
        "Dear customer, hello.",
    ],
)
def test_the_same_in_english(phrase: str) -> None:
    good = (
        "Hi {{ name }}, I'm the bot of {{ brand }}. It isn't working, and that's annoying. Try a cable. "
        'Reply "{{ human }}" and a colleague joins in {{ deadline }}. {{ community }}'
    )
    assert remarks(good, language="en", human="human") == []
    assert "error" in broken(f"{good} {phrase}", language="en", human="human")


def test_an_emoji_in_trouble_is_an_error_and_elsewhere_a_warning() -> None:
    assert "error: an emoji" in broken(GOOD + " 😊")
    assert "warning: an emoji" in broken(GOOD + " 😊", situation="promotion")


def test_an_emoji_in_the_customers_own_name_is_none_of_our_doing() -> None:
    assert remarks(GOOD, name="Zoë 🌸!") == []


def test_the_bot_does_not_raise_its_voice() -> None:
    assert "raises its voice" in broken(GOOD + " Succes!")


@pytest.mark.parametrize(
    "sentence",
    [
        "Stuur je klantnummer.",
        "Wat is je adres?",
        "Zet je IBAN hieronder.",
        "Laat je postcode even weten.",
        "Antwoord met je geboortedatum.",
    ],
)
def test_personal_data_is_never_asked_for_in_public(sentence: str) -> None:
    assert "asks for personal data" in broken(f"{GOOD} {sentence}")


@pytest.mark.parametrize("sentence", ["Zet geen adres in de groep.", "Deel nooit een wachtwoord of pincode."])
def test_warning_for_personal_data_is_not_asking_for_it(sentence: str) -> None:
    assert remarks(f"{GOOD} {sentence}") == []


def test_asking_in_english_is_seen_too() -> None:
    assert "asks for personal data" in broken(GOOD + " Please send your customer number.", language="en", human="mens")


def test_a_reply_without_the_time_of_the_next_step_is_an_error() -> None:
    assert "says no time" in broken(GOOD.replace(", {{ deadline }}", ""))


def test_a_time_without_a_timer_is_an_error() -> None:
    assert '"binnen 2 uur" has no timer' in broken(GOOD + " Reactie binnen 2 uur.")
    assert '"17:30" has no timer' in broken(GOOD + " Uiterlijk 17:30.")


def test_a_reply_without_a_way_to_a_person_is_an_error() -> None:
    assert "how to reach a person" in broken(GOOD.replace('"{{ human }}"', "ja"))


def test_where_a_person_takes_over_he_must_be_named() -> None:
    alone = "Dag, ik ben de bot van {{ brand }}. Sorry dat het zover kwam; je hoort hier meer, {{ deadline }}."
    assert "a person takes over" in broken(alone, situation="hand_over", link="none")


def test_a_missing_link_is_an_error_only_where_there_is_one_to_give() -> None:
    bare = GOOD.replace(" Meer: {{ community }}", "")
    assert "community link is missing" in broken(bare)
    assert remarks(bare, community=None) == []
    assert remarks(bare, link="none") == []


def test_a_link_where_it_would_hurt_is_an_error() -> None:
    assert "community link is forbidden" in broken(GOOD, link="none")
    assert "community link is forbidden" in broken(GOOD + " {{ private }}", link="private", private=START)
    assert "private link is forbidden" in broken(GOOD + " {{ private }}", link="none", private=START)


def test_a_private_link_may_stand_beside_a_community_link() -> None:
    assert remarks(GOOD + " Of privé: {{ private }}", private=START) == []


def test_the_same_link_twice_is_an_error() -> None:
    assert "stands there 2 times" in broken(GOOD + " En: {{ community }}")


def test_a_link_alone_is_a_failure() -> None:
    assert "words beside the link" in broken("Ik ben de bot van {{ brand }}: {{ community }}")


def test_a_typed_address_is_an_error_and_a_foreign_one_says_so() -> None:
    assert "outside brand.domains" in broken(GOOD + " Zie www.elders.nl.")
    assert "outside brand.domains" in broken(GOOD + " Zie https://elders.example/x.")


def test_a_typed_mention_is_an_error() -> None:
    assert '"@everyone" would call somebody' in broken(GOOD + " @everyone")


def test_the_bot_never_signs_as_a_person() -> None:
    assert "signs as a person" in broken(GOOD + " ^AB")


def test_a_gap_where_a_fact_is_absent_is_an_error() -> None:
    assert "a gap" in broken(GOOD.replace("{{ deadline }}", "{{ phone }}"), deadline="")
    assert "a gap" in broken(GOOD.replace("Hoi {{ name }},", "Hoi {{ name }} ,"))
    assert "a gap" in broken(GOOD + " Bel: {{ phone }}.")


def test_another_language_is_held_to_the_rules_that_need_no_words() -> None:
    assert (
        remarks(
            "Hallo, hier ist der Bot von {{ brand }}. " + "Wort " * 12 + "{{ deadline }} {{ community }}", language="de"
        )
        == []
    )
    assert "first line" in broken("Hallo. " + "Wort " * 12 + "{{ deadline }} {{ community }}", language="de")


def test_samples_cover_each_fact_present_and_absent() -> None:
    assert len(samples("nl")) == 10
    assert len(set(samples("nl", every=True))) == 256


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("https://polderlink.example/t/1", True),
        ("https://forum.polderlink.example", True),
        ("HTTPS://FORUM.POLDERLINK.EXAMPLE./x", True),
        ("https://polderlink.example:8443/x", True),
        ("https://evilpolderlink.example", False),
        ("https://polderlink.example.evil.example", False),
        ("https://polderlink.example@evil.example/", False),
        ("https://evil.example/polderlink.example", False),
        ("https://evil.example?polderlink.example", False),
        ("https://evil.example\\.polderlink.example", False),
        ("javascript://polderlink.example/%0aalert(1)", False),
        ("", False),
    ],
)
def test_only_the_brands_own_domains_are_inside(address: str, *, inside: bool) -> None:
    assert allowed(address, ("polderlink.example",)) is inside
