"""Formatted text, checked against the examples and rules of the Bot API's formatting options."""

from __future__ import annotations

import pytest

from tests.servers.telegram.markup import parsed
from tests.servers.telegram.refusals import Refused


@pytest.mark.parametrize(
    ("mode", "source", "plain", "entities"),
    [
        ("HTML", "<b>a <i>b</i></b> &lt;c&gt;", "a b <c>", [("bold", 0, 3), ("italic", 2, 1)]),
        ("HTML", '<a href="https://polderlink.example/">hier</a>', "hier", [("text_link", 0, 4)]),
        (
            "HTML",
            '<span class="tg-spoiler">x</span><code>{{7*7}}</code>',
            "x{{7*7}}",
            [("spoiler", 0, 1), ("code", 1, 7)],
        ),
        ("HTML", "<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("MarkdownV2", "*a _b_* \\. ~s~", "a b . s", [("bold", 0, 3), ("italic", 2, 1), ("strikethrough", 6, 1)]),
        (
            "MarkdownV2",
            "[hier](https://polderlink.example/a\\)b) ||s||",
            "hier s",
            [("text_link", 0, 4), ("spoiler", 5, 1)],
        ),
        ("MarkdownV2", "__o__ `c*d` ```py\nx```", "o c*d x", [("underline", 0, 1), ("code", 2, 3), ("pre", 6, 1)]),
        ("MarkdownV2", "> citaat\nna", " citaat\nna", [("blockquote", 0, 7)]),
        (
            "Markdown",
            "*a* _b_ [c](https://polderlink.example) \\*",
            "a b c *",
            [("bold", 0, 1), ("italic", 2, 1), ("text_link", 4, 1)],
        ),
    ],
)
def test_formatting_becomes_entities(mode: str, source: str, plain: str, entities: list[tuple[str, int, int]]) -> None:
    text, found = parsed(source, mode)
    assert text == plain
    assert [(one["type"], one["offset"], one["length"]) for one in found] == entities


@pytest.mark.parametrize(
    ("mode", "source", "why"),
    [
        ("HTML", "<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("HTML", "a</b>", "Unexpected end tag at byte offset 1"),
        ("HTML", "<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("HTML", "<blink>a</blink>", 'Unsupported start tag "blink" at byte offset 0'),
        ("HTML", "1 < 2", "Unsupported start tag at byte offset 2"),
        ("MarkdownV2", "klaar.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("MarkdownV2", "é *a", "Can't find end of Bold entity at byte offset 3"),
        ("MarkdownV2", "`a", "Can't find end of Code entity at byte offset 0"),
        ("Markdown", "snake_case", "Can't find end of the entity starting at byte offset 5"),
    ],
)
def test_broken_formatting_is_refused_with_its_place(mode: str, source: str, why: str) -> None:
    with pytest.raises(Refused) as caught:
        parsed(source, mode)
    assert caught.value.description == f"Bad Request: can't parse entities: {why}"
