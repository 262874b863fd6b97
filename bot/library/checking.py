"""A folder of replies in, everything in it out: what can serve, and each mistake with what to write instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.core.replies import SERVICE, SITUATIONS, Situation
from bot.library.intake import INTAKE, compare_intakes, read_intake
from bot.library.reading import compare_phrases, nearest, read_phrases, read_situation
from bot.ports import Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from bot.core.intake import Question

DESK = "desk.yaml"
FLAT = frozenset({DESK, INTAKE})
"""Files of a language that are no replies."""
Signature = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Rules:
    """Whose replies they are: the brand's languages, name, and the only domains it links to."""

    languages: tuple[str, ...]
    brand: str = "Polderlink"
    domains: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    """The brand's own topics besides the known ones."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file as it was last read: what serves of it (perhaps an earlier version), and its mistakes."""

    language: str
    name: str
    signature: Signature | None
    """None for a file that is gone and whose last good version serves."""
    situation: Situation | None = None
    phrases: Mapping[str, str] | None = None
    questions: tuple[Question, ...] | None = None
    troubles: tuple[Trouble, ...] = field(default=())

    @property
    def good(self) -> bool:
        """It has something that can serve."""
        return self.situation is not None or self.phrases is not None or self.questions is not None


def check_replies(
    folder: Path,
    languages: Sequence[str],
    *,
    brand: str = "Polderlink",
    domains: Sequence[str] = (),
    topics: Sequence[str] = (),
) -> list[Trouble]:
    """Every mistake in a folder of replies, in the order of files and lines."""
    rules = Rules(tuple(languages), brand, tuple(domains), tuple(topics))
    items = {file: read_item(file, language, rules) for file, language in files_of(folder, rules)}
    return list(troubles_of(folder, rules, items))


def files_of(folder: Path, rules: Rules) -> Iterator[tuple[Path, str]]:
    """The files that count, with their languages. Editors' back-ups and hidden files do not."""
    for language in rules.languages:
        below = folder / language
        if below.is_dir():
            for file in sorted(below.iterdir()):
                if (file.suffix == ".j2" or file.name in FLAT) and not file.name.startswith((".", "~", "#")):
                    yield file, language


def sign(file: Path) -> Signature | None:
    """Changes when the file does; None when it is gone."""
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def read_item(file: Path, language: str, rules: Rules) -> Item:
    """Read and judge one file. A file that cannot be read is a mistake like any other."""
    signature = sign(file)
    name = file.name if file.name in FLAT else file.stem
    try:
        source = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = "is no UTF-8 text" if isinstance(error, UnicodeDecodeError) else f"cannot be read ({error.strerror})"
        fix = "save it as UTF-8" if isinstance(error, UnicodeDecodeError) else "see that the bot may read it"
        trouble = Trouble(str(file), 0, f"{language}/{file.stem}", "error", f"the file {reason}", fix)
        return Item(language, name, signature, troubles=(trouble,))
    if name == DESK:
        phrases, mistakes = read_phrases(source, str(file), language)
        return Item(language, name, signature, phrases=phrases, troubles=tuple(mistakes))
    if name == INTAKE:
        questions, mistakes = read_intake(source, str(file), language, rules.topics)
        return Item(language, name, signature, questions=questions, troubles=tuple(mistakes))
    situation, troubles = read_situation(source, str(file), language, name, brand=rules.brand, domains=rules.domains)
    return Item(language, name, signature, situation=situation, troubles=troubles)


def troubles_of(folder: Path, rules: Rules, items: Mapping[Path, Item]) -> Iterator[Trouble]:
    """The mistakes of the files, and those that only show when all of them are laid side by side."""
    if not folder.is_dir():
        fix = "make it with `wegwijzer init`, or set `replies` in config.yaml"
        yield Trouble(str(folder), 0, "replies", "error", "the folder of replies is not there", fix)
        return
    for item in items.values():
        yield from item.troubles
    for language in rules.languages:
        names = {item.name for item in items.values() if item.language == language}
        yield from _missing(folder, language, names if (folder / language).is_dir() else set())
    phrases = {item.language: item.phrases for item in items.values() if item.phrases is not None}
    yield from compare_phrases(phrases, {language: str(folder / language / DESK) for language in phrases})
    intakes = {item.language: item.questions for item in items.values() if item.questions is not None}
    yield from compare_intakes(intakes, {one: str(folder / one / INTAKE) for one in intakes}, rules.languages)


def _missing(folder: Path, language: str, names: set[str]) -> Iterator[Trouble]:
    below = folder / language
    if not names:
        fix = f"make {language}/ with a file for each situation, or take {language} out of brand.languages"
        yield Trouble(str(below), 0, language, "error", f"there are no replies in {language}", fix)
        return
    for name in SITUATIONS:
        if name not in names:
            message = f"there is no reply for {name} in {language}"
            yield Trouble(str(below / f"{name}.j2"), 0, f"{language}/{name}", "error", message, f"add {name}.j2")
    if DESK not in names:
        fix = "add the phrases of the staff's cards"
        yield Trouble(str(below / DESK), 0, f"{language}/desk", "error", f"there is no {DESK} in {language}", fix)
    for name in sorted(names - {*SITUATIONS, *FLAT}):
        message = f"no situation is called {name}"
        fix = f"{nearest(name, SITUATIONS)}; leave it as it is for a topic of the brand's own"
        yield Trouble(str(below / f"{name}.j2"), 0, f"{language}/{name}", "warning", message, fix)


def may_go(item: Item) -> bool:
    """Whether a deleted file leaves the shelf at once: something else answers in its place.

    A topic falls back on `other`. What the bot says in danger, or when a person takes over, has no stand-in: its last
    good version serves until the file is back.
    """
    return item.name not in (*SERVICE, "other", DESK, INTAKE)
