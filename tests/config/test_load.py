from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.config import Config, find_config, load_config
from tests.config.conftest import GOOD

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.ports import Trouble

    Load = Callable[..., tuple[Config | None, list[Trouble]]]

ROOT = Path(__file__).parents[2]


def told(troubles: list[Trouble]) -> list[tuple[int, str]]:
    return [(trouble.line, trouble.path) for trouble in troubles if trouble.level == "error"]


def test_the_configuration_in_the_repository_is_right_and_listens_to_the_sandbox() -> None:
    config, troubles = load_config(ROOT / "config.yaml", {})
    assert troubles == []
    assert config is not None
    assert config.brand.name == "Polderlink"
    channel = config.channel("sandbox", "klantgroep-utrecht")
    assert channel is not None
    assert (channel.answer, channel.grace, channel.cooldown, channel.precision) == ("all", 20, 3600, 0.9)
    assert config.staff["sandbox"].id == "staf"
    assert config.policy.closing == time(17)


def test_what_stands_commented_out_in_the_repository_s_file_is_right_as_well(load: Load) -> None:
    lines = (ROOT / "config.yaml").read_text(encoding="utf-8").splitlines()
    section = ""
    live = []
    for line in lines:
        section = line.split(":")[0] if line and line[0].isalpha() else section
        # Below a section's own heading every indented comment is a setting that can be switched on.
        bare = (
            line.replace("# ", "", 1) if section and line.startswith("  ") and line.lstrip().startswith("# ") else line
        )
        is_setting = bare is line or ":" in bare.split("#")[0].split("http")[0]
        live.append(
            bare
            if is_setting and not bare.lstrip().startswith(("For many", "An address", "`outage`", "Where"))
            else line
        )
    env = {"WEGWIJZER_TELEGRAM_TOKEN": "x", "WEGWIJZER_DISCORD_TOKEN": "y"}
    config, troubles = load("\n".join(live), env)
    assert troubles == []
    assert config is not None
    assert set(config.platforms) == set(config.staff) == {"sandbox", "telegram", "discord"}
    assert [channel.answer for channel in config.channels] == ["all", "mentions", "addressed", "guest"]
    assert config.policy.quiet is not None


def test_a_good_file_has_no_troubles(load: Load) -> None:
    config, troubles = load()
    assert troubles == []
    assert config is not None
    assert config.brand.languages == ("nl", "en")


def test_all_mistakes_are_told_at_once_with_their_lines(load: Load) -> None:
    text = GOOD.replace("mentions", "mention").replace("name:", "nmae:") + "policy:\n  closing: 25:00\n  undoo: 3s\n"
    config, troubles = load(text)
    assert config is None
    assert told(troubles) == [
        (2, "brand.nmae"),
        (10, "channels.0.answer"),
        (14, "policy.closing"),
        (15, "policy.undoo"),
    ]
    assert [trouble.fix for trouble in troubles] == [
        "write: name: Polderlink",
        "write: answer: mentions",
        "write: closing: 17:00",
        "write: undo: 3s",
    ]


def test_a_key_in_the_wrong_block_is_told_where_it_belongs(load: Load) -> None:
    _, troubles = load(GOOD.replace("  name:", "  timezone: Europe/Amsterdam\n  name:"))
    assert '"timezone" is not a setting under brand; it belongs under "policy"' in troubles[0].message


def test_a_key_written_twice_is_a_mistake_that_names_both_lines(load: Load) -> None:
    _, troubles = load(GOOD.replace("    answer: mentions", "    answer: mentions\n    answer: all"))
    assert told(troubles) == [(11, "channels.0.answer")]
    assert "first in line 10" in troubles[0].message


def test_words_that_old_yaml_takes_for_booleans_and_numbers_are_text(load: Load) -> None:
    text = GOOD.replace("answer: mentions", "answer: off") + "policy:\n  quiet: {start: 22:00, end: 07:00}\n"
    config, troubles = load(text)
    assert troubles == []
    assert config is not None
    assert config.channels[0].answer == "off"
    assert config.policy.quiet is not None
    assert (config.policy.quiet.start, config.policy.quiet.end) == (time(22), time(7))


