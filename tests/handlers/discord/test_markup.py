"""What a literal text looks like on Discord: letter by letter what was written, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.words import Link, Words
from handlers.discord.markup import cut, escaped, rendered

BROKEN = "\u200b"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("gewoon, tekst. Met punt!", "gewoon, tekst. Met punt!"),
        ("**vet** _schuin_ ~~weg~~ `code` ||geheim||", r"\*\*vet\*\* \_schuin\_ \~\~weg\~\~ \`code\` \|\|geheim\|\|"),
        ("# kop\n-# klein\n- lijst\n> citaat\n1. een", "\\# kop\n\\-# klein\n\\- lijst\n\\> citaat\n1\\. een"),
        ("[klik](https://kwaad.example)", r"\[klik\](https\://kwaad.example)"),
        ("zie https://kwaad.example en discord.gg/abc", r"zie https\://kwaad.example en discord\.gg/abc"),
        ("@everyone @here mail@polderlink.example", f"@{BROKEN}everyone @{BROKEN}here mail@polderlink.example"),
        ("<@123456789012345678> <#1> <:a:1> <t:1>", rf"\<@{BROKEN}123456789012345678\> \<#1\> \<:a:1\> \<t:1\>"),
        ("C:\\map\\*", "C:\\\\map\\\\\\*"),
        ("nul\0 en \ud83d half", "nul\ufffd en \ufffd half"),
    ],
)
def test_signs_are_shown_and_not_obeyed(written: str, sent: str) -> None:
    assert escaped(written) == sent


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\0"), max_size=200))
def test_taking_the_escapes_away_gives_the_text_back(text: str) -> None:
    plain, signs = "", iter(escaped(text).replace(BROKEN, ""))
    for sign in signs:
        plain += next(signs) if sign == "\\" else sign
    assert plain == text.replace(BROKEN, "")


def test_a_link_is_a_link_and_its_label_is_words() -> None:
    words = Words(("Lees ", Link("a [b] *c*\nd", "https://polderlink.example/x y(z)"), "."))
    assert rendered(words) == r"Lees [a \[b\] \*c\* d](https://polderlink.example/x%20y%28z%29)."


@pytest.mark.parametrize(
    "link", [Link("klik", "javascript:x"), Link("  ", "https://polderlink.example"), Link("k", "https://a b\nc")]
)
def test_what_cannot_be_a_link_is_shown_as_text(link: Link) -> None:
    assert "](" not in rendered(Words((link,)))


def test_a_cut_never_leaves_half_an_escape() -> None:
    assert cut("abcdef", 6) == "abcdef"
    assert cut("abc" + r"\*" * 5, 5) == "abc…"
    assert cut("abc" + r"\\" * 5, 6) == r"abc\\…"
