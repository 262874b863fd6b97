"""From a file and the environment to one frozen Config, or to every mistake in them at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr, ValidationError

import bot
from bot.config.environment import (
    PREFIX,
    is_secret_key,
    password_in_store,
    read_secrets,
    secrets_in_file,
)
from bot.config.models import Config
from bot.config.rules import MODES, RULES
from bot.config.sentences import dotted, problems_of
from bot.config.shape import INTERNAL
from bot.config.source import Problem, Source, read_source
from bot.config.tree import Tree
from bot.ports import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ENVIRONMENT = "environment"
"""What a trouble names as its file when a variable is wrong."""
NAME = "config.yaml"
_PACKAGE = Path(bot.__file__).resolve().parent
_SQLITE = "sqlite+aiosqlite:///"
_FREE = ("platforms", "staff")
"""Blocks whose keys are names: a name with nothing under it is a block with nothing in it."""


def find_config(path: Path | None) -> Path | None:
    """`path` as given; else ./config.yaml; else the one that came with the program; None where there is none."""
    if path is not None:
        return path
    return next((file for file in (Path.cwd() / NAME, *_packaged()) if file.is_file()), None)


def _packaged() -> tuple[Path, Path]:
    """In a wheel beside the code, in a checkout one folder up."""
    return _PACKAGE / "packaged" / NAME, _PACKAGE.parent / NAME


def load_config(path: Path | None, env: Mapping[str, str]) -> tuple[Config | None, list[Trouble]]:
    """Read everything. The config is None exactly when a trouble is an error; warnings leave it usable."""
    secrets, by_env = read_secrets(env)
    troubles = [Trouble(ENVIRONMENT, 0, dotted(p.spot), p.level, p.message, p.fix) for p in by_env]
    file = find_config(path)
    if file is None:
        fix = "make one: wegwijzer init DIR, or name one: --config PATH"
        return None, [*troubles, Trouble(NAME, 0, "", "error", "there is no config.yaml here", fix)]
    source = read_source(file)
    config, problems = _read(source, file, secrets)
    if config is not None:
        problems += _tokens(config)
    in_file = [_trouble(problem, source, file) for problem in problems]
    troubles += sorted(set(in_file), key=lambda t: (t.line, t.path, t.message))
    failed = any(trouble.level == "error" for trouble in troubles)
    return None if failed else config, troubles


def _trouble(problem: Problem, source: Source, file: Path) -> Trouble:
    line = problem.line or source.line(problem.spot)
    return Trouble(str(file), line, dotted(problem.spot), problem.level, problem.message, problem.fix)


def _read(source: Source, file: Path, secrets: dict[str, SecretStr]) -> tuple[Config | None, list[Problem]]:
    problems = list(source.problems)
    problems += secrets_in_file(source)
    if source.tree is None:
        return None, problems
    if not isinstance(source.tree, dict):
        return None, [*problems, Problem((), "holds no keys", "begin with: brand:")]
    data = _settled(source.tree)
    tree = Tree(data, source.line)
    for rule in RULES:
        problems += rule(tree)
    problems += password_in_store(data)
    if "file" in source.tree:
        problems.append(Problem(("file",), '"file" is not a setting', "remove it"))
    told = {problem.spot for problem in problems}
    config = None
    try:
        config = Config.model_validate(data)
    except ValidationError as error:
        problems += (p for p in problems_of(error, tree) if p.spot not in told)
    config, more = _placed(config, file, data, secrets)
    return config, [*problems, *more]


def _settled(tree: dict[str, Any]) -> dict[str, Any]:
    """Without keys that have nothing behind them, and without what another sentence has told already."""
    found = {key: value for key, value in tree.items() if key not in INTERNAL}
    for key in _FREE:
        if isinstance(found.get(key), dict):
            found[key] = {name: {} if block is None else block for name, block in found[key].items()}
    cleaned = _without_empty(found, ())
    return cleaned if isinstance(cleaned, dict) else {}


def _without_empty(tree: Any, spot: tuple[str | int, ...]) -> Any:
    if isinstance(tree, dict):
        kept = {k: v for k, v in tree.items() if v is not None and not is_secret_key((*spot, k))}
        return {k: _without_empty(v, (*spot, k)) for k, v in kept.items()}
    if isinstance(tree, list):
        return [_without_empty(item, (*spot, index)) for index, item in enumerate(tree)]
    return tree


def _placed(
    config: Config | None, file: Path, data: dict[str, Any], secrets: dict[str, SecretStr]
) -> tuple[Config | None, list[Problem]]:
    """Paths made absolute, secrets put in."""
    problems: list[Problem] = []
    named = data.get("replies")
    named = named if isinstance(named, str) else ""
    replies = replies_folder(file, named)
    if named and not replies.is_dir():
        message = f'there is no folder "{named}" beside this file'
        problems.append(Problem(("replies",), message, "write: replies: replies"))
    if config is None:
        return None, problems
    address = config.store.url
    if "store_url" in secrets:
        address = secrets["store_url"].get_secret_value()
    # A config that came with the program lies among its code; what the bot keeps does not belong there.
    home = Path.cwd() if file.resolve() == (_PACKAGE / "packaged" / NAME) else file.resolve().parent
    store = config.store.model_copy(update={"url": _absolute(address, home)})
    update = {"file": file.resolve(), "replies": replies, "store": store, "secrets": secrets}
    return config.model_copy(update=update), problems


def replies_folder(file: Path, named: str) -> Path:
    """The folder named in a file, else the one beside it, else the one that came with the program."""
    folder = file.resolve().parent / (named or "replies")
    packaged = (f.with_name("replies") for f in _packaged())
    return folder if named or folder.is_dir() else next((f for f in packaged if f.is_dir()), folder)


def _absolute(address: str, folder: Path) -> str:
    """A store's address with a SQLite path that does not depend on where the program was started."""
    if not address.startswith(_SQLITE):
        return address
    path, mark, query = address.removeprefix(_SQLITE).partition("?")
    return f"{_SQLITE}{(folder / path).as_posix()}{mark}{query}" if path else address


def _tokens(config: Config) -> Iterable[Problem]:
    """A platform that is on needs its token to run; rehearsing and checking do not."""
    for name, platform in config.platforms.items():
        listens = platform.mode == MODES.get(name) != "sandbox"
        if listens and f"{name}_token" not in config.secrets:
            variable = f"{PREFIX}{name.upper()}_TOKEN"
            fix = f"set {variable}, or {variable}_FILE to the file that holds it; or write: mode: off"
            yield Problem(
                ("platforms", name, "mode"), f"{variable} is not set, so the bot cannot run on {name}", fix, "warning"
            )
