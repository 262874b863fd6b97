"""Text for people: literal parts and links."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from bot.core.words import Link, Words

texts = st.text(max_size=20)
parts = st.lists(texts | st.builds(Link, texts, texts), max_size=5).map(tuple)


@given(parts)
def test_words_survive_json(some: tuple[str | Link, ...]) -> None:
    words = Words(some)
    assert Words.load(json.loads(json.dumps(words.dump()))) == words


@given(texts)
def test_literal_text_is_never_a_link(text: str) -> None:
    assert Words.of(text).links == ()
    assert Words.of(text).plain == text


def test_a_link_reads_as_its_label_with_the_address_behind_it() -> None:
    words = Words(("Kijk hier: ", Link("Wifi valt weg", "https://community.polderlink.example/t/1"), "."))
    assert words.plain == "Kijk hier: Wifi valt weg (https://community.polderlink.example/t/1)."
    assert [link.label for link in words.links] == ["Wifi valt weg"]
