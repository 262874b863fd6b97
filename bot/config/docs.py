"""docs/configuration.md, written from the models: `python -m bot.config.docs` after a field has changed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.config import amounts
from bot.config.environment import PREFIX, SECRETS
from bot.config.models import Config
from bot.config.shape import bare, inner, is_model, settings, wants, written

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

    from bot.config.source import Spot

PAGE = Path("docs/configuration.md")
_NAMED = {"platforms": "<platform>", "staff": "<platform>", "topics": "<topic>"}

_INTRODUCTION = """\
# Configuration

<!-- Written by `python -m bot.config.docs` from bot/config/models.py; a test compares the two. Change the
models instead. -->

One installation speaks for one brand, and one file says how: `config.yaml`. The one in this repository is
annotated and runs as it is, in the sandbox. Start from it, or from a copy in a folder of your own: `wegwijzer
init DIR`.

**Where it is looked for.** `--config PATH` after any command; else `config.yaml` in the current folder; else
the one that came with the program. Paths in it are relative to the file itself. (Only with the file that came
with the program, the SQLite file is relative to the current folder, so that nothing is written among the
program's code.)

**Is it right?** `wegwijzer check` names every mistake in the configuration, the replies and the lexicons at
once, each with its file, line and what to write instead. `--json` gives a list of `{file, line, path, level,
message, fix}`. The exit code is 1 when there is an error, 0 when there is none or only warnings. `wegwijzer
check --online` also asks the platforms whether token, rights, intents, channels and staff channel are right.

**How to write values.** Durations: `90` or `90s`, `15m`, `2h`, `1d`, `1h30m`. Times of day: `09:00`. Shares:
`0.95` or `95%`. Lists: `[one, two]`, or one item a line after a dash. Ids may stand without quotes. A key with
nothing behind it counts as left out.

## Secrets

Tokens and passwords never stand in the file; `wegwijzer check` refuses them there. They come from the
environment: the value in the variable itself, or in a file that a second variable names.

| variable | or the file named by | what it is |
|---|---|---|
"""


def document() -> str:
    """The whole page."""
    lines = [
        f"| `{PREFIX}{name.upper()}` | `{PREFIX}{name.upper()}_FILE` | {meaning} |" for name, meaning in SECRETS.items()
    ]
    page = _INTRODUCTION + "\n".join(lines) + "\n"
    return page + "".join(_section(model, spot, title) for model, spot, title in _sections(Config, (), ""))


def _sections(model: type[BaseModel], spot: Spot, title: str) -> list[tuple[type[BaseModel], Spot, str]]:
    """A section a block, parents first."""
    found = [(model, spot, title)]
    for name, info in settings(model).items():
        kind: Any = bare(info.annotation)
        here = (*spot, name)
        under = f"{title}.{name}" if title else name
        if is_model(kind):
            found += _sections(kind, here, under)
        elif is_model(inner(kind)):
            one: Spot = (*here, 0) if wants(here) == "a list of blocks" else (*here, _NAMED[name])
            found += _sections(inner(kind), one, f"{under}[]" if one[-1] == 0 else f"{under}.{one[-1]}")
    return found


def _section(model: type[BaseModel], spot: Spot, title: str) -> str:
    head = f"\n## `{title}`\n\n{_first_line(model)}\n" if title else "\n## Top level\n"
    rows = [_row(name, info, (*spot, name)) for name, info in settings(model).items()]
    return "\n".join([head, "| key | what it says | value | left out |", "|---|---|---|---|", *rows, ""])


def _first_line(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().splitlines()[0]


def _row(name: str, info: FieldInfo, spot: Spot) -> str:
    short = {
        amounts.DURATION: "a duration",
        amounts.CLOCK: "a time of day",
        "a block of keys, indented under it": "keys",
    }
    value = short.get(wants(spot), wants(spot).replace(amounts.SHARE, "a share"))
    return f"| `{name}` | {info.description}. | {value} | {_left_out(info, spot)} |"


def _left_out(info: FieldInfo, spot: Spot) -> str:
    if info.is_required():
        return "**must be there**"
    default = info.get_default(call_default_factory=True, validated_data={})
    if default is None or default in ({}, (), ""):
        return "none"
    if is_model(type(default)):
        return "as below"
    return f"`{written(default, spot)}`"


def main() -> None:
    """Write the page, at docs/configuration.md of the current folder or at the path given."""
    page = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    page.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
