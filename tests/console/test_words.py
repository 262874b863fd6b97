import re
from datetime import UTC, datetime
from string import Formatter

from bot.console.shell import HERE, safe_link
from bot.console.words import TEXTS, day, number


def _holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_fill_the_same_holes() -> None:
    assert TEXTS["nl"].keys() == TEXTS["en"].keys()
    assert {key for key, text in TEXTS["nl"].items() if _holes(text) != _holes(TEXTS["en"][key])} == set()


def test_every_word_a_template_asks_for_is_there() -> None:
    asked = {
        name
        for file in (HERE / "templates").glob("*.html")
        for name in re.findall(r"\bt\.([a-z_]+)", file.read_text("utf-8"))
    } - {"get"}
    assert asked - TEXTS["en"].keys() == set()


def test_numbers_and_days_are_the_readers_own() -> None:
    moment = datetime(2026, 11, 19, tzinfo=UTC)
    assert (day(moment, "nl"), day(moment, "en")) == ("do 19 nov", "Thu 19 Nov")
    assert (number(1234.5, "nl", 1), number(1234.5, "en", 1)) == ("1.234,5", "1,234.5")


def test_only_the_web_and_messages_are_links() -> None:
    assert safe_link("https://polderlink.example/") == "https://polderlink.example/"
    assert safe_link("#message/groep/1") == "#message/groep/1"
    assert safe_link("javascript:alert(1)") == ""
    assert safe_link("#private-1") == ""
