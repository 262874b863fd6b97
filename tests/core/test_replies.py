"""Templates: what may stand in one, what is refused and where, and that a value never becomes template, link or mention."""

import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.replies import (
    OUTPUT_CAP,
    SITUATIONS,
    SOURCE_CAP,
    Facts,
    Head,
    Unrenderable,
    compile_variant,
    first_name,
    parse_situation,
    render,
    split,
)
from bot.core.words import Link, Words

TOPIC = Link("Wifi valt weg: opgelost", "https://community.example/t/1")
START = Link("Start privégesprek", "https://chat.example/start?c=7")
HEAD = Head("Storing", "Internet valt weg.", "community")


def say(source: str, facts: Facts) -> Words:
    template, remarks = compile_variant(source)
    assert template is not None, remarks
    return render(template, facts)


def text(source: str, **facts: object) -> str:
    return say(source, Facts("Polderlink", **facts)).plain  # type: ignore[arg-type]


def refusal(source: str) -> str:
    template, remarks = compile_variant(source)
    assert template is None
    assert remarks
    assert all(remark.fix for remark in remarks)
    return remarks[0].message


def test_facts_are_filled_in() -> None:
    assert text("Hoi {{ name }}, van {{ brand }}.", name="Sanne") == "Hoi Sanne, van Polderlink."


def test_an_absent_fact_leaves_no_gap() -> None:
    source = "Hoi{% if name %} {{ name }}{% endif %}, dag."
    assert text(source) == "Hoi, dag."
    assert text(source, name="Mo") == "Hoi Mo, dag."


def test_the_brand_that_says_u_is_obeyed() -> None:
    source = "{{ 'Je hoeft je'|formal('U hoeft uw') }} verhaal niet te doen."
    assert text(source) == "Je hoeft je verhaal niet te doen."
    assert text(source, formal=True) == "U hoeft uw verhaal niet te doen."
    assert text("{% if formal %}u{% else %}je{% endif %}", formal=True) == "u"


def test_links_become_parts_of_their_own() -> None:
    words = say("Kijk: {{ community }} of {{ private }}.", Facts("P", community=TOPIC, private=START))
    assert words.parts == ("Kijk: ", TOPIC, " of ", START, ".")


def test_an_absent_link_says_nothing_and_counts_as_false() -> None:
    assert say("Kijk{% if community %}: {{ community }}{% endif %}.", Facts("P")).parts == ("Kijk.",)
    assert say("a{{ community }}b", Facts("P")).parts == ("ab",)


def test_the_label_of_a_link_may_be_read_but_not_its_address() -> None:
    assert text("{{ community.label }}", community=TOPIC) == TOPIC.label
    assert ".url cannot be read" in refusal("{{ community.url }}")
    assert ".__class__ cannot be read" in refusal("{{ community.__class__ }}")


def test_reading_the_label_of_an_absent_link_is_an_error_with_advice() -> None:
    with pytest.raises(Unrenderable, match="if"):
        text("{{ community.label }}")


def test_a_line_break_is_a_space_and_a_blank_line_a_paragraph() -> None:
    assert text("Een.\nTwee.\n\nDrie.") == "Een. Twee.\n\nDrie."


