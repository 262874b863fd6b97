"""What stays known over moves and restarts: a group's new id, and how far was read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.core.messages import Message, Moved
from handlers.telegram import connect

if TYPE_CHECKING:
    from tests.handlers.telegram.conftest import Scene


async def test_a_group_that_becomes_a_supergroup_is_heard_on_without_a_gap(scene: Scene) -> None:
    old = scene.server.add_group("Oude groep", members=[scene.sanne], admins=[scene.ab])
    config = scene.config(channel=str(old.id))
    platform = await scene.started(config)
    scene.server.say(old, scene.sanne, "voor de verhuizing")
    new = scene.server.migrate(old, scene.ab)
    scene.server.say(new, scene.sanne, "na de verhuizing")
    async with scene.listening(platform):
        await scene.server.until(lambda: scene.server.backlog() == 0)
        read = [platform.read(row.raw) for row in scene.inbox.rows.values()]
    moves = [one for one in read if isinstance(one, Moved)]
    assert set(moves) == {Moved("telegram", str(old.id), str(new.id))}
    assert [one.text for one in read if isinstance(one, Message)] == ["voor de verhuizing", "na de verhuizing"]

    # A new process that has not judged the move yet hears the new group all the same.
    scene.server.say(new, scene.sanne, "na de herstart")
    async with scene.listening(await scene.started(config)):
        await scene.inbox.until(lambda inbox: any("na de herstart" in row.raw for row in inbox.rows.values()))


async def test_a_move_found_at_start_reaches_the_inbox_as_well(scene: Scene) -> None:
    old = scene.server.add_group("Oude groep", members=[scene.sanne], admins=[scene.ab])
    new = scene.server.migrate(old, scene.ab)
    scene.server.bot().queue.waiting.clear()
    platform = scene.platform(scene.config(channel=str(old.id)))
    troubles = await platform.start()
    assert any(trouble.level == "warning" and str(new.id) in trouble.fix for trouble in troubles)
    async with scene.listening(platform):
        await scene.inbox.until(lambda inbox: bool(inbox.rows))
        scene.server.say(new, scene.sanne, "in de nieuwe groep")
        await scene.inbox.until(lambda inbox: len(inbox.rows) == 2)
        first = platform.read(next(iter(scene.inbox.rows.values())).raw)
    assert first == Moved("telegram", str(old.id), str(new.id))


async def test_a_move_remembered_by_the_store_is_watched_from_the_start(scene: Scene) -> None:
    platform = await scene.started(scene.config(channel="-4000000999"), {"-4000000999": str(scene.group.id)})
    async with scene.listening(platform):
        scene.server.say(scene.group, scene.sanne, "hier")
        await scene.inbox.until(lambda inbox: inbox.messages == ["1"])


async def test_the_stored_offset_is_used_for_the_first_poll_and_then_no_more(scene: Scene) -> None:
    mine = ("telegram", str(scene.account.id))
    scene.server.say(scene.group, scene.sanne, "al gelezen")
    scene.inbox.cursor_values[*mine, "updates"] = "700000002"
    scene.inbox.cursor_values[*mine, "polled"] = "2026-11-20T11:59:00+00:00"
    async with scene.listening():
        await scene.server.until(lambda: len(scene.server.judge.confirmed) == 1)
        assert not scene.inbox.rows
        # Numbers start anew, below the stored one, as after a quiet week.
        await scene.server.until(lambda: scene.account.queue.poll is not None)
        scene.account.queue.next_id = 31
        scene.server.say(scene.group, scene.sanne, "nieuw nummer")
        await scene.inbox.until(lambda inbox: inbox.messages == ["2"])
        await scene.server.until(lambda: scene.server.backlog() == 0)
    assert scene.inbox.cursor_values[*mine, "updates"] == "32"


async def test_an_offset_of_a_week_ago_throws_no_new_update_away(scene: Scene) -> None:
    mine = ("telegram", str(scene.account.id))
    scene.inbox.cursor_values[*mine, "updates"] = "900000000"
    scene.inbox.cursor_values[*mine, "polled"] = "2026-11-10T11:59:00+00:00"
    scene.server.say(scene.group, scene.sanne, "laag nummer")
    async with scene.listening():
        await scene.inbox.until(lambda inbox: inbox.messages == ["1"])


async def test_another_bot_starts_from_its_own_offset(scene: Scene) -> None:
    scene.inbox.cursor_values["telegram", "7999999999", "updates"] = "900000000"
    scene.inbox.cursor_values["telegram", "7999999999", "polled"] = "2026-11-20T11:59:00+00:00"
    scene.server.say(scene.group, scene.sanne, "voor de nieuwe bot")
    async with scene.listening():
        await scene.inbox.until(lambda inbox: inbox.messages == ["1"])


async def test_a_staff_group_that_becomes_a_supergroup_stays_the_staff_group(scene: Scene) -> None:
    old = scene.server.add_group("Staf", admins=[scene.ab, scene.account])
    config = scene.config(staff=str(old.id))
    async with scene.listening(await scene.started(config)) as platform:
        new = scene.server.migrate(old, scene.ab)
        scene.server.say(new, scene.ab, "hier verder")
        await scene.server.until(lambda: scene.server.backlog() == 0)
        read = [platform.read(row.raw) for row in scene.inbox.rows.values()]
    moved = Moved("telegram", str(old.id), str(new.id))
    assert read[:2] == [moved, moved]
    assert isinstance(read[2], Message)
    assert read[2].author.role == "staff"


async def test_a_quiet_day_is_marked_so_that_it_is_no_gap_later(scene: Scene) -> None:
    platform = connect(scene.config(), {}, clock=scene.clock, poll_seconds=0)
    scene.opened.append(platform)
    await platform.start()
    async with scene.listening(platform):
        await scene.inbox.until(lambda inbox: inbox.batches == [0])
        scene.clock.advance(timedelta(minutes=11))
        await scene.inbox.until(lambda inbox: inbox.batches == [0, 0])
    mine = ("telegram", str(scene.account.id))
    assert scene.inbox.cursor_values[*mine, "polled"] == "2026-11-20T12:11:00+00:00"


async def test_an_outage_of_more_than_a_day_is_a_gap_without_a_restart(scene: Scene) -> None:
    platform = await scene.started()
    async with scene.listening(platform):
        scene.server.say(scene.group, scene.sanne, "voor")
        await scene.inbox.until(lambda inbox: inbox.messages == ["1"])
        await scene.server.until(lambda: scene.account.queue.poll is not None)
        scene.clock.advance(timedelta(hours=30))
        scene.server.say(scene.group, scene.sanne, "na")
        await scene.inbox.until(lambda inbox: inbox.messages == ["1", "2"])
    assert list(scene.inbox.alarms) == ["gap:2026-11-20T12:00:00"]
