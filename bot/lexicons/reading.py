"""A lexicon file → a Lexicon, with every mistake named by its line.

The format is told in `bot/lexicons/README.md`. Phrases stand in blocks, separated by commas or line ends; `{name}` in a phrase
stands for each phrase of that macro.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from bot.core.findings import HARD_REASONS, TOPICS
from bot.core.lexicon import Cue, Kind, Lexicon, Pair, plain_phrase
from bot.lexicons.models import MODEL, read_model
from bot.ports import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HERE = Path(__file__).parent
STRENGTHS = {"sure": 4.6, "strong": 3.6, "fair": 2.0, "weak": 1.0}
"""Blocks of phrases and what each phrase in them weighs, in log-odds; `phrases` takes the cue's own `weight`."""
MOST_READINGS = 5000
"""More expansions of one phrase are a mistake, not a lexicon."""
_MACRO = re.compile(r"\{(\w+)\}")
_CUE_KEYS = {"name", "kind", "topic", "says", "weight", "needs_trouble", "phrases", *STRENGTHS}
_PAIR_KEYS = {"name", "both", "within", "weight", "topic", "says", "ordered", "kind"}
_FILE_KEYS = {"language", "small_words", "macros", "labels", "cues", "pairs", "examples"}
_EXIT_WORDS = ("human", "stop", "no_complaint")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's loader where PyYAML was built with it: five times as quick on files of this size."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that the lexicon must judge rightly. `topic`, `severity` and `hard` are checked where given."""

    text: str
    complaint: bool
    topic: str = ""
    severity: int = -1
    hard: str = ""
    line: int = 0


@dataclass
class _Reader:
    """One file on its way to a Lexicon; mistakes collect in `troubles`."""

    file: str
    troubles: list[Trouble] = field(default_factory=list)
    macros: dict[str, list[str]] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)

    def wrong(self, node: yaml.Node, path: str, message: str, fix: str, *, below: int = 0) -> None:
        """A mistake `below` lines under the start of the node."""
        line = node.start_mark.line + 1 + below
        self.troubles.append(Trouble(self.file, line, path, "error", message, fix))

    def fields(self, node: yaml.Node, path: str, allowed: set[str] | None = None) -> dict[str, yaml.Node]:
        """A mapping node by key; unknown keys are named."""
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, path, "names with values are expected here", "write `name: value` lines")
            return {}
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if allowed is not None and name not in allowed:
                self.wrong(key, f"{path}.{name}", f"unknown name `{name}`", f"use one of: {', '.join(sorted(allowed))}")
            else:
                found[name] = value
        return found

    def items(self, node: yaml.Node | None, path: str) -> list[yaml.Node]:
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, path, "a list is expected here", "start each entry with `- `")
            return []
        return list(node.value)

    def text(self, node: yaml.Node | None, path: str) -> str:
        if node is None:
            return ""
        if not isinstance(node, yaml.ScalarNode):
            self.wrong(node, path, "a text is expected here", "write one text")
            return ""
        return str(node.value)

    def number(self, node: yaml.Node | None, path: str, default: float) -> float:
        if node is None:
            return default
        try:
            return float(self.text(node, path))
        except ValueError:
            self.wrong(node, path, "a number is expected here", "write a number such as 2.5")
            return default

    def choice(self, node: yaml.Node | None, path: str, allowed: tuple[str, ...], default: str) -> str:
        if node is None:
            return default
        value = self.text(node, path)
        if value in allowed:
            return value
        self.wrong(node, path, f"`{value}` is not known here", f"use one of: {', '.join(allowed)}")
        return default

    def phrases(self, node: yaml.Node | None, path: str) -> list[str]:
        """A block of phrases, macros expanded, normalised."""
        found: list[str] = []
        if node is None:
            return found
        # The text of a block (`|`) begins on the line under its key.
        first = 1 if isinstance(node, yaml.ScalarNode) and node.style == "|" else 0
        for below, line in enumerate(self.text(node, path).splitlines(), start=first):
            for part in line.split(","):
                if not part.strip():
                    continue
                try:
                    found.extend(readings_of(part.strip(), self.macros))
                except BadPhraseError as error:
                    self.wrong(node, path, f"`{part.strip()}` {error.message}", error.fix, below=below)
        return found


