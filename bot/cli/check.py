"""`wegwijzer check`: every mistake in configuration, replies and lexicons at once, each with what to write instead."""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.codes import MISTAKES, OK
from bot.cli.operating import channels_told
from bot.config import find_config, load_config
from bot.config.outline import outline
from bot.lexicons import load_lexicons
from bot.library import check_replies
from bot.opinion.opening import told
from bot.ports import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.config import Config


def collect(path: Path | None, env: Mapping[str, str]) -> tuple[Config | None, list[Trouble]]:
    """The configuration, or None when it has errors, and everything that is wrong in it and in what it points to.

    Lexicons and replies are checked also when the configuration has errors, as far as they can be known without it.
    """
    config, troubles = load_config(path, env)
    lexicons, by_lexicon = load_lexicons()
    troubles = [*troubles, *by_lexicon]
    known = outline(path)
    if known is not None:
        troubles += _languages(find_config(path) or Path("config.yaml"), known.languages, set(lexicons))
        troubles += check_replies(
            known.replies, known.languages, brand=known.brand, domains=known.domains, topics=known.topics
        )
    return config, troubles


def _languages(file: Path, languages: Sequence[str], known: set[str]) -> list[Trouble]:
    """A language of the brand needs a lexicon: without one nothing in it is recognised."""
    return [
        Trouble(
            str(file),
            0,
            "brand.languages",
            "error",
            f'there is no lexicon for the language "{language}"',
            f"use one of: {', '.join(sorted(known))}, or add bot/lexicons/{language}.yaml",
        )
        for language in languages
        if language not in known
    ]


def failed(troubles: Sequence[Trouble]) -> bool:
    """Whether there is an error among them; warnings let the bot run."""
    return any(trouble.level == "error" for trouble in troubles)


def as_json(troubles: Sequence[Trouble]) -> str:
    """A list of `{file, line, path, level, message, fix}`."""
    return json.dumps([asdict(trouble) for trouble in troubles], ensure_ascii=False, indent=2)


def as_lines(troubles: Sequence[Trouble], home: Path | None = None) -> str:
    """`file:line: level: message — fix`, one a line, then a count; files relative to `home` where they lie in it."""
    lines = [_line(trouble, home or Path.cwd()) for trouble in troubles]
    errors = sum(trouble.level == "error" for trouble in troubles)
    return "\n".join([*lines, _counted(errors, len(troubles) - errors)])


def _line(trouble: Trouble, home: Path) -> str:
    file = trouble.file
    if Path(file).is_absolute() and Path(file).is_relative_to(home):
        file = str(Path(file).relative_to(home))
    where = f"{file}:{trouble.line}" if trouble.line else file
    what = f"{trouble.path}: {trouble.message}" if trouble.path else trouble.message
    return f"{where}: {trouble.level}: {what} — {trouble.fix}"


def _counted(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return "Everything is in order."
    parts = [(errors, "error"), (warnings, "warning")]
    return ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in parts if count) + "."


def check(
    path: Path | None = None, *, json_: bool = False, online: bool = False, env: Mapping[str, str] | None = None
) -> int:
    """Print what is wrong, here and where asked at the platforms; return the exit code: 1 with an error, else 0."""
    config, troubles = collect(path, os.environ if env is None else env)
    if online and config is not None and not failed(troubles):
        troubles = [*troubles, *_ask_platforms(config)]
    print(as_json(troubles) if json_ else as_lines(troubles))
    if config is not None and not json_ and not failed(troubles):
        print(f"\n{channels_told(config)}")
        print(f"\n{told(config)}")
    return MISTAKES if failed(troubles) else OK


def _ask_platforms(config: Config) -> list[Trouble]:
    from bot import log
    from bot.app import NothingToDo, check_online
    from bot.ports import ChatError

    log.set_up("error", [secret.get_secret_value() for secret in config.secrets.values()])
    try:
        return asyncio.run(check_online(config))
    except (NothingToDo, ChatError) as error:
        return [Trouble(str(config.file), 0, "platforms", "error", str(error), "see docs/go-live.md")]
