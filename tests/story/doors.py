"""Private talks on the three platforms: coming in, speaking there, pressing a button there, and what stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.story.everywhere import OnDiscord, OnSandbox, OnTelegram
from tests.story.on_page import OnPage
from tests.story.telegram.stage import answered

if TYPE_CHECKING:
    from tests.story.everywhere import Scene

_LINK = "https://t.me/polderlink_bot?start="


def way(on: Scene) -> str:
    """What the latest way in that was shown in public carries: a token, or on Discord a button's data."""
    return next((found for post in reversed(on.public()) if (found := _way_in(on, post.id))), "")


def _way_in(on: Scene, post: str) -> str:
    if isinstance(on, OnPage):
        return next((way for shown in on.shown.posts if shown["id"] == post for way in shown["ways"]), "")
    if isinstance(on, OnSandbox):
        links = [part[1] for part in on.on.world.posts[post].parts if not isinstance(part, str)]
        return next((link.removeprefix("#private-") for link in links if link.startswith("#private-")), "")
    if isinstance(on, OnTelegram):
        links = [e.get("url", "") for e in on.on.group.messages[int(post)].get("entities", [])]
        return next((link.removeprefix(_LINK) for link in links if link.startswith(_LINK)), "")
    assert isinstance(on, OnDiscord)
    rows = on.on.group.messages[int(post)].components
    return next((str(c["custom_id"]) for row in rows for c in row["components"]), "")


async def enters(on: Scene, who: str, token: str = "") -> str:
    """Somebody follows the way in (the latest one, or another); what he is told, in private or as the presser alone."""
    carried = token or way(on)
    assert carried
    if isinstance(on, OnDiscord):
        user = getattr(on.on, who)
        post = next(m for m in reversed(on.on.public()) if carried in str(m.components))
        before = len(on.on.server.shown_to(user))
        await on.on.heard_press(on.on.server.press(user, post, carried))
        await on.on.settle()
        return on.on.server.shown_to(user)[before].content
    if isinstance(on, OnPage):
        await on.enters(who, carried)
    else:
        await tells(on, who, f"/start {carried}")
    return talk(on, who)[-1]


async def tells(on: Scene, who: str, text: str) -> None:
    """Somebody says something in his private chat with the bot."""
    if isinstance(on, OnPage):
        on.on.clock.advance(0.001)
        await on.tells(who, text)
    elif isinstance(on, OnSandbox):
        on.on.clock.advance(0.001)
        on.on.world.say(who, text, f"private:{who}", on.on.clock.now())
        await on.on.settle()
    elif isinstance(on, OnTelegram):
        user = getattr(on.on, who)
        await on.on.says(user, text, user)
    else:
        assert isinstance(on, OnDiscord)
        user = getattr(on.on, who)
        await on.on.says(user, text, on.on.talk_of(user))


def _posts(on: Scene, who: str) -> list[tuple[str, list[tuple[str, str]], Any]]:
    """What the bot says in somebody's private chat: text, buttons as (label, data), and the post itself."""
    if isinstance(on, OnPage):
        shown = [post for post in on.shown.talks.get(who, []) if post["own"]]
        return [(p["text"], [(key["label"], key["data"]) for key in p["keys"]], p["id"]) for p in shown]
    if isinstance(on, OnSandbox):
        posts = [p for p in on.on.world.listing(f"private:{who}") if p.who == on.on.world.BOT]
        return [(p.text, [(b["label"], b["data"]) for b in p.buttons], p) for p in posts]
    if isinstance(on, OnTelegram):
        found = []
        for post in on.on.posts(getattr(on.on, who)):
            rows = post.get("reply_markup", {}).get("inline_keyboard", [])
            found.append((post["text"], [(b["text"], b["callback_data"]) for row in rows for b in row], post))
        return found
    assert isinstance(on, OnDiscord)
    user, bot = getattr(on.on, who), on.on.bot.user_id
    posts_ = [m for m in on.on.server.messages(on.on.talk_of(user)) if m.author_id == bot and m.kind == 0]
    return [
        (m.content, [(str(c["label"]), str(c["custom_id"])) for row in m.components for c in row["components"]], m)
        for m in posts_
        if m.ephemeral_for is None
    ]


def talk(on: Scene, who: str) -> list[str]:
    """The texts of the bot, and of staff through it, in somebody's private chat."""
    return [text for text, _, _ in _posts(on, who)]


async def presses(on: Scene, who: str, label: str, *, by: str = "", before: int = 1) -> str:
    """Somebody presses the button of this label under the latest post in a private chat (`before`: the how-manieth from the end)."""
    _, buttons, post = [found for found in _posts(on, who) if found[1]][-before]
    data = next(data for shown, data in buttons if shown == label)
    presser = by or who
    if isinstance(on, OnPage):
        assert presser == who, "the page shows a private talk as its customer has it"
        return await on.presses(who, post, data)
    if isinstance(on, OnSandbox):
        count = len(on.on.world.whispers)
        on.on.world.press(presser, post.id, data, on.on.clock.now())
        await on.on.settle()
        return on.on.world.whispers[count].text
    if isinstance(on, OnTelegram):
        user = getattr(on.on, presser)
        query = on.on.server.press(user, getattr(on.on, who), post["message_id"], data)
        await on.on.settle()
        return answered(on.on.server, query)
    assert isinstance(on, OnDiscord)
    user = getattr(on.on, presser)
    shown_before = len(on.on.server.shown_to(user))
    await on.on.heard_press(on.on.server.press(user, post, data))
    await on.on.settle()
    return on.on.server.shown_to(user)[shown_before].content
