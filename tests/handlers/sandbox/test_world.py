from datetime import UTC, datetime, timedelta
from pathlib import Path

from handlers.sandbox import Person, World

NOW = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)


def _world(path: Path) -> World:
    world = World(path)
    world.join(Person("sanne", "Sanne", "customer", "sanne"))
    world.join(Person("noor", "Noor Bos", "staff", "noor"))
    return world


def _everything(world: World) -> tuple[object, ...]:
    return (
        world.people,
        world.posts,
        world.keys,
        world.threads,
        world.events,
        world.whispers,
        world.played,
        world.changes,
    )


def test_a_world_read_from_its_journal_is_the_same_world(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    world = _world(path)
    first = world.say("sanne", "stuk\u2028echt", "groep", NOW)
    world.edit(first, "heel stuk", NOW, script="m002")
    world.post("groep", "", ["Hoi, ", ["hulp", "https://polderlink.example"]], NOW, key="answer:1", reply_to=first)
    thread = world.open_thread("#0001", "card:1")
    card = world.post(
        "staf", thread, ["kaart"], NOW, key="card:1", buttons=[{"label": "x", "data": "w:solve:1", "style": "plain"}]
    )
    token = world.press("noor", card, "w:solve:1", NOW, script="p001")
    world.whisper(token, "Opgelost.", NOW)
    world.react(first, "👍")
    world.remove(first, NOW)
    world.skip("s001", "no case")
    assert _everything(World(path)) == _everything(world)


def test_numbers_are_never_given_out_twice(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    world = _world(path)
    said = world.say("sanne", "een", "groep", NOW)
    card = world.post("staf", "", ["kaart"], NOW, key="k")
    token = world.press("noor", card, "w:x:1", NOW)
    again = World(path)
    assert again.say("sanne", "twee", "groep", NOW) not in {said, card}
    assert again.press("noor", card, "w:x:1", NOW) != token


def test_a_journal_cut_off_anywhere_is_read_up_to_there_and_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    world = _world(path)
    world.say("sanne", "één", "groep", NOW)
    world.say("sanne", "twee", "groep", NOW + timedelta(seconds=1))
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        cut = World(path)
        assert cut.changes == whole[:length].count(b"\n")
        cut.join(Person("mo", "Mo", "customer", "mo"))
        assert "mo" in World(path).people


def test_a_repeated_key_posts_once(tmp_path: Path) -> None:
    world = _world(tmp_path / "journal.jsonl")
    first = world.post("groep", "", ["Hoi"], NOW, key="answer:1")
    assert world.post("groep", "", ["Hoi"], NOW, key="answer:1") == first
    assert world.key_of(first) == "answer:1"
    assert len(world.posts) == 1