def test_a_condition_that_is_not_met_leaves_no_blank_line() -> None:
    assert text("Een.\n{% if phone %}Bel {{ phone }}.{% endif %}\nTwee.") == "Een. Twee."


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("{% for x in 'aaa' %}{{ x }}{% endfor %}", "a loop is not allowed"),
        ("{{ range(10) }}", "a call is not allowed"),
        ("{{ brand.upper() }}", "a call is not allowed"),
        ("{{ brand * 1000 }}", "Mul is not allowed"),
        ("{{ 9 ** 9 ** 9 }}", "Pow is not allowed"),
        ("{{ brand ~ name }}", "Concat is not allowed"),
        ("{{ brand[0] }}", "an index is not allowed"),
        ("{% set a = 1 %}", "an assignment is not allowed"),
        ("{% include 'x' %}", "an include is not allowed"),
        ("{% import 'x' as y %}", "Import is not allowed"),
        ("{% extends 'x' %}", "Extends is not allowed"),
        ("{% macro m() %}{% endmacro %}", "a macro is not allowed"),
        ("{% block b %}{% endblock %}", "Block is not allowed"),
        ("{% filter upper %}x{% endfilter %}", "FilterBlock is not allowed"),
        ("{% with a = 1 %}{% endwith %}", "With is not allowed"),
        ("{{ 'a' if name else 'b' }}", "an if inside"),
        ("{{ [1, 2] }}", "List is not allowed"),
        ("{{ naam }}", "no fact called 'naam'"),
        ("{{ self }}", "no fact called 'self'"),
        ("{{ name|tojson }}", "no filter called 'tojson'"),
        ("{{ name|center(100000) }}", "no filter called 'center'"),
        ("{% if name is divisibleby(3) %}{% endif %}", "no test called 'divisibleby'"),
        ("{{ formal }}", "formal is no word"),
        ("{{ name", "cannot be read"),
        ("{% if name %}", "cannot be read"),
        ("{{ name }} \ue000", "invisible character"),
        ("abc \u202e def", "invisible character"),
        ("{{ " + "(" * 1500 + "name" + ")" * 1500 + " }}", "cannot be compiled"),
        ("{% if name %}" * 40 + "x" + "{% endif %}" * 40, "nested more than"),
        ("x" * (SOURCE_CAP + 1), f"{SOURCE_CAP + 1} characters"),
    ],
)
def test_what_is_not_on_the_list_is_refused_with_a_reason(source: str, message: str) -> None:
    started = time.process_time()
    assert message in refusal(source)
    assert time.process_time() - started < 1, "a refusal must not cost what it guards against"


def test_a_misspelt_fact_is_answered_with_the_nearest() -> None:
    _, remarks = compile_variant("een\ntwee {{ deadlin }}", line=5)
    assert [(remark.line, remark.fix) for remark in remarks] == [(6, "write deadline")]


@pytest.mark.parametrize(
    "source",
    [
        "{% if topic == 'billing' and not name %}a{% elif phone or staff %}b{% else %}c{% endif %}",
        "{% if name is defined and community is not none %}a{% endif %}",
        "{{ brand|upper }} {{ name|default('u')|capitalize|trim|lower }}",
        "{# een opmerking #}{% raw %}{{ x }}{% endraw %}",
    ],
)
def test_what_is_on_the_list_is_accepted(source: str) -> None:
    assert compile_variant(source)[1] == []


def test_a_reply_that_grows_too_long_is_refused() -> None:
    with pytest.raises(Unrenderable, match=str(OUTPUT_CAP)):
        text("{{ brand }}{{ deadline }} " * 20, deadline="vandaag " * 10)


def test_comparing_facts_of_different_kinds_is_an_error_and_no_crash() -> None:
    with pytest.raises(Unrenderable):
        text("{% if name < 3 %}a{% endif %}")


def test_a_file_is_split_into_head_and_variants_with_their_lines() -> None:
    source = "title: a\nlink: none\n---\n\nEen.\n---\nTwee.\nMeer.\n"
    assert split(source) == ("title: a\nlink: none", 1, [(5, "Een."), (7, "Twee.\nMeer.")])
    assert split("---\n" + source)[0:2] == ("title: a\nlink: none", 2)
    assert split("\ufeff" + source)[0] == "title: a\nlink: none"


def test_variants_are_named_and_know_their_lines() -> None:
    situation, remarks = parse_situation("h\n---\nEen.\n---\nTwee.\n", "nl", "outage", HEAD)
    assert remarks == []
    assert situation is not None
    assert [(v.name, v.line) for v in situation.variants] == [("nl/outage#1", 3), ("nl/outage#2", 5)]


def test_an_empty_variant_and_a_file_without_variants_are_errors() -> None:
    assert parse_situation("h\n---\nEen.\n---\n\n", "nl", "outage", HEAD)[0] is None
    assert parse_situation("h\n", "nl", "outage", HEAD)[0] is None


def test_one_variant_is_only_a_warning() -> None:
    situation, remarks = parse_situation("h\n---\nEen.\n", "nl", "outage", HEAD)
    assert situation is not None
    assert [remark.level for remark in remarks] == ["warning"]


def test_every_mistake_of_a_file_is_told_with_its_line() -> None:
    source = "h\n---\nEen {{ naam }}.\n---\nTwee\n{{ merk }} {% for a in b %}{% endfor %}\n"
    situation, remarks = parse_situation(source, "nl", "outage", HEAD)
    assert situation is None
    assert [remark.line for remark in remarks] == [3, 6, 6]


def test_there_are_at_least_ten_situations_and_each_is_named_once() -> None:
    assert len(set(SITUATIONS)) == len(SITUATIONS) >= 10


