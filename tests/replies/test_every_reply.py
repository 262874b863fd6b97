"""Every reply file of the repository, with every combination of facts present and absent."""

from pathlib import Path

import pytest

from bot.core.replies import SERVICE, SITUATIONS, Facts, Situation, render
from bot.core.tone import MOST_WORDS, PERSON_TAKES_OVER, STAFF_SPEAK, Spoken, count_words, lint, samples
from bot.core.words import Link
from bot.library.reading import read_situation

FOLDER = Path(__file__).parents[2] / "replies"
LANGUAGES = ("nl", "en")
FILES = sorted(FOLDER.glob("*/*.j2"))
TOPIC = Link("Opgelost: verbinding valt weg", "https://community.example/t/1")
START = Link("Start", "https://chat.example/start")
DISCLOSURE = {"nl": "ik ben de bot van Polderlink", "en": "I'm the bot of Polderlink"}
CLOSING = {"stopped", "retracted", "also_seen", "solved", "taken_private"}


def situation_of(file: Path) -> Situation:
    situation, troubles = read_situation(file.read_text(encoding="utf-8"), str(file), file.parent.name, file.stem)
    assert troubles == ()
    assert situation is not None
    return situation


SITUATION_OF = {f"{file.parent.name}/{file.stem}": situation_of(file) for file in FILES}
every_reply = pytest.mark.parametrize("situation", SITUATION_OF.values(), ids=SITUATION_OF.keys())


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_situation_has_its_file_in_each_language(language: str) -> None:
    assert {name for name in SITUATION_OF if name.startswith(f"{language}/")} == {
        f"{language}/{name}" for name in SITUATIONS
    }


@every_reply
def test_there_are_two_variants_that_differ(situation: Situation) -> None:
    texts = [set(variant.source.split()) for variant in situation.variants]
    assert len(texts) >= 2
    for number, one in enumerate(texts):
        for other in texts[number + 1 :]:
            assert len(one & other) / len(one | other) < 0.6


@every_reply
def test_it_reads_well_with_every_combination_of_facts(situation: Situation) -> None:
    for variant in situation.variants:
        seen = set()
        for facts in samples(situation.language, every=True):
            words = render(variant, facts)
            # Facts that this reply does not use change nothing in what there is to judge.
            if (heard := (words, facts.name, facts.deadline, facts.community, facts.private)) in seen:
                continue
            seen.add(heard)
            spoken = Spoken(words, situation.language, situation.name, situation.head.link, facts)
            assert lint(spoken) == [], words.plain
            assert count_words(words) <= MOST_WORDS
            assert "{" not in words.plain
            if situation.name not in STAFF_SPEAK:
                assert DISCLOSURE[situation.language].casefold() in words.plain[:90].casefold()


@every_reply
def test_both_languages_carry_the_same_link(situation: Situation) -> None:
    assert {SITUATION_OF[f"{language}/{situation.name}"].head.link for language in LANGUAGES} == {situation.head.link}


@every_reply
def test_a_topic_leads_to_the_community_or_where_that_hurts_to_a_private_chat(situation: Situation) -> None:
    if situation.name in SERVICE:
        assert situation.head.link == (
            "private" if situation.name in {"private_data", "private_invite", "muted"} else "none"
        )
    else:
        assert situation.head.link == ("private" if situation.name == "privacy" else "community")


@every_reply
def test_a_closing_word_is_short(situation: Situation) -> None:
    if situation.name in CLOSING:
        facts = samples(situation.language)[0]
        assert all(count_words(render(variant, facts)) <= 50 for variant in situation.variants)


@pytest.mark.parametrize("name", sorted(SITUATIONS))
def test_dutch_says_u_throughout_where_the_brand_does(name: str) -> None:
    informal = {"je", "jij", "jou", "jouw", "hoi"}
    for variant in SITUATION_OF[f"nl/{name}"].variants:
        facts = Facts("Polderlink", "Sanne", "vandaag vóór 16:00", TOPIC, START, "0800 1234", "Noor", formal=True)
        said = {word.strip('.,;:?"').casefold() for word in render(variant, facts).plain.split()}
        assert not said & informal


@pytest.mark.parametrize("name", sorted(PERSON_TAKES_OVER | CLOSING))
def test_where_a_link_would_hurt_there_is_none(name: str) -> None:
    for language in LANGUAGES:
        for variant in SITUATION_OF[f"{language}/{name}"].variants:
            facts = Facts("Polderlink", community=TOPIC, private=START)
            assert TOPIC not in render(variant, facts).links


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_says_stop_using_it_and_112(language: str) -> None:
    for variant in SITUATION_OF[f"{language}/safety"].variants:
        said = render(variant, Facts("Polderlink")).plain
        assert "112" in said
        assert "gebruik" in said or "using" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hard_case_begins_with_sorry_in_the_first_person(language: str) -> None:
    for variant in SITUATION_OF[f"{language}/hand_over"].variants:
        assert "Sorry" in render(variant, Facts("Polderlink")).plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_public_end_names_the_member_of_staff_but_never_the_customer(language: str) -> None:
    for variant in SITUATION_OF[f"{language}/solved"].variants:
        said = render(variant, Facts("Polderlink", name="Sanne", staff="Noor")).plain
        assert "Noor" in said
        assert "Sanne" not in said