def test_ids_may_stand_without_quotes(load: Load) -> None:
    text = GOOD.replace("id: klantgroep", "id: -1001234567890").replace("{id: staf}", "{id: 0042, users: [7]}")
    config, troubles = load(text)
    assert troubles == []
    assert config is not None
    assert config.channels[0].id == "-1001234567890"
    assert (config.staff["sandbox"].id, config.staff["sandbox"].users) == ("0042", ("7",))


def test_official_accounts_lose_their_at_sign_and_their_capitals(load: Load) -> None:
    config, _ = load(GOOD.replace("  name:", "  official: {sandbox: ['@PolderLink']}\n  name:"))
    assert config is not None
    assert config.brand.official == {"sandbox": ("polderlink",)}


def test_a_key_with_nothing_behind_it_counts_as_left_out(load: Load) -> None:
    config, troubles = load(GOOD + "policy:\nretention:\n  case_days:\n")
    assert troubles == []
    assert config is not None
    assert config.retention.case_days == 365


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "is empty"),
        ("# only a remark\n", 1, "is empty"),
        ("- a list\n", 1, "holds no keys"),
        ("brand:\n\tname: x\n", 2, "a tab"),
        ("brand:\n  name: Polder: link\n", 2, "a colon stands where a value was expected"),
        ("brand:\n  domains: [a.example\nplatforms:\n", 3, "opened in line 2"),
        ('brand:\n  name: "Polderlink\n', 3, "never closed"),
        ("brand:\n   name: a\n  form: formal\n", 3, "indentation"),
        ("brand: {}\n---\nbrand: {}\n", 2, "a second document"),
        ("brand: !python/name:os.system\n", 1, "the tag"),
        ("brand: *other\n", 1, "refers to nothing"),
        ("brand:\n  name: a\x00b\n", 2, "control character"),
        (b"brand:\n  name: Polderlink\xff\n", 2, "UTF-8"),
        ("brand:\n  name: x\n".encode("utf-16"), 1, "UTF-8"),
        ("[" * 20_000, 1, "nested too deep"),
        ("a: &a [*a]\n", 1, "nested too deep"),
    ],
)
def test_a_file_that_is_no_configuration_is_told_in_plain_words(
    load: Load, text: str | bytes, line: int, says: str
) -> None:
    config, troubles = load(text)
    assert config is None
    assert (troubles[0].line, troubles[0].level) == (line, "error")
    assert says in troubles[0].message
    assert troubles[0].fix


def test_anchors_that_repeat_each_other_stop_at_a_bound(load: Load) -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 25))
    config, troubles = load(bomb)
    assert config is None
    assert any("repeats itself" in trouble.message for trouble in troubles)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(load: Load) -> None:
    config, troubles = load(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert troubles == []
    assert config is not None


def test_a_file_that_is_not_there_and_a_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        config, troubles = load_config(path, {})
        assert config is None
        assert [trouble.message.startswith("cannot be read") for trouble in troubles] == [True]


def test_the_file_is_looked_for_here_and_then_beside_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_config(None) == ROOT / "config.yaml"
    (tmp_path / "config.yaml").write_text(GOOD, encoding="utf-8")
    assert find_config(None) == tmp_path / "config.yaml"
    assert find_config(Path("elsewhere.yaml")) == Path("elsewhere.yaml")


def test_paths_are_relative_to_the_file(load: Load, tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    config, troubles = load(GOOD + "replies: words\nstore: {url: 'sqlite+aiosqlite:///data/bot.db?timeout=5'}\n")
    assert troubles == []
    assert config is not None
    assert config.replies == tmp_path / "words"
    assert config.store.url == f"sqlite+aiosqlite:///{tmp_path}/data/bot.db?timeout=5"


def test_without_a_folder_of_replies_the_packaged_ones_speak(load: Load, tmp_path: Path) -> None:
    config, _ = load()
    assert config is not None
    assert config.replies == ROOT / "replies"
    (tmp_path / "replies").mkdir()
    config, _ = load()
    assert config is not None
    assert config.replies == tmp_path / "replies"


def test_a_folder_of_replies_that_is_named_must_be_there(load: Load) -> None:
    assert told(load(GOOD + "replies: nowhere\n")[1]) == [(13, "replies")]
