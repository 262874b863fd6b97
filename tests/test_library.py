"""The library: what it reads, what it refuses, and that an edit is live at once while a broken one never is."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.config import Brand, Config, PlatformSettings
from bot.core.replies import SITUATIONS, Facts
from bot.core.words import Link
from bot.library import Library, NoReply, Shelf, check_replies
from bot.library.reading import read_head, read_phrases

REPLIES = Path(__file__).parents[1] / "replies"
TOPIC = Link("Wifi valt weg: opgelost", "https://forum.polderlink.example/t/1")
FACTS = Facts("Polderlink", "Sanne", "vandaag vóór 16:00", TOPIC)
DESK = "claim: Oppakken\nsince: sinds {time}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the repository's replies, with desk phrases that are the same in both languages."""
    copy = tmp_path / "replies"
    for language in ("nl", "en"):
        shutil.copytree(REPLIES / language, copy / language)
        (copy / language / "desk.yaml").write_text(DESK, encoding="utf-8")
    return copy


def config(folder: Path, *languages: str) -> Config:
    brand = Brand(name="Polderlink", languages=languages or ("nl", "en"), domains=("polderlink.example",))
    return Config(
        brand=brand,
        platforms={"sandbox": PlatformSettings(mode="sandbox")},
        replies=Path(folder.name),
        file=folder.parent / "config.yaml",
    )


def library(folder: Path, *languages: str) -> Library:
    no_lexicons = folder.parent / "lexicons"
    no_lexicons.mkdir(exist_ok=True)
    return Library(config(folder, *languages), no_lexicons).load()


def troubles(folder: Path, *languages: str) -> list[str]:
    found = check_replies(folder, languages or ("nl", "en"), domains=("polderlink.example",))
    assert all(trouble.fix for trouble in found)
    return [f"{Path(t.file).name}:{t.line} {t.path} {t.level} {t.message} | {t.fix}" for t in found]


def change(file: Path, old: str, new: str) -> None:
    source = file.read_text(encoding="utf-8")
    assert old in source
    file.write_text(source.replace(old, new, 1), encoding="utf-8")


# Reading ----------------------------------------------------------------------------------------------------------------


def test_the_repositorys_own_replies_have_no_mistakes(folder: Path) -> None:
    assert troubles(folder) == []
    shelf = library(folder).shelf
    assert {name for language, name in shelf.situations if language == "nl"} == set(SITUATIONS)


def test_a_reply_has_its_name_its_words_and_its_link(folder: Path) -> None:
    reply = library(folder).shelf.reply("nl", "outage", 1, FACTS)
    assert (reply.name, reply.link) == ("nl/outage#2", "community")
    assert reply.words.links == (TOPIC,)
    assert "Sanne, ik ben de bot van Polderlink" in reply.words.plain


def test_variants_take_turns(folder: Path) -> None:
    shelf = library(folder).shelf
    names = [shelf.reply("en", "billing", pick, FACTS).name for pick in range(4)]
    assert names == ["en/billing#1", "en/billing#2", "en/billing#1", "en/billing#2"]


def test_an_unknown_language_is_answered_in_the_brands_first(folder: Path) -> None:
    shelf = library(folder, "en", "nl").shelf
    assert shelf.language("de") == "en"
    assert shelf.reply("de", "outage", 0, FACTS).name == "en/outage#1"


def test_an_unknown_topic_is_answered_with_other(folder: Path) -> None:
    assert library(folder).shelf.reply("en", "pineapples", 0, FACTS).name == "en/other#1"


def test_a_situation_that_has_no_stand_in_raises_with_advice() -> None:
    with pytest.raises(NoReply, match=r"add safety\.j2"):
        Shelf(("nl",), {}).reply("nl", "safety", 0, FACTS)


