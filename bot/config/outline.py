"""What can be known of a configuration that has mistakes: enough to check the replies beside it as well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.config.load import find_config, replies_folder
from bot.config.models import Brand
from bot.config.source import read_source
from bot.config.tree import Tree

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Outline:
    """Where the replies lie and what they are checked against; defaults where the file does not say."""

    replies: Path
    brand: str
    languages: tuple[str, ...]
    domains: tuple[str, ...]
    topics: tuple[str, ...] = ()


def outline(path: Path | None) -> Outline | None:
    """Read without fear; None where there is no file at all."""
    file = find_config(path)
    if file is None or not file.is_file():
        return None
    source = read_source(file)
    tree = Tree(source.tree, source.line)
    languages = tuple(str(item) for item in tree.listed("brand", "languages"))
    return Outline(
        replies_folder(file, tree.text("replies")),
        tree.text("brand", "name") or "Polderlink",
        languages or tuple(Brand.model_fields["languages"].default),
        tuple(str(item) for item in tree.listed("brand", "domains")),
        tuple(str(item) for item in tree.listed("brand", "topics")),
    )
