"""Secrets: read from the environment alone, and refused in the file. No sentence here repeats a secret."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from bot.config.rules import store_address
from bot.config.sentences import nearest
from bot.config.source import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.config.source import Source, Spot

PREFIX = "WEGWIJZER_"
SECRETS = {
    "telegram_token": "The bot's token on Telegram",
    "discord_token": "The bot's token on Discord",
    "opinion_key": "The key of `opinion.endpoint`",
    "store_url": "Replaces `store.url`; for a database address with a password in it",
}
"""The secrets the program knows, with what they are; others are read too and wait for who asks."""
_NAME = re.compile(r"(^|_)(token|secret|password|passwd|pwd|api_?key|credentials?)($|_)", re.IGNORECASE)
_LOOKS = (
    ("telegram_token", re.compile(r"(?<![0-9A-Za-z])[0-9]{6,12}:[0-9A-Za-z_-]{30,}")),
    ("discord_token", re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z_-]{23,30}\.[0-9A-Za-z_-]{6,7}\.[0-9A-Za-z_-]{27,}")),
)
_MAX_SECRET = 10_000


def read_secrets(env: Mapping[str, str]) -> tuple[dict[str, SecretStr], list[Problem]]:
    """WEGWIJZER_<NAME>, or what stands in the file WEGWIJZER_<NAME>_FILE. A problem's spot is the variable."""
    secrets: dict[str, SecretStr] = {}
    problems: list[Problem] = []
    for variable, value in sorted(env.items()):
        if not variable.startswith(PREFIX) or not value:
            continue
        name = variable.removeprefix(PREFIX).lower()
        by_file = name.endswith("_file")
        name = name.removesuffix("_file")
        if by_file and env.get(f"{PREFIX}{name.upper()}"):
            problems.append(_problem(variable, f"{PREFIX}{name.upper()} is set as well", "keep one of the two"))
            continue
        near = nearest(name, SECRETS)
        if near and near != name:
            fix = f"write: {PREFIX}{near.upper()}"
            problems.append(_problem(variable, f'no secret is called so; the nearest one is "{near}"', fix, "warning"))
        secret = _from_file(variable, value, problems) if by_file else value.strip()
        if secret and re.search(r"\s", secret):
            problems.append(_problem(variable, "holds a space or a line end in the middle", "give the secret alone"))
        elif secret:
            secrets[name] = SecretStr(secret)
        if secret and name == "store_url":
            problems += store_address(secret, (variable,))
    return secrets, problems


def _from_file(variable: str, value: str, problems: list[Problem]) -> str:
    try:
        with Path(value).open(encoding="utf-8") as stream:
            secret = stream.read(_MAX_SECRET).strip()
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "it is no text").lower()
        problems.append(
            _problem(variable, f"the file it names cannot be read: {reason}", "name a file with the secret alone")
        )
        return ""
    if not secret:
        problems.append(_problem(variable, "the file it names is empty", "put the secret in it"))
    return secret


def _problem(variable: str, message: str, fix: str, level: str = "error") -> Problem:
    return Problem((variable,), message, fix, level)


def secrets_in_file(source: Source) -> Iterator[Problem]:
    """Secrets in the file, by the name of a key or by how a text looks; comments are searched as well."""
    told: set[int] = set()
    for spot in _secret_keys(source.tree, ()):
        told.add(source.line(spot))
        variable = _variable(spot)
        yield Problem(
            spot,
            f'"{spot[-1]}" is a secret and does not belong in a file',
            f"remove it here, withdraw the secret where it was made, and set {variable} or {variable}_FILE",
        )
    for number, line in enumerate(source.text.splitlines(), 1):
        for name, looks in _LOOKS:
            if number not in told and looks.search(line):
                variable = f"{PREFIX}{name.upper()}"
                yield Problem(
                    (),
                    f"this line holds what looks like a {name.replace('_', ' ')}",
                    f"remove it here, withdraw it where it was made, and set {variable} or {variable}_FILE",
                    line=number,
                )


def is_secret_key(spot: Spot) -> bool:
    """Whether a key is named as a secret is."""
    return bool(spot) and isinstance(spot[-1], str) and (bool(_NAME.search(spot[-1])) or spot == ("secrets",))


def _secret_keys(tree: Any, spot: Spot) -> Iterator[Spot]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            here = (*spot, key)
            if is_secret_key(here):
                yield here
            else:
                yield from _secret_keys(value, here)
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _secret_keys(value, (*spot, index))


def _variable(spot: Spot) -> str:
    words = "_".join(str(step) for step in spot if isinstance(step, str))
    name = nearest(words.removeprefix("platforms_"), SECRETS) or "<NAME>"
    return PREFIX + (name.upper() if name != "<NAME>" else name)


def password_in_store(tree: Any) -> Iterator[Problem]:
    """A password in store.url works, and is said."""
    store = tree.get("store") if isinstance(tree, dict) else None
    url = store.get("url") if isinstance(store, dict) else None
    try:
        password = urlsplit(url).password if isinstance(url, str) else None
    except ValueError:
        return
    if password:
        yield Problem(
            ("store", "url"),
            "the address holds a password, and everyone who may read this file may read it",
            f"leave url out and set {PREFIX}STORE_URL or {PREFIX}STORE_URL_FILE",
            "warning",
        )
