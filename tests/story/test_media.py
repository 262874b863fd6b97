"""Pictures that a customer sends: staff read that there is one, and can look at it, in public and in private."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.story.doors import enters
from tests.story.everywhere import HARD, OnDiscord, OnSandbox, OnTelegram, scene
from tests.story.stage import PUBLIC

if TYPE_CHECKING:
    from pathlib import Path

    from tests.story.everywhere import Scene

pytestmark = [
    pytest.mark.parametrize("platform", ["sandbox", "telegram", "discord"]),
    pytest.mark.one_life,
    pytest.mark.thorough,
]
GRACE = 30


async def shows(on: Scene, who: str, text: str, reply_to: str = "", *, private: bool = False) -> str:
    """Somebody sends a picture with these words; the id of the message."""
    if isinstance(on, OnSandbox):
        channel = f"private:{who}" if private else PUBLIC
        sent = on.on.world.say(who, text, channel, on.on.clock.now(), reply_to=reply_to, media="photo")
        await on.on.settle()
        return sent
    if isinstance(on, OnTelegram):
        user = getattr(on.on, who)
        more = {"reply_to": int(reply_to)} if reply_to else {}
        return str(await on.on.says(user, text, user if private else on.on.group, photo=b"beeld", **more))
    assert isinstance(on, OnDiscord)
    user = getattr(on.on, who)
    room = on.on.talk_of(user) if private else on.on.group
    files = [("modem.jpg", "image/jpeg", b"beeld")]
    reply = on.on.group.messages[int(reply_to)] if reply_to else None
    message = on.on.server.say(room, user, text, reply_to=reply, attachments=files)
    await on.on.hearing.until(str(message.id))
    await on.on.settle()
    return str(message.id)


async def looks(on: Scene, about: str) -> str:
    """Noor presses the button to see what came last; what she or the thread sees then."""
    told = await on.press_last("noor", about, "unmask")
    await on.wait(1)
    if isinstance(on, OnTelegram):
        card = await on.on.card(int(about))
        posts = list(on.on.desk.messages.values())
        shown = [p for p in posts if p.get("message_thread_id") == card["message_thread_id"] and "forward_origin" in p]
        return "modem.jpg" if shown and "photo" in shown[-1] else str(shown)
    return told


def sees_the_picture(on: Scene, seen: str) -> bool:
    """Whether that is the picture itself, or the way to it."""
    return ("📎 photo" if isinstance(on, OnSandbox) else "modem.jpg") in seen


async def test_a_picture_that_comes_later_is_named_and_can_be_looked_at(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await shows(on, "mo", "Kijk, zo ziet het modem eruit.", on.public()[-1].id)
        said = (await on.thread(message))[-1]
        assert "Kijk, zo ziet het modem eruit." in said
        assert "een foto" in said
        assert sees_the_picture(on, await looks(on, message))


async def test_a_picture_without_words_in_a_running_case_reaches_its_thread(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await shows(on, "mo", "", on.public()[-1].id)
        assert "een foto" in (await on.thread(message))[-1]
        assert sees_the_picture(on, await looks(on, message))


@pytest.mark.parametrize("words", ["Hier is de foto.", ""])
async def test_a_picture_in_private_can_be_looked_at_by_staff(platform: str, words: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.press("noor", message, "private")
        await on.wait(1)
        await enters(on, "mo")
        await on.wait(1)
        public = on.public()
        await shows(on, "mo", words, private=True)
        said = (await on.thread(message))[-1]
        assert words in said
        assert "een foto" in said
        assert sees_the_picture(on, await looks(on, message))
        assert on.public() == public
        name = (await on.case(message)).id
        audited = await on.store.read(lambda ledger: ledger.life_of(name))
        assert [line.what for line in audited].count("unmask") == 1


async def test_the_picture_of_the_complaint_itself_is_on_the_card_and_behind_unmask(
    platform: str, tmp_path: Path
) -> None:
    async with scene(platform, tmp_path) as on:
        message = await shows(on, "mo", HARD)
        await on.wait(GRACE)
        assert "📎 een foto" in await on.card(message)
        await on.writes("noor", "/toon", message)
        await on.wait(1)
        if isinstance(on, OnDiscord):
            assert "modem.jpg" in (await on.thread(message))[-1]


async def test_a_change_in_private_is_called_a_change(platform: str, tmp_path: Path) -> None:
    async with scene(platform, tmp_path) as on:
        message = await on.says("mo", HARD)
        await on.wait(GRACE)
        await on.press("noor", message, "private")
        await on.wait(1)
        await enters(on, "mo")
        await on.wait(1)
        sent = await shows(on, "mo", "Mijn nummer is 12.", private=True)
        if isinstance(on, OnSandbox):
            await on.edits(sent, "Mijn nummer is 21.")
        elif isinstance(on, OnTelegram):
            on.on.clock.advance(1)
            on.on.server.edit(on.on.mo, int(sent), "Mijn nummer is 21.")
            await on.on.settle()
        elif isinstance(on, OnDiscord):
            await on.on.edits(on.on.talk_of(on.on.mo).messages[int(sent)], "Mijn nummer is 21.")
        await on.wait(1)
        said = (await on.thread(message))[-1]
        assert "Mijn nummer is 21." in said
        assert "aangepast" in said
