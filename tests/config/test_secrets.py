from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.config.conftest import GOOD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.config import Config
    from bot.ports import Trouble

    Load = Callable[..., tuple[Config | None, list[Trouble]]]

TELEGRAM = "123456789:" + "Aa0_-" * 7
DISCORD = "M" * 24 + ".Gabcde." + "x" * 38


def test_a_secret_comes_from_the_environment(load: Load) -> None:
    config, troubles = load(GOOD, {"WEGWIJZER_TELEGRAM_TOKEN": TELEGRAM, "HOME": "/"})
    assert troubles == []
    assert config is not None
    assert config.secrets["telegram_token"].get_secret_value() == TELEGRAM
    assert set(config.secrets) == {"telegram_token"}


def test_a_secret_comes_from_the_file_that_the_environment_names(load: Load, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TELEGRAM}\n", encoding="utf-8")
    config, troubles = load(GOOD, {"WEGWIJZER_TELEGRAM_TOKEN_FILE": str(tmp_path / "token")})
    assert troubles == []
    assert config is not None
    assert config.secrets["telegram_token"].get_secret_value() == TELEGRAM


def test_no_secret_stands_in_what_a_configuration_shows_or_dumps(load: Load) -> None:
    config, _ = load(GOOD, {"WEGWIJZER_TELEGRAM_TOKEN": TELEGRAM})
    assert config is not None
    assert TELEGRAM not in f"{config!r} {config} {config.model_dump()} {config.model_dump_json()}"


@pytest.mark.parametrize(
    ("env", "says"),
    [
        ({"WEGWIJZER_TELEGRAM_TOKEN_FILE": "/nowhere/token"}, "cannot be read"),
        ({"WEGWIJZER_TELEGRAM_TOKEN_FILE": "EMPTY"}, "is empty"),
        ({"WEGWIJZER_TELEGRAM_TOKEN": "a", "WEGWIJZER_TELEGRAM_TOKEN_FILE": "EMPTY"}, "is set as well"),
        ({"WEGWIJZER_TELEGRAM_TOKEN": "two words"}, "a space or a line end"),
        ({"WEGWIJZER_STORE_URL": "sqlite:///x.db"}, "engine and its driver"),
    ],
)
def test_a_secret_that_cannot_be_used_is_told_by_its_variable(
    load: Load, tmp_path: Path, env: dict[str, str], says: str
) -> None:
    (tmp_path / "empty").touch()
    config, troubles = load(GOOD, {k: str(tmp_path / "empty") if v == "EMPTY" else v for k, v in env.items()})
    assert config is None
    assert [(trouble.file, trouble.path.startswith("WEGWIJZER_")) for trouble in troubles] == [("environment", True)]
    assert says in troubles[0].message


def test_a_slip_in_the_name_of_a_variable_is_a_warning(load: Load) -> None:
    config, troubles = load(GOOD, {"WEGWIJZER_TELEGRAM_TOKN": TELEGRAM})
    assert config is not None
    assert [(t.level, t.fix) for t in troubles] == [("warning", "write: WEGWIJZER_TELEGRAM_TOKEN")]


@pytest.mark.parametrize(
    ("text", "line", "variable"),
    [
        (GOOD.replace("{mode: sandbox}", f"{{mode: sandbox, token: '{TELEGRAM}'}}"), 6, "WEGWIJZER_<NAME>"),
        (GOOD + f"telegram_token: '{TELEGRAM}'\n", 13, "WEGWIJZER_TELEGRAM_TOKEN"),
        (GOOD + f"secrets:\n  discord_token: '{DISCORD}'\n", 13, "WEGWIJZER_"),
        (GOOD + f"# token was {TELEGRAM}\n", 13, "WEGWIJZER_TELEGRAM_TOKEN"),
        (GOOD.replace("name: Polderlink", f"name: '{DISCORD}'"), 2, "WEGWIJZER_DISCORD_TOKEN"),
        (GOOD + f"[broken: {TELEGRAM}\n", 13, "WEGWIJZER_TELEGRAM_TOKEN"),
        (GOOD + "api_key: x\n", 13, "WEGWIJZER_"),
    ],
)
def test_a_secret_in_the_file_is_refused_and_never_repeated(load: Load, text: str, line: int, variable: str) -> None:
    config, troubles = load(text)
    assert config is None
    refusals = [trouble for trouble in troubles if "withdraw" in trouble.fix]
    assert line in [trouble.line for trouble in refusals]
    assert any(variable in trouble.fix for trouble in refusals)
    assert TELEGRAM not in repr(troubles)
    assert DISCORD not in repr(troubles)


def test_a_password_in_the_address_of_the_store_is_a_warning_that_does_not_repeat_it(load: Load) -> None:
    config, troubles = load(GOOD + "store: {url: 'postgresql+asyncpg://bot:hunter22@localhost/bot'}\n")
    assert config is not None
    assert [(t.path, t.level) for t in troubles] == [("store.url", "warning")]
    assert "hunter22" not in repr(troubles)


def test_the_address_of_the_store_can_come_from_the_environment(load: Load) -> None:
    address = "postgresql+asyncpg://bot:hunter22@localhost/bot"
    config, troubles = load(GOOD, {"WEGWIJZER_STORE_URL": address})
    assert troubles == []
    assert config is not None
    assert config.store.url == address


def test_a_platform_without_its_token_is_a_warning(load: Load) -> None:
    text = GOOD.replace("sandbox: {mode: sandbox}", "sandbox: {mode: sandbox}\n  telegram: {mode: polling}")
    config, troubles = load(text)
    assert config is not None
    assert [(t.line, t.path, t.level) for t in troubles] == [(7, "platforms.telegram.mode", "warning")]
    assert "WEGWIJZER_TELEGRAM_TOKEN" in troubles[0].message