# Values -----------------------------------------------------------------------------------------------------------------

GREETING = "Hoi{% if name %} {{ name }}{% endif %}, kijk: {{ community }}"
NAMELESS = ("Hoi, kijk: ", TOPIC)


def test_template_code_in_a_name_comes_out_literally() -> None:
    assert text("Hoi {{ name }}.", name="{{7*7}}") == "Hoi {{7*7}}."
    assert text("Hoi {{ name }}.", name="{% for x in y %}") == "Hoi {% for x in y %}."


@pytest.mark.parametrize(
    "name",
    ["https://evil.example", "evil.example/win", "www.evil.example", "@everyone", "t.me/evil", "evil\u3002example"],
)
def test_a_name_that_would_become_a_link_or_a_mention_is_left_out(name: str) -> None:
    assert say(GREETING, Facts("P", name=name, community=TOPIC)).parts == NAMELESS
    assert text("{% if staff %}{{ staff }}{% else %}een collega{% endif %}", staff=name) == "een collega"


def test_marks_that_turn_or_hide_text_are_taken_from_a_name() -> None:
    assert text("Hoi {{ name }}.", name="Sa\u202enn\u2066e\x00\n\nAlert") == "Hoi Sanne Alert."


def test_a_very_long_name_is_cut() -> None:
    assert len(text("{{ name }}", name="a" * 10_000)) == 40


AWKWARD = st.text(
    alphabet=st.one_of(
        st.sampled_from("{}%#*_`~|[]()<>@:/.\\\"'\n\r\t"),
        st.sampled_from("\u200e\u200f\u202a\u202e\u2066\u2069\u061c\u200d\ufe0f\ue000\ue001\ue002\U000f0001"),
        st.sampled_from("😀👩\u200d🔧🇳🇱אבגابت"),
        st.sampled_from(string.ascii_letters),
        st.characters(),
    ),
    max_size=60,
)


@given(AWKWARD)
def test_whatever_the_name_the_link_is_ours_and_the_rest_of_the_text_stays(name: str) -> None:
    words = say(GREETING, Facts("P", name=name, community=TOPIC))
    assert words.links == (TOPIC,)
    first, link = words.parts
    assert link is TOPIC
    assert isinstance(first, str)
    assert first.startswith("Hoi")
    assert first.endswith(", kijk: ")
    said = first.removeprefix("Hoi").removesuffix(", kijk: ").strip()
    assert len(said) <= 40
    assert "@" not in said
    assert "://" not in said
    assert not set(said) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\ue000\ue001\ue002\n")


@given(AWKWARD, AWKWARD, AWKWARD)
def test_no_value_makes_a_link(brand: str, deadline: str, phone: str) -> None:
    words = say("{{ brand }} {{ deadline }} {{ phone }} {{ human }}", Facts(brand, deadline=deadline, phone=phone))
    assert words.links == ()


@given(AWKWARD)
def test_the_same_facts_give_the_same_words_and_survive_json(name: str) -> None:
    facts = Facts("P", name=name, community=TOPIC)
    words = say(GREETING, facts)
    assert words == say(GREETING, facts)
    assert Words.load(words.dump()) == words


@pytest.mark.parametrize(
    ("display", "greeted"),
    [
        ("Sanne de Vries", "Sanne"),
        ("sanne", "Sanne"),
        ("SANNE", "Sanne"),
        ("JP Bakker", "JP"),
        ("Anne-Marie", "Anne-Marie"),
        ("D'Arcy", "D'Arcy"),
        ("Zoë 🌸", "Zoë"),
        ("🌸 Zoë", ""),
        ("Mo!", "Mo"),
        ("de Vries, Sanne", ""),
        ("Dhr. Jansen", ""),
        ("xX_gamer_Xx", ""),
        ("gamer1987", ""),
        ("{{7*7}}", ""),
        ("J", ""),
        ("", ""),
        ("Deleted Account", ""),
        ("https://evil.example", ""),
        ("abcdefghijklmnopqrstuvwxyz", ""),
    ],
)
def test_a_display_name_gives_a_first_name_or_none(display: str, greeted: str) -> None:
    assert first_name(display) == greeted


@given(AWKWARD)
def test_a_first_name_is_letters_only(display: str) -> None:
    assert first_name(display).replace("-", "").replace("'", "").replace("\u2019", "").isalpha() or not first_name(
        display
    )