def test_a_community_link_outside_the_brands_domains_is_left_out(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    facts = Facts("Polderlink", community=Link("Win", "https://evil.example/polderlink.example"))
    assert library(folder).shelf.reply("nl", "outage", 0, facts).words.links == ()
    assert "outside brand.domains" in caplog.text
    assert "evil" not in caplog.text


def test_a_missing_folder_is_one_trouble_and_no_crash(tmp_path: Path) -> None:
    empty = library(tmp_path / "nowhere")
    assert [trouble.path for trouble in empty.troubles if "folder" in trouble.message] == ["replies"]
    assert len(troubles(tmp_path / "nowhere")) == 1


def test_a_missing_language_is_one_trouble(folder: Path) -> None:
    found = troubles(folder, "nl", "en", "fr")
    assert len(found) == 1
    assert "no replies in fr" in found[0]


def test_a_missing_situation_is_named_with_the_file_to_add(folder: Path) -> None:
    (folder / "en" / "safety.j2").unlink()
    assert troubles(folder) == ["safety.j2:0 en/safety error there is no reply for safety in en | add safety.j2"]


def test_a_file_that_no_situation_is_called_is_a_warning_with_the_nearest(folder: Path) -> None:
    (folder / "nl" / "outage.j2").rename(folder / "nl" / "outages.j2")
    found = troubles(folder)
    assert any("no reply for outage" in line for line in found)
    assert any("warning no situation is called outages | write outage" in line for line in found)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{{ brand }}", "{{ merk }}", "outage.j2:5 nl/outage error there is no fact called 'merk'"),
        ("link: community", "link: comunity", "outage.j2:3 nl/outage error link says 'comunity' | write community"),
        ("link: community", "link: none", "a community link is forbidden here"),
        ("link: community\n", "", "the head has no link"),
        ("purpose:", "porpose:", "outage.j2:2 nl/outage error the head has an unknown key 'porpose' | write purpose"),
        ("title: Storing", "title: Storing: tv", "outage.j2:1 nl/outage error this is no yaml"),
        ("title: Storing", "title: [Storing]", "only `key: text` can stand here"),
        ("title: Storing", "title: Storing\ntitle: Storing", "outage.j2:2 nl/outage error 'title' stands here twice"),
        ("Vervelend dat", "woord " * 80, "outage.j2:5 nl/outage#1 error"),
        ("Vervelend dat", "Zie https://elders.example, vervelend dat", "outside brand.domains"),
        ("Vervelend dat", "Zie https://polderlink.example, vervelend dat", 'example" is typed in the words |'),
        ("Vervelend dat", "Sorry voor het eventuele ongemak: vervelend dat", '"eventuele" doubts the customer'),
        ("ik ben de bot van", "welkom bij", "first line does not say"),
        ("{% if deadline %}, {{ deadline }}{% endif %}", ", {{ deadline }}", "a gap where a fact is absent"),
        ("{% endif %}", "", "cannot be read"),
    ],
)
def test_each_mistake_is_told_with_its_place_and_what_to_write(folder: Path, old: str, new: str, expected: str) -> None:
    change(folder / "nl" / "outage.j2", old, new)
    assert any(expected in line for line in troubles(folder)), troubles(folder)


def test_all_mistakes_of_all_files_are_told_at_once(folder: Path) -> None:
    change(folder / "nl" / "outage.j2", "{{ brand }}", "{{ merk }}")
    change(folder / "en" / "app.j2", "link: community", "link: nowhere")
    (folder / "en" / "human.j2").write_bytes(b"\xff\xfe\x00")
    assert [line.split(":")[0] for line in troubles(folder)] == ["outage.j2", "app.j2", "human.j2"]


def test_a_huge_file_is_refused_unread(folder: Path) -> None:
    (folder / "nl" / "app.j2").write_text("x" * 1_000_000, encoding="utf-8")
    assert any("1000000 characters" in line for line in troubles(folder))


def test_a_head_may_stand_between_quotation_marks() -> None:
    head, remarks = read_head('title: "Storing: tv"\npurpose: a\nlink: none\n')
    assert remarks == []
    assert head is not None
    assert head.title == "Storing: tv"


# The desk's phrases -----------------------------------------------------------------------------------------------------


def test_desk_phrases_come_by_language_and_fall_back_on_the_first(folder: Path) -> None:
    (folder / "en" / "desk.yaml").write_text("claim: Claim\n", encoding="utf-8")
    shelf = library(folder).shelf
    assert dict(shelf.desk("en")) == {"claim": "Claim", "since": "sinds {time}"}
    assert shelf.desk("nl")["claim"] == "Oppakken"
    assert shelf.desk("fr") == shelf.desk("nl")


def test_phrases_and_placeholders_that_differ_between_languages_are_errors(folder: Path) -> None:
    (folder / "en" / "desk.yaml").write_text("since: since {tme}\nextra: More\n", encoding="utf-8")
    found = troubles(folder)
    assert any("'claim' is missing in en" in line for line in found)
    assert any("'extra' is missing in nl" in line for line in found)
    assert any("'since' in en has {tme}, elsewhere it has {time}" in line for line in found)


@pytest.mark.parametrize("source", ["a: {open", "a: 'x {0} y'", "a: 'x {b.c} y'", "- a", "a: [1]", "a: 'x } y'"])
def test_a_phrase_that_cannot_be_filled_in_is_an_error(source: str) -> None:
    phrases, found = read_phrases(source, "desk.yaml", "nl")
    assert phrases is None
    assert found