class BadPhraseError(ValueError):
    """A phrase that cannot be used: `message` says why, `fix` what to write."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


def readings_of(phrase: str, macros: Mapping[str, Sequence[str]]) -> list[str]:
    """The phrase with each `{macro}` replaced by each of its phrases, normalised. Raises BadPhraseError."""
    names = _MACRO.findall(phrase)
    for name in names:
        if name not in macros:
            raise BadPhraseError(f"uses an unknown macro `{name}`", f"define `{name}` under macros")
    parts = [plain_phrase(part).strip("*") for part in _MACRO.split(phrase)[::2]]
    if not names and not parts[0]:
        raise BadPhraseError("has no letters or signs", "write words")
    choices = [macros[name] for name in names]
    if prod(len(choice) for choice in choices) > MOST_READINGS:
        raise BadPhraseError(f"has more than {MOST_READINGS} readings", "use fewer macros in it")
    left, right = ("*" if phrase.startswith("*") else ""), ("*" if phrase.endswith("*") else "")
    found = []
    for chosen in product(*choices):
        words = [parts[0], *(text for pair in zip(chosen, parts[1:], strict=True) for text in pair)]
        found.append(f"{left}{' '.join(word for word in words if word)}{right}")
    return found


def read_lexicon(text: str, file: str) -> tuple[Lexicon | None, list[Example], list[Trouble]]:
    """One file's text. The Lexicon is None when the file has mistakes."""
    reader = _Reader(file)
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "unreadable"
        line = mark.line + 1 if mark else 1
        return None, [], [Trouble(file, line, "", "error", f"not valid yaml: {problem}", "correct the line")]
    if root is None:
        return None, [], [Trouble(file, 1, "", "error", "the file is empty", "copy en.yaml and translate it")]
    top = reader.fields(root, "", _FILE_KEYS)
    for name in ("language", "small_words", "cues"):
        if name not in top:
            reader.wrong(root, name, f"`{name}` is missing", f"add `{name}:`")
    if "macros" in top:
        for name, node in reader.fields(top["macros"], "macros").items():
            reader.macros[name] = reader.phrases(node, f"macros.{name}")
            if not reader.macros[name]:
                reader.wrong(node, f"macros.{name}", "the macro is empty", "write its phrases in a block (`|`)")
    cues = tuple(_cue(reader, node, f"cues[{n}]") for n, node in enumerate(reader.items(top.get("cues"), "cues")))
    names = {cue.name for cue in cues}
    pairs = tuple(
        _pair(reader, node, f"pairs[{n}]", names) for n, node in enumerate(reader.items(top.get("pairs"), "pairs"))
    )
    if "examples" in top:
        _examples(reader, top["examples"])
    lexicon = Lexicon(
        language=reader.text(top.get("language"), "language"),
        small_words=frozenset(plain_phrase(reader.text(top.get("small_words"), "small_words")).split()),
        cues=cues,
        pairs=pairs,
        labels=_labels(reader, top.get("labels")),
    )
    return (None if reader.troubles else lexicon), reader.examples, reader.troubles


def _cue(reader: _Reader, node: yaml.Node, path: str) -> Cue:
    found = reader.fields(node, path, _CUE_KEYS)
    name = reader.text(found.get("name"), path)
    if not name:
        reader.wrong(node, path, "a cue needs a name", "add `name:`")
    kind = Kind(reader.choice(found.get("kind"), f"{path}.kind", tuple(Kind), Kind.COMPLAINT))
    own = reader.number(found.get("weight"), f"{path}.weight", 1.0)
    phrases: dict[str, float] = {}
    for block, weight in (*STRENGTHS.items(), ("phrases", own)):
        for phrase in reader.phrases(found.get(block), f"{path}.{block}"):
            phrases.setdefault(phrase, weight)
    if not phrases:
        reader.wrong(node, path, "a cue needs phrases", f"add one of: phrases, {', '.join(STRENGTHS)}")
    return Cue(
        name=name,
        kind=kind,
        phrases=tuple(phrases.items()),
        topic=reader.choice(found.get("topic"), f"{path}.topic", (*TOPICS, *HARD_REASONS, *_EXIT_WORDS), ""),
        says=reader.text(found.get("says"), f"{path}.says"),
        needs_trouble=reader.text(found.get("needs_trouble"), path) in {"true", "yes"},
    )


