"""`wegwijzer init DIR`."""

from __future__ import annotations

import sys
from pathlib import Path

import bot
from bot.cli.codes import MISTAKES, OK


def packaged(name: str) -> Path:
    """`config.yaml` or `replies` as the program brought it: in a wheel beside the code, in a checkout one folder up."""
    package = Path(bot.__file__).resolve().parent
    inside = package.parent / name
    return inside if inside.exists() else package / "packaged" / name


def write_out(folder: Path) -> int:
    """Copy config.yaml and replies/ to `folder`; never overwrite."""
    source = [packaged("config.yaml"), *sorted(p for p in packaged("replies").rglob("*") if p.is_file())]
    top = packaged("replies").parent
    written, left = 0, 0
    for file in source:
        inner = Path("config.yaml") if file.name == "config.yaml" else file.relative_to(top)
        target = folder / inner
        if target.exists():
            left += 1
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
        except OSError as error:
            print(f"{target}: {error.strerror}; choose a folder that can be written", file=sys.stderr)
            return MISTAKES
        written += 1
    print(
        f"{folder}: {written} files written" + (f", {left} were there already and are left as they are" if left else "")
    )
    print(f"next: edit {folder / 'config.yaml'}, then: wegwijzer check --config {folder / 'config.yaml'}")
    return OK
