"""What customers do with buttons below posts of the bot, and a whole end, on every platform."""

from __future__ import annotations

from tests.story.discord import stage as discord
from tests.story.everywhere import OnDiscord, OnSandbox, OnTelegram, Said, Scene
from tests.story.on_page import OnPage
from tests.story.telegram.stage import answered

UNDO = 11
"""Seconds: longer than staff can take something back before it leaves."""


async def solved_with_note(on: Scene, message: str, who: str = "noor") -> Said:
    """Staff solve a case and post the note that is proposed; the note."""
    await on.press(who, message, "solve")
    await on.press_last(who, message, "post_note")
    await on.wait(UNDO)
    return on.public()[-1]


async def press_two(on: Scene, people: tuple[str, str], about: str, verb: str) -> list[str]:
    """Two people press the same button in a case's thread before anything is done about either; what each is told."""
    if isinstance(on, OnPage):
        return await on.press_last_at_once(people, about, verb)
    if isinstance(on, OnSandbox):
        thread = (await on.case(about)).thread
        assert thread is not None
        post = [p for p in on.on.world.listing(thread.channel, thread.thread) if p.buttons][-1]
        data = next(b["data"] for b in post.buttons if b["data"].split(":")[1] == verb)
        before = len(on.on.world.whispers)
        for who in people:
            on.on.world.press(who, post.id, data, on.on.clock.now())
        await on.on.settle()
        # After a kill the second may be told before the first, and somebody may be told the same twice.
        told = on.on.world.whispers[before:]
        return [next(whisper.text for whisper in told if whisper.who == who) for who in people]
    if isinstance(on, OnTelegram):
        card = await on.on.card(int(about))
        shown = [p for p in on.on.staff(card["message_thread_id"]) if "reply_markup" in p][-1]
        rows = shown["reply_markup"]["inline_keyboard"]
        data = next(b["callback_data"] for row in rows for b in row if b["callback_data"].split(":")[1] == verb)
        queries = [on.on.server.press(getattr(on.on, who), on.on.desk, shown["message_id"], data) for who in people]
        await on.on.settle()
        calls = on.on.server.judge.calls("answerCallbackQuery")
        said = {call.params["callback_query_id"]: str(call.params["text"]) for call in calls}
        return [said[query] for query in queries]
    assert isinstance(on, OnDiscord)
    room = await on.on.thread(on.on.group.messages[int(about)])
    under = [m for m in on.on.server.messages(room) if m.components][-1]
    data = next(data for data in discord.buttons(under) if data.split(":")[1] == verb)
    users = [getattr(on.on, who) for who in people]
    seen = [len(on.on.server.shown_to(user)) for user in users]
    for pressed in [on.on.server.press(user, under, data) for user in users]:
        await on.on.heard_press(pressed)
    await on.on.settle()
    return [on.on.server.shown_to(user)[n].content for user, n in zip(users, seen, strict=True)]


def buttons_below(on: Scene, post: str) -> list[str]:
    """What the buttons below a public post carry."""
    if isinstance(on, OnPage):
        return on.buttons_below(post)
    if isinstance(on, OnSandbox):
        return [button["data"] for button in on.on.world.posts[post].buttons]
    if isinstance(on, OnTelegram):
        markup = on.on.group.messages[int(post)].get("reply_markup", {})
        return [b["callback_data"] for row in markup.get("inline_keyboard", []) for b in row]
    assert isinstance(on, OnDiscord)
    return discord.buttons(on.on.group.messages[int(post)])


async def press_with(on: Scene, who: str, post: str, data: str) -> str:
    """Somebody presses a button below a public post, perhaps one that stood there a moment ago; what he alone is told."""
    if isinstance(on, OnPage):
        return (await on.presses_in_public(who, post, data))[0]
    if isinstance(on, OnSandbox):
        on.on.world.press(who, post, data, on.on.clock.now())
        before = len(on.on.world.whispers)
        await on.on.settle()
        return on.on.world.whispers[before].text
    if isinstance(on, OnTelegram):
        query = on.on.server.press(getattr(on.on, who), on.on.group, int(post), data)
        await on.on.settle()
        return answered(on.on.server, query)
    assert isinstance(on, OnDiscord)
    user = getattr(on.on, who)
    seen = len(on.on.server.shown_to(user))
    await on.on.heard_press(on.on.server.press(user, on.on.group.messages[int(post)], data))
    await on.on.settle()
    return on.on.server.shown_to(user)[seen].content


async def answer_below(on: Scene, who: str, post: str, answer: str) -> str:
    """Somebody presses yes or no below the question whether it helped."""
    found = [data for data in buttons_below(on, post) if data.startswith(f"f:{answer}:")]
    return await press_with(on, who, post, found[0])


async def press_both(on: Scene, who: str, post: str, first: str, second: str) -> list[str]:
    """Two presses before anything is done about either; what each is told (in any order, and once: after a kill it may come again)."""
    if isinstance(on, OnPage):
        return await on.presses_in_public(who, post, first, second)
    if isinstance(on, OnSandbox):
        before = len(on.on.world.whispers)
        for data in (first, second):
            on.on.world.press(who, post, data, on.on.clock.now())
        await on.on.settle()
        return list(dict.fromkeys(whisper.text for whisper in on.on.world.whispers[before:]))
    if isinstance(on, OnTelegram):
        queries = [on.on.server.press(getattr(on.on, who), on.on.group, int(post), data) for data in (first, second)]
        await on.on.settle()
        calls = {
            c.params["callback_query_id"]: str(c.params["text"])
            for c in on.on.server.judge.calls("answerCallbackQuery")
        }
        return [calls[query] for query in queries]
    assert isinstance(on, OnDiscord)
    user = getattr(on.on, who)
    seen = len(on.on.server.shown_to(user))
    presses = [on.on.server.press(user, on.on.group.messages[int(post)], data) for data in (first, second)]
    for pressed in presses:
        await on.on.heard_press(pressed)
    await on.on.settle()
    return list(dict.fromkeys(message.content for message in on.on.server.shown_to(user)[seen:]))