def _pair(reader: _Reader, node: yaml.Node, path: str, names: set[str]) -> Pair:
    found = reader.fields(node, path, _PAIR_KEYS)
    both = [reader.text(item, f"{path}.both") for item in reader.items(found.get("both"), f"{path}.both")]
    for name in both:
        if name not in names:
            reader.wrong(node, f"{path}.both", f"no cue is named `{name}`", "name two cues of this file")
    if len(both) != 2:  # noqa: PLR2004 - a pair
        reader.wrong(node, f"{path}.both", "a pair needs two cues", "write `both: [one, other]`")
        both = ["", ""]
    return Pair(
        name=reader.text(found.get("name"), path) or "+".join(both),
        first=both[0],
        second=both[1],
        within=int(reader.number(found.get("within"), f"{path}.within", 6)),
        weight=reader.number(found.get("weight"), f"{path}.weight", 2.0),
        topic=reader.choice(found.get("topic"), f"{path}.topic", (*TOPICS, *HARD_REASONS), ""),
        says=reader.text(found.get("says"), f"{path}.says"),
        ordered=reader.text(found.get("ordered"), path) in {"true", "yes"},
        kind=Kind(reader.choice(found.get("kind"), f"{path}.kind", tuple(Kind), Kind.COMPLAINT)),
    )


def _labels(reader: _Reader, node: yaml.Node | None) -> dict[str, tuple[str, str]]:
    labels: dict[str, tuple[str, str]] = {}
    for name, value in (reader.fields(node, "labels") if node is not None else {}).items():
        both = [reader.text(item, f"labels.{name}") for item in reader.items(value, f"labels.{name}")]
        if len(both) == 2:  # noqa: PLR2004 - fired, not fired
            labels[name] = (both[0], both[1])
        else:
            reader.wrong(value, f"labels.{name}", "two texts are expected", "write [when it fired, when it did not]")
    return labels


def _examples(reader: _Reader, node: yaml.Node) -> None:
    keys = {"text", "topic", "severity", "hard"}
    for group, items in reader.fields(node, "examples", {"complaints", "not_complaints"}).items():
        for number, item in enumerate(reader.items(items, f"examples.{group}")):
            path = f"examples.{group}[{number}]"
            found = reader.fields(item, path, keys) if isinstance(item, yaml.MappingNode) else {"text": item}
            reader.examples.append(
                Example(
                    text=reader.text(found.get("text"), path),
                    complaint=group == "complaints",
                    topic=reader.choice(found.get("topic"), f"{path}.topic", TOPICS, ""),
                    severity=int(reader.number(found.get("severity"), f"{path}.severity", -1)),
                    hard=reader.choice(found.get("hard"), f"{path}.hard", HARD_REASONS, ""),
                    line=item.start_mark.line + 1,
                )
            )


def load_lexicons(folder: Path | None = None) -> tuple[dict[str, Lexicon], list[Trouble]]:
    """Every `*.yaml` in the folder (the packaged one by default) by language, with the folder's word model where it has one.

    A file with mistakes is left out and told. Files that have not changed are read once in a process.
    """
    home = folder or HERE
    files = [*sorted(home.glob("*.yaml")), home / MODEL]
    stamps = tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files if path.exists())
    lexicons, troubles = _load(home, stamps)
    return dict(lexicons), list(troubles)


@lru_cache(maxsize=2)
def _load(folder: Path, stamps: tuple[object, ...]) -> tuple[dict[str, Lexicon], list[Trouble]]:  # noqa: ARG001 - a key
    lexicons: dict[str, Lexicon] = {}
    troubles: list[Trouble] = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            troubles.append(Trouble(str(path), 1, "", "error", f"cannot be read: {error}", "save it as UTF-8 text"))
            continue
        lexicon, _, wrong = read_lexicon(text, str(path))
        troubles.extend(wrong)
        if lexicon is None:
            continue
        if lexicon.language in lexicons:
            double = f"language `{lexicon.language}` has a file already"
            troubles.append(Trouble(str(path), 1, "language", "error", double, "name another language"))
            continue
        lexicons[lexicon.language] = lexicon
    path = folder / MODEL
    if path.exists():
        try:
            model = read_model(path)
        except (OSError, ValueError) as error:
            fix = "make it again with `wegwijzer train`, or remove it"
            troubles.append(Trouble(str(path), 1, "", "error", f"the word model cannot be read: {error}", fix))
        else:
            lexicons = {language: replace(lexicon, model=model) for language, lexicon in lexicons.items()}
    return lexicons, troubles


def load_examples(folder: Path | None = None) -> dict[str, list[Example]]:
    """The examples of each file by its stem."""
    return {
        path.stem: read_lexicon(path.read_text(encoding="utf-8"), str(path))[1]
        for path in sorted((folder or HERE).glob("*.yaml"))
    }