# Edits while the bot runs -----------------------------------------------------------------------------------------------


def test_an_edit_serves_after_a_refresh_and_the_old_shelf_is_untouched(folder: Path) -> None:
    books = library(folder)
    before = books.shelf
    change(folder / "nl" / "outage.j2", "Vervelend dat het niet werkt.", "Jammer dat het niet werkt.")
    assert books.refresh()
    assert "Jammer" in books.shelf.reply("nl", "outage", 0, FACTS).words.plain
    assert "Vervelend" in before.reply("nl", "outage", 0, FACTS).words.plain


def test_nothing_changed_means_no_new_shelf_and_no_reading(folder: Path) -> None:
    books = library(folder)
    before = books.shelf
    assert not books.refresh()
    assert books.shelf is before


def test_only_what_changed_is_read_again(folder: Path) -> None:
    books = library(folder)
    before = books.shelf.situations
    change(folder / "nl" / "outage.j2", "Vervelend", "Jammer")
    books.refresh()
    after = books.shelf.situations
    assert [key for key in before if before[key] is not after[key]] == [("nl", "outage")]


def test_a_broken_edit_leaves_the_last_good_version_serving_and_says_one_line(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    books = library(folder)
    caplog.clear()
    change(folder / "nl" / "outage.j2", "{{ brand }}", "{{ merk }}")
    books.refresh()
    assert "Vervelend" in books.shelf.reply("nl", "outage", 0, FACTS).words.plain
    assert [trouble.line for trouble in books.troubles] == [5]
    assert len(caplog.records) == 1
    said = caplog.records[0]
    assert said.levelno == logging.ERROR
    for part in ("outage.j2", "line 5", "'merk'", "known are", "last good version keeps serving"):
        assert part in said.getMessage()


def test_the_repaired_file_serves_again_and_its_trouble_is_gone(folder: Path) -> None:
    books = library(folder)
    file = folder / "nl" / "outage.j2"
    good = file.read_text(encoding="utf-8")
    file.write_text("", encoding="utf-8")
    books.refresh()
    assert books.troubles
    file.write_text(good.replace("Vervelend", "Jammer"), encoding="utf-8")
    books.refresh()
    assert books.troubles == ()
    assert "Jammer" in books.shelf.reply("nl", "outage", 0, FACTS).words.plain


def test_broken_desk_phrases_leave_the_last_good_ones(folder: Path) -> None:
    books = library(folder)
    (folder / "nl" / "desk.yaml").write_text("claim: {oops", encoding="utf-8")
    books.refresh()
    assert books.shelf.desk("nl")["claim"] == "Oppakken"
    assert books.troubles


def test_a_file_that_is_broken_from_the_start_does_not_serve(folder: Path) -> None:
    change(folder / "en" / "outage.j2", "{{ brand }}", "{{ merk }}")
    assert library(folder).shelf.reply("en", "outage", 0, FACTS).name == "nl/outage#1"


def test_a_new_file_serves_after_a_refresh(folder: Path) -> None:
    books = library(folder)
    shutil.copy(folder / "nl" / "outage.j2", folder / "nl" / "roaming.j2")
    books.refresh()
    assert books.shelf.reply("nl", "roaming", 0, FACTS).name == "nl/roaming#1"


def test_a_deleted_topic_falls_back_on_other(folder: Path) -> None:
    books = library(folder, "nl")
    (folder / "nl" / "outage.j2").unlink()
    books.refresh()
    assert books.shelf.reply("nl", "outage", 0, FACTS).name == "nl/other#1"
    assert [trouble.path for trouble in books.troubles] == ["nl/outage"]


def test_a_deleted_reply_that_has_no_stand_in_goes_on_serving(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    books = library(folder, "nl")
    caplog.clear()
    file = folder / "nl" / "safety.j2"
    source = file.read_text(encoding="utf-8")
    file.unlink()
    for _ in range(3):
        books.refresh()
    assert books.shelf.reply("nl", "safety", 0, FACTS).name == "nl/safety#1"
    assert [trouble.message for trouble in books.troubles] == [
        "the file was deleted; nothing else can be said in its place"
    ]
    assert len(caplog.records) == 1
    file.write_text(source, encoding="utf-8")
    books.refresh()
    assert books.troubles == ()


def test_a_folder_that_goes_away_leaves_everything_serving(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    books = library(folder)
    caplog.clear()
    folder.rename(folder.with_name("away"))
    for _ in range(3):
        books.refresh()
    assert books.shelf.reply("en", "outage", 0, FACTS).name == "en/outage#1"
    assert books.shelf.desk("en")["claim"] == "Oppakken"
    assert [trouble.path for trouble in books.troubles] == ["replies"]
    assert len(caplog.records) == 2, "one line a language"
    folder.with_name("away").rename(folder)
    books.refresh()
    assert books.troubles == ()


# Watching ---------------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def watched(folder: Path) -> AsyncIterator[Callable[[Callable[[Shelf], bool]], "asyncio.Future[Shelf]"]]:
    """A library that watches; the function given waits for a shelf that is as wished."""
    books = library(folder)
    stop = asyncio.Event()
    waiting: list[tuple[Callable[[Shelf], bool], asyncio.Future[Shelf]]] = []

    def told(shelf: Shelf) -> None:
        for wish, future in waiting:
            if not future.done() and wish(shelf):
                future.set_result(shelf)

    def until(wish: Callable[[Shelf], bool]) -> "asyncio.Future[Shelf]":
        future: asyncio.Future[Shelf] = asyncio.get_running_loop().create_future()
        waiting.append((wish, future))
        return future

    books.subscribe(told)
    task = asyncio.create_task(books.watch(stop))
    try:
        yield until
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


def _swap(folder: Path, other: Path) -> None:
    """Put `other` in the place of `folder`."""
    if folder.exists():
        folder.rename(folder.with_name("put-away"))
    other.rename(folder)


def says(word: str, situation: str = "outage") -> Callable[[Shelf], bool]:
    return lambda shelf: word in shelf.reply("nl", situation, 0, FACTS).words.plain


async def test_an_edit_is_live_within_a_second(folder: Path) -> None:
    async with watched(folder) as until:
        for word in ("Jammer", "Lastig", "Vervelend"):
            live = until(says(word))
            file = folder / "nl" / "outage.j2"
            source = file.read_text(encoding="utf-8").splitlines(keepends=True)
            source[5] = f"{word} dat het niet werkt.\n"
            file.write_text("".join(source), encoding="utf-8")
            await asyncio.wait_for(live, 2)


async def test_an_editor_that_writes_beside_and_renames_is_followed(folder: Path) -> None:
    async with watched(folder) as until:
        live = until(says("Jammer"))
        file = folder / "nl" / "outage.j2"
        beside = folder / "nl" / ".outage.j2.swp"
        beside.write_text(file.read_text(encoding="utf-8").replace("Vervelend", "Jammer"), encoding="utf-8")
        beside.replace(file)
        await asyncio.wait_for(live, 2)


async def test_new_and_deleted_files_are_seen(folder: Path) -> None:
    async with watched(folder) as until:
        new = until(lambda shelf: ("nl", "roaming") in shelf.situations)
        shutil.copy(folder / "nl" / "outage.j2", folder / "nl" / "roaming.j2")
        await asyncio.wait_for(new, 2)
        gone = until(lambda shelf: ("nl", "roaming") not in shelf.situations)
        (folder / "nl" / "roaming.j2").unlink()
        await asyncio.wait_for(gone, 2)


async def test_a_broken_edit_is_told_while_the_good_version_serves(folder: Path) -> None:
    async with watched(folder) as until:
        told = until(lambda shelf: bool(shelf.troubles))
        change(folder / "nl" / "outage.j2", "{{ brand }}", "{{ 9 ** 9 ** 9 }}")
        shelf = await asyncio.wait_for(told, 2)
        assert says("Vervelend")(shelf)


async def test_a_folder_that_is_replaced_is_followed(folder: Path) -> None:
    async with watched(folder) as until:
        live = until(says("Jammer"))
        other = folder.with_name("other")
        shutil.copytree(folder, other)
        change(other / "nl" / "outage.j2", "Vervelend", "Jammer")
        _swap(folder, other)
        await asyncio.wait_for(live, 5)
        again = until(says("Lastig"))
        change(folder / "nl" / "outage.j2", "Jammer", "Lastig")
        await asyncio.wait_for(again, 5)


async def test_a_folder_that_comes_later_is_found(tmp_path: Path, folder: Path) -> None:
    away = tmp_path / "away"
    _swap(away, folder)
    async with watched(folder) as until:
        live = until(lambda shelf: ("nl", "outage") in shelf.situations)
        _swap(folder, away)
        await asyncio.wait_for(live, 5)


async def test_watching_ends_when_it_is_told_to(folder: Path) -> None:
    stop = asyncio.Event()
    stop.set()
    await asyncio.wait_for(library(folder).watch(stop), 5)
