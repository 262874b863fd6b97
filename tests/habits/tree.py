"""The files of this project, as the habit tests read them."""

import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# What tools and the running bot leave behind.
LEFTOVERS = frozenset({"__pycache__", "build", "dist", "node_modules", "var"})

# Kept although they start with a dot.
DOTTED = frozenset({".ci", ".editorconfig", ".gitignore", ".coveragerc"})

BINARY = frozenset({".gif", ".ico", ".jpg", ".png", ".webp", ".gz", ".zip", ".db", ".woff2"})


def _ours(name: str) -> bool:
    return name not in LEFTOVERS and not name.endswith(".egg-info") and (not name.startswith(".") or name in DOTTED)


def folders(*starts: str) -> Iterator[Path]:
    """Every folder below the named ones, themselves included."""
    for start in starts:
        for folder, names, _files in os.walk(ROOT / start):
            names[:] = sorted(name for name in names if _ours(name))
            yield Path(folder)


def files(*starts: str, suffix: str = "") -> Iterator[Path]:
    """Every text file of ours below the named folders (default: the whole project)."""
    for folder in folders(*(starts or (".",))):
        for path in sorted(folder.iterdir()):
            if path.is_file() and _ours(path.name) and path.name.endswith(suffix) and path.suffix not in BINARY:
                yield path


def text(path: Path) -> str:
    """Its content; a byte that is no UTF-8 shows as a replacement character (test data may be broken on purpose)."""
    return path.read_text(encoding="utf-8", errors="replace")


def short(path: Path) -> str:
    """The path as a person names it: relative to the project."""
    return path.relative_to(ROOT).as_posix()
