"""An end that meets a new beginning, and what a reply about an end may show: no note stands under an open case, and no way in is dead."""

from __future__ import annotations

import asyncio
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from bot.core.cases import State
from bot.library import Library
from bot.service.tasks import load_tasks
from tests.story.stage import ROOT, config_with, stage

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ports import Ledger
    from bot.service.tasks import Task
    from tests.story.stage import Stage

pytestmark = [pytest.mark.thorough, pytest.mark.one_life]

HARD = "@polderlink derde keer dat de monteur niet komt. Waardeloze club! Ik schakel nu mijn advocaat in."
GRACE, UNDO = 30, 11
WAY_IN = "#private-"
SHOWN = "Privé {% if private %}kan ook: {{ private }}{% else %}niet{% endif %}."


async def _begun(on: Stage) -> list[Task]:
    """Sends that are under way."""
    now = on.clock.now()

    def work(ledger: Ledger) -> list[Task]:
        return load_tasks(ledger, ledger.claim(now, 16, 60.0))

    return await on.store.write(work)


async def _note_decided(on: Stage) -> str:
    """A case of Mo that is solved, with a note that waits its undo time."""
    message = await on.says("mo", HARD)
    await on.wait(GRACE)
    await on.press("noor", on.card(message), "solve")
    await on.wait(1)
    preview = next(p for p in reversed(on.staff()) if any(":post_note:" in b["data"] for b in p.buttons))
    await on.press("noor", preview, "post_note")
    return message


@pytest.mark.parametrize("opener", ["staff", "customer"])
async def test_a_note_that_was_under_way_when_the_case_opened_again_is_taken_back(opener: str, tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        message = await _note_decided(on)
        on.clock.advance(UNDO)
        under_way = await _begun(on)
        assert "relay" in {task.job.new.kind for task in under_way}
        outcomes = await asyncio.gather(*(on.webcare.perform(task) for task in under_way))
        note = on.public()[-1]
        if opener == "staff":
            on.world.say("noor", "/heropen", "staf", on.clock.now(), thread=on.card(message).thread)
        else:
            on.world.say("mo", "mens", "klantgroep-utrecht", on.clock.now(), reply_to=message)
        await on.platform.pull(on.webcare.door)
        while await on.webcare.judge_once():
            pass
        await on.webcare.write_down(list(outcomes))
        await on.wait(1)
        assert (await on.case(message)).state == State.HANDED_OVER
        assert note.id not in [post.id for post in on.public()]
        await on.writes("noor", "/terug", on.card(message))
        assert "taking" not in on.staff()[-1].text


def _own_words(folder: Path, *situations: str) -> Library:
    """The project's replies, as a brand has them that shows a way into a private talk in these as well."""
    replies = folder / "replies"
    shutil.copytree(ROOT / "replies", replies)
    for situation in situations:
        file = replies / "nl" / f"{situation}.j2"
        head, *variants = file.read_text(encoding="utf-8").split("\n---\n")
        with_link = [f"{variant.strip()}\n{SHOWN}" for variant in variants]
        head = re.sub(r"^link: .*$", "link: private", head, flags=re.MULTILINE)
        file.write_text("\n---\n".join([head, *with_link]), encoding="utf-8")
    library = Library(config_with().model_copy(update={"replies": replies})).load()
    assert not [one for one in library.troubles if one.level == "error"]
    return library


async def test_a_reply_for_which_no_way_in_was_made_shows_none(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        on.house.library = _own_words(
            tmp_path, "solved", "settled", "reopened", "warned", "unanswered", "taken_private"
        )
        message = await _note_decided(on)
        await on.wait(UNDO)
        thread = on.card(message).thread
        said = [post.text for post in on.public()]
        assert all("Privé niet." in text for text in said)
        on.world.say("daan", "/waarschuw 1 openbaar", "staf", on.clock.now(), thread=thread)
        await on.wait(1)
        on.world.say("noor", "/heropen", "staf", on.clock.now(), thread=thread)
        await on.wait(1)
        on.world.say("daan", "/waarschuw 1 openbaar", "staf", on.clock.now(), thread=thread)
        await on.wait(1)
        assert any("huisregel 1" in post.text for post in on.public())
        await on.wait(60 * 86_400)
        links = [part[1] for post in on.public() for part in post.parts if not isinstance(part, str)]
        assert not [link for link in links if link.startswith(WAY_IN)]
        assert len(on.public()) > len(said)
